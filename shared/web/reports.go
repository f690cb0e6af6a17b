package web

import (
	"fmt"
	"strconv"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/policy"
	"yingbin/shared/report"
)

// reportRoutes are the figures of many receptions.
func (s *Services) reportRoutes() []Route {
	asks := []Param{{"year", "integer", "default this year"}, {"department", "string", "only the receptions of one"}}
	return []Route{
		Get("/reports", "reports", "office", SignedIn, s.report).Asks(asks...),
		Get("/reports.xlsx", "reports-xlsx", "office", SignedIn, s.reportSheet).Asks(append(asks, Param{"part", "string", "volume, cost, deadlines or satisfaction; default all that you may see"})...).Plainly(),
	}
}

// report counts a year up.
func (s *Services) report(c *Call) (report.View, error) {
	ask := report.Ask{Department: c.Ask("department")}
	if text := c.Ask("year"); text != "" {
		year, err := strconv.Atoi(text)
		if err != nil {
			return report.View{}, fault.Field("/year", "invalid")
		}
		ask.Year = year
	}
	return s.Reports.Report(c.Context(), c.Act(), ask)
}

// reportSheet gives the tables of the page as a workbook.
func (s *Services) reportSheet(c *Call) (*Raw, error) {
	v, err := s.report(c)
	if err != nil {
		return nil, err
	}
	sheets := ReportSheets(c.Lang, v, c.Ask("part"))
	if len(sheets) == 0 {
		return nil, fault.Missing()
	}
	data, err := s.Papers.Workbook(sheets...)
	return &Raw{Type: xlsxType, Name: fmt.Sprintf("reports-%d.xlsx", v.Year), Data: data}, err
}

// ReportSheets lays the parts of a report out as sheets; part names one of them.
func ReportSheets(l i18n.Lang, v report.View, part string) []paper.Sheet {
	w := reportWriter{l, v}
	var list []paper.Sheet
	for _, p := range []struct {
		name   string
		there  bool
		tables func() []paper.Table
	}{{"volume", v.Volume != nil, w.volume}, {"cost", v.Cost != nil, w.cost}, {"deadlines", v.Deadlines != nil, w.deadlines},
		{"satisfaction", v.Satisfaction != nil, w.satisfaction}} {
		if !p.there || part != "" && part != p.name {
			continue
		}
		s := paper.Sheet{Name: w.t(p.name), Title: w.t(p.name), Tables: p.tables(), Facts: []paper.Fact{{Label: w.t("period"), Value: w.t("span", w.month(v.Through[:4]+"-01"), w.month(v.Through))}}}
		if d := w.department(); d != "" {
			s.Facts = append(s.Facts, paper.Fact{Label: w.t("department"), Value: d})
		}
		list = append(list, s)
	}
	return list
}

// A reportWriter writes tables in the reader's language.
type reportWriter struct {
	lang i18n.Lang
	view report.View
}

func (w reportWriter) t(key string, args ...any) string {
	return i18n.T(w.lang, "report."+key, args...)
}

// month writes a month of the report.
func (w reportWriter) month(month string) string {
	start, err := report.MonthStart(month)
	if err != nil {
		return month
	}
	return i18n.Month(w.lang, start)
}

// department names the one that was asked for.
func (w reportWriter) department() string {
	for _, d := range w.view.Departments {
		if d.ID == w.view.Department {
			return d.Name
		}
	}
	return ""
}

// word names a level, a category or a question.
func (w reportWriter) word(kind, id string) string { return ReportWord(w.lang, kind, id) }

// ReportWord names a level, a category, a deadline or a question; one that no
// message knows by its id.
func ReportWord(l i18n.Lang, kind, id string) string {
	if id == "" {
		id = "none"
	}
	for _, key := range []string{"report." + kind + "." + id, "reception." + kind + "." + id, "word." + id} {
		if i18n.Has(l, key) {
			return i18n.T(l, key)
		}
	}
	return id
}

// columns makes columns of message keys; the first is wider.
func (w reportWriter) columns(keys ...string) []paper.Column {
	list := make([]paper.Column, len(keys))
	for i, k := range keys {
		list[i] = paper.Column{Label: w.t(k)}
	}
	list[0].Width = 26
	return list
}

// yuan is an amount as a number that a spreadsheet can add up.
func yuan(m policy.Money) float64 { return float64(m.Minor) / 100 }

