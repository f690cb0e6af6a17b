package reception

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// TimeKey is how moments are written in sort keys: UTC, fixed width, ordered.
const TimeKey = "20060102T150405.000"

// dueMinute is the index partition of what the minute sweep looks after;
// dueHour and dueDay those of the hourly and the daily step.
const (
	dueMinute = staff.DueMinute
	dueHour   = "hour#0"
	dueDay    = "day#0"
)

// A part is one document of the aggregate as it should be stored.
type part struct {
	sk              string
	body, row       any
	desk, list, due store.Place
	empty           bool // nothing in it: not created, but kept once it exists
}

// encode gives the operations that store what changed since the aggregate was
// read, and brings the versions up to date as they will be after the commit.
func (r *Reception) encode() ([]store.Op, error) {
	pk, parts := Partition(r.Head.Number), r.parts()
	if r.Head.Number == "" {
		key, _ := draftKey(r.Head.ID)
		pk = key.PK
	}
	var ops []store.Op
	for _, p := range parts {
		op, err := r.encodePart(pk, p)
		if err != nil {
			return nil, err
		}
		if op != nil {
			ops = append(ops, *op)
		}
	}
	return ops, nil
}

// encodePart gives the operation of one part, or nil when nothing changed.
func (r *Reception) encodePart(pk string, p part) (*store.Op, error) {
	old, had := r.docs[p.sk]
	if p.empty && !had {
		return nil, nil
	}
	body, err := json.Marshal(p.body)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", p.sk, err)
	}
	var row []byte
	if p.row != nil {
		if row, err = json.Marshal(p.row); err != nil {
			return nil, fmt.Errorf("encode %s: %w", p.sk, err)
		}
	}
	d := store.Doc{Key: store.Key{PK: pk, SK: p.sk}, Version: old.Version, Desk: p.desk, List: p.list, Due: p.due, Row: row, Body: body}
	if had && bytes.Equal(old.Body, body) && bytes.Equal(old.Row, row) && old.Desk == d.Desk && old.List == d.List && old.Due == d.Due {
		return nil, nil
	}
	op := store.Replace(d)
	if !had {
		op = store.Create(d)
	}
	d.Version++
	r.docs[p.sk] = d
	return &op, nil
}

// parts lists the documents of the aggregate in key order.
func (r *Reception) parts() []part {
	if r.Head.Number == "" {
		return []part{r.draftPart()}
	}
	list := []part{r.headPart(), {sk: "FORM", body: &r.Form}}
	list = append(list, r.guestParts()...)
	list = append(list, r.planPart())
	list = append(list, r.dayParts()...)
	for _, s := range r.Slips {
		list = append(list, r.slipParts(s)...)
	}
	for _, a := range r.Asks {
		list = append(list, r.askPart(a))
	}
	for _, c := range r.Cases {
		list = append(list, casePart(c, r.Head.Number))
	}
	return append(list,
		part{sk: "MONEY#01", body: &r.Money, empty: len(r.Money.Expenses) == 0 && r.Money.State == ""},
		part{sk: "MINUTES", body: &r.Minutes, empty: r.Minutes.Revision == 0},
		part{sk: "SUMMARY", body: &r.Summary, empty: r.Summary == Summary{}},
		part{sk: "FILES", body: &r.Files, empty: len(r.Files.List) == 0})
}

// draftPart is the one document of a draft without a number.
func (r *Reception) draftPart() part {
	key, _ := draftKey(r.Head.ID)
	r.Head.Schema, r.Form.Schema = Schema, Schema
	return part{sk: key.SK, body: draftBody{Schema: Schema, Head: &r.Head, Form: &r.Form, Guests: r.Guests, Files: r.Files.List}, row: r.listed()}
}

// headPart splits HEAD into Row, which lists show, and Body; no field is in both.
func (r *Reception) headPart() part {
	r.Head.Schema, r.Form.Schema = Schema, Schema
	h := r.Head
	h.ID, h.Number, h.Customer, h.Start, h.End, h.State = "", "", Ref{}, time.Time{}, time.Time{}, ""
	h.Urgent, h.AtRisk, h.Party, h.Applicant, h.Department, h.Specialist = false, false, 0, "", "", ""
	h.Owner, h.Rival = "", ""
	desk := store.Place{In: r.Head.Department, At: timeKey(r.Head.Start)}
	if !r.Head.State.Alive() {
		desk = store.Place{}
	}
	return part{sk: "HEAD", body: &h, row: r.listed(), desk: desk,
		list: store.Place{In: "reception", At: timeKey(r.Head.Start) + "#" + r.Head.Number},
		due:  r.headDue()}
}

