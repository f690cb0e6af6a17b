package page

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/report"
	"yingbin/shared/web"
)

// A bar is one place of a chart: this year's value and one to compare with.
type bar struct {
	Label string
	Value float64
	Other float64
	Text  string // the value as people write it
}

// The measures of a chart, in its own units; it scales with the page.
const (
	chartW, chartH = 640.0, 240.0
	chartLeft      = 46.0
	chartBottom    = 26.0
	chartTop       = 14.0
)

// A plot is a drawing with its scale.
type plot struct {
	strings.Builder
	top float64
}

// newPlot draws the frame: a few round steps and their lines.
func newPlot(title string, top float64, write func(float64) string) *plot {
	p := &plot{top: top}
	fmt.Fprintf(p, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`, chartW, chartH, html.EscapeString(title))
	for i := range 5 {
		v := top * float64(i) / 4
		fmt.Fprintf(p, `<path class="grid" d="M%.0f %.1fH%.0f"/><text x="%.0f" y="%.1f" text-anchor="end">%s</text>`,
			chartLeft, p.y(v), chartW, chartLeft-6, p.y(v)+4, html.EscapeString(write(v)))
	}
	return p
}

// y is where a value lies.
func (p *plot) y(v float64) float64 {
	return chartH - chartBottom - (chartH-chartBottom-chartTop)*math.Min(v, p.top)/p.top
}

// label writes what is beneath a place.
func (p *plot) label(x float64, text string) {
	fmt.Fprintf(p, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, x, chartH-8, html.EscapeString(text))
}

func (p *plot) end() template.HTML {
	p.WriteString("</svg>")
	return template.HTML(p.String()) // numbers and escaped text
}

// roundUp is the next round number of 1, 2, 4, 5 or 8 times a power of ten that
// is divided by four without fuss.
func roundUp(v float64) float64 {
	if v <= 4 {
		return 4
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, step := range []float64{1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10} {
		if v <= step*unit {
			return step * unit
		}
	}
	return 10 * unit
}

// scaled writes a step of the scale.
func scaled(v float64) string {
	switch {
	case v >= 10000:
		return strconv.FormatFloat(v/1000, 'f', -1, 64) + "k"
	case v == math.Trunc(v):
		return i18n.Number(int64(v))
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// bars draws columns; the value to compare with stands before each, paler.
func bars(title string, list []bar) template.HTML {
	top := 0.0
	for _, b := range list {
		top = max(top, b.Value, b.Other)
	}
	p := newPlot(title, roundUp(top), scaled)
	slot := (chartW - chartLeft) / float64(max(1, len(list)))
	for i, b := range list {
		x, w := chartLeft+slot*(float64(i)+0.5), math.Min(slot*0.32, 34)
		for _, one := range []struct {
			class string
			x, v  float64
		}{{"before", x - w, b.Other}, {"value", x, b.Value}} {
			if one.v > 0 {
				fmt.Fprintf(p, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s %s</title></rect>`, one.class, one.x, p.y(one.v), w,
					p.y(0)-p.y(one.v), html.EscapeString(b.Label), html.EscapeString(scaled(one.v)))
			}
		}
		p.label(x, b.Label)
	}
	return p.end()
}

// chartLines draws two lines over the months on a scale of its own; a value of
// 0 is none and leaves a gap.
func chartLines(title string, top float64, list []bar) template.HTML {
	p := newPlot(title, top, scaled)
	slot := (chartW - chartLeft) / float64(max(1, len(list)))
	for _, one := range []struct {
		class string
		of    func(bar) float64
	}{{"before", func(b bar) float64 { return b.Other }}, {"value", func(b bar) float64 { return b.Value }}} {
		path, pen := "", "M"
		for i, b := range list {
			v := one.of(b)
			if v <= 0 {
				pen = "M"
				continue
			}
			x := chartLeft + slot*(float64(i)+0.5)
			path += fmt.Sprintf("%s%.1f %.1f", pen, x, p.y(v))
			fmt.Fprintf(p, `<circle class="%s" cx="%.1f" cy="%.1f" r="3.5"><title>%s %s</title></circle>`, one.class, x, p.y(v), html.EscapeString(b.Label), scaled(v))
			pen = "L"
		}
		fmt.Fprintf(p, `<path class="line %s" d="%s"/>`, one.class, path)
	}
	for i, b := range list {
		p.label(chartLeft+slot*(float64(i)+0.5), b.Label)
	}
	return p.end()
}

