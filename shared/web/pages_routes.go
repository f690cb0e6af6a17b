package web

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/reception"
)

// An ApplicationSheet is the application's page as a form sends it. Do is what
// its button says: save, check (the default for scripts is outlook, which gives
// only the panel), or paste, which takes the pasted list into the table.
type ApplicationSheet struct {
	reception.EditApplication
	Do    string `json:"do,omitempty" max:"20"`
	Paste string `json:"paste,omitempty" max:"100000"`
}

// The buttons of the application's page.
const (
	doCheck   = "check"
	doOutlook = "outlook"
	doPaste   = "paste"
)

// A PlanSheet is the plan's page as a form sends it: rows that may be dropped,
// and parties by name.
type PlanSheet struct {
	Version       int64                 `json:"version"`
	Items         *[]itemRow            `json:"items,omitempty" max:"180"`
	Lodging       *[]lodgingRow         `json:"lodging,omitempty" max:"60"`
	Meals         *[]mealRow            `json:"meals,omitempty" max:"120"`
	Entertainment *[]entertainmentRow   `json:"entertainment,omitempty" max:"30"`
	Gifts         *[]giftRow            `json:"gifts,omitempty" max:"60"`
	Vehicles      *[]vehicleRow         `json:"vehicles,omitempty" max:"60"`
	People        *[]reception.Assigned `json:"people,omitempty" max:"60"`
	Specialist    string                `json:"specialist,omitempty" max:"200"`
	ChangeReason  string                `json:"change_reason,omitempty" max:"1000"`
}

// A row of the plan's page, beside the thing itself.
type row struct {
	Party string `json:"party,omitempty" max:"4000"` // a number, or names of guests
	Drop  bool   `json:"drop,omitempty"`
}

type itemRow struct {
	reception.Item
	row
}

type lodgingRow struct {
	reception.Lodging
	row
}

type mealRow struct {
	reception.Meal
	row
	Company string `json:"company,omitempty" max:"4000"` // our own people, as Party
}

type entertainmentRow struct {
	reception.Entertainment
	row
}

type giftRow struct {
	reception.Gift
	row
}

type vehicleRow struct {
	reception.Vehicle
	row
}

// pageRoutes are the forms of pages that send more than a command: several
// buttons, rows to drop, names instead of ids. They end in the same services.
func (s *Services) pageRoutes() []Route {
	return []Route{
		Post("/receptions/new", "apply-page", "apply", SignedIn, s.sendApplication).On("/receptions/new").Named("application"),
		Post("/receptions/{r}/application/form", "application-page", "apply", SignedIn, s.sendApplication).On("/receptions/{r}/application").Named("application"),
		Post("/receptions/{r}/plan/edit", "plan-page", "plan", SignedIn, s.sendPlan).On("/receptions/{r}/plan/edit").To(onReception("/plan/edit?done=plan")),
	}
}

// sendApplication saves what the form holds, or shows it again with what the
// policy says now.
func (s *Services) sendApplication(c *Call, sheet ApplicationSheet) (any, error) {
	a := &sheet.Application
	a.Guests = slices.DeleteFunc(a.Guests, func(g reception.Guest) bool { return g == reception.Guest{ID: g.ID} })
	maps.DeleteFunc(a.Fields, func(_, value string) bool { return value == "" })
	switch sheet.Do {
	case doCheck, doOutlook, doPaste:
		return s.look(c, sheet)
	}
	if r := c.Path("r"); r != "" {
		_, err := s.Receptions.EditApplication(c.Context(), c.Act(), r, sheet.EditApplication)
		return &Redirect{To: "/receptions/" + r}, err
	}
	done, err := s.Receptions.Create(c.Context(), c.Act(), unsaid(c, *a))
	return &Redirect{To: "/receptions/" + done.ID, View: done}, err
}

// askedFields are the visit's fields that a policy asks of the applicant.
func (s *Services) askedFields(c *Call, id string) ([]AskedField, error) {
	p, err := s.Policies.Get(c.Context(), id, "")
	if err != nil {
		return nil, err
	}
	var list []AskedField
	for _, f := range p.Fields {
		if !strings.HasPrefix(f.ID, "visit.") || f.Ask != "" && f.Ask != "applicant" {
			continue
		}
		asked := AskedField{ID: f.ID, Name: f.Words.In(c.Lang), Type: string(f.Type)}
		for _, x := range f.Choices {
			asked.Choices = append(asked.Choices, Choice{x.ID, x.Words.In(c.Lang)})
		}
		list = append(list, asked)
	}
	return list, nil
}

// look shows the form again, with the panel or the pasted rows.
func (s *Services) look(c *Call, sheet ApplicationSheet) (any, error) {
	f, err := s.applicationForm(c)
	if err != nil {
		return nil, err
	}
	if sheet.Do == doPaste {
		f.Pasted = c.take(sheet.Paste)
	}
	outlook, err := s.Receptions.Evaluate(c.Context(), c.Act(), unsaid(c, sheet.Application))
	if err != nil {
		return nil, err
	}
	f.Outlook = &outlook
	if sheet.Do == doOutlook {
		return c.shown(Page{Name: doOutlook, View: outlook})
	}
	return c.shown(Page{Name: "application", View: f, Input: c.Input})
}

