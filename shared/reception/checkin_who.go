package reception

import (
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
)

// who gives the guests that are meant, or why none of them may enter.
func (t *turn) who(c Checkin) (ids []string, reason string, err error) {
	switch {
	case c.Unannounced != nil:
		return t.unannounced(*c.Unannounced)
	case c.Pass != "":
		return t.ofPass(c.Pass)
	case c.Guest != "":
		ids = []string{c.Guest}
	case len(c.Guests) > 0:
		ids = c.Guests
	default:
		return nil, "", fault.Field("/guest", "required")
	}
	for _, id := range ids {
		if t.Guest(id) == nil {
			if !slices.ContainsFunc(t.Guests, func(g Guest) bool { return g.ID == id }) {
				return nil, "", fault.Field("/guest", "unknown-id", id)
			}
			return nil, redDropped, nil
		}
	}
	return ids, "", nil
}

// ofPass opens a pass: ours, of this reception, not expired, of a guest who is expected.
func (t *turn) ofPass(pass string) ([]string, string, error) {
	if t.s.OpenPass == nil {
		return nil, redPass, nil
	}
	number, guest, until, err := t.s.OpenPass(pass)
	switch {
	case err != nil:
		return nil, redPass, nil
	case number != t.Head.Number:
		return nil, redElsewhere, nil
	case t.act.At.After(until):
		return nil, redExpired, nil
	case t.Guest(guest) == nil:
		return nil, redDropped, nil
	}
	return []string{guest}, "", nil
}

// gateRule is the policy's rule behind a red light; nil when the reason is
// none of the policy's.
func (t *turn) gateRule(reason string) *RuleRef {
	switch reason {
	case redPass, redExpired, redElsewhere:
		return t.admitRule("paper.pass")
	case redDropped:
		return t.admitRule("guest.invited")
	}
	return nil
}

// admitRule is the policy's rule about something at the gate.
func (t *turn) admitRule(about string) *RuleRef {
	for _, r := range t.policy.Rules {
		needs := slices.ContainsFunc(r.Needs, func(oneOf []string) bool { return slices.Contains(oneOf, about) })
		tests := slices.ContainsFunc(r.When, func(all policy.Tests) bool { _, ok := all[about]; return ok })
		if slices.Contains(r.At, string(policy.GateAdmit)) && (needs || tests) {
			return new(t.ruleRef(r.ID, r.Cite))
		}
	}
	return nil
}

// unannounced adds a guest at the gate; only who arranges or receives may, the
// gate alone may not (S001-1.19).
func (t *turn) unannounced(g Guest) ([]string, string, error) {
	if rule := t.admitRule("guest.invited"); rule != nil && !mayArrange(t) && !t.hosting() {
		e := fault.New(fault.Forbidden, "forbidden")
		e.Rule = &fault.Rule{Policy: rule.Policy, Version: rule.Version, ID: rule.ID, Cite: rule.Cite}
		return nil, "", e
	}
	for _, old := range t.Present() {
		if old.Unannounced && old.Name == clean(g.Name) {
			return []string{old.ID}, "", nil // sent twice
		}
	}
	g.Unannounced = true
	var l fault.List
	id := t.addGuest(&l, "/unannounced", g)
	t.countParty(&l, "/unannounced")
	t.data.Major = true
	return []string{id}, "", l.Err()
}
