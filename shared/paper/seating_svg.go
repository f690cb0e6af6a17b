package paper

import (
	"fmt"
	"html"
	"strings"

	"yingbin/shared/plain"
)

// SeatingWords are the words on a drawing of tables.
type SeatingWords struct {
	Door  string // "门"
	Free  string // an unfixed seat: "随意"
	Table func(rank int) string
	Serve string // where the dishes come: "上菜位"
}

// scale is how much larger the signs of a drawing are, so that they can be read
// where there are many tables.
func (s Seating) scale() float64 {
	if len(s.Tables) > namedTables {
		return 2.5
	}
	return 1
}

// unit is how many points of the drawing a unit of the seating is.
const unit = 60

// namedTables are how many tables are drawn with names; of more, the names could
// not be read on one page, and the list beside says who sits where.
const namedTables = 3

// SVG draws a seating: guests' seats are filled, ours are outlined, so that it
// reads in black on white.
func (s Seating) SVG(words SeatingWords) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="seating" viewBox="0 0 %.0f %.0f" font-size="13" text-anchor="middle" stroke="#000" fill="#fff">`,
		s.Width*unit, (s.Height+0.4*s.scale())*unit)
	large := s.scale()
	for _, t := range s.Tables {
		if t.outline(&b); large > 1 {
			t.places(&b, words)
		} else {
			t.draw(&b, words, len(s.Tables) > 1)
		}
	}
	fmt.Fprintf(&b, `<path d="M%.0f %.0fh%.0f" stroke-width="%.0f"/>`, s.Width*unit/2-45*large, (s.Height+0.05)*unit, 90*large, 5*large)
	label(&b, s.Width*unit/2, (s.Height+0.05)*unit+17*large, 13*large, "", words.Door)
	b.WriteString("</svg>")
	return []byte(b.String())
}

// outline draws a table.
func (t SeatedTable) outline(b *strings.Builder) {
	x, y := t.X*unit, t.Y*unit
	if t.Long {
		fmt.Fprintf(b, `<rect x="%.0f" y="%.0f" width="%.0f" height="%.0f" stroke-width="2"/>`, x-t.W*unit, y-t.H*unit, 2*t.W*unit, 2*t.H*unit)
	} else {
		fmt.Fprintf(b, `<circle cx="%.0f" cy="%.0f" r="%.0f" stroke-width="2"/>`, x, y, radius*unit)
	}
}

// places draws where people sit, without names, and the number of the table
// large.
func (t SeatedTable) places(b *strings.Builder, words SeatingWords) {
	for _, s := range t.Seats {
		fill := "#fff"
		if s.Side == GuestSide {
			fill = "#ccc"
		}
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="15" fill="%s"/>`, s.X*unit, s.Y*unit, fill)
	}
	lines, size := largest(words.Table(t.Rank), 1.8*radius*unit, 1.2*unit, 1)
	label(b, t.X*unit, t.Y*unit+0.36*size, size, "bold", strings.Join(lines, " "))
}

// draw draws the seats of a table with the names.
func (t SeatedTable) draw(b *strings.Builder, words SeatingWords, many bool) {
	if many {
		label(b, t.X*unit, t.Y*unit+5, 17, "bold", words.Table(t.Rank))
	}
	for _, s := range t.Seats {
		s.draw(b, words)
	}
}

// The box of a seat, in points of the drawing.
const (
	boxWide = 70
	boxTall = 40
)

// draw draws one seat: the name in it, the position beneath.
func (s Seat) draw(b *strings.Builder, words SeatingWords) {
	x, y := s.X*unit, s.Y*unit
	fill, dash := "#fff", ""
	if s.Side == GuestSide {
		fill = "#e4e4e4"
	}
	if s.Free {
		dash = ` stroke-dasharray="4 3"`
	}
	fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%d" height="%d" rx="8" fill="%s"%s/>`, x-boxWide/2, y-boxTall/2, boxWide, boxTall, fill, dash)
	name, below := s.Name, s.Position
	if s.Free {
		name, below = words.Free, ""
	}
	if s.Dishes {
		below = strings.TrimPrefix(below+" · "+words.Serve, " · ")
	}
	if below == "" {
		fitted(b, x, y, 14, boxTall-4, "bold", name)
		return
	}
	fitted(b, x, y-9, 13, 19, "bold", name)
	fitted(b, x, y+10, 9, 17, "", below)
}

// smallest are the smallest letters that can still be read in print.
const smallest = 7

// fitted writes a text into a box of a seat's width, around its middle:
// smaller or on two lines where it is long, cut where it is longer than that.
func fitted(b *strings.Builder, x, y, size, height float64, weight, text string) {
	const width = boxWide - 5
	lines, fits := largest(text, width, height*1.2, 2)
	if r := []rune(text); fits < smallest && len(words(text)) == 1 { // one long word
		lines = []string{string(r[:len(r)/2]) + "-", string(r[len(r)/2:])}
		fits = min(height*1.2/2.6, width/widest(lines))
	}
	size = max(smallest, min(size, fits))
	for i, line := range lines {
		label(b, x, y+size*(1.05*(float64(i)-float64(len(lines)-1)/2)+0.36), size, weight, shortened(line, width/size))
	}
}

// label writes a text on the drawing.
func label(b *strings.Builder, x, y, size float64, weight, text string) {
	if weight != "" {
		weight = ` font-weight="` + weight + `"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" font-size="%.1f" stroke="none" fill="#000"%s>%s</text>`, x, y, size, weight, html.EscapeString(plain.Line(text)))
}
