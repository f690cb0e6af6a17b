package reception

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// A Reception is the aggregate: everything of one partition's present, decoded.
// Commands change its parts; encode turns what changed into operations.
type Reception struct {
	Head    Head
	Form    Form
	Guests  []Guest
	Plan    Plan
	Items   []Item // of all days, in order
	Meals   []Meal
	Slips   []*Slip
	Asks    []*Ask
	Cases   []*Case
	Money   MoneyDoc
	Minutes Minutes
	Summary Summary
	Files   Files

	zone *time.Location
	docs map[string]store.Doc // as read, by sort key
}

// Partition gives the partition of a submitted reception.
func Partition(number string) string { return "r#" + number }

// draftKey gives the document of a draft that has no number yet: the id is
// "d.HASH.STAFF".
func draftKey(id string) (store.Key, bool) {
	rest, ok := strings.CutPrefix(id, "d.")
	hash, person, ok2 := strings.Cut(rest, ".")
	return store.Key{PK: "me#" + person, SK: "DRAFT#" + hash}, ok && ok2 && hash != "" && person != ""
}

// presentQuery reads the whole present of a reception: capitals only.
func presentQuery(number string) store.Query {
	return store.Query{In: Partition(number), From: "A", To: "["}
}

// A draftBody is the one document of a draft, or, after submission, its receipt.
type draftBody struct {
	Schema int     `json:"s"`
	Number string  `json:"no,omitempty"` // the receipt: submitted as this
	Head   *Head   `json:"head,omitempty"`
	Form   *Form   `json:"form,omitempty"`
	Guests []Guest `json:"guests,omitempty"`
	Files  []File  `json:"files,omitempty"`
}

// decodeDraft reads a draft; number is set when it has been submitted since.
func decodeDraft(d store.Doc, zone *time.Location) (r *Reception, number string, err error) {
	if d.Version == 0 {
		return nil, "", fault.Missing()
	}
	var b draftBody
	if err := json.Unmarshal(d.Body, &b); err != nil {
		return nil, "", fmt.Errorf("decode draft: %w", err)
	}
	if b.Number != "" {
		return nil, b.Number, nil
	}
	r = &Reception{Head: *b.Head, Form: *b.Form, Guests: b.Guests, zone: zone, docs: map[string]store.Doc{d.SK: d}}
	r.Files.List = b.Files
	return r, "", nil
}

// decode reads the present of a submitted reception.
func decode(docs []store.Doc, zone *time.Location) (*Reception, error) {
	r := &Reception{zone: zone, docs: map[string]store.Doc{}}
	for _, d := range docs {
		r.docs[d.SK] = d
	}
	head, ok := r.docs["HEAD"]
	if !ok {
		return nil, fault.Missing()
	}
	if err := r.takeHead(head); err != nil { // first: days count from its start
		return nil, fmt.Errorf("decode %s %s: %w", head.PK, head.SK, err)
	}
	for _, d := range docs {
		if err := r.take(d); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", d.PK, d.SK, err)
		}
	}
	slices.SortStableFunc(r.Items, func(a, b Item) int { return a.Start.Compare(b.Start) })
	return r, nil
}

// take decodes one document but HEAD into its part.
func (r *Reception) take(d store.Doc) error {
	kind, _, _ := strings.Cut(d.SK, "#")
	switch kind {
	case "FORM":
		return json.Unmarshal(d.Body, &r.Form)
	case "GUESTS":
		var g Guests
		err := json.Unmarshal(d.Body, &g)
		r.Guests = append(r.Guests, g.List...)
		return err
	case "PLAN":
		return json.Unmarshal(d.Body, &r.Plan)
	case "DAY":
		return r.takeDay(d)
	case "SLIP":
		return r.takeSlip(d)
	case "ASK":
		return takeInto(d, &r.Asks)
	case "CASE":
		return takeInto(d, &r.Cases)
	case "MONEY":
		return json.Unmarshal(d.Body, &r.Money)
	case "MINUTES":
		return json.Unmarshal(d.Body, &r.Minutes)
	case "SUMMARY":
		return json.Unmarshal(d.Body, &r.Summary)
	case "FILES":
		return json.Unmarshal(d.Body, &r.Files)
	}
	return nil // written by a later release: kept, not understood
}

// takeInto decodes a document and appends it to a list of its kind.
func takeInto[T any](d store.Doc, list *[]*T) error {
	v := new(T)
	err := json.Unmarshal(d.Body, v)
	*list = append(*list, v)
	return err
}

