package reception

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yingbin/shared/store"
)

// A dayVisit is the document VISIT#no of a day: what the board and the gate
// show of a reception on that day. It is derived and may be written again.
type dayVisit struct {
	Schema     int      `json:"s"`
	Gone       bool     `json:"gone,omitempty"` // cancelled, or moved to another day
	Customer   string   `json:"customer,omitempty"`
	Level      string   `json:"level,omitempty"`
	State      State    `json:"state,omitempty"`
	Applicant  string   `json:"applicant,omitempty"`
	Department string   `json:"department,omitempty"`
	Specialist string   `json:"specialist,omitempty"`
	Owner      string   `json:"owner,omitempty"`
	Start      string   `json:"start,omitempty"` // of that day, RFC 3339
	Host       Ref      `json:"host,omitzero"`
	Items      []Item   `json:"items,omitempty"`
	Plates     []string `json:"plates,omitempty"`
	Expected   int      `json:"expected,omitempty"`
}

// A dayGuests is the document VISIT#no#00 of a day: a hundred guests.
type dayGuests struct {
	Schema int        `json:"s"`
	Guests []dayGuest `json:"guests,omitempty"`
}

// A dayGuest is what the gate may know of a guest.
type dayGuest struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Organisation string `json:"organisation,omitempty"`
	Photo        string `json:"photo,omitempty"`
	Phone        string `json:"phone,omitempty"` // its last digits: enough to find him by
}

// dayChunk is how many guests one document of a day holds.
const dayChunk = 100

// dayBudget bounds the documents of days in one commit; a visit that needs
// more has its later days written by the clock of each midnight.
const dayBudget = 40

// dayKeep is how long the documents of a day are kept after it.
const dayKeep = 90 * 24 * time.Hour

// dayPartition is what belongs to one local day of the site.
func dayPartition(date string) string { return "day#" + date }

// visitOps writes the day documents of the reception as it stands: from
// confirmation on while it lives, otherwise as gone. Earlier days are named
// when the dates were others, so that they are emptied.
func (t *turn) visitOps(earlier ...string) error {
	days := t.visitDays()
	for _, d := range earlier {
		if !slices.Contains(days, d) {
			if err := t.putDay(d, "", dayVisit{Schema: Schema, Gone: true}); err != nil {
				return err
			}
		}
	}
	if !t.shown() {
		for _, d := range days {
			if t.Head.Confirmed > 0 || t.Head.Revision > 0 {
				if err := t.putDay(d, "", dayVisit{Schema: Schema, Gone: true}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return t.putDays(days)
}

// shown says whether the day belongs on the board.
func (t *turn) shown() bool {
	switch t.Head.State {
	case Preparing, Visiting, Closing:
		return true
	}
	return false
}

// putDays writes today and the days to come, as many as one commit bears.
func (t *turn) putDays(days []string) error {
	today, budget := t.Day(t.act.At), dayBudget
	for _, d := range days {
		if d < today {
			continue
		}
		guests := t.dayGuests()
		if budget -= 1 + len(guests); budget < 0 {
			return nil
		}
		if err := t.putDay(d, "", t.dayVisit(d)); err != nil {
			return err
		}
		for i, g := range guests {
			if err := t.putDay(d, fmt.Sprintf("#%02d", i), g); err != nil {
				return err
			}
		}
	}
	return nil
}

// putDay writes one document of a day.
func (t *turn) putDay(date, chunk string, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode day: %w", err)
	}
	day, err := time.ParseInLocation(time.DateOnly, date, t.zone)
	if err != nil {
		return fmt.Errorf("date of a day: %w", err)
	}
	t.ops = append(t.ops, store.Put(store.Doc{Key: store.Key{PK: dayPartition(date), SK: "VISIT#" + t.Head.Number + chunk},
		Body: b, Expires: day.Add(dayKeep)}))
	return nil
}

// dayVisit is the reception on one of its days.
func (t *turn) dayVisit(date string) dayVisit {
	h := &t.Head
	v := dayVisit{Schema: Schema, Customer: h.Customer.Name, Level: h.Level.Is(), State: h.State, Applicant: h.Applicant,
		Department: h.Department, Specialist: h.Specialist, Owner: h.Owner, Host: t.host(), Expected: t.party()}
	start := h.Start
	for _, it := range t.Items {
		if t.Day(it.Start) != date {
			continue
		}
		if len(v.Items) == 0 && date != t.Day(h.Start) {
			start = it.Start
		}
		it.Start, it.End, it.Note = t.Local(it.Start), t.Local(it.End), ""
		v.Items = append(v.Items, it)
		for _, car := range t.Plan.Vehicles {
			if car.Item == it.ID && car.Plate != "" && !slices.Contains(v.Plates, car.Plate) {
				v.Plates = append(v.Plates, car.Plate)
			}
		}
	}
	v.Start = t.Local(start).Format(time.RFC3339)
	return v
}

// dayGuests are the chunks of guests of a day.
func (t *turn) dayGuests() []dayGuests {
	var list []dayGuests
	for i, g := range t.Present() {
		if i%dayChunk == 0 {
			list = append(list, dayGuests{Schema: Schema})
		}
		last := &list[len(list)-1]
		last.Guests = append(last.Guests, dayGuest{ID: g.ID, Name: g.Name, Organisation: g.Organisation, Photo: g.Photo, Phone: phoneEnd(g.Phone)})
	}
	return list
}

// phoneEnd is the end of a number that people say to be found.
func phoneEnd(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	return digits[max(0, len(digits)-4):]
}

// host is who receives the guests: the first host of the plan, else the
// specialist, else owner or applicant; the successor of one who left.
func (t *turn) host() Ref {
	for _, id := range append(t.hosts(), t.Head.Owner, t.Head.Applicant) {
		if p := t.company.Present(id); p != nil {
			return t.ref(p.ID)
		}
	}
	return t.ref(t.Head.Applicant)
}

// visitNumber takes the reception's number and the chunk out of a sort key.
func visitNumber(sk string) (number, chunk string, ok bool) {
	rest, ok := strings.CutPrefix(sk, "VISIT#")
	number, chunk, _ = strings.Cut(rest, "#")
	return number, chunk, ok
}
