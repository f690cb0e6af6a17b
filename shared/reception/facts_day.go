package reception

import "yingbin/shared/policy"

// dayFacts are those of what happens on the day: incidents, and what was promised.
func (t *turn) dayFacts(f *policy.Facts) {
	for _, c := range t.Cases {
		th := f.Add("incident", c.ID)
		th.Label = policy.Words{ZH: c.Text, EN: c.Text}
		th.SetString("incident.kind", c.Kind)
		th.SetString("incident.text", c.Text)
		th.SetTime("incident.at", c.At)
		if it := t.Item(c.Item); it != nil {
			th.SetString("incident.step", it.Kind)
		}
	}
	for _, p := range t.Minutes.Promises {
		th := f.Add("promise", p.ID)
		th.Label = policy.Words{ZH: p.Text, EN: p.Text}
		th.SetString("promise.text", p.Text)
		th.SetString("promise.owner", p.Owner)
		th.SetTime("promise.due", t.promised(p.ID))
	}
}
