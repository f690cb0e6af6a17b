package paper

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ems is about how wide a bold text is in the widest of the usual fonts: a
// Chinese character one, letters less. What is drawn by it is never cut.
func ems(text string) float64 {
	w := 0.0
	for _, r := range text {
		switch {
		case r > 0x2e80:
			w++
		case strings.ContainsRune("mwMW@%&", r):
			w += 1.05
		case strings.ContainsRune("ijlIf.,:;'’!|()- ", r):
			w += 0.42
		case unicode.IsUpper(r):
			w += 0.8
		default:
			w += 0.7
		}
	}
	return w
}

// words cuts a text where a line may end: after a space or a hyphen, and
// beside every Chinese character.
func words(text string) []string {
	var list []string
	word := ""
	for _, r := range text {
		if r > 0x2e80 && word != "" && !strings.ContainsRune("，。、；：）》·", r) {
			list, word = append(list, word), ""
		}
		word += string(r)
		if r > 0x2e80 && r != '（' && r != '《' || r == ' ' || r == '-' || r == '·' {
			list, word = append(list, word), ""
		}
	}
	if word != "" {
		list = append(list, word)
	}
	return list
}

// wrap cuts a text into lines of a width in ems; a longer word has a line alone,
// and a dot between two parts stands neither at the end of a line nor before one.
func wrap(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range words(text) {
		if line != "" && ems(strings.TrimSpace(line+word)) > width {
			lines, line = append(lines, strings.TrimSuffix(strings.TrimSpace(line), " ·")), ""
		}
		if line == "" {
			word = strings.TrimLeft(word, "· ")
		}
		line += word
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// balanced cuts a text into at most n lines of about the same length.
func balanced(text string, n int) []string {
	for width := ems(text) / float64(n); ; width += 0.5 {
		if lines := wrap(text, width); len(lines) <= n {
			return lines
		}
	}
}

// widest is the width of the widest line.
func widest(lines []string) float64 {
	w := 0.1
	for _, line := range lines {
		w = max(w, ems(line))
	}
	return w
}

// largest wraps a text so that it is largest in a box, in at most so many
// lines, and gives the size of its letters.
func largest(text string, width, height float64, most int) ([]string, float64) {
	var best []string
	size := 0.0
	for n := 1; n <= most; n++ {
		lines := balanced(text, n)
		if s := min(height/(1.3*float64(len(lines))), width/widest(lines)); s > size*1.01 {
			best, size = lines, s
		}
	}
	return best, size
}

// shortened cuts what does not fit on a line, and says so with an ellipsis.
func shortened(line string, width float64) string {
	for ems(line) > width && utf8.RuneCountInString(line) > 2 {
		r := []rune(strings.TrimSuffix(line, "…"))
		line = string(slices.Concat(r[:len(r)-1], []rune("…")))
	}
	return line
}
