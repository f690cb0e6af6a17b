package customer

import (
	"context"
	"maps"
	"slices"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// opsAtOnce is how many operations one step of moving aims at: a contact brings
// up to nine more, and a commit bears 100.
const opsAtOnce = 70

// visitsAtOnce is how many visits one step moves; going back takes two
// operations for each.
const visitsAtOnce = 40

// mostSteps bounds the steps of one call: 40,000 visits.
const mostSteps = 1000

// Arrange makes what merged records hold lie where it belongs: copied to the
// record that stays, or taken back from it. It consumes the events of merging as
// a hint: each step reads the truth, moves some and commits with the document of
// the merge, so that it may be repeated, interrupted, and overtaken by an undo.
func (s *Service) Arrange(ctx context.Context, e event.Event) error {
	var data moving
	id, ok := partitionOf(e.PK)
	if !ok {
		return nil
	}
	if err := e.Into(&data); err != nil || data.With == "" {
		return err
	}
	for range mostSteps {
		settled, err := s.step(ctx, id, data.With)
		if settled || err != nil {
			return err
		}
	}
	return fault.New(fault.Unavailable, "unavailable")
}

// step moves some of what a merged record holds; settled says that nothing is left.
func (s *Service) step(ctx context.Context, id, with string) (settled bool, err error) {
	need := store.Need{Queries: []store.Query{Present(id), Present(with)}}
	err = store.Update(ctx, s.DB, need, func(ctx context.Context, read store.Read) ([]store.Op, error) {
		f, err := Open(id, read.Lists[0])
		if err != nil {
			return nil, err
		}
		l, err := Open(with, read.Lists[1])
		if err != nil {
			return nil, err
		}
		m := f.merge(with)
		if settled = m == nil || m.Settled; settled {
			return nil, nil
		}
		move := s.over
		if m.Undone {
			move = s.back
		}
		if err := move(ctx, f, l, m); err != nil {
			return nil, err
		}
		f.touch("MERGED#" + m.ID)
		ops, err := f.Ops()
		if err != nil {
			return nil, err
		}
		more, err := l.Ops()
		return append(ops, more...), err
	})
	return settled, err
}

// merge finds a merge, one that was taken back too.
func (f *File) merge(id string) *Absorbed {
	i := slices.IndexFunc(f.Merges, func(m Absorbed) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &f.Merges[i]
}

// over copies some of a merged record to the one that stays: people, what is
// owed, who is to come, names, and then the log, newest first.
func (s *Service) over(ctx context.Context, f, l *File, m *Absorbed) error {
	for _, bring := range []func(){
		func() { f.bringContacts(l, m) }, func() { f.bringPromises(l) }, func() { f.bringMonths(l) },
		func() { m.lead(f, f.Head.Name, l) },
	} {
		if bring(); f.changes()+l.changes() > 0 {
			return nil
		}
	}
	docs, err := store.All(ctx, s.DB, Log(l.ID, visitsAtOnce, m.Seen))
	if err != nil {
		return err
	}
	visits, err := visitsOf(docs)
	for _, v := range visits {
		v.From = l.ID
		f.log = append(f.log, v)
	}
	m.seen(docs)
	return err
}

// changes counts what a step has to write so far.
func (f *File) changes() int { return len(f.touched) + len(f.ops) + len(f.drops) }

// lead lets the names of the merged record lead to where it is, once.
func (m *Absorbed) lead(to *File, title string, l *File) {
	if !m.Named {
		m.Named = true
		to.ops = append(to.ops, wordOps("customer", to.ID, title, l.Head.nameTokens(), l.ID)...)
	}
}

// seen notes how far a log was moved.
func (m *Absorbed) seen(docs []store.Doc) {
	if m.Settled = len(docs) < visitsAtOnce; len(docs) > 0 {
		m.Seen = docs[len(docs)-1].Cursor()
	}
}

// bringContacts copies some people.
func (f *File) bringContacts(l *File, m *Absorbed) {
	for _, c := range slices.Concat(l.Contacts, l.gone) {
		if f.changes() < opsAtOnce && f.contact(c.ID) == nil {
			f.bring(c, l, m)
		}
	}
}

// bring copies a contact. One who is known here already goes into the known one,
// which is completed by what it lacks.
func (f *File) bring(c Contact, l *File, m *Absorbed) {
	c.Version, c.From = 0, l.ID
	lead := c
	if to := f.Match(c); c.Merged == nil && to != nil {
		c.Merged = &Merged{Into: to.ID, At: m.At, Until: m.Until}
		c.Merged.Took = to.complete(c)
		f.contactWords(*to)
		lead = *to
	}
	if c.Merged == nil {
		f.Contacts = append(f.Contacts, c)
	} else {
		f.gone = append(f.gone, c)
	}
	f.touch("CONTACT#" + c.ID)
	f.ops = append(f.ops, wordOps("contact", f.ID+"/"+lead.ID, f.contactTitle(lead), contactTokens(c), l.ID+"/"+c.ID)...)
}

// bringPromises takes over what is owed, to the desk too.
func (f *File) bringPromises(l *File) {
	for i := range l.Promises {
		p := l.Promises[i]
		if p.Into == f.ID || f.changes() > opsAtOnce/2 {
			continue
		}
		l.Promises[i].Into = f.ID
		l.touch("PROMISE#" + p.ID)
		if f.promise(p.ID) == nil {
			p.Version, p.Customer, p.Name, p.From, p.Into = 0, f.ID, f.Head.Name, l.ID, ""
			f.Promises = append(f.Promises, p)
			f.touch("PROMISE#" + p.ID)
		}
	}
}

// promise finds a promise by id.
func (f *File) promise(id string) *Promise {
	i := slices.IndexFunc(f.Promises, func(p Promise) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &f.Promises[i]
}

// bringMonths takes over who was to come.
func (f *File) bringMonths(l *File) {
	for name, month := range l.months {
		for _, c := range month.Coming {
			c.From = l.ID
			f.come(name, c)
		}
	}
}

// come notes a coming reception in a month, once.
func (f *File) come(name string, c Coming) {
	m := f.months[name]
	if slices.ContainsFunc(m.Coming, func(o Coming) bool { return o.Reception == c.Reception }) {
		return
	}
	m.Schema, m.Coming = Schema, append(slices.Clone(m.Coming), c)
	slices.SortFunc(m.Coming, byDay)
	f.months[name] = m
	f.touch("MONTH#" + name)
}

// back returns some of what came with a merged record, as it is by now.
func (s *Service) back(ctx context.Context, f, l *File, m *Absorbed) error {
	for _, give := range []func(){
		func() { f.partFrom(l) }, func() { f.returnContacts(l) }, func() { f.returnPromises(l) }, func() { f.returnMonths(l) },
		func() { m.lead(l, l.Head.Name, l) },
	} {
		if give(); f.changes()+l.changes() > 0 {
			return nil
		}
	}
	docs, err := store.All(ctx, s.DB, Log(f.ID, visitsAtOnce, m.Seen))
	if err != nil {
		return err
	}
	if err := s.returnVisits(ctx, f, l, docs); err != nil {
		return err
	}
	m.seen(docs)
	return nil
}

// partFrom makes those persons of their own again who stay, but were merged into
// somebody who leaves.
func (f *File) partFrom(l *File) {
	for _, c := range slices.Clone(f.gone) {
		if c.From != l.ID && f.from(c.Merged.Into) == l.ID && f.changes() < opsAtOnce {
			f.partContact(c.ID)
		}
	}
}

// returnContacts gives people back who came with the record, as they are by now.
func (f *File) returnContacts(l *File) {
	for _, c := range slices.Concat(f.Contacts, f.gone) {
		if c.From != l.ID || f.changes()+l.changes() > opsAtOnce {
			continue
		}
		if c.Merged != nil && f.from(c.Merged.Into) != l.ID {
			f.giveBack(&c)
		}
		f.drops = append(f.drops, store.Delete(f.docs["CONTACT#"+c.ID]))
		l.takeBack(c)
	}
}

// from tells with which merged record a contact came.
func (f *File) from(id string) string {
	if c := f.contact(id); c != nil {
		return c.From
	}
	return ""
}

// takeBack enters a contact again in the record that he came with.
func (f *File) takeBack(c Contact) {
	c.Version, c.From = 0, ""
	if old := f.contact(c.ID); old != nil {
		c.Version, c.From = old.Version, old.From
		*old = c
	} else {
		f.Contacts = append(f.Contacts, c)
	}
	f.contactWords(c)
}

// returnPromises gives back what is owed to the record, as it stands.
func (f *File) returnPromises(l *File) {
	for _, p := range f.Promises {
		if p.From != l.ID || f.changes() > opsAtOnce/2 {
			continue
		}
		f.drops = append(f.drops, store.Delete(f.docs["PROMISE#"+p.ID]))
		p.Customer, p.Name, p.From, p.Into = l.ID, l.Head.Name, "", ""
		if old := l.promise(p.ID); old != nil {
			p.Version, p.From = old.Version, old.From
			*old = p
		} else {
			p.Version = 0
			l.Promises = append(l.Promises, p)
		}
		l.touch("PROMISE#" + p.ID)
	}
}

// returnMonths gives back who was to come, those who applied since included.
func (f *File) returnMonths(l *File) {
	for _, name := range slices.Sorted(maps.Keys(f.months)) {
		for _, c := range f.ComingIn(name) {
			if c.From == l.ID {
				f.Unexpect(c.Reception)
				c.From = ""
				l.come(name, c)
			}
		}
	}
}

// returnVisits gives the record its visits back that it does not have itself.
func (s *Service) returnVisits(ctx context.Context, f, l *File, docs []store.Doc) error {
	visits, err := visitsOf(docs)
	if err != nil {
		return err
	}
	var need store.Need
	for _, d := range docs {
		need.Keys = append(need.Keys, store.Key{PK: Partition(l.ID), SK: d.SK})
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return err
	}
	for _, v := range visits {
		if v.From != l.ID {
			continue
		}
		i := slices.IndexFunc(docs, func(d store.Doc) bool { return d.SK == v.key() })
		f.drops = append(f.drops, store.Delete(docs[i]))
		if read.Docs[store.Key{PK: Partition(l.ID), SK: v.key()}].Version == 0 {
			v.From = ""
			l.log = append(l.log, v)
		}
	}
	return nil
}
