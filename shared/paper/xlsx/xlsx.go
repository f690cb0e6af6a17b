// Package xlsx writes sheets as workbooks. It is apart from package paper
// because its library is heavy at the start of a process; only who makes
// workbooks links it.
package xlsx

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/xuri/excelize/v2"

	"yingbin/shared/fault"
	"yingbin/shared/paper"
	"yingbin/shared/plain"
)

// Write writes sheets as a workbook that prints on A4, landscape, as wide as the paper.
func Write(sheets ...paper.Sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	taken := map[string]bool{}
	for i, s := range sheets {
		name := tab(s.Name, taken)
		w, err := newWriter(f, name, i)
		if err != nil {
			return nil, broken(err)
		}
		w.sheet(s)
		if w.err != nil {
			return nil, broken(w.err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, broken(err)
	}
	return b.Bytes(), nil
}

// tab makes a legal and distinct name for a sheet's tab.
func tab(name string, taken map[string]bool) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, plain.Line(name)), " ")
	if r := []rune(name); len(r) > 25 {
		name = strings.TrimSpace(string(r[:25]))
	}
	one := name
	for n := len(taken) + 1; name == "" || taken[strings.ToLower(name)]; n++ {
		name = strings.TrimSpace(fmt.Sprintf("%s %d", one, n))
	}
	taken[strings.ToLower(name)] = true
	return name
}

// A writer writes one sheet downwards; the first error stays.
type writer struct {
	f       *excelize.File
	name    string
	row     int       // the next free one
	width   int       // columns of the widest table
	columns []float64 // their widths
	style   map[string]int
	line    []excelize.Border
	err     error
}

// formats are how workbooks write what can be sorted, filtered and summed up.
var formats = map[string]string{"time": "yyyy-mm-dd hh:mm", "day": "yyyy-mm-dd", "number": "General",
	paper.Count: "#,##0", paper.Sum: "#,##0.00", paper.Percent: `0.0"%"`, paper.Score: "0.0"}

// newWriter makes the i-th tab and its styles.
func newWriter(f *excelize.File, name string, i int) (*writer, error) {
	var err error
	if i == 0 {
		err = f.SetSheetName("Sheet1", name)
	} else {
		_, err = f.NewSheet(name)
	}
	w := &writer{f: f, name: name, row: 1, style: map[string]int{}}
	var line []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		line = append(line, excelize.Border{Type: side, Style: 1, Color: "999999"})
	}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF2"}}
	for _, s := range []struct {
		key   string
		style excelize.Style
	}{
		{"title", excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}}},
		{"part", excelize.Style{Font: &excelize.Font{Bold: true, Size: 12}}},
		{"label", excelize.Style{Font: &excelize.Font{Color: "666666"}, Alignment: wrap}},
		{"text", excelize.Style{Alignment: wrap}},
		{"head", excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill, Border: line, Alignment: wrap}},
		{"sums", excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill, Border: line, Alignment: &excelize.Alignment{Horizontal: "right", Indent: 1, WrapText: true, Vertical: "top"}}},
		{"cell", excelize.Style{Border: line, Alignment: wrap}},
	} {
		if err == nil {
			w.style[s.key], err = f.NewStyle(&s.style)
		}
	}
	w.line, w.err = line, err
	return w, err
}

// format is the style of a cell that holds a number in a format.
func (w *writer) format(format, side string) (id int, err error) {
	if id = w.style[format]; id == 0 {
		at := &excelize.Alignment{Horizontal: side, Vertical: "top"}
		if side == "right" {
			at.Indent = 1
		}
		id, err = w.f.NewStyle(&excelize.Style{Border: w.line, Alignment: at, CustomNumFmt: &format})
		w.style[format] = id
	}
	return id, err
}

