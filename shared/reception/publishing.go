package reception

import (
	"context"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// A Publishing is what would happen if the sheet were published now.
type Publishing struct {
	View      View          `json:"reception"`
	Revision  int           `json:"revision"` // that it would be
	State     State         `json:"state"`    // that the reception would be in
	Unchanged bool          `json:"unchanged"`
	Refused   []FindingView `json:"refused"` // what the policy does not let pass
	Reasons   []FindingView `json:"reasons"` // what it lets pass for a reason
	Clashes   []Clash       `json:"clashes"`
	Changes   []Change      `json:"changes"` // against the last revision
	Gets      []Gets        `json:"recipients"`
}

// Ready says whether nothing stands in the way.
func (p Publishing) Ready() bool {
	return !p.Unchanged && len(p.Refused) == 0 && !slices.ContainsFunc(p.Clashes, func(c Clash) bool { return c.Level == "stop" })
}

// Gets says who is told what, and for whom something changed, what.
type Gets struct {
	ID      string   `json:"id"` // of a person, guest or driver
	Person  string   `json:"person"`
	Gets    string   `json:"gets"`
	Changes []Change `json:"changes"`
}

// Publishing tells whoever may publish what publishing would do; it stores
// nothing. The brief and the data are those of which the mails would be made.
func (s *Service) Publishing(ctx context.Context, act staff.Act, r string) (Publishing, *Brief, Data, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return Publishing{}, nil, Data{}, err
	}
	if err := t.admit(command{verb: VerbPublish, version: anyVersion, allowed: mayArrange}); err != nil {
		return Publishing{}, nil, Data{}, err
	}
	v := Publishing{View: t.face(), Refused: []FindingView{}, Reasons: []FindingView{}}
	for _, f := range t.outcome(policy.GatePublish).Blocking() {
		if f.Strength == policy.Reason {
			v.Reasons = append(v.Reasons, t.findingView(f))
		} else {
			v.Refused = append(v.Refused, t.findingView(f))
		}
	}
	last, err := t.lastAndBookings()
	if err != nil {
		return v, nil, Data{}, err
	}
	v.Clashes, v.Unchanged, v.Changes, v.Gets = list(t.Plan.Clashes), t.unchanged(last), []Change{}, []Gets{}
	if v.Unchanged {
		v.Revision, v.State = t.Head.Revision+1, t.Head.State
		return v, nil, Data{}, nil
	}
	p, err := t.release(last, "")
	if err != nil && fault.As(err).Kind == fault.Internal {
		return v, nil, Data{}, err
	}
	v.Revision, v.State, v.Changes = t.Head.Revision, t.Head.State, list(t.since(last, p))
	v.Gets = t.gets(v.Changes)
	return v, t.briefOf(last, p), t.data, nil
}

// gets are the receipts with what changed for each.
func (t *turn) gets(changes []Change) []Gets {
	list := []Gets{}
	for _, told := range t.data.Tell {
		about := []Change{}
		for _, c := range changes {
			if told.Kind == MailChanged && Concerns(told.About, c.Field) {
				about = append(about, c)
			}
		}
		for _, id := range told.To {
			list = append(list, Gets{ID: id, Person: t.ref(id).Name, Gets: told.Kind, Changes: about})
		}
	}
	return list
}

// briefOf is the brief of which the mails of this turn would be written.
func (t *turn) briefOf(last *Sheet, p Sheet) *Brief {
	b := &Brief{Reception: t.Reception, Company: t.company, Policy: t.policy, Revisions: map[int]Sheet{p.Revision: t.withNames(p)}, turn: t}
	if last != nil {
		b.Revisions[last.Revision] = t.withNames(*last)
	}
	return b
}
