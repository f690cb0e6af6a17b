package staff_test

import (
	"context"
	"iter"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// overtaken lets something happen after the receipt of a command was looked
// for and before the rest of the round is read.
type overtaken struct {
	store.DB
	once   sync.Once
	looked chan struct{}
	happen func()
}

func (o *overtaken) Get(ctx context.Context, keys ...store.Key) ([]store.Doc, error) {
	docs, err := o.DB.Get(ctx, keys...)
	if len(keys) > 0 && strings.HasPrefix(keys[0].PK, "cmd#") {
		o.once.Do(func() { o.happen(); close(o.looked) })
	}
	return docs, err
}

func (o *overtaken) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		<-o.looked
		for d, err := range o.DB.Query(ctx, q) {
			if !yield(d, err) {
				return
			}
		}
	}
}

// TestOvertakenByItsTwin: the same command is sent twice at once. The second
// looks for the receipt, then the first commits, then the second reads the
// version that the first made: it gets the first answer, not "stale".
func TestOvertakenByItsTwin(t *testing.T) {
	s, db := demo(t)
	edit := staff.EditStaff{Version: 1, Phone: new("13911112222")}
	var first staff.View
	slow := &overtaken{DB: db, looked: make(chan struct{}), happen: func() {
		var err error
		if first, err = s.Edit(t.Context(), admin("k1"), "rd", edit); err != nil {
			t.Error(err)
		}
	}}
	second, err := (&staff.Service{DB: slow}).Edit(t.Context(), admin("k1"), "rd", edit)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, second); d != "" {
		t.Error(d)
	}
}

// TestOvertakenBySomebodyElse: without a receipt the refusal stands, and a key
// that another body took is reused.
func TestOvertakenBySomebodyElse(t *testing.T) {
	for key, want := range map[string]string{"k2": "stale-version", "k1": "key-reused"} {
		s, db := demo(t)
		slow := &overtaken{DB: db, looked: make(chan struct{}), happen: func() {
			if _, err := s.Edit(t.Context(), admin("k1"), "rd", staff.EditStaff{Version: 1, Phone: new("13911112222")}); err != nil {
				t.Error(err)
			}
		}}
		_, err := (&staff.Service{DB: slow}).Edit(t.Context(), admin(key), "rd", staff.EditStaff{Version: 1, Phone: new("13900000000")})
		if code(err) != want {
			t.Errorf("%s: %v, want %s", key, err, want)
		}
	}
}

// TestReplayedAfterAnAttempt: the first of two equal commands commits after the
// second has decided. The second is answered from the receipt alone: nothing of
// its own attempt stays in the answer, and what the attempt shared with others
// is not written to.
func TestReplayedAfterAnAttempt(t *testing.T) {
	type answer struct {
		Levels []string `json:"levels"`
		Mine   string   `json:"mine,omitempty"`
	}
	_, db := demo(t)
	c := staff.Command{Route: "test"}
	once := func(a answer, before func()) (answer, error) {
		return staff.Once(t.Context(), db, admin("k1"), c, func(context.Context, store.Read) (answer, []store.Op, error) {
			before()
			return a, []store.Op{store.Put(store.Doc{Key: store.Key{PK: "test", SK: "-"}, Body: []byte("{}")})}, nil
		})
	}
	shared := []string{"a", "b"}
	got, err := once(answer{shared, "second"}, func() {
		if _, err := once(answer{Levels: []string{"c", "d"}}, func() {}); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(answer{Levels: []string{"c", "d"}}, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"a", "b"}, shared); d != "" {
		t.Error(d)
	}
}
