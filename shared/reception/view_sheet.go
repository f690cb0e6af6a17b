package reception

import (
	"time"
)

// A PlanView is the sheet as it stands, published or not.
type PlanView struct {
	Items         []Item          `json:"items"`
	Lodging       []Lodging       `json:"lodging"`
	Meals         []Meal          `json:"meals"`
	Entertainment []Entertainment `json:"entertainment"`
	Gifts         []Gift          `json:"gifts"`
	Vehicles      []Vehicle       `json:"vehicles"`
	People        []Assigned      `json:"people"`
	Specialist    *Ref            `json:"specialist"`
	Owner         *Ref            `json:"owner,omitempty"`
	Clashes       []Clash         `json:"clashes"`
	Caps          []CapView       `json:"caps"`
	Findings      []FindingView   `json:"findings"`
	Totals        *Totals         `json:"totals,omitempty"`
	Options       []PlanOption    `json:"options"`     // what the policy's template has and the plan has not
	Unpublished   bool            `json:"unpublished"` // differs from the last revision
}

// A Clash is a booking that collides: stop cannot be published, warn can.
type Clash struct {
	Level    string    `json:"level"`
	Resource string    `json:"resource"`
	Name     string    `json:"name,omitempty"`
	With     string    `json:"with"`            // the other reception's number, or what blocks
	Other    string    `json:"other,omitempty"` // the item of the same visit that has it
	Item     string    `json:"item,omitempty"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
}

// Totals are the slip totals: diets per meal and rooms per night.
type Totals struct {
	Diets []DietTotal `json:"diets,omitempty"`
	Rooms []RoomTotal `json:"rooms,omitempty"`
}

// A DietTotal counts one diet at one meal.
type DietTotal struct {
	Meal  string `json:"meal"`
	Diet  string `json:"diet"`
	Count int    `json:"count"`
}

// A RoomTotal counts the rooms of one hotel in one night.
type RoomTotal struct {
	Night string `json:"night"`
	Hotel string `json:"hotel"`
	Rooms int    `json:"rooms"`
}

// A RevisionRef names a published revision.
type RevisionRef struct {
	Revision int       `json:"revision"`
	Hash     string    `json:"hash"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Note     string    `json:"note,omitempty"`
}

// A RevisionView is one published sheet and, with against, what changed.
type RevisionView struct {
	Revision int      `json:"revision"`
	Hash     string   `json:"hash"`
	Sheet    Sheet    `json:"sheet"`
	Changes  []Change `json:"changes,omitempty"`
}

// A Sheet is what a revision fixes: the whole execution sheet. Guests are
// there by id and name, never with phones or diets.
type Sheet struct {
	Number        string          `json:"number"`
	Revision      int             `json:"revision"`
	Customer      Ref             `json:"customer"`
	Start         time.Time       `json:"start"`
	End           time.Time       `json:"end"`
	Level         string          `json:"level,omitempty"`
	Purpose       string          `json:"purpose,omitempty"`
	Specialist    Ref             `json:"specialist"`
	Guests        []SheetGuest    `json:"guests"`
	People        []Assigned      `json:"people,omitempty"`
	Items         []Item          `json:"items"`
	Lodging       []Lodging       `json:"lodging,omitempty"`
	Meals         []Meal          `json:"meals,omitempty"`
	Entertainment []Entertainment `json:"entertainment,omitempty"`
	Gifts         []Gift          `json:"gifts,omitempty"`
	Vehicles      []Vehicle       `json:"vehicles,omitempty"`
	Tasks         []SheetTask     `json:"tasks,omitempty"`
	Note          string          `json:"note,omitempty"`
	At            time.Time       `json:"at"`
	By            string          `json:"by"`
}

// A SheetGuest is a guest on a published sheet.
type SheetGuest struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"` // filled in on reading; never stored
	Position string `json:"position,omitempty"`
	Main     bool   `json:"main,omitempty"`
}

// A SheetTask is a department's duty on a published sheet.
type SheetTask struct {
	ID         string            `json:"id"`
	Department string            `json:"department"`
	Owner      string            `json:"owner"`
	Title      map[string]string `json:"title"`
	Due        time.Time         `json:"due"`
}

// A Change is one difference between two revisions.
type Change struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Old   string `json:"old"`
	New   string `json:"new"`
	Major bool   `json:"major"`
}
