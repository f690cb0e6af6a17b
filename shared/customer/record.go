package customer

import (
	"encoding/json"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// Schema is the version of the stored documents that this release writes.
const Schema = staff.Schema

// A Card is the Row of HEAD: what lists show of a customer.
type Card struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Latin   string `json:"latin,omitempty"` // the name for readers of no Chinese
	Class   string `json:"class,omitempty"` // organisation key-account important general
	Grade   string `json:"grade,omitempty"` // A B C
	Country string `json:"country,omitempty"`
	Owner   string `json:"owner,omitempty"` // staff id of the account manager
	Last    string `json:"last,omitempty"`  // local date of the last visit
}

// Important tells whether a customer of this class is an important one.
func (c Card) Important() bool { return c.Class == "key-account" || c.Class == "important" }

// A Head is the document HEAD; the Card is its Row.
type Head struct {
	Card        `json:"-"`
	Schema      int          `json:"s"`
	Former      []string     `json:"former,omitempty"` // earlier names, still findable
	Rival       string       `json:"rival,omitempty"`  // customers of one rival group must not meet
	Address     string       `json:"address,omitempty"`
	Note        string       `json:"note,omitempty"`
	Preferences []Preference `json:"preferences,omitempty"`
	Visits      int          `json:"visits,omitempty"` // archived ones
	Latest      string       `json:"latest,omitempty"` // number of the last archived visit
	Cost        policy.Money `json:"cost,omitzero"`    // of all archived visits
	Events      int64        `json:"events,omitempty"` // of this partition so far
	Apart       []Apart      `json:"apart,omitempty"`  // customers known to be others
	Into        string       `json:"into,omitempty"`   // the customer that this record was merged into
	Version     int64        `json:"-"`
}

// A Preference is what somebody likes, needs or must not have, with its source
// and its end.
type Preference struct {
	What      string `json:"what" max:"200"`
	Kind      string `json:"kind,omitempty" max:"40"`   // diet drink seat topic gift other
	Source    string `json:"source,omitempty" max:"60"` // reception number, staff id, "guest"
	Confirmed bool   `json:"confirmed"`                 // by the person
	Until     string `json:"until,omitempty" max:"10"`  // local date, inclusive; empty: no end
	Contact   string `json:"contact,omitempty"`         // in views: whose it is, empty for the whole party
	From      string `json:"from,omitempty" max:"40"`   // the merged record or contact that it came with
}

// Holds tells whether the preference still counts on a local date.
func (p Preference) Holds(date string) bool { return p.Until == "" || date <= p.Until }

// A Contact is the document CONTACT#p: a person of the customer.
type Contact struct {
	Schema      int          `json:"s"`
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Position    string       `json:"position,omitempty"`
	Latin       string       `json:"latin,omitempty"` // his name for readers of no Chinese, and what he is
	LatinPos    string       `json:"latin_position,omitempty"`
	Kind        string       `json:"kind,omitempty"` // the policy's kind of guest, last time
	Key         bool         `json:"key,omitempty"`  // decides: 关键人
	Language    string       `json:"language,omitempty"`
	Email       string       `json:"email,omitempty"`
	Phone       string       `json:"phone,omitempty"`
	Diet        string       `json:"diet,omitempty"`
	Preferences []Preference `json:"preferences,omitempty"`
	Last        string       `json:"last,omitempty"` // local date of the last visit
	From        string       `json:"from,omitempty"` // the merged customer that this person came with
	Merged      *Merged      `json:"merged,omitempty"`
	Version     int64        `json:"-"`
}

// The states of a promise.
const (
	PromiseOpen    = "open"
	PromiseKept    = "kept"
	PromiseDropped = "dropped"
)

// A Promise is the document PROMISE#no-n: what we owe. It is on the desk of
// its owner's department while it is open.
type Promise struct {
	ID         string    `json:"id"` // reception number and place in its minutes
	Customer   string    `json:"customer"`
	Name       string    `json:"name,omitempty"` // of the customer, for the desk
	Reception  string    `json:"reception"`
	Text       string    `json:"text"`
	Owner      string    `json:"owner"` // staff id
	Department string    `json:"department,omitempty"`
	Due        string    `json:"due,omitempty"` // local date
	State      string    `json:"state"`
	By         string    `json:"by,omitempty"` // who kept or dropped it
	At         time.Time `json:"at,omitzero"`
	Comment    string    `json:"comment,omitempty"`
	From       string    `json:"from,omitempty"` // the merged customer that it came with
	Into       string    `json:"into,omitempty"` // the customer that it went to, with all of a merged one
	Version    int64     `json:"-"`
}

