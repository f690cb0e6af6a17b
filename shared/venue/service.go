package venue

import (
	"context"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The kinds of event in the company's partition, past tense, never renamed.
const (
	EventAdded     = "resource.added"
	EventEdited    = "resource.edited"
	EventBlocked   = "resource.blocked"
	EventUnblocked = "resource.unblocked"
)

// longest is how long a single block may last.
const longest = 31 * 24 * time.Hour

// A Service runs the commands on resources and blocks. Its methods are safe
// for concurrent use.
type Service struct {
	DB    store.DB
	Staff *staff.Service
}

// Load gives the resources of the company as it is, as cheap as Staff.Load.
func (s *Service) Load(ctx context.Context) (*Resources, error) {
	c, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	return Of(c)
}

// AddResource adds a room, vehicle, hotel, restaurant or equipment (POST /resources).
type AddResource struct {
	Name   string  `json:"name" req:"true" max:"60"`
	Latin  string  `json:"latin,omitempty" max:"60"`
	Kind   string  `json:"kind" req:"true" max:"20"`
	Buffer int     `json:"buffer,omitempty"` // minutes
	Seats  int     `json:"seats,omitempty"`
	Stars  int     `json:"stars,omitempty"`
	Plate  string  `json:"plate,omitempty" max:"20"`
	Driver *Driver `json:"driver,omitempty"`
	Place  string  `json:"place,omitempty" max:"200"`
	Phone  string  `json:"phone,omitempty" max:"40"`
	Email  string  `json:"email,omitempty" max:"254"`
	Note   string  `json:"note,omitempty" max:"500"`
}

// EditResource replaces a resource's fields; Closed takes it out of use.
type EditResource struct {
	Version int64 `json:"version"`
	Closed  bool  `json:"closed,omitempty"`
	AddResource
}

// View is a resource as lists and answers show it.
type View struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Latin   string  `json:"latin,omitempty"`
	Kind    Kind    `json:"kind"`
	Buffer  int     `json:"buffer"`
	Seats   int     `json:"seats,omitempty"`
	Stars   int     `json:"stars,omitempty"`
	Plate   string  `json:"plate,omitempty"`
	Driver  *Driver `json:"driver,omitempty"`
	Place   string  `json:"place,omitempty"`
	Phone   string  `json:"phone,omitempty"`
	Email   string  `json:"email,omitempty"`
	Note    string  `json:"note,omitempty"`
	Closed  bool    `json:"closed,omitempty"`
	Version int64   `json:"version"`
}

// View gives a resource as lists show it.
func (r *Resource) View() View {
	return View{ID: r.ID, Name: r.Name, Latin: r.Latin, Kind: r.Kind, Buffer: r.Buffer, Seats: r.Seats, Stars: r.Stars, Plate: r.Plate, Driver: r.Driver,
		Place: r.Place, Phone: r.Phone, Email: r.Email, Note: r.Note, Closed: !r.Closed.IsZero(), Version: r.Version}
}

// Views lists the resources in use, of some kinds or of all.
func (rs *Resources) Views(kinds ...Kind) []View {
	list := []View{}
	for _, r := range rs.List(kinds...) {
		list = append(list, r.View())
	}
	return list
}

// AllViews lists the resources in use, then those that are closed.
func (rs *Resources) AllViews() []View {
	list, closed := []View{}, []View{}
	for _, r := range rs.list {
		if r.Closed.IsZero() {
			list = append(list, r.View())
		} else {
			closed = append(closed, r.View())
		}
	}
	return append(list, closed...)
}

// Add adds a resource. Only administrators may.
func (s *Service) Add(ctx context.Context, act staff.Act, cmd AddResource) (View, error) {
	return staff.Change(ctx, s.Staff, act, staff.Command{Route: "resource.add", Body: cmd}, func(t *staff.Turn) (View, error) {
		if err := t.Admin(); err != nil {
			return View{}, err
		}
		r := &Resource{Schema: staff.Schema, ID: "x" + t.Own}
		return s.put(t, r, cmd, EventAdded)
	})
}

// Edit changes a resource. Only administrators may. What it
// has been booked for stays booked.
func (s *Service) Edit(ctx context.Context, act staff.Act, id string, cmd EditResource) (View, error) {
	return staff.Change(ctx, s.Staff, act, staff.Command{Route: "resource.edit " + id, Body: cmd}, func(t *staff.Turn) (View, error) {
		if err := t.Admin(); err != nil {
			return View{}, err
		}
		rs, err := Of(t.Company)
		if err != nil {
			return View{}, err
		}
		known := rs.Find(id)
		if known == nil {
			return View{}, fault.Missing()
		}
		if err := t.At(cmd.Version, known.Version); err != nil {
			return View{}, err
		}
		r := *known
		if Kind(cmd.Kind).prefix() != r.Kind.prefix() {
			return View{}, fault.Field("/kind", "invalid", cmd.Kind)
		}
		if r.Closed = (time.Time{}); cmd.Closed {
			r.Closed = act.At
		}
		return s.put(t, &r, cmd.AddResource, EventEdited)
	})
}

// put fills a resource from a command and stores it.
func (s *Service) put(t *staff.Turn, r *Resource, cmd AddResource, kind string) (View, error) {
	r.Name, r.Latin, r.Kind, r.Buffer = strings.TrimSpace(cmd.Name), cmd.Latin, Kind(cmd.Kind), cmd.Buffer
	r.Seats, r.Stars, r.Plate, r.Driver = cmd.Seats, cmd.Stars, cmd.Plate, cmd.Driver
	r.Place, r.Phone, r.Email, r.Note = cmd.Place, cmd.Phone, cmd.Email, cmd.Note
	if err := r.check(); err != nil {
		return View{}, err
	}
	t.Put(r.Kind.prefix()+r.ID, r)
	t.Changed(kind, event.Change{Field: "resource", New: r.ID}, event.Change{Field: "name", New: r.Name})
	r.Version++
	return r.View(), nil
}

