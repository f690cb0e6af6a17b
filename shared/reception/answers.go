package reception

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"yingbin/shared/fault"
)

// UnmarshalJSON reads a list of survey scores, or an object: question → yes or
// no for a review, question → 1 to 5 for a survey, as forms send it.
func (a *Answers) UnmarshalJSON(b []byte) error {
	*a = Answers{}
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("[")) {
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		if err := d.Decode(&a.Survey); err != nil {
			return fault.Field("", "invalid")
		}
		return a.check()
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

// The limits of a survey's answer: this type reads itself, so that no tag
// keeps them.
const (
	maxAnswers = 20
	maxRemark  = 2000
)

// check refuses too many answers and too long remarks, and cleans what strangers wrote.
func (a *Answers) check() error {
	var l fault.List
	if len(a.Survey) > maxAnswers {
		return fault.Field("", "too-long", maxAnswers)
	}
	for i := range a.Survey {
		s, at := &a.Survey[i], "/"+strconv.Itoa(i)
		if s.Text = clean(s.Text); utf8.RuneCountInString(s.Text) > maxRemark {
			l.Add(at+"/text", "too-long", maxRemark)
		}
		if !isSurveyQuestion(s.Question) {
			l.Add(at+"/question", "unknown-id", cut(s.Question))
		}
	}
	return l.Err()
}

// take reads one question's answer.
func (a *Answers) take(question string, v any) error {
	switch v := v.(type) {
	case float64:
		if v != math.Trunc(v) {
			return fault.Field("/"+question, "invalid")
		}
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
