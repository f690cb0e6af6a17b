package reception

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// Succeed follows an event of the company after which open work belongs to
// others: somebody left, or a role, a department or a position is another's now.
// It reads the desks of those who had it, so the cost is that of their open
// work, and lets each reception hand it on: nobody loses a step. Repeating it
// changes nothing.
func (s *Service) Succeed(ctx context.Context, e event.Event, at time.Time) error {
	people := staff.MovedBy(e)
	if len(people) == 0 {
		return nil
	}
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return err
	}
	numbers, err := s.inHand(ctx, company, people, at)
	errs := []error{err}
	for _, number := range numbers {
		errs = append(errs, s.handOn(ctx, company, number, people, at))
	}
	return errors.Join(errs...)
}

// inHand are the receptions in which something is asked of one of the people:
// by their desks, and what was over within a year and waits for signatures.
func (s *Service) inHand(ctx context.Context, company *staff.Company, people []string, at time.Time) ([]string, error) {
	var need store.Need
	var homes []string
	for _, id := range people {
		need.Queries = append(need.Queries, store.Query{Index: store.Desk, In: "ask:" + id})
		if p := company.Person(id); p != nil && p.Department != "" && !slices.Contains(homes, p.Department) {
			homes = append(homes, p.Department)
			need.Queries = append(need.Queries, store.Query{Index: store.Desk, In: p.Department})
		}
	}
	need.Queries = append(need.Queries, store.Query{Index: store.List, In: "reception", From: timeKey(at.AddDate(-1, 0, 0)), To: timeKey(at), Desc: true, Limit: listExamined})
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return nil, err
	}
	var numbers []string
	for _, d := range slices.Concat(read.Lists...) {
		if number, ok := strings.CutPrefix(d.PK, Partition("")); ok && (asks(d, people) || signs(d, company, people)) && !slices.Contains(numbers, number) {
			numbers = append(numbers, number)
		}
	}
	return numbers, nil
}

// signs says whether a reception waits for the signature of one of the people.
func signs(d store.Doc, company *staff.Company, people []string) bool {
	row, err := listedOf(d)
	switch {
	case err != nil || d.SK != "HEAD":
		return false
	case row.Signs == signOwner:
		return slices.Contains(people, row.Owner)
	}
	return row.Signs == signFinance && slices.ContainsFunc(people, func(id string) bool {
		p := company.Person(id)
		return p != nil && slices.Contains(p.Roles, staff.Finance)
	})
}

// asks says whether a document of a desk asks something of one of the people.
func asks(d store.Doc, people []string) bool {
	if _, isSlip := slipHome(d.SK); !isSlip {
		return strings.HasPrefix(d.SK, "ASK#")
	}
	var row SlipRow
	return json.Unmarshal(d.Row, &row) == nil && slices.ContainsFunc(row.Tasks, func(k TaskRow) bool {
		return k.State != TaskConfirmed && slices.Contains(people, k.Owner)
	})
}

// handOn lets one reception hand on what is open with the people.
func (s *Service) handOn(ctx context.Context, company *staff.Company, number string, people []string, at time.Time) error {
	need := store.Need{Queries: []store.Query{presentQuery(number)}}
	return store.Update(ctx, s.DB, need, func(ctx context.Context, read store.Read) ([]store.Op, error) {
		r, err := decode(read.Lists[0], company.Zone())
		if err != nil || !r.Head.State.Alive() {
			return nil, err
		}
		t := &turn{Reception: r, ctx: ctx, s: s, company: company, read: read, cal: company.Calendar(), act: staff.Act{By: System, At: at},
			own: staff.Digest(append([]string{number, "handed-on", timeKey(at)}, people...)...)[:12], kind: EventHandedOn}
		if t.policy, err = s.Policies.Get(ctx, r.Head.Policy.ID, r.Head.Policy.Version); err != nil {
			return nil, err
		}
		if moved, err := t.passOn(people); err != nil || !moved {
			return nil, err
		}
		return t.finish()
	})
}

