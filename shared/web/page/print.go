package page

import (
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/report"
	"yingbin/shared/web"
)

// printFuncs are what the papers and reports may call beside the others.
func printFuncs(l i18n.Lang) template.FuncMap {
	m := template.FuncMap{
		"say":        func(key string, args ...any) string { return i18n.T(l, key, args...) },
		"says":       func(key string) bool { return i18n.Has(l, key) },
		"papertitle": func(v web.PrintView, paper string) string { return paperTitle(l, v, paper) },
		"paperlink":  paperLink, "come": come, "joins": joins, "slips": slips, "signs": func(v web.PrintView) []sign { return signs(l, v) },
		"big": big, "plates": plates, "seatsvg": func(t web.Tables) template.HTML { return seatSVG(l, t) }, "unsigned": unsigned, "langname": i18n.Name,
		"welcomed": welcomed, "fullday": func(p web.Page, day string) string { return fullDay(l, day) }, "stamp": func(p web.Page, v any) string { return stamp(l, p, v) },
		"chart": func(t web.ReportTable) template.HTML { return chart(l, t) }, "cell": func(unit string, v any) string { return cell(l, unit, v) },
		"reportparts": func(v report.View) []web.ReportPart { return web.ReportParts(l, v) }, "compared": web.Compared, "reported": reported,
		"monthname": func(m string) string { return monthName(l, m) }, "lowest": func(q []report.QuestionLine) string { return lowest(l, q) },
		"levelis": func(v reception.View) string {
			if v.Level == nil {
				return ""
			}
			return v.Level.Is()
		},
		"named2": func(kind, id string) string { return web.ReportWord(l, kind, id) }, "reportlink": reportLink,
	}
	maps.Copy(m, paperWords(l))
	maps.Copy(m, policyWords(l))
	return m
}

// paperPage is the template of a paper; a page that is none keeps its own.
func paperPage(pg web.Page) string {
	v, ok := pg.View.(web.PrintView)
	switch {
	case !ok || v.Paper == "" || pg.Problem != nil:
		return pg.Name
	case v.Form != nil:
		return "print-form"
	}
	return "print-" + v.Paper
}

// alone says whether a page comes without the frame: fragments and papers.
func alone(name string) bool {
	return bare[name] || strings.HasPrefix(name, "print-") && name != "print-index"
}

// paperTitle is what a paper is called; the policy's own by its own words.
func paperTitle(l i18n.Lang, v web.PrintView, paper string) string {
	for _, f := range v.Reception.Papers {
		if reception.PaperForm+f.ID == paper {
			return f.Title
		}
	}
	return i18n.T(l, "print.title."+paper)
}

// paperLink is the address of a paper in a language.
func paperLink(v web.PrintView, paper string, lang any) string {
	r := v.Reception.Number
	if r == "" {
		r = v.Reception.ID
	}
	q := url.Values{"paper": {paper}}
	if text := fmt.Sprint(lang); text != "" {
		q.Set("lang", text)
	}
	if v.Guest != nil {
		q.Set("guest", v.Guest.ID)
	}
	return "/receptions/" + r + "/print?" + q.Encode()
}

// come are the guests who have not been dropped.
func come(a *reception.ApplicationView) []reception.Guest {
	if a == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(a.Guests), func(g reception.Guest) bool { return g.Dropped })
}

// joins are the items that a guest takes part in; without a guest all that are
// not for somebody in particular.
func joins(items []reception.Item, g *reception.Guest) []reception.Item {
	return slices.DeleteFunc(slices.Clone(items), func(it reception.Item) bool {
		return g != nil && len(it.Guests.IDs) > 0 && !slices.Contains(it.Guests.IDs, g.ID)
	})
}

// A slip is what one department has to do.
type slip struct {
	Department string
	Tasks      []reception.TaskView
	Items      []reception.Item // that its tasks belong to
	Totals     *reception.Totals
	Last       bool
}

// slips cuts the work by department; of one department alone where it was asked for.
func slips(v web.PrintView) []slip {
	var list []slip
	for _, k := range v.Reception.Tasks {
		if k.State == reception.TaskDropped || v.Department != "" && v.Department != k.Department {
			continue
		}
		i := slices.IndexFunc(list, func(s slip) bool { return s.Department == k.Department })
		if i < 0 {
			list, i = append(list, slip{Department: k.Department}), len(list)
		}
		list[i].Tasks = append(list[i].Tasks, k)
	}
	for i := range list {
		if v.Sheet != nil {
			list[i].Items = itemsOf(v.Sheet.Items, list[i].Tasks)
		}
		if v.Reception.Plan != nil {
			list[i].Totals = needed(v.Reception.Plan.Totals, list[i].Tasks)
		}
	}
	if len(list) > 0 {
		list[len(list)-1].Last = true
	}
	return list
}

