package event

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// scene is a store with one event, two people to tell, and a provider that
// fails as told.
type scene struct {
	*memory
	key    store.Key
	sent   []string
	parked []string
	fail   map[string]error // by recipient
	to     []string
}

func newScene(t *testing.T) *scene {
	s := &scene{memory: newMemory(), fail: map[string]error{}, to: []string{"s1", "s2"}}
	op, err := NewOp(sample())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), op); err != nil {
		t.Fatal(err)
	}
	s.key = op.Doc.Key
	return s
}

func (s *scene) plan(_ context.Context, e Event) ([]Letter, error) {
	var all []Letter
	for _, r := range s.to {
		all = append(all, Letter{Recipient: r, Kind: "received", To: r + "@demo.example", Subject: e.Kind, Language: "zh",
			Parked: func(_ context.Context, cause error) { s.parked = append(s.parked, r+" "+fault.As(cause).Code) }})
	}
	return all, nil
}

func (s *scene) send(_ context.Context, l Letter) (string, error) {
	if err := s.fail[l.Recipient]; err != nil {
		return "", err
	}
	s.sent = append(s.sent, l.Recipient)
	return fmt.Sprintf("id-%s-%d", l.Recipient, l.Attempt), nil
}

func (s *scene) deliver(t *testing.T) error {
	return Deliver(t.Context(), s, s.key, noon, s.plan, s.send)
}

func (s *scene) claim(recipient string) Claim {
	c, _ := DecodeClaim(s.docs[store.Key{PK: s.key.PK, SK: s.key.SK + "#" + recipient + "-received"}])
	return c
}

func (s *scene) inOutbox(t *testing.T) bool {
	k, err := Undelivered(t.Context(), s, noon, 0)
	if err != nil {
		t.Fatal(err)
	}
	return len(k) == 1
}

func (s *scene) wants(t *testing.T, sent string, outbox bool) {
	t.Helper()
	if got := strings.Join(s.sent, " "); got != sent || s.inOutbox(t) != outbox {
		t.Errorf("sent %q, in the outbox: %v; want %q, %v", got, s.inOutbox(t), sent, outbox)
	}
}

func TestDeliverOnce(t *testing.T) {
	s := newScene(t)
	for range 3 {
		if err := s.deliver(t); err != nil {
			t.Fatal(err)
		}
	}
	s.wants(t, "s1 s2", false)
	if c := s.claim("s1"); c.State != Sent || c.Provider != "id-s1-1" || c.Subject != "reception.submitted" || c.Attempt != 1 {
		t.Errorf("claim %+v", c)
	}
}

func TestTemporaryFailureStaysInTheOutbox(t *testing.T) {
	s := newScene(t)
	s.fail["s1"] = fault.New(fault.Unavailable, "mail-unavailable")
	if err := s.deliver(t); !fault.Is(err, "mail-unavailable") {
		t.Fatalf("error %v", err)
	}
	s.wants(t, "s2", true)
	if c := s.claim("s1"); c.State != Queued || c.Reason != "mail-unavailable" {
		t.Errorf("claim %+v", c)
	}
	delete(s.fail, "s1")
	if err := s.deliver(t); err != nil {
		t.Fatal(err)
	}
	s.wants(t, "s2 s1", false)
	if c := s.claim("s1"); c.State != Sent || c.Attempt != 2 {
		t.Errorf("claim %+v", c)
	}
}

func TestRefusalParksTheLetterOnly(t *testing.T) {
	s := newScene(t)
	s.fail["s1"] = fault.New(fault.Invalid, "mail-refused")
	if err := s.deliver(t); err != nil {
		t.Fatal(err)
	}
	s.wants(t, "s2", false)
	if told := strings.Join(s.parked, ", "); told != "s1 mail-refused" {
		t.Errorf("told of parked letters: %q", told)
	}
	parked, err := ParkedKeys(t.Context(), s, 0)
	if err != nil || len(parked) != 1 || s.claim("s1").State.Public() != "bounced" {
		t.Fatalf("parked %v %v", parked, err)
	}
	delete(s.fail, "s1")
	if err := Again(t.Context(), s, parked[0], noon); err != nil {
		t.Fatal(err)
	}
	if err := s.deliver(t); err != nil {
		t.Fatal(err)
	}
	s.wants(t, "s2 s1", false)
}

func TestSuppressedAddressesGetNothing(t *testing.T) {
	s := newScene(t)
	if err := Suppress(t.Context(), s, "S1@demo.example ", "complaint", noon); err != nil {
		t.Fatal(err)
	}
	if err := s.deliver(t); err != nil {
		t.Fatal(err)
	}
	s.wants(t, "s2", false)
	if c := s.claim("s1"); c.State != Bounced || c.Reason != "suppressed" {
		t.Errorf("claim %+v", c)
	}
	if err := Unsuppress(t.Context(), s, "s1@demo.example"); err != nil {
		t.Fatal(err)
	}
	if silent, err := Suppressed(t.Context(), s, "s1@demo.example", "S1@demo.example"); err != nil || silent["s1@demo.example"] {
		t.Errorf("still suppressed: %v", err)
	}
}

