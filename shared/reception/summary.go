package reception

import (
	"context"
	"slices"
	"strconv"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// summaryPaper is the reserved id of the reception summary.
const summaryPaper = "summary"

// WriteSummary drafts the summary or, with File, files it: the four parts that
// the regulation names (S000-1.32) and the look-back (S000-3.23). Filing tells
// the readers of the policy (S000-1.33, .34). A part left out stays; one
// that is empty is emptied.
func (s *Service) WriteSummary(ctx context.Context, act staff.Act, r string, c EditSummary) (SummaryAnswer, error) {
	cmd := command{verb: VerbSummary, r: r, version: c.Version, body: c, allowed: maySummarise}
	return run(ctx, s, act, cmd, func(t *turn) (func() SummaryAnswer, error) {
		t.takeSummary(c)
		t.kind = EventSummary
		if err := t.partsMissing().Err(); err != nil && !t.Summary.FiledAt.IsZero() {
			return nil, err // what has been filed stays whole
		}
		if c.File {
			if err := t.fileSummary(); err != nil {
				return nil, err
			}
		}
		return func() SummaryAnswer {
			return SummaryAnswer{Version: t.Version(), Summary: t.summaryView(), Mailed: t.data.Mailed()}
		}, nil
	})
}

// maySummarise is who writes the summary: the specialist with the marketing
// person (S000-1.31), and the office.
func maySummarise(t *turn) bool { return mayChange(t) }

// takeSummary takes over the parts that were sent.
func (t *turn) takeSummary(c EditSummary) {
	s := &t.Summary
	s.Schema, s.By = Schema, t.act.By
	for _, part := range []struct {
		to, text *string
	}{{&s.TourResult, c.TourResult}, {&s.TalkResult, c.TalkResult}, {&s.Opinions, c.Opinions}, {&s.Complaints, c.Complaints}, {&s.LookBack, c.LookBack}} {
		if part.text != nil {
			*part.to = clean(*part.text)
		}
	}
}

// fileSummary files it: all four parts are there, and no promise is without an
// owner or a date. Filing again tells the readers again.
func (t *turn) fileSummary() error {
	s, wrong := &t.Summary, t.partsMissing()
	for i, p := range t.Minutes.Promises {
		at := "/promises/" + strconv.Itoa(i)
		if p.Owner == "" {
			wrong.Add(at+"/owner", "required")
		}
		if p.Due == "" {
			wrong.Add(at+"/due", "required")
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	s.FiledAt = t.act.At
	t.Head.Summary = true
	t.Head.Moments = with(t.Head.Moments, "filed."+summaryPaper, t.act.At)
	t.fulfil("paper." + summaryPaper)
	if s.LookBack != "" {
		t.Head.Moments = with(t.Head.Moments, "filed.look-back", t.act.At)
		t.fulfil("paper.look-back")
	}
	t.kind = EventFiled
	t.changed()
	t.data.tell(MailSummary, nil, t.summaryReaders()...)
	t.noticed()
	return t.refresh()
}

// partsMissing names the parts that the policy wants and nobody has written.
func (t *turn) partsMissing() (wrong fault.List) {
	s := &t.Summary
	parts := map[string]string{"tour_result": s.TourResult, "talk_result": s.TalkResult, "opinions": s.Opinions, "complaints": s.Complaints}
	for _, field := range t.requiredOf(summaryPaper) {
		if text, ours := parts[field]; ours && text == "" {
			wrong.Add("/"+field, "required")
		}
	}
	return wrong
}

// requiredOf are the fields that a paper of the policy must have.
func (t *turn) requiredOf(paper string) []string {
	var list []string
	for _, p := range t.policy.Papers {
		for _, f := range p.Fields {
			if p.ID == paper && f.Own != nil && f.Own.Required {
				list = append(list, f.Own.ID)
			}
		}
	}
	return list
}

// summaryReaders are those to whom the policy sends the summary, by its
// messages or, without any, by its paper; the author reads what he wrote anyway. A policy that names
// nobody has it sent to the applicant and the head of his department.
func (t *turn) summaryReaders() []string {
	q := t.consult(policy.GateClose)
	var roles []string
	for _, m := range summaryNotices(q) {
		roles = append(roles, m.To...)
	}
	for _, p := range q.Papers() {
		if len(roles) == 0 && p.ID == summaryPaper && p.Paper != nil {
			roles = append(roles, p.Paper.To...)
		}
	}
	if len(roles) == 0 {
		roles = []string{"applicant", "specialist"}
		if h := t.company.HeadOf(t.Head.Department); h != nil {
			return append(t.people("", roles...), h.ID)
		}
	}
	return t.people("", roles...)
}

// summaryNotices are the policy's mails upon filing; the summary itself is
// their mail.
func summaryNotices(q *policy.Question) []policy.Notice {
	return slices.DeleteFunc(slices.Clone(q.Messages()), func(m policy.Notice) bool {
		return len(m.Waits) > 0 || m.Upon.Name != "filed."+summaryPaper || m.Upon.Sign != 0 || m.Via != "mail"
	})
}

// noticed marks the policy's mails upon filing as sent, so that the life clock
// does not send them again.
func (t *turn) noticed() {
	for _, m := range summaryNotices(t.consult(policy.GateClose)) {
		what, at := "message:"+m.ID, t.act.At
		if !slices.ContainsFunc(t.Head.Clocks, func(c Clock) bool { return c.What == what }) {
			t.Head.Clocks = append(t.Head.Clocks, Clock{What: what, At: at, Fired: &at})
		}
	}
}

// summaryView is the summary with its deadline and readers.
func (t *turn) summaryView() SummaryView {
	v := SummaryView{Summary: t.Summary, Due: t.summaryDue()}
	for _, id := range t.summaryReaders() {
		v.Readers = append(v.Readers, t.ref(id))
	}
	return v
}

// summaryDue is when the policy wants the summary: its task's due time.
func (t *turn) summaryDue() *time.Time {
	for _, task := range t.Tasks() {
		if (task.ID == summaryPaper || slices.Contains(task.Wants, "paper."+summaryPaper)) && task.State != TaskDropped && !task.Due.IsZero() {
			due := task.Due
			return &due
		}
	}
	return nil
}

// fulfil confirms the open tasks whose whole point was what has just been
// done: a task that fills the summary is done when the summary is filed.
func (t *turn) fulfil(ref string) {
	for _, task := range t.Tasks() {
		open := task.State == TaskWaiting || task.State == TaskAsked || task.State == TaskOverdue
		if !open || len(task.Wants) != 1 || task.Wants[0] != ref {
			continue
		}
		task.State, task.By, task.At = TaskConfirmed, t.act.By, t.act.At
		task.Version++
		task.Clocks = nil
	}
}
