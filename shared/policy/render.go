package policy

import (
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
)

type lang = i18n.Lang

// both makes a text in both languages.
func (e *evaluator) both(write func(lang) string) Words {
	return Words{write(i18n.ZH), write(i18n.EN)}
}

// render fills the {names} of a text with facts of a thing; a part that only
// the caller can make keeps its words.
func (e *evaluator) render(w Words, th *Thing) Words {
	if !strings.ContainsRune(w.ZH, '{') && !strings.ContainsRune(w.EN, '{') {
		return w
	}
	return Words{e.fill(i18n.ZH, w.ZH, th), e.fill(i18n.EN, w.EN, th)}
}

func (e *evaluator) fill(l lang, s string, th *Thing) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '{')
		j := strings.IndexByte(s, '}')
		if i < 0 || j < i {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		b.WriteString(e.word(l, s[i+1:j], th))
		s = s[j+1:]
	}
}

// word is a fact as a reader sees it; a part without value is named.
func (e *evaluator) word(l lang, name string, th *Thing) string {
	v, _ := e.value(th, name)
	if v.Given() {
		return e.show(l, name, v)
	}
	if at, ok := e.f.events[name]; ok {
		return i18n.DateTime(l, e.local(at), e.local(e.f.Now))
	}
	return e.p.refWords(name).In(l)
}

// show writes a value in a language.
func (e *evaluator) show(l lang, name string, v Value) string {
	switch v.form {
	case instant:
		return i18n.DateTime(l, e.local(v.at), e.local(e.f.Now))
	case money:
		return i18n.Money(l, v.money.Minor, v.money.Currency)
	case yesNo:
		return i18n.T(l, "rule."+strconv.FormatBool(v.num == 1))
	case length:
		return i18n.T(l, "rule.span."+string(v.span.Unit), v.span.N)
	case interval:
		return i18n.Length(l, max(0, v.to.Sub(v.at)).Round(time.Minute))
	case text, set:
		var all []string
		for _, s := range v.Strings() {
			all = append(all, e.choice(l, name, s))
		}
		return i18n.List(l, all...)
	}
	return v.String()
}

// choice is the word of a choice, role or text.
func (e *evaluator) choice(l lang, name, id string) string {
	key := labelKey{l, name, id}
	if s, ok := e.labels[key]; ok {
		return s
	}
	s := e.choiceWord(l, name, id)
	e.labels[key] = s
	return s
}

// A labelKey finds a word that was looked up before: 300 guests have few.
type labelKey struct {
	l        lang
	name, id string
}

func (e *evaluator) choiceWord(l lang, name, id string) string {
	f, ok := e.p.Fact(name)
	if !ok {
		return id
	}
	if each, of := plurals[name]; of {
		if one, ok := e.p.Fact(each); ok {
			f.Choices = one.Choices
		}
	}
	if i := place(f.Choices, id); i >= 0 && !f.Choices[i].Words.IsZero() {
		return f.Choices[i].In(l)
	}
	if r, ok := e.p.index.roles[id]; ok && (f.Type == TypeRole || strings.HasSuffix(name, ".roles")) {
		return r.In(l)
	}
	return id
}

// plurals are sets of what each guest has one of.
var plurals = map[string]string{"party.kinds": "guest.kind"}

// refsText joins the words of facts and references.
func (e *evaluator) refsText(l lang, refs []string) string {
	words := make([]string, 0, len(refs))
	seen := map[string]bool{}
	for _, r := range refs {
		if i := strings.IndexByte(r, '/'); i > 0 {
			r = r[:i] // a row of a decision
		}
		if w := e.p.refWords(r).In(l); !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	return i18n.List(l, words...)
}

// about puts the thing or the number of things before a text.
func (e *evaluator) about(things []ThingRef, s Words) Words {
	switch len(things) {
	case 0:
		return s
	case 1:
		label := things[0].Label
		if label.IsZero() {
			return s
		}
		return e.both(func(l lang) string { return i18n.T(l, "rule.one", label.In(l), s.In(l)) })
	}
	kind := e.kindWords(things[0].Kind)
	return e.both(func(l lang) string { return i18n.T(l, "rule.many", len(things), kind.In(l), s.In(l)) })
}

// kindWords names a kind of things.
func (e *evaluator) kindWords(kind string) Words {
	for _, k := range e.p.Kinds {
		if k.ID == kind {
			return k.Words
		}
	}
	return e.both(func(l lang) string {
		if key := "rule.kind." + kind; i18n.Has(l, key) {
			return i18n.T(l, key)
		}
		return kind
	})
}

// basis writes how a cap came about: "500 + 3 × 100".
func (e *evaluator) basis(c *Capped) Words {
	return e.both(func(l lang) string {
		base := i18n.Money(l, c.Base.Minor, c.Base.Currency)
		over := max(0, c.People-c.For)
		if over == 0 || c.Extra.Minor == 0 {
			return base
		}
		return i18n.T(l, "rule.basis", base, over, i18n.Money(l, c.Extra.Minor, c.Extra.Currency))
	})
}
