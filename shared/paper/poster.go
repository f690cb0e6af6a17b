package paper

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"yingbin/shared/plain"
)

// posterLines is how many lines one text of a poster takes at most.
const posterLines = 3

// Poster draws texts one below another as large as a box allows, in black:
// signs, boards and plates, which are read from afar. A long text takes several
// lines; the first text has lead times the height of each other.
func Poster(width, height, lead float64, texts ...string) []byte {
	texts = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return strings.TrimSpace(s) == "" })
	sum := lead + float64(len(texts)-1)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="big" viewBox="0 0 %.0f %.0f" text-anchor="middle" fill="#000">`, width, height)
	y := 0.0
	for i, text := range texts {
		h := height / sum
		if i == 0 {
			h *= lead
		}
		lines, size := largest(plain.Line(text), 0.96*width, 0.94*h, posterLines)
		top := y + (h-1.2*size*float64(len(lines)))/2
		for k, line := range lines {
			fmt.Fprintf(&b, `<text x="%.0f" y="%.1f" font-size="%.1f" font-weight="bold">%s</text>`, width/2, top+1.2*size*float64(k)+0.96*size, size, html.EscapeString(line))
		}
		y += h
	}
	b.WriteString("</svg>")
	return []byte(b.String())
}
