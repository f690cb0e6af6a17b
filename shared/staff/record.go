package staff

import (
	"encoding/json"
	"slices"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/store"
)

// Schema is the version of the stored documents that this release writes.
const Schema = 1

// Partition is where the company lies.
const Partition = "company"

// A Role is what a person may do everywhere, as opposed to in one reception.
type Role string

// The roles, by their public names.
const (
	Sales    Role = "sales"
	Office   Role = "office"
	Head     Role = "head"
	Member   Role = "staff"
	Gate     Role = "gate"
	Finance  Role = "finance"
	Director Role = "director"
	GM       Role = "gm"
	Admin    Role = "admin"
)

// Roles lists all roles in their public order.
func Roles() []Role {
	return []Role{Sales, Office, Head, Member, Gate, Finance, Director, GM, Admin}
}

// A Person is the document STAFF#id.
type Person struct {
	Schema      int          `json:"s"`
	ID          string       `json:"id"`
	Email       string       `json:"email"` // lower case
	Name        string       `json:"name"`
	Latin       string       `json:"latin,omitempty"` // the name for readers of Latin script
	Phone       string       `json:"phone,omitempty"`
	Position    string       `json:"position,omitempty"` // on the business card
	Department  string       `json:"department,omitempty"`
	Roles       []Role       `json:"roles,omitempty"`
	Language    i18n.Lang    `json:"language,omitempty"`
	Left        time.Time    `json:"left,omitzero"`       // zero: works here
	Successor   string       `json:"successor,omitempty"` // of who left: takes over what is open
	Delegations []Delegation `json:"delegations,omitempty"`
	Version     int64        `json:"-"`
}

// Active tells whether the person works here.
func (p *Person) Active() bool { return p.Left.IsZero() }

// Has tells whether the person has one of the roles, and still works here.
func (p *Person) Has(any ...Role) bool {
	return p.Active() && slices.ContainsFunc(any, func(r Role) bool { return slices.Contains(p.Roles, r) })
}

// Called is the person's name for a reader.
func (p *Person) Called(l i18n.Lang) string {
	if !l.Chinese() && p.Latin != "" {
		return p.Latin
	}
	return p.Name
}

// Speaks is the language of mails to this person.
func (p *Person) Speaks() i18n.Lang { return i18n.Of(string(p.Language)) }

// A Department is the document DEPT#id.
type Department struct {
	Schema  int    `json:"s"`
	ID      string `json:"id"`
	Name    string `json:"name"`
	Latin   string `json:"latin,omitempty"`
	Head    string `json:"head,omitempty"`   // staff id
	Parent  string `json:"parent,omitempty"` // department above
	Version int64  `json:"-"`
}

// Called is the department's name for a reader.
func (d *Department) Called(l i18n.Lang) string {
	if !l.Chinese() && d.Latin != "" {
		return d.Latin
	}
	return d.Name
}

// An Info is what HEAD keeps: the company itself. It stays below 4 KB, as
// every request reads it.
type Info struct {
	Schema       int               `json:"s"`
	Name         string            `json:"name"`            // as people say it
	Legal        string            `json:"legal,omitempty"` // as contracts say it
	Latin        string            `json:"latin,omitempty"`
	Zone         string            `json:"zone"` // IANA name
	Site         string            `json:"site,omitempty"`
	Address      string            `json:"address,omitempty"`
	AddressLatin string            `json:"address_latin,omitempty"` // for readers of Latin script
	Phone        string            `json:"phone,omitempty"`
	Languages    []i18n.Lang       `json:"languages,omitempty"`
	Hours        calendar.Hours    `json:"hours"`
	Policy       string            `json:"policy,omitempty"`   // the default
	Policies     []string          `json:"policies,omitempty"` // adopted, in order of adoption
	Settings     map[string]string `json:"settings,omitempty"`
	Events       int64             `json:"events,omitempty"` // of this partition so far
}

// A Position says to whom a policy's role falls: named people, or a department.
type Position struct {
	Staff      []string `json:"staff,omitempty" max:"50"`
	Department string   `json:"department,omitempty" max:"60"`
}

// positions is the document POSITIONS#policy.
type positions struct {
	Schema int                 `json:"s"`
	Roles  map[string]Position `json:"roles"`
}

// The keys of the company's documents.
func key(sk string) store.Key { return store.Key{PK: Partition, SK: sk} }
func headKey() store.Key      { return key("HEAD") }

// present is the query of the whole company.
func present() store.Query {
	return store.Query{Index: store.Table, In: Partition, From: "A", To: "["}
}

// Decode reads a stored body into v. A body of a newer release is read as far
// as this one knows it; Encode refuses to write over it.
func Decode(d store.Doc, v any) error {
	if d.Version == 0 {
		return fault.Missing()
	}
	if err := json.Unmarshal(d.Body, v); err != nil {
		return fault.Wrap(fault.Internal, "internal", err)
	}
	return nil
}

// Encode gives the operation that stores v as the body of old: a creation
// when old is absent, otherwise a replacement at its version; places, Row and
// expiry are old's. A document written by a newer release is Unavailable.
func Encode(old store.Doc, v any) (store.Op, error) {
	var had struct {
		Schema int `json:"s"`
	}
	if old.Version > 0 {
		_ = json.Unmarshal(old.Body, &had) // unreadable: as old as can be
	}
	if had.Schema > Schema {
		return store.Op{}, fault.New(fault.Unavailable, "newer-release")
	}
	body, err := json.Marshal(v)
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "internal", err)
	}
	old.Body = body
	if old.Version == 0 {
		return store.Create(old), nil
	}
	return store.Replace(old), nil
}
