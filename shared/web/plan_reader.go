package web

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// A planReader understands rows as people write them: names instead of ids,
// times of the clock, amounts without a currency. What it cannot understand it
// notes at the row and field.
type planReader struct {
	bad    fault.List
	zone   *time.Location
	start  time.Time         // of the visit
	guests map[string]string // ids by name
	staff  map[string]string
	roles  map[string]string
	places map[string][]int // list → row of each entry that was read
}

// NewID begins the name of an item that is new: its row stands behind.
const NewID = reception.NewName

// command makes the domain's command of the rows.
func (r *planReader) command(p PlanSheet) reception.EditPlan {
	r.places = map[string][]int{}
	edit := reception.EditPlan{Version: p.Version, Specialist: r.person(p.Specialist), Owner: r.person(p.Owner), ChangeReason: p.ChangeReason,
		Items:         rowsInto(r, "items", p.Items, r.item()),
		Meals:         rowsInto(r, "meals", p.Meals, r.meal),
		Lodging:       rowsInto(r, "lodging", p.Lodging, r.lodging),
		Vehicles:      rowsInto(r, "vehicles", p.Vehicles, r.vehicle),
		Entertainment: rowsInto(r, "entertainment", p.Entertainment, r.evening),
		Gifts:         rowsInto(r, "gifts", p.Gifts, r.gift),
		People: rowsInto(r, "people", p.People, func(at string, x RoleRow) reception.Assigned {
			return reception.Assigned{Staff: r.person(x.Staff), Role: r.role(x.Role)}
		})}
	serve(&edit)
	return edit
}

// serve gives each new meal of the itinerary its meal, where the sheet has none.
func serve(edit *reception.EditPlan) {
	if edit.Items == nil || edit.Meals == nil {
		return
	}
	for _, it := range *edit.Items {
		of := func(m reception.Meal) bool { return m.Item == it.ID }
		if it.Kind == "meal" && strings.HasPrefix(it.ID, NewID) && !slices.ContainsFunc(*edit.Meals, of) {
			*edit.Meals = append(*edit.Meals, reception.Meal{Item: it.ID})
		}
	}
}

// A rowOf is any row.
type rowOf interface{ base() Row }

func (r Row) base() Row { return r }

// rowsInto reads the rows that stay; a list that was not sent says nothing.
func rowsInto[R rowOf, T any](r *planReader, list string, rows *[]R, read func(at string, row R) T) *[]T {
	if rows == nil {
		return nil
	}
	out := []T{}
	for i, row := range *rows {
		if row.base().Drop || empty(row) {
			continue
		}
		r.places[list] = append(r.places[list], i)
		out = append(out, read(pointer(list, strconv.Itoa(i)), row))
	}
	return &out
}

// id is the id of a row's item; a new one is named by its row.
func (r *planReader) id(at string, row Row) string {
	if row.ID == "" {
		return NewID + at[strings.LastIndexByte(at, '/')+1:]
	}
	return row.ID
}

// item reads a line of the itinerary. One that names no day is on the day of
// the line before; one without start begins when that ends.
func (r *planReader) item() func(at string, x ItemRow) reception.Item {
	day, next := r.start.In(r.zone).Format(time.DateOnly), r.start.In(r.zone)
	return func(at string, x ItemRow) reception.Item {
		if x.Day != "" {
			day = x.Day
		}
		if next.Format(time.DateOnly) != day {
			next = r.clock(at+"/day", day, "9:00")
		}
		it := reception.Item{ID: r.id(at, x.Row), Kind: cmp.Or(x.Kind, "activity"), Title: r.text(at+"/title", x.Title, 200), Place: r.text(at+"/place", x.Place, 200),
			TitleEN: r.text(at+"/title_en", x.TitleEN, 200), PlaceEN: r.text(at+"/place_en", x.PlaceEN, 200), Note: r.text(at+"/note", x.Note, 500), People: r.people(x.People), Guests: party(x.Party, r.guests), Start: next}
		if x.Start != "" {
			it.Start = r.clock(at+"/start", day, x.Start)
		}
		if x.End != "" {
			until := day
			if x.Until != "" {
				until = x.Until
			}
			it.End = r.clock(at+"/end", until, x.End)
		}
		if next = it.End; next.IsZero() {
			next = it.Start.Add(time.Hour)
		}
		for _, id := range x.Resources {
			if id = strings.TrimSpace(id); id != "" {
				it.Resources = append(it.Resources, id)
			}
		}
		return it
	}
}

func (r *planReader) meal(at string, x MealRow) reception.Meal {
	return reception.Meal{ID: x.ID, Item: x.Item, Day: x.Day, Slot: x.Slot, Kind: x.Kind, Place: r.text(at+"/place", x.Place, 200),
		Guests: party(x.Party, r.guests), Staff: party(x.Company, r.staff), Amount: r.money(at+"/amount", x.Amount)}
}

func (r *planReader) lodging(at string, x LodgingRow) reception.Lodging {
	return reception.Lodging{ID: x.ID, Guests: party(x.Party, r.guests), Hotel: r.text(at+"/hotel", x.Hotel, 200), Stars: r.number(at+"/stars", x.Stars),
		Rate: r.money(at+"/rate", x.Rate), Payer: x.Payer, Rooms: r.number(at+"/rooms", x.Rooms), From: x.From, To: x.To}
}

