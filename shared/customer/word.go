package customer

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"yingbin/shared/store"
)

// A Hit is what a word leads to. Why says which part of it fitted: name
// pinyin phone mail number.
type Hit struct {
	Type     string `json:"type"` // customer contact reception
	ID       string `json:"id"`   // a contact's id is "customer/contact"
	Title    string `json:"title"`
	Why      string `json:"why"`
	Customer string `json:"-"` // id, of customers and contacts
}

// word is the Row of a word's document; what it leads to is in the key too.
type word struct {
	Type  string `json:"t"`
	ID    string `json:"i"`
	Title string `json:"n"`
	Why   string `json:"w"`
}

// starts is how many beginnings of a name are findable.
const starts = 8

// longestWord bounds the runes of a word: longer beginnings differ no more.
const longestWord = 40

// A token is a folded text by which something is found.
type token struct{ text, why string }

// nameTokens are the ways a name may begin: in its own writing, as pinyin and
// as initials, from each of the first syllables on; of people only from the first.
func nameTokens(name string, person bool) []token {
	list := syllables(name, person)
	from := min(len(list), starts)
	if person {
		from = min(len(list), 1)
	}
	var tokens []token
	for i := range from {
		var own, full, initials strings.Builder
		for _, s := range list[i:] {
			own.WriteString(s.text)
			full.WriteString(s.reading)
			initials.WriteString(s.reading[:runeLen(s.reading)])
		}
		tokens = append(tokens, token{own.String(), "name"}, token{full.String(), "pinyin"}, token{initials.String(), "pinyin"})
	}
	return distinct(tokens)
}

// runeLen is the length of a text's first rune.
func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// contactTokens are the ways a contact is found.
func contactTokens(c Contact) []token {
	tokens := nameTokens(c.Name, true)
	if c.Phone != "" {
		tokens = append(tokens, token{foldPhone(c.Phone), "phone"})
	}
	if c.Email != "" {
		tokens = append(tokens, token{Fold(c.Email), "mail"})
	}
	return distinct(tokens)
}

// foldPhone drops the country code of China, which some write and others not.
func foldPhone(phone string) string {
	p := Fold(phone)
	if len(p) == 13 && strings.HasPrefix(p, "86") {
		return p[2:]
	}
	return strings.TrimPrefix(p, "0086")
}

// distinct drops empty words and those that are there already.
func distinct(tokens []token) []token {
	var list []token
	for _, t := range tokens {
		if r := []rune(t.text); len(r) > longestWord {
			t.text = string(r[:longestWord])
		}
		if t.text != "" && !slices.ContainsFunc(list, func(o token) bool { return o.text == t.text }) {
			list = append(list, t)
		}
	}
	return list
}

// wordKey names a word's document.
func wordKey(text, id string) store.Key {
	return store.Key{PK: "find#" + text[:runeLen(text)], SK: text + "#" + id}
}

// wordOps stores words; a word that is there already stays as it is. They are
// filed under the id that they lead to, or under that of the record which was
// merged into it, whose words they were.
func wordOps(kind, id, title string, tokens []token, under ...string) []store.Op {
	var ops []store.Op
	for _, t := range tokens {
		row, _ := json.Marshal(word{kind, id, title, t.why}) // strings only: cannot fail
		ops = append(ops, store.Put(store.Doc{Key: wordKey(t.text, append(under, id)[0]), Row: row}))
	}
	return ops
}

// NumberWord makes a reception findable by the beginning of its number.
func NumberWord(number, title string) store.Op {
	return wordOps("reception", number, title, []token{{Fold(number), "number"}})[0]
}

// hit reads a word's document.
func hit(d store.Doc) (Hit, bool) {
	var w word
	if json.Unmarshal(d.Row, &w) != nil || w.ID == "" {
		return Hit{}, false
	}
	h := Hit{Type: w.Type, ID: w.ID, Title: w.Title, Why: w.Why}
	if w.Type != "reception" {
		h.Customer, _, _ = strings.Cut(w.ID, "/")
	}
	return h, true
}
