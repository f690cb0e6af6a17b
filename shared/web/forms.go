package web

import (
	"yingbin/shared/reception"
)

// A Choice is something a form offers.
type Choice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// An ApplicationForm is what the application's page needs: what may be chosen,
// and the draft that is edited, if there is one.
type ApplicationForm struct {
	Policies    []PolicyLine            `json:"policies"`
	Departments []Choice                `json:"departments"`
	Draft       *reception.View         `json:"draft,omitempty"`
	Outlook     *reception.Outlook      `json:"outlook,omitempty"`
	Kinds       map[string][]Choice     `json:"kinds"`            // of guests, by policy
	Fields      map[string][]AskedField `json:"fields"`           // that policies ask beside, by policy
	Pasted      *reception.Paste        `json:"pasted,omitempty"` // what was just taken from a pasted list
}

// An AskedField is a field that a policy asks of the applicant.
type AskedField struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Choices []Choice `json:"choices"`
}

// formRoutes are pages that hold forms and have no name in the interface.
func (s *Services) formRoutes() []Route {
	return []Route{
		Get("/receptions/new", "new-application", "apply", SignedIn, s.applicationForm).Named("application"),
		Get("/receptions/{r}/application", "application-form", "apply", SignedIn, s.applicationForm).Named("application"),
		Get("/receptions/{r}/plan/edit", "plan-form", "plan", SignedIn, s.planForm).Asks(planParams()...).Named("plan-form"),
		Get("/receptions/{r}/publish", "publish-form", "plan", SignedIn, s.publishForm).Asks(Param{"see", "string", "whose mail to show: kind:id"},
			Param{"who", "string", "by name instead: see is the kind"}).Named("publish"),
		Get("/receptions/{r}/print", "print", "plan", SignedIn, s.print).Asks(printParams()...).Named("print-index"),
		Get("/gate", "gate", "welcome", SignedIn, func(c *Call) (reception.Board, error) {
			return s.Receptions.Board(c.Context(), c.Act(), c.Ask("date"))
		}),
		Post("/gate", "gate-pass", "welcome", SignedIn, s.passGate).On("/gate").Gives(reception.CheckinAnswer{}),
		Get("/receptions/{r}/host", "host", "welcome", SignedIn, func(c *Call) (reception.View, error) {
			return s.Receptions.Host(c.Context(), c.Act(), c.Path("r"))
		}),
	}
}

// applicationForm is the form of the draft that the address names, or of a new one.
func (s *Services) applicationForm(c *Call) (ApplicationForm, error) {
	return s.formOf(c, c.Path("r"))
}

// formOf offers what the company has; with a reception, its draft.
func (s *Services) formOf(c *Call, r string) (ApplicationForm, error) {
	f := ApplicationForm{Kinds: map[string][]Choice{}, Fields: map[string][]AskedField{}}
	lines, err := s.policies(c)
	if err != nil {
		return f, err
	}
	f.Policies = lines.Items
	for _, d := range c.Company.Departments() {
		f.Departments = append(f.Departments, Choice{d.ID, d.Called(c.Lang)})
	}
	for _, p := range f.Policies {
		if f.Kinds[p.ID], err = s.guestKinds(c, p.ID); err != nil {
			return f, err
		}
		if f.Fields[p.ID], err = s.askedFields(c, p.ID); err != nil {
			return f, err
		}
	}
	if r != "" {
		v, err := s.Receptions.View(c.Context(), c.Act(), r)
		if err != nil {
			return f, err
		}
		f.Draft, f.Outlook = &v, v.Outlook
		if ref := v.Application.Customer; f.Outlook != nil && ref.ID == "" && ref.Name != "" {
			if f.Outlook.Similar, err = s.Receptions.Alike(c.Context(), c.Act(), ref.Name); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

// guestKinds are the kinds of guests that a policy tells apart.
func (s *Services) guestKinds(c *Call, id string) ([]Choice, error) {
	p, err := s.Policies.Get(c.Context(), id, "")
	if err != nil {
		return nil, err
	}
	list := []Choice{}
	for _, f := range p.Fields {
		if f.ID != "guest.kind" {
			continue
		}
		for _, k := range f.Choices {
			list = append(list, Choice{k.ID, k.Words.In(c.Lang)})
		}
	}
	return list, nil
}
