package page

import (
	"encoding/json"
	"html/template"
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/web"
)

// policyWords are how the page of a regulation reads.
func policyWords(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"cited":     func(id string) string { return cited(l, id) },
		"whois":     func(v web.PolicyView, id string) string { return policyRole(l, v, id) },
		"levelof":   func(s policy.Standard) string { return heldTo(s, "level") },
		"slotof":    func(s policy.Standard) string { return heldTo(s, "meal.slot") },
		"valueis":   func(v web.PolicyView, of policy.Literal) string { return policyValue(l, v, of.String()) },
		"ofchoices": func(v web.PolicyView, d policy.Decision, of policy.Literal) string { return choiceOf(l, v, d, of) },
	}
}

// heldTo is the one value of a fact that a standard holds for: its level, its
// meal; nothing where it holds for several.
func heldTo(s policy.Standard, fact string) string {
	var when map[string]any
	if raw, err := json.Marshal(s.When); err != nil || json.Unmarshal(raw, &when) != nil {
		return ""
	}
	one, _ := when[fact].(string)
	return one
}

// cited is what a citation is about: its article and a line in our own words;
// nothing for one that nobody has described.
func cited(l i18n.Lang, id string) string {
	text, article := "cite."+id, "cite."+id+".article"
	switch {
	case !i18n.Has(l, text):
		return ""
	case i18n.Has(l, article):
		return i18n.T(l, "page.cited", i18n.T(l, article), i18n.T(l, text))
	}
	return i18n.T(l, text)
}

// policyRole is the regulation's own name for a role, else ours.
func policyRole(l i18n.Lang, v web.PolicyView, id string) string {
	for _, r := range v.Roles {
		if r.ID == id && !r.Words.IsZero() {
			return r.Words.In(l)
		}
	}
	return word(l, id)
}

// policyValue writes a value of the regulation: what $name stands for, a
// length of time in words, a role by its name.
func policyValue(l i18n.Lang, v web.PolicyView, text string) string {
	if name, ok := strings.CutPrefix(text, "$"); ok {
		for _, d := range v.Decisions {
			if d.ID == name && !d.Is.IsZero() && !d.Is.Blank() {
				return policyValue(l, v, d.Is.String())
			}
			if d.ID == name {
				return d.Words.In(l)
			}
		}
		return name
	}
	if span, ok := spanText(l, text); ok {
		return span
	}
	return policyRole(l, v, text)
}

// spanText writes "15m", "24h" or "2wd" in words.
func spanText(l i18n.Lang, text string) (string, bool) {
	n := 0
	unit := strings.TrimLeft(text, "0123456789")
	for _, r := range strings.TrimSuffix(text, unit) {
		n = n*10 + int(r-'0')
	}
	if key := "rule.span." + unit; unit != text && unit != "" && i18n.Has(l, key) {
		return i18n.T(l, key, n), true
	}
	return "", false
}

// choiceOf is a decision's value in the words of its choices.
func choiceOf(l i18n.Lang, v web.PolicyView, d policy.Decision, of policy.Literal) string {
	if i := slices.IndexFunc(d.Type.Choices, func(c policy.Choice) bool { return c.ID == of.String() }); i >= 0 {
		return d.Type.Choices[i].Words.In(l)
	}
	return policyValue(l, v, of.String())
}