// passOn hands on the asks and tasks of the people that are not theirs any
// more, and says whether there were any.
func (t *turn) passOn(people []string) (moved bool, err error) {
	for _, a := range slices.Clone(t.Asks) {
		if a.State == AskOpen && slices.Contains(people, a.Person) && t.askOthers(a) {
			moved = true
		}
	}
	was, own := map[string]string{}, []string(nil)
	for _, k := range t.Tasks() {
		if k.State == TaskConfirmed || k.State == TaskDropped || !slices.Contains(people, k.Owner) {
			continue
		}
		was[k.ID] = k.Owner
		if next := t.company.Present(k.Owner); next != nil && next.ID != k.Owner && (k.Assigned || strings.HasPrefix(k.ID, ownTask)) {
			k.Owner = next.ID
			k.Version++
			own = append(own, k.ID)
		}
	}
	t.changed()
	if err := t.refresh(); err != nil {
		return false, err
	}
	t.handOver(own)
	for id, owner := range was {
		if k, _ := t.Task(id); k != nil && k.Owner != owner {
			moved = true
		}
	}
	return t.tellDeputies(people) || moved, nil
}

// tellDeputies mails what was asked of the people to those who stand in for
// them by now, and who signs now to him; each once.
func (t *turn) tellDeputies(people []string) (told bool) {
	for _, a := range t.Asks {
		if a.State == AskOpen && slices.Contains(people, a.Person) && t.standIn(a.Person, subjectOf(a.Subject)) != a.Person {
			told = t.tellAsked(a) || told
		}
	}
	var deputised []*Task
	for _, k := range t.Tasks() {
		in := t.standIn(k.Owner, SubjectTask)
		if (k.State == TaskAsked || k.State == TaskOverdue) && slices.Contains(people, k.Owner) && in != k.Owner && in != cmp.Or(k.Told, k.Owner) {
			deputised = append(deputised, k)
		}
	}
	t.tell(MailTasks, deputised)
	return t.tellSigners() || told || len(deputised) > 0
}

// askOthers asks those who hold the step now instead of the person of an ask.
// Where they were asked themselves already, nothing need be asked anew.
func (t *turn) askOthers(a *Ask) bool {
	next := t.unasked(a)
	if len(next) == 0 {
		return false
	}
	a.State, a.Clocks, a.HandedTo = AskVoid, nil, next
	for _, id := range next {
		t.askInstead(a.Subject, id)
	}
	return true
}

// unasked are the successors of an ask who were not asked themselves already.
func (t *turn) unasked(a *Ask) []string {
	return slices.DeleteFunc(t.successors(a), func(id string) bool {
		other := t.Ask(a.Subject, id)
		return other != nil && other.State != AskVoid
	})
}

// askInstead asks one person for a step that another had.
func (t *turn) askInstead(subject, person string) {
	kind, rest, _ := strings.Cut(subject, ":")
	if kind == SubjectException {
		for i := range t.Head.Exceptions {
			if e := &t.Head.Exceptions[i]; e.ID == rest {
				e.Deciders = append(slices.Clone(e.Deciders), person)
				t.askDecider(*e, person)
			}
		}
		return
	}
	chain, step, _ := strings.Cut(rest, ":")
	c, _ := t.chain(chain)
	for i := range t.Plan.Approvals {
		for _, sign := range c.Steps {
			if t.Plan.Approvals[i].ID == chain && sign.ID == step {
				t.ask(subject, person, &t.Plan.Approvals[i], c, sign)
			}
		}
	}
}

// successors are those who hold the step of an ask now, where it is not its
// person's any more: whom the policy would ask today, else who came after him.
func (t *turn) successors(a *Ask) []string {
	asked := t.company.Person(a.Person)
	here := asked != nil && asked.Active()
	holders := t.holdersOf(a)
	if here && (len(holders) == 0 || slices.Contains(holders, a.Person)) {
		return nil
	}
	if len(holders) == 0 {
		holders = []string{a.Person}
	}
	var list []string
	for _, id := range holders {
		if p := t.company.Present(id); p != nil && p.ID != a.Person && !slices.Contains(list, p.ID) {
			list = append(list, p.ID)
		}
	}
	return list
}

// nowWith is what a link shows that is for something which others have now: who
// they are, and nothing else of the reception.
func (t *turn) nowWith(link LinkRef, who []string) LinkView {
	v := LinkView{Purpose: link.Purpose, Person: t.ref(link.Person), Reception: t.Head.Number, Revision: t.Head.Revision,
		Questions: []LinkQuestion{}, Changes: []Change{}, State: LinkStale, Lapsed: LapsedGone, Contact: t.contact()}
	for _, id := range who {
		if p := t.company.StandIn(id, link.Purpose, t.act.At); p != nil && p.ID != link.Person && !slices.ContainsFunc(v.NowWith, func(r Ref) bool { return r.ID == p.ID }) {
			v.NowWith = append(v.NowWith, t.ref(p.ID))
		}
	}
	return v
}
