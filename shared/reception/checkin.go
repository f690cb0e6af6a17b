package reception

import (
	"context"
	"slices"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// The verdicts of the gate.
const (
	Green = "green"
	Red   = "red"
)

// Why the gate stays shut. Without a pass and a plan nobody enters (S001-1.18, .19).
const (
	redPass      = "unknown-pass"
	redElsewhere = "other-reception"
	redExpired   = "pass-expired"
	redDropped   = "not-expected"
	redDay       = "not-today"
	redState     = "not-confirmed"
	redCancelled = "cancelled"
	redOver      = "over"
)

// Checkin lets guests in: by pass, by name, several at once, one who was not
// announced, or takes a check-in back. Repeating it changes nothing; a phone's
// client_id makes that true also after an undo. The first arrival opens the
// visit and tells the host.
func (s *Service) Checkin(ctx context.Context, act staff.Act, r string, c Checkin) (CheckinAnswer, error) {
	cmd := command{verb: VerbCheckin, r: r, version: anyVersion, body: c, allowed: mayReceive}
	a, err := run(ctx, s, act, cmd, func(t *turn) (func() CheckinAnswer, error) { return t.checkin(c) })
	switch {
	case fault.Is(err, "wrong-state"):
		return s.shut(ctx, act, r)
	case len(c.Guests) > busload && fault.Is(err, "invalid") && len(fault.As(err).Fields) == 0: // more than one transaction takes
		return a, fault.Field("/guests", "out-of-range", 1, busload)
	}
	return a, err
}

// busload is how many guests may always come in at once: one transaction writes
// a document for each, beside what the first arrival changes.
const busload = 60

// shut is the gate's answer for a reception that takes no guests now.
func (s *Service) shut(ctx context.Context, act staff.Act, r string) (CheckinAnswer, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return CheckinAnswer{}, err
	}
	c := command{verb: VerbCheckin, r: r, version: anyVersion}
	t := &turn{ctx: ctx, s: s, act: act, company: company, cal: company.Calendar()}
	if t.read, err = fetch(ctx, s, c); err != nil {
		return CheckinAnswer{}, err
	}
	if err := t.open(c); err != nil {
		return CheckinAnswer{}, err
	}
	reason := redState
	switch t.Head.State {
	case Cancelled, Declined:
		reason = redCancelled
	case Closing, Archived:
		reason = redOver
	}
	return CheckinAnswer{Verdict: Red, Reason: reason, Counts: Counts{Expected: t.party()}}, nil
}

// checkin judges and records.
func (t *turn) checkin(c Checkin) (func() CheckinAnswer, error) {
	here, err := t.presences(t.Day(t.act.At))
	if err != nil {
		return nil, err
	}
	red := func(reason string) (func() CheckinAnswer, error) {
		return func() CheckinAnswer {
			return CheckinAnswer{Verdict: Red, Reason: reason, Rule: t.gateRule(reason), Counts: t.countsOf(here)}
		}, nil
	}
	ids, reason, err := t.who(c)
	if err != nil {
		return nil, err
	}
	if reason == "" && !slices.Contains(t.visitDays(), t.Day(t.act.At)) {
		reason = redDay
	}
	if reason != "" {
		return red(reason)
	}
	if c.Undo {
		return t.checkOut(ids, here)
	}
	if err := t.checkIn(c, ids, here); err != nil {
		return nil, err
	}
	return func() CheckinAnswer { return t.checkinAnswer(ids, here) }, nil
}

// checkIn records the arrival of those who are not here yet.
func (t *turn) checkIn(c Checkin, ids []string, here map[string]presence) error {
	var news []string
	for _, id := range ids {
		old := here[id]
		if old.here() || c.ClientID != "" && old.Client == clientOf(c) {
			continue
		}
		if err := t.arrive(c, id, here); err != nil {
			return err
		}
		news = append(news, id)
	}
	if len(news) == 0 {
		return nil
	}
	t.kind, t.data.Do = EventCheckedIn, "in"
	if len(news) == 1 {
		t.data.Guest = news[0]
	}
	if t.Head.Moments[momentArrived].IsZero() {
		t.Head.Moments = with(t.Head.Moments, momentArrived, t.act.At)
		t.data.tell(MailCheckedIn, news, t.receivers()...)
	}
	if t.Head.State == Preparing {
		if err := t.begins(); err != nil {
			return err
		}
		return t.refresh()
	}
	if t.data.Major {
		t.changed()
		if err := t.refresh(); err != nil {
			return err
		}
		return t.visitOps()
	}
	return nil
}

// momentArrived is when the first guest of the party came.
const momentArrived = "arrived"

// receivers are those who are told that the guests are here.
func (t *turn) receivers() []string {
	if list := t.present(t.hosts()); len(list) > 0 {
		return list
	}
	return t.specialists()
}

// checkOut takes check-ins back.
func (t *turn) checkOut(ids []string, here map[string]presence) (func() CheckinAnswer, error) {
	for _, id := range ids {
		if old := here[id]; old.here() {
			if err := t.leave(id, here); err != nil {
				return nil, err
			}
			t.kind, t.data.Do, t.data.Guest = EventCheckedIn, "undo", id
		}
	}
	return func() CheckinAnswer { return t.checkinAnswer(ids, here) }, nil
}

// checkinAnswer shows the guests as they are now.
func (t *turn) checkinAnswer(ids []string, here map[string]presence) CheckinAnswer {
	a := CheckinAnswer{Verdict: Green, Counts: t.countsOf(here)}
	for _, id := range ids {
		g := t.Guest(id)
		state := GuestState{ID: id, Name: g.Name, State: "expected", Photo: g.Photo}
		if in := here[id]; in.here() {
			state.State, state.At = "checked-in", new(in.At.In(t.zone))
		}
		a.Guests = append(a.Guests, state)
	}
	if len(a.Guests) == 1 {
		a.Guest = &a.Guests[0]
	}
	return a
}

// countsOf are those expected and those here today.
func (t *turn) countsOf(here map[string]presence) Counts {
	c := Counts{Expected: t.party()}
	for _, in := range here {
		if in.here() {
			c.CheckedIn++
		}
	}
	return c
}

// A presence is the document in#no#guest of a day: created once by the first
// check-in; an undo keeps it, so that a late repetition is known.
type presence struct {
	Schema  int       `json:"s"`
	Guest   string    `json:"guest"`
	At      time.Time `json:"at"`
	Claimed time.Time `json:"claimed,omitzero"` // what the device said
	By      string    `json:"by"`
	Client  string    `json:"client,omitempty"` // digest of the phone's own id
	Undone  bool      `json:"gone,omitempty"`
}

// here says whether the guest is in.
func (a presence) here() bool { return a.Guest != "" && !a.Undone }
