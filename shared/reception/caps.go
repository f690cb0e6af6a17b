package reception

import (
	"cmp"
	"slices"

	"yingbin/shared/policy"
)

// capOutlook lists the limits as if one meal, one evening of each kind were
// planned for the party as it stands: what an applicant wants to know.
func (t *turn) capOutlook(o *policy.Outcome) []CapView {
	return capViews(o.Outlook)
}

// planCaps lists the limits of what is planned, with what it is to cost; kinds
// that are not planned show the outlook.
func (t *turn) planCaps(o *policy.Outcome) []CapView {
	views := capViews(o.Standards)
	for _, v := range capViews(o.Outlook) {
		if !slices.ContainsFunc(views, func(c CapView) bool { return c.Item == v.Item }) {
			views = append(views, v)
		}
	}
	return views
}

// capViews writes the decided caps of a list of limits, in the order of names.
func capViews(limits []policy.Limit) []CapView {
	views := []CapView{}
	for _, l := range limits {
		c := l.Cap
		if c == nil || c.State != policy.StateDecided {
			continue
		}
		v := CapView{Item: l.Name, Amount: c.Amount, Base: c.Base, For: c.For, Extra: c.Extra, People: c.People, Basis: c.Count, Rule: c.Row, Cite: c.Cite}
		if m, ok := l.Amount.Money(); ok {
			v.Spent = &m
		}
		views = append(views, v)
	}
	slices.SortStableFunc(views, func(a, b CapView) int { return cmp.Compare(capOrder(a.Item), capOrder(b.Item)) })
	return views
}

// capOrder puts the caps into the order of a day.
func capOrder(item string) int {
	return slices.Index([]string{"breakfast", "lunch", "dinner", "entertainment", "lodging"}, item)
}
