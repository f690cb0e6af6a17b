package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// planNames are what people write instead of ids, in the reader's language.
type planNames struct {
	zone                 *time.Location
	lang                 i18n.Lang
	guests, staff, roles map[string]string // by id
}

// namesOf collects the names of a plan's page. A name that two people bear
// stands for neither; they are written by their addresses.
func (c *Call) namesOf(f *PlanForm) planNames {
	n := planNames{zone: c.zone(), lang: c.Lang, guests: map[string]string{}, staff: map[string]string{}, roles: map[string]string{}}
	if a := f.Reception.Application; a != nil {
		for _, g := range a.Guests {
			n.guests[g.ID] = g.Name
		}
	}
	times := map[string]int{}
	for _, p := range f.People {
		times[p.Name]++
	}
	for _, p := range f.People {
		if n.staff[p.ID] = p.Name; times[p.Name] > 1 {
			n.staff[p.ID] = p.Email
		}
	}
	for _, role := range f.Roles {
		n.roles[role.ID] = role.Name
	}
	for _, role := range []string{"host", "guide", "leader"} {
		if key := "word." + role; n.roles[role] == "" && i18n.Has(c.Lang, key) {
			n.roles[role] = i18n.T(c.Lang, key)
		}
	}
	return n
}

// reader understands what was written with these names.
func (n planNames) reader(f *PlanForm) *planReader {
	return &planReader{zone: n.zone, start: f.Reception.Start, guests: turned(n.guests), staff: turned(n.staff), roles: turned(n.roles)}
}

// turned finds ids by names.
func turned(names map[string]string) map[string]string {
	ids := make(map[string]string, len(names))
	for id, name := range names {
		if name != "" {
			ids[name] = id
		}
	}
	return ids
}

// rows writes a plan as the rows of its form.
func (n planNames) rows(v reception.PlanView) PlanSheet {
	p := PlanSheet{Items: marked(v.Items, n.item), Meals: marked(v.Meals, n.meal), Lodging: marked(v.Lodging, n.lodging),
		Vehicles: marked(v.Vehicles, n.vehicle), Entertainment: marked(v.Entertainment, n.evening), Gifts: marked(v.Gifts, n.gift),
		People: marked(v.People, func(a reception.Assigned) RoleRow {
			return RoleRow{Staff: cmp.Or(n.staff[a.Staff], a.Staff), Role: cmp.Or(n.roles[a.Role], a.Role)}
		})}
	if v.Specialist != nil {
		p.Specialist = cmp.Or(n.staff[v.Specialist.ID], v.Specialist.ID)
	}
	if v.Owner != nil {
		p.Owner = cmp.Or(n.staff[v.Owner.ID], v.Owner.ID)
	}
	return p
}

// A markable row remembers how it was given out.
type markable[R any] interface {
	*R
	rowOf
	set(was string)
}

func (r *Row) set(was string) { r.Was = was }

// marked makes rows that know how they were given out.
func marked[T, R any, P markable[R]](list []T, row func(T) R) *[]R {
	rows := make([]R, 0, len(list))
	for _, x := range list {
		r := row(x)
		P(&r).set(mark(r))
		rows = append(rows, r)
	}
	return &rows
}

func (n planNames) item(it reception.Item) ItemRow {
	start, end := it.Start.In(n.zone), it.End.In(n.zone)
	r := ItemRow{Row: Row{ID: it.ID}, Kind: it.Kind, Day: start.Format(time.DateOnly), Start: i18n.Clock(start), End: i18n.Clock(end), Title: it.Title,
		TitleEN: it.TitleEN, Place: it.Place, PlaceEN: it.PlaceEN, Resources: it.Resources, People: n.people(it.People), Party: n.party(it.Guests, n.guests), Note: it.Note}
	if until := end.Format(time.DateOnly); until != r.Day {
		r.Until = until
	}
	return r
}

func (n planNames) meal(m reception.Meal) MealRow {
	return MealRow{Row: Row{ID: m.ID}, Item: m.Item, Day: m.Day, Slot: m.Slot, Kind: m.Kind, Place: m.Place, Party: n.party(m.Guests, n.guests),
		Company: n.party(m.Staff, n.staff), Amount: sum(m.Amount)}
}

func (n planNames) lodging(x reception.Lodging) LodgingRow {
	return LodgingRow{Row: Row{ID: x.ID}, Hotel: x.Hotel, Stars: some(x.Stars), Party: n.party(x.Guests, n.guests), Rooms: some(x.Rooms), Rate: sum(x.Rate),
		Payer: x.Payer, From: x.From, To: x.To}
}

func (n planNames) vehicle(v reception.Vehicle) VehicleRow {
	return VehicleRow{Row: Row{ID: v.ID}, Resource: v.Resource, Item: v.Item, Type: v.Type, Plate: v.Plate, Driver: v.Driver.Name, Phone: v.Driver.Phone, Email: v.Driver.Email}
}

func (n planNames) evening(e reception.Entertainment) EveningRow {
	return EveningRow{Row: Row{ID: e.ID}, Title: e.Title, Item: e.Item, Party: n.party(e.Guests, n.guests), Amount: sum(e.Amount), Payer: e.Payer}
}

func (n planNames) gift(g reception.Gift) GiftRow {
	return GiftRow{Row: Row{ID: g.ID}, Name: g.Name, Count: some(g.Count), Party: n.party(g.Guests, n.guests), Amount: sum(g.Amount), Reason: g.Reason}
}

// people writes names with their roles.
func (n planNames) people(list []reception.Assigned) string {
	var parts []string
	for _, a := range list {
		s := cmp.Or(n.staff[a.Staff], a.Staff)
		if a.Role != "" {
			s = i18n.Person(n.lang, s, cmp.Or(n.roles[a.Role], a.Role))
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, n.comma())
}

func (n planNames) party(p reception.Party, names map[string]string) string {
	if len(p.IDs) == 0 {
		return p.String()
	}
	parts := slices.Clone(p.IDs)
	for i, id := range parts {
		parts[i] = cmp.Or(names[id], id)
	}
	return strings.Join(parts, n.comma())
}

// comma stands between names.
func (n planNames) comma() string {
	if n.lang == i18n.EN {
		return ", "
	}
	return "、"
}

// sum is an amount as people write it; another currency stands behind it.
func sum(m policy.Money) string {
	if m.IsZero() {
		return ""
	}
	s := strings.TrimSuffix(m.Amount(), ".00")
	if m.Currency != policy.Currency {
		s += " " + m.Currency
	}
	return s
}

// some is a number, nothing for none.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