// itemsOf are the items that tasks belong to; all, where a task is of the whole visit.
func itemsOf(items []reception.Item, tasks []reception.TaskView) []reception.Item {
	if slices.ContainsFunc(tasks, func(k reception.TaskView) bool { return k.Item == "" }) {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(it reception.Item) bool {
		return !slices.ContainsFunc(tasks, func(k reception.TaskView) bool { return k.Item == it.ID })
	})
}

// A sign is a box with the electronic decision of one person, or an empty one.
type sign struct {
	Label, Name, Says string
	At                *time.Time
}

// signs are the decisions on a form: on the application the applicant's and the
// office's, on what follows the applicant's and those of the approval chains.
func signs(l i18n.Lang, p web.PrintView) []sign {
	v := p.Reception
	list := []sign{{Label: i18n.T(l, "print.applicant"), Name: v.Applicant.Name}}
	if v.Application != nil && v.Application.SubmittedAt != nil {
		list[0].At, list[0].Says = v.Application.SubmittedAt, i18n.T(l, "print.submitted")
	}
	if p.Paper == reception.PaperApplication {
		office := sign{Label: i18n.T(l, "print.accepted-by"), At: p.Accepted, Says: i18n.T(l, "print.accepted")}
		if v.Owner != nil {
			office.Name = v.Owner.Name
		}
		return append(list, office)
	}
	for _, chain := range v.Approvals {
		for _, s := range chain.Steps {
			list = append(list, signOf(l, i18n.Pick(l, chain.Title), s))
		}
	}
	return list
}

// settlers are the steps that sign a settlement, in order.
var settlers = []string{"owner", "finance"}

// unsigned are the steps of a settlement that nobody has signed yet.
func unsigned(signed []reception.Signature) []string {
	return slices.DeleteFunc(slices.Clone(settlers), func(step string) bool {
		return slices.ContainsFunc(signed, func(s reception.Signature) bool { return s.Step == step })
	})
}

// signOf is one person's decision.
func signOf(l i18n.Lang, title string, s reception.StepView) sign {
	one := sign{Label: title, Name: s.Person.Name, At: s.At}
	if s.By != nil && s.By.ID != s.Person.ID {
		one.Name = i18n.T(l, "print.for", s.By.Name, s.Person.Name)
	}
	if s.State == reception.AskYes || s.State == reception.AskNo {
		one.Says = i18n.T(l, "print.decided."+s.State)
	}
	return one
}

// big draws lines as large as a box allows.
func big(width, height, lead float64, lines ...string) template.HTML {
	return template.HTML(paper.Poster(width, height, lead, lines...)) // numbers and escaped text
}

// A plate stands before one person at the table.
type plate struct{ Name, Position, Side string }

// plates are those of the guests, then those of ours who are in the itinerary.
func plates(p web.Page) []plate {
	v, ok := p.View.(web.PrintView)
	if !ok {
		return nil
	}
	var list []plate
	for _, g := range come(v.Reception.Application) {
		list = append(list, plate{g.Name, g.Position, v.Reception.Customer.Name})
	}
	if v.Sheet == nil {
		return list
	}
	seen := map[string]bool{}
	people := slices.Clone(v.Sheet.People)
	for _, it := range v.Sheet.Items {
		people = append(people, it.People...)
	}
	for _, a := range people {
		if seen[a.Staff] {
			continue
		}
		seen[a.Staff] = true
		list = append(list, ourPlate(p, a, v.Letterhead.Name))
	}
	return list
}

// ourPlate is that of one of our people.
func ourPlate(p web.Page, a reception.Assigned, side string) plate {
	one := plate{Name: a.Name, Side: side}
	if c := company(p); c != nil {
		if who := c.Person(a.Staff); who != nil {
			one.Name, one.Position = who.Called(p.Lang), i18n.Readable(p.Lang, who.Position)
		}
	}
	return one
}

// welcomed are the main guests for sign and board: those marked, else the first.
func welcomed(a *reception.ApplicationView) []reception.Guest {
	all := come(a)
	main := slices.DeleteFunc(slices.Clone(all), func(g reception.Guest) bool { return !g.Main })
	if len(main) == 0 {
		main = all[:min(len(all), 1)]
	}
	return main[:min(len(main), 3)]
}

// seatSVG draws tables.
func seatSVG(l i18n.Lang, t web.Tables) template.HTML {
	words := paper.SeatingWords{Door: i18n.T(l, "print.door"), Free: i18n.T(l, "print.seat-free"), Serve: i18n.T(l, "print.serving"),
		Table: func(rank int) string { return i18n.T(l, "print.table-n", rank) }}
	return template.HTML(t.Seating.SVG(words)) // numbers and escaped text
}

// fullDay is a day with its year, as papers that are kept write it.
func fullDay(l i18n.Lang, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return i18n.Date(l, t, time.Time{})
}

// stamp is a moment with its year.
func stamp(l i18n.Lang, p web.Page, v any) string {
	t, ok := moment(v)
	if !ok {
		return ""
	}
	return i18n.DateTime(l, local(p, t), time.Time{})
}