func (r *planReader) vehicle(at string, x VehicleRow) reception.Vehicle {
	return reception.Vehicle{ID: x.ID, Resource: x.Resource, Item: x.Item, Type: x.Type, Plate: r.text(at+"/plate", x.Plate, 20),
		Driver: reception.Driver{Name: r.text(at+"/driver", x.Driver, 100), Phone: r.text(at+"/phone", x.Phone, 40), Email: r.text(at+"/email", x.Email, 200)}}
}

func (r *planReader) evening(at string, x EveningRow) reception.Entertainment {
	return reception.Entertainment{ID: x.ID, Title: r.text(at+"/title", x.Title, 200), Item: x.Item, Guests: party(x.Party, r.guests),
		Amount: r.money(at+"/amount", x.Amount), Payer: x.Payer}
}

func (r *planReader) gift(at string, x GiftRow) reception.Gift {
	return reception.Gift{ID: x.ID, Name: r.text(at+"/name", x.Name, 200), Count: r.number(at+"/count", x.Count), Guests: party(x.Party, r.guests),
		Amount: r.money(at+"/amount", x.Amount), Reason: r.text(at+"/reason", x.Reason, 500)}
}

// text bounds a text.
func (r *planReader) text(at, s string, max int) string {
	if utf8.RuneCountInString(s) > max {
		r.bad.Add(at, "too-long", max)
	}
	return s
}

// number reads a whole number that is not negative; empty is 0.
func (r *planReader) number(at, s string) int {
	if s = strings.TrimSpace(s); s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		r.bad.Add(at, "invalid", s)
	} else if n < 0 || n > 10000 {
		r.bad.Add(at, "out-of-range", 0, 10000)
	}
	return n
}

// money reads an amount; another currency stands behind it.
func (r *planReader) money(at, s string) policy.Money {
	amount, currency, _ := strings.Cut(strings.TrimSpace(strings.NewReplacer(",", "", "，", "", "¥", "", "￥", "").Replace(s)), " ")
	if amount == "" {
		return policy.Money{}
	}
	m, err := policy.ParseMoney(amount, currency)
	if err != nil {
		r.bad.Add(at, "invalid", s)
	}
	return m
}

// clocks are how people write a time of the clock.
var clocks = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{1,2})(?:[:.：](\d{2})|(\d{2}))?$`) })

// clock reads a time of the clock on a day; a whole moment is taken as it is.
func (r *planReader) clock(at, day, s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range append([]string{time.RFC3339}, localTimes...) {
		if t, err := time.ParseInLocation(layout, s, r.zone); err == nil {
			return t
		}
	}
	date, err := time.ParseInLocation(time.DateOnly, day, r.zone)
	m := clocks().FindStringSubmatch(s)
	if err != nil || m == nil {
		r.bad.Add(at, "invalid", s)
		return date
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2] + m[3])
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		r.bad.Add(at, "invalid", s)
	}
	return time.Date(date.Year(), date.Month(), date.Day(), hour, minute, 0, 0, r.zone)
}

// split reads a list as people write it.
func split(s string) (list []string) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、;；\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// bracket finds a role behind a name.
var bracket = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(.*?)\s*[(（]([^()（）]*)[)）]$`) })

// people reads names, each with a role in brackets.
func (r *planReader) people(s string) (list []reception.Assigned) {
	for _, part := range split(s) {
		a := reception.Assigned{Staff: part}
		if m := bracket().FindStringSubmatch(part); m != nil {
			a = reception.Assigned{Staff: m[1], Role: r.role(m[2])}
		}
		a.Staff = r.person(a.Staff)
		list = append(list, a)
	}
	return list
}

// person is somebody's id by name; a name that nobody has stays, so that the
// domain says so.
func (r *planReader) person(name string) string { return idOf(r.staff, name) }

// role is a role's id by its name; any other word is a role too.
func (r *planReader) role(name string) string { return idOf(r.roles, name) }

// idOf is the id that a name stands for; a name that nobody has stays.
func idOf(ids map[string]string, name string) string {
	name = strings.TrimSpace(name)
	if id := ids[name]; id != "" {
		return id
	}
	return name
}

// party reads a number, or names, or ids; a name that nobody has stays.
func party(text string, ids map[string]string) (p reception.Party) {
	parts := split(text)
	for i := range parts {
		parts[i] = idOf(ids, parts[i])
	}
	_ = p.UnmarshalText([]byte(strings.Join(parts, ","))) // a number out of range is everybody
	return p
}

// within are the names of inputs for what the domain calls otherwise.
var within = map[string]string{"guests": "party", "day": "day", "start": "start", "end": "end", "staff": "company"}

// located leads errors of the domain to the rows that people see.
func (r *planReader) located(err error) error {
	if err == nil {
		return r.bad.Err()
	}
	f := fault.As(err)
	fields := slices.Clone(f.Fields)
	for i := range fields {
		fields[i].Field = r.place(fields[i].Field)
	}
	copied := *f
	copied.Fields = append(r.bad, fields...)
	return &copied
}

// place is the input that a JSON Pointer of the command means.
func (r *planReader) place(field string) string {
	parts := strings.Split(strings.TrimPrefix(field, "/"), "/")
	if len(parts) < 2 {
		return field
	}
	n, err := strconv.Atoi(parts[1])
	if rows := r.places[parts[0]]; err == nil && n < len(rows) {
		parts[1] = strconv.Itoa(rows[n])
	}
	if len(parts) > 2 && parts[0] != "people" {
		if name := within[parts[2]]; name != "" {
			parts[2] = name
		}
		if parts[2] != "resources" {
			parts = parts[:3]
		}
	}
	return pointer(parts...)
}
