package reception

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/fault"
)

// MarshalJSON writes a number, a list of ids, or null for everybody.
func (p Party) MarshalJSON() ([]byte, error) {
	switch {
	case len(p.IDs) > 0:
		return json.Marshal(p.IDs)
	case p.Count > 0:
		return json.Marshal(p.Count)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads a number, a list of ids, or null.
func (p *Party) UnmarshalJSON(b []byte) error {
	*p = Party{}
	if s := strings.TrimSpace(string(b)); s == "null" || s == `""` {
		return nil
	} else if strings.HasPrefix(s, "[") {
		err := json.Unmarshal(b, &p.IDs)
		p.IDs = distinct(p.IDs)
		return err
	} else if strings.HasPrefix(s, `"`) { // a form field
		return p.UnmarshalText([]byte(strings.Trim(s, `"`)))
	}
	if err := json.Unmarshal(b, &p.Count); err != nil || p.Count < 0 || p.Count > 1000 {
		return fault.Field("", "out-of-range", 0, 1000)
	}
	return nil
}

// UnmarshalText reads what a form field holds: a number, or ids with commas.
func (p *Party) UnmarshalText(b []byte) error {
	*p = Party{}
	s := strings.TrimSpace(string(b))
	if s == "" {
		return nil
	}
	if n, err := strconv.Atoi(s); err == nil {
		if n < 0 || n > 1000 {
			return fault.Field("", "out-of-range", 0, 1000)
		}
		p.Count = n
		return nil
	}
	for id := range strings.SplitSeq(s, ",") {
		if id = strings.TrimSpace(id); id != "" {
			p.IDs = append(p.IDs, id)
		}
	}
	p.IDs = distinct(p.IDs)
	return nil
}

// distinct keeps the first of those that are named twice: nobody counts twice.
func distinct(ids []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(ids, func(id string) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
}

// IsZero is everybody.
func (p Party) IsZero() bool { return p.Count == 0 && len(p.IDs) == 0 }

// String writes what a form field shows.
func (p Party) String() string {
	if len(p.IDs) > 0 {
		return strings.Join(p.IDs, ", ")
	}
	if p.Count > 0 {
		return strconv.Itoa(p.Count)
	}
	return ""
}

// Of counts the members, given how many everybody is. A number that was right
// before the party shrank, or never was, makes nobody come who does not.
func (p Party) Of(everybody int) int {
	switch {
	case len(p.IDs) > 0:
		return len(p.IDs)
	case p.Count > 0:
		return min(p.Count, everybody)
	}
	return everybody
}

// Has says whether a person is a member: named, or everybody is.
func (p Party) Has(id string) bool {
	return len(p.IDs) == 0 && p.Count == 0 || slices.Contains(p.IDs, id)
}
