package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
)

// requests measures requests a second with 10³ and n·10³ stored receptions,
// with eight clients, and durable submits with 64 at once.
func requests(r *report, n int) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial", "-demo=false"); err != nil {
		return err
	}
	if err := h.reset("company"); err != nil {
		return err
	}
	number, err := h.pattern()
	if err != nil {
		return err
	}
	stored := 0
	for _, want := range []int{1000, 1000 * min(n, 100)} {
		if err := h.stop(); err != nil {
			return err
		}
		began := time.Now()
		if err := multiply(filepath.Join(h.data(), "store.db"), number, stored, want); err != nil {
			return err
		}
		fmt.Printf("%d receptions stored in %s\n", want, time.Since(began).Round(time.Second))
		stored = want
		if _, err := h.start(); err != nil {
			return err
		}
		if err := h.measure(r, number, want); err != nil {
			return err
		}
	}
	return nil
}

// pattern plays one reception as far as the sheet.
func (h *house) pattern() (string, error) {
	d, err := h.draft("pattern", 0)
	if err != nil {
		return "", err
	}
	s, err := h.submit("pattern-s", d)
	if err != nil {
		return "", err
	}
	number := s.text("number")
	_, err = h.ask("office", "POST", "/receptions/"+number+"/accept", "pattern-a", map[string]any{"version": s.version(), "specialist": "office2"})
	return number, err
}

// perDay is how many receptions begin on each day of the generated years.
const perDay = 8

// multiply stores copies of the pattern, documents of the same shape under
// other numbers, on other days of the past; they owe nothing and lie on no desk.
func multiply(path, number string, from, to int) error {
	db, err := sqlitestore.Open(path, sqlitestore.Unsynced())
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx := context.Background()
	docs, err := store.All(ctx, db, store.Query{In: "r#" + number})
	if err != nil {
		return err
	}
	_, err = rate(16, to-from, func(i int) error {
		day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -(from+i)/perDay)
		ops := make([]store.Op, len(docs))
		for j, d := range docs {
			ops[j] = store.Create(copied(d, number, day, (from+i)%perDay+1))
		}
		return db.Commit(ctx, ops...)
	})
	return err
}

// copied is a document under another number, on another day.
func copied(d store.Doc, number string, day time.Time, n int) store.Doc {
	other := fmt.Sprintf("R-%s-%03d", day.Format("20060102"), n)
	days := strings.NewReplacer("2026-11-26", day.Format(time.DateOnly), "20261126", day.Format("20060102"), number, other)
	d.PK, d.Version = "r#"+other, 0
	d.Row, d.Body = []byte(days.Replace(string(d.Row))), bytes.ReplaceAll(d.Body, []byte(number), []byte(other))
	d.List.At = days.Replace(d.List.At)
	d.Desk, d.Due = store.Place{}, store.Place{}
	return d
}

// measure prints requests a second of each kind.
func (h *house) measure(r *report, number string, stored int) error {
	at := fmt.Sprintf(", %d stored", stored)
	read := func(path string) func(int) error {
		return func(int) error { _, err := h.ask("office", "GET", path, "", nil); return err }
	}
	drafts := make([]answer, 1000)
	work := []struct {
		what    string
		workers int
		n       int
		do      func(i int) error
	}{
		{"list", 8, 1000, read("/receptions")},
		{"view", 8, 1000, read("/receptions/" + number)},
		{"create (draft)", 8, len(drafts), func(i int) (err error) {
			drafts[i], err = h.draft(fmt.Sprintf("d%d-%d", stored, i), i)
			return err
		}},
		{"submit, 64 at once, durable, mails sent meanwhile", 64, len(drafts), func(i int) (err error) {
			drafts[i], err = h.submit(fmt.Sprintf("s%d-%d", stored, i), drafts[i])
			return err
		}},
		{"approve (accept)", 8, 200, func(i int) error {
			_, err := h.ask("office", "POST", "/receptions/"+drafts[i].text("number")+"/accept", fmt.Sprintf("a%d-%d", stored, i),
				map[string]any{"version": drafts[i].version(), "specialist": "office2"})
			return err
		}},
	}
	for _, w := range work {
		got, err := rate(w.workers, w.n, w.do)
		if err != nil {
			return fmt.Errorf("%s: %w", w.what, err)
		}
		r.add(w.what+at, got, "requests/s")
	}
	return nil
}