// coded is how a workbook writes a character by its number.
var coded = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`) })

// literal keeps a text that looks like such a number from being read as one:
// "_x003D_1" would become "=1".
func literal(s string) string { return coded().ReplaceAllString(s, "_x005F_x${1}_") }

// do runs one step, unless one before it has failed.
func (w *writer) do(step func() error) {
	if w.err == nil {
		w.err = step()
	}
}

// put writes one cell in a style; columns count from 1.
func (w *writer) put(column int, v any, style string) {
	w.do(func() error {
		at, err := excelize.CoordinatesToCellName(column, w.row)
		if err != nil {
			return err
		}
		if err := w.f.SetCellStr(w.name, at, literal(paper.Cell(v))); err != nil {
			return err
		}
		return w.f.SetCellStyle(w.name, at, at, w.style[style])
	})
}

// fill writes one cell of a table: a number as one, in the unit of its column.
func (w *writer) fill(column int, v any, unit string) {
	format, side := formats[cmp.Or(unit, "number")], "right"
	switch x := v.(type) {
	case int, int64, float64:
	case paper.Amount:
		if v = nil; x.Minor != 0 {
			v, format = float64(x.Minor)/100, strconv.Quote(x.Sign())+formats[paper.Count]
			if x.Minor%100 != 0 {
				format += ".00"
			}
		}
	case time.Time:
		if format, side = formats["time"], "left"; x.IsZero() {
			v = nil
		}
	case paper.Day:
		v, format, side = time.Time(x), formats["day"], "left"
	default:
		w.put(column, v, "cell")
		return
	}
	w.do(func() error {
		at, err := excelize.CoordinatesToCellName(column, w.row)
		if err != nil {
			return err
		}
		style, err := w.format(format, side)
		if err != nil {
			return err
		}
		if err := w.f.SetCellValue(w.name, at, v); err != nil {
			return err
		}
		return w.f.SetCellStyle(w.name, at, at, style)
	})
}

// across joins the cells from a column to the sheet's right edge and makes
// the row as high as its text needs: programs do that by themselves only for
// cells that are not joined.
func (w *writer) across(column int, text string) {
	w.do(func() error {
		from, err := excelize.CoordinatesToCellName(column, w.row)
		if err != nil || w.width <= column {
			return err
		}
		to, err := excelize.CoordinatesToCellName(w.width, w.row)
		if err != nil {
			return err
		}
		if err := w.f.MergeCell(w.name, from, to); err != nil {
			return err
		}
		width := 0.0
		for _, one := range w.columns[column-1:] {
			width += one
		}
		return w.f.SetRowHeight(w.name, w.row, min(float64(lines(text, width))*lineHeight, 400))
	})
}

// lineHeight is that of one line of text, in points.
const lineHeight = 16

// lines tells how many lines a text takes in a cell of a width in characters;
// a Chinese character takes two.
func lines(text string, width float64) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		length := 0.0
		for _, r := range line {
			length++
			if r > 0x2e80 {
				length++
			}
		}
		n += max(1, int(math.Ceil(length/width)))
	}
	return n
}

// sheet writes everything.
func (w *writer) sheet(s paper.Sheet) {
	w.width = 2
	for _, t := range s.Tables {
		w.width = max(w.width, len(t.Columns))
	}
	w.page(s)
	w.put(1, s.Title, "title")
	w.across(1, s.Title)
	w.do(func() error { return w.f.SetRowHeight(w.name, w.row, 30) })
	w.row += 2
	for _, fact := range s.Facts {
		w.put(1, fact.Label, "label")
		w.put(2, fact.Value, "text")
		w.across(2, fact.Value)
		w.row++
	}
	for _, t := range s.Tables {
		w.table(t)
		if len(s.Tables) == 1 {
			w.freeze(w.row - len(t.Rows) - 1)
		}
	}
	if len(s.Notes) > 0 {
		w.row++
	}
	for _, n := range s.Notes {
		w.put(1, n, "text")
		w.across(1, n)
		w.row++
	}
}

// page sets paper, footer and the widths of the columns: the widest that a table asks for.
func (w *writer) page(s paper.Sheet) {
	w.do(func() error {
		landscape, a4, wide, tall, fit := "landscape", 9, 1, 0, true
		if err := w.f.SetPageLayout(w.name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
			return err
		}
		footer := []rune(plain.Line(s.Footer))
		footer = footer[:min(len(footer), 60)] // 255 units at most, and "&" doubles
		if err := w.f.SetHeaderFooter(w.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(string(footer), "&", "&&") + " &R&P / &N"}); err != nil {
			return err
		}
		return w.f.SetSheetProps(w.name, &excelize.SheetPropsOptions{FitToPage: &fit})
	})
	for i := range w.width {
		width := 0.0
		for _, t := range s.Tables {
			if i < len(t.Columns) {
				width = max(width, t.Columns[i].Width)
			}
		}
		if width == 0 {
			width = 14
		}
		w.columns = append(w.columns, width)
		w.do(func() error {
			col, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				return err
			}
			return w.f.SetColWidth(w.name, col, col, width)
		})
	}
}

// table writes a table below what is there.
func (w *writer) table(t paper.Table) {
	w.row++
	if t.Title != "" {
		w.put(1, t.Title, "part")
		w.row++
	}
	high := 1
	for i, c := range t.Columns {
		style := "head"
		if c.Unit != "" {
			style = "sums"
		}
		w.put(i+1, c.Label, style)
		high = max(high, lines(c.Label, w.columns[i]-bolder))
	}
	w.grow(high)
	for _, row := range t.Rows {
		high := 1
		for i, v := range row {
			w.fill(i+1, v, t.Columns[i].Unit)
			if text, ok := v.(string); ok {
				high = max(high, lines(text, w.columns[i]))
			}
		}
		w.grow(high)
	}
}

// bolder is how many characters less a heading's column holds.
const bolder = 2

// grow ends a row of so many lines: not every program finds its height by itself.
func (w *writer) grow(high int) {
	if high > 1 {
		w.do(func() error { return w.f.SetRowHeight(w.name, w.row, min(float64(high)*lineHeight, 400)) })
	}
	w.row++
}

// freeze keeps the headings of the only table in sight, on the screen and on
// every printed page.
func (w *writer) freeze(head int) {
	w.do(func() error {
		below, err := excelize.CoordinatesToCellName(1, head+1)
		if err != nil {
			return err
		}
		if err := w.f.SetPanes(w.name, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
			return err
		}
		return w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: w.name,
			RefersTo: fmt.Sprintf("'%s'!$%d:$%d", w.name, head, head)})
	})
}

// broken is a failure of the library.
func broken(err error) error { return fault.Wrap(fault.Internal, "sheet-unwritable", err) }
