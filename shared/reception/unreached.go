package reception

import (
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// EventUnreached says that a mail did not reach somebody, and who sees to it.
const EventUnreached = "reception.mail-unreached"

// unreachedTask begins the id of the task to reach somebody in another way.
const unreachedTask = ownTask + "unreached@"

// A Lost letter is a mail that bounced, was complained of, or was not sent
// because its address is known not to take any.
type Lost struct {
	Kind       string // of mail
	Recipient  string // staff or guest id
	Complained bool
}

// Unreached opens a task for the host when a mail did not reach its recipient:
// one for each recipient, however many mails are lost. The survey counts as
// sent all the same; and where nothing can be done any more, nothing is asked.
func (s *Service) Unreached(ctx context.Context, at time.Time, number string, l Lost) error {
	if l.Kind == MailSurvey || l.Kind == MailSurveyReminder {
		return nil
	}
	act := staff.Act{By: System, At: at}
	_, err := run(ctx, s, act, command{verb: VerbTask, r: number, version: anyVersion, body: l.Recipient}, func(t *turn) (func() bool, error) {
		id := unreachedTask + l.Recipient
		answer := func() bool { return true }
		if old, _ := t.Task(id); old != nil {
			return answer, nil
		}
		owner := t.otherThan(l.Recipient)
		if owner == "" {
			return answer, nil
		}
		t.reachOtherwise(id, owner, l)
		return answer, nil
	})
	if fault.Is(err, "wrong-state") || fault.Is(err, "not-found") {
		return nil
	}
	return err
}

// otherThan is the host, or who else looks after the visit when the host is
// the one who cannot be reached.
func (t *turn) otherThan(recipient string) string {
	list := append([]string{t.standIn(t.host().ID, SubjectTask)}, t.people(SubjectTask, "specialist", "owner", "applicant")...)
	i := slices.IndexFunc(list, func(id string) bool { return id != "" && id != recipient })
	if i < 0 {
		return ""
	}
	return list[i]
}

// reachOtherwise adds the task. It keeps nothing shut: what the lost mail asked
// for is open by itself.
func (t *turn) reachOtherwise(id, owner string, l Lost) {
	what, phase := "reception.unreached.bounced", phaseBefore
	if l.Complained {
		what = "reception.unreached.complained"
	}
	if t.reached(Visiting) {
		phase = "after"
	}
	title := map[string]string{}
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		title[string(lang)] = i18n.T(lang, what)
	}
	due := t.cal.Close(t.cal.AddWorkdays(t.act.At, 1))
	if t.Head.Start.After(t.act.At) && t.Head.Start.Before(due) {
		due = t.Head.Start
	}
	s := t.slip(t.homeOf(owner))
	s.Tasks = append(s.Tasks, Task{ID: id, Version: 1, Phase: phase, Title: title, Owner: owner, Role: "host", State: TaskAsked,
		From: t.act.At, Due: due, Optional: true, Clocks: []Clock{{What: ClockOverdue, At: due}}})
	t.kind, t.data.Task = EventUnreached, id
	t.data.tell(MailTasks, []string{id}, owner)
}

// does is what a task asks for. Whom a lost mail was for, and who gave a low
// score, is found by the id: the stored title names nobody.
func (t *turn) does(k *Task) string {
	text := i18n.Pick(t.act.Lang, k.Title)
	for _, begins := range []string{unreachedTask, ownTask + lowScoreTask + "@"} {
		if who, ok := strings.CutPrefix(k.ID, begins); ok {
			return i18n.T(t.act.Lang, "reception.unreached.who", text, t.actor(who).Name)
		}
	}
	return text
}
