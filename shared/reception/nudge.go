package reception

import (
	"context"
	"strings"
	"time"

	"yingbin/shared/staff"
)

// A Nudge asks those whom a reception waits for to go on (POST …/nudge). It
// carries no version: it leaves what they work on as it is.
type Nudge struct{}

// A NudgeAnswer says when those who owe something were nudged, and who is mailed
// now: nobody where they have been nudged today, or where nobody owes anything.
type NudgeAnswer struct {
	Number string     `json:"number"`
	Nudged *time.Time `json:"nudged,omitempty"`
	Mailed []string   `json:"mailed"`
}

// Nudge mails whoever the reception waits for, once a day for each thing it
// waits for.
func (s *Service) Nudge(ctx context.Context, act staff.Act, r string, c Nudge) (NudgeAnswer, error) {
	cmd := command{verb: VerbNudge, r: r, version: anyVersion, body: c, allowed: mayChange}
	return run(ctx, s, act, cmd, func(t *turn) (func() NudgeAnswer, error) {
		if localRow(t.listed(), t.company.Zone()).MayNudge(act.At) {
			t.nudge()
		}
		if len(t.data.Tell) > 0 {
			t.kind, t.Head.Nudged = EventNudged, &act.At
			t.Head.Base-- // whoever is writing meanwhile is not told that it has changed
		}
		return t.nudgeAnswer, nil
	})
}

func (t *turn) nudgeAnswer() NudgeAnswer {
	return NudgeAnswer{Number: t.Head.Number, Nudged: localRow(t.listed(), t.company.Zone()).Nudged, Mailed: t.data.Mailed()}
}

// MayNudge says whether those whom a reception waits for may be nudged: not
// twice on a day for the same.
func (l Listed) MayNudge(at time.Time) bool {
	if !l.State.May(VerbNudge) {
		return false
	}
	if l.Nudged == nil || l.Since != nil && l.Since.After(*l.Nudged) {
		return true
	}
	return l.Nudged.Format(time.DateOnly) != at.In(l.Nudged.Location()).Format(time.DateOnly)
}

// nudge reminds who has the application, the sheet, a decision, a task or a
// signature in hand; not the one who nudges.
func (t *turn) nudge() {
	self := one(t.act.By)
	switch t.Head.State {
	case Submitted:
		t.data.tell(MailApplication, nil, without(t.officePeople(), self)...)
	case Planning:
		t.data.tell(MailReviewReminder, []string{"sheet"}, without(t.specialists(), self)...)
	case Preparing, Visiting, Closing:
		t.tell(MailTaskReminder, t.owedByOthers())
	}
	for _, a := range t.Asks {
		if a.State == AskOpen && a.Person != t.act.By {
			t.remind(a)
		}
	}
	if t.Money.State == MoneySubmitted {
		step := t.nextSignature()
		t.data.tell(MailSettlement, []string{step}, without(t.signers(step), self)...)
	}
}

// owedByOthers are the tasks that others were asked to do.
func (t *turn) owedByOthers() (list []*Task) {
	for _, k := range t.Tasks() {
		if (k.State == TaskAsked || k.State == TaskOverdue) && t.standIn(k.Owner, SubjectTask) != t.act.By {
			list = append(list, k)
		}
	}
	return list
}

// remind mails once more who is asked for a decision.
func (t *turn) remind(a *Ask) {
	kind, about := MailReviewReminder, a.Subject
	if id, ok := strings.CutPrefix(a.Subject, SubjectException+":"); ok {
		kind, about = MailException, id
	}
	t.data.tell(kind, []string{about, a.Person}, t.standIn(a.Person, subjectOf(a.Subject)))
}
