package reception

import (
	"context"
	"slices"

	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// look reads a reception for a reader who may see it; nothing is written.
func (s *Service) look(ctx context.Context, act staff.Act, r string) (*turn, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	c := command{verb: VerbFiles, r: r, version: anyVersion}
	t := &turn{ctx: ctx, s: s, act: act, company: company, cal: company.Calendar()}
	if t.read, err = fetch(ctx, s, c); err != nil {
		return nil, err
	}
	return t, t.open(c)
}

// gate is the gate that the reception stands at.
func (t *turn) gate() policy.Gate {
	switch t.Head.State {
	case Draft:
		return policy.GateSubmit
	case Submitted:
		return policy.GateAccept
	case Planning, Review:
		return policy.GatePublish
	case Preparing, Visiting:
		return policy.GateReceive
	}
	return policy.GateClose
}

// planView is the sheet as it stands, with what is wrong with it.
func (t *turn) planView() PlanView {
	o := t.outcome(t.gate())
	v := PlanView{Items: t.items(), Lodging: list(t.Plan.Lodging), Meals: list(t.Meals), Entertainment: list(t.Plan.Entertainment),
		Gifts: list(t.Plan.Gifts), Vehicles: list(t.Plan.Vehicles), People: list(t.named(t.Plan.People)), Clashes: list(t.Plan.Clashes),
		Caps: t.planCaps(o), Findings: t.findingViews(o.Findings), Totals: t.Totals(), Unpublished: t.Head.Hash != "" && t.sheet("").Hash() != t.Head.Hash}
	v.Options = t.options()
	v.Owner = t.maybe(t.Head.Owner)
	if t.Head.Specialist != "" {
		v.Specialist = t.nowadays(t.Head.Specialist)
	}
	return v
}

// items are those of the plan, with names and the times of the site.
func (t *turn) items() []Item {
	list := make([]Item, len(t.Items))
	for i, it := range t.Items {
		it.People = t.named(it.People)
		it.Start, it.End = it.Start.In(t.zone), it.End.In(t.zone)
		list[i] = it
	}
	return list
}

// options are the entries of the policy's itinerary of whose kind the plan has
// nothing yet.
func (t *turn) options() []PlanOption {
	list, anchors := []PlanOption{}, t.anchors()
	for _, p := range t.outcome(t.gate()).Itinerary {
		kind := t.baseKind(p.Kind)
		if len(p.Waits) > 0 || slices.ContainsFunc(t.Items, func(it Item) bool { return it.Kind == kind }) {
			continue
		}
		o := PlanOption{ID: p.ID, Kind: kind, Title: p.Words.In(t.act.Lang), Place: p.Place, With: p.With, Cite: p.Cite}
		if at, ok := p.At.Resolve(anchors, t.cal); ok && !p.At.IsZero() {
			o.Start = t.local(at)
		}
		list = append(list, o)
	}
	return list
}

// list is a list that is never null in JSON.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
