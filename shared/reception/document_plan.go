package reception

import (
	"time"

	"yingbin/shared/policy"
)

// A Plan is the document PLAN: what holds for the whole visit.
type Plan struct {
	Schema        int               `json:"s"`
	People        []Assigned        `json:"people,omitempty"` // roles of the reception
	Entertainment []Entertainment   `json:"entertainment,omitempty"`
	Gifts         []Gift            `json:"gifts,omitempty"`
	Lodging       []Lodging         `json:"lodging,omitempty"`
	Vehicles      []Vehicle         `json:"vehicles,omitempty"`
	ChangeReason  string            `json:"change_reason,omitempty"`
	Reasons       map[string]string `json:"reasons,omitempty"` // finding → the actor's reason
	Approvals     []Approval        `json:"approvals,omitempty"`
	Untold        *Untold           `json:"untold,omitempty"`
	Clashes       []Clash           `json:"clashes,omitempty"` // of what could not be booked
	Booked        bool              `json:"booked,omitempty"`  // what is wanted was taken, but for the clashes
	NextID        int               `json:"next,omitempty"`    // of items, meals and the like
}

// An Assigned person holds a role, of the reception or of one item.
type Assigned struct {
	Staff string `json:"staff" max:"200"`
	Role  string `json:"role,omitempty" max:"60"`
	Name  string `json:"name,omitempty"` // in answers
}

// A Day is the document DAY#n: the n-th day's itinerary and meals. Times are
// stored as minutes from the local midnight of that day, so that a move by days
// does not touch them.
type Day struct {
	Schema int    `json:"s"`
	Items  []Item `json:"items,omitempty"`
	Meals  []Meal `json:"meals,omitempty"`
}

// An Item is one timed entry of the itinerary.
type Item struct {
	ID        string     `json:"id,omitempty" max:"60"`
	Kind      string     `json:"kind" max:"40"`
	Start     time.Time  `json:"start"`
	End       time.Time  `json:"end"`
	Place     string     `json:"place,omitempty" max:"200"`
	Title     string     `json:"title,omitempty" max:"200"`
	TitleEN   string     `json:"title_en,omitempty" max:"200"` // for who does not read Chinese
	PlaceEN   string     `json:"place_en,omitempty" max:"200"`
	People    []Assigned `json:"people,omitempty"`
	Resources []string   `json:"resources,omitempty"`
	Guests    Party      `json:"guests,omitzero"`
	Note      string     `json:"note,omitempty" max:"500"`
}

// A Party is a part of the guests: everybody (the zero Party), a number of
// them, or named ones. In JSON it is absent, a number or a list of ids.
type Party struct {
	Count int
	IDs   []string
}

// A Meal is a meal of the plan; Item names the itinerary entry it belongs to.
type Meal struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Item   string       `json:"item,omitempty" max:"60"`
	Day    string       `json:"day,omitempty" max:"10"`  // local date, when no item says it
	Slot   string       `json:"slot" max:"20"`           // breakfast lunch dinner
	Kind   string       `json:"kind,omitempty" max:"20"` // fast simple banquet rich
	Place  string       `json:"place,omitempty" max:"200"`
	Guests Party        `json:"guests,omitzero"`
	Staff  Party        `json:"staff,omitzero"`
	Amount policy.Money `json:"amount,omitzero"` // for the whole table
}

// Lodging is rooms for some guests.
type Lodging struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Guests Party        `json:"guests,omitzero"`
	Hotel  string       `json:"hotel,omitempty" max:"200"`
	Stars  int          `json:"stars,omitempty"`
	Rate   policy.Money `json:"rate,omitzero"`            // a room and night
	Payer  string       `json:"payer,omitempty" max:"20"` // company guest
	Rooms  int          `json:"rooms,omitempty"`          // 0: one for each guest
	From   string       `json:"from,omitempty" max:"10"`  // local dates; empty: first and last day
	To     string       `json:"to,omitempty" max:"10"`
}

// Entertainment is an evening out.
type Entertainment struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Title  string       `json:"title,omitempty" max:"200"`
	Name   string       `json:"name,omitempty" max:"200"` // another word for title, never stored
	Item   string       `json:"item,omitempty" max:"60"`
	Guests Party        `json:"guests,omitzero"`
	Amount policy.Money `json:"amount,omitzero"`
	Payer  string       `json:"payer,omitempty" max:"20"`
}

// A Gift is what guests are given.
type Gift struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Name   string       `json:"name" max:"200"`
	Count  int          `json:"count,omitempty"`
	Guests Party        `json:"guests,omitzero"`
	Amount policy.Money `json:"amount,omitzero"`
	Reason string       `json:"reason,omitempty" max:"500"`
}

// A Vehicle is a car with its driver on an itinerary item, or for the whole visit.
type Vehicle struct {
	ID       string `json:"id,omitempty" max:"60"`
	Resource string `json:"resource,omitempty" max:"60"`
	Type     string `json:"type,omitempty" max:"20"` // sedan van taxi hired coach
	Driver   Driver `json:"driver,omitzero"`
	Plate    string `json:"plate,omitempty" max:"20"`
	Item     string `json:"item,omitempty" max:"60"`
}

// A Driver has no account; his link needs an address.
type Driver struct {
	Name  string `json:"name,omitempty" max:"100"`
	Phone string `json:"phone,omitempty" max:"40"`
	Email string `json:"email,omitempty" max:"200"`
}
