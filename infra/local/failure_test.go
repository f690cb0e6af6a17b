package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/store"
	"yingbin/shared/store/storetest"
)

// A failing play is one whose every commit fails once before it succeeds.
type failing struct {
	*play
	failure storetest.Failure
	only    []string // commands that fail; empty: all
	db      *storetest.Flaky
	table   map[string]string // what became of each command
}

// TestFailures plays every command with commits that are lost, and with
// commits that arrive but are reported as failed: after a repetition with the
// same key the store holds the same as without failures, the same mails were
// sent, and a further repetition gets the same answer.
func TestFailures(t *testing.T) {
	t.Parallel()
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		t.Run(failure.String(), func(t *testing.T) {
			t.Parallel()
			// A submission that is lost leaves a gap in the numbers, also here.
			smooth := playFailing(t, failure, "submit")
			want, mails := smooth.stored(), smooth.posted()
			f := playFailing(t, failure)
			if d := cmp.Diff(want, f.stored()); d != "" {
				t.Errorf("stored differently than without failures (-want +got):\n%s", cut(d, 6000))
			}
			if d := cmp.Diff(mails, f.posted()); d != "" {
				t.Errorf("mailed differently than without failures (-want +got):\n%s", cut(d, 6000))
			}
			var b strings.Builder
			for _, name := range slices.Sorted(maps.Keys(f.table)) {
				fmt.Fprintf(&b, "%-26s %s\n", name, f.table[name])
			}
			golden(t, "failures-"+failure.String()+".txt", b.String())
		})
	}
}

// playFailing plays all there is.
func playFailing(t *testing.T, failure storetest.Failure, only ...string) *failing {
	t.Helper()
	f := &failing{failure: failure, only: only, table: map[string]string{}}
	f.play = newPlay(t, small, Options{Wrap: func(db store.DB) store.DB {
		f.db = storetest.Faulty(db)
		return f.db
	}})
	f.around = f.once
	f.story()
	f.start = f.start.AddDate(0, 0, 20)
	f.exception()
	f.company()
	f.around = func(_ string, send func() (int, any)) { send() }
	f.twice()
	return f
}

// once lets each commit of a command fail, one after the other, then sends it
// until it succeeds, then once more.
func (f *failing) once(name string, send func() (int, any)) {
	f.t.Helper()
	if len(f.only) > 0 && !slices.Contains(f.only, name) {
		send()
		return
	}
	failed, status, v := 0, 0, any(nil)
	for n := range 20 {
		f.db.FailAt(n, f.failure)
		status, v = send()
		f.db.Fail()
		if name != "clock" && name != "mails" && status != http.StatusServiceUnavailable || n > 8 && status == http.StatusOK {
			break
		}
		failed++
	}
	if name == "clock" || name == "mails" {
		send() // how often depends on who delivers first
		return
	}
	said := fmt.Sprintf("failed %d times, then %d", failed, status)
	if again, w := send(); again == status && text(w) == text(v) {
		said += ", the same again"
	} else {
		said += fmt.Sprintf(", then another %d", again)
		f.t.Logf("%s:\n%s\n%s", name, text(v), text(w))
	}
	f.code, f.last = status, v
	f.table[name] = said
}

// twice puts every event into the outbox once more and delivers: nobody must
// hear of anything twice.
func (f *failing) twice() {
	f.t.Helper()
	before := len(f.letters())
	var ops []store.Op
	for d, err := range f.main.db.Dump(f.t.Context()) {
		if err != nil {
			f.t.Fatal(err)
		}
		if strings.HasPrefix(d.SK, "event#") && strings.Count(d.SK, "#") == 1 {
			d.Due = store.Place{In: event.Outbox, At: event.Stamp(opening)}
			ops = append(ops, store.Replace(d))
		}
	}
	for chunk := range slices.Chunk(ops, 100) {
		if err := f.main.db.Commit(f.t.Context(), chunk...); err != nil {
			f.t.Fatal(err)
		}
	}
	if after := len(f.letters()); after != before || before == 0 || len(ops) == 0 {
		f.t.Errorf("%d mails, %d after %d events were delivered twice", before, after, len(ops))
	}
}

// stored is what the store holds of receptions, customers and days: without
// mail claims, which count attempts, and without versions of rewritten events.
func (f *failing) stored() map[string]string {
	all := map[string]string{}
	for d, err := range f.main.db.Dump(f.t.Context()) {
		if err != nil {
			f.t.Fatal(err)
		}
		claim := strings.HasPrefix(d.SK, "event#") && strings.Count(d.SK, "#") > 1
		switch kind, _, _ := strings.Cut(d.PK, "#"); {
		case claim:
		case kind == "me" && strings.HasPrefix(d.SK, "event#"): // each sign-in is a new one
		case strings.HasPrefix(d.SK, "event#"):
			all[d.PK+" "+d.SK] = string(d.Row) + string(d.Body)
		case kind == "r" || kind == "c" || kind == "day" || kind == "find" || kind == "me":
			all[d.PK+" "+d.SK] = fmt.Sprintf("%d %s%s %v %v %v", d.Version, d.Row, d.Body, d.Desk, d.List, d.Due)
		}
	}
	return all
}

// posted are the mails: kind, to whom, subject.
func (f *failing) posted() []string {
	var list []string
	for _, m := range f.letters() {
		kind, _ := look(m, "kind")
		to, _ := look(m, "to[0]")
		subject, _ := look(m, "subject")
		if text(kind) != "sign-in" {
			list = append(list, text(kind)+" "+text(to)+" "+text(subject))
		}
	}
	slices.Sort(list)
	return list
}
