package page

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// paperWords are how papers write times, people and names.
func paperWords(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"span":     func(p web.Page, from, to time.Time) string { return span(l, p, from, to) },
		"crew":     func(p web.Page, list []reception.Assigned) string { return crew(l, p, list) },
		"readable": func(text string) string { return i18n.Readable(l, text) },
		"filledin": func(k reception.TaskView) []string { return filledIn(l, k) },
		"plateline": func(parts ...string) string {
			return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
		},
		"spaced":  spaced,
		"capital": capital,
		"tail":    func(i, n int) bool { return i == max(0, n-2) },
		"dietlines": func(p web.Page, meals []reception.Meal, list []reception.DietTotal) []string {
			return dietLines(l, p, meals, list)
		},
		"longname":     func(name string) bool { return lineCount(name, 9) > 2 },
		"taskbreak":    taskBreak,
		"smallparty":   smallParty,
		"manytables":   manyTables,
		"seatturn":     func(turn int) string { return seatTurn(l, turn) },
		"marked":       func(v web.PrintView) string { return marked(l, v) },
		"revised":      revised,
		"stays":        stays,
		"decided":      decided,
		"untitled":     func(paper string) bool { return slices.Contains(untitled, paper) },
		"oursin":       func(p web.Page, v reception.Party) string { return oursIn(l, p, v) },
		"refnames":     func(list []reception.Ref) string { return refNames(l, list) },
		"vehiclename":  func(v reception.Vehicle, names thingNames) string { return vehicleName(l, v, names) },
		"mealsinorder": reception.MealsInOrder,
		"spelled":      func(m policy.Money) string { return i18n.Spelled(l, m.Minor, m.Currency) },
	}
}

// span is from when to when, with the year: papers are kept.
func span(l i18n.Lang, p web.Page, from, to time.Time) string {
	if from.IsZero() {
		return ""
	}
	return i18n.Period(l, local(p, from), local(p, to), time.Time{})
}

// crew names people with what they do, in the language of the paper.
func crew(l i18n.Lang, p web.Page, list []reception.Assigned) string {
	names := make([]string, 0, len(list))
	for _, a := range list {
		name := staffName(l, p, a.Staff)
		if name == a.Staff && a.Name != "" {
			name = a.Name
		}
		names = append(names, i18n.Person(l, name, roleName(l, p, a.Role)))
	}
	return i18n.List(l, names...)
}

// decided says whether anybody has decided yet.
func decided(list []sign) bool {
	return slices.ContainsFunc(list, func(s sign) bool { return s.At != nil })
}

// untitled are the papers that show no title of their own: it stands above
// them on the screen, and is not printed.
var untitled = []string{reception.PaperPickup, reception.PaperWelcome, reception.PaperNames, reception.PaperPasses}

// oursIn is who of the company takes part.
func oursIn(l i18n.Lang, p web.Page, v reception.Party) string {
	var names []string
	for _, id := range v.IDs {
		names = append(names, staffName(l, p, id))
	}
	return cmp.Or(i18n.List(l, names...), v.String())
}

// refNames names people one after another.
func refNames(l i18n.Lang, list []reception.Ref) string {
	var names []string
	for _, r := range list {
		names = append(names, r.Name)
	}
	return strings.Join(names, i18n.T(l, "print.and"))
}

// vehicleName is what a vehicle is called and what kind it is, which is often
// the same word.
func vehicleName(l i18n.Lang, v reception.Vehicle, names thingNames) string {
	parts := []string{word(l, v.Type)}
	if v.Resource != "" {
		parts = append(named(names, []string{v.Resource}), parts...)
	}
	return strings.TrimSpace(strings.Join(slices.Compact(parts), " "))
}

// roleName is a role in the policy's words, or in ours.
func roleName(l i18n.Lang, p web.Page, role string) string {
	if v, ok := p.View.(web.PrintView); ok && v.Roles[role] != "" {
		return v.Roles[role]
	}
	return word(l, role)
}

// spaced sets the two characters of a short Chinese name apart, as plates and
// signs do.
func spaced(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if utf8.RuneCountInString(name) != 2 || !unicode.Is(unicode.Han, first) {
		return name
	}
	return name[:size] + "\u3000" + name[size:]
}

// capital begins a text with a capital letter.
func capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// filledIn are the values of a task with their labels, in the policy's order.
func filledIn(l i18n.Lang, k reception.TaskView) []string {
	var list []string
	for _, name := range k.Wants.Filled(k.Values) {
		if label := k.Wants.Label(name); label != "" {
			list = append(list, i18n.T(l, "print.labelled", label, k.Values[name]))
		} else {
			list = append(list, k.Values[name])
		}
	}
	return list
}
