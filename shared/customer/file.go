package customer

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// monthKeep is how long a month is kept after its start.
const monthKeep = 13

// A File is the working copy of one customer's present. It belongs to one
// command and is not safe for concurrent use.
type File struct {
	ID       string
	Head     Head
	Contacts []Contact // by id; without those merged into another
	Promises []Promise // by id
	Merges   []Absorbed
	gone     []Contact // merged into another
	via      string    // the merged record by which the customer was found
	months   map[string]Month
	docs     map[string]store.Doc
	touched  map[string]bool // sort keys
	log      []Visit
	ops      []store.Op // words
	drops    []store.Op // what came with a merged record and goes back
}

// Open makes the working copy of what Present found; an unknown customer has
// Known false.
func Open(id string, docs []store.Doc) (*File, error) {
	f := &File{ID: id, months: map[string]Month{}, docs: map[string]store.Doc{}, touched: map[string]bool{}}
	for _, d := range docs {
		if d.PK != Partition(id) {
			continue
		}
		f.docs[d.SK] = d
		if err := f.add(d); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// add takes one document in; kinds of others are passed over.
func (f *File) add(d store.Doc) (err error) {
	kind, rest, _ := strings.Cut(d.SK, "#")
	switch kind {
	case "HEAD":
		f.Head, err = decodeHead(d)
	case "CONTACT":
		c := Contact{Version: d.Version}
		if err = staff.Decode(d, &c); c.Merged != nil {
			f.gone = append(f.gone, c)
		} else {
			f.Contacts = append(f.Contacts, c)
		}
	case "PROMISE":
		var p Promise
		p, err = decodePromise(d)
		f.Promises = append(f.Promises, p)
	case "MERGED":
		m := Absorbed{Version: d.Version}
		err = staff.Decode(d, &m)
		f.Merges = append(f.Merges, m)
	case "MONTH":
		m := Month{Version: d.Version}
		err = staff.Decode(d, &m)
		f.months[rest] = m
	}
	return err
}

// Known tells whether there is such a customer.
func (f *File) Known() bool { return f.Head.Name != "" }

// Create makes the customer; what the card leaves out stays empty.
func (f *File) Create(c Card) {
	c.ID, f.Head.Schema = f.ID, Schema
	f.Head.Card = c
	f.touch("HEAD")
	f.ops = append(f.ops, wordOps("customer", f.ID, c.Name, nameTokens(c.Name, false))...)
}

// Complete fills in what is not known yet of a known customer.
func (f *File) Complete(c Card) {
	was := f.Head.Card
	now := was
	now.Class, now.Grade = cmp.Or(was.Class, c.Class), cmp.Or(was.Grade, c.Grade)
	now.Latin = cmp.Or(was.Latin, c.Latin)
	now.Country, now.Owner = cmp.Or(was.Country, c.Country), cmp.Or(was.Owner, c.Owner)
	if now != was {
		f.Head.Card = now
		f.touch("HEAD")
	}
}

// Rename gives the customer another name; it is found by the old one too.
func (f *File) Rename(name string) {
	old := f.Head.Name
	if name == old {
		return
	}
	f.Head.Name = name
	f.Head.Former = append(slices.DeleteFunc(f.Head.Former, func(n string) bool { return n == name || n == old }), old)
	f.touch("HEAD")
	f.ops = append(f.ops, wordOps("customer", f.ID, name, f.Head.nameTokens())...)
}

// namesAtOnce is how many names of a customer one commit bears: each brings up
// to 24 words. Words of older names stay as they are and lead to him too.
const namesAtOnce = 3

// nameTokens are the words of a customer's name and of his newest former ones.
func (h Head) nameTokens() []token {
	tokens := nameTokens(h.Name, false)
	for _, former := range h.Former[max(len(h.Former)-namesAtOnce+1, 0):] {
		tokens = append(tokens, nameTokens(former, false)...)
	}
	return distinct(tokens)
}

// Touch marks HEAD as changed by whoever changed its fields.
func (f *File) Touch() { f.touch("HEAD") }

func (f *File) touch(sk string) { f.touched[sk] = true }

// Owe notes a promise, or replaces the open one of the same id.
func (f *File) Owe(p Promise) {
	p.Customer, p.Name, p.State = f.ID, f.Head.Name, cmp.Or(p.State, PromiseOpen)
	i := slices.IndexFunc(f.Promises, func(o Promise) bool { return o.ID == p.ID })
	switch {
	case i < 0:
		p.From = f.via
		f.Promises = append(f.Promises, p)
	case f.Promises[i].State != PromiseOpen:
		return
	default:
		p.Version, p.From = f.Promises[i].Version, f.Promises[i].From
		f.Promises[i] = p
	}
	f.touch("PROMISE#" + p.ID)
}

// Open promises, the earliest date first, those without a date last.
func (f *File) OpenPromises() []Promise {
	list := slices.DeleteFunc(slices.Clone(f.Promises), func(p Promise) bool { return p.State != PromiseOpen })
	slices.SortStableFunc(list, func(a, b Promise) int { return cmp.Compare(cmp.Or(a.Due, "9"), cmp.Or(b.Due, "9")) })
	return list
}

// Expect notes that a reception's party comes on a local day; the same
// reception is moved. Contacts are ids, where known.
func (f *File) Expect(reception, day string, contacts ...string) {
	f.Unexpect(reception)
	m := f.months[day[:7]]
	m.Schema = Schema
	m.Coming = append(slices.Clone(m.Coming), Coming{reception, day, contacts, f.via})
	slices.SortFunc(m.Coming, byDay)
	f.months[day[:7]] = m
	f.touch("MONTH#" + day[:7])
}

// byDay is the order of who comes in a month.
func byDay(a, b Coming) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Reception, b.Reception))
}

