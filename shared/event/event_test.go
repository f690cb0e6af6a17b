package event

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 123_456_789, time.FixedZone("CST", 8*3600))

func sample() Event {
	return Event{
		PK: "r#R-20261124-003", Kind: "reception.submitted", By: "s1", At: noon, Count: 7, Command: "form-1",
		Changes: []Change{{Field: "/state", Old: "draft", New: "submitted"}}, Data: json.RawMessage(`{"a":1}`), Tells: true,
	}
}

func TestNewOpAndDecode(t *testing.T) {
	op, err := NewOp(sample())
	if err != nil {
		t.Fatal(err)
	}
	if op.Kind != store.OpCreate || op.Doc.Due != (store.Place{In: "outbox#0", At: "20261124T040000123"}) {
		t.Errorf("operation %+v", op)
	}
	if !strings.HasPrefix(op.Doc.SK, "event#20261124T040000123-0007-") || !taggable(strings.TrimPrefix(op.Doc.SK, "event#")) {
		t.Errorf("key %s", op.Doc.SK)
	}
	got, err := Decode(op.Doc)
	if err != nil {
		t.Fatal(err)
	}
	want := sample()
	want.ID, want.Schema, want.At = MakeID(noon, 7, "form-1"), 1, noon.Truncate(time.Millisecond)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	var data struct{ A int }
	if err := got.Into(&data); err != nil || data.A != 1 {
		t.Errorf("data %v %v", data, err)
	}
}

func TestNewOpLimits(t *testing.T) {
	e := sample()
	e.Tells = false
	for range 100 {
		e.Changes = append(e.Changes, Change{Field: "/x", New: strings.Repeat("x", 90)})
	}
	op, err := NewOp(e)
	if err != nil || op.Doc.Due != (store.Place{}) || len(op.Doc.Body) > 5<<10 {
		t.Fatalf("%d bytes, due %v, %v", len(op.Doc.Body), op.Doc.Due, err)
	}
	if got, _ := Decode(op.Doc); got.Omitted == 0 || got.Omitted+len(got.Changes) != 101 {
		t.Errorf("%d kept, %d omitted", len(got.Changes), got.Omitted)
	}
	e.Data = json.RawMessage(`"` + strings.Repeat("x", MaxData) + `"`)
	if _, err := NewOp(e); fault.As(err).Kind != fault.Invalid {
		t.Errorf("too much data: %v", err)
	}
	if _, err := NewOp(Event{PK: "x", At: noon}); err == nil {
		t.Error("an event without a kind")
	}
}

func TestEventsAtOneMomentKeepTheirOrder(t *testing.T) {
	if !(MakeID(noon, 9, "z") < MakeID(noon, 10, "a")) {
		t.Error("count does not order")
	}
	if again := MakeID(noon, 1, "a"); again == MakeID(noon, 1, "b") || again != MakeID(noon, 1, "a") {
		t.Error("the command does not tell apart")
	}
}

func TestTagsRoundTrip(t *testing.T) {
	for _, pk := range []string{"r#R-20261124-003", "c#cu_1", "company", "me#s1"} {
		ref := Ref{pk, MakeID(noon, 1, "a"), "s1-review"}
		tags := ref.Tags()
		for k, v := range tags {
			if !taggable(v) {
				t.Errorf("tag %s=%s", k, v)
			}
		}
		if got, ok := RefOf(tags); !ok || got != ref {
			t.Errorf("%v came back as %v", ref, got)
		}
		if got, ok := refOf(ref.Key()); !ok || got != ref {
			t.Errorf("key of %v came back as %v", ref, got)
		}
	}
	if _, ok := RefOf(map[string]string{"reception": "r_1", "event": "a#b", "recipient": "x"}); ok {
		t.Error("foreign tags accepted")
	}
}
