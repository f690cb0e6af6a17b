package reception

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// verbCreate and verbEvaluate are commands without a reception of their own.
const (
	verbCreate   Verb = "create"
	verbEvaluate Verb = "evaluate"
)

// Create makes a draft: the application as far as it is known, filled in from
// the customer's last visit or from the reception it is a clone of. A draft is
// its applicant's alone and makes no event.
func (s *Service) Create(ctx context.Context, act staff.Act, a Application) (DraftAnswer, error) {
	return run(ctx, s, act, command{verb: verbCreate, body: a, queries: a.asking()}, func(t *turn) (func() DraftAnswer, error) {
		known, err := s.lookUp(t.ctx, act, t.company, a, t.read.Lists)
		if err != nil {
			return nil, err
		}
		if err := t.blank(a); err != nil {
			return nil, err
		}
		t.Head.ID = "d." + t.own + "." + act.By
		a := t.prefill(a, known)
		if err := t.apply(a, known); err != nil {
			return nil, err
		}
		t.docs = map[string]store.Doc{}
		return t.draftAnswer(known), nil
	})
}

// Evaluate says what the policy says now about any part of an application. It
// stores nothing.
func (s *Service) Evaluate(ctx context.Context, act staff.Act, a Application) (Outlook, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Outlook{}, err
	}
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: a.asking()})
	if err != nil {
		return Outlook{}, err
	}
	known, err := s.lookUp(ctx, act, company, a, read.Lists)
	if err != nil {
		return Outlook{}, err
	}
	t := &turn{ctx: ctx, s: s, act: act, company: company, cal: company.Calendar()}
	if err := t.blank(a); err != nil {
		return Outlook{}, err
	}
	if err := t.applyLenient(a, known); err != nil {
		return Outlook{}, err
	}
	o := t.outlook(policy.GateSubmit)
	known.addTo(&o)
	if known.id == "" {
		o.Similar, err = s.Alike(ctx, act, a.Customer.Name)
	}
	return o, err
}

// Alike finds known customers that a new one may be, for who keeps the archive.
func (s *Service) Alike(ctx context.Context, act staff.Act, name string) ([]customer.Similar, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil || !customer.Keeps(company, act.By) {
		return nil, err
	}
	return s.Customers.Alike(ctx, clean(name))
}

// blank begins a reception by the policy that the application names, or the
// company's default, or the one that suits the department.
func (t *turn) blank(a Application) error {
	if t.company.Person(t.act.By) == nil && t.act.By != System {
		return fault.New(fault.Forbidden, "forbidden")
	}
	id := a.Policy
	if id == "" {
		id = t.company.Info.Policy
	}
	p, err := t.adopted(id)
	if err != nil {
		return err
	}
	t.policy = p
	t.Reception = &Reception{zone: t.company.Zone(), Head: Head{State: Draft, Applicant: t.act.By, Policy: PolicyRef{ID: p.ID, Version: p.Version}},
		docs: map[string]store.Doc{}}
	if me := t.company.Person(t.act.By); me != nil {
		t.Head.Department = me.Department
	}
	return nil
}

// adopted is a policy that the company receives by, in force now. Receptions under
// way keep theirs when it is given up.
func (t *turn) adopted(id string) (*policy.Policy, error) {
	if !slices.Contains(t.company.Info.Policies, id) {
		return nil, fault.Field("/policy", "unknown-id", id)
	}
	p, err := t.s.Policies.Get(t.ctx, id, "")
	if fault.Is(err, "not-found") {
		err = fault.Field("/policy", "unknown-id", id)
	}
	return p, err
}

