package reception

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// Publish makes the plan a numbered, immutable revision. What it books is
// taken now or the answer is clash; the approvers are asked (again only after
// major changes), and people whose part changed are told just that.
func (s *Service) Publish(ctx context.Context, act staff.Act, r string, c Publish) (PublishAnswer, error) {
	return run(ctx, s, act, command{verb: VerbPublish, r: r, version: c.Version, body: c, allowed: mayArrange}, func(t *turn) (func() PublishAnswer, error) {
		if err := t.pass(policy.GatePublish, c.Reason); err != nil {
			return nil, err
		}
		last, err := t.lastAndBookings()
		if err != nil {
			return nil, err
		}
		if err := t.stopped(); err != nil {
			return nil, err
		}
		if t.unchanged(last) {
			return nil, fault.New(fault.Conflict, "wrong-state", "unchanged")
		}
		p, err := t.release(last, c.Note)
		if err != nil {
			return nil, err
		}
		return func() PublishAnswer {
			return PublishAnswer{Version: t.Version(), State: t.Head.State, Revision: p.Revision, Hash: t.Head.Hash, Changes: t.since(last, p), Recipients: t.receipts()}
		}, t.setLife()
	})
}

// unchanged says whether the sheet is what was published last.
func (t *turn) unchanged(last *Sheet) bool { return last != nil && t.sheet("").Hash() == t.Head.Hash }

// release makes the sheet a revision and decides who learns of it.
func (t *turn) release(last *Sheet, note string) (Sheet, error) {
	p, err := t.issue(last, note)
	if err != nil {
		return p, err
	}
	if err := t.refreshTasks(); err != nil {
		return p, err
	}
	confirmed := t.Head.Confirmed > 0
	t.route(last, p)
	if confirmed && t.Head.Confirmed == 0 { // off the board until it is confirmed again
		return p, t.visitOps()
	}
	return p, t.follow()
}

// lastAndBookings is the second read round: the last revision, and the days on
// which something is booked.
func (t *turn) lastAndBookings() (*Sheet, error) {
	now := t.wishes()
	keys := venue.Keys(t.zone, now...)
	asked := t.askedAbout()
	if asked > 0 {
		keys = append(keys, RevisionKey(t.Head.Number, asked))
	}
	if t.Head.Revision > 0 {
		keys = append(keys, RevisionKey(t.Head.Number, t.Head.Revision))
	}
	if len(keys) > store.MaxGet {
		return nil, fault.New(fault.Invalid, "too-many-bookings", len(keys))
	}
	var docs []store.Doc
	var err error
	if len(keys) > 0 {
		if docs, err = t.s.DB.Get(t.ctx, keys...); err != nil {
			return nil, err
		}
	}
	ledger, err := venue.Open(t.zone, docs...)
	if err != nil {
		return nil, err
	}
	if err := t.take(ledger, now); err != nil || t.Head.Revision == 0 {
		return nil, err
	}
	if asked > 0 {
		sheet, _, err := DecodeRevision(docs[len(docs)-2])
		if t.asked = &sheet; err != nil {
			return nil, err
		}
	}
	sheet, _, err := DecodeRevision(docs[len(docs)-1])
	return &sheet, err
}

// askedAbout is the revision that the approvers were asked about, where minor
// ones have followed it; 0 where none have.
func (t *turn) askedAbout() int {
	asked := 0
	for _, a := range t.Plan.Approvals {
		if (a.State == AskOpen || a.State == AskYes) && a.Since < t.Head.Revision && (asked == 0 || a.Since < asked) {
			asked = a.Since
		}
	}
	return asked
}

// issue stores the next revision.
func (t *turn) issue(last *Sheet, note string) (Sheet, error) {
	t.Head.Revision++
	t.Head.Moments = with(t.Head.Moments, "published", t.act.At)
	t.changed()
	p := t.sheet(clean(note))
	p.Revision = t.Head.Revision
	t.Head.Hash, t.Head.Returned = p.Hash(), nil
	op, err := revisionOp(p)
	if err != nil {
		return p, err
	}
	t.ops = append(t.ops, op)
	t.kind, t.data.Revision, t.data.Text = EventPublished, p.Revision, cut(note)
	if last != nil {
		t.data.Since = last.Revision
	}
	return p, nil
}

