package web

import (
	"reflect"
	"strings"

	"yingbin/shared/token"
)

// A PlanSheet is the plan's page as its form sends it: rows of text, as people
// write them. What a row means is decided by a planReader.
type PlanSheet struct {
	Version       int64         `json:"version"`
	Do            string        `json:"do,omitempty" max:"20"`
	More          int           `json:"more,omitempty"` // spare rows wanted beyond the usual
	Items         *[]ItemRow    `json:"items,omitempty" max:"180"`
	Meals         *[]MealRow    `json:"meals,omitempty" max:"120"`
	Lodging       *[]LodgingRow `json:"lodging,omitempty" max:"60"`
	Vehicles      *[]VehicleRow `json:"vehicles,omitempty" max:"60"`
	Entertainment *[]EveningRow `json:"entertainment,omitempty" max:"30"`
	Gifts         *[]GiftRow    `json:"gifts,omitempty" max:"60"`
	People        *[]RoleRow    `json:"people,omitempty" max:"60"`
	Specialist    string        `json:"specialist,omitempty" max:"200"`
	Owner         string        `json:"owner,omitempty" max:"200"`
	ChangeReason  string        `json:"change_reason,omitempty" max:"1000"`
}

// A Row is what all rows have: which entry it is (none is a new one), how it
// looked when the form was given out, and whether it shall go. Others and Fresh
// are for showing: how somebody else has changed it meanwhile.
type Row struct {
	ID     string `json:"id,omitempty" max:"60"`
	Was    string `json:"was,omitempty" max:"40"`
	Drop   bool   `json:"drop,omitempty"`
	Others string `json:"-"`
	Fresh  bool   `json:"-"`
}

// An ItemRow is one line of the itinerary. Times are of the clock; Day is the
// day of the start, Until that of the end where it is another.
type ItemRow struct {
	Row
	Kind      string   `json:"kind,omitempty"`
	Day       string   `json:"day,omitempty"`
	Start     string   `json:"start,omitempty"`
	End       string   `json:"end,omitempty"`
	Until     string   `json:"until,omitempty"`
	Title     string   `json:"title,omitempty"`
	Place     string   `json:"place,omitempty"`
	TitleEN   string   `json:"title_en,omitempty"` // for who does not read Chinese
	PlaceEN   string   `json:"place_en,omitempty"`
	Resources []string `json:"resources,omitempty" max:"20"`
	People    string   `json:"people,omitempty"` // names, each with a role in brackets
	Party     string   `json:"party,omitempty"`  // a number, or names of guests
	Note      string   `json:"note,omitempty"`
}

// A MealRow is one meal; with an item, day and slot may be left to it.
type MealRow struct {
	Row
	Item    string `json:"item,omitempty"`
	Day     string `json:"day,omitempty"`
	Slot    string `json:"slot,omitempty"`
	Kind    string `json:"kind,omitempty"`
	Place   string `json:"place,omitempty"`
	Party   string `json:"party,omitempty"`
	Company string `json:"company,omitempty"` // our own people, as Party
	Amount  string `json:"amount,omitempty"`
}

// A LodgingRow is rooms for some guests.
type LodgingRow struct {
	Row
	Hotel string `json:"hotel,omitempty"`
	Stars string `json:"stars,omitempty"`
	Party string `json:"party,omitempty"`
	Rooms string `json:"rooms,omitempty"`
	Rate  string `json:"rate,omitempty"`
	Payer string `json:"payer,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// A VehicleRow is a car with its driver.
type VehicleRow struct {
	Row
	Resource string `json:"resource,omitempty"`
	Item     string `json:"item,omitempty"`
	Type     string `json:"type,omitempty"`
	Plate    string `json:"plate,omitempty"`
	Driver   string `json:"driver,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
}

// An EveningRow is an evening out.
type EveningRow struct {
	Row
	Title  string `json:"title,omitempty"`
	Item   string `json:"item,omitempty"`
	Party  string `json:"party,omitempty"`
	Amount string `json:"amount,omitempty"`
	Payer  string `json:"payer,omitempty"`
}

// A GiftRow is what guests are given.
type GiftRow struct {
	Row
	Name   string `json:"name,omitempty"`
	Count  string `json:"count,omitempty"`
	Party  string `json:"party,omitempty"`
	Amount string `json:"amount,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// A RoleRow is somebody's part in the whole reception.
type RoleRow struct {
	Row
	Staff string `json:"staff,omitempty"` // a name
	Role  string `json:"role,omitempty"`
}

// mark is a short hash of what a row says, to see later whether it was changed.
func mark(row any) string {
	var parts []string
	v := reflect.ValueOf(row)
	for _, f := range fieldsOf(v.Type()) {
		switch x := v.FieldByIndex(f.index); {
		case f.name == "id" || f.name == "was" || f.name == "drop":
		case x.Kind() == reflect.Slice:
			for i := range x.Len() {
				parts = append(parts, strings.TrimSpace(x.Index(i).String()))
			}
		default:
			parts = append(parts, strings.TrimSpace(x.String()))
		}
	}
	for len(parts) > 0 && parts[len(parts)-1] == "" { // an empty resource more is none
		parts = parts[:len(parts)-1]
	}
	return token.Hash(parts...)[:8]
}

// empty says whether nothing was written into a new row; the day is given.
func empty(row any) bool {
	v := reflect.ValueOf(row)
	for _, f := range fieldsOf(v.Type()) {
		x := v.FieldByIndex(f.index)
		if f.name == "day" || f.name == "was" || f.name == "drop" {
			continue
		}
		if x.Kind() == reflect.String && strings.TrimSpace(x.String()) != "" {
			return false
		}
		for i := 0; x.Kind() == reflect.Slice && i < x.Len(); i++ {
			if strings.TrimSpace(x.Index(i).String()) != "" {
				return false
			}
		}
	}
	return true
}