// takeHead decodes HEAD, whose fields are split over Row and Body.
func (r *Reception) takeHead(d store.Doc) error {
	if err := json.Unmarshal(d.Body, &r.Head); err != nil {
		return err
	}
	var row Listed
	if err := json.Unmarshal(d.Row, &row); err != nil {
		return err
	}
	h := &r.Head
	h.ID, h.Number, h.Customer, h.Start, h.End = row.ID, row.Number, row.Customer, row.Start, row.End
	h.State, h.Urgent, h.AtRisk, h.Party = row.State, row.Urgent, row.AtRisk, row.Party
	h.Applicant, h.Department, h.Specialist = row.Applicant, row.Department, row.Specialist
	h.Owner, h.Rival, h.Stage, h.Nudged = row.Owner, row.Rival, row.Stage, row.Nudged
	return nil
}

// Version is the public version: the sum of the versions of what readers see
// as one thing. Tasks, asks and cases have their own.
func (r *Reception) Version() int64 {
	v := r.Head.Base
	for sk, d := range r.docs {
		if r.Head.Number == "" || counted(sk) {
			v += d.Version
		}
	}
	return v
}

// counted says whether a document takes part in the public version.
func counted(sk string) bool {
	kind, _, _ := strings.Cut(sk, "#")
	switch kind {
	case "HEAD", "FORM", "GUESTS", "PLAN", "DAY", "MONEY", "MINUTES", "SUMMARY":
		return true
	}
	return false
}

// sequence orders the events of this partition also when the clock stands
// still: every command writes at least one document, so the sum only rises.
func (r *Reception) sequence() int64 {
	var v int64
	for _, d := range r.docs {
		v += d.Version
	}
	return v
}

// Guest finds a guest who has not been dropped.
func (r *Reception) Guest(id string) *Guest {
	for i := range r.Guests {
		if r.Guests[i].ID == id && !r.Guests[i].Dropped {
			return &r.Guests[i]
		}
	}
	return nil
}

// Former finds a guest who has been dropped.
func (r *Reception) Former(id string) *Guest {
	for i := range r.Guests {
		if r.Guests[i].ID == id && r.Guests[i].Dropped {
			return &r.Guests[i]
		}
	}
	return nil
}

// Present lists the guests who have not been dropped.
func (r *Reception) Present() []Guest {
	var list []Guest
	for _, g := range r.Guests {
		if !g.Dropped {
			list = append(list, g)
		}
	}
	return list
}

// party is how many guests have not been dropped.
func (r *Reception) party() int {
	n := 0
	for i := range r.Guests {
		if !r.Guests[i].Dropped {
			n++
		}
	}
	return n
}

// Item finds an itinerary item.
func (r *Reception) Item(id string) *Item {
	for i := range r.Items {
		if r.Items[i].ID == id {
			return &r.Items[i]
		}
	}
	return nil
}

// Task finds a task and its slip.
func (r *Reception) Task(id string) (*Task, *Slip) {
	for _, s := range r.Slips {
		for i := range s.Tasks {
			if s.Tasks[i].ID == id {
				return &s.Tasks[i], s
			}
		}
	}
	return nil, nil
}

// Tasks lists all tasks in the order of the slips.
func (r *Reception) Tasks() []*Task {
	var list []*Task
	for _, s := range r.Slips {
		for i := range s.Tasks {
			list = append(list, &s.Tasks[i])
		}
	}
	return list
}

// slip finds or makes the slip of a department.
func (r *Reception) slip(department string) *Slip {
	for _, s := range r.Slips {
		if s.Department == department {
			return s
		}
	}
	s := &Slip{Schema: Schema, Department: department}
	r.Slips = append(r.Slips, s)
	return s
}

// Ask finds one person's ask of a subject.
func (r *Reception) Ask(subject, person string) *Ask {
	for _, a := range r.Asks {
		if a.Subject == subject && a.Person == person {
			return a
		}
	}
	return nil
}

// MainGuest is the guest marked main, or the first.
func (r *Reception) MainGuest() *Guest {
	var first *Guest
	for i := range r.Guests {
		g := &r.Guests[i]
		if g.Main && !g.Dropped {
			return g
		}
		if first == nil && !g.Dropped {
			first = g
		}
	}
	return first
}

// Local gives a time at the site.
func (r *Reception) Local(t time.Time) time.Time { return t.In(r.zone) }

// Day gives the local date of a time at the site.
func (r *Reception) Day(t time.Time) string { return t.In(r.zone).Format(time.DateOnly) }
