package reception

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yingbin/shared/customer"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// sees is visibility by the Row: who takes part by an ask, a task or the
// itinerary has open work on a desk.
func (l *lister) sees(row Listed) bool {
	return seesRow(l.company, l.act, row) || row.Number != "" && l.mine.numbers[row.Number]
}

// seesRow says whether the Row alone lets the actor see a reception.
func seesRow(c *staff.Company, act staff.Act, row Listed) bool {
	p := c.Person(act.By)
	switch {
	case act.By == System:
		return true
	case p == nil || !p.Active():
		return false
	}
	for _, id := range []string{row.Applicant, row.Specialist, row.Owner} {
		if id != "" && c.MayActFor(act.By, id, "", act.At) {
			return true
		}
	}
	return row.Number != "" && (SeesAll(p) || c.Heads(act.By, row.Department))
}

// fits matches the filters.
func (l *lister) fits(row Listed) bool {
	f := l.filter
	switch {
	case f.State != "" && row.State != f.State, f.Level != "" && row.Level != f.Level, f.Department != "" && row.Department != f.Department:
		return false
	case f.Customer != "" && row.Customer.ID != f.Customer && !slices.Contains(l.customers, row.Customer.ID) && !foldedIn(row.Customer.Name, f.Customer):
		return false
	case f.Mine && !isMine(row, l.act.By):
		return false
	}
	return f.Q == "" || matches(row, f.Q)
}

// isMine says whether somebody applied, is specialist or owner.
func isMine(row Listed, person string) bool {
	return row.Applicant == person || row.Specialist == person || row.Owner == person
}

// matches compares a text with number and customer.
func matches(row Listed, q string) bool {
	return foldedIn(row.Number, q) || sounds(row.Customer.Name, q)
}

// sounds compares a text with a name: as written, as pinyin, as initials.
func sounds(name, q string) bool {
	if foldedIn(name, q) {
		return true
	}
	if !strings.ContainsFunc(q, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }) {
		return false
	}
	pinyin := customer.Order(name)
	initials := ""
	for word := range strings.FieldsSeq(pinyin) {
		_, size := utf8.DecodeRuneInString(word)
		initials += word[:size]
	}
	return foldedIn(pinyin, q) || foldedIn(initials, q)
}

// foldedIn says whether a text holds another, but for case, width and spaces.
func foldedIn(text, part string) bool {
	part = customer.Fold(part)
	return part != "" && strings.Contains(customer.Fold(text), part)
}

// shown is a line with the times of the site.
func (l *lister) shown(row Listed) Listed { return localRow(row, l.company.Zone()) }

// localRow gives a Row's times at the site.
func localRow(row Listed, zone *time.Location) Listed {
	row.Start, row.End = row.Start.In(zone), row.End.In(zone)
	if row.Due != nil {
		row.Due = new(row.Due.In(zone))
	}
	if row.Since != nil {
		row.Since = new(row.Since.In(zone))
	}
	if row.Nudged != nil {
		row.Nudged = new(row.Nudged.In(zone))
	}
	if row.Number != "" {
		row.ID = row.Number
	}
	return row
}

// worksIn is the reception in which a document of a desk gives the person work:
// a task or a decision of his own or of whom he stands in for, or any task of
// a department that he heads; "" for none.
func worksIn(c *staff.Company, act staff.Act, d store.Doc) string {
	number, ok := strings.CutPrefix(d.PK, "r#")
	kind, _, _ := strings.Cut(d.SK, "#")
	home, _ := slipHome(d.SK)
	switch {
	case !ok:
		return ""
	case kind == "ASK", kind == "SLIP" && c.Heads(act.By, home):
		return number
	case kind != "SLIP":
		return ""
	}
	var row SlipRow
	if json.Unmarshal(d.Row, &row) != nil {
		return ""
	}
	for _, k := range row.Tasks {
		if c.MayActFor(act.By, k.Owner, SubjectTask, act.At) {
			return number
		}
	}
	return ""
}
