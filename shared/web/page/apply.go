package page

import (
	"html/template"
	"strconv"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// deskFuncs are what the templates of the application, the desk, the calendar
// and the list may call beside the rest.
func deskFuncs(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"columnname":    func(column string) string { return columnName(l, column) },
		"owndepartment": ownDepartment,
		"source":        filledFrom,
		"todaylanes":    func(p web.Page, d web.Desk) Lanes { return todayLanes(l, p, d) },
		"calendarpage":  func(p web.Page) CalendarPage { return calendarPage(l, p) },
		"turnof":        func(p web.Page, r reception.Listed) string { return turnOf(l, p, r) },
		"answered":      func(texts map[string]string, q, x string) string { return answered(l, texts, q, x) },
		"maynudge":      func(p web.Page, r reception.Listed) bool { return r.MayNudge(now(p)) },
		"ago":           func(p web.Page, v any) string { return ago(l, p, v) },
		"keylist":       keyList,
		"keyways":       keyWays,
		"phase":         phase,
		"chips":         func(p web.Page) []Chip { return chips(l, p) },
		"ready":         func(p web.Page, views []staff.SavedView) []Chip { return ready(l, p, views) },
		"listquery":     listQuery,
		"ordered":       ordered,
		"tour":          tour,
		"weekbars":      weekBars,
		"rivalof":       rivalOf,
		"hasleg":        func(leg *reception.Leg) bool { return leg != nil && *leg != reception.Leg{} },
		"istrue":        func(b *bool) bool { return b != nil && *b },
	}
}

// columnName is what a column of a pasted list is called; one that nobody
// knows is called by its own heading.
func columnName(l i18n.Lang, column string) string {
	for _, key := range []string{"page.column." + column, "page." + column} {
		if i18n.Has(l, key) {
			return i18n.T(l, key)
		}
	}
	return column
}

// about says which field a JSON Pointer names, with the number of its row;
// nothing where the field has no name.
func about(l i18n.Lang, pointer string) string {
	var words []string
	parts := strings.Split(strings.Trim(pointer, "/"), "/")
	for i, part := range parts {
		if n, err := strconv.Atoi(part); err == nil {
			words = append(words, strconv.Itoa(n+1))
			continue
		}
		for _, key := range []string{"page.field." + strings.Join(parts[:i+1], "."), "page.field." + part, "page.column." + part, "page." + part} {
			if i18n.Has(l, key) {
				words = append(words, i18n.T(l, key))
				break
			}
		}
	}
	return strings.Join(words, " ")
}

// ownDepartment is the department that an application is for unless its writer
// says otherwise.
func ownDepartment(p web.Page) string {
	if p.Who == nil {
		return ""
	}
	return p.Who.Department
}

// filledFrom is the visit that a field of the draft was filled in from, as long as
// nobody has sent something else.
func filledFrom(p web.Page, name string) string {
	f, ok := p.View.(web.ApplicationForm)
	if !ok || p.Input != nil {
		return ""
	}
	return sourceOf(draft(f).Prefilled, pointer(name))
}

func sourceOf(list []reception.Prefilled, pointer string) string {
	for _, x := range list {
		if x.Field == pointer {
			return x.From
		}
	}
	return ""
}

// Source is the visit that the field was filled in from.
func (f *Field) Source() string { return filledFrom(*f.page, f.Name) }
