package reception

import (
	"strings"
	"unicode"
)

// cleanPaste takes out of a stranger's text what no reader can see: byte order
// marks, control characters, zero-width and bidirectional controls. Every kind
// of space becomes one, every kind of line end a newline.
func cleanPaste(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			return '\n'
		case unseen(r):
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, text)
}

// unseen tells characters that only steer the display. The joiners of Persian
// and Indian names are letters and stay.
func unseen(r rune) bool {
	if r == '\u200c' || r == '\u200d' {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar
}

// splitRecords cuts a text into rows and cells. A quoted cell may hold
// delimiters and line ends; blank rows stay, so that rows keep their numbers.
func splitRecords(text string) [][]string {
	text = strings.Trim(text, "\n")
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") {
		text = rest // how Excel is told the delimiter
	}
	if text == "" {
		return nil
	}
	d := delimiterOf(text)
	if d == spaces || d == twoSpaces {
		return splitSpaces(text, d)
	}
	var records [][]string
	for record := []string(nil); ; {
		cell, rest, end := cutCell(text, d)
		record = append(record, tidyCell(cell))
		if end != cellEnd {
			records, record = append(records, record), nil
		}
		if end == textEnd || len(records) > MaxPaste+100 {
			return records
		}
		text = rest
	}
}

// What a cell ends with.
const (
	cellEnd = iota
	rowEnd
	textEnd
)

// cutCell takes the next cell off the text.
func cutCell(text string, d rune) (cell, rest string, end int) {
	if cell, rest, end, ok := cutQuoted(text, d); ok {
		return cell, rest, end
	}
	i := strings.IndexFunc(text, func(r rune) bool { return r == d || r == '\n' })
	if i < 0 {
		return text, "", textEnd
	}
	if text[i] == '\n' {
		return text[:i], text[i+1:], rowEnd
	}
	return text[:i], text[i+len(string(d)):], cellEnd
}

// cutQuoted takes a quoted cell. A quote that is not closed right before a
// delimiter is part of the text, as in "ACE" Ltd.
func cutQuoted(text string, d rune) (cell, rest string, end int, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", 0, false
	}
	for i := 1; i < len(text) && i < 20_000; i++ {
		if text[i] != '"' {
			continue
		}
		if strings.HasPrefix(text[i+1:], `"`) {
			i++
			continue
		}
		cell, rest = strings.ReplaceAll(text[1:i], `""`, `"`), text[i+1:]
		switch {
		case rest == "":
			return cell, "", textEnd, true
		case rest[0] == '\n':
			return cell, rest[1:], rowEnd, true
		case strings.HasPrefix(rest, string(d)):
			return cell, rest[len(string(d)):], cellEnd, true
		}
		return "", "", 0, false
	}
	return "", "", 0, false
}

// tidyCell joins the lines of a cell and takes superfluous space away.
func tidyCell(s string) string { return strings.Join(strings.Fields(s), " ") }

// Delimiters that are no single character.
const (
	twoSpaces rune = -2
	spaces    rune = -3
)

// delimiterOf finds what separates the cells: a tab wherever there is one,
// otherwise the character that most rows have in equal number.
func delimiterOf(text string) rune {
	if strings.Contains(text, "\t") {
		return '\t'
	}
	lines := sampleLines(text)
	best, most := rune(0), 0
	for _, d := range []rune{',', ';', '，', '；', '|', '、'} {
		if n := agreeing(lines, d); n > most {
			best, most = d, n
		}
	}
	if most*2 >= len(lines) && most > 0 {
		return best
	}
	return spaceDelimiter(lines)
}

// spaceDelimiter tells lists whose columns are set apart by spaces, as people
// type them into a chat.
func spaceDelimiter(lines []string) rune {
	wide, contact := 0, 0
	for _, l := range lines {
		if strings.Contains(strings.TrimSpace(l), "  ") {
			wide++
		}
		fields := strings.Fields(l)
		if len(fields) > 1 && hasHan(fields[0]) && (looksPhone(fields[len(fields)-1]) || looksEmail(fields[len(fields)-1])) {
			contact++
		}
	}
	switch {
	case contact*2 > len(lines):
		return spaces
	case wide*2 > len(lines):
		return twoSpaces
	}
	return '\t' // one column
}

// sampleLines are the first lines that hold something.
func sampleLines(text string) []string {
	var lines []string
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) != "" {
			lines = append(lines, l)
		}
		if len(lines) == 50 {
			break
		}
	}
	return lines
}

// agreeing counts the lines that hold the delimiter as often as most do.
func agreeing(lines []string, d rune) int {
	counts, best := map[int]int{}, 0
	for _, l := range lines {
		if n := countOutside(l, d); n > 0 {
			counts[n]++
			best = max(best, counts[n])
		}
	}
	return best
}

// countOutside counts a delimiter outside of quotes.
func countOutside(line string, d rune) int {
	n, quoted := 0, false
	for _, r := range line {
		if r == '"' {
			quoted = !quoted
		}
		if r == d && !quoted {
			n++
		}
	}
	return n
}

// splitSpaces cuts rows at spaces, or at two and more of them.
func splitSpaces(text string, d rune) [][]string {
	var records [][]string
	for l := range strings.Lines(text) {
		if len(records) > MaxPaste+100 {
			break
		}
		var cells []string
		if d == spaces {
			cells = strings.Fields(l)
		} else {
			for part := range strings.SplitSeq(strings.TrimSpace(l), "  ") {
				if part = tidyCell(part); part != "" {
					cells = append(cells, part)
				}
			}
		}
		records = append(records, cells)
	}
	return records
}
