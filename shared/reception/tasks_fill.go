package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
)

// fill takes the values of a confirmation: those that the policy asks for and
// a note. A value is named as the policy does ("item.plate") or by its last
// word ("plate"); where the plan has a place for it, it goes there.
func (t *turn) fill(k *Task, values map[string]string) error {
	for name, value := range values {
		ref := k.wanted(name)
		if ref == "" && t.ownField(k, name) {
			ref = name
		}
		if ref == "" {
			return fault.Field("/values/"+name, "unknown-field", name)
		}
		if value == "" && k.Values[ref] == "" {
			continue // a field that was left empty says nothing
		}
		if k.Values == nil {
			k.Values = map[string]string{}
		}
		k.Values[ref] = value
		t.put(k, ref, value)
	}
	return nil
}

// wanted finds the value that a name means; "" when the task does not want it.
func (k *Task) wanted(name string) string {
	if name == "note" || slices.Contains(k.Wants, name) {
		return name
	}
	for _, ref := range k.Wants {
		if ref[strings.LastIndex(ref, ".")+1:] == name {
			return ref
		}
	}
	if k.Driver && slices.Contains([]string{"plate", "item.plate"}, name) {
		return "item.plate"
	}
	return ""
}

// put writes a value where it belongs: into the vehicle or the item of the
// task, or into the fields of the visit.
func (t *turn) put(k *Task, ref, value string) {
	kind, field, _ := strings.Cut(ref, ".")
	switch kind {
	case "item", "ride", "vehicle":
		t.putItem(k, field, value)
	case "arrival":
		t.putArrivalField(field, value)
	case "visit":
		if ref == "visit.meeting_place" {
			t.putArrivalField("place", value)
		}
		if t.Form.Fields == nil {
			t.Form.Fields = map[string]string{}
		}
		t.Form.Fields[ref] = value
	case "paper":
		t.Head.Moments = with(t.Head.Moments, "filed."+field, t.act.At)
	}
}

// putArrivalField writes into the journey to us (S003-1.32).
func (t *turn) putArrivalField(field, value string) {
	if t.Form.Arrival == nil {
		t.Form.Arrival = &Leg{}
	}
	switch leg := t.Form.Arrival; field {
	case "place":
		leg.Place = value
	case "number":
		leg.Number = value
	case "features":
		leg.Features = value
	case "at":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			leg.At = &at
		}
	}
}

// putItem writes into the item of a task or its vehicle.
func (t *turn) putItem(k *Task, field, value string) {
	switch field {
	case "plate":
		t.vehicleOf(k).Plate = value
	case "driver":
		t.vehicleOf(k).Driver.Name = value
	case "driver_phone", "phone":
		t.vehicleOf(k).Driver.Phone = value
	case "driver_email", "email":
		t.vehicleOf(k).Driver.Email = value
	case "place", "room", "meeting_place":
		if it := t.Item(k.Item); it != nil {
			it.Place = value
		}
	}
}

// vehicleOf finds or makes the vehicle of a task's item.
func (t *turn) vehicleOf(k *Task) *Vehicle {
	item := k.Item
	for i := range t.Plan.Vehicles {
		if v := &t.Plan.Vehicles[i]; v.ID == k.thing() || v.Item == item && item != "" {
			return v
		}
	}
	for i := range t.Plan.Vehicles {
		if t.Plan.Vehicles[i].Item == "" {
			return &t.Plan.Vehicles[i]
		}
	}
	t.Plan.Vehicles = append(t.Plan.Vehicles, Vehicle{ID: t.newID("v"), Item: item})
	return &t.Plan.Vehicles[len(t.Plan.Vehicles)-1]
}