// EditApplication changes a draft; what the body leaves out stays.
func (s *Service) EditApplication(ctx context.Context, act staff.Act, r string, c EditApplication) (DraftAnswer, error) {
	asking := c.asking()
	cmd := command{verb: VerbEdit, r: r, version: c.Version, body: c, allowed: mayApply, queries: asking}
	return run(ctx, s, act, cmd, func(t *turn) (func() DraftAnswer, error) {
		known, err := s.lookUp(t.ctx, act, t.company, c.Application, t.read.Lists[len(t.read.Lists)-len(asking):])
		if err != nil {
			return nil, err
		}
		if c.Policy != "" && c.Policy != t.Head.Policy.ID {
			p, err := t.adopted(c.Policy)
			if err != nil {
				return nil, err
			}
			t.policy, t.Head.Policy = p, PolicyRef{ID: p.ID, Version: p.Version}
		}
		a := c.Application
		if c.Prefill {
			t.Form.Prefilled = nil
			a = t.prefill(a.unsaid(), known)
		}
		if err := t.apply(a, known); err != nil {
			return nil, err
		}
		return t.draftAnswer(known), nil
	})
}

// draftAnswer answers with the application and what the policy says of it.
func (t *turn) draftAnswer(known known) func() DraftAnswer {
	return func() DraftAnswer {
		o := t.outlook(policy.GateSubmit)
		known.addTo(&o)
		prefilled := t.Form.Prefilled
		if prefilled == nil {
			prefilled = []Prefilled{}
		}
		return DraftAnswer{ID: t.id(), Number: t.Head.Number, Version: t.Version(), State: t.Head.State,
			Application: t.applicationView(true), Outlook: o, Prefilled: prefilled, SavedAt: t.act.At.In(t.company.Zone())}
	}
}

// id names the reception in answers: its number once it has one.
func (r *Reception) id() string {
	if r.Head.Number != "" {
		return r.Head.Number
	}
	return r.Head.ID
}

// Submit sends the draft to the office: the policy's gate must open, then the
// number is claimed by creating HEAD, and the draft becomes a receipt.
func (s *Service) Submit(ctx context.Context, act staff.Act, r string, c Submit) (StateAnswer, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return StateAnswer{}, err
	}
	day := company.Today(act.At)
	cmd := command{verb: VerbSubmit, r: r, version: c.Version, body: c, allowed: mayApply, keys: []store.Key{numberKey(day)}}
	return run(ctx, s, act, cmd, func(t *turn) (func() StateAnswer, error) {
		if err := t.complete(); err != nil {
			return nil, err
		}
		t.Head.Moments = with(t.Head.Moments, "submitted", act.At)
		t.Head.Urgent, t.Head.Late = t.urgent(), t.late()
		if err := t.pass(policy.GateSubmit, c.Reason); err != nil {
			return nil, err
		}
		t.Head.Returned = nil
		t.Head.Level.Proposed = t.proposedLevel(policy.GateSubmit)
		if t.Head.Number == "" {
			if err := t.claimNumber(day); err != nil {
				return nil, err
			}
		}
		if err := t.bindCustomer(); err != nil {
			return nil, err
		}
		t.kind = EventSubmitted
		t.data.tell(MailReceived, nil, t.Head.Applicant)
		t.data.tell(MailApplication, nil, t.told("application")...)
		t.Head.State = Submitted
		t.changed()
		return t.stateAnswer(), t.setLife()
	})
}

// complete refuses an application without what every policy needs.
func (t *turn) complete() error {
	var l fault.List
	if t.Head.Customer.ID == "" && t.Head.Customer.Name == "" {
		l.Add("/customer/name", "required")
	}
	if t.Head.Start.IsZero() {
		l.Add("/start", "required")
	} else if !t.Head.Start.After(t.act.At) {
		l.Add("/start", "in-the-past")
	}
	if t.Head.End.IsZero() {
		l.Add("/end", "required")
	}
	if t.party() == 0 {
		l.Add("/guests", "required")
	}
	return l.Err()
}

// late says whether the policy's lead time is not met.
func (t *turn) late() bool {
	met := t.lead(t.outcome(policy.GateSubmit)).Met
	return met != nil && !*met
}

// told are the people whom a paper of the policy is sent to; where the policy
// does not say, the office.
func (t *turn) told(paper string) []string {
	for _, s := range t.consult(policy.GateSubmit).Papers() {
		if s.ID == paper && s.Paper != nil && len(s.Paper.To) > 0 {
			return t.people("", s.Paper.To...)
		}
	}
	return t.officePeople()
}

