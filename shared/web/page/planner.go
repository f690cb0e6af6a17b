package page

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// plannerFuncs are what the plan's page may call beside the others.
func plannerFuncs(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"board":     func(p web.Page) Board { return board(l, p, planOf(p)) },
		"plandays":  planDays,
		"liner":     func(p web.Page) *liner { return newLiner(l, p) },
		"plantasks": func(p web.Page) template.HTML { return planTasks(l, p) },
		"mealline":  func(p web.Page) []web.MealRow { f := planOf(p); return spared(f.Rows.Meals, f) },
		"bedline":   func(p web.Page) []web.LodgingRow { f := planOf(p); return spared(f.Rows.Lodging, f) },
		"carline":   func(p web.Page) []web.VehicleRow { f := planOf(p); return spared(f.Rows.Vehicles, f) },
		"eveline":   func(p web.Page) []web.EveningRow { f := planOf(p); return spared(f.Rows.Entertainment, f) },
		"giftline":  func(p web.Page) []web.GiftRow { f := planOf(p); return spared(f.Rows.Gifts, f) },
		"roleline":  func(p web.Page) []web.RoleRow { f := planOf(p); return spared(f.Rows.People, f) },
		"planat":    planAt,
		"spareof":   func(list string) any { return spareOf[list] },
		"mailkind":  func(kind string) string { return mailKind(l, kind) },
		"people1":   receivers,
		"getsrows":  func(all []reception.Gets) []GetsRow { return getsRows(l, all) },
		"doneof":    func(p web.Page) string { return doneOf(l, p) },
		"dayof": func(p web.Page, v any) string {
			if t, ok := moment(v); ok {
				return local(p, t).Format(time.DateOnly)
			}
			return ""
		},
		"aboutin": func(p web.Page, field string) string {
			if planOf(p).Reception.State != "" {
				return rowLabel(l, field)
			}
			return about(l, field)
		},
		"excess":      excess,
		"lookedat":    func(f web.PlanForm, day string) bool { return lookedAt(f, day) },
		"capof":       capOf,
		"sectionopen": sectionOpen,
		"rowlabel":    func(pointer string) string { return rowLabel(l, pointer) },
		"openthese":   func(f web.PlanForm) []reception.FindingView { return openFindings(f) },
	}
}

// spareOf are the rows from which a script makes new ones.
var spareOf = map[string]any{"items": web.ItemRow{}, "meals": web.MealRow{}, "lodging": web.LodgingRow{}, "vehicles": web.VehicleRow{},
	"entertainment": web.EveningRow{}, "gifts": web.GiftRow{}, "people": web.RoleRow{}}

// planOf is the view of the plan's pages.
func planOf(p web.Page) web.PlanForm {
	f, _ := p.View.(web.PlanForm)
	return f
}

// spared are the rows there are and some to write in.
func spared[R any](rows *[]R, f web.PlanForm) []R {
	var list []R
	if rows != nil {
		list = slices.Clone(*rows)
	}
	return append(list, make([]R, 1+2*min(f.Rows.More, 20))...)
}

// planAt is the address of the plan's page with other columns or days.
func planAt(p web.Page, by, day string) string {
	f := planOf(p)
	q := url.Values{}
	if by = cmp.Or(by, f.By); by == web.ByPeople {
		q.Set("by", by)
	}
	if day == "" && len(f.Plan.Days) > 0 {
		day = f.Plan.Days[0].Date
	}
	if len(f.Plan.Visit) > len(f.Plan.Days) {
		q.Set("day", day)
	}
	at := "/receptions/" + cmp.Or(f.Reception.Number, f.Reception.ID) + "/plan/edit"
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}

// openFindings are those that want something, what blocks first.
func openFindings(f web.PlanForm) []reception.FindingView {
	list := slices.DeleteFunc(slices.Clone(f.Plan.Findings), func(v reception.FindingView) bool { return v.State == "met" })
	weight := func(v reception.FindingView) int {
		switch {
		case v.Blocks:
			return 0
		case v.State == "violated":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(a, b reception.FindingView) int { return weight(a) - weight(b) })
	return list
}

// lookedAt says whether a day is among those of the grid.
func lookedAt(f web.PlanForm, day string) bool {
	return slices.ContainsFunc(f.Plan.Days, func(d reception.BusyDay) bool { return d.Date == day })
}

// partCaps are the limits shown with a part of the plan.
var partCaps = map[string][]string{"meals": {"breakfast", "lunch", "dinner"}, "lodging": {"lodging"}, "entertainment": {"entertainment"}}

// capOf says whether a limit belongs to a part of the plan that has something.
func capOf(c reception.CapView, list string) bool { return slices.Contains(partCaps[list], c.Item) }

// sectionOpen says whether a part of the plan has rows, or errors in them.
func sectionOpen(p web.Page, list string) bool {
	f := planOf(p)
	n := map[string]int{"meals": count(f.Rows.Meals), "lodging": count(f.Rows.Lodging), "vehicles": count(f.Rows.Vehicles),
		"entertainment": count(f.Rows.Entertainment), "gifts": count(f.Rows.Gifts), "people": 1}[list]
	return n > 0 || f.Rows.More > 0
}

func count[R any](rows *[]R) int {
	if rows == nil {
		return 0
	}
	return len(*rows)
}

// rowLabel says where an error is: part of the plan, row and field.
func rowLabel(l i18n.Lang, pointer string) string {
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	if len(parts) < 3 {
		return fieldName(l, pointer)
	}
	n, _ := strconv.Atoi(parts[1])
	return i18n.T(l, "page.plan.at", i18n.T(l, "page.plan.part-"+parts[0]), n+1, rowField(l, parts[2]))
}

// rowField is what an input of a row is called.
func rowField(l i18n.Lang, name string) string {
	for _, key := range []string{"page.plan.field-" + name, "page." + name} {
		if i18n.Has(l, key) {
			return i18n.T(l, key)
		}
	}
	return name
}

// mailKind says what somebody gets.
func mailKind(l i18n.Lang, kind string) string {
	if key := "page.gets." + kind; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return word(l, kind)
}

// receivers counts those who get anything.
func receivers(list []reception.Gets) int {
	seen := map[string]bool{}
	for _, g := range list {
		seen[g.ID] = true
	}
	return len(seen)
}

// doneOf is the sentence after a form has been taken; after publishing it
// counts the mails.
func doneOf(l i18n.Lang, p web.Page) string {
	code := p.Query.Get("done")
	revision, err1 := strconv.Atoi(p.Query.Get("revision"))
	mails, err2 := strconv.Atoi(p.Query.Get("mails"))
	if code == "publish" && err1 == nil && err2 == nil {
		return i18n.T(l, "page.publish.done", revision, mails)
	}
	if code == "" {
		return ""
	}
	return doneText(l, code)
}

// planItems are the items that something may belong to; a new one is named by
// its row.
func planItems(l i18n.Lang, p web.Page) []Option {
	list := []Option{{}}
	for _, it := range planOf(p).Plan.Plan.Items {
		list = append(list, Option{it.ID, cmp.Or(it.Title, word(l, it.Kind)) + " " + when(l, p, it.Start)})
	}
	return list
}

// excess is the finding about a limit that is exceeded, to see how its
// exception stands.
func excess(f web.PlanForm, c reception.CapView) *reception.FindingView {
	for i, v := range f.Plan.Findings {
		if v.Rule.ID == c.Rule && v.State == "violated" && over(c) {
			return &f.Plan.Findings[i]
		}
	}
	return nil
}
