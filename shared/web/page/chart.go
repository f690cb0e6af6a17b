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
	"yingbin/shared/paper"
	"yingbin/shared/report"
	"yingbin/shared/web"
)

// A bar is one place of a chart: this year's value and one to compare with.
type bar struct {
	Label string
	Value float64
	Other float64
}

// The measures of a chart, in its own units: about as wide as a phone, so that
// its words can be read there; it grows with the page.
const (
	chartW, chartH = 380.0, 210.0
	chartLeft      = 42.0
	chartBottom    = 24.0
	chartTop       = 10.0
	rowHeight      = 46.0 // of a row of bars: its name, then one bar or two
	rowWide        = 300.0
)

// chart draws what a table's drawing names; nothing where there is nothing to
// see: no values, or one row and nothing to compare it with.
func chart(l i18n.Lang, t web.ReportTable) template.HTML {
	list := plotted(t)
	top := t.Draw.Top
	for _, b := range list {
		top = max(top, b.Value, b.Other)
	}
	switch {
	case top == 0 || len(list) == 0 || len(list) < 2 && t.Draw.Other == 0:
		return ""
	case t.Draw.Months == nil:
		return rowChart(l, t, list, top)
	}
	p := newPlot(t.Title, roundUp(top))
	if t.Draw.Line {
		p.lines(list)
	} else {
		p.columns(list)
	}
	return p.end()
}

// plotted are the places of a table's chart.
func plotted(t web.ReportTable) (list []bar) {
	rows := t.Rows
	if t.Sum {
		rows = rows[:len(rows)-1]
	}
	for i, row := range rows {
		b := bar{Label: fmt.Sprint(row[0]), Value: number(row[t.Draw.Value])}
		if t.Draw.Other > 0 {
			b.Other = number(row[t.Draw.Other])
		}
		switch {
		case t.Draw.Months != nil:
			b.Label = t.Draw.Months[i]
		case b.Value == 0 && b.Other == 0:
			continue
		}
		list = append(list, b)
	}
	return list
}

// number is a cell as a number; an empty one is 0.
func number(cell any) float64 {
	switch x := cell.(type) {
	case int:
		return float64(x)
	case float64:
		return x
	}
	return 0
}

// cell writes a cell of a report in its unit.
func cell(l i18n.Lang, unit string, v any) string {
	x := number(v)
	switch {
	case v == nil:
		return "–"
	case unit == paper.Percent:
		return percents(x)
	case unit == paper.Score:
		return score(x)
	case unit == paper.Sum:
		return strings.TrimSpace(i18n.Amount(l, strconv.FormatFloat(x, 'f', 2, 64), ""))
	case unit == paper.Count:
		return i18n.Number(int64(x))
	}
	return fmt.Sprint(v)
}

// A plot is a drawing with its scale.
type plot struct {
	strings.Builder
	top float64
}

// newPlot draws the frame: a few round steps and their lines.
func newPlot(title string, top float64) *plot {
	p := &plot{top: top}
	p.open(title, chartH)
	steps := 4
	if top == 5 {
		steps = 5
	}
	for i := range steps + 1 {
		v := top * float64(i) / float64(steps)
		fmt.Fprintf(p, `<path class="grid" d="M%.0f %.1fH%.0f"/><text x="%.0f" y="%.1f" text-anchor="end">%s</text>`,
			chartLeft, p.y(v), chartW, chartLeft-6, p.y(v)+4, html.EscapeString(scaled(v)))
	}
	return p
}

