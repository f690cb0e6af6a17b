package page

import (
	"net/url"
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// A Chip is one filter that is set, with the address of the list without it; or
// a ready filter with its own address.
type Chip struct {
	Text, Href string
	On         bool
}

// filters are those that the list of receptions knows, in the order of its chips.
var filters = []string{"q", "state", "level", "department", "customer", "from", "to", "mine"}

// chips are the filters that are set.
func chips(l i18n.Lang, p web.Page) (list []Chip) {
	for _, name := range filters {
		value := p.Query.Get(name)
		if value == "" {
			continue
		}
		text := value
		switch name {
		case "state", "level":
			text = word(l, value)
		case "department":
			text = departmentName(l, p, value)
		case "from", "to":
			text = i18n.T(l, "page."+name) + " " + date(l, p, value)
		case "mine":
			text = i18n.T(l, "page.mine")
		}
		list = append(list, Chip{Text: text, Href: without(p, name, "cursor")})
	}
	return list
}

// without is the page's address without some of its parameters.
func without(p web.Page, names ...string) string {
	q := url.Values{}
	for k, v := range p.Query {
		if !slices.Contains(names, k) {
			q[k] = v
		}
	}
	if len(q) == 0 {
		return p.Path
	}
	return p.Path + "?" + q.Encode()
}

// listQuery is what of the address says which receptions are shown.
func listQuery(p web.Page) string {
	q := url.Values{}
	for _, name := range append(slices.Clone(filters), "order") {
		if v := p.Query.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	return q.Encode()
}

// ordered is the address of the list in the other order.
func ordered(p web.Page) string {
	q, _ := url.ParseQuery(listQuery(p))
	if q.Get("order") == "oldest" {
		q.Del("order")
	} else {
		q.Set("order", "oldest")
	}
	return "/receptions?" + q.Encode()
}

// ready are the filters that everybody has, then the reader's own.
func ready(l i18n.Lang, p web.Page, views []staff.SavedView) []Chip {
	now := listQuery(p)
	day := today(p)
	week := ""
	if isDay(day) {
		week = url.Values{"from": {day}, "to": {shift(day, 6)}}.Encode()
	}
	list := []Chip{}
	for _, x := range []struct{ key, query string }{{"ready-all", ""}, {"mine", "mine=1"}, {"ready-week", week}, {"ready-accept", "state=submitted"},
		{"ready-plan", "state=planning"}, {"ready-review", "state=review"}} {
		list = append(list, Chip{Text: i18n.T(l, "page."+x.key), Href: viewLink(x.query), On: now == x.query})
	}
	for _, v := range views {
		list = append(list, Chip{Text: v.Name, Href: viewLink(v.Query), On: now == v.Query && v.Query != ""})
	}
	return list
}

func viewLink(query string) string {
	if query == "" {
		return "/receptions"
	}
	return "/receptions?" + query
}

// A Step is one of the six that the tour leads along.
type Step struct{ Key, Href string }

// tourSteps are all there are, the first ones first; each is for those whose
// work leads there.
var tourSteps = []struct {
	Step
	roles []string
}{
	{Step{"apply", "/receptions/new"}, []string{"sales", "office", "head", "director", "gm"}},
	{Step{"accept", "/receptions?state=submitted"}, []string{"office"}},
	{Step{"plan", "/receptions?state=planning"}, []string{"office"}},
	{Step{"review", "/receptions?state=review"}, []string{"head", "director", "gm"}},
	{Step{"gate", "/gate"}, []string{"gate"}},
	{Step{"company", "/company"}, []string{"admin"}},
	{Step{"people", "/staff"}, []string{"admin"}},
	{Step{"tasks", "/tasks?mine=1"}, nil},
	{Step{"calendar", "/calendar?view=week"}, nil},
	{Step{"today", "/today"}, nil},
	{Step{"customer", "/customers"}, []string{"sales", "office", "head", "director", "gm", "admin"}},
	{Step{"policy", "/policies"}, nil},
	{Step{"me", "/me"}, nil},
	{Step{"keys", "/keys"}, nil},
}

// tour is six steps for the reader.
func tour(p web.Page) (list []Step) {
	for _, s := range tourSteps {
		if (s.roles == nil || who(p, s.roles...)) && len(list) < 6 {
			list = append(list, s.Step)
		}
	}
	return list
}
