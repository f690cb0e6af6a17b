package reception

import (
	"context"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A Brief is a reception as mails and papers describe it: the present, the
// company, the policy, and the revisions that were asked for. It is read only.
type Brief struct {
	*Reception
	Company   *staff.Company
	Policy    *policy.Policy
	Revisions map[int]Sheet // with the guests' names
	turn      *turn
}

// Brief reads a reception and some of its revisions in one round. It checks no
// access: it is for those whom the domain itself decided to tell.
func (s *Service) Brief(ctx context.Context, act staff.Act, number string, revisions ...int) (*Brief, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	need := store.Need{Queries: []store.Query{presentQuery(number)}}
	for _, n := range revisions {
		if n > 0 {
			need.Keys = append(need.Keys, RevisionKey(number, n))
		}
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return nil, err
	}
	act.By = System
	t := &turn{ctx: ctx, s: s, act: act, company: company, cal: company.Calendar(), read: read, said: &said{}}
	if err := t.open(command{r: number}); err != nil {
		return nil, err
	}
	b := &Brief{Reception: t.Reception, Company: company, Policy: t.policy, Revisions: map[int]Sheet{}, turn: t}
	for _, k := range need.Keys {
		sheet, _, err := DecodeRevision(read.Docs[k])
		if fault.Is(err, "not-found") {
			continue
		} else if err != nil {
			return nil, err
		}
		b.Revisions[sheet.Revision] = t.withNames(sheet)
	}
	return b, nil
}

// Speaking gives the same brief in another language; what the policy says of
// it is asked once for all.
func (b *Brief) Speaking(l i18n.Lang) *Brief {
	t := *b.turn
	t.act.Lang = l
	c := *b
	c.turn, c.Revisions = &t, make(map[int]Sheet, len(b.Revisions))
	for n, sheet := range b.Revisions {
		c.Revisions[n] = t.forReader(sheet)
	}
	return &c
}

// InWords is a sheet in the words of the brief's reader.
func (b *Brief) InWords(s Sheet) Sheet { return b.turn.forReader(s) }

// Said is an item in the words of the brief's reader.
func (b *Brief) Said(it Item) Item { return b.turn.spoken([]Item{it})[0] }

// Does is what a task asks for, with the person that it is about.
func (b *Brief) Does(k *Task) string { return b.turn.does(k) }

// Escalated are those who were told that a task is overdue.
func (b *Brief) Escalated(k *Task) []string {
	if k.State != TaskOverdue {
		return nil
	}
	return b.turn.escalatesTo(k)
}

// Name names a person for a reader of the brief's language.
func (b *Brief) Name(staffID string) string { return b.turn.ref(staffID).Name }

// Customer is the customer as the brief's reader knows it.
func (b *Brief) Customer() Ref { return b.turn.customer() }

// Lang is the language that the brief speaks.
func (b *Brief) Lang() i18n.Lang { return b.turn.act.Lang }

// RoleName is a role in the policy's words, or in ours.
func (b *Brief) RoleName(role string) string {
	for _, r := range b.Policy.Roles {
		if r.ID == role {
			return r.Words.In(b.Lang())
		}
	}
	if key := "word." + role; i18n.Has(b.Lang(), key) {
		return i18n.T(b.Lang(), key)
	}
	return role
}

// LevelName is the level in the policy's words; empty where there is none.
func (b *Brief) LevelName() string {
	id := b.Head.Level.Is()
	if id == "" {
		return ""
	}
	if w, ok := b.turn.levels()[id]; ok {
		return w.In(b.turn.act.Lang)
	}
	return id
}

// Meets is the journey that an item meets: a pickup that to us, a see-off that
// away; nothing for other items.
func (b *Brief) Meets(it Item) Leg {
	leg := map[string]*Leg{"pickup": b.Form.Arrival, "see-off": b.Form.Departure}[it.Kind]
	if leg == nil {
		return Leg{}
	}
	return *leg
}

// Hosts are the people who receive the guests.
func (b *Brief) Hosts() []string { return b.hosts() }

// Readiness is go or no-go with its reasons.
func (b *Brief) Readiness() Readiness { return b.readiness(string(b.turn.act.Lang)) }

// Questions are the texts of an approval's questions by id.
func (b *Brief) Questions(subject string) map[string]string {
	m := map[string]string{}
	for _, c := range b.turn.consult(policy.GatePublish).Approvals() {
		for _, s := range c.Steps {
			if reviewSubject(c.ID, s.ID) == subject {
				for _, q := range s.Asks {
					m[q.ID] = q.Words.In(b.turn.act.Lang)
				}
			}
		}
	}
	return m
}

// ThingName names a room, vehicle or person.
func (b *Brief) ThingName(id string) string { return b.turn.thingName(id) }

// Outlook is what the policy says of the application.
func (b *Brief) Outlook() Outlook { return b.turn.outlook(policy.GateAccept) }