func (p *plot) open(title string, height float64) {
	fmt.Fprintf(p, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`, chartW, height, html.EscapeString(title))
}

// y is where a value lies.
func (p *plot) y(v float64) float64 {
	return chartH - chartBottom - (chartH-chartBottom-chartTop)*math.Min(v, p.top)/p.top
}

// label writes what is beneath a place.
func (p *plot) label(x float64, text string) {
	fmt.Fprintf(p, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, x, chartH-7, html.EscapeString(text))
}

func (p *plot) end() template.HTML {
	p.WriteString("</svg>")
	return template.HTML(p.String()) // numbers and escaped text
}

// roundUp is the next round number that is divided by four without fuss; the
// full scale of marks is five.
func roundUp(v float64) float64 {
	switch {
	case v <= 4:
		return 4
	case v == 5:
		return 5
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

// columns draws columns; the value to compare with stands before each, paler.
func (p *plot) columns(list []bar) {
	slot := (chartW - chartLeft) / float64(len(list))
	for i, b := range list {
		x, w := chartLeft+slot*(float64(i)+0.5), math.Min(slot*0.36, 30)
		p.column("before", x-w, w, b.Other)
		p.column("value", x, w, b.Value)
		p.label(x, b.Label)
	}
}

func (p *plot) column(class string, x, w, v float64) {
	if v > 0 {
		fmt.Fprintf(p, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, class, x, p.y(v), w, p.y(0)-p.y(v))
	}
}

// lines draws two lines over the months; a value of 0 is none and leaves a gap.
func (p *plot) lines(list []bar) {
	slot := (chartW - chartLeft) / float64(len(list))
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
			fmt.Fprintf(p, `<circle class="%s" cx="%.1f" cy="%.1f" r="3.5"/>`, one.class, x, p.y(v))
			pen = "L"
		}
		fmt.Fprintf(p, `<path class="line %s" d="%s"/>`, one.class, path)
	}
	for i, b := range list {
		p.label(chartLeft+slot*(float64(i)+0.5), b.Label)
	}
}

// rowChart draws one row for each thing: its name, its bar with the value at
// the end, beneath it the paler one.
func rowChart(l i18n.Lang, t web.ReportTable, list []bar, top float64) template.HTML {
	p := &plot{top: top}
	high := rowHeight - 12
	if t.Draw.Other > 0 {
		high = rowHeight
	}
	p.open(t.Title, high*float64(len(list)))
	for i, b := range list {
		y := high * float64(i)
		fmt.Fprintf(p, `<text x="0" y="%.1f">%s</text>`, y+13, html.EscapeString(fitting(b.Label)))
		p.row("value", y+18, b.Value, cell(l, t.Columns[t.Draw.Value].Unit, b.Value))
		if t.Draw.Other > 0 {
			p.row("before", y+30, b.Other, cell(l, t.Columns[t.Draw.Other].Unit, b.Other))
		}
	}
	return p.end()
}

// rowLetters is how many Chinese letters fit above a bar.
const rowLetters = 28

// fitting is a name as far as it fits above its bar; the table has all of it.
func fitting(name string) string {
	if lineCount(name, rowLetters) == 1 {
		return name
	}
	r := []rune(name)
	for lineCount(string(r)+"…", rowLetters) > 1 {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}

// row draws one bar; of nothing there is none.
func (p *plot) row(class string, y, v float64, text string) {
	if v <= 0 {
		return
	}
	w := max(2, rowWide*math.Min(v, p.top)/p.top)
	fmt.Fprintf(p, `<rect class="%s" x="0" y="%.1f" width="%.1f" height="10"/><text x="%.1f" y="%.1f">%s</text>`, class, y, w, w+6, y+9.5, html.EscapeString(text))
}

// percents writes a share.
func percents(x float64) string {
	if x == 100 {
		return "100%"
	}
	return strconv.FormatFloat(x, 'f', 1, 64) + "%"
}

// reported says whether a report has anything to show.
func reported(v report.View) bool {
	return v.Volume != nil && v.Volume.Total.Receptions > 0 || v.Volume == nil && v.Cost != nil && len(v.Cost.Levels) > 0
}

// monthName writes a month with its year.
func monthName(l i18n.Lang, month string) string {
	t, err := report.MonthStart(month)
	if err != nil {
		return month
	}
	return i18n.Month(l, t)
}

// lowest names the questions with the fewest points.
func lowest(l i18n.Lang, list []report.QuestionLine) string {
	var names []string
	for _, q := range list {
		names = append(names, web.ReportWord(l, "score", q.ID))
	}
	return i18n.List(l, names...)
}

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
