package reception

import (
	"fmt"
	"slices"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// contactsAtOnce is how many people who are new to us one commit files: each
// brings the words by which he is found.
const contactsAtOnce = 12

// dietHolds is how many years a diet is believed after the visit that told of it.
const dietHolds = 1

// archive files a reception that may be closed: the customer's file gets the
// visit (S000-3.21), the people who came, what they may not eat, what we still
// owe and what it cost; the reports get its figures. Guests keep the time at
// which they came; work that nobody did is withdrawn. All of it is one commit,
// but for large parties, whose new contacts are filed ahead of it, some at a
// time: an interrupted step finds them there and goes on.
func (t *turn) archive() error {
	if !t.Head.State.May(VerbArchive) {
		return fault.New(fault.Conflict, "wrong-state", string(t.Head.State))
	}
	came, err := t.everCame()
	if err != nil {
		return err
	}
	for i := range t.Guests {
		if at, ok := came[t.Guests[i].ID]; ok {
			t.Guests[i].Arrived = &at
		}
	}
	responses, err := t.responses()
	if err != nil {
		return err
	}
	score := t.surveyView(t.act.Lang, responses)
	if err := t.fileVisit(came, score); err != nil {
		return err
	}
	if err := t.fileFact(came, score); err != nil {
		return err
	}
	t.dropTasks()
	t.Head.State, t.Head.Archived, t.Head.AtRisk = Archived, true, false
	t.Head.Moments = with(t.Head.Moments, "closed", t.act.At)
	t.kind = EventArchived
	t.changed()
	return nil
}

// responses reads the survey's answers.
func (t *turn) responses() ([]Response, error) {
	docs, err := store.All(t.ctx, t.s.DB, responsesQuery(t.Head.Number))
	if err != nil {
		return nil, err
	}
	return decodeResponses(docs)
}

// fileVisit writes the visit into the customer's file.
func (t *turn) fileVisit(came map[string]time.Time, score SurveyView) error {
	id := t.Head.Customer.ID
	if id == "" {
		return nil
	}
	f, contacts, err := t.fileContacts(id, came)
	if err != nil {
		return err
	}
	for _, p := range t.Minutes.Promises {
		f.Owe(t.owed(p, customer.PromiseOpen))
	}
	f.Visited(t.finished(came, contacts, score), t.Day(t.Head.Start))
	ops, err := f.Ops()
	t.ops = append(t.ops, ops...)
	return err
}

// fileContacts makes contacts of the guests who came; of all, where nobody was
// checked in. More new ones than one commit bears are committed ahead.
func (t *turn) fileContacts(id string, came map[string]time.Time) (*customer.File, []string, error) {
	for range maxGuests/contactsAtOnce + 1 {
		f, err := t.customerFile(id)
		if err != nil {
			return nil, nil, err
		}
		ids, full := t.meet(f, came)
		if !full {
			return f, ids, nil
		}
		ops, err := f.Ops()
		if err != nil {
			return nil, nil, err
		}
		if err := t.s.DB.Commit(t.ctx, ops...); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, fault.New(fault.Internal, "contacts-without-end", t.Head.Number)
}

// customerFile reads the customer's present, of the one that stays when his
// record was merged since.
func (t *turn) customerFile(id string) (*customer.File, error) {
	docs, err := store.All(t.ctx, t.s.DB, customer.Present(id))
	if err != nil {
		return nil, err
	}
	f, err := t.s.Customers.Follow(t.ctx, id, docs)
	if err != nil {
		return nil, fmt.Errorf("customer of %s: %w", t.Head.Number, err)
	}
	return f, nil
}

// meet adds the guests to the file, at most contactsAtOnce new ones; full says
// that there are more.
func (t *turn) meet(f *customer.File, came map[string]time.Time) (ids []string, full bool) {
	fresh := 0
	for _, g := range t.Present() {
		if _, here := came[g.ID]; len(came) > 0 && !here {
			continue
		}
		given := customer.Contact{Name: g.Name, Position: g.Position, Latin: g.Latin, LatinPos: g.LatinPosition, Kind: g.Kind, Key: g.Main, Language: g.Language, Email: g.Email,
			Phone: g.Phone, Diet: g.Diet, Last: t.Day(t.Head.Start)}
		if f.Match(given) == nil {
			if fresh == contactsAtOnce {
				return nil, true
			}
			fresh++
		}
		c := f.Meet(given)
		ids = append(ids, c.ID)
		if g.Diet != "" {
			f.Prefer(c.ID, customer.Preference{What: g.Diet, Kind: "diet", Source: t.Head.Number,
				Until: t.Head.End.In(t.zone).AddDate(dietHolds, 0, 0).Format(time.DateOnly)})
		}
	}
	return ids, false
}

// finished is the visit as the customer's log keeps it: time, itinerary,
// leaders, place of the dinner, gifts (S000-3.21), result, score and cost.
func (t *turn) finished(came map[string]time.Time, contacts []string, score SurveyView) customer.Visit {
	_, cost := t.Money.Totals()
	if len(t.Money.Expenses) == 0 {
		cost = policy.Money{}
	}
	v := customer.Visit{Tier: t.tier(), Number: t.Head.Number, Start: t.Local(t.Head.Start), End: t.Local(t.Head.End), Level: t.Head.Level.Is(),
		Party: t.partyThatCame(came), Purpose: t.Form.Purpose, Contacts: contacts, Department: t.Head.Department, Team: t.team(),
		Result: shorten(joined(t.Summary.TourResult, t.Summary.TalkResult), 500), Score: score.Average, Cost: cost}
	t.asListed(&v)
	return v
}

// team are those whose reception it was, each once.
func (t *turn) team() (list []string) {
	for _, id := range []string{t.Head.Applicant, t.Head.Owner, t.Head.Specialist} {
		if id != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// tier is the customer's by the policy (S000-3.20), if its archive lists one.
func (t *turn) tier() string {
	d, ok := t.consult(policy.GatePublish).Decision("tier")
	if !ok || d.State == policy.StatePending || !t.lists("archive", "tier") {
		return ""
	}
	return d.Value.String()
}

// asListed adds what the policy's archive lists of a visit (S000-3.21).
func (t *turn) asListed(v *customer.Visit) {
	if t.lists("archive", "hosts") {
		v.Leaders = t.leaders()
	}
	if t.lists("archive", "places.meal") {
		v.DinnerPlace = t.dinnerPlace()
	}
	if t.lists("archive", "itinerary") {
		t.archiveItinerary(v)
	}
	if t.lists("archive", "gifts") {
		for _, g := range t.Plan.Gifts {
			v.Gifts = append(v.Gifts, giftLine(g))
		}
	}
}

func (t *turn) archiveItinerary(v *customer.Visit) {
	for _, it := range t.Items {
		v.Itinerary = append(v.Itinerary, joined(t.Local(it.Start).Format("01-02 15:04"), it.Title, it.Place))
	}
}

// partyThatCame counts who came; where nobody was checked in, who was expected.
func (t *turn) partyThatCame(came map[string]time.Time) int {
	if len(came) > 0 {
		return len(came)
	}
	return t.party()
}

// dinnerPlace is where the dinner was, or else the last meal that has a place.
func (t *turn) dinnerPlace() string {
	place := ""
	for _, m := range t.Meals {
		at := m.Place
		if it := t.Item(m.Item); at == "" && it != nil {
			at = it.Place
		}
		if at != "" && m.Slot == "dinner" {
			return at
		}
		if at != "" {
			place = at
		}
	}
	for _, it := range t.Items {
		if place == "" && it.Kind == "meal" {
			place = it.Place
		}
	}
	return place
}

// giftLine is a gift with its number.
func giftLine(g Gift) string {
	if g.Count > 1 {
		return fmt.Sprintf("%s × %d", g.Name, g.Count)
	}
	return g.Name
}

// joined joins what is not empty.
func joined(parts ...string) string {
	text := ""
	for _, p := range parts {
		if p != "" && text != "" {
			text += " "
		}
		text += p
	}
	return text
}
