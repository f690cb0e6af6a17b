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

// unit is how many points of the drawing a unit of the seating is.
const unit = 60

// SVG draws a seating: guests' seats are filled, ours are outlined, so that it
// reads in black on white.
func (s Seating) SVG(words SeatingWords) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="seating" viewBox="0 0 %.0f %.0f" font-size="13" text-anchor="middle" stroke="#000" fill="#fff">`,
		s.Width*unit, (s.Height+0.4)*unit)
	for _, t := range s.Tables {
		t.draw(&b, words, len(s.Tables) > 1)
	}
	fmt.Fprintf(&b, `<path d="M%.0f %.0fh90" stroke-width="5"/>`, s.Width*unit/2-45, (s.Height+0.05)*unit)
	label(&b, s.Width*unit/2, (s.Height+0.32)*unit, 13, "", words.Door)
	b.WriteString("</svg>")
	return []byte(b.String())
}

// draw draws one table with its seats.
func (t SeatedTable) draw(b *strings.Builder, words SeatingWords, many bool) {
	x, y := t.X*unit, t.Y*unit
	if t.Long {
		fmt.Fprintf(b, `<rect x="%.0f" y="%.0f" width="%.0f" height="%.0f" stroke-width="2"/>`, x-t.W*unit, y-t.H*unit, 2*t.W*unit, 2*t.H*unit)
	} else {
		fmt.Fprintf(b, `<circle cx="%.0f" cy="%.0f" r="%.0f" stroke-width="2"/>`, x, y, radius*unit)
	}
	if many {
		label(b, x, y+5, 17, "bold", words.Table(t.Rank))
	}
	for _, s := range t.Seats {
		s.draw(b, words)
	}
}

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
	fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="70" height="34" rx="8" fill="%s"%s/>`, x-35, y-17, fill, dash)
	name, below := s.Name, s.Position
	if s.Free {
		name, below = words.Free, ""
	}
	if s.Dishes {
		below = strings.TrimPrefix(below+" · "+words.Serve, " · ")
	}
	at := y + 5
	if below != "" {
		at = y - 1
		fitted(b, x, y+12, 9, "", below)
	}
	fitted(b, x, at, 13, "bold", name)
}

// The width of a text in a seat, in points of the drawing, and the smallest
// letters that can still be read in print.
const (
	seatWidth = 64
	smallest  = 7.5
)

// ems is about how wide a text is: a Chinese character one, a letter six tenths.
func ems(text string) float64 {
	w := 0.0
	for _, r := range text {
		if r > 0x2e80 {
			w++
		} else {
			w += 0.6
		}
	}
	return w
}

// fitted writes a text into a seat: smaller where it is long, cut where it is
// longer than that.
func fitted(b *strings.Builder, x, y, size float64, weight, text string) {
	w := ems(text)
	if size*w > seatWidth {
		size = max(smallest, seatWidth/w)
	}
	for size*ems(text) > seatWidth+size {
		r := []rune(strings.TrimSuffix(text, "…"))
		text = string(r[:len(r)-1]) + "…"
	}
	label(b, x, y, size, weight, text)
}

// label writes a text on the drawing.
func label(b *strings.Builder, x, y, size float64, weight, text string) {
	if weight != "" {
		weight = ` font-weight="` + weight + `"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" font-size="%.1f" stroke="none" fill="#000"%s>%s</text>`, x, y, size, weight, html.EscapeString(plain.Line(text)))
}
