package reception

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"yingbin/shared/fault"
)

// UnmarshalJSON reads a list of survey scores, or an object: question → yes or
// no for a review, question → 1 to 5 for a survey, as forms send it.
func (a *Answers) UnmarshalJSON(b []byte) error {
	*a = Answers{}
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("[")) {
		return json.Unmarshal(b, &a.Survey)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		return fault.Field("", "invalid")
	}
	for q, v := range m {
		if err := a.take(q, v); err != nil {
			return err
		}
	}
	slices.SortFunc(a.Survey, func(x, y Score) int { return bytes.Compare([]byte(x.Question), []byte(y.Question)) })
	return nil
}

// take reads one question's answer.
func (a *Answers) take(question string, v any) error {
	switch v := v.(type) {
	case float64:
		a.Survey = append(a.Survey, Score{Question: question, Score: int(v)})
	case string:
		if n, err := strconv.Atoi(v); err == nil {
			a.Survey = append(a.Survey, Score{Question: question, Score: n})
			return nil
		}
		if a.Review == nil {
			a.Review = map[string]string{}
		}
		a.Review[question] = v
	default:
		return fault.Field("/"+question, "invalid")
	}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (a Answers) MarshalJSON() ([]byte, error) {
	if a.Review != nil {
		return json.Marshal(a.Review)
	}
	return json.Marshal(a.Survey)
}