// A Visit is the document log#D#visit#no: one finished visit.
type Visit struct {
	Schema      int          `json:"s"`
	Number      string       `json:"number"`
	Start       time.Time    `json:"start"`
	End         time.Time    `json:"end"`
	Level       string       `json:"level,omitempty"`
	Party       int          `json:"party,omitempty"`
	Purpose     string       `json:"purpose,omitempty"`
	Contacts    []string     `json:"contacts,omitempty"`  // ids of who came
	Itinerary   []string     `json:"itinerary,omitempty"` // titles in order (S000-3.21)
	Leaders     []string     `json:"leaders,omitempty"`   // staff ids who accompanied
	Department  string       `json:"department,omitempty"`
	Team        []string     `json:"team,omitempty"` // staff ids of applicant, owner and specialist
	DinnerPlace string       `json:"dinner_place,omitempty"`
	Gifts       []string     `json:"gifts,omitempty"`
	Result      string       `json:"result,omitempty"`
	Score       float64      `json:"score,omitempty"` // average of the survey
	Tier        string       `json:"tier,omitempty"`  // of the customer, by the policy of the visit (S000-3.20)
	Cost        policy.Money `json:"cost,omitzero"`
	From        string       `json:"from,omitempty"` // the merged customer whose visit it was
}

// A Month is the document MONTH#yyyy-mm: who of them comes or came.
type Month struct {
	Schema  int      `json:"s"`
	Coming  []Coming `json:"coming"`
	Version int64    `json:"-"`
}

// Coming is one reception of a month.
type Coming struct {
	Reception string   `json:"r"`
	Day       string   `json:"d"` // local date of its start
	Contacts  []string `json:"c,omitempty"`
	From      string   `json:"f,omitempty"` // the merged customer that was to come
}

// ID is the id of a customer first known by a name: two people who enter the
// same new customer at once enter one customer.
func ID(name string) string { return "c" + staff.Digest("customer", Fold(name))[:11] }

// Partition is where a customer lies.
func Partition(id string) string { return "c#" + id }

// Present reads all of a customer but the log.
func Present(id string) store.Query {
	return store.Query{Index: store.Table, In: Partition(id), From: "A", To: "["}
}

// Log reads a customer's log, newest first.
func Log(id string, limit int, after string) store.Query {
	return store.Query{Index: store.Table, In: Partition(id), From: "log#", To: "log#~", Desc: true, Limit: limit, After: after}
}

// partitionOf gives the id of a customer's partition.
func partitionOf(pk string) (id string, ok bool) { return strings.CutPrefix(pk, Partition("")) }

func headKey(id string) store.Key { return store.Key{PK: Partition(id), SK: "HEAD"} }

// PromiseKeys name promises to a customer, whose file may be opened from them.
func PromiseKeys(customer string, ids ...string) (keys []store.Key) {
	for _, id := range ids {
		keys = append(keys, promiseKey(customer, id))
	}
	return keys
}

func promiseKey(customer, id string) store.Key {
	return store.Key{PK: Partition(customer), SK: "PROMISE#" + id}
}

// decodeHead reads HEAD: Row and Body.
func decodeHead(d store.Doc) (Head, error) {
	h := Head{Version: d.Version}
	if err := staff.Decode(d, &h); err != nil {
		return h, err
	}
	return h, decodeRow(d, &h.Card)
}

// decodePromise reads a promise: all of it is in the Row.
func decodePromise(d store.Doc) (Promise, error) {
	p := Promise{Version: d.Version}
	return p, decodeRow(d, &p)
}

func decodeRow(d store.Doc, v any) error {
	if err := json.Unmarshal(d.Row, v); err != nil {
		return fault.Wrap(fault.Internal, "internal", err)
	}
	return nil
}

// encode is staff.Encode with a Row.
func encode(d store.Doc, row, body any) (store.Op, error) {
	r, err := json.Marshal(row)
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "internal", err)
	}
	d.Row = r
	return staff.Encode(d, body)
}

// place is where a customer stands in the list from A to Z; one that was merged
// into another stands there no more.
func (h Head) place() store.Place {
	if h.Into != "" {
		return store.Place{}
	}
	return store.Place{In: "customer", At: strings.TrimLeft(Order(h.Name)+"#"+h.ID, " ")}
}

// desk is where an open promise is owed, ordered by its date.
func (p Promise) desk() store.Place {
	if p.State != PromiseOpen || p.Department == "" || p.Into != "" {
		return store.Place{}
	}
	return store.Place{In: p.Department, At: strings.ReplaceAll(p.Due, "-", "") + "T000000.000"}
}
