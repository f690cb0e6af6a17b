package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/lambdas"
	"yingbin/shared/store"
)

// A mapping brings the events of a stream to a function as template.yaml has it:
// from the record that failed on they come again, halved, until one is left that
// is given up into the queue.
type mapping struct {
	t       *testing.T
	run     func(context.Context, events.DynamoDBEvent) (events.DynamoDBEventResponse, error)
	reports []string // each failure as it was reported
	queue   []string // sequence numbers that were given up
}

func (m *mapping) bring(records []events.DynamoDBEventRecord, attempt int) {
	if len(records) == 0 {
		return
	}
	if attempt > 1+8 {
		for _, r := range records {
			m.queue = append(m.queue, r.Change.SequenceNumber)
		}
		return
	}
	res, err := m.run(m.t.Context(), events.DynamoDBEvent{Records: records})
	if err != nil || len(res.BatchItemFailures) > 1 {
		m.t.Fatal(err, res)
	}
	if len(res.BatchItemFailures) == 0 {
		return
	}
	failed := res.BatchItemFailures[0].ItemIdentifier
	m.reports = append(m.reports, failed)
	rest := records[slices.IndexFunc(records, func(r events.DynamoDBEventRecord) bool { return r.Change.SequenceNumber == failed }):]
	if len(rest) == 1 {
		m.bring(rest, attempt+1)
		return
	}
	m.bring(rest[:len(rest)/2], attempt+1)
	m.bring(rest[len(rest)/2:], attempt+1)
}

// A poison record in the middle of a batch: only its number is reported, only it
// goes into the queue, all others are told. The minute goes past it, too; after a
// day it is parked, and comes back when somebody has mended it.
func TestPoisonRecord(t *testing.T) {
	t.Parallel()
	w, _ := untold(t)
	a := openAccount(t)
	keys := w.outbox()
	poison := keys[len(keys)/2]
	sound := w.spoil(poison)
	p := w.posting(w.db, a)
	m := &mapping{t: t, run: lambdas.Stream(p.Deliver)}
	var batch []events.DynamoDBEventRecord
	for i, k := range keys {
		batch = append(batch, events.DynamoDBEventRecord{EventName: "INSERT", Change: events.DynamoDBStreamRecord{
			SequenceNumber: fmt.Sprint(100 + i), ApproximateCreationDateTime: events.SecondsEpochTime{Time: w.clock.Now()},
			Keys: map[string]events.DynamoDBAttributeValue{"pk": events.NewStringAttribute(k.PK), "sk": events.NewStringAttribute(k.SK)}}})
	}
	m.bring(batch, 1)
	number := fmt.Sprint(100 + len(keys)/2)
	if d := cmp.Diff([]string{number}, slices.Compact(m.reports)); d != "" {
		t.Errorf("reported: %s", d)
	}
	if d := cmp.Diff([]string{number}, m.queue); d != "" || !slices.Equal(w.outbox(), []store.Key{poison}) || len(a.taken) < 8 {
		t.Errorf("queue: %s, outbox %v, %d letters", d, w.outbox(), len(a.taken))
	}
	id := strings.TrimPrefix(poison.SK, "event#")
	now := w.clock.Now()
	if err := p.Remind(t.Context(), now.Add(23*time.Hour)); err == nil || !slices.Contains(w.outbox(), poison) {
		t.Errorf("within a day: %v, %v", err, w.outbox())
	}
	if err := p.Remind(t.Context(), now.Add(25*time.Hour)); err == nil || slices.Contains(w.outbox(), poison) {
		t.Errorf("after a day: %v, %v", err, w.outbox())
	}
	if parked, err := event.ParkedKeys(t.Context(), w.db, 0); err != nil || !slices.Equal(parked, []store.Key{poison}) {
		t.Errorf("parked %v, %v", parked, err)
	}
	w.mend(poison, sound)
	if err := event.Again(t.Context(), w.db, poison, now); err != nil {
		t.Fatal(err)
	}
	if err := w.tell(p, poison); err != nil || slices.Contains(w.outbox(), poison) {
		t.Errorf("mended: %v, %v", err, w.outbox())
	}
	late := 0
	for letter, n := range a.taken {
		if n != 1 {
			t.Errorf("%d times %s", n, letter)
		}
		if strings.HasPrefix(letter, id) {
			late++
		}
	}
	if late == 0 {
		t.Errorf("of the mended event nobody was told: %v", a.taken)
	}
}

// spoil makes an event unreadable, and gives it as it was.
func (w *world) spoil(k store.Key) store.Doc {
	w.Helper()
	docs, err := w.db.Get(w.Context(), k)
	if err != nil {
		w.Fatal(err)
	}
	sound := docs[0]
	w.mend(k, store.Doc{Body: json.RawMessage(`{"kind":["nobody reads this"]}`)})
	return sound
}

// mend writes what an event says and leaves its place.
func (w *world) mend(k store.Key, as store.Doc) {
	w.Helper()
	err := store.Update(w.Context(), w.db, store.Need{Keys: []store.Key{k}}, func(_ context.Context, r store.Read) ([]store.Op, error) {
		d := r.Docs[k]
		d.Body = as.Body
		return []store.Op{store.Replace(d)}, nil
	})
	if err != nil {
		w.Fatal(err)
	}
}
