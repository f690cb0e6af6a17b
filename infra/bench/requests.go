package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"yingbin/infra/bench/growth"
	"yingbin/shared/store/sqlitestore"
)

// requests measures requests a second with 10³ and n·10³ stored receptions,
// with eight clients, and durable submits with 64 at once.
func requests(r *report, o options) error {
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
	if err := h.stop(); err != nil {
		return err
	}
	pattern, err := read(h.store(), number)
	if err != nil {
		return err
	}
	for _, want := range slices.Compact([]int{1000, 1000 * min(cmp.Or(o.n, 100), 100)}) {
		began := time.Now()
		if err := refill(h.store(), pattern, want); err != nil {
			return err
		}
		fmt.Printf("%d receptions stored in %s\n", want, time.Since(began).Round(time.Second))
		if _, err := h.start("-profile", o.profile); err != nil {
			return err
		}
		if err := h.measure(r, number, want, o.only); err != nil {
			return err
		}
		if err := h.stop(); err != nil {
			return err
		}
	}
	return nil
}

// store is the file of the house's store.
func (h *house) store() string { return filepath.Join(h.data(), "store.db") }

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

// read reads what a store holds, with the reception that is to be copied.
func read(path, number string) (p growth.Pattern, err error) {
	db, err := sqlitestore.Open(path)
	if err != nil {
		return p, err
	}
	p, err = growth.Read(db.Dump(context.Background()), number)
	return p, errors.Join(err, db.Close())
}

// refill makes a store anew: the pattern and its copies.
func refill(path string, p growth.Pattern, copies int) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	db, err := sqlitestore.Open(path, sqlitestore.Unsynced())
	if err != nil {
		return err
	}
	return errors.Join(db.Load(context.Background(), p.Times(copies, growth.All)), db.Close())
}

// measure prints requests a second of each kind.
func (h *house) measure(r *report, number string, stored int, only string) error {
	at := fmt.Sprintf(", %d stored", stored)
	get := func(path string) func(int) error {
		return func(int) error { _, err := h.ask("office", "GET", path, "", nil); return err }
	}
	drafts := make([]answer, 1000)
	work := []struct {
		what    string
		workers int
		n       int
		do      func(i int) error
	}{
		{"list", 8, 1000, get("/receptions")},
		{"view", 8, 1000, get("/receptions/" + number)},
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
		if !wanted(w.what, only) {
			continue
		}
		if err := h.measureOne(r, w.what+at, w.workers, w.n, w.do); err != nil {
			return fmt.Errorf("%s: %w", w.what, err)
		}
	}
	return nil
}

// measureOne prints requests a second as clients saw them, and the processor
// time that the process spent on each, until it had sent what it had to: that
// does not depend on what else runs on the machine.
func (h *house) measureOne(r *report, what string, workers, n int, do func(i int) error) error {
	before, err := h.cpu()
	if err != nil {
		return err
	}
	got, err := rate(workers, n, do)
	if err != nil {
		return err
	}
	if _, err := h.ask("", "GET", "/_local/mails?kind=none", "", nil); err != nil { // waits for the outbox
		return err
	}
	after, err := h.cpu()
	if err != nil {
		return err
	}
	r.add(what, got, fmt.Sprintf("requests/s, %.2f ms of processor each", ms(after-before)/float64(n)))
	return nil
}

// wanted says whether one of the kinds that were asked for begins this name.
// What is submitted was created before, what is approved submitted.
func wanted(what, only string) bool {
	needs := map[string]string{"submit": "create,submit", "approve": "create,submit,approve"}
	for kind := range strings.SplitSeq(cmp.Or(needs[only], only), ",") {
		if strings.HasPrefix(what, kind) {
			return true
		}
	}
	return false
}
