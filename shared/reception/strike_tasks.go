package reception

import (
	"slices"
	"strings"

	"yingbin/shared/staff"
)

// fireTasks asks, reminds of and escalates tasks whose clocks strike together:
// one mail of a kind for each person.
func (t *turn) fireTasks(due []strike) {
	told := map[string][]*Task{}
	var kinds []string
	add := func(kind string, k *Task) {
		if told[kind] == nil {
			kinds = append(kinds, kind)
		}
		told[kind] = append(told[kind], k)
	}
	for _, s := range due {
		k, _ := t.Task(s.of)
		t.strikeOut(&k.Clocks, s)
		if t.data.Task = k.ID; len(due) > 1 {
			t.data.Task = ""
		}
		switch {
		case strings.HasPrefix(s.what, clockRemind):
			add(taskMail(k, MailTaskReminder), k)
		case s.what == clockOverdue:
			k.State, t.Head.AtRisk = TaskOverdue, true
			add(taskMail(k, MailTaskReminder), k)
			t.failed(k)
		} // clockAsk: refresh asks it, and whatever else has become ready
	}
	for _, kind := range kinds {
		t.tell(kind, told[kind])
	}
	t.escalate(due)
}

// escalate tells those whom the policy names of overdue tasks.
func (t *turn) escalate(due []strike) {
	type letter struct{ kind, to string }
	about := map[letter][]string{}
	var order []letter
	for _, s := range due {
		k, _ := t.Task(s.of)
		if s.what != clockOverdue {
			continue
		}
		for _, id := range t.escalatesTo(k) {
			l := letter{taskMail(k, MailEscalation), id}
			if about[l] == nil {
				order = append(order, l)
			}
			about[l] = append(about[l], k.ID)
		}
	}
	for _, l := range order {
		t.data.tell(l.kind, about[l], l.to)
	}
}

// escalatesTo are those who hear that a task is overdue, beside who owes it. That
// the sheet is late is escalated by its chain of approval.
func (t *turn) escalatesTo(k *Task) []string {
	if slices.Contains(k.Wants, "paper.sheet") && len(t.chains()) > 0 {
		return nil
	}
	return without(t.present(k.Overdue), one(t.standIn(k.Owner, SubjectTask)))
}

// taskMail is the kind of mail about a task: of the day itself a nudge; those
// about the summary have their own.
func taskMail(k *Task, kind string) string {
	if k.nudging() && kind == MailTaskReminder {
		return MailNudge
	}
	if k.is("summary") || slices.Contains(k.Wants, "paper.summary") {
		return MailSummaryDue
	}
	return kind
}

// present are those of a list, or who came after them.
func (t *turn) present(list []string) []string {
	var now []string
	for _, id := range list {
		if p := t.company.StandIn(id, SubjectTask, t.act.At); p != nil {
			now = append(now, p.ID)
		}
	}
	return now
}

// failed records the incident that a missed task is, where the policy says so.
func (t *turn) failed(k *Task) {
	if k.Failure == "" {
		return
	}
	id := staff.Digest(t.own, k.ID)[:12]
	t.Cases = append(t.Cases, &Case{ID: id, Kind: k.Failure, Text: k.Title["zh"], Item: k.Item, By: System, At: t.act.At, State: "open"})
	t.data.Case = id
}

// fireAsk reminds of a decision, or ends the time for it.
func (t *turn) fireAsk(s strike) {
	subject, person, _ := strings.Cut(s.of, "#")
	a := t.Ask(subject, person)
	t.strikeOut(&a.Clocks, s)
	switch s.what {
	case clockAskRemind:
		t.remind(a)
	case clockAskExpire:
		a.State = AskExpired
	}
}