func TestWhoIsNoLongerPlannedIsForgotten(t *testing.T) {
	s := newScene(t)
	s.fail["s1"] = fault.New(fault.Unavailable, "mail-unavailable")
	_ = s.deliver(t)
	s.to = []string{"s2"}
	if err := s.deliver(t); err != nil {
		t.Fatal(err)
	}
	s.wants(t, "s2", false)
	if c := s.claim("s1"); c.Version != 0 {
		t.Errorf("claim %+v", c)
	}
}

func TestUnclearPlansSendNothing(t *testing.T) {
	for _, to := range [][]string{{"s1", "s1"}, {"s1", "a@b.example"}, {""}} {
		s := newScene(t)
		s.to = to
		if err := s.deliver(t); err == nil {
			t.Errorf("%v was accepted", to)
		}
		s.wants(t, "", true)
	}
	s := newScene(t)
	err := Deliver(t.Context(), s, s.key, noon, func(context.Context, Event) ([]Letter, error) { return nil, errBroken }, s.send)
	if !errors.Is(err, errBroken) || !s.inOutbox(t) {
		t.Errorf("plan failed, got %v", err)
	}
	if err := Park(t.Context(), s, s.key, noon); err != nil || s.inOutbox(t) {
		t.Errorf("parking: %v", err)
	}
}

// TestEveryWriteMayFail breaks each commit of a delivery in turn, before and
// after it is applied. After the next rounds everybody was told, nobody was
// forgotten, and twice only he whose "sent" could not be noted.
func TestEveryWriteMayFail(t *testing.T) {
	for _, applied := range []bool{false, true} {
		for broken := range 5 {
			s := newScene(t)
			var n atomic.Int64 // claims are written side by side
			hook := func([]store.Op) error {
				if n.Add(1) == int64(broken)+1 {
					return errBroken
				}
				return nil
			}
			if applied {
				s.after = hook
			} else {
				s.before = hook
			}
			for range 3 {
				_ = s.deliver(t)
			}
			twice := !applied && (broken == 2 || broken == 3) // claims, sent s1, sent s2, outbox
			times := map[string]int{}
			for _, r := range s.sent {
				times[r]++
			}
			if s.inOutbox(t) || times["s1"] == 0 || times["s2"] == 0 || (len(s.sent) != 2) != twice {
				t.Errorf("applied %v, broken write %d: sent %v, in the outbox: %v", applied, broken, s.sent, s.inOutbox(t))
			}
		}
	}
}

func TestManyAtOnceSendOnce(t *testing.T) {
	s := newScene(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { _ = s.deliver(t) })
	}
	wg.Wait()
	s.wants(t, "s1 s2", false)
}

func TestRecord(t *testing.T) {
	s := newScene(t)
	if err := s.deliver(t); err != nil {
		t.Fatal(err)
	}
	ref := s.claim("s1").Ref
	for _, step := range []struct {
		report Report
		want   State
	}{
		{Report{State: Delayed, Reason: "4.2.2"}, Delayed},
		{Report{State: Delivered}, Delivered},
		{Report{State: Delivered}, Delivered},
		{Report{State: Sent}, Delivered},
		{Report{State: Complained, Suppress: true, Reason: "abuse"}, Complained},
		{Report{State: Delivered}, Complained},
		{Report{State: Answered}, Answered},
	} {
		step.report.At = noon.Add(time.Hour)
		if err := Record(t.Context(), s, ref, step.report); err != nil {
			t.Fatal(err)
		}
		if c := s.claim("s1"); c.State != step.want || c.Provider != "id-s1-1" || !c.SentAt.Equal(noon) {
			t.Errorf("after %s: %+v", step.report.State, c)
		}
	}
	if silent, err := Suppressed(t.Context(), s, "s1@demo.example"); err != nil || !silent["s1@demo.example"] {
		t.Errorf("not suppressed: %v", err)
	}
	ref.Recipient = "nobody"
	if err := Record(t.Context(), s, ref, Report{State: Sent}); fault.As(err).Kind != fault.NotFound {
		t.Errorf("unknown letter: %v", err)
	}
}

func TestNewerReleaseIsNotOverwritten(t *testing.T) {
	s := newScene(t)
	s.fail["s1"] = fault.New(fault.Unavailable, "mail-unavailable")
	_ = s.deliver(t)
	key := s.claim("s1").Key()
	d := s.docs[key]
	d.Body = []byte(strings.Replace(string(d.Body), `"s":1`, `"s":2`, 1))
	s.docs[key] = d
	delete(s.fail, "s1")
	if err := s.deliver(t); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("error %v", err)
	}
	s.wants(t, "s2", true)
}
