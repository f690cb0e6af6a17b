package customer

import (
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The kinds of event of telling two customers apart, in the record of each.
const (
	EventToldApart   = "customer.told-apart"
	EventApartUndone = "customer.apart-undone"
)

// TellApart says that two records mean different customers, however alike their
// names are (POST /customers/{c}/different/{l}): neither is suggested for the
// other any more. With /undo it takes that back.
type TellApart struct {
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty" max:"1000"`
}

// An Apart is another customer who is known to be a different one.
type Apart struct {
	ID   string    `json:"id"`
	Name string    `json:"name"` // when they were told apart
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Note string    `json:"note,omitempty"`
}

// TellApart notes in both records that they mean different customers. Who Keeps
// the archive may; a second time changes nothing.
func (s *Service) TellApart(ctx context.Context, act staff.Act, id, with string, cmd TellApart) (View, error) {
	do := staff.Command{Route: "customer.tell-apart " + id + " " + with, Body: cmd}
	return s.pair(ctx, act, id, with, do, cmd, func(f, l *File) (string, error) {
		if f.apart(l.ID) {
			return "", nil
		}
		note := strings.TrimSpace(cmd.Note)
		f.Head.Apart = append(slices.Clone(f.Head.Apart), Apart{l.ID, l.Head.Name, act.By, act.At, note})
		l.Head.Apart = append(slices.Clone(l.Head.Apart), Apart{f.ID, f.Head.Name, act.By, act.At, note})
		return EventToldApart, nil
	})
}

// UndoApart takes it back: they may be the same again.
func (s *Service) UndoApart(ctx context.Context, act staff.Act, id, with string, cmd TellApart) (View, error) {
	do := staff.Command{Route: "customer.apart-undo " + id + " " + with, Body: cmd}
	return s.pair(ctx, act, id, with, do, cmd, func(f, l *File) (string, error) {
		if !f.apart(l.ID) {
			return "", fault.New(fault.Conflict, "wrong-state")
		}
		f.Head.forget(l.ID)
		l.Head.forget(f.ID)
		return EventApartUndone, nil
	})
}

// pair runs a command over two records that both stay; without a kind of event
// nothing has changed.
func (s *Service) pair(ctx context.Context, act staff.Act, id, with string, do staff.Command, cmd TellApart,
	decide func(f, l *File) (kind string, err error)) (View, error) {
	return s.both(ctx, act, id, with, do, func(f, l *File, log []Visit) (View, []store.Op, error) {
		if f.Head.Into != "" || l.Head.Into != "" {
			return View{}, nil, fault.New(fault.Conflict, "merged")
		}
		if err := fault.Stale(cmd.Version, f.Head.Version); err != nil {
			return View{}, nil, err
		}
		kind, err := decide(f, l)
		if err != nil || kind == "" {
			return f.view(log), nil, err
		}
		about := func(other *File) event.Event {
			return event.Event{Kind: kind, Command: staff.Own(act, do), Comment: cmd.Note, Changes: []event.Change{{Field: "apart", New: other.Head.Name}}}
		}
		return f.inBoth(act, about(l), l, about(f))
	})
}

// apart says whether another customer is known to be a different one.
func (f *File) apart(id string) bool {
	return slices.ContainsFunc(f.Head.Apart, func(a Apart) bool { return a.ID == id })
}

// forget drops the note about another customer.
func (h *Head) forget(id string) {
	h.Apart = slices.DeleteFunc(slices.Clone(h.Apart), func(a Apart) bool { return a.ID == id })
}
