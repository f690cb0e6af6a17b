package mailbox

import (
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"yingbin/shared/fault"
)

// A Filter chooses mails; what is empty does not narrow.
type Filter struct {
	To        string
	Kind      string
	Reception string
	After     time.Time // inclusive
}

// reaches tells whether a mail went to the address. Copies count as received.
func (f Filter) reaches(s Sent) bool {
	to := f.To == "" || strings.EqualFold(s.To.Email, f.To)
	for _, c := range s.CC {
		to = to || strings.EqualFold(c.Email, f.To)
	}
	return to
}

// where writes the rest of a filter as a condition.
func (f Filter) where() (string, []any) {
	text, args := "TRUE", []any{}
	add := func(condition string, value any) { text, args = text+" AND "+condition, append(args, value) }
	if f.Kind != "" {
		add("kind = ?", f.Kind)
	}
	if f.Reception != "" {
		add("reception = ?", f.Reception)
	}
	if !f.After.IsZero() {
		add("at >= ?", f.After.UnixNano())
	}
	return text, args
}

// List gives the chosen mails in the order they were sent.
func (b *Box) List(f Filter) (found []Sent, err error) {
	condition, args := f.where()
	err = b.each(whole+condition+" ORDER BY n", args, func(s Sent) bool {
		if f.reaches(s) {
			found = append(found, s)
		}
		return true
	})
	return found, err
}

// Newest gives the newest of the chosen mails, at most so many, without their
// HTML; older: those before one that was the last given; 0: from the newest on.
// More says whether there are older ones.
func (b *Box) Newest(f Filter, older int64, most int) (found []Sent, more bool, err error) {
	condition, args := f.where()
	if older > 0 {
		condition, args = condition+" AND n < ?", append(args, older)
	}
	err = b.each(bare+condition+" ORDER BY n DESC", args, func(s Sent) bool {
		if more = f.reaches(s) && len(found) == most; !more && f.reaches(s) {
			found = append(found, s)
		}
		return !more
	})
	return found, more, err
}

// Get gives one mail.
func (b *Box) Get(id string) (found Sent, ok bool) {
	err := b.each(whole+"id = ?", []any{id}, func(s Sent) bool { found, ok = s, true; return false })
	return found, ok && err == nil
}

// What is read of a mail, with its HTML and without.
const (
	whole = `SELECT n, shown, text, html, state, reason FROM mail WHERE `
	bare  = `SELECT n, shown, text, '', state, reason FROM mail WHERE `
)

// each gives the mails of a query, until take has enough.
func (b *Box) each(query string, args []any, take func(Sent) bool) error {
	rows, err := b.db.Query(query, args...)
	if err != nil {
		return unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		s, err := scan(rows)
		if err != nil {
			return unavailable(err)
		}
		if !take(s) {
			return nil
		}
	}
	return unavailable(rows.Err())
}

// scan reads one row.
func scan(rows *sql.Rows) (s Sent, err error) {
	var shown []byte
	if err := rows.Scan(&s.N, &shown, &s.Text, &s.HTML, &s.State, &s.Reason); err != nil {
		return s, err
	}
	return s, json.Unmarshal(shown, &s)
}

// Mark notes what became of a mail: its public state and the reason.
func (b *Box) Mark(id, state, reason string) error {
	n, err := b.change(`UPDATE mail SET state = ?, reason = ? WHERE id = ?`, state, reason, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// Sweep removes the mails sent before a time and tells how many they were.
func (b *Box) Sweep(before time.Time) (int, error) {
	return b.change(`DELETE FROM mail WHERE at < ?`, before.UnixNano())
}

// Clear removes all mails.
func (b *Box) Clear() error {
	_, err := b.change(`DELETE FROM mail`)
	return err
}

// change runs a command and tells how many mails it concerned.
func (b *Box) change(text string, args ...any) (int, error) {
	r, err := b.db.Exec(text, args...)
	if err != nil {
		return 0, unavailable(err)
	}
	n, err := r.RowsAffected()
	return int(n), unavailable(err)
}
