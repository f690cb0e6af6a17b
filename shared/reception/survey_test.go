package reception

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// answers gives the same score to all questions.
func answers(score int, but ...Score) AnswerLink {
	list := slices.Clone(but)
	for _, q := range SurveyQuestions {
		if !slices.ContainsFunc(but, func(s Score) bool { return s.Question == q }) {
			list = append(list, Score{Question: q, Score: score})
		}
	}
	return AnswerLink{Answers: Answers{Survey: list}}
}

// TestSurvey: sent the day after at ten to guests with an address, one answer
// each, changed until it closes, results per question.
func TestSurvey(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	guests := st.view("office2").Application.Guests
	guest := func(i int) staff.Act { return st.as(guests[i].ID) }
	if _, err := st.s.SurveyLink(t.Context(), guest(0), st.r, guests[0].ID); !fault.Is(err, "not-found") {
		t.Errorf("before it was sent: %v", err)
	}
	st.until(at(25, 10, 0))
	link, err := st.s.SurveyLink(t.Context(), guest(0), st.r, guests[0].ID)
	st.must(err)
	ids := []string{}
	for _, q := range link.Questions {
		ids = append(ids, q.ID)
	}
	if d := cmp.Diff([]string{"product", "service", "environment", "reception"}, ids); d != "" || link.State != "open" {
		t.Errorf("link %s %s", link.State, d)
	}
	_, err = st.s.AnswerSurvey(t.Context(), guest(0), st.r, guests[0].ID, answers(1))
	st.must(err)
	again := answers(5, Score{Question: "environment", Score: 3, Text: "有点冷"})
	_, err = st.s.AnswerSurvey(t.Context(), guest(0), st.r, guests[0].ID, again)
	st.must(err)
	_, err = st.s.AnswerSurvey(t.Context(), guest(1), st.r, guests[1].ID, answers(4))
	st.must(err)
	v, err := st.s.Survey(t.Context(), st.as("sales"), st.r)
	st.must(err)
	if v.Sent != 2 || v.Answered != 2 || v.Average != 4.25 || len(v.Lowest) != 1 || v.Lowest[0].ID != "environment" || v.Lowest[0].Average != 3.5 {
		t.Errorf("results %+v", v)
	}
	if d := cmp.Diff([]string{"有点冷"}, v.Comments); d != "" {
		t.Error(d)
	}
	st.until(at(25, 10, 0).AddDate(0, 0, 15))
	if _, err := st.s.AnswerSurvey(t.Context(), guest(1), st.r, guests[1].ID, answers(5)); !fault.Is(err, "link-expired") {
		t.Errorf("after it closed: %v", err)
	}
}

// TestGuestAfterTheVisit: after the visit a guest may still take back what he
// said, photos above all, until the reception is filed.
func TestGuestAfterTheVisit(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	g := st.view("office2").Application.Guests[0].ID
	v, err := st.s.AnswerGuest(t.Context(), st.as(g), st.r, g, AnswerLink{Photo: "no"})
	if st.must(err); v.State != LinkOpen || v.Guest.Photo != "no" {
		t.Errorf("%s %+v", v.State, v.Guest)
	}
}

// TestLowScore opens one task for the specialist.
func TestLowScore(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	g := st.view("office2").Application.Guests[0].ID
	st.until(at(25, 10, 0))
	for _, score := range []int{3, 2, 1} {
		_, err := st.s.AnswerSurvey(t.Context(), st.as(g), st.r, g, answers(score))
		st.must(err)
	}
	found := 0
	for _, k := range st.view("office2").Tasks {
		if k.ID == "+low-score@"+g {
			found++
			if k.Owner.ID != "office2" || k.State != TaskAsked {
				t.Errorf("task %+v", k)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d tasks after low scores", found)
	}
}

func TestWrongAnswers(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	g := st.view("office2").Application.Guests[0].ID
	st.until(at(25, 10, 0))
	for code, c := range map[string]AnswerLink{
		"required":     {},
		"unknown-id":   {Answers: Answers{Survey: []Score{{Question: "price", Score: 3}}}},
		"out-of-range": {Answers: Answers{Survey: []Score{{Question: "product", Score: 6}}}},
		"invalid":      {Answers: Answers{Survey: []Score{{Question: "product", Score: 5}, {Question: "product", Score: 1}}}},
	} {
		if _, err := st.s.AnswerSurvey(t.Context(), st.as(g), st.r, g, c); !fault.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := st.s.AnswerSurvey(t.Context(), st.as("g0001"), st.r, g, answers(5)); err == nil && g != "g0001" {
		t.Error("one guest answered for another")
	}
}
