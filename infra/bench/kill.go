package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/mail/mailbox"
	"yingbin/shared/store/sqlitestore"
)

// clients are how many people submit at the same time.
const clients = 8

// A ledger is what clients were told.
type ledger struct {
	mu           sync.Mutex
	acknowledged map[string]bool // numbers
}

// kill kills the process n times at random points under clients that submit,
// then counts what was acknowledged, what is there, and who was mailed twice.
func kill(r *report, o options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial"); err != nil {
		return err
	}
	if err := h.reset("company"); err != nil {
		return err
	}
	l := &ledger{acknowledged: map[string]bool{}}
	for i := range cmp.Or(o.n, 200) {
		if i > 0 {
			if _, err := h.start(); err != nil {
				return err
			}
		}
		l.round(h, i)
	}
	if _, err := h.start(); err != nil {
		return err
	}
	return l.count(r, h, cmp.Or(o.n, 200))
}

// round lets the clients work until the process is killed.
func (l *ledger) round(h *house, i int) {
	end := make(chan struct{})
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for k := 0; ; k++ {
				select {
				case <-end:
					return
				default:
				}
				l.one(h, fmt.Sprintf("%d-%d-%d", i, c, k))
			}
		})
	}
	time.Sleep(50*time.Millisecond + time.Duration(rand.IntN(200))*time.Millisecond) // the random point
	h.kill()
	close(end)
	wg.Wait()
}

// one submits a reception; what was answered counts.
func (l *ledger) one(h *house, key string) {
	d, err := h.draft("d"+key, len(key)%7)
	if err != nil {
		return
	}
	s, err := h.submit("s"+key, d)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acknowledged[s.text("number")] = true
}

// count prints the balance: receptions by their page, mails by reception, kind
// and recipient in the mailbox. A submission mails each once.
func (l *ledger) count(r *report, h *house, n int) error {
	if _, err := h.ask("", "GET", "/_local/mails?kind=none", "", nil); err != nil { // waits for the outbox
		return err
	}
	present := 0
	for number := range l.acknowledged {
		if status, _, err := h.send("office", "GET", "/receptions/"+number, "", nil, "application/json"); err == nil && status == 200 {
			present++
		}
	}
	if err := h.stop(); err != nil {
		return err
	}
	box, err := mailbox.Open(filepath.Join(h.data(), "mail.db"))
	if err != nil {
		return err
	}
	defer func() { _ = box.Close() }()
	kept, err := box.List(mailbox.Filter{})
	if err != nil {
		return err
	}
	sent, received := map[string]int{}, map[string]bool{}
	for _, m := range kept {
		sent[m.Reception+" "+m.Kind+" "+m.To.Email]++
		if m.Kind == "received" {
			received[m.Reception] = true
		}
	}
	twice, silent := 0, 0
	for _, times := range sent {
		if times > 1 {
			twice++
		}
	}
	for number := range l.acknowledged {
		if !received[number] {
			silent++
		}
	}
	again, err := handedAgain(filepath.Join(h.data(), "store.db"))
	if err != nil {
		return err
	}
	r.add("killed", float64(n), "times")
	r.add("acknowledged", float64(len(l.acknowledged)), "receptions")
	r.add("present", float64(present), "receptions")
	r.add("lost", float64(len(l.acknowledged)-present), "receptions")
	r.add("mails sent", float64(len(sent)), "mails")
	r.add("mailed twice", float64(twice), "mails")
	r.add("handed to the mailbox again, kept once", float64(again), "mails")
	r.add("acknowledged but not mailed", float64(silent), "receptions")
	if lost := len(l.acknowledged) - present; lost+twice+silent > 0 {
		return fmt.Errorf("%d lost, %d mailed twice, %d not mailed", lost, twice, silent)
	}
	return nil
}

// handedAgain counts the letters whose sending was interrupted and tried again:
// the mailbox keeps such a mail once, by its ID; another provider may not.
func handedAgain(path string) (n int, err error) {
	db, err := sqlitestore.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	for d, err := range db.Dump(context.Background()) {
		if err != nil {
			return 0, err
		}
		if !strings.HasPrefix(d.SK, "event#") || strings.Count(d.SK, "#") < 2 {
			continue
		}
		c, err := event.DecodeClaim(d)
		if err != nil {
			return 0, err
		}
		if c.Attempt > 1 {
			n++
		}
	}
	return n, nil
}
