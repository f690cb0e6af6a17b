package staff

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
)

// The kinds of event in the company's partition, past tense, never renamed.
const (
	EventAdded      = "staff.added"
	EventEdited     = "staff.edited"
	EventLeft       = "staff.left"
	EventReturned   = "staff.returned"
	EventDelegated  = "staff.delegated"
	EventDepartment = "company.department-set"
	EventPosition   = "company.position-mapped"
	EventHolidays   = "company.holidays-set"
	EventCompany    = "company.edited"
	EventFounded    = "company.founded"
)

// AddStaff adds a person (POST /staff).
type AddStaff struct {
	Email      string   `json:"email" req:"true" max:"254"`
	Name       string   `json:"name" req:"true" max:"60"`
	Latin      string   `json:"latin,omitempty" max:"60"`
	Phone      string   `json:"phone,omitempty" max:"40"`
	Position   string   `json:"position,omitempty" max:"60"`
	Department string   `json:"department,omitempty" max:"60"`
	Roles      []string `json:"roles,omitempty" max:"9"`
	Language   string   `json:"language,omitempty" max:"20"`
}

// EditStaff replaces what it names of a person; empty texts and nil lists stay.
type EditStaff struct {
	Version    int64    `json:"version"`
	Email      string   `json:"email,omitempty" max:"254"`
	Name       string   `json:"name,omitempty" max:"60"`
	Latin      *string  `json:"latin,omitempty" max:"60"`
	Phone      *string  `json:"phone,omitempty" max:"40"`
	Position   *string  `json:"position,omitempty" max:"60"`
	Department string   `json:"department,omitempty" max:"60"`
	Roles      []string `json:"roles,omitempty" max:"9"`
	Language   string   `json:"language,omitempty" max:"20"`
}

// Add makes a person who works here. Only administrators may. Errors: invalid
// or unknown fields, and "invalid" for an address that somebody else has.
func (s *Service) Add(ctx context.Context, act Act, cmd AddStaff) (View, error) {
	return Change(ctx, s, act, Command{Route: "staff.add", Body: cmd}, func(t *Turn) (View, error) {
		if err := t.Admin(); err != nil {
			return View{}, err
		}
		p := &Person{Schema: Schema, ID: "s" + t.Own}
		if err := p.set(t.Company, EditStaff{0, cmd.Email, cmd.Name, &cmd.Latin, &cmd.Phone, &cmd.Position,
			cmd.Department, cmd.Roles, cmd.Language}); err != nil {
			return View{}, err
		}
		t.Put("STAFF#"+p.ID, p)
		t.Changed(EventAdded, event.Change{Field: "staff", New: p.ID}, event.Change{Field: "roles", New: join(p.Roles)})
		if len(p.Roles) > 0 { // what waits for the role waits for this person, too
			t.moves(p.ID)
		}
		p.Version = 1
		return t.Company.view(p, act.Lang), nil
	})
}

// Edit changes a person; an administrator changes anybody, everybody the own
// phone, Latin name and language.
func (s *Service) Edit(ctx context.Context, act Act, ref string, cmd EditStaff) (View, error) {
	return Change(ctx, s, act, Command{Route: "staff.edit " + ref, Body: cmd}, func(t *Turn) (View, error) {
		p, err := t.person(ref, cmd.Version)
		if err != nil {
			return View{}, err
		}
		if err := t.mayEdit(p, cmd); err != nil {
			return View{}, err
		}
		was := *p
		if err := p.set(t.Company, cmd); err != nil {
			return View{}, err
		}
		t.Put("STAFF#"+p.ID, p)
		t.Changed(EventEdited, was.differences(p)...)
		if was.Has(Admin) && !p.Has(Admin) && t.last(p, Admin) {
			return View{}, fault.New(fault.Conflict, "wrong-state", "last-admin")
		}
		if was.Department != p.Department || !slices.Equal(was.Roles, p.Roles) {
			t.moves(p.ID)
		}
		p.Version++
		return t.Company.view(p, act.Lang), nil
	})
}

// person gives a copy of an active person at the version shown.
func (t *Turn) person(ref string, version int64) (*Person, error) {
	known := t.Company.Person(ref)
	if known == nil || !known.Active() {
		return nil, fault.Missing()
	}
	p := *known
	return &p, t.At(version, known.Version)
}

// last says whether nobody but a person has a role: a company keeps an administrator,
// or nobody could make one.
func (t *Turn) last(p *Person, r Role) bool {
	return !slices.ContainsFunc(t.Company.WithRole(r), func(o *Person) bool { return o.ID != p.ID })
}

// mayEdit lets people keep their own phone, Latin name and language.
func (t *Turn) mayEdit(p *Person, cmd EditStaff) error {
	own := EditStaff{Version: cmd.Version, Phone: cmd.Phone, Latin: cmd.Latin, Language: cmd.Language}
	if t.Act.By == p.ID && cmd.Roles == nil && cmd.Email == own.Email && cmd.Name == own.Name &&
		cmd.Position == own.Position && cmd.Department == own.Department {
		return nil
	}
	return t.Admin()
}

// set takes what a command names and checks the result.
func (p *Person) set(c *Company, cmd EditStaff) error {
	var bad fault.List
	take(&p.Name, cmd.Name)
	put(&p.Latin, cmd.Latin)
	put(&p.Phone, cmd.Phone)
	put(&p.Position, cmd.Position)
	take(&p.Department, cmd.Department)
	if cmd.Email != "" {
		p.setEmail(c, cmd.Email, &bad)
	}
	if cmd.Language != "" {
		l, ok := i18n.Parse(cmd.Language)
		if !ok {
			bad.Add("/language", "invalid", cmd.Language)
		}
		p.Language = l
	}
	if cmd.Roles != nil {
		p.setRoles(cmd.Roles, &bad)
	}
	if p.Name == "" {
		bad.Add("/name", "required")
	}
	if p.Email == "" && cmd.Email == "" {
		bad.Add("/email", "required")
	}
	if p.Department != "" && c.Department(p.Department) == nil {
		bad.Add("/department", "unknown-id", p.Department)
	}
	return bad.Err()
}

