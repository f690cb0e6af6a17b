package web

import (
	"strings"
)

// A Merged tells what became of two people's work on the same plan.
type Merged struct {
	Taken int `json:"taken"` // rows as somebody else left them
	Gone  int `json:"gone"`  // rows that somebody else took out
	Both  int `json:"both"`  // rows that both changed: one's own stand, the other's are shown beside
}

// merge brings one's own rows onto what somebody else has saved meanwhile.
// What only one of them changed is as he left it; where both did, one's own
// input stands and the other's is shown beside it.
func (m *Merged) merge(mine PlanSheet, theirs PlanSheet) PlanSheet {
	out := mine
	out.Items = merged(m, mine.Items, theirs.Items)
	out.Meals = merged(m, mine.Meals, theirs.Meals)
	out.Lodging = merged(m, mine.Lodging, theirs.Lodging)
	out.Vehicles = merged(m, mine.Vehicles, theirs.Vehicles)
	out.Entertainment = merged(m, mine.Entertainment, theirs.Entertainment)
	out.Gifts = merged(m, mine.Gifts, theirs.Gifts)
	out.People = merged(m, mine.People, theirs.People)
	if mine.Specialist == "" {
		out.Specialist = theirs.Specialist
	}
	if mine.Owner == "" {
		out.Owner = theirs.Owner
	}
	return out
}

// A changeable row can be told how somebody else has changed it.
type changeable[R any] interface {
	markable[R]
	keep(was, others string)
	take()
	renew()
}

func (r *Row) keep(was, others string) { r.Was, r.Others = was, others }
func (r *Row) take()                   { r.Fresh = true }
func (r *Row) renew()                  { r.ID, r.Was = "", "" }

// merged merges one list. Rows without an id are known by how they looked.
func merged[R rowOf, P changeable[R]](m *Merged, mine, theirs *[]R) *[]R {
	if mine == nil || theirs == nil {
		return theirs
	}
	own := map[string]R{}
	for _, r := range *mine {
		if k := identity(r); k != "" {
			own[k] = r
		}
	}
	out, there := []R{}, map[string]bool{}
	for _, t := range *theirs {
		k := identity(t)
		there[k] = true
		r, known := own[k]
		changed := known && (mark(r) != r.base().Was || r.base().Drop)
		switch {
		case !changed:
			if !known || r.base().Was != t.base().Was {
				m.Taken++
				P(&t).take()
			}
			out = append(out, t)
		case r.base().Was == t.base().Was:
			out = append(out, r)
		default:
			m.Both++
			P(&r).keep(t.base().Was, describe(t))
			out = append(out, r)
		}
	}
	return rest(m, out, *mine, there, func(r *R) { P(r).renew() })
}

// rest adds one's own new rows, and those changed that somebody else took out.
func rest[R rowOf](m *Merged, out, mine []R, there map[string]bool, renew func(*R)) *[]R {
	for _, r := range mine {
		k := identity(r)
		switch {
		case k == "" && !empty(r):
			out = append(out, r)
		case k == "" || there[k]:
		case mark(r) != r.base().Was && !r.base().Drop:
			m.Both++
			renew(&r)
			out = append(out, r)
		default:
			m.Gone++
		}
	}
	return &out
}

// identity is which entry a row is; none for a new one.
func identity(r rowOf) string {
	if b := r.base(); b.ID != "" {
		return b.ID
	}
	return r.base().Was
}

// describe is a row in one line.
func describe(row any) string {
	var parts []string
	switch x := row.(type) {
	case ItemRow:
		parts = []string{x.Day, x.Start + "–" + x.End, x.Title, x.TitleEN, x.Place, x.PlaceEN, x.People, x.Party, x.Note}
	case MealRow:
		parts = []string{x.Day, x.Place, x.Party, x.Company, x.Amount}
	case LodgingRow:
		parts = []string{x.Hotel, x.Party, x.Rooms, x.Rate, x.From, x.To}
	case VehicleRow:
		parts = []string{x.Plate, x.Driver, x.Phone, x.Email}
	case EveningRow:
		parts = []string{x.Title, x.Party, x.Amount}
	case GiftRow:
		parts = []string{x.Name, x.Count, x.Party, x.Amount, x.Reason}
	case RoleRow:
		parts = []string{x.Staff, x.Role}
	}
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}
