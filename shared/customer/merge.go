package customer

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The kinds of event of merging: two each, in the record that stays and in the
// one that goes.
const (
	EventMerged     = "customer.merged"
	EventMergedInto = "customer.merged-into"
	EventParted     = "customer.parted"
	EventPartedFrom = "customer.parted-from"
)

// Merge says that another record means the same customer (POST
// /customers/{c}/merge/{l}): c stays, l becomes a way to it.
type Merge struct {
	Version     int64             `json:"version"`
	WithVersion int64             `json:"with_version,omitempty"`  // of the record that goes
	Take        map[string]string `json:"take,omitempty" max:"20"` // for each field that differs: this, other; note also both
	Note        string            `json:"note,omitempty" max:"1000"`
}

// UndoMerge takes a merge back (POST /customers/{c}/merge/{l}/undo).
type UndoMerge struct {
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty" max:"1000"`
}

// A moving is the Data of the events of merging.
type moving struct {
	With string `json:"with"`
}

// The choices of a field that two records say differently.
const (
	TakeThis  = "this"
	TakeOther = "other"
	TakeBoth  = "both"
)

// Merge merges two records of one customer. Who Keeps the archive may. The
// commit makes the other record a way to this one; what it holds follows by the
// event's consumer, so that the cost of the command does not grow with it.
func (s *Service) Merge(ctx context.Context, act staff.Act, id, with string, cmd Merge) (View, error) {
	do := staff.Command{Route: "customer.merge " + id + " " + with, Body: cmd}
	return s.both(ctx, act, id, with, do, func(f, l *File, _ []Visit) (View, []store.Op, error) {
		if err := f.mayMerge(l, cmd.Version); err != nil {
			return View{}, nil, err
		}
		if cmd.WithVersion != 0 && cmd.WithVersion != l.Head.Version {
			return View{}, nil, fault.Stale(cmd.WithVersion, l.Head.Version)
		}
		m, err := f.absorb(act, l, cmd)
		if err != nil {
			return View{}, nil, err
		}
		changes := append([]event.Change{{Field: "merged", Old: m.Name, New: f.Head.Name}}, m.Took...)
		return f.both(act, l, event.Event{Kind: EventMerged, Command: staff.Own(act, do), Comment: cmd.Note, Changes: changes}, EventMergedInto)
	})
}

// Undo takes a merge back, as long as it can be.
func (s *Service) Undo(ctx context.Context, act staff.Act, id, with string, cmd UndoMerge) (View, error) {
	do := staff.Command{Route: "customer.merge-undo " + id + " " + with, Body: cmd}
	return s.both(ctx, act, id, with, do, func(f, l *File, log []Visit) (View, []store.Op, error) {
		m := f.absorbed(l.ID)
		switch {
		case f.Head.Into != "" || m == nil || l.Head.Into != f.ID:
			return View{}, nil, fault.New(fault.Conflict, "merged")
		case act.At.After(m.Until):
			return View{}, nil, fault.New(fault.Conflict, "too-late")
		}
		if err := fault.Stale(cmd.Version, f.Head.Version); err != nil {
			return View{}, nil, err
		}
		name := f.Head.Name
		f.release(l, m, log)
		changes := []event.Change{{Field: "merged", Old: name, New: m.Name}}
		return f.both(act, l, event.Event{Kind: EventParted, Command: staff.Own(act, do), Comment: cmd.Note, Changes: changes}, EventPartedFrom)
	})
}

// both runs a command over two records, and the newest visits of the one that
// stays: one round, three queries.
func (s *Service) both(ctx context.Context, act staff.Act, id, with string, do staff.Command,
	decide func(f, l *File, log []Visit) (View, []store.Op, error)) (View, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return View{}, err
	}
	if !Keeps(company, act.By) {
		return View{}, fault.New(fault.Forbidden, "forbidden")
	}
	if with == id {
		return View{}, fault.New(fault.Invalid, "invalid", with)
	}
	do.Need.Queries = []store.Query{Present(id), Present(with), Log(id, visitsShown, "")}
	return staff.Once(ctx, s.DB, act, do, func(_ context.Context, read store.Read) (View, []store.Op, error) {
		f, err := Open(id, read.Lists[0])
		if err != nil {
			return View{}, nil, err
		}
		l, err := Open(with, read.Lists[1])
		switch {
		case err != nil:
			return View{}, nil, err
		case !f.Known() || !l.Known():
			return View{}, nil, fault.Missing()
		}
		log, err := visitsOf(read.Lists[2])
		if err != nil {
			return View{}, nil, err
		}
		return decide(f, l, log)
	})
}

