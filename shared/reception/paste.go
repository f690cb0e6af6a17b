package reception

import (
	"strings"
	"unicode/utf8"
)

// MaxPaste is how many rows of a pasted list are read; MaxPasteBytes how much
// text. What lies beyond is named in one problem.
const (
	MaxPaste      = 2000
	MaxPasteBytes = 2 << 20
)

// ParseGuests understands a guest list copied from a spreadsheet, a mail or a
// chat: tabs, commas, semicolons or spaces, with or without a header in either
// language and any order. A cell that cannot be taken as it is becomes a
// problem with the row of the table (from 1, the header counts), the column
// and one of the public codes (invalid required too-long unknown-field
// too-large), or "duplicate"; its row stays as far as it is understood.
// Nothing is stored and nothing is invented.
func ParseGuests(text string) Paste {
	p := &paster{paste: Paste{Rows: []GuestRow{}, Problems: []PasteProblem{}}, seen: map[string][]int{}}
	if len(text) > MaxPasteBytes {
		p.problem(0, "", "", "too-large")
		text = text[:MaxPasteBytes]
	}
	records := splitRecords(cleanPaste(text))
	head, columns := findHeader(records)
	if head < 0 {
		columns = guessColumns(records)
	}
	p.columns = columns
	p.unknownColumns(records, head)
	for i := head + 1; i < len(records); i++ {
		if len(p.paste.Rows) == MaxPaste {
			p.problem(i+1, "", "", "too-large")
			break
		}
		p.record(i+1, records[i])
	}
	return p.paste
}

// A paster turns records into guests.
type paster struct {
	paste   Paste
	columns []string         // the column of each cell; "" unknown, "-" of no interest
	above   Guest            // the row before, for merged cells
	main    bool             // a main guest has been named
	seen    map[string][]int // rows by name
}

// problem notes a cell that could not be taken as it is.
func (p *paster) problem(row int, column, value, code string) {
	p.paste.Problems = append(p.paste.Problems, PasteProblem{Row: row, Column: column, Value: shorten(value, 100), Code: code})
}

// unknownColumns names the columns that hold something nobody asked for.
func (p *paster) unknownColumns(records [][]string, head int) {
	for c := range widest(records) {
		if c < len(p.columns) && p.columns[c] != "" || !anyBelow(records, head, c) {
			continue
		}
		row, label := 1, columnLetter(c)
		if head >= 0 {
			row = head + 1
			if c < len(records[head]) && records[head][c] != "" {
				label = shorten(records[head][c], 60)
			}
		}
		p.problem(row, label, label, "unknown-field")
	}
}

// record reads one row of the table.
func (p *paster) record(row int, cells []string) {
	if blank(cells) || isTotal(cells) || headerScore(cells) >= 2 {
		return
	}
	g, family, given := Guest{}, "", ""
	for c, cell := range cells {
		if c >= len(p.columns) || cell == "" {
			continue
		}
		switch column := p.columns[c]; column {
		case "", columnIgnored:
		case columnFamily:
			family = cell
		case columnGiven:
			given = cell
		default:
			p.cell(row, column, cell, &g)
		}
	}
	if g.Name == "" {
		p.text(row, "name", joinName(family, given), &g.Name)
	}
	p.finish(row, g)
}

// finish completes a guest from the rows above and adds it.
func (p *paster) finish(row int, g Guest) {
	if g == (Guest{}) {
		return
	}
	if g.Organisation == "" {
		g.Organisation = p.above.Organisation // a merged cell holds its text once
	}
	if g.Kind == "" {
		g.Kind = p.above.Kind
	}
	p.above = g
	if g.Name == "" {
		p.problem(row, "name", "", "required")
	} else if p.repeats(row, g) {
		return
	}
	p.paste.Rows = append(p.paste.Rows, GuestRow{Row: row, Guest: g})
}

// repeats notes a guest who is on the list already. The row is left out when
// phone and mail are the same too: then it is certainly the same person.
func (p *paster) repeats(row int, g Guest) bool {
	key := strings.ToLower(strings.ReplaceAll(g.Name, " ", ""))
	for _, i := range p.seen[key] {
		old := p.paste.Rows[i].Guest
		if old.Phone == g.Phone && strings.EqualFold(old.Email, g.Email) {
			p.problem(row, "name", g.Name, "duplicate")
			return true
		}
	}
	for _, i := range p.seen[key] {
		old := p.paste.Rows[i].Guest
		if (old.Phone == "" || g.Phone == "") && (old.Email == "" || g.Email == "") {
			p.problem(row, "name", g.Name, "duplicate")
			break
		}
	}
	p.seen[key] = append(p.seen[key], len(p.paste.Rows))
	return false
}

// joinName puts a family and a given name in the order of their script.
func joinName(family, given string) string {
	if hasHan(family) || hasHan(given) {
		return family + given
	}
	return strings.TrimSpace(given + " " + family)
}

// shorten cuts a text at so many runes.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}
