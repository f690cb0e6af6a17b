package reception

import (
	"strings"

	"yingbin/shared/staff"
)

// concerned are the people for whom a changed field matters: those who stand
// in the item, drive to it, prepare something of it, and the specialist; a
// change of the whole visit concerns everybody who takes part.
func (t *turn) concerned(field string, sheets ...Sheet) []string {
	parts := strings.Split(strings.TrimPrefix(field, "/"), "/")
	ids := one(t.Head.Specialist)
	if len(parts) < 2 {
		return append(ids, t.takesPartIn()...)
	}
	for _, s := range sheets {
		ids = append(ids, t.ofEntry(s, parts[0], parts[1])...)
	}
	return ids
}

// ofEntry are the people of one entry of a sheet.
func (t *turn) ofEntry(s Sheet, list, id string) []string {
	switch list {
	case "items":
		return t.ofItem(s, id)
	case "meals":
		for _, m := range s.Meals {
			if m.ID == id {
				return append(t.taskOwners(id), t.ofItem(s, m.Item)...)
			}
		}
	case "vehicles":
		for _, v := range s.Vehicles {
			if v.ID == id {
				return append(append(t.taskOwners(id), t.taskOwners(v.Item)...), t.driver(v)...)
			}
		}
	case "lodging", "entertainment", "gifts":
		return t.taskOwners(id)
	case "guests":
		var ids []string
		for _, m := range s.Meals {
			ids = append(ids, t.taskOwners(m.ID)...)
		}
		return ids
	}
	return nil
}

// ofItem are the people of an item, its drivers and who has a task about it.
func (t *turn) ofItem(s Sheet, id string) []string {
	var ids []string
	for _, it := range s.Items {
		if it.ID != id {
			continue
		}
		for _, p := range it.People {
			ids = append(ids, p.Staff)
		}
	}
	for _, v := range s.Vehicles {
		if v.Item == id {
			ids = append(ids, t.driver(v)...)
		}
	}
	return append(ids, t.taskOwners(id)...)
}

// driver is the recipient of a driver's link, if he can be reached.
func (t *turn) driver(v Vehicle) []string {
	if v.Driver.Email == "" {
		return nil
	}
	return []string{v.DriverID()}
}

// DriverPrefix marks a driver without account among the recipients.
const DriverPrefix = "driver:"

// DriverID names the driver of a vehicle; who drives it next is another one.
func (v Vehicle) DriverID() string {
	return DriverPrefix + v.ID + "-" + staff.Digest(strings.ToLower(v.Driver.Email))[:6]
}

// DrivenBy says whether an id is that of the vehicle's driver. The first mails
// named the vehicle only.
func (v Vehicle) DrivenBy(id string) bool { return id == v.DriverID() || id == DriverPrefix+v.ID }

// taskOwners are the owners of the tasks that were asked about a thing.
func (t *turn) taskOwners(thing string) []string {
	var ids []string
	for _, task := range t.Tasks() {
		if thing == "" || task.State == TaskDropped || task.State == TaskWaiting {
			continue
		}
		if _, of, _ := strings.Cut(task.ID, "@"); of == thing || task.Item == thing {
			ids = append(ids, task.Owner)
		}
	}
	return ids
}
