package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// needsCode is the challenge of a link that wants its reader's mailbox proven
// on a new device; nothing when it does not.
func needsCode(p web.Page) string {
	if p.Problem == nil {
		return ""
	}
	if c, ok := p.Problem.Extra["challenge"].(string); ok {
		return c
	}
	if bad(p, "code") != "" { // the code was wrong; after a right one something else is to be put right
		return p.Input.Get("challenge")
	}
	return ""
}

// carried says whether a field of the form goes along with the code.
func carried(name string) bool {
	return !slices.Contains([]string{"challenge", "code", "idempotency_key", "back_to"}, name)
}

// questionText is a question of the link by its id.
func questionText(v reception.LinkView, id string) string {
	for _, q := range v.Questions {
		if q.ID == id {
			return q.Text
		}
	}
	return id
}

// scoreOf is the score that a survey's question was given.
func scoreOf(p web.Page, v reception.LinkView, i int, question string) string {
	if name := fmt.Sprintf("answers[%d].score", i); p.Input.Has(name) {
		return p.Input.Get(name)
	}
	if v.Survey == nil || v.Survey.Scores[question] == 0 {
		return ""
	}
	return strconv.Itoa(v.Survey.Scores[question])
}

// surveyComment is the free text of a survey as far as it is written.
func surveyComment(v reception.LinkView) string {
	if v.Survey == nil {
		return ""
	}
	return v.Survey.Comment
}

// after says whether a moment is still to come.
func after(p web.Page, v any) bool {
	t, ok := moment(v)
	return ok && now(p).Before(t)
}

// hasRole says whether a person has a role.
func hasRole(v any, role string) bool {
	roles, _ := v.([]staff.Role)
	return slices.Contains(roles, staff.Role(strings.TrimSpace(role)))
}