// setEmail takes an address that nobody else who works here has.
func (p *Person) setEmail(c *Company, text string, bad *fault.List) {
	a, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil || a.Name != "" {
		bad.Add("/email", "invalid")
		return
	}
	email := strings.ToLower(a.Address)
	if other := c.Person(email); other != nil && other.Active() && other.ID != p.ID {
		bad.Add("/email", "invalid", other.Name)
	}
	p.Email = email
}

// setRoles takes roles that exist, in their public order.
func (p *Person) setRoles(names []string, bad *fault.List) {
	for _, n := range names {
		if !slices.Contains(Roles(), Role(n)) {
			bad.Add("/roles", "invalid", n)
		}
	}
	p.Roles = slices.DeleteFunc(Roles(), func(r Role) bool { return !slices.Contains(names, string(r)) })
}

// take replaces a text by one that is not empty.
func take(old *string, text string) {
	if text = strings.TrimSpace(text); text != "" {
		*old = text
	}
}

// put replaces a text by one that was sent, be it empty.
func put(old, text *string) {
	if text != nil {
		*old = strings.TrimSpace(*text)
	}
}

// differences names what changed by field; addresses, names and phones are
// named without their values, as the audit trail is kept for long.
func (p *Person) differences(now *Person) []event.Change {
	list := []event.Change{{Field: "staff", New: now.ID}}
	add := func(field, old, new string, shown bool) {
		switch {
		case old == new:
		case shown:
			list = append(list, event.Change{Field: field, Old: old, New: new})
		default:
			list = append(list, event.Change{Field: field})
		}
	}
	add("email", p.Email, now.Email, false)
	add("name", p.Name, now.Name, false)
	add("phone", p.Phone, now.Phone, false)
	add("position", p.Position, now.Position, true)
	add("department", p.Department, now.Department, true)
	add("roles", join(p.Roles), join(now.Roles), true)
	add("language", string(p.Language), string(now.Language), true)
	return list
}

// join writes roles as one text.
func join(roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, " ")
}

// SetDelegation lets somebody stand in for the actor (POST /me/delegation). An
// empty To ends all of the actor's delegations that are not over.
type SetDelegation struct {
	To       string     `json:"to,omitempty" max:"254"` // id or e-mail
	From     *time.Time `json:"from,omitempty"`         // default: now
	Until    *time.Time `json:"until,omitempty"`
	Subjects []string   `json:"subjects,omitempty" max:"10"`
}

// Delegate sets the actor's own delegation; it replaces those that it overlaps.
func (s *Service) Delegate(ctx context.Context, act Act, cmd SetDelegation) (Me, error) {
	return Change(ctx, s, act, Command{Route: "staff.delegate", Body: cmd}, func(t *Turn) (Me, error) {
		p := t.Company.Person(act.By)
		if p == nil || !p.Active() {
			return Me{}, fault.New(fault.Forbidden, "forbidden")
		}
		mine := *p
		d, err := t.delegation(&mine, cmd)
		if err != nil {
			return Me{}, err
		}
		mine.Delegations = slices.DeleteFunc(slices.Clone(p.Delegations), func(old Delegation) bool {
			return !old.Until.After(act.At) || d.To == "" || d.From.Before(old.Until) && old.From.Before(d.Until)
		})
		if d.To != "" {
			mine.Delegations = append(mine.Delegations, d)
		}
		t.Put("STAFF#"+mine.ID, &mine)
		t.wake("STAFF#"+mine.ID, mine.beginsAfter(act.At))
		t.Changed(EventDelegated, event.Change{Field: "staff", Old: mine.ID, New: d.To})
		if d.To != "" && !d.From.After(act.At) { // what was mailed already is mailed to who stands in
			t.moves(t.Company.ActsFor(mine.ID, "", act.At)...)
		}
		mine.Version++
		return t.Company.me(&mine, act), nil
	})
}

// delegation checks a delegation and gives it as it is stored.
func (t *Turn) delegation(p *Person, cmd SetDelegation) (Delegation, error) {
	switch {
	case cmd.To == "" && cmd.From == nil && cmd.Until == nil && len(cmd.Subjects) == 0:
		return Delegation{}, nil // back again
	case cmd.To == "":
		return Delegation{}, fault.Field("/to", "required")
	}
	d := Delegation{From: t.Act.At, Subjects: cmd.Subjects}
	if cmd.From != nil {
		d.From = *cmd.From
	}
	var bad fault.List
	to := t.Company.Person(cmd.To)
	if to == nil || !to.Active() || to.ID == p.ID {
		bad.Add("/to", "unknown-id", cmd.To)
	} else {
		d.To = to.ID
	}
	switch {
	case cmd.Until == nil:
		bad.Add("/until", "required")
	case !cmd.Until.After(d.From):
		bad.Add("/until", "end-before-start")
	case !cmd.Until.After(t.Act.At):
		bad.Add("/until", "in-the-past")
	default:
		d.Until = *cmd.Until
	}
	for i, subject := range cmd.Subjects {
		if !slices.Contains(Subjects(), subject) {
			bad.Add(fmt.Sprintf("/subjects/%d", i), "invalid", subject)
		}
	}
	return d, bad.Err()
}