// reported is the report that a page shows.
func reported(p web.Page) report.View {
	v, _ := p.View.(report.View)
	return v
}

// shortMonth is the number of a month; the year stands above the chart.
func shortMonth(month string) string { return strings.TrimPrefix(month[max(0, len(month)-2):], "0") }

// monthName writes a month with its year.
func monthName(l i18n.Lang, month string) string {
	t, err := report.MonthStart(month)
	if err != nil {
		return month
	}
	return i18n.Month(l, t)
}

func whole(m policy.Money) float64 { return float64(m.Minor) / 100 }

func volumeBars(p web.Page) (list []bar) {
	for _, m := range reported(p).Volume.Months {
		list = append(list, bar{Label: shortMonth(m.Month), Value: float64(m.Receptions), Other: float64(m.Before)})
	}
	return list
}

func costBars(p web.Page) (list []bar) {
	for _, m := range reported(p).Cost.Months {
		list = append(list, bar{Label: shortMonth(m.Month), Value: whole(m.Allowed), Other: whole(m.Before)})
	}
	return list
}

// rowBars are levels or departments; those of the volume, beside a year before.
func rowBars(l i18n.Lang, p web.Page, kind string) (list []bar) {
	rows := reported(p).Volume.Levels
	if kind == "department" {
		rows = reported(p).Volume.Departments
	}
	for _, n := range rows {
		name := n.Name
		if name == "" {
			name = web.ReportWord(l, "level", n.ID)
		}
		list = append(list, bar{Label: name, Value: float64(n.Receptions), Other: float64(n.Before)})
	}
	return list
}

// capBars put what was allowed beside the caps.
func capBars(p web.Page, l i18n.Lang) (list []bar) {
	for _, c := range reported(p).Cost.Categories {
		list = append(list, bar{Label: web.ReportWord(l, "category", c.Category), Value: whole(c.Claimed), Other: whole(c.Cap)})
	}
	return list
}

func keptLines(p web.Page) (list []bar) {
	for _, m := range reported(p).Deadlines.Months {
		list = append(list, bar{Label: shortMonth(m.What), Value: m.Share, Other: m.Before})
	}
	return list
}

func keptBars(l i18n.Lang, p web.Page) (list []bar) {
	for _, m := range reported(p).Deadlines.Lines {
		list = append(list, bar{Label: web.ReportWord(l, "deadline", m.What), Value: m.Share, Other: m.Before})
	}
	return list
}

func scoreLines(p web.Page) (list []bar) {
	for _, m := range reported(p).Satisfaction.Months {
		list = append(list, bar{Label: shortMonth(m.Month), Value: m.Average, Other: m.Before})
	}
	return list
}

func scoreBars(l i18n.Lang, p web.Page) (list []bar) {
	for _, q := range reported(p).Satisfaction.Questions {
		list = append(list, bar{Label: web.ReportWord(l, "score", q.ID), Value: q.Average, Other: q.Before})
	}
	return list
}

// percents writes a share.
func percents(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) + " %" }

// reportLink is the address of the report's spreadsheet or of another year.
func reportLink(v report.View, path string, pairs ...string) string {
	q := url.Values{"year": {strconv.Itoa(v.Year)}}
	if v.Department != "" {
		q.Set("department", v.Department)
	}
	for pair := range slices.Chunk(pairs, 2) {
		q.Set(pair[0], pair[1])
	}
	return path + "?" + q.Encode()
}
