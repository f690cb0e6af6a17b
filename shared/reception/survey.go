package reception

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// SurveyQuestions are what guests are asked, each from 1 to SurveyScale.
var SurveyQuestions = []string{"product", "service", "environment", "reception"}

// The survey's scale, how long it stays open after it was sent, and the
// average of one answer from which on somebody has to look into it.
const (
	SurveyScale  = 5
	SurveyOpen   = 14 * 24 * time.Hour
	SurveyLow    = 2.5
	lowScoreTask = "low-score"
	responseLast = "response#~"
)

// responseKey names a guest's answer.
func responseKey(number, guest string) store.Key {
	return store.Key{PK: Partition(number), SK: responsePrefix + guest}
}

// responsesQuery reads all answers of a reception.
func responsesQuery(number string) store.Query {
	return store.Query{In: Partition(number), From: responsePrefix, To: responseLast}
}

// decodeResponses reads answers; documents of other kinds are passed over.
func decodeResponses(docs []store.Doc) ([]Response, error) {
	var list []Response
	for _, d := range docs {
		var r Response
		if err := json.Unmarshal(d.Body, &r); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", d.PK, d.SK, err)
		}
		list = append(list, r)
	}
	return list, nil
}

// surveyed are the guests to whom the survey goes: those with an address.
func (r *Reception) surveyed() []Guest {
	var list []Guest
	for _, g := range r.Present() {
		if g.Email != "" {
			list = append(list, g)
		}
	}
	return list
}

// surveySent is when the survey was sent; zero while it was not.
func (r *Reception) surveySent() time.Time {
	for _, c := range r.Head.Clocks {
		if c.What == ClockSurvey && c.Fired != nil {
			return *c.Fired
		}
	}
	return time.Time{}
}

// SurveyEnds is until when guests may answer; zero while they were not asked.
func (r *Reception) SurveyEnds() time.Time {
	if sent := r.surveySent(); !sent.IsZero() {
		return sent.Add(SurveyOpen)
	}
	return time.Time{}
}

// surveyState is open or expired; before the survey was sent there is nothing.
func (r *Reception) surveyState(at time.Time) (string, error) {
	sent := r.surveySent()
	switch {
	case sent.IsZero():
		return "", fault.Missing()
	case at.After(sent.Add(SurveyOpen)):
		return "expired", nil
	}
	return "open", nil
}

// SurveyLink is the survey as its link shows it: the questions and, once given,
// the guest's answer, which he may change until the survey closes.
func (s *Service) SurveyLink(ctx context.Context, act staff.Act, r, guest string) (LinkView, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return LinkView{}, err
	}
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: []store.Query{presentQuery(r)}, Keys: []store.Key{responseKey(r, guest)}})
	if err != nil {
		return LinkView{}, err
	}
	rec, err := decode(read.Lists[0], company.Zone())
	if err != nil {
		return LinkView{}, err
	}
	var given *Response
	if d := read.Docs[responseKey(r, guest)]; d.Version > 0 {
		given = &Response{}
		if err := json.Unmarshal(d.Body, given); err != nil {
			return LinkView{}, fmt.Errorf("decode response: %w", err)
		}
	}
	return rec.surveyLink(act, guest, given)
}

// surveyLink is the link's page.
func (r *Reception) surveyLink(act staff.Act, guest string, given *Response) (LinkView, error) {
	g := r.Guest(guest)
	if g == nil {
		return LinkView{}, fault.Missing()
	}
	state, err := r.surveyState(act.At)
	if err != nil {
		return LinkView{}, err
	}
	lang := g.reads(act)
	v := LinkView{Purpose: "survey", Language: string(lang), Person: Ref{ID: g.ID, Name: g.Name}, Reception: r.Head.Number, Revision: r.Head.Revision,
		Questions: surveyQuestions(lang), Changes: []Change{}, State: state, Survey: given}
	if given != nil {
		v.Decided = &Decided{By: v.Person, At: given.At}
	}
	return v, nil
}

// surveyQuestions asks the four questions in a language.
func surveyQuestions(l i18n.Lang) []LinkQuestion {
	var list []LinkQuestion
	for _, q := range SurveyQuestions {
		list = append(list, LinkQuestion{ID: q, Text: i18n.T(l, "reception.survey."+q), Scale: SurveyScale})
	}
	return list
}

// AnswerSurvey takes a guest's answer from his link, the first or a better one.
// act.By is the guest's id.
func (s *Service) AnswerSurvey(ctx context.Context, act staff.Act, r, guest string, c AnswerLink) (LinkView, error) {
	key := responseKey(r, guest)
	cmd := command{verb: VerbSurvey, r: r, version: anyVersion, body: c, keys: []store.Key{key},
		allowed: func(t *turn) bool { return act.By == guest && t.Guest(guest) != nil }}
	return run(ctx, s, act, cmd, func(t *turn) (func() LinkView, error) {
		state, err := t.surveyState(act.At)
		if err != nil {
			return nil, err
		}
		if state != "open" {
			return nil, fault.New(fault.Gone, "link-expired")
		}
		resp, err := newResponse(act, guest, c)
		if err != nil {
			return nil, err
		}
		op, err := responseOp(t.read.Docs[key], key, resp)
		if err != nil {
			return nil, err
		}
		t.ops = append(t.ops, op)
		t.kind, t.data.Guest = EventSurveyAnswered, guest
		if average(resp) <= SurveyLow && len(resp.Scores) > 0 {
			t.lookInto(resp)
		}
		link, err := t.surveyLink(act, guest, &resp)
		return func() LinkView { return link }, err
	})
}

// newResponse checks an answer: known questions, scores on the scale, and
// something said at all.
func newResponse(act staff.Act, guest string, c AnswerLink) (Response, error) {
	var wrong fault.List
	resp := Response{Schema: Schema, Guest: guest, Scores: map[string]int{}, Comment: clean(c.Comment), Language: string(act.Lang), At: act.At}
	if len(c.Answers.Survey) == 0 && resp.Comment == "" {
		wrong.Add("/answers", "required")
	}
	for i, a := range c.Answers.Survey {
		at := "/answers/" + strconv.Itoa(i)
		switch {
		case !isSurveyQuestion(a.Question):
			wrong.Add(at+"/question", "unknown-id", a.Question)
		case resp.Scores[a.Question] != 0:
			wrong.Add(at+"/question", "invalid", a.Question)
		case a.Score < 1 || a.Score > SurveyScale:
			wrong.Add(at+"/score", "out-of-range", 1, SurveyScale)
		default:
			resp.Scores[a.Question] = a.Score
			if a.Text = clean(a.Text); a.Text != "" {
				if resp.Texts == nil {
					resp.Texts = map[string]string{}
				}
				resp.Texts[a.Question] = a.Text
			}
		}
	}
	return resp, wrong.Err()
}

func isSurveyQuestion(id string) bool {
	for _, q := range SurveyQuestions {
		if q == id {
			return true
		}
	}
	return false
}

// responseOp stores an answer over the one before.
func responseOp(old store.Doc, key store.Key, resp Response) (store.Op, error) {
	body, err := json.Marshal(resp)
	if err != nil {
		return store.Op{}, fmt.Errorf("encode response: %w", err)
	}
	d := store.Doc{Key: key, Version: old.Version, Body: body}
	if old.Version == 0 {
		return store.Create(d), nil
	}
	return store.Replace(d), nil
}