// take puts the rows of a pasted list into the form's own fields, after the
// rows that are filled in. A list with problems stays to be looked at.
func (c *Call) take(text string) *reception.Paste {
	p := reception.ParseGuests(text)
	from := 0
	for name, values := range c.Input {
		var i int
		if n, err := fmt.Sscanf(name, "guests[%d]", &i); n == 1 && err == nil && strings.Join(values, "") != "" {
			from = max(from, i+1)
		}
	}
	for k, g := range p.Rows {
		at := "guests[" + strconv.Itoa(from+k) + "]."
		for field, value := range map[string]string{"name": g.Name, "position": g.Position, "kind": g.Kind, "language": g.Language,
			"phone": g.Phone, "email": g.Email, "diet": g.Diet} {
			c.Input.Set(at+field, value)
		}
		if g.Main {
			c.Input.Set(at+"main", "true")
		}
	}
	c.Input.Del("paste")
	return &p
}

// shown renders a page where a form is answered without leading elsewhere.
func (c *Call) shown(p Page) (*Raw, error) {
	p.Call, p.Lang, p.Who, p.Path, p.Query, p.Trial = c, c.Lang, c.Who, c.Request.URL.Path, c.Request.URL.Query(), c.Site.Trial
	p.Key, p.Status = c.server.newKey(), http.StatusOK
	var b bytes.Buffer
	if err := c.server.Pages.Render(&b, p); err != nil {
		return nil, err
	}
	return &Raw{Type: "text/html; charset=utf-8", Data: b.Bytes()}, nil
}

// sendPlan saves the plan without the rows that were dropped.
func (s *Services) sendPlan(c *Call, sheet PlanSheet) (reception.PlanAnswer, error) {
	v, err := s.Receptions.View(c.Context(), c.Act(), c.Path("r"))
	if err != nil {
		return reception.PlanAnswer{}, err
	}
	who := partyReader{guests: map[string]string{}, staff: c.staffIDs()}
	if v.Application != nil {
		for _, g := range v.Application.Guests {
			who.guests[g.Name] = g.ID
		}
	}
	return s.Receptions.EditPlan(c.Context(), c.Act(), c.Path("r"), sheet.command(who))
}

// staffIDs are the ids of the company's people by name.
func (c *Call) staffIDs() map[string]string {
	ids := map[string]string{}
	for _, v := range c.Company.Views(c.Lang) {
		ids[v.Name] = v.ID
	}
	return ids
}

// A partyReader reads parties as people write them.
type partyReader struct{ guests, staff map[string]string }

// read takes a number, or names, or ids; a name that nobody has stays, so that
// the domain says so.
func (partyReader) read(text string, ids map[string]string) (p reception.Party) {
	text = strings.NewReplacer("，", ",", "、", ",", ";", ",", "；", ",").Replace(text)
	var parts []string
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if id := ids[part]; id != "" {
			part = id
		}
		parts = append(parts, part)
	}
	_ = p.UnmarshalText([]byte(strings.Join(parts, ","))) // a number out of range is everybody
	return p
}

// command makes the domain's command of the rows.
func (p PlanSheet) command(who partyReader) reception.EditPlan {
	guests := func(r row) reception.Party { return who.read(r.Party, who.guests) }
	return reception.EditPlan{Version: p.Version, People: p.People, Specialist: p.Specialist, ChangeReason: p.ChangeReason,
		Items: kept(p.Items, func(r itemRow) (reception.Item, bool) { r.Guests = guests(r.row); return r.Item, r.Drop }),
		Lodging: kept(p.Lodging, func(r lodgingRow) (reception.Lodging, bool) {
			r.Guests = guests(r.row)
			return r.Lodging, r.Drop
		}),
		Meals: kept(p.Meals, func(r mealRow) (reception.Meal, bool) {
			r.Guests, r.Staff = guests(r.row), who.read(r.Company, who.staff)
			return r.Meal, r.Drop
		}),
		Entertainment: kept(p.Entertainment, func(r entertainmentRow) (reception.Entertainment, bool) {
			r.Guests = guests(r.row)
			return r.Entertainment, r.Drop
		}),
		Gifts:    kept(p.Gifts, func(r giftRow) (reception.Gift, bool) { r.Guests = guests(r.row); return r.Gift, r.Drop }),
		Vehicles: kept(p.Vehicles, func(r vehicleRow) (reception.Vehicle, bool) { return r.Vehicle, r.Drop })}
}

// kept are the rows that stay; a list that was not sent says nothing.
func kept[R, T any](rows *[]R, of func(R) (T, bool)) *[]T {
	if rows == nil {
		return nil
	}
	list := []T{}
	for _, r := range *rows {
		if thing, drop := of(r); !drop {
			list = append(list, thing)
		}
	}
	return &list
}

// afterCheckin leads back to the page of the gate with the verdict.
func afterCheckin(c *Call, v any) string {
	to := "/today"
	if from, err := url.Parse(c.Request.Referer()); err == nil {
		if from.Path == "/gate" || strings.HasSuffix(from.Path, "/host") {
			to = from.Path
		}
	}
	a, ok := v.(reception.CheckinAnswer)
	if !ok {
		return to
	}
	q := url.Values{"verdict": {a.Verdict}, "r": {c.Path("r")}}
	if a.Reason != "" {
		q.Set("reason", a.Reason)
	}
	if a.Guest != nil {
		q.Set("guest", a.Guest.ID)
	}
	return to + "?" + q.Encode()
}
