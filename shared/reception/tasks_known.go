package reception

import (
	"slices"
	"strings"
	"time"
)

// lookBack is the paper that a summary's look-back says as well (S000-3.23).
const lookBack = "look-back"

// knownFor are the values that a task asks for and that are there already, from the
// application, from other tasks, or from the summary: its form begins with them.
func (t *turn) knownFor(k *Task) map[string]string {
	known := map[string]string{}
	for _, w := range t.wants(k.Wants) {
		if k.Values[w.Name] != "" {
			continue
		}
		if value := t.knownValue(k, w.Name); value != "" {
			known[w.Name] = value
		}
	}
	if own := t.ownFields(lookBack); slices.Contains(k.Wants, "paper."+lookBack) && len(own) > 0 && t.Summary.LookBack != "" && !k.answers(own) {
		known[own[0]] = t.Summary.LookBack
	}
	return known
}

// knownValue is what is known of a value; empty for nothing.
func (t *turn) knownValue(k *Task, ref string) string {
	kind, field, _ := strings.Cut(ref, ".")
	switch {
	case ref == "visit.arrival_time":
		return t.arrivalField("at")
	case ref == "visit.meeting_place":
		return t.arrivalField("place")
	case kind == "arrival":
		return t.arrivalField(field)
	case kind == "visit":
		return t.Form.Fields[ref]
	case ref == "item.plate":
		for _, v := range t.Plan.Vehicles {
			if t.drives(t.act.By) && !v.DrivenBy(t.act.By) {
				continue // a driver begins with his own car
			}
			if v.Item == k.Item || v.Item == "" {
				return v.Plate
			}
		}
	}
	return ""
}

// arrivalField is what is known of the journey to us.
func (t *turn) arrivalField(field string) string {
	leg := t.Form.Arrival
	if leg == nil {
		return ""
	}
	switch field {
	case "at":
		if leg.At != nil {
			return t.Local(*leg.At).Format(time.RFC3339)
		}
	case "place":
		return leg.Place
	case "number":
		return leg.Number
	case "features":
		return leg.Features
	}
	return ""
}

// answers says whether a task has a value for one of some fields.
func (k *Task) answers(fields []string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return k.Values[f] != "" })
}

// ownFields are the ids of the fields that a paper asks for by itself.
func (t *turn) ownFields(paper string) (ids []string) {
	for _, p := range t.policy.Papers {
		for _, f := range p.Fields {
			if p.ID == paper && f.Own != nil {
				ids = append(ids, f.Own.ID)
			}
		}
	}
	return ids
}