// BlockResource takes a resource or a person out of planning for a while
// (POST /resources/{x}/blocks).
type BlockResource struct {
	From *time.Time `json:"from" req:"true"`
	To   *time.Time `json:"to" req:"true"`
	Why  string     `json:"why,omitempty" max:"200"`
}

// A Block is time of a resource or a person that is taken outside receptions.
type Block struct {
	ID       string    `json:"id"`
	Resource string    `json:"resource"` // resource or staff id
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Why      string    `json:"why"`
	By       string    `json:"by"`
}

// Block books a resource, or a person by id or e-mail, outside receptions.
// Administrators and the office may, and everybody for himself. What is booked
// already answers a Conflict "clash" with the clashes in Extra["clashes"].
func (s *Service) Block(ctx context.Context, act staff.Act, ref string, cmd BlockResource) (Block, error) {
	c, err := s.Staff.Load(ctx)
	if err != nil {
		return Block{}, err
	}
	thing, err := s.thing(c, ref)
	if err != nil {
		return Block{}, err
	}
	if err := cmd.check(); err != nil {
		return Block{}, err
	}
	b := Booking{From: *cmd.From, To: *cmd.To, Why: cmd.Why, By: act.By}
	do := staff.Command{Route: "resource.block " + thing.SK(), Body: cmd}
	do.Need.Keys = Keys(c.Zone(), Wish{thing, b})
	return staff.Change(ctx, s.Staff, act, do, func(t *staff.Turn) (Block, error) {
		if err := mayBlock(t, thing); err != nil {
			return Block{}, err
		}
		l, err := OpenRead(t.Company.Zone(), t.Read)
		if err != nil {
			return Block{}, err
		}
		b.Block = "b" + t.Own
		if clashes := l.Take(Wish{thing, b}); stops(clashes) {
			return Block{}, Refusal(clashes)
		}
		if err := addOps(t, l); err != nil {
			return Block{}, err
		}
		made := Block{ID: b.Block, Resource: thing.ID, From: b.From, To: b.To, Why: b.Why, By: b.By}
		listed, err := made.listed()
		if err != nil {
			return Block{}, err
		}
		t.Add(listed)
		t.Changed(EventBlocked, event.Change{Field: thing.SK(), New: b.Block})
		return made, nil
	})
}

// Unblock gives a block back; From and To are those of the block.
func (s *Service) Unblock(ctx context.Context, act staff.Act, ref, block string, cmd BlockResource) (Block, error) {
	c, err := s.Staff.Load(ctx)
	if err != nil {
		return Block{}, err
	}
	thing, err := s.thing(c, ref)
	if err != nil {
		return Block{}, err
	}
	if err := cmd.check(); err != nil {
		return Block{}, err
	}
	do := staff.Command{Route: "resource.unblock " + thing.SK() + " " + block, Body: cmd}
	do.Need.Keys = append(Keys(c.Zone(), Wish{thing, Booking{From: *cmd.From, To: *cmd.To}}), blockKey(block))
	return staff.Change(ctx, s.Staff, act, do, func(t *staff.Turn) (Block, error) {
		if err := mayBlock(t, thing); err != nil {
			return Block{}, err
		}
		l, err := OpenRead(t.Company.Zone(), t.Read)
		if err != nil {
			return Block{}, err
		}
		l.Unblock(block)
		if len(l.hit) == 0 {
			return Block{}, fault.Missing()
		}
		if d := t.Read.Docs[blockKey(block)]; d.Version > 0 { // the first blocks were not listed
			gone, err := unlisted(d)
			if err != nil {
				return Block{}, err
			}
			t.Add(gone)
		}
		t.Changed(EventUnblocked, event.Change{Field: thing.SK(), Old: block})
		return Block{ID: block, Resource: thing.ID, From: *cmd.From, To: *cmd.To, Why: cmd.Why, By: act.By}, addOps(t, l)
	})
}

// thing finds what is to be blocked: a resource in use, or a person.
func (s *Service) thing(c *staff.Company, ref string) (Thing, error) {
	rs, err := Of(c)
	if err != nil {
		return Thing{}, err
	}
	if r := rs.Find(ref); r != nil && r.Closed.IsZero() {
		if t, ok := r.Thing(); ok {
			return t, nil
		}
		return Thing{}, fault.New(fault.Invalid, "invalid", ref)
	}
	if p := c.Person(ref); p != nil && p.Active() {
		return Person(p.ID), nil
	}
	return Thing{}, fault.Missing()
}

// check says what is wrong with the time of a block.
func (cmd BlockResource) check() error {
	switch {
	case cmd.From == nil:
		return fault.Field("/from", "required")
	case cmd.To == nil:
		return fault.Field("/to", "required")
	case !cmd.To.After(*cmd.From):
		return fault.Field("/to", "end-before-start")
	case cmd.To.Sub(*cmd.From) > longest:
		return fault.Field("/to", "out-of-range")
	}
	return nil
}

// mayBlock lets people block themselves and the office everything.
func mayBlock(t *staff.Turn, thing Thing) error {
	if thing == Person(t.Act.By) {
		return nil
	}
	return t.Needs(staff.Admin, staff.Office)
}

// addOps adds what a ledger changed to a turn.
func addOps(t *staff.Turn, l *Ledger) error {
	ops, err := l.Ops()
	t.Add(ops...)
	return err
}

// Refusal is the Conflict "clash" with the clashes that stop.
func Refusal(clashes []Clash) error {
	e := fault.New(fault.Conflict, "clash")
	e.Extra = map[string]any{"clashes": clashes}
	return e
}