// since lists the changes against the last revision, in the actor's language.
func (t *turn) since(last *Sheet, p Sheet) []Change {
	if last == nil {
		return []Change{}
	}
	return Compare(t.lang(), t.withNames(*last), t.withNames(p), t.thingName)
}

// withNames fills in the guests' names, which revisions do not keep.
func (r *Reception) withNames(s Sheet) Sheet {
	names := make(map[string]string, len(r.Guests))
	for _, g := range r.Guests {
		names[g.ID] = g.Name
	}
	s.Guests = slices.Clone(s.Guests)
	for i, g := range s.Guests {
		s.Guests[i].Name = cmp.Or(names[g.ID], g.Name)
	}
	return s
}

// route decides what a new revision means: nobody need be asked while visiting
// or after minor changes; everybody after major ones or the first time. Many
// minor changes may come to a major one since the approvers were asked.
func (t *turn) route(last *Sheet, p Sheet) {
	t.data.Major = last == nil || Major(t.since(last, p)) || Major(t.since(t.asked, p))
	chains := t.chains()
	asked := slices.ContainsFunc(t.Plan.Approvals, func(a Approval) bool { return a.State == AskOpen || a.State == AskYes })
	if last != nil {
		t.owe(*last, p)
	}
	switch {
	case t.Head.State == Visiting:
		t.Head.Confirmed = p.Revision
		t.tellChanges()
	case len(chains) == 0:
		t.confirm()
	case last != nil && !t.data.Major && asked:
		t.followMinor(p)
	default:
		t.startChains(chains, last)
	}
}

// chains are the approvals of the policy that a sheet must pass.
func (t *turn) chains() []policy.Chain {
	var list []policy.Chain
	for _, c := range t.consult(policy.GatePublish).Approvals() {
		if guards(c.Before) {
			list = append(list, c)
		}
	}
	return list
}

// guards says whether a chain stands between the sheet and its execution.
func guards(before []policy.Gate) bool {
	return slices.ContainsFunc(before, func(g policy.Gate) bool {
		return g == policy.GateAssign || g == policy.GateReceive || g == policy.GateBook || g == policy.GateIssue || g == policy.GateDraw
	})
}

// followMinor carries the approvals over to a revision that differs in small
// things only: what was decided stays, what is open is decided on the newest.
func (t *turn) followMinor(p Sheet) {
	for i := range t.Plan.Approvals {
		a := &t.Plan.Approvals[i]
		if a.State == AskOpen || a.State == AskYes {
			a.Revision, a.Hash = p.Revision, t.Head.Hash
		}
	}
	for _, a := range t.Asks {
		if subjectOf(a.Subject) == SubjectReview && a.State == AskOpen {
			a.Hash = t.Head.Hash
		}
	}
	if t.Head.Confirmed > 0 {
		t.Head.Confirmed = p.Revision
		t.renewEntry()
		t.tellChanges()
	}
}

// startChains asks the first step of every chain about this revision.
func (t *turn) startChains(chains []policy.Chain, last *Sheet) {
	wasConfirmed := t.Head.Confirmed > 0
	t.Head.State, t.Head.Confirmed = Review, 0
	if last != nil {
		t.renewEntry()
	}
	t.Plan.Approvals = nil
	for _, a := range t.Asks {
		if subjectOf(a.Subject) == SubjectReview && a.State == AskOpen {
			a.State = AskVoid
		}
	}
	for _, c := range chains {
		a := Approval{ID: c.ID, State: AskOpen, Revision: t.Head.Revision, Since: t.Head.Revision, Hash: t.Head.Hash, Asked: t.act.At}
		if from, ok := c.From.Resolve(t.anchors(), t.cal); ok && !c.Within.IsZero() {
			a.Due = c.Within.From(from, 1, t.cal)
		}
		t.Plan.Approvals = append(t.Plan.Approvals, a)
		t.askStep(&t.Plan.Approvals[len(t.Plan.Approvals)-1], c)
	}
	t.changed()
	t.data.tell(MailSheet, nil, t.sheetReaders()...)
	if t.Head.Urgent {
		t.askTasks(true)
	}
	if wasConfirmed && last != nil {
		t.data.Cancel = false
	}
}

