package reception

import (
	"time"
)

// A Form is the document FORM: the application as submitted.
type Form struct {
	Schema        int               `json:"s"`
	Purpose       string            `json:"purpose,omitempty"`
	Wishes        string            `json:"wishes,omitempty"`
	ItineraryWish []Wish            `json:"itinerary_wish,omitempty"`
	Requirements  string            `json:"requirements,omitempty"`
	Questions     string            `json:"questions,omitempty"`
	PhotoWish     bool              `json:"photo_wish,omitempty"`
	Urgent        bool              `json:"urgent,omitempty"` // declared by the applicant
	UrgentReason  string            `json:"urgent_reason,omitempty"`
	LateReason    string            `json:"late_reason,omitempty"`
	CloneOf       string            `json:"clone_of,omitempty"`
	Arrival       *Leg              `json:"arrival,omitempty"`
	Departure     *Leg              `json:"departure,omitempty"`
	Latin         string            `json:"latin,omitempty"`   // the customer's name for readers of no Chinese
	Country       string            `json:"country,omitempty"` // of the customer
	Fields        map[string]string `json:"fields,omitempty"`  // what the policy's own fields ask
	Prefilled     []Prefilled       `json:"prefilled,omitempty"`
	Owed          []string          `json:"owed,omitempty"`       // promises to the customer that were open at submission
	LastGifts     []string          `json:"last_gifts,omitempty"` // given at his last visit
}

// A Wish is one entry of the itinerary that the applicant wishes for.
type Wish struct {
	Kind  string     `json:"kind" max:"40"`
	Start *time.Time `json:"start,omitempty"`
	End   *time.Time `json:"end,omitempty"`
	Note  string     `json:"note,omitempty" max:"500"`
}

// A Leg is a journey to us or away: flight or train, when, where, and how to
// know the guests (S003-1.32).
type Leg struct {
	At       *time.Time `json:"at,omitempty"`
	Place    string     `json:"place,omitempty" max:"200"`
	Number   string     `json:"number,omitempty" max:"40"`
	Features string     `json:"features,omitempty" max:"300"`
	// Minutes is the length of the journey, for the return call; 0 is unknown.
	Minutes int `json:"minutes,omitempty"`
}

// Prefilled says from which reception a field was filled in.
type Prefilled struct {
	Field string `json:"field"`
	From  string `json:"from"`
}

// A Guest is one person who comes. Phones and diets are shown only to those who act on them.
type Guest struct {
	ID       string `json:"id,omitempty"` // names its chunk: g000…; never reused
	Name     string `json:"name" max:"100"`
	Position string `json:"position,omitempty" max:"100"`
	// Latin and LatinPosition are for readers of no Chinese.
	Latin         string     `json:"latin,omitempty" max:"100"`
	LatinPosition string     `json:"latin_position,omitempty" max:"100"`
	Organisation  string     `json:"organisation,omitempty" max:"200"`
	Kind          string     `json:"kind,omitempty" max:"60"`
	Main          bool       `json:"main,omitempty"`
	Language      string     `json:"language,omitempty" max:"10"`
	Email         string     `json:"email,omitempty" max:"200"`
	Phone         string     `json:"phone,omitempty" max:"40"`
	Diet          string     `json:"diet,omitempty" max:"200"`
	Photo         string     `json:"photo,omitempty" max:"10"` // "", yes, no: the guest's own answer
	Dropped       bool       `json:"dropped,omitempty"`
	Unannounced   bool       `json:"unannounced,omitempty"` // added at the gate
	Arrived       *time.Time `json:"arrived,omitempty"`     // first check-in, known from the archive step on
}

// A Guests document is GUESTS#nn: 25 guests a chunk.
type Guests struct {
	Schema int     `json:"s"`
	List   []Guest `json:"guests"`
}

// GuestChunk is how many guests one document holds.
const GuestChunk = 25
