package reception

import (
	"context"
	"math"
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// Survey gives the results so far to whoever may see the reception.
func (s *Service) Survey(ctx context.Context, act staff.Act, r string) (SurveyView, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return SurveyView{}, err
	}
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: []store.Query{presentQuery(r), responsesQuery(r)}})
	if err != nil {
		return SurveyView{}, err
	}
	rec, err := s.sees(company, act, read.Lists[0])
	if err != nil {
		return SurveyView{}, err
	}
	responses, err := decodeResponses(read.Lists[1])
	if err != nil {
		return SurveyView{}, err
	}
	return rec.surveyView(act.Lang, responses), nil
}

// surveyView sums the answers up.
func (r *Reception) surveyView(l i18n.Lang, responses []Response) SurveyView {
	v := SurveyView{Answered: len(responses), PerQuestion: []QuestionScore{}, Lowest: []QuestionScore{}}
	if !r.surveySent().IsZero() {
		v.Sent = max(len(r.surveyed()), len(responses))
	}
	sum, n := 0, 0
	for _, q := range SurveyQuestions {
		score, total := questionScore(l, q, responses)
		v.PerQuestion = append(v.PerQuestion, score)
		sum, n = sum+total, n+score.Answers
	}
	v.Average = mean(sum, n)
	v.Lowest = lowest(v.PerQuestion)
	for _, resp := range responses {
		if resp.Comment != "" {
			v.Comments = append(v.Comments, resp.Comment)
		}
		for _, q := range SurveyQuestions {
			if text := resp.Texts[q]; text != "" {
				v.Comments = append(v.Comments, text)
			}
		}
	}
	return v
}

// questionScore is one question's average, and the sum behind it.
func questionScore(l i18n.Lang, question string, responses []Response) (QuestionScore, int) {
	sum, n := 0, 0
	for _, resp := range responses {
		if score, ok := resp.Scores[question]; ok {
			sum, n = sum+score, n+1
		}
	}
	return QuestionScore{ID: question, Text: i18n.T(l, "reception.survey."+question), Average: mean(sum, n), Answers: n}, sum
}

// lowest are the answered questions with the lowest average.
func lowest(scores []QuestionScore) []QuestionScore {
	list := slices.DeleteFunc(slices.Clone(scores), func(q QuestionScore) bool { return q.Answers == 0 })
	if len(list) == 0 {
		return []QuestionScore{}
	}
	least := slices.MinFunc(list, func(a, b QuestionScore) int { return compareFloat(a.Average, b.Average) })
	return slices.DeleteFunc(list, func(q QuestionScore) bool { return q.Average > least.Average })
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// mean is an average with two decimals; 0 of nothing.
func mean(sum, n int) float64 {
	if n == 0 {
		return 0
	}
	return math.Round(float64(sum)*100/float64(n)) / 100
}

// average is the average of one answer.
func average(r Response) float64 {
	sum := 0
	for _, score := range r.Scores {
		sum += score
	}
	if len(r.Scores) == 0 {
		return 0
	}
	return float64(sum) / float64(len(r.Scores))
}

// lookInto opens a task for the specialist: a guest was not satisfied. A task
// that is open already, or was done, is not opened again.
func (t *turn) lookInto(resp Response) {
	owner := t.Head.Specialist
	if p := t.company.StandIn(owner, SubjectTask, t.act.At); p != nil {
		owner = p.ID
	}
	if owner == "" {
		owner = t.Head.Applicant
	}
	id := ownTask + lowScoreTask + "@" + resp.Guest
	if old, _ := t.Task(id); old != nil {
		return
	}
	title := map[string]string{}
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		title[string(l)] = i18n.T(l, "reception.survey.low-score")
	}
	due := t.cal.Close(t.cal.AddWorkdays(t.act.At, 1))
	s := t.slip(t.homeOf(owner))
	s.Tasks = append(s.Tasks, Task{ID: id, Version: 1, Phase: "after", Title: title, Owner: owner, Role: "specialist",
		State: TaskAsked, From: t.act.At, Due: due, Wants: []string{"note"}, Comment: resp.Comment,
		Overdue: t.people(SubjectTask, "owner"), Clocks: []Clock{{What: ClockOverdue, At: due}}})
	t.data.Task = id
	t.data.tell(MailTasks, []string{id}, owner)
}