// sheetReaders get the sheet when it is published: whom the paper names that
// the policy's chain shows.
func (t *turn) sheetReaders() []string {
	var list []string
	for _, c := range t.chains() {
		for _, ref := range c.Shows {
			list = append(list, t.readersOf(strings.TrimPrefix(ref, "paper."))...)
		}
	}
	return list
}

// readersOf are the people to whom a paper of the policy goes.
func (t *turn) readersOf(paper string) []string {
	for _, s := range t.consult(policy.GatePublish).Papers() {
		if s.ID == paper && s.Paper != nil {
			return t.people("", s.Paper.To...)
		}
	}
	return nil
}

// receipts say who gets what.
func (t *turn) receipts() []Receipt {
	list := []Receipt{}
	for _, told := range t.data.Tell {
		for _, p := range told.To {
			list = append(list, Receipt{Person: t.recipientName(p), Gets: told.Kind})
		}
	}
	return list
}

// recipientName is a staff id as it is, a guest by name.
func (t *turn) recipientName(id string) string {
	if g := t.Guest(id); g != nil {
		return g.Name
	}
	return id
}

// confirm makes the published revision the one that is carried out: the
// departments get their tasks, those who take part the sheet, the guests their
// invitation.
func (t *turn) confirm() {
	t.Head.State, t.Head.Confirmed = Preparing, t.Head.Revision
	t.renewEntry()
	for _, a := range t.Plan.Approvals {
		t.Head.Moments = with(t.Head.Moments, "approved."+a.ID, t.act.At)
	}
	t.Head.Moments = with(t.Head.Moments, "confirmed", t.act.At)
	t.changed()
	t.data.Revision = t.Head.Revision
	part := t.takesPartIn()
	t.data.tell(MailSheet, nil, part...)
	t.Plan.Untold.except(part...)
	t.tellChanges()
	t.invite()
}

// renewEntry gives the calendar entry that people hold a higher sequence, so that
// what is sent from now on replaces it.
func (t *turn) renewEntry() {
	if t.Head.Revision > 0 {
		t.Head.Sequence++
	}
}

// invite sends each guest one invitation.
func (t *turn) invite() {
	t.data.tell(MailInvitation, nil, without(t.invited(), t.invitedBefore())...)
	t.Head.Invited = t.nextGuest()
}

// invitedBefore are the guests who have an invitation.
func (t *turn) invitedBefore() []string {
	return slices.DeleteFunc(t.invited(), func(id string) bool { return guestNumber(id) >= t.Head.Invited })
}

// takesPartIn are the specialist, the leaders and everybody in the itinerary.
func (t *turn) takesPartIn() []string {
	ids := append(one(t.Head.Specialist), t.leaders()...)
	for _, p := range t.Plan.People {
		ids = append(ids, p.Staff)
	}
	for _, it := range t.Items {
		for _, p := range it.People {
			ids = append(ids, p.Staff)
		}
	}
	return ids
}

// invited are the guests who can be reached.
func (t *turn) invited() []string {
	var ids []string
	for _, g := range t.Present() {
		if g.Email != "" {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// follow does what follows a publication or a decision: the tasks know what is
// approved now and are asked, gate and board see the visit.
func (t *turn) follow() error {
	if t.Head.Confirmed == 0 {
		return nil
	}
	if err := t.refreshTasks(); err != nil {
		return err
	}
	t.askTasks(false)
	return t.visitOps()
}

// String names a revision for logs.
func (s Sheet) String() string { return fmt.Sprintf("%s/%d", s.Number, s.Revision) }
