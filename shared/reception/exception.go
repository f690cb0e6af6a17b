package reception

import (
	"context"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// AskException asks the entitled for a deviation from a limit; the finding
// must be violated and ask for an exception.
func (s *Service) AskException(ctx context.Context, act staff.Act, r string, c AskException) (ExceptionAnswer, error) {
	return run(ctx, s, act, command{verb: VerbException, r: r, version: c.Version, body: c, allowed: mayChange}, func(t *turn) (func() ExceptionAnswer, error) {
		f, ok := t.wantsException(c.Finding)
		if !ok {
			return nil, fault.Field("/finding", "unknown-id", c.Finding)
		}
		if clean(c.Reason) == "" {
			return nil, fault.Field("/reason", "required")
		}
		deciders := t.deciders(f, act.By)
		e := Exception{ID: "x" + t.own[:6], Finding: findingID(f), Rule: f.Rule, Reason: clean(c.Reason), Asker: act.By, Deciders: deciders,
			State: ExceptionOpen, Revision: t.Head.Revision + 1, Seen: t.seenOf(f)}
		t.Head.Exceptions = append(slices.Clone(t.Head.Exceptions), e)
		for _, id := range deciders {
			t.askDecider(e, id)
		}
		t.kind, t.data.Exception, t.data.Text = EventAskedException, e.ID, cut(e.Reason)
		t.changed()
		return t.exceptionAnswer(e.ID), t.setLife()
	})
}

// askDecider asks one of the entitled, or who stands in for him.
func (t *turn) askDecider(e Exception, id string) {
	a := &Ask{Schema: Schema, Subject: SubjectException + ":" + e.ID, Person: id, Revision: e.Revision, State: AskOpen,
		Asked: t.act.At, Questions: []string{"grant"}}
	t.Asks = append(t.Asks, a)
	t.tellAsked(a)
}

// deciders are the people who may grant it; the asker's own decision goes to
// the next above.
func (t *turn) deciders(f policy.Finding, asker string) []string {
	var list []string
	for _, role := range f.By {
		for _, id := range t.holders(role) {
			if id == asker {
				if up := t.company.Above(id); up != nil {
					id = up.ID
				}
			}
			if !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
	}
	return list
}

// wantsException finds a violated finding that an exception could settle.
func (t *turn) wantsException(id string) (policy.Finding, bool) {
	for _, f := range t.outcome(t.gate()).Findings {
		if (findingID(f) == id || f.Rule == id) && f.State == policy.Violated && f.Strength == policy.Exception && !f.Granted {
			return f, true
		}
	}
	return policy.Finding{}, false
}

// DecideException grants or refuses, in the app.
func (s *Service) DecideException(ctx context.Context, act staff.Act, r, id string, c DecideException) (ExceptionAnswer, error) {
	allowed := func(t *turn) bool { return t.exceptionAsk(id, act.By) != nil }
	return run(ctx, s, act, command{verb: VerbException, r: r, version: c.Version, body: struct {
		ID string
		DecideException
	}{id, c}, allowed: allowed}, func(t *turn) (func() ExceptionAnswer, error) {
		return t.decideException(t.exceptionAsk(id, act.By), id, c)
	})
}

// ExceptionByLink grants or refuses from the mail.
func (s *Service) ExceptionByLink(ctx context.Context, act staff.Act, link LinkRef, c DecideException) (ExceptionAnswer, error) {
	cmd := command{verb: VerbException, r: link.Reception, version: anyVersion, body: struct {
		Link LinkRef
		DecideException
	}{link, c}}
	return run(ctx, s, act, cmd, func(t *turn) (func() ExceptionAnswer, error) {
		id, person := link.whose()
		a := t.behind(SubjectException+":"+id, person)
		if a == nil {
			return nil, fault.Missing()
		}
		if !t.mayAnswer(a, act.By) {
			return nil, fault.New(fault.Forbidden, "forbidden")
		}
		return t.decideException(a, id, c)
	})
}

// undecided refuses an exception that was decided already, by whomever, or for
// which nobody is asked any more.
func (t *turn) undecided(a *Ask, e Exception) error {
	switch {
	case e.By != "":
		return t.used(t.ref(e.By), e.At, nil)
	case a.State != AskOpen:
		return staleLink(LapsedGone)
	}
	return nil
}

// exceptionAsk finds the ask that a person may decide.
func (t *turn) exceptionAsk(id, person string) *Ask {
	for _, a := range t.Asks {
		if a.Subject == SubjectException+":"+id && t.mayAnswer(a, person) {
			return a
		}
	}
	return nil
}

// decideException records the decision; the first one counts.
func (t *turn) decideException(a *Ask, id string, c DecideException) (func() ExceptionAnswer, error) {
	i := slices.IndexFunc(t.Head.Exceptions, func(e Exception) bool { return e.ID == id })
	if i < 0 {
		return nil, fault.Missing()
	}
	if err := t.undecided(a, t.Head.Exceptions[i]); err != nil {
		return nil, err
	}
	verdict := verdicts[c.Decision]
	if verdict == "" {
		return nil, fault.Field("/decision", "invalid", c.Decision)
	}
	if verdict == "refuse" && clean(c.Comment) == "" {
		return nil, fault.Field("/comment", "comment-required")
	}
	t.Head.Exceptions = slices.Clone(t.Head.Exceptions)
	e := &t.Head.Exceptions[i]
	e.State, e.By, e.At, e.Comment = ExceptionRefused, t.act.By, t.act.At, clean(c.Comment)
	state := AskNo
	if verdict == "grant" {
		e.State, state = ExceptionGranted, AskYes
	}
	for _, other := range t.openAsks(a.Subject) {
		other.State = AskVoid
	}
	a.State, a.By, a.At, a.Comment, a.Clocks = state, t.act.By, t.act.At, e.Comment, nil
	t.kind, t.data.Exception, t.data.Text, t.data.Do = EventDecidedException, id, cut(e.Comment), e.State
	t.data.tell(MailException, []string{id}, e.Asker, t.Head.Specialist)
	t.changed()
	return t.exceptionAnswer(id), nil
}

func (t *turn) exceptionAnswer(id string) func() ExceptionAnswer {
	return func() ExceptionAnswer {
		ans := ExceptionAnswer{Version: t.Version()}
		for _, v := range t.exceptionViews() {
			if v.ID == id {
				ans.Exception = v
			}
		}
		return ans
	}
}

// exceptionViews are all exceptions of the reception.
func (t *turn) exceptionViews() []ExceptionView {
	views := []ExceptionView{}
	for _, e := range t.Head.Exceptions {
		v := ExceptionView{ID: e.ID, Finding: e.Finding, Reason: e.Reason, State: e.State, Comment: e.Comment, Revision: e.Revision, Deciders: []Ref{}}
		if e.By != "" {
			v.By, v.At = new(t.ref(e.By)), t.local(e.At)
		}
		for _, id := range e.Deciders {
			v.Deciders = append(v.Deciders, t.ref(id))
		}
		views = append(views, v)
	}
	return views
}
