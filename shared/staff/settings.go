package staff

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
)

// SetDepartment makes a department or changes it. What is left out stays; an
// empty name or id too.
type SetDepartment struct {
	Version int64   `json:"version,omitempty"` // 0: new
	ID      string  `json:"id,omitempty" max:"40"`
	Name    string  `json:"name,omitempty" max:"60"`
	Latin   *string `json:"latin,omitempty" max:"60"`
	Head    *string `json:"head,omitempty" max:"254"` // id or e-mail; empty: none
	Parent  *string `json:"parent,omitempty" max:"60"`
}

// SetDepartment makes or changes a department. Only administrators may.
func (s *Service) SetDepartment(ctx context.Context, act Act, cmd SetDepartment) (Department, error) {
	return Change(ctx, s, act, Command{Route: "company.department " + cmd.ID, Body: cmd}, func(t *Turn) (Department, error) {
		if err := t.Admin(); err != nil {
			return Department{}, err
		}
		d := Department{Schema: Schema, ID: "d" + t.Own}
		if cmd.ID != "" {
			d.ID = cmd.ID
		}
		if known := t.Company.Department(cmd.ID); known != nil {
			d = *known
		}
		if err := t.At(cmd.Version, d.Version); err != nil {
			return Department{}, err
		}
		before := d.Head
		if err := d.set(t.Company, cmd); err != nil {
			return Department{}, err
		}
		t.Put("DEPT#"+d.ID, &d)
		t.Changed(EventDepartment, event.Change{Field: "department", New: d.ID}, event.Change{Field: "head", Old: before, New: d.Head})
		if before != d.Head {
			t.moves(before)
		}
		d.Version++
		return d, nil
	})
}

// set takes what a command names and checks the result.
func (d *Department) set(c *Company, cmd SetDepartment) error {
	var bad fault.List
	take(&d.Name, cmd.Name)
	put(&d.Latin, cmd.Latin)
	put(&d.Head, cmd.Head)
	put(&d.Parent, cmd.Parent)
	if h := c.Person(d.Head); cmd.Head != nil && h != nil && h.Active() {
		d.Head = h.ID
	} else if cmd.Head != nil && d.Head != "" {
		bad.Add("/head", "unknown-id", d.Head)
	}
	if cmd.Parent != nil && d.Parent != "" && (c.Department(d.Parent) == nil || d.Parent == d.ID) {
		bad.Add("/parent", "unknown-id", d.Parent)
	}
	if d.Name == "" {
		bad.Add("/name", "required")
	}
	if !plain(d.ID) {
		bad.Add("/id", "invalid")
	}
	return bad.Err()
}

