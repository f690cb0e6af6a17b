package web

import (
	"net/url"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
)

// A PlanForm is what the plan's page shows: the sheet as rows, and beside it
// what it would mean.
type PlanForm struct {
	Reception reception.View      `json:"reception"`
	Plan      reception.Rehearsal `json:"plan"`
	People    []staff.View        `json:"people"`
	Resources []venue.View        `json:"resources"`
	Kinds     []Choice            `json:"kinds"` // the policy's own kinds of items
	Roles     []Choice            `json:"roles"` // the policy's roles
	Rows      PlanSheet           `json:"-"`
	Places    map[string][]int    `json:"-"` // list → row of each entry
	By        string              `json:"by"`
	Changed   bool                `json:"-"` // the rows are not what is stored
	Merged    *Merged             `json:"merged,omitempty"`
}

// The columns of the plan's board.
const (
	ByPlaces = "places"
	ByPeople = "people"
)

// The buttons of the plan's page; without one it saves.
const (
	doLive    = "live"    // for scripts: only what would be
	doLook    = "look"    // other columns or days, or what would be
	doRows    = "rows"    // more rows to write in
	doOption  = "option:" // a row for an entry of the policy's template
	doPublish = "publish" // save, then on to publishing
)

// planParams are what GET …/plan/edit understands.
func planParams() []Param {
	return []Param{{"day", "date", "the first of the days looked at; without it today, or the first of the visit"}, {"by", ByPlaces + "|" + ByPeople, "columns"}}
}

// planForm is the plan's page with the sheet as it is stored.
func (s *Services) planForm(c *Call) (PlanForm, error) {
	f, err := s.rehearsed(c, nil)
	if err == nil {
		f.Rows = c.namesOf(&f).rows(f.Plan.Plan)
		f.Rows.Version = f.Plan.Version
		f.Places = inOrder(f.Rows)
	}
	return f, err
}

// rehearsed gives the page for a change that is not stored; what is wrong with
// the change is beside it.
func (s *Services) rehearsed(c *Call, change func(reception.View) (reception.EditPlan, error)) (f PlanForm, refused error) {
	f.Reception, f.Plan, refused = s.Receptions.Rehearse(c.Context(), c.Act(), c.Path("r"), c.Ask("day"), change)
	if f.Reception.State == "" {
		return f, refused
	}
	if f.By = ByPlaces; c.Ask("by") == ByPeople {
		f.By = ByPeople
	}
	if err := s.planOffers(c, &f); err != nil {
		return PlanForm{}, err
	}
	return f, refused
}

// planOffers adds the people and things to choose from, and the policy's words.
func (s *Services) planOffers(c *Call, f *PlanForm) error {
	all, err := venue.Of(c.Company)
	if err != nil {
		return err
	}
	f.People, f.Resources = c.Company.Views(c.Lang), all.Views()
	for i := range f.Resources {
		f.Resources[i].Name = all.Get(f.Resources[i].ID).Called(c.Lang)
	}
	p, err := s.Policies.Get(c.Context(), f.Reception.Policy.ID, f.Reception.Policy.Version)
	if err != nil {
		return err
	}
	for _, k := range p.Kinds {
		f.Kinds = append(f.Kinds, Choice{k.ID, k.Words.In(c.Lang)})
	}
	for _, r := range p.Roles {
		f.Roles = append(f.Roles, Choice{r.ID, r.Words.In(c.Lang)})
	}
	return nil
}

// inOrder says that each row is the entry of its place.
func inOrder(p PlanSheet) map[string][]int {
	places := map[string][]int{}
	for list, n := range map[string]int{"items": len(*p.Items), "vehicles": len(*p.Vehicles)} {
		for i := range n {
			places[list] = append(places[list], i)
		}
	}
	return places
}

// reader understands a sheet of this reception.
func (s *Services) reader(c *Call, v reception.View) (*planReader, error) {
	f := PlanForm{Reception: v}
	if err := s.planOffers(c, &f); err != nil {
		return nil, err
	}
	return c.namesOf(&f).reader(&f), nil
}

