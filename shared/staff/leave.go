package staff

import (
	"context"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
)

// Leave marks a person as gone; the successor takes over what is open.
type Leave struct {
	Version   int64  `json:"version"`
	Successor string `json:"successor,omitempty" max:"254"` // id or e-mail
}

// Return brings back who was marked as gone, by mistake or until now.
type Return struct {
	Version int64 `json:"version"`
}

// Leave takes a person out of service; departments, positions and delegations
// that name the person go on to the successor.
func (s *Service) Leave(ctx context.Context, act Act, ref string, cmd Leave) (View, error) {
	return Change(ctx, s, act, Command{Route: "staff.leave " + ref, Body: cmd}, func(t *Turn) (View, error) {
		if err := t.Admin(); err != nil {
			return View{}, err
		}
		p, err := t.person(ref, cmd.Version)
		if err != nil {
			return View{}, err
		}
		if p.Has(Admin) && t.last(p, Admin) {
			return View{}, fault.New(fault.Conflict, "wrong-state", "last-admin")
		}
		if cmd.Successor != "" {
			next := t.Company.Present(cmd.Successor)
			if next == nil || next.ID == p.ID {
				return View{}, fault.Field("/successor", "unknown-id", cmd.Successor)
			}
			p.Successor = next.ID
		}
		p.Left = t.Act.At
		t.Put("STAFF#"+p.ID, p)
		t.wake("STAFF#"+p.ID, time.Time{})
		t.Changed(EventLeft, event.Change{Field: "staff", Old: p.ID, New: p.Successor})
		t.moves(p.ID)
		p.Version++
		return t.Company.view(p, act.Lang), nil
	})
}

// Return puts a person into service again, with the roles, department and
// address as they were. What the successor has decided stays decided; what is
// still open is asked anew of whom it falls to now.
func (s *Service) Return(ctx context.Context, act Act, ref string, cmd Return) (View, error) {
	return Change(ctx, s, act, Command{Route: "staff.return " + ref, Body: cmd}, func(t *Turn) (View, error) {
		if err := t.Admin(); err != nil {
			return View{}, err
		}
		known := t.Company.Person(ref)
		if known == nil {
			return View{}, fault.Missing()
		}
		if known.Active() {
			return View{}, fault.New(fault.Conflict, "wrong-state")
		}
		if err := t.At(cmd.Version, known.Version); err != nil {
			return View{}, err
		}
		if other := t.Company.Person(known.Email); other != nil && other.Active() {
			return View{}, fault.Field("/email", "invalid", other.Name) // somebody else has the address now
		}
		p, next := *known, known.Successor
		p.Left, p.Successor = time.Time{}, ""
		t.Put("STAFF#"+p.ID, &p)
		t.wake("STAFF#"+p.ID, p.beginsAfter(act.At))
		t.Changed(EventReturned, event.Change{Field: "staff", Old: next, New: p.ID})
		t.moves(p.ID, next)
		p.Version++
		return t.Company.view(&p, act.Lang), nil
	})
}
