package report

import (
	"maps"
	"slices"

	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/store"
)

// volume counts receptions.
func (c *counter) volume() Volume {
	now, past := c.total(c.months...), c.total(c.past()...)
	v := Volume{Total: Count{Receptions: now.Receptions, Before: past.Receptions, Guests: now.Guests}, Urgent: now.Urgent,
		Levels: c.counts(level), Departments: c.counts(department)}
	for i := range v.Departments {
		v.Departments[i].Name = c.departmentName(v.Departments[i].ID)
	}
	for _, m := range c.months {
		g := c.total(m)
		v.Months = append(v.Months, MonthCount{Month: m, Receptions: g.Receptions, Guests: g.Guests, Before: c.total(before(m)).Receptions})
	}
	return v
}

// counts are the receptions by something, also of what there was only a year
// before.
func (c *counter) counts(of func(Group) string) []Count {
	ids, now := c.by(of, c.months...)
	more, past := c.by(of, c.past()...)
	list := []Count{}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(append(ids, more...)))) {
		n := Count{ID: id}
		if g := now[id]; g != nil {
			n.Receptions, n.Guests = g.Receptions, g.Guests
		}
		if g := past[id]; g != nil {
			n.Before = g.Receptions
		}
		list = append(list, n)
	}
	return list
}

// topCustomers is how many customers the cost report names.
const topCustomers = 10

// cost sums up what receptions cost.
func (c *counter) cost() Cost {
	now, past := c.total(c.months...), c.total(c.past()...)
	v := Cost{Claimed: now.Claimed, Allowed: now.Allowed, Before: past.Allowed, Foreign: now.Foreign, Months: []MonthCost{},
		Categories: []CategoryCost{}, Levels: c.costs(level), Departments: c.costs(department), Customers: c.customers()}
	for i := range v.Departments {
		v.Departments[i].Name = c.departmentName(v.Departments[i].ID)
	}
	for _, m := range c.months {
		g := c.total(m)
		v.Months = append(v.Months, MonthCost{Month: m, Claimed: g.Claimed, Allowed: g.Allowed, Before: c.total(before(m)).Allowed})
	}
	for _, category := range slices.Sorted(maps.Keys(now.Costs)) {
		v.Categories = append(v.Categories, CategoryCost{category, now.Claims[category], now.Costs[category], now.Capped[category], now.Caps[category]})
	}
	return v
}

// costs are the costs by something.
func (c *counter) costs(of func(Group) string) []CostLine {
	ids, sums := c.by(of, c.months...)
	list := []CostLine{}
	for _, id := range ids {
		list = append(list, line(reception.Ref{ID: id}, sums[id].Receptions, sums[id].Allowed))
	}
	return list
}

// line is one line of costs.
func line(of reception.Ref, receptions int, allowed policy.Money) CostLine {
	l := CostLine{ID: of.ID, Name: of.Name, Receptions: receptions, Allowed: allowed}
	if receptions > 0 && !allowed.IsZero() {
		n := int64(receptions)
		l.Each = policy.Money{Minor: (2*allowed.Minor + n) / (2 * n), Currency: allowed.Currency} // to the nearest cent
	}
	return l
}

// customers are those whose visits cost most: what was filed under records that
// were merged since is theirs.
func (c *counter) customers() []CostLine {
	list := c.records()
	stays := map[string]int{} // id of the record that stays → place
	out := list[:0]
	for _, one := range list {
		if card, ok := c.stays[one.ID]; ok && card.ID != one.ID {
			one.ID, one.Name = card.ID, card.Name
		}
		if i, known := stays[one.ID]; known && one.ID != "" {
			out[i] = together(out[i], one)
			continue
		}
		stays[one.ID] = len(out)
		out = append(out, one)
	}
	slices.SortFunc(out, byCost)
	return out[:min(len(out), topCustomers)]
}

// together are the costs of two records of one customer.
func together(a, b CostLine) CostLine {
	plus(&a.Allowed, b.Allowed)
	return line(reception.Ref{ID: a.ID, Name: a.Name}, a.Receptions+b.Receptions, a.Allowed)
}

// records are the costs by record, as they were filed, the most first.
func (c *counter) records() []CostLine {
	sums, names := map[string]*Customer{}, map[string]reception.Ref{}
	for _, m := range c.months {
		for _, one := range c.sums[m].Customers {
			if !c.wanted(one.Department) {
				continue
			}
			key := one.Customer.ID + " " + one.Customer.Name
			if one.Customer.ID != "" {
				key = one.Customer.ID
			}
			if sums[key] == nil {
				sums[key] = &Customer{}
			}
			names[key] = one.Customer
			sums[key].Receptions += one.Receptions
			plus(&sums[key].Allowed, one.Allowed)
		}
	}
	list := []CostLine{}
	for key, one := range sums {
		list = append(list, line(names[key], one.Receptions, one.Allowed))
	}
	slices.SortFunc(list, byCost)
	return list
}

// costliest are the ids of the records that cost most: as many as one read
// follows to the customers that they mean now.
func (c *counter) costliest() (ids []string) {
	for _, one := range c.records() {
		if one.ID != "" && len(ids) < store.MaxGet {
			ids = append(ids, one.ID)
		}
	}
	return ids
}

// deadlines counts what was kept and missed.
func (c *counter) deadlines() Deadlines {
	now, past := c.total(c.months...), c.total(c.past()...)
	v := Deadlines{Total: sumKept(now.Deadlines), Lines: []DeadlineLine{}}
	v.Share = share(v.Total)
	for _, what := range []string{"lead", "review", "tasks", "summary"} {
		if k, ok := now.Deadlines[what]; ok {
			v.Lines = append(v.Lines, DeadlineLine{what, k.Kept, k.Missed, share(k), share(past.Deadlines[what])})
		}
	}
	for _, m := range c.months {
		k := sumKept(c.total(m).Deadlines)
		v.Months = append(v.Months, DeadlineLine{m, k.Kept, k.Missed, share(k), share(sumKept(c.total(before(m)).Deadlines))})
	}
	return v
}

// sumKept sums over all kinds of deadlines.
func sumKept(m map[string]Kept) (k Kept) {
	for _, one := range m {
		k.Kept, k.Missed = k.Kept+one.Kept, k.Missed+one.Missed
	}
	return k
}

// satisfaction averages what guests answered.
func (c *counter) satisfaction() Satisfaction {
	now, past := c.total(c.months...), c.total(c.past()...)
	v := Satisfaction{Sent: now.Sent, Answered: now.Answered, Average: mean(all(now.Scores)), Before: mean(all(past.Scores)),
		Questions: []QuestionLine{}, Lowest: []QuestionLine{}}
	for _, q := range reception.SurveyQuestions {
		v.Questions = append(v.Questions, QuestionLine{q, mean(now.Scores[q]), mean(past.Scores[q]), now.Scores[q].Count})
	}
	v.Lowest = lowest(v.Questions)
	for _, m := range c.months {
		g := c.total(m)
		v.Months = append(v.Months, MonthAnswered{m, mean(all(g.Scores)), mean(all(c.total(before(m)).Scores)), g.Answered})
	}
	return v
}

// lowest are the answered questions with the lowest average.
func lowest(list []QuestionLine) []QuestionLine {
	var least []QuestionLine
	for _, q := range list {
		switch {
		case q.Answers == 0:
		case len(least) == 0 || q.Average < least[0].Average:
			least = []QuestionLine{q}
		case q.Average == least[0].Average:
			least = append(least, q)
		}
	}
	return least
}
