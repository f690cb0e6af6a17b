package reception

import (
	"slices"
	"strings"

	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// responsePrefix begins the sort keys of survey answers.
const responsePrefix = "response#"

// strikeSurvey sends the survey to the guests with an address, the day after
// the visit; who did not come is not asked. Without anybody it counts as sent.
func (t *turn) strikeSurvey() {
	t.Head.Surveyed = true
	if t.surveys() {
		t.data.tell(MailSurvey, nil, t.invited()...)
	}
}

// surveyComing is the policy's entry that announces the survey: a policy
// without it sends none.
const surveyComing = "survey-coming"

// surveys says whether the policy sends a survey.
func (t *turn) surveys() bool {
	return slices.ContainsFunc(t.policy.Messages, func(m policy.Message) bool { return m.ID == surveyComing })
}

// strikeSurveyReminder reminds those who have not answered, once.
func (t *turn) strikeSurveyReminder() error {
	if !t.surveys() {
		return nil
	}
	q := store.Query{In: Partition(t.Head.Number), From: responsePrefix, To: responsePrefix + "~"}
	docs, err := store.All(t.ctx, t.s.DB, q)
	if err != nil {
		return err
	}
	answered := map[string]bool{}
	for _, d := range docs {
		answered[strings.TrimPrefix(d.SK, responsePrefix)] = true
	}
	silent := slices.DeleteFunc(t.invited(), func(id string) bool { return answered[id] })
	t.data.tell(MailSurveyReminder, nil, silent...)
	return nil
}

// strikeArchive files what may be closed; otherwise the next night tries again,
// without an event: nothing has happened.
func (t *turn) strikeArchive() error {
	if len(t.closable(t.policy, t.act.Lang)) > 0 {
		t.kind = ""
		return nil
	}
	return t.archive()
}
