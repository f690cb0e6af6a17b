package web

import (
	"fmt"
	"strconv"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/report"
)

// reportRoutes are the figures of many receptions.
func (s *Services) reportRoutes() []Route {
	asks := []Param{{"year", "integer", "default this year"}, {"department", "string", "only the receptions of one"}}
	return []Route{
		Get("/reports", "reports", "office", SignedIn, s.report).Asks(asks...),
		Get("/reports.xlsx", "reports-xlsx", "summarize", SignedIn, s.reportSheet).Asks(append(asks, Param{"part", "volume|cost|deadlines|satisfaction", "default all that you may see"})...).Plainly(),
	}
}

// report counts a year up.
func (s *Services) report(c *Call) (report.View, error) {
	ask := report.Ask{Department: c.Ask("department")}
	ask.Year, _ = strconv.Atoi(c.Ask("year"))
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
	facts := []paper.Fact{{Label: w.t("period"), Value: w.t("span", w.month(v.Through[:4]+"-01"), w.month(v.Through))}}
	if d := w.department(); d != "" {
		facts = append(facts, paper.Fact{Label: w.t("department"), Value: d})
	}
	var list []paper.Sheet
	for _, p := range ReportParts(l, v) {
		if part != "" && part != p.ID {
			continue
		}
		s := paper.Sheet{Name: p.Title, Title: p.Title, Facts: facts}
		for _, t := range p.Tables {
			s.Tables = append(s.Tables, t.Table)
		}
		list = append(list, s)
	}
	return list
}