func (w reportWriter) volume() []paper.Table {
	v := w.view.Volume
	months := paper.Table{Title: w.t("by-month"), Columns: w.columns("month", "receptions", "before", "guests")}
	for _, m := range v.Months {
		months.Rows = append(months.Rows, []any{w.month(m.Month), m.Receptions, m.Before, m.Guests})
	}
	months.Rows = append(months.Rows, []any{w.t("total"), v.Total.Receptions, v.Total.Before, v.Total.Guests})
	levels := paper.Table{Title: w.t("by-level"), Columns: w.columns("level", "receptions", "before", "guests")}
	for _, n := range v.Levels {
		levels.Rows = append(levels.Rows, []any{w.word("level", n.ID), n.Receptions, n.Before, n.Guests})
	}
	departments := paper.Table{Title: w.t("by-department"), Columns: w.columns("department", "receptions", "before", "guests")}
	for _, n := range v.Departments {
		departments.Rows = append(departments.Rows, []any{n.Name, n.Receptions, n.Before, n.Guests})
	}
	return []paper.Table{months, levels, departments}
}

func (w reportWriter) cost() []paper.Table {
	v := w.view.Cost
	caps := paper.Table{Title: w.t("against-caps"), Columns: w.columns("category", "claimed", "allowed", "cap")}
	for _, c := range v.Categories {
		row := []any{w.word("category", c.Category), yuan(c.Claimed), yuan(c.Allowed), nil}
		if !c.Cap.IsZero() {
			row[3] = yuan(c.Cap)
		}
		caps.Rows = append(caps.Rows, row)
	}
	months := paper.Table{Title: w.t("by-month"), Columns: w.columns("month", "claimed", "allowed", "before")}
	for _, m := range v.Months {
		months.Rows = append(months.Rows, []any{w.month(m.Month), yuan(m.Claimed), yuan(m.Allowed), yuan(m.Before)})
	}
	months.Rows = append(months.Rows, []any{w.t("total"), yuan(v.Claimed), yuan(v.Allowed), yuan(v.Before)})
	out := []paper.Table{caps, months}
	for _, part := range []struct {
		title, first, kind string
		lines              []report.CostLine
	}{{"by-level", "level", "level", v.Levels}, {"by-department", "department", "", v.Departments}, {"by-customer", "customer", "", v.Customers}} {
		t := paper.Table{Title: w.t(part.title), Columns: w.columns(part.first, "receptions", "allowed", "each")}
		for _, l := range part.lines {
			name := l.Name
			if part.kind != "" {
				name = w.word(part.kind, l.ID)
			}
			t.Rows = append(t.Rows, []any{name, l.Receptions, yuan(l.Allowed), yuan(l.Each)})
		}
		out = append(out, t)
	}
	return out
}

func (w reportWriter) deadlines() []paper.Table {
	kinds := paper.Table{Title: w.t("by-deadline"), Columns: w.columns("deadline", "kept", "missed", "share", "before")}
	for _, d := range w.view.Deadlines.Lines {
		kinds.Rows = append(kinds.Rows, []any{w.word("deadline", d.What), d.Kept, d.Missed, d.Share, d.Before})
	}
	months := paper.Table{Title: w.t("by-month"), Columns: w.columns("month", "kept", "missed", "share", "before")}
	for _, d := range w.view.Deadlines.Months {
		months.Rows = append(months.Rows, []any{w.month(d.What), d.Kept, d.Missed, d.Share, d.Before})
	}
	return []paper.Table{kinds, months}
}

func (w reportWriter) satisfaction() []paper.Table {
	v := w.view.Satisfaction
	questions := paper.Table{Title: w.t("by-question"), Columns: w.columns("question", "average", "before", "answers")}
	for _, q := range v.Questions {
		questions.Rows = append(questions.Rows, []any{w.word("survey", q.ID), q.Average, q.Before, q.Answers})
	}
	questions.Rows = append(questions.Rows, []any{w.t("total"), v.Average, v.Before, v.Answered})
	months := paper.Table{Title: w.t("by-month"), Columns: w.columns("month", "average", "before", "answers")}
	for _, m := range v.Months {
		months.Rows = append(months.Rows, []any{w.month(m.Month), m.Average, m.Before, m.Answered})
	}
	return []paper.Table{questions, months}
}