// Unexpect takes a reception out again: cancelled, declined or moved.
func (f *File) Unexpect(reception string) {
	for name, m := range f.months {
		kept := slices.DeleteFunc(slices.Clone(m.Coming), func(c Coming) bool { return c.Reception == reception })
		if len(kept) != len(m.Coming) {
			m.Coming = kept
			f.months[name] = m
			f.touch("MONTH#" + name)
		}
	}
}

// ComingIn lists who comes in a month ("2026-11"), by day.
func (f *File) ComingIn(month string) []Coming { return slices.Clone(f.months[month].Coming) }

// maxLast bounds how many receptions LastVisits names beside the archived one.
const maxLast = 3

// LastVisits are the receptions of which the first that took place is the last
// visit up to a local date: those since the archived one, newest first, and it.
// Whether anybody came the customer does not know; the receptions do.
func (f *File) LastVisits(until string) []string {
	var since []Coming
	for _, m := range f.months {
		for _, c := range m.Coming {
			if c.Day <= until && c.Day >= f.Head.Last && c.Reception != f.Head.Latest {
				since = append(since, c)
			}
		}
	}
	slices.SortFunc(since, func(a, b Coming) int {
		return -cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Reception, b.Reception))
	})
	var list []string
	for _, c := range since[:min(len(since), maxLast)] {
		list = append(list, c.Reception)
	}
	if f.Head.Latest != "" {
		list = append(list, f.Head.Latest)
	}
	return list
}

// Visited files a finished visit: the log, the date, the totals. day is its
// local date. A visit that is the latest already is not counted twice.
func (f *File) Visited(v Visit, day string) {
	v.Schema, v.From = Schema, f.via
	f.log = append(f.log, v)
	if f.Head.Latest == v.Number {
		return
	}
	f.Head.Visits++
	f.Head.Cost = plus(f.Head.Cost, v.Cost)
	if day >= f.Head.Last {
		f.Head.Last, f.Head.Latest = day, v.Number
	}
	f.touch("HEAD")
	if m := f.absorbed(f.via); m != nil {
		m.visited(v, day)
		f.touch("MERGED#" + m.ID)
	}
}

// Changed tells whether there is anything to store.
func (f *File) Changed() bool { return len(f.touched)+len(f.log)+len(f.ops) > 0 }

// Ops gives the operations that store what changed, in key order, then the
// words. New contacts cost up to six each; the caller keeps a commit below 100.
func (f *File) Ops() ([]store.Op, error) {
	var ops []store.Op
	for _, sk := range slices.Sorted(maps.Keys(f.touched)) {
		op, err := f.encode(sk)
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	for _, v := range f.log {
		op, err := v.op(f.ID)
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	return slices.Concat(ops, latest(f.ops), f.drops), nil
}

// encode gives the operation of one document.
func (f *File) encode(sk string) (store.Op, error) {
	d := f.docs[sk]
	d.Key = store.Key{PK: Partition(f.ID), SK: sk}
	kind, id, _ := strings.Cut(sk, "#")
	switch kind {
	case "CONTACT":
		return staff.Encode(d, f.contact(id))
	case "PROMISE":
		i := slices.IndexFunc(f.Promises, func(p Promise) bool { return p.ID == id })
		d.Desk = f.Promises[i].desk()
		return encode(d, f.Promises[i], struct {
			Schema int `json:"s"`
		}{Schema})
	case "MERGED":
		i := slices.IndexFunc(f.Merges, func(m Absorbed) bool { return m.ID == id })
		return staff.Encode(d, f.Merges[i])
	case "MONTH":
		month, _ := time.Parse("2006-01", id)
		d.Expires = month.AddDate(0, monthKeep, 0)
		return staff.Encode(d, f.months[id])
	}
	d.List = f.Head.place()
	return encode(d, f.Head.Card, f.Head)
}

// latest keeps the last of several operations on one word.
func latest(ops []store.Op) []store.Op {
	var list []store.Op
	for i, op := range ops {
		if !slices.ContainsFunc(ops[i+1:], func(o store.Op) bool { return o.Doc.Key == op.Doc.Key }) {
			list = append(list, op)
		}
	}
	return list
}
