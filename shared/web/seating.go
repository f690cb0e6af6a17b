package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// Tables are the seats of one meal or talk, and of a talk the order in which
// people are introduced.
type Tables struct {
	Kind          string               `json:"kind"` // of the item, or the meal's slot
	Title         string               `json:"title"`
	Place         string               `json:"place,omitempty"`
	Start         time.Time            `json:"start,omitzero"`
	Seating       paper.Seating        `json:"seating"`
	Introductions []paper.Introduction `json:"introductions,omitempty"`
}

// tables seats every talk and meal of the sheet.
func tables(company *staff.Company, l i18n.Lang, p reception.Print) []Tables {
	s := seater{company: company, lang: l, print: p}
	list := []Tables{}
	for _, it := range p.Sheet.Items {
		guests, hosts := s.guests(it.Guests), s.hosts(it.People, it.Kind)
		if it.Kind != "talk" && it.Kind != "leaders-talk" || len(guests) == 0 {
			continue
		}
		list = append(list, Tables{Kind: it.Kind, Title: it.Title, Place: it.Place, Start: it.Start,
			Seating: paper.Talks(guests, hosts), Introductions: paper.Introductions(guests[:min(len(guests), paper.Seated)], hosts)})
	}
	for _, m := range p.Sheet.Meals {
		if one, ok := s.meal(m); ok {
			list = append(list, one)
		}
	}
	slices.SortStableFunc(list, func(a, b Tables) int { return a.Start.Compare(b.Start) })
	return list
}

// A seater knows who comes and who receives.
type seater struct {
	company *staff.Company
	lang    i18n.Lang
	print   reception.Print
}

// meal seats one meal; nothing where nobody eats.
func (s seater) meal(m reception.Meal) (Tables, bool) {
	t := Tables{Kind: m.Slot, Place: m.Place}
	var people []reception.Assigned
	for _, it := range s.print.Sheet.Items {
		if it.ID == m.Item {
			t.Title, t.Start, people = it.Title, it.Start, it.People
			t.Place = cmp.Or(t.Place, it.Place)
		}
	}
	for _, id := range m.Staff.IDs {
		if !slices.ContainsFunc(people, func(a reception.Assigned) bool { return a.Staff == id }) {
			people = append(people, reception.Assigned{Staff: id})
		}
	}
	guests := s.guests(m.Guests)
	if len(guests) == 0 || m.Slot == "breakfast" && len(people) == 0 { // guests breakfast as they like
		return t, false
	}
	if t.Start.IsZero() {
		t.Start = s.mealTime(m)
	}
	hosts := s.hosts(people, "meal")
	for len(hosts) < min(m.Staff.Count, mostUnnamed) {
		hosts = append(hosts, paper.Diner{Name: i18n.T(s.lang, "print.side.ours")})
	}
	t.Seating = paper.Banquet(guests, hosts)
	return t, true
}

// mostUnnamed is how many of ours have a seat without being named.
const mostUnnamed = 10

// mealHours are when meals without a time of their own are.
var mealHours = map[string]int{"breakfast": 8, "lunch": 12, "dinner": 18}

func (s seater) mealTime(m reception.Meal) time.Time {
	day := s.print.Sheet.Start.In(s.company.Zone())
	if d, err := time.ParseInLocation(time.DateOnly, m.Day, s.company.Zone()); err == nil {
		day = d
	}
	return time.Date(day.Year(), day.Month(), day.Day(), mealHours[m.Slot], 0, 0, 0, day.Location())
}

// companions are words of positions that sit beside the main guest (S002-4.09).
var companions = []string{"夫人", "太太", "助理", "秘书", "翻译", "wife", "husband", "spouse", "assistant", "secretary", "interpreter"}

// guests are those of a party in the order of the list, which is their rank; of
// a mere number, the first.
func (s seater) guests(party reception.Party) []paper.Diner {
	var list []paper.Diner
	for _, g := range s.print.Sheet.Guests {
		if len(party.IDs) > 0 && !slices.Contains(party.IDs, g.ID) || g.Name == "" {
			continue
		}
		list = append(list, paper.Diner{Name: g.Name, Position: g.Position, Main: g.Main, Companion: slices.ContainsFunc(companions,
			func(word string) bool { return strings.Contains(strings.ToLower(g.Position), word) })})
	}
	if party.Count > 0 && len(party.IDs) == 0 {
		slices.SortStableFunc(list, func(a, b paper.Diner) int { return order(b.Main) - order(a.Main) })
		list = list[:min(len(list), party.Count)]
	}
	return list
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// hosts are our people by rank: those named, else those of the whole reception,
// who are at least the specialist and the applicant.
func (s seater) hosts(people []reception.Assigned, kind string) []paper.Diner {
	if len(people) == 0 {
		people = s.print.Sheet.People
	}
	if len(people) == 0 {
		people = []reception.Assigned{{Staff: s.print.View.Applicant.ID, Role: "salesperson"}}
		if id := s.print.Sheet.Specialist.ID; id != "" && id != s.print.View.Applicant.ID {
			people = append([]reception.Assigned{{Staff: id, Role: "host"}}, people...)
		}
	}
	type ranked struct {
		rank int
		paper.Diner
	}
	var list []ranked
	for _, a := range people {
		p := s.company.Person(a.Staff)
		if p == nil || slices.ContainsFunc(list, func(r ranked) bool { return r.Name == p.Called(s.lang) }) {
			continue
		}
		leads := a.Role == "leader" || p.Has(staff.GM, staff.Director)
		list = append(list, ranked{rankOf(p), paper.Diner{Name: p.Called(s.lang), Position: i18n.Readable(s.lang, p.Position), Leader: leads,
			Main: a.Role == "host" && kind != "leaders-talk", Serves: !leads && (a.Role == "salesperson" || p.Has(staff.Sales))}})
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	diners := make([]paper.Diner, len(list))
	for i, r := range list {
		diners[i] = r.Diner
	}
	return diners
}

// rankOf orders our people: general manager, directors, heads, the others.
func rankOf(p *staff.Person) int {
	for i, r := range []staff.Role{staff.GM, staff.Director, staff.Head} {
		if p.Has(r) {
			return i
		}
	}
	return 3
}
