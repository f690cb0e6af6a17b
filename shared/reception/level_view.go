package reception

import "encoding/json"

// LevelView is a level in an answer: what is not known yet is null, not absent.
type LevelView Level

// MarshalJSON writes the level with null for what is open.
func (l LevelView) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Proposed *string `json:"proposed"`
		Decided  *string `json:"decided"`
		By       *string `json:"by"`
		Reason   string  `json:"reason,omitempty"`
	}{orNull(l.Proposed), orNull(l.Decided), orNull(l.By), l.Reason})
}

// orNull is a text, or nil for none.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Is gives the level in force: decided, or else proposed.
func (l LevelView) Is() string { return Level(l).Is() }