// listed is the Row of HEAD.
func (r *Reception) listed() Listed {
	h := &r.Head
	l := Listed{ID: h.ID, Number: h.Number, Customer: h.Customer, Start: h.Start, End: h.End, State: h.State, Stage: h.Stage,
		Level: h.Level.Is(), Urgent: h.Urgent, AtRisk: h.AtRisk, Party: h.Party, Applicant: h.Applicant,
		Department: h.Department, Specialist: h.Specialist, Rival: h.Rival, Owner: h.Owner, Nudged: h.Nudged}
	if at, ok := next(slices.DeleteFunc(slices.Clone(h.Clocks), func(c Clock) bool { return !c.deadline() })); ok {
		l.Due = &at
	}
	if r.Money.State == MoneySubmitted {
		l.Signs = r.nextSignature()
	}
	l.Waits, l.Since = r.waitsFor()
	return l
}

// waitsFor are the people who have been asked, and since when: in review all
// who were asked since the last major change (who has answered is not told here,
// so that an answer leaves HEAD alone), while it is planned who plans it; an
// application waits for the office, whoever is there.
func (r *Reception) waitsFor() (people []string, since *time.Time) {
	var from time.Time
	switch r.Head.State {
	case Submitted:
		from = r.Head.Moments["submitted"]
	case Planning:
		people, from = []string{cmp.Or(r.Head.Specialist, r.Head.Owner)}, r.Head.Moments["accepted"]
	case Review:
		first := r.Head.Revision
		for _, a := range r.Plan.Approvals {
			first = min(first, a.Since)
		}
		for _, a := range r.Asks {
			if subjectOf(a.Subject) == SubjectReview && a.Revision >= first && !slices.Contains(people, a.Person) {
				people = append(people, a.Person)
			}
		}
		from = r.Head.Moments["published"]
	case Preparing:
		from = r.Head.Moments["confirmed"]
	case Closing:
		from = r.Head.End
	}
	if from.IsZero() {
		return people, nil
	}
	return people, &from
}

// headDue is the place of the life clock: the minute sweep until the visit has
// ended, then the hourly step (survey), then the daily step (archive).
func (r *Reception) headDue() store.Place {
	at, ok := next(r.Head.Clocks)
	if !ok {
		return store.Place{}
	}
	in := dueMinute
	for _, c := range r.Head.Clocks {
		if c.Fired == nil && c.At.Equal(at) {
			in = clockIndex(c.What)
			break
		}
	}
	return store.Place{In: in, At: timeKey(at)}
}

// guestParts are the chunks of guests; a guest's id names its chunk.
func (r *Reception) guestParts() []part {
	chunks := map[string][]Guest{}
	for _, g := range r.Guests {
		sk := "GUESTS#" + guestChunk(g.ID)
		chunks[sk] = append(chunks[sk], g)
	}
	var list []part
	for _, sk := range slices.Sorted(maps.Keys(chunks)) {
		list = append(list, part{sk: sk, body: Guests{Schema: Schema, List: chunks[sk]}})
	}
	return list
}

// guestChunk gives the chunk of a guest id "gCCNN": chunk and place in it.
func guestChunk(id string) string {
	if len(id) < 5 {
		return "00"
	}
	return id[1:3]
}

// nextGuestID gives the id of the n-th guest ever added, from 0.
func nextGuestID(n int) string { return fmt.Sprintf("g%02d%02d", n/GuestChunk, n%GuestChunk) }

func (r *Reception) planPart() part {
	r.Plan.Schema = Schema
	return part{sk: "PLAN", body: &r.Plan, empty: r.Head.Moments["accepted"].IsZero()}
}

// askPart is one person's decision, on his department's desk while it is open.
func (r *Reception) askPart(a *Ask) part {
	a.Schema = Schema
	p := part{sk: "ASK#" + a.Subject + "#" + a.Person, body: a}
	if a.State == AskOpen && r.Head.State.Alive() {
		p.desk = store.Place{In: "ask:" + a.Person, At: timeKey(r.Head.Start)}
		p.row = AskRow{Number: r.Head.Number, Customer: r.Head.Customer.Name, Start: r.Head.Start, Subject: a.Subject,
			Person: a.Person, Revision: a.Revision, Against: a.Against, Questions: a.Questions, Due: a.Due}
		if at, ok := next(a.Clocks); ok {
			p.due = store.Place{In: dueMinute, At: timeKey(at)}
		}
	}
	return p
}

// An AskRow is what a desk shows of a decision that is owed.
type AskRow struct {
	Number    string    `json:"number"`
	Customer  string    `json:"customer"`
	Start     time.Time `json:"start"`
	Subject   string    `json:"subject"`
	Person    string    `json:"person"`
	Revision  int       `json:"revision"`
	Against   int       `json:"against,omitempty"` // the revision that the person decided before
	Questions []string  `json:"questions,omitempty"`
	Due       time.Time `json:"due,omitzero"`
}

// casePart is an incident; open ones are listed.
func casePart(c *Case, number string) part {
	c.Schema = Schema
	p := part{sk: "CASE#" + c.ID, body: c}
	if c.State == "open" {
		p.list = store.Place{In: "case", At: timeKey(c.At) + "#" + number}
	}
	return p
}

// timeKey writes a moment for a sort key.
func timeKey(t time.Time) string { return t.UTC().Format(TimeKey) }