// officePeople is who answers for the office: its head, or everybody with the role.
func (t *turn) officePeople() []string {
	if list := t.people("", "office"); len(list) > 0 {
		return list
	}
	var list []string
	for _, p := range t.company.WithRole(staff.Office) {
		list = append(list, p.ID)
	}
	return list
}

// Withdraw takes an application back to the draft; what was asked for it is
// void. Whoever was mailed a sheet or an invitation hears that the visit is off.
func (s *Service) Withdraw(ctx context.Context, act staff.Act, r string, c Withdraw) (StateAnswer, error) {
	return run(ctx, s, act, command{verb: VerbWithdraw, r: r, version: c.Version, body: c, allowed: mayApply}, func(t *turn) (func() StateAnswer, error) {
		t.kind, t.data.Text = EventWithdrawn, cut(c.Comment)
		told := append(t.told("application"), t.Head.Owner, t.Head.Specialist)
		t.data.tell(MailWithdrawn, nil, told...)
		if t.Head.Revision > 0 {
			t.data.tell(MailCancelled, nil, without(t.mailed(), told)...)
		}
		t.takeBack(Draft)
		t.renewEntry()
		t.Head.Confirmed, t.Head.Invited, t.Plan.Untold = 0, 0, nil // a new application confirms and invites anew
		delete(t.Head.Moments, "confirmed")
		return t.stateAnswer(), t.visitOps()
	})
}

// takeBack ends what was under way: asks are void, tasks dropped, clocks
// stopped, bookings released by the event's consumer.
func (t *turn) takeBack(to State) {
	t.voidAsks("")
	t.dropTasks()
	dropClocks(&t.Head.Clocks, func(string) bool { return true })
	t.Head.State, t.data.Cancel, t.Plan.Booked = to, true, false
	t.changed()
}

// stateAnswer is the answer of the commands that move the state.
func (t *turn) stateAnswer() func() StateAnswer {
	return func() StateAnswer {
		level := LevelView(t.Head.Level)
		return StateAnswer{ID: t.id(), Number: t.Head.Number, Version: t.Version(), State: t.Head.State, Level: &level,
			Urgent: t.Head.Urgent, Due: t.due(), Mailed: t.data.Mailed()}
	}
}

// numberKey is the hint of the last number given on a day.
func numberKey(day string) store.Key { return store.Key{PK: "number#" + day, SK: "-"} }

// claimNumber gives the reception its number. The counter is only a hint; the
// claim is the creation of HEAD, and a commit that meets somebody else's HEAD
// comes back here with the next candidate.
func (t *turn) claimNumber(day string) error {
	hint := t.read.Docs[numberKey(day)]
	var last struct{ Last int }
	if hint.Version > 0 {
		if err := json.Unmarshal(hint.Body, &last); err != nil {
			return fmt.Errorf("decode number: %w", err)
		}
	}
	n := t.s.numbers.next(day, last.Last)
	body, _ := json.Marshal(struct{ Last int }{n}) // a number always encodes
	t.ops = append(t.ops, store.Put(store.Doc{Key: numberKey(day), Body: body}))
	return t.moveIn(fmt.Sprintf("R-%s-%03d", compactDay(day), n))
}

// compactDay writes 2026-11-24 as 20261124.
func compactDay(day string) string { return day[:4] + day[5:7] + day[8:10] }

// moveIn moves a draft into the partition of its number and leaves a receipt.
func (t *turn) moveIn(number string) error {
	key, _ := draftKey(t.Head.ID)
	old := t.docs[key.SK]
	body, err := json.Marshal(draftBody{Schema: Schema, Number: number})
	if err != nil {
		return fmt.Errorf("encode draft: %w", err)
	}
	t.ops = append(t.ops, store.Replace(store.Doc{Key: key, Version: old.Version, Body: body}))
	t.Head.Base, t.Head.Number = old.Version, number
	t.docs = map[string]store.Doc{}
	t.renameFiles(number)
	return nil
}