// sendPlan saves the plan, or shows what it would be.
func (s *Services) sendPlan(c *Call, sheet PlanSheet) (any, error) {
	switch sheet.Do {
	case doLive, doLook, doRows:
		return s.tryPlan(c, sheet)
	}
	if strings.HasPrefix(sheet.Do, doOption) {
		return s.tryPlan(c, sheet)
	}
	var reader *planReader
	a, err := s.Receptions.WritePlan(c.Context(), c.Act(), c.Path("r"), sheet.Version, sheet, func(v reception.View) (reception.EditPlan, error) {
		var err error
		if reader, err = s.reader(c, v); err != nil {
			return reception.EditPlan{}, err
		}
		edit := reader.command(sheet)
		return edit, reader.bad.Err()
	})
	if err != nil && reader != nil {
		return nil, reader.located(err)
	}
	if to := "/receptions/" + c.Path("r") + "/publish"; sheet.Do == doPublish {
		return &Redirect{To: to, View: a}, err
	}
	return a, err
}

// planSaved leads back to the same columns and days.
func planSaved(c *Call, _ any) string {
	q := url.Values{"done": {"plan"}}
	for _, name := range []string{"by", "day"} {
		if x := c.Ask(name); x != "" {
			q.Set(name, x)
		}
	}
	return "/receptions/" + c.Path("r") + "/plan/edit?" + q.Encode()
}

// written is the page for what somebody has written and not saved, with what
// is wrong with it beside.
func (s *Services) written(c *Call, sheet PlanSheet) (PlanForm, error) {
	var reader *planReader
	f, err := s.rehearsed(c, func(v reception.View) (reception.EditPlan, error) {
		var err error
		if reader, err = s.reader(c, v); err != nil {
			return reception.EditPlan{}, err
		}
		return reader.command(sheet), nil
	})
	f.Rows, f.Changed = sheet, true
	if reader == nil {
		return f, err
	}
	f.Places = reader.places
	return f, reader.located(err)
}

// tryPlan answers the buttons that save nothing: the whole page again, or for
// scripts the parts that say what would be.
func (s *Services) tryPlan(c *Call, sheet PlanSheet) (any, error) {
	f, wrong := s.written(c, sheet)
	if f.Reception.State == "" {
		return nil, wrong
	}
	page := Page{Name: "plan-form", View: f}
	if sheet.Do == doLive {
		page.Name = "plan-live"
	}
	if wrong != nil {
		p := ProblemOf(wrong, c.Lang)
		page.Problem = &p
	}
	if sheet.Do == doRows {
		f.Rows.More++
		page.View, page.Problem = f, nil
	}
	if id, ok := strings.CutPrefix(sheet.Do, doOption); ok {
		f.addOption(c, id)
		page.View, page.Problem = f, nil
	}
	return c.shown(page)
}

// addOption adds a row for an entry of the policy's template.
func (f *PlanForm) addOption(c *Call, id string) {
	for _, o := range f.Plan.Plan.Options {
		if o.ID != id {
			continue
		}
		r := ItemRow{Kind: o.Kind, Title: o.Title, Place: o.Place, Day: f.Plan.Visit[0]}
		if o.Start != nil {
			at := o.Start.In(c.zone())
			r.Day, r.Start = at.Format(time.DateOnly), i18n.Clock(at)
		}
		rows := []ItemRow{}
		if f.Rows.Items != nil {
			rows = *f.Rows.Items
		}
		f.Rows.Items = new(append(rows, r))
	}
}

// planAgain is the plan's page after an error: with what was written, and when
// somebody else has saved meanwhile, with his work brought together with it.
func (s *Services) planAgain(c *Call, p Problem) (any, error) {
	var sheet PlanSheet
	_ = c.decode(&sheet) // what cannot be decoded was said already
	if p.Code != "stale-version" {
		f, err := s.written(c, sheet)
		if f.Reception.State == "" {
			return nil, err
		}
		return f, nil
	}
	stored, err := s.planForm(c)
	if err != nil {
		return nil, err
	}
	m := &Merged{}
	sheet = m.merge(sheet, stored.Rows)
	sheet.Version = stored.Plan.Version
	f, err := s.written(c, sheet)
	if f.Reception.State == "" {
		return nil, err
	}
	f.Merged = m
	return f, nil
}
