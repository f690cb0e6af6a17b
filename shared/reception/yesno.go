package reception

import (
	"encoding/json"

	"yingbin/shared/fault"
)

// YesNo is an answer that forms send as a word and programs as a word or a
// truth value.
type YesNo string

// UnmarshalJSON reads "yes", "no", true, false or null.
func (y *YesNo) UnmarshalJSON(b []byte) error {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return fault.Field("", "invalid")
	}
	switch v := v.(type) {
	case nil:
		*y = ""
	case string:
		*y = YesNo(v)
	case bool:
		if *y = "no"; v {
			*y = "yes"
		}
	default:
		return fault.Field("", "invalid")
	}
	return nil
}

// verdicts are the words in which people grant or refuse.
var verdicts = map[string]string{"grant": "grant", "granted": "grant", "yes": "grant", "approve": "grant",
	"refuse": "refuse", "refused": "refuse", "no": "refuse", "reject": "refuse"}

// Verdict is what an exception's link says, in whichever field: decision, do,
// or the answer to the question that the page shows.
func (a AnswerLink) Verdict() DecideException {
	d := DecideException{Decision: a.Decision, Comment: a.Comment}
	for _, said := range []string{a.Do, a.Answers.Review["decision"]} {
		if d.Decision == "" {
			d.Decision = said
		}
	}
	return d
}
