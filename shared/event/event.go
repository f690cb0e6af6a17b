// Package event is the outbox and the history in one. Every command commits
// exactly one event beside the documents it changes, in their partition; the
// same document is later the entry of the timeline, the audit trail and the
// order to tell somebody. Each recipient's mail is a claim beneath its event,
// so that a reader of the history sees at once who was told and whether it
// arrived.
//
// Delivery is at least once: an event leaves the outbox only when every
// recipient is settled, and a mail can go out twice only if the provider took
// it and failed before saying so.
package event

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// The places of events and claims in the due index.
const (
	Outbox = "outbox#0" // events somebody has still to be told of
	Parked = "parked#0" // claims and events that wait for a person
)

// MaxData is the largest Data and the largest list of Changes, in bytes of JSON.
const MaxData = 4 << 10

const (
	prefix = "event#"
	schema = 1
)

// A Change is one field's old and new value as a reader may see them.
type Change struct {
	Field string `json:"field"` // JSON Pointer or name in the document
	Label string `json:"label,omitempty"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

// An Event says what one command did.
type Event struct {
	PK      string          `json:"-"` // the partition it happened in
	ID      string          `json:"-"` // made of At, Count and Command by NewOp
	Schema  int             `json:"s"`
	Kind    string          `json:"kind"`              // past tense, a constant of its domain: "reception.submitted"
	By      string          `json:"by,omitempty"`      // staff, guest or supplier id; empty: the clock
	For     string          `json:"for,omitempty"`     // whom By stood in for
	At      time.Time       `json:"at"`                // when it happened, to the millisecond
	Count   int64           `json:"count"`             // how many events the partition had before: the order at a frozen clock
	Command string          `json:"command,omitempty"` // command id; only its hash is in the key
	Comment string          `json:"comment,omitempty"` // what the actor wrote
	Changes []Change        `json:"changes,omitempty"` // what changed, at most MaxData
	Omitted int             `json:"omitted,omitempty"` // changes left out because there were too many
	Data    json.RawMessage `json:"data,omitempty"`    // what the domain needs to tell, at most MaxData
	Tells   bool            `json:"tells,omitempty"`   // somebody must be told, or something must follow
}

// Stamp is the form of a time in keys and in the due index of this package.
func Stamp(t time.Time) string {
	return strings.Replace(t.UTC().Format("20060102T150405.000"), ".", "", 1)
}

// MakeID gives the id of an event, in letters that mail tags allow too.
func MakeID(at time.Time, count int64, command string) string {
	sum := sha256.Sum256([]byte(command))
	return fmt.Sprintf("%s-%04d-%s", Stamp(at), count, hex.EncodeToString(sum[:3]))
}

// Key gives the document of an event.
func (e Event) Key() store.Key { return store.Key{PK: e.PK, SK: prefix + e.ID} }

// NewOp gives the operation that creates an event within its command's
// commit; PK, Kind and At must be set. Too many changes are cut and counted
// in Omitted; too much Data is Invalid.
func NewOp(e Event) (store.Op, error) {
	if e.PK == "" || e.Kind == "" || e.At.IsZero() {
		return store.Op{}, fault.New(fault.Internal, "event-incomplete", e.Kind)
	}
	if len(e.Data) > MaxData {
		return store.Op{}, fault.New(fault.Invalid, "too-long", "data", MaxData)
	}
	e.Schema, e.At = schema, e.At.Truncate(time.Millisecond)
	e.ID = MakeID(e.At, e.Count, e.Command)
	e.cut()
	body, err := json.Marshal(e)
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "event-unwritable", err)
	}
	d := store.Doc{Key: e.Key(), Body: body}
	if e.Tells {
		d.Due = store.Place{In: Outbox, At: Stamp(e.At)}
	}
	return store.Create(d), nil
}

// cut keeps as many changes as fit into MaxData.
func (e *Event) cut() {
	size := 0
	for i, c := range e.Changes {
		b, _ := json.Marshal(c) // strings only: cannot fail
		if size += len(b) + 1; size > MaxData {
			e.Changes, e.Omitted = e.Changes[:i], e.Omitted+len(e.Changes)-i
			return
		}
	}
}

// IsEvent tells the key of an event from that of a claim or anything else.
func IsEvent(k store.Key) bool {
	rest, ok := strings.CutPrefix(k.SK, prefix)
	return ok && !strings.Contains(rest, "#")
}

// Decode reads an event from its document.
func Decode(d store.Doc) (Event, error) {
	if !IsEvent(d.Key) {
		return Event{}, fault.New(fault.Internal, "not-an-event", d.SK)
	}
	var e Event
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return Event{}, fault.Wrap(fault.Internal, "event-unreadable", err)
	}
	e.PK, e.ID = d.PK, strings.TrimPrefix(d.SK, prefix)
	return e, nil
}

// Into reads the event's Data.
func (e Event) Into(v any) error {
	if len(e.Data) == 0 {
		return nil
	}
	if err := json.Unmarshal(e.Data, v); err != nil {
		return fault.Wrap(fault.Internal, "event-unreadable", err)
	}
	return nil
}
