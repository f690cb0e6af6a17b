package xlsx

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strings"

	"yingbin/shared/paper"
	"yingbin/shared/plain"
)

// A writer writes one sheet downwards.
type writer struct {
	rows    strings.Builder
	merged  []string  // ranges of joined cells
	cells   string    // of the row that is being written
	height  float64   // of that row; 0 is the program's own
	row     int       // its number
	columns []float64 // widths; a table has at most so many
}

// usual is the width of a column that nobody gave one, in characters.
const usual = 14

// sheetXML is the part of a sheet.
func sheetXML(s paper.Sheet) string {
	w := &writer{row: 1, columns: widths(s)}
	w.sheet(s)
	return fmt.Sprintf(worksheet, w.cols(), w.rows.String(), w.joined(), escape(footer(s.Footer)))
}

// widths are those of the columns: the widest that a table asks for.
func widths(s paper.Sheet) []float64 {
	list := make([]float64, 2)
	for _, t := range s.Tables {
		for i, c := range t.Columns {
			if i == len(list) {
				list = append(list, 0)
			}
			list[i] = max(list[i], c.Width)
		}
	}
	for i, width := range list {
		if width == 0 {
			list[i] = usual
		}
	}
	return list
}

// sheet writes everything.
func (w *writer) sheet(s paper.Sheet) {
	w.across(1, s.Title, title)
	w.height = titleHeight
	w.next()
	w.next()
	for _, fact := range s.Facts {
		w.put(1, fact.Label, label)
		w.across(2, fact.Value, text)
		w.next()
	}
	for _, t := range s.Tables {
		w.table(t)
	}
	if len(s.Notes) > 0 {
		w.next()
	}
	for _, n := range s.Notes {
		w.across(1, n, text)
		w.next()
	}
}

// table writes a table below what is there.
func (w *writer) table(t paper.Table) {
	w.next()
	if t.Title != "" {
		w.put(1, t.Title, part)
		w.next()
	}
	for i, c := range t.Columns {
		w.put(i+1, c.Label, head)
	}
	w.next()
	for _, row := range t.Rows {
		for i, v := range row {
			w.put(i+1, v, cell)
		}
		w.next()
	}
}

// put writes one cell in a style; columns count from 1. Numbers stay numbers.
func (w *writer) put(column int, v any, style int) {
	at := name(column, w.row)
	switch v.(type) {
	case int, int64, float64:
		w.cells += fmt.Sprintf(`<c r="%s" s="%d"><v>%v</v></c>`, at, style, v)
	default:
		w.cells += fmt.Sprintf(`<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escape(literal(paper.Cell(v))))
	}
}

// across writes a text that takes the row from a column to the right edge. The
// cells are joined, and the row is as high as the text needs: programs do that by
// themselves only for cells that are not joined.
func (w *writer) across(column int, s string, style int) {
	w.put(column, s, style)
	last := len(w.columns)
	if last <= column {
		return
	}
	for i := column + 1; i <= last; i++ {
		w.cells += fmt.Sprintf(`<c r="%s" s="%d"/>`, name(i, w.row), style)
	}
	w.merged = append(w.merged, name(column, w.row)+":"+name(last, w.row))
	width := 0.0
	for _, one := range w.columns[column-1:] {
		width += one
	}
	w.height = min(float64(lines(s, width))*lineHeight, highest)
}

// next ends a row.
func (w *writer) next() {
	if w.cells != "" {
		size := ""
		if w.height > 0 {
			size = fmt.Sprintf(` ht="%v" customHeight="1"`, w.height)
		}
		fmt.Fprintf(&w.rows, `<row r="%d"%s>%s</row>`, w.row, size, w.cells)
	}
	w.cells, w.height = "", 0
	w.row++
}

// cols writes the widths.
func (w *writer) cols() string {
	var b strings.Builder
	for i, width := range w.columns {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%v" customWidth="1"/>`, i+1, i+1, width)
	}
	return b.String()
}

// joined lists the joined cells.
func (w *writer) joined() string {
	if len(w.merged) == 0 {
		return ""
	}
	return `<mergeCells><mergeCell ref="` + strings.Join(w.merged, `"/><mergeCell ref="`) + `"/></mergeCells>`
}

// footer prints a text and the page's number on every page: 255 units at most,
// of which "&" takes two.
func footer(s string) string {
	line := []rune(plain.Line(s))
	line = line[:min(len(line), 60)]
	return "&L" + strings.ReplaceAll(string(line), "&", "&&") + " &R&P / &N"
}

// The heights of a line of text, of the title's row and of the highest, in points.
const (
	lineHeight  = 16
	titleHeight = 30
	highest     = 400
)

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

// name names a cell: 2, 3 is B3.
func name(column, row int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return fmt.Sprint(letters, row)
}

// coded is how a workbook writes a character by its number.
var coded = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// literal keeps a text that looks like such a number from being read as one:
// "_x003D_1" would become "=1".
func literal(s string) string { return coded.ReplaceAllString(s, "_x005F_x${1}_") }

// escape writes a text as XML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
