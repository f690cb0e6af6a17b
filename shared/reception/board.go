package reception

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A boardDay is one day's documents, read in one query.
type boardDay struct {
	visits   map[string]dayVisit
	guests   map[string][]dayGuest
	arrivals map[string]map[string]presence
	order    []string
}

// Board shows who is expected, who is here and who is late on a local day of
// the site ("" for today): one query of the day. The gate, the office, the
// directors and finance see every visit, others those they take part in.
func (s *Service) Board(ctx context.Context, act staff.Act, date string) (Board, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Board{}, err
	}
	if date == "" {
		date = company.Today(act.At)
	} else if _, err := time.Parse(time.DateOnly, date); err != nil {
		return Board{}, fault.Field("/date", "invalid", date)
	}
	docs, err := store.All(ctx, s.DB, store.Query{In: dayPartition(date), From: "VISIT#", To: "in#~"})
	if err != nil {
		return Board{}, err
	}
	day, err := decodeDay(docs)
	if err != nil {
		return Board{}, err
	}
	b := Board{Date: date, Expected: []BoardGuest{}, OnSite: []BoardGuest{}, Late: []BoardGuest{}, Visits: []BoardVisit{}}
	for _, number := range day.order {
		if v, seen := day.visits[number].as(company, act); seen {
			day.show(&b, number, v, act.At)
		}
	}
	b.sort()
	return b, nil
}

// decodeDay sorts the documents of a day by reception.
func decodeDay(docs []store.Doc) (boardDay, error) {
	day := boardDay{visits: map[string]dayVisit{}, guests: map[string][]dayGuest{}, arrivals: map[string]map[string]presence{}}
	for _, d := range docs {
		if err := day.add(d); err != nil {
			return day, fmt.Errorf("decode %s %s: %w", d.PK, d.SK, err)
		}
	}
	return day, nil
}

func (day *boardDay) add(d store.Doc) error {
	if number, chunk, ok := visitNumber(d.SK); ok && chunk == "" {
		var v dayVisit
		err := json.Unmarshal(d.Body, &v)
		day.visits[number], day.order = v, append(day.order, number)
		return err
	} else if ok {
		var g dayGuests
		err := json.Unmarshal(d.Body, &g)
		day.guests[number] = append(day.guests[number], g.Guests...)
		return err
	}
	if number, guest, ok := arrivalOf(d.SK); ok {
		if day.arrivals[number] == nil {
			day.arrivals[number] = map[string]presence{}
		}
		var a presence
		err := json.Unmarshal(d.Body, &a)
		day.arrivals[number][guest] = a
		return err
	}
	return nil
}

// as is the visit as a person sees it on the board, in his language: those who
// take part with its agenda, the gate without.
func (v dayVisit) as(c *staff.Company, act staff.Act) (dayVisit, bool) {
	p := c.Person(act.By)
	if v.Gone || p == nil || !p.Active() {
		return v, false
	}
	if host := c.Person(v.Host.ID); host != nil {
		v.Host.Name = host.Called(act.Lang)
	}
	if p.Has(seesAll...) || c.Heads(p.ID, v.Department) || v.partOf(p.ID) {
		return v, true
	}
	v.Items, v.Level = nil, ""
	return v, p.Has(staff.Gate)
}

// partOf says whether a person takes part in the visit.
func (v dayVisit) partOf(person string) bool {
	if slices.Contains([]string{v.Applicant, v.Specialist, v.Owner, v.Host.ID}, person) {
		return true
	}
	return slices.ContainsFunc(v.Items, func(it Item) bool {
		return slices.ContainsFunc(it.People, func(a Assigned) bool { return a.Staff == person })
	})
}

// show adds one visit and its guests to the board. Late is who has not come
// when his visit of the day has begun.
func (day *boardDay) show(b *Board, number string, v dayVisit, at time.Time) {
	start, _ := time.Parse(time.RFC3339, v.Start)
	visit := BoardVisit{Reception: number, Customer: v.Customer, Level: v.Level, State: v.State, Items: list(v.Items), Host: v.Host,
		Counts: Counts{Expected: v.Expected}}
	seen := map[string]bool{}
	for _, g := range day.guests[number] {
		if seen[g.ID] {
			continue
		}
		seen[g.ID] = true
		line := BoardGuest{Reception: number, ID: g.ID, Name: g.Name, Organisation: cmp.Or(g.Organisation, v.Customer), Time: start, Host: v.Host.Name, Photo: g.Photo, phone: g.Phone}
		a := day.arrivals[number][g.ID]
		switch {
		case a.here():
			visit.Counts.CheckedIn++
			line.At = new(a.At.In(start.Location()))
			b.OnSite = append(b.OnSite, line)
		case start.Before(at):
			b.Late = append(b.Late, line)
		default:
			b.Expected = append(b.Expected, line)
		}
	}
	b.Visits = append(b.Visits, visit)
}

// Answers says whether this is the guest whom a text means: by his name or
// organisation as written, as pinyin, as initials, or by the end of his phone's number.
func (g BoardGuest) Answers(q string) bool {
	return sounds(g.Name, q) || sounds(g.Organisation, q) || g.phone != "" && g.phone == phoneEnd(q)
}

// sort orders the guests by time and reception.
func (b *Board) sort() {
	for _, l := range [][]BoardGuest{b.Expected, b.OnSite, b.Late} {
		slices.SortStableFunc(l, func(x, y BoardGuest) int {
			return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.Reception, y.Reception))
		})
	}
}