// plain tells whether an id is made of small letters, digits and dashes, as
// keys, mail tags and addresses need it.
func plain(id string) bool {
	for _, r := range id {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return id != ""
}

// MapRole says to whom a role of a policy falls.
type MapRole struct {
	Policy string `json:"policy" req:"true" max:"60"`
	Role   string `json:"role" req:"true" max:"60"`
	Position
}

// MapRole maps one role of a policy; an empty position removes the mapping.
// Only administrators and the office may.
func (s *Service) MapRole(ctx context.Context, act Act, cmd MapRole) (Position, error) {
	return Change(ctx, s, act, Command{Route: "company.position", Body: cmd}, func(t *Turn) (Position, error) {
		if err := t.Needs(Admin, Office); err != nil {
			return Position{}, err
		}
		p, err := t.position(cmd.Position)
		if err != nil {
			return Position{}, err
		}
		before := t.holding(cmd.Policy, cmd.Role)
		roles := t.Company.Positions(cmd.Policy)
		if roles == nil {
			roles = map[string]Position{}
		}
		if roles[cmd.Role] = p; p.Department == "" && len(p.Staff) == 0 {
			delete(roles, cmd.Role)
		}
		t.Put("POSITIONS#"+cmd.Policy, positions{Schema: Schema, Roles: roles})
		t.Changed(EventPosition, event.Change{Field: cmd.Policy + "/" + cmd.Role, New: p.Department})
		t.moves(before...)
		return p, nil
	})
}

// holding are those who answer for a role of a policy before it is mapped anew.
func (t *Turn) holding(policy, role string) []string {
	if p, _ := t.Company.Position(policy, role); p.Department == "" {
		return p.Staff
	}
	if h := t.Company.Holder(policy, role); h != nil {
		return []string{h.ID}
	}
	return nil
}

// position resolves the references of a position.
func (t *Turn) position(given Position) (Position, error) {
	var bad fault.List
	p := Position{Department: given.Department}
	for i, ref := range given.Staff {
		who := t.Company.Person(ref)
		if who == nil || !who.Active() {
			bad.Add("/staff/"+strconv.Itoa(i), "unknown-id", ref)
			continue
		}
		p.Staff = append(p.Staff, who.ID)
	}
	if p.Department != "" && t.Company.Department(p.Department) == nil {
		bad.Add("/department", "unknown-id", p.Department)
	}
	return p, bad.Err()
}

// SetHolidays replaces the company's own entry for a year; it adds to what was
// announced for the country.
type SetHolidays struct {
	Year int      `json:"year" req:"true"`
	Off  []string `json:"off,omitempty" max:"366"`
	Work []string `json:"work,omitempty" max:"366"`
}

// SetHolidays sets free days and make-up workdays of a year.
func (s *Service) SetHolidays(ctx context.Context, act Act, cmd SetHolidays) (calendar.Year, error) {
	return Change(ctx, s, act, Command{Route: "company.holidays", Body: cmd}, func(t *Turn) (calendar.Year, error) {
		y := calendar.Year{Schema: Schema, Year: cmd.Year, Off: cmd.Off, Work: cmd.Work}
		if err := t.Needs(Admin, Office); err != nil {
			return y, err
		}
		if err := days(y); err != nil {
			return y, err
		}
		t.Put("HOLIDAYS#"+strconv.Itoa(cmd.Year), y)
		t.Changed(EventHolidays, event.Change{Field: strconv.Itoa(cmd.Year)})
		return y, nil
	})
}

// days says which of a year's days are none of it, or free and worked at once.
func days(y calendar.Year) error {
	var bad fault.List
	if y.Year < 2000 || y.Year > 2999 {
		return fault.Field("/year", "out-of-range", "2000", "2999")
	}
	for i, day := range y.Work {
		if slices.Contains(y.Off, day) {
			bad.Add("/work/"+strconv.Itoa(i), "invalid", day)
		}
	}
	for _, list := range []struct {
		at   string
		days []string
	}{{"/off/", y.Off}, {"/work/", y.Work}} {
		for i, day := range list.days {
			if _, err := calendar.New(time.UTC, calendar.Default, calendar.Year{Year: y.Year, Off: []string{day}}); err != nil {
				bad.Add(list.at+strconv.Itoa(i), "out-of-range", fmt.Sprintf("%d-01-01", y.Year), fmt.Sprintf("%d-12-31", y.Year))
			}
		}
	}
	return bad.Err()
}

// SetCompany replaces what it names of the company. What is left out stays; so do
// empty texts where there must be one.
type SetCompany struct {
	Version      int64             `json:"version"`
	Name         string            `json:"name,omitempty" max:"60"`
	Legal        *string           `json:"legal,omitempty" max:"120"`
	Latin        *string           `json:"latin,omitempty" max:"120"`
	Zone         string            `json:"zone,omitempty" max:"60"`
	Site         string            `json:"site,omitempty" max:"60"`
	Address      *string           `json:"address,omitempty" max:"200"`
	AddressLatin *string           `json:"address_latin,omitempty" max:"200"`
	Phone        *string           `json:"phone,omitempty" max:"40"`
	Languages    []string          `json:"languages,omitempty" max:"3"`
	Opens        string            `json:"opens,omitempty" max:"5"`
	Closes       string            `json:"closes,omitempty" max:"5"`
	Policy       string            `json:"policy,omitempty" max:"60"`
	Policies     []string          `json:"policies,omitempty" max:"20"`
	Settings     map[string]string `json:"settings,omitempty" max:"60"` // an empty value removes one
}

// SetCompany changes the company. Only administrators may.
func (s *Service) SetCompany(ctx context.Context, act Act, cmd SetCompany) (Info, error) {
	return Change(ctx, s, act, Command{Route: "company.edit", Body: cmd}, func(t *Turn) (Info, error) {
		if err := t.Admin(); err != nil {
			return Info{}, err
		}
		if err := t.At(cmd.Version, t.Company.Version); err != nil {
			return Info{}, err
		}
		info := t.Company.Info
		if err := info.set(cmd); err != nil {
			return Info{}, err
		}
		t.Put("HEAD", &info)
		t.Changed(EventCompany, event.Change{Field: "policy", Old: t.Company.Info.Policy, New: info.Policy},
			event.Change{Field: "zone", Old: t.Company.Info.Zone, New: info.Zone})
		return info, nil
	})
}

// set takes what a command names and checks the result.
func (i *Info) set(cmd SetCompany) error {
	take(&i.Name, cmd.Name)
	put(&i.Legal, cmd.Legal)
	put(&i.Latin, cmd.Latin)
	take(&i.Zone, cmd.Zone)
	take(&i.Site, cmd.Site)
	put(&i.Address, cmd.Address)
	put(&i.AddressLatin, cmd.AddressLatin)
	put(&i.Phone, cmd.Phone)
	if i.Hours == (calendar.Hours{}) {
		i.Hours = calendar.Default
	}
	take(&i.Hours.Opens, cmd.Opens)
	take(&i.Hours.Closes, cmd.Closes)
	take(&i.Policy, cmd.Policy)
	if cmd.Policies != nil {
		i.Policies = cmd.Policies
	}
	if i.Policy != "" && !slices.Contains(i.Policies, i.Policy) {
		i.Policies = append(slices.Clone(i.Policies), i.Policy)
	}
	i.setSettings(cmd.Settings)
	return i.check(cmd.Languages)
}

// setSettings takes settings over the old ones, in a map of its own.
func (i *Info) setSettings(given map[string]string) {
	if len(given) == 0 {
		return
	}
	merged := maps.Clone(i.Settings)
	if merged == nil {
		merged = map[string]string{}
	}
	maps.Copy(merged, given)
	maps.DeleteFunc(merged, func(_, v string) bool { return v == "" })
	i.Settings = merged
}

// check says what is wrong with the company, and takes the languages given.
func (i *Info) check(languages []string) error {
	var bad fault.List
	if languages != nil {
		i.Languages = nil
	}
	for _, name := range languages {
		l, ok := i18n.Parse(name)
		if !ok {
			bad.Add("/languages", "invalid", name)
		}
		i.Languages = append(i.Languages, l)
	}
	if i.Name == "" {
		bad.Add("/name", "required")
	}
	zone, err := time.LoadLocation(i.Zone)
	if err != nil || i.Zone == "" {
		bad.Add("/zone", "invalid", i.Zone)
		zone = time.UTC
	}
	if _, err := calendar.New(zone, i.Hours); err != nil {
		bad.Add("/opens", "invalid")
	}
	return bad.Err()
}
