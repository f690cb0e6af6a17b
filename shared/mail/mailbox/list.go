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
func (b *Box) List(f Filter) ([]Sent, error) {
	condition, args := f.where()
	all, err := b.read(condition+" ORDER BY n", args...)
	var found []Sent
	for _, s := range all {
		if f.reaches(s) {
			found = append(found, s)
		}
	}
	return found, err
}

// Get gives one mail.
func (b *Box) Get(id string) (Sent, bool) {
	all, err := b.read("id = ?", id)
	if err != nil || len(all) == 0 {
		return Sent{}, false
	}
	return all[0], true
}

// read gives the mails that fulfil a condition.
func (b *Box) read(condition string, args ...any) ([]Sent, error) {
	rows, err := b.db.Query(`SELECT shown, text, html, state, reason FROM mail WHERE `+condition, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []Sent
	for rows.Next() {
		s, err := scan(rows)
		if err != nil {
			return nil, unavailable(err)
		}
		all = append(all, s)
	}
	return all, unavailable(rows.Err())
}

// scan reads one row.
func scan(rows *sql.Rows) (s Sent, err error) {
	var shown []byte
	if err := rows.Scan(&shown, &s.Text, &s.HTML, &s.State, &s.Reason); err != nil {
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
