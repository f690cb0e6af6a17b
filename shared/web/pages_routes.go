package web

import (
	"net/url"
	"strings"

	"yingbin/shared/reception"
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

var separators = strings.NewReplacer("，", ",", "、", ",", ";", ",", "；", ",")

// read takes a number, or names, or ids; a name that nobody has stays, so that
// the domain says so.
func (partyReader) read(text string, ids map[string]string) (p reception.Party) {
	text = separators.Replace(text)
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
