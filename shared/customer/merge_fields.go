package customer

import (
	"slices"
	"unicode/utf8"

	"yingbin/shared/event"
	"yingbin/shared/fault"
)

// A Part is a field that two records may say differently.
type Part struct {
	Name  string
	Value *string
	And   string // what is between both, where both may stand
}

// parts are the fields of a customer's record.
func (h *Head) parts() []Part {
	return []Part{{"name", &h.Name, ""}, {"latin", &h.Latin, ""}, {"class", &h.Class, ""}, {"grade", &h.Grade, ""}, {"country", &h.Country, ""},
		{"owner", &h.Owner, ""}, {"rival", &h.Rival, ""}, {"address", &h.Address, ""}, {"note", &h.Note, "\n"}}
}

// parts are the fields of a contact.
func (c *Contact) parts() []Part {
	return []Part{{"name", &c.Name, ""}, {"position", &c.Position, ""}, {"latin", &c.Latin, ""}, {"latin_position", &c.LatinPos, ""}, {"kind", &c.Kind, ""}, {"language", &c.Language, ""},
		{"email", &c.Email, ""}, {"phone", &c.Phone, ""}, {"diet", &c.Diet, "; "}}
}

// took is what a field of a record becomes when another one is merged into it.
func took(list []event.Change, field string, old *string, text string) []event.Change {
	if *old == text {
		return list
	}
	list = append(list, event.Change{Field: field, Old: *old, New: text})
	*old = text
	return list
}

// giveBack makes a field what it was, unless it was changed since.
func giveBack(list []event.Change, field string, now *string) {
	for _, c := range list {
		if c.Field == field && *now == c.New {
			*now = c.Old
		}
	}
}

// longest is how long a field may become when both stand in it, in runes.
const longest = 2000

// takeOver sets the fields of what stays from those of what goes: an empty one
// is filled, one that differs becomes what was chosen.
func takeOver(mine, theirs []Part, take map[string]string) (list []event.Change, err error) {
	var bad fault.List
	for name, how := range take {
		known := slices.ContainsFunc(mine, func(p Part) bool { return p.Name == name && (how != TakeBoth || p.And != "") })
		if !known || how != TakeThis && how != TakeOther && how != TakeBoth {
			bad.Add("/take/"+name, "invalid", how)
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	for i, p := range mine {
		text := p.choose(*theirs[i].Value, take[p.Name])
		if utf8.RuneCountInString(text) > longest {
			return nil, fault.Field("/take/"+p.Name, "too-long", longest)
		}
		list = took(list, p.Name, p.Value, text)
	}
	return list, nil
}

// choose gives the text that a field gets. Where nobody chose, what this record
// says stays; where both may stand, nothing is dropped unasked.
func (p Part) choose(other, how string) string {
	this := *p.Value
	switch {
	case this == "" || how == TakeOther && other != "":
		return other
	case other == "" || Fold(this) == Fold(other):
		return this
	case p.And != "" && how != TakeThis:
		return this + p.And + other
	}
	return this
}

// A Difference is a field that two records say differently.
type Difference struct {
	Field string `json:"field"`
	This  string `json:"this"`
	Other string `json:"other"`
	Both  bool   `json:"both,omitempty"` // both may stand
}

// differences are the fields for which somebody must choose.
func differences(mine, theirs []Part) []Difference {
	list := []Difference{}
	for i, p := range mine {
		if a, b := *p.Value, *theirs[i].Value; a != "" && b != "" && Fold(a) != Fold(b) {
			list = append(list, Difference{p.Name, a, b, p.And != ""})
		}
	}
	return list
}
