package reception

import (
	"context"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// The states of a link's page.
const (
	LinkOpen    = "open"
	LinkUsed    = "used"
	LinkStale   = "stale"
	LinkExpired = "expired"
)

// Why a link is stale.
const (
	LapsedRevised = ""      // there is a newer sheet
	LapsedOver    = "over"  // the reception is filed, declined or cancelled
	LapsedBack    = "back"  // the sheet was sent back
	LapsedNewer   = "newer" // what it asks for has been asked anew
	LapsedGone    = "gone"  // it needs nobody, or not this person
)

// ReviewLink is what a review's mailed link shows: the sheet that is decided
// on, the questions, and what has changed since the revision that the link
// carries. Opening it changes nothing.
func (s *Service) ReviewLink(ctx context.Context, act staff.Act, link LinkRef) (LinkView, error) {
	t, a, err := s.askBehind(ctx, act, link, "")
	if err != nil {
		return LinkView{}, err
	}
	if v, elsewhere := t.elsewhere(a, link); elsewhere {
		return v, nil
	}
	v := t.askView(a, link)
	for _, q := range a.Questions {
		v.Questions = append(v.Questions, LinkQuestion{ID: q, Text: t.questionText(a.Subject, q)})
	}
	if a.State == AskOpen && link.Revision < a.Revision || a.State == AskVoid || a.State == AskExpired {
		v.State, v.Lapsed = LinkStale, t.lapsed(link)
	}
	since := link.Revision
	if since == t.Head.Revision && a.State == AskOpen {
		since = a.Against // asked again: only what is new to this person
	}
	return v, t.addSheet(&v, since)
}

// lapsed says why a review's link is stale.
func (t *turn) lapsed(link LinkRef) string {
	switch {
	case !t.Head.State.Alive():
		return LapsedOver
	case t.Head.State == Planning && t.Head.Returned != nil:
		return LapsedBack
	case link.Revision < t.Head.Revision:
		return LapsedRevised
	}
	return LapsedGone
}

// askBehind reads the reception of a link and the ask that it is for.
func (s *Service) askBehind(ctx context.Context, act staff.Act, link LinkRef, prefix string) (*turn, *Ask, error) {
	t, err := s.asSystem(ctx, act, link.Reception)
	if err != nil {
		return nil, nil, err
	}
	subject, person := link.whose()
	a := t.behind(prefix+subject, person)
	if a == nil {
		return nil, nil, fault.Missing()
	}
	return t, a, nil
}

// elsewhere is what the link of somebody shows who does not have any more what
// he was asked: who has it now, or who decided when, and nothing else.
func (t *turn) elsewhere(a *Ask, link LinkRef) (LinkView, bool) {
	if who := t.passed(a); len(who) > 0 {
		return t.nowWith(link, who), true
	}
	if t.mayAnswer(a, t.act.By) {
		return LinkView{}, false
	}
	v := t.askView(a, link)
	if v.UndoUntil = nil; v.State == LinkOpen {
		v.State, v.Lapsed = LinkStale, LapsedGone
	}
	if v.Decided != nil {
		v.Decided.Answers = nil
	}
	return v, true
}

// behind is the ask that a link is for: its person's or, where that was handed
// on, the one of those who have it now that the actor may answer.
func (t *turn) behind(subject, person string) *Ask {
	a := t.Ask(subject, person)
	if a == nil || a.State != AskVoid {
		return a
	}
	for _, id := range a.HandedTo {
		if own := t.Ask(subject, id); own != nil && t.mayAnswer(own, t.act.By) {
			return own
		}
	}
	return a
}

// passed are those who have what was asked, where the ask was handed on to them
// or is to be. Somebody who stands in for its person while it is open has it.
func (t *turn) passed(a *Ask) []string {
	switch {
	case !t.Head.State.Alive():
		return nil
	case a.State == AskVoid:
		return a.HandedTo
	case a.State != AskOpen || t.mayAnswer(a, t.act.By):
		return nil
	}
	if fresh := t.unasked(a); len(fresh) > 0 {
		return fresh
	}
	return t.successors(a)
}

// asSystem reads a reception for a link, whose own binding says who may see it.
func (s *Service) asSystem(ctx context.Context, act staff.Act, r string) (*turn, error) {
	reader := act
	reader.By = System
	t, err := s.look(ctx, reader, r)
	if err != nil {
		return nil, err
	}
	t.act = act
	return t, nil
}

// askView is what every deciding link shows: whose it is, where it stands.
func (t *turn) askView(a *Ask, link LinkRef) LinkView {
	v := LinkView{Purpose: link.Purpose, Person: t.ref(a.Person), Reception: t.Head.Number, Revision: t.Head.Revision,
		Questions: []LinkQuestion{}, Changes: []Change{}, State: LinkOpen, Contact: t.contact()}
	if a.State == AskYes || a.State == AskNo {
		v.State, v.Decided = LinkUsed, &Decided{By: t.ref(a.decider()), At: a.At.In(t.zone), Answers: a.Answers}
		if t.act.At.Before(a.Until) && t.Head.State == Review {
			v.UndoUntil = new(a.Until.In(t.zone))
		}
	}
	if !t.Head.State.Alive() {
		v.State, v.Lapsed = LinkStale, LapsedOver
	}
	return v
}

// addSheet shows the newest sheet, and what changed since an earlier revision:
// the link's, or the one that this person decided before. An exception is asked
// for the revision to come, which is not there yet.
func (t *turn) addSheet(v *LinkView, since int) error {
	if t.Head.Revision == 0 {
		return nil
	}
	keys := []int{t.Head.Revision}
	if since > 0 && since < t.Head.Revision {
		keys = append(keys, since)
	}
	sheets, err := t.revisions(keys...)
	if err != nil {
		return err
	}
	newest := t.forReader(sheets[t.Head.Revision])
	v.Sheet = &newest
	if old, ok := sheets[since]; ok && since != t.Head.Revision {
		v.Changes = Compare(t.lang(), t.forReader(old), newest, t.thingName)
	}
	return nil
}

// differences lists what changed between a revision and the newest.
func (t *turn) differences(revision int) ([]Change, error) {
	v := LinkView{Changes: []Change{}}
	if err := t.addSheet(&v, revision); err != nil {
		return nil, err
	}
	return v.Changes, nil
}

// revisions reads published revisions by number.
func (t *turn) revisions(numbers ...int) (map[int]Sheet, error) {
	need := command{}
	for _, n := range numbers {
		need.keys = append(need.keys, RevisionKey(t.Head.Number, n))
	}
	read, err := fetch(t.ctx, t.s, need)
	if err != nil {
		return nil, err
	}
	sheets := map[int]Sheet{}
	for i, k := range need.keys {
		sheet, _, err := DecodeRevision(read.Docs[k])
		if err != nil {
			return nil, err
		}
		sheets[numbers[i]] = sheet
	}
	return sheets, nil
}

// questionText is an approval's question in the reader's language.
func (t *turn) questionText(subject, question string) string {
	for _, c := range t.consult(policy.GatePublish).Approvals() {
		for _, step := range c.Steps {
			if reviewSubject(c.ID, step.ID) != subject {
				continue
			}
			for _, q := range step.Asks {
				if q.ID == question {
					return q.Words.In(t.lang())
				}
			}
			return c.Words.In(t.lang())
		}
	}
	return question
}

// ExceptionLink is what an exception's mailed link shows.
func (s *Service) ExceptionLink(ctx context.Context, act staff.Act, link LinkRef) (LinkView, error) {
	t, a, err := s.askBehind(ctx, act, link, SubjectException+":")
	if err != nil {
		return LinkView{}, err
	}
	if v, elsewhere := t.elsewhere(a, link); elsewhere {
		return v, nil
	}
	v := t.askView(a, link)
	v.UndoUntil = nil
	id, _ := link.whose()
	for _, e := range t.exceptionViews() {
		if e.ID == id {
			v.Exception = &e
			v.Questions = append(v.Questions, LinkQuestion{ID: "decision", Text: t.findingText(e.Finding)})
			t.exceptionState(&v, e, a)
		}
	}
	return v, t.addSheet(&v, link.Revision)
}

// exceptionState says where an exception stands for one who was asked: decided,
// by whomever, or asked for no more.
func (t *turn) exceptionState(v *LinkView, e ExceptionView, a *Ask) {
	switch {
	case v.Lapsed == LapsedOver:
	case e.By != nil:
		v.State, v.Decided = LinkUsed, &Decided{By: *e.By, At: *e.At}
	case e.State == ExceptionVoid || a.State == AskVoid:
		v.State, v.Lapsed = LinkStale, LapsedGone
	}
}

// findingText is the sentence of a finding as it stands now; one that is no more
// has only its name left.
func (t *turn) findingText(id string) string {
	for _, f := range t.outcome(t.gate()).Findings {
		if findingID(f) == id {
			return f.Text.In(t.lang())
		}
	}
	rule, _, _ := strings.Cut(id, "@")
	return i18n.T(t.lang(), "rule.gone", rule)
}
