package load

import (
	"slices"

	"yingbin/shared/policy"
)

// merge appends the entries of a fragment behind the policy's own, but for
// those that the policy drops. The fragment's name is kept on each entry.
func merge(p, f *policy.Policy, drop []string, dropped map[string]bool) {
	gone := dropper(drop, dropped)
	p.Kinds = take(p.Kinds, f.Kinds, f.Fragment, gone, func(e *policy.Kind) *policy.Entry { return &e.Entry })
	p.Fields = take(p.Fields, f.Fields, f.Fragment, gone, func(e *policy.Field) *policy.Entry { return &e.Entry })
	p.Roles = take(p.Roles, f.Roles, f.Fragment, gone, func(e *policy.Role) *policy.Entry { return &e.Entry })
	p.Decisions = take(p.Decisions, f.Decisions, f.Fragment, gone, func(e *policy.Decision) *policy.Entry { return &e.Entry })
	p.Stages = take(p.Stages, f.Stages, f.Fragment, gone, func(e *policy.Stage) *policy.Entry { return &e.Entry })
	p.Itinerary = take(p.Itinerary, f.Itinerary, f.Fragment, gone, func(e *policy.Item) *policy.Entry { return &e.Entry })
	p.Rules = take(p.Rules, f.Rules, f.Fragment, gone, func(e *policy.Rule) *policy.Entry { return &e.Entry })
	p.Approvals = take(p.Approvals, f.Approvals, f.Fragment, gone, func(e *policy.Approval) *policy.Entry { return &e.Entry })
	p.Tasks = take(p.Tasks, f.Tasks, f.Fragment, gone, func(e *policy.Task) *policy.Entry { return &e.Entry })
	p.Papers = take(p.Papers, f.Papers, f.Fragment, gone, func(e *policy.Paper) *policy.Entry { return &e.Entry })
	p.Messages = take(p.Messages, f.Messages, f.Fragment, gone, func(e *policy.Message) *policy.Entry { return &e.Entry })
	named := func(id string) bool { // a proposal is a function: naming it twice is naming it once
		return gone(id) || slices.ContainsFunc(p.Proposals, func(o policy.Proposal) bool { return o.ID == id })
	}
	p.Proposals = take(p.Proposals, f.Proposals, f.Fragment, named, func(e *policy.Proposal) *policy.Entry { return &e.Entry })
	for thing, rows := range f.Standards {
		if p.Standards == nil {
			p.Standards = map[string][]policy.Standard{}
		}
		p.Standards[thing] = take(p.Standards[thing], rows, f.Fragment, gone, func(e *policy.Standard) *policy.Entry { return &e.Entry })
	}
	for cite, label := range f.Articles {
		if p.Articles == nil {
			p.Articles = map[string]string{}
		}
		if _, own := p.Articles[cite]; !own {
			p.Articles[cite] = label
		}
	}
	for _, s := range f.Sources {
		if !slices.Contains(p.Sources, s) {
			p.Sources = append(p.Sources, s)
		}
	}
}

// take appends the entries that are not dropped.
func take[E any](own, more []E, from string, gone func(string) bool, entry func(*E) *policy.Entry) []E {
	for _, e := range more {
		head := entry(&e)
		if gone(head.ID) {
			continue
		}
		if head.File == "" {
			head.File = from
		}
		own = append(own, e)
	}
	return own
}