// both gives the operations of two records with an event in each; that of the
// one that stays makes what they hold follow.
func (f *File) both(act staff.Act, l *File, e event.Event, kind string) (View, []store.Op, error) {
	data, err := json.Marshal(moving{With: l.ID})
	if err != nil {
		return View{}, nil, fault.Wrap(fault.Internal, "internal", err)
	}
	other := event.Event{Kind: kind, Command: e.Command, Comment: e.Comment, Changes: []event.Change{{Field: "merged", Old: l.Head.Name, New: f.Head.Name}}}
	e.Data, e.Tells = data, true
	return f.inBoth(act, e, l, other)
}

// inBoth gives the operations of two records with an event in each.
func (f *File) inBoth(act staff.Act, e event.Event, l *File, other event.Event) (View, []store.Op, error) {
	var ops []store.Op
	for _, x := range []struct {
		f *File
		e event.Event
	}{{f, e}, {l, other}} {
		op, err := x.f.happened(act, x.e)
		if err != nil {
			return View{}, nil, err
		}
		more, err := x.f.Ops()
		if err != nil {
			return View{}, nil, err
		}
		ops = append(append(ops, more...), op)
	}
	v := f.view(nil)
	v.Version++
	return v, ops, nil
}

// mayMerge says why two records cannot be merged now.
func (f *File) mayMerge(l *File, version int64) error {
	moves := slices.ContainsFunc(l.Merges, func(m Absorbed) bool { return !m.Settled })
	if f.Head.Into != "" || l.Head.Into != "" || moves {
		return fault.New(fault.Conflict, "merged")
	}
	return fault.Stale(version, f.Head.Version)
}

// absorb makes a record a way to this one and takes over its fields and totals.
func (f *File) absorb(act staff.Act, l *File, cmd Merge) (Absorbed, error) {
	m := Absorbed{Schema: Schema, ID: l.ID, Name: l.Head.Name, Visits: l.Head.Visits, Cost: l.Head.Cost, Last: l.Head.Last, Latest: l.Head.Latest,
		Merged: Merged{Into: f.ID, At: act.At, By: act.By, Note: strings.TrimSpace(cmd.Note), Until: act.At.AddDate(0, 0, UndoDays)}}
	name := f.Head.Name
	var err error
	if m.Took, err = takeOver(f.Head.parts(), l.Head.parts(), cmd.Take); err != nil {
		return m, err
	}
	chosen := f.Head.Name
	f.Head.Name = name
	f.Rename(chosen)
	for _, n := range append(slices.Clone(l.Head.Former), l.Head.Name) {
		if n != f.Head.Name && !slices.Contains(f.Head.Former, n) {
			f.Head.Former = append(f.Head.Former, n)
		}
	}
	if l.Head.Last > f.Head.Last {
		f.Head.Last, f.Head.Latest = l.Head.Last, l.Head.Latest
	}
	f.Head.Visits += l.Head.Visits
	f.Head.Cost = plus(f.Head.Cost, l.Head.Cost)
	f.Head.Preferences = gather(f.Head.Preferences, l.Head.Preferences, l.ID)
	l.Head.Into = f.ID
	f.Head.forget(l.ID) // they are the same after all
	l.Head.forget(f.ID)
	f.keep(m)
	return m, nil
}

// keep notes a merge, over an earlier one of the same record.
func (f *File) keep(m Absorbed) {
	f.touch("MERGED#" + m.ID)
	for i := range f.Merges {
		if f.Merges[i].ID == m.ID {
			f.Merges[i] = m
			return
		}
	}
	f.Merges = append(f.Merges, m)
}

// release gives a record back what it had, and this one what it was, where
// nobody changed it since.
func (f *File) release(l *File, m *Absorbed, log []Visit) {
	name := f.Head.Name
	for _, p := range f.Head.parts() {
		giveBack(m.Took, p.Name, p.Value)
	}
	if f.Head.Latest == m.Latest {
		f.Head.Last, f.Head.Latest = "", ""
		if i := slices.IndexFunc(log, func(v Visit) bool { return v.From != l.ID && v.Number != m.Latest }); i >= 0 {
			f.Head.Last, f.Head.Latest = log[i].Start.Format(time.DateOnly), log[i].Number
		}
	}
	own := f.Head.Name
	f.Head.Name = name
	f.Rename(own)
	f.Head.Former = slices.DeleteFunc(f.Head.Former, func(n string) bool { return n == l.Head.Name || slices.Contains(l.Head.Former, n) })
	f.Head.Visits -= m.Visits
	f.Head.Cost = minus(f.Head.Cost, m.Cost)
	f.Head.Preferences = scatter(f.Head.Preferences, l.ID)
	l.Head.Visits, l.Head.Cost, l.Head.Last, l.Head.Latest, l.Head.Into = m.Visits, m.Cost, m.Last, m.Latest, ""
	m.Undone, m.Settled, m.Named, m.Seen = true, false, false, ""
	f.touch("MERGED#" + m.ID)
}
