package reception

import (
	"cmp"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// Limits of an application.
const (
	maxGuests = 300
	maxDays   = 31 // a visit lasts at most so many days
)

// classes are the customer classes; a separate scale from levels and grades.
var classes = []string{"organisation", "key-account", "important", "general"}

// apply puts an application's given parts into the draft and refuses what
// breaks a rule of form; the policy's rules speak in the outlook.
func (t *turn) apply(a Application, known known) error {
	var l fault.List
	t.applyCustomer(&l, a, known)
	t.applyDates(&l, a)
	t.applyGuests(&l, a.Guests)
	t.checkWishes(&l, a.ItineraryWish)
	if a.Department != "" {
		if t.company.Department(a.Department) == nil {
			l.Add("/department", "unknown-id", a.Department)
		}
		t.Head.Department = a.Department
	}
	t.applyText(a)
	t.changed()
	return l.Err()
}

// applyLenient is apply for the live outlook: half an application is no error
// there, only what cannot be understood at all.
func (t *turn) applyLenient(a Application, known known) error {
	var l fault.List
	t.applyCustomer(&l, a, known)
	t.applyDates(&l, a)
	t.applyGuests(&l, a.Guests)
	if a.Department != "" {
		t.Head.Department = a.Department
	}
	t.applyText(a)
	l = slices.DeleteFunc(l, func(f fault.FieldError) bool {
		return f.Code == "in-the-past" || f.Code == "required" || strings.HasSuffix(f.Field, "/email")
	})
	return l.Err()
}

// checkWishes refuses kinds of item that nobody knows and ends before their start.
func (t *turn) checkWishes(l *fault.List, wishes []Wish) {
	for i, w := range wishes {
		path := "/itinerary_wish/" + strconv.Itoa(i)
		if w.Kind != "" && !slices.Contains(policy.ItemKinds(), t.baseKind(w.Kind)) {
			l.Add(path+"/kind", "invalid", w.Kind)
		}
		if w.Start != nil && w.End != nil && !w.End.After(*w.Start) {
			l.Add(path+"/end", "end-before-start")
		}
	}
}

// applyText takes the texts and answers that were given.
func (t *turn) applyText(a Application) {
	f := &t.Form
	for _, x := range []struct {
		to   *string
		from *string
	}{{&t.Head.Site, a.Site}, {&f.Purpose, a.Purpose}, {&f.Wishes, a.Wishes}, {&f.Requirements, a.Requirements},
		{&f.Questions, a.Questions}, {&f.UrgentReason, a.UrgentReason}} {
		if x.from != nil {
			*x.to = clean(*x.from)
		}
	}
	if a.PhotoWish != nil {
		f.PhotoWish = *a.PhotoWish
	}
	if a.Urgent != nil {
		f.Urgent = *a.Urgent
	}
	if a.ItineraryWish != nil {
		f.ItineraryWish = a.ItineraryWish
	}
	if a.Arrival != nil {
		f.Arrival = a.Arrival
	}
	if a.Departure != nil {
		f.Departure = a.Departure
	}
	if a.Fields != nil {
		f.Fields = a.Fields
	}
	if a.CloneOf != "" {
		f.CloneOf = a.CloneOf
	}
}

// applyCustomer names the customer: a known one by id or equal name, or a new one.
func (t *turn) applyCustomer(l *fault.List, a Application, known known) {
	if a.Customer.ID != "" && known.id == "" {
		l.Add("/customer/id", "unknown-id", a.Customer.ID)
		return
	}
	if known.id != "" {
		t.Head.Customer, t.Head.Rival, t.Head.Visited = Ref{ID: known.id, Name: known.name}, known.rival, known.visited
		if t.Head.Class == "" {
			t.Head.Class = known.class
		}
	} else if a.Customer.Name != "" {
		t.Head.Customer, t.Head.Visited = Ref{Name: clean(a.Customer.Name)}, false
	}
	if a.Customer.ID != "" || a.Customer.Name != "" {
		t.Form.Latin, t.Form.Country = cmp.Or(clean(a.Customer.Latin), known.latin), clean(a.Customer.Country)
	}
	if a.Customer.Class != "" {
		if !slices.Contains(classes, a.Customer.Class) {
			l.Add("/customer/class", "invalid", a.Customer.Class)
		}
		t.Head.Class = a.Customer.Class
	}
}

// applyDates takes start and end; both lie ahead, the end after the start, at
// most 31 days later.
func (t *turn) applyDates(l *fault.List, a Application) {
	if a.Start != nil {
		t.Head.Start = a.Start.UTC().Truncate(time.Minute)
		if !t.Head.Start.After(t.act.At) {
			l.Add("/start", "in-the-past")
		}
	}
	if a.End != nil {
		t.Head.End = a.End.UTC().Truncate(time.Minute)
	}
	if t.Head.Start.IsZero() || t.Head.End.IsZero() {
		return
	}
	if !t.Head.End.After(t.Head.Start) {
		l.Add("/end", "end-before-start")
	} else if t.Head.End.Sub(t.Head.Start) > maxDays*24*time.Hour {
		l.Add("/end", "out-of-range", 1, maxDays)
	}
}

// applyGuests replaces the party. A guest keeps his id; a new one gets the next.
func (t *turn) applyGuests(l *fault.List, guests []Guest) {
	if guests == nil {
		return
	}
	if len(guests) > maxGuests {
		l.Add("/guests", "out-of-range", 1, maxGuests)
		return
	}
	next, seen := t.nextGuest(), map[string]bool{}
	list := []Guest{}
	for i, g := range guests {
		g = t.checkGuest(l, "/guests/"+strconv.Itoa(i), g)
		if old := t.Guest(g.ID); g.ID == "" || old == nil || seen[g.ID] {
			g.ID = nextGuestID(next)
			next++
		}
		seen[g.ID] = true
		list = append(list, g)
	}
	t.Guests, t.Head.Party = list, len(list)
}

// nextGuest is the number of the next guest ever added.
func (r *Reception) nextGuest() int {
	n := 0
	for _, g := range r.Guests {
		n = max(n, guestNumber(g.ID)+1)
	}
	return n
}

// guestNumber is how many guests were added before this one; -1 for no id.
func guestNumber(id string) int {
	if !isGuestID(id) {
		return -1
	}
	chunk, _ := strconv.Atoi(id[1:3])
	place, _ := strconv.Atoi(id[3:5])
	return chunk*GuestChunk + place
}

// checkGuest cleans a guest's texts and refuses what is no guest.
func (t *turn) checkGuest(l *fault.List, path string, g Guest) Guest {
	for _, s := range []*string{&g.Name, &g.Position, &g.Latin, &g.LatinPosition, &g.Organisation, &g.Email, &g.Phone, &g.Diet} {
		*s = clean(*s)
	}
	g.Name = strings.Join(strings.Fields(g.Name), " ") // a line of a list, of a mail's subject
	if g.Name == "" {
		l.Add(path+"/name", "required")
	}
	if g.Email != "" && !reachable(g.Email) {
		l.Add(path+"/email", "invalid")
	}
	if kinds := t.guestKinds(); g.Kind != "" && len(kinds) > 0 && !slices.Contains(kinds, g.Kind) {
		l.Add(path+"/kind", "invalid", g.Kind)
	}
	if g.Language != "" && !slices.Contains(i18n.Langs(), i18n.Lang(g.Language)) {
		l.Add(path+"/language", "invalid", g.Language)
	}
	g.Dropped, g.Unannounced, g.Arrived = false, false, nil
	return g
}

// reachable says whether mail can be sent to an address.
func reachable(email string) bool {
	a, err := mail.ParseAddress(email)
	return err == nil && a.Address == email
}

// guestKinds are the kinds of guest that the policy knows; none: any.
func (t *turn) guestKinds() []string {
	var ids []string
	for _, f := range t.policy.Fields {
		if f.ID == "guest.kind" {
			for _, c := range f.Choices {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

// clean trims a text and takes out control and direction characters, so that
// strangers' names cannot play tricks where they are shown.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\uFEFF', r == '\u200B':
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.TrimSpace(s)
}

// applicationView is the application for a reader; without people, phones and
// diets are left out.
func (r *Reception) applicationView(people bool) ApplicationView {
	h, f := &r.Head, &r.Form
	v := ApplicationView{Policy: h.Policy.ID, Department: h.Department, Customer: CustomerRef{ID: h.Customer.ID, Name: h.Customer.Name, Class: h.Class, Latin: f.Latin, Country: f.Country},
		Site: h.Site, Purpose: f.Purpose, Guests: []Guest{}, Wishes: f.Wishes, ItineraryWish: f.ItineraryWish, Requirements: f.Requirements,
		Questions: f.Questions, PhotoWish: f.PhotoWish, Urgent: f.Urgent, UrgentReason: f.UrgentReason, Arrival: f.Arrival,
		Departure: f.Departure, Fields: f.Fields, Prefilled: f.Prefilled}
	if !h.Start.IsZero() {
		v.Start = new(h.Start.In(r.zone))
	}
	if !h.End.IsZero() {
		v.End = new(h.End.In(r.zone))
	}
	if at := h.Moments["submitted"]; !at.IsZero() {
		v.SubmittedAt = new(at.In(r.zone))
	}
	for _, g := range r.Present() {
		if !people {
			g.Phone, g.Diet, g.Email = "", "", ""
		}
		v.Guests = append(v.Guests, g)
	}
	return v
}
