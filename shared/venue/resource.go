package venue

import (
	"cmp"
	"net/mail"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A Kind is what a resource is.
type Kind string

// The kinds of resource, by their public names.
const (
	Room       Kind = "room"
	Vehicle    Kind = "vehicle"
	Hotel      Kind = "hotel"
	Restaurant Kind = "restaurant"
	Equipment  Kind = "equipment"
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{Room, Vehicle, Hotel, Restaurant, Equipment} }

// prefix is where a kind's documents lie in the company.
func (k Kind) prefix() string {
	switch k {
	case Vehicle:
		return "CAR#"
	case Hotel, Restaurant:
		return "SUPPLIER#"
	}
	return "VENUE#"
}

// A Driver is the usual driver of a vehicle; one without account has an
// address, so that his link can reach him.
type Driver struct {
	Name  string `json:"name,omitempty" max:"60"`
	Phone string `json:"phone,omitempty" max:"40"`
	Email string `json:"email,omitempty" max:"254"`
}

// A Resource is a room, vehicle, hotel, restaurant or piece of equipment.
type Resource struct {
	Schema  int       `json:"s"`
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Latin   string    `json:"latin,omitempty"` // the name for readers of Latin script
	Kind    Kind      `json:"kind"`
	Buffer  int       `json:"buffer,omitempty"` // minutes that must lie between two bookings
	Seats   int       `json:"seats,omitempty"`
	Stars   int       `json:"stars,omitempty"` // of a hotel
	Plate   string    `json:"plate,omitempty"`
	Driver  *Driver   `json:"driver,omitempty"`
	Place   string    `json:"place,omitempty"` // building and floor, or address
	Phone   string    `json:"phone,omitempty"`
	Email   string    `json:"email,omitempty"` // of a supplier
	Note    string    `json:"note,omitempty"`
	Closed  time.Time `json:"closed,omitzero"` // zero: in use
	Version int64     `json:"-"`
}

// Called is the resource's name for a reader.
func (r *Resource) Called(l i18n.Lang) string {
	if !l.Chinese() && r.Latin != "" {
		return r.Latin
	}
	return r.Name
}

// Gap is the time that must lie between two bookings.
func (r *Resource) Gap() time.Duration { return time.Duration(r.Buffer) * time.Minute }

// Thing is the resource as something to be booked; false for kinds that are
// never booked out.
func (r *Resource) Thing() (Thing, bool) {
	switch r.Kind {
	case Room:
		return Thing{"ROOM", r.ID, r.Gap()}, true
	case Vehicle:
		return Thing{"CAR", r.ID, r.Gap()}, true
	case Equipment:
		return Thing{"EQUIPMENT", r.ID, r.Gap()}, true
	}
	return Thing{}, false
}

// Resources are all resources of a company snapshot; immutable.
type Resources struct {
	list []*Resource
	byID map[string]*Resource
}

// Of gives the resources of a company snapshot, read once.
func Of(c *staff.Company) (*Resources, error) { return staff.Derive(c, read) }

func read(c *staff.Company) (*Resources, error) {
	rs := &Resources{byID: map[string]*Resource{}}
	for _, prefix := range []string{"VENUE#", "CAR#", "SUPPLIER#"} {
		for _, d := range c.Docs(prefix) {
			if err := rs.add(d); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(rs.list, func(a, b *Resource) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind)), cmp.Compare(a.ID, b.ID))
	})
	return rs, nil
}

func (rs *Resources) add(d store.Doc) error {
	r := &Resource{Version: d.Version}
	if err := staff.Decode(d, r); err != nil {
		return err
	}
	rs.list, rs.byID[r.ID] = append(rs.list, r), r
	return nil
}

// Get finds a resource by id, also a closed one; nil when unknown.
func (rs *Resources) Get(id string) *Resource { return rs.byID[id] }

// Find is Get for what people write: an id, or a name that is the only one.
func (rs *Resources) Find(ref string) *Resource {
	if r := rs.byID[ref]; r != nil {
		return r
	}
	var found *Resource
	for _, r := range rs.list {
		if r.Closed.IsZero() && (strings.EqualFold(r.Name, ref) || strings.EqualFold(r.Latin, ref)) {
			if found != nil {
				return nil
			}
			found = r
		}
	}
	return found
}

// List gives the resources in use, of some kinds or of all, by kind and id.
func (rs *Resources) List(kinds ...Kind) []*Resource {
	var list []*Resource
	for _, r := range rs.list {
		if r.Closed.IsZero() && (len(kinds) == 0 || slices.Contains(kinds, r.Kind)) {
			list = append(list, r)
		}
	}
	return list
}

// Things gives everything of these resources that can be booked, in use.
func (rs *Resources) Things(kinds ...Kind) []Thing {
	var list []Thing
	for _, r := range rs.List(kinds...) {
		if t, ok := r.Thing(); ok {
			list = append(list, t)
		}
	}
	return list
}

// check says what is wrong with a resource.
func (r *Resource) check() error {
	var bad fault.List
	if r.Name == "" {
		bad.Add("/name", "required")
	}
	if !slices.Contains(Kinds(), r.Kind) {
		bad.Add("/kind", "invalid", string(r.Kind))
	}
	for field, n := range map[string]int{"/buffer": r.Buffer, "/seats": r.Seats, "/stars": r.Stars} {
		if n < 0 || n > 1440 {
			bad.Add(field, "out-of-range", 0, 1440)
		}
	}
	if !addressed(r.Email) {
		bad.Add("/email", "invalid", r.Email)
	}
	if r.Driver != nil && !addressed(r.Driver.Email) {
		bad.Add("/driver/email", "invalid", r.Driver.Email)
	}
	slices.SortFunc(bad, func(a, b fault.FieldError) int { return cmp.Compare(a.Field, b.Field) })
	return bad.Err()
}

// addressed says whether mail can go to an address; none is none.
func addressed(email string) bool {
	a, err := mail.ParseAddress(email)
	return email == "" || err == nil && a.Name == "" && a.Address == email
}
