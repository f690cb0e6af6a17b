package reception

import (
	"slices"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// addHistory adds the newest events, the mails that they caused and the
// revisions they published.
func (t *turn) addHistory(v *View, page event.Page) {
	v.History = t.historyLines(page.Entries)
	for _, line := range v.History {
		v.Mails = append(v.Mails, line.Mails...)
	}
	for _, e := range page.Entries {
		var d Data
		if e.Kind != EventPublished || e.Into(&d) != nil {
			continue
		}
		ref := RevisionRef{Revision: d.Revision, At: t.Local(e.At), By: t.ref(e.By).Name, Note: d.Text}
		if d.Revision == t.Head.Revision {
			ref.Hash = t.Head.Hash
		}
		v.Revisions = append(v.Revisions, ref)
	}
}

// historyLines are the events that the actor may read, as sentences.
func (t *turn) historyLines(entries []event.Entry) []HistoryLine {
	lines := []HistoryLine{}
	for _, e := range entries {
		var d Data
		if err := e.Into(&d); err != nil || !t.readsEvent(e.Kind) {
			continue
		}
		who := t.actor(e.By)
		lines = append(lines, HistoryLine{At: t.Local(e.At), Who: who, What: e.Kind, Case: historyCase(e.Kind, d),
			Text: t.sentence(e.Event, d, who.Name), Mails: t.mails(e.Claims)})
	}
	return lines
}

// readsEvent keeps events of money from those who do not see the money.
func (t *turn) readsEvent(kind string) bool {
	switch kind {
	case EventExpense, EventSettlement:
		return t.seesMoney()
	}
	return true
}

// actor names who did something: staff, a guest, a driver, or the clock.
func (t *turn) actor(id string) Ref {
	switch {
	case id == "" || id == System:
		return Ref{ID: System, Name: i18n.T(t.act.Lang, "reception.who.system")}
	case strings.HasPrefix(id, "driver:"):
		return Ref{ID: id, Name: i18n.T(t.act.Lang, "reception.who.driver")}
	}
	for _, g := range t.Guests {
		if g.ID == id {
			return Ref{ID: id, Name: g.Name}
		}
	}
	return t.ref(id)
}

// sentence says what happened in the reader's language.
func (t *turn) sentence(e event.Event, d Data, who string) string {
	l := t.act.Lang
	key := historyKey(l, e.Kind, historyCase(e.Kind, d))
	text := i18n.T(l, key, i18n.Args{"who": who, "revision": d.Revision, "minutes": max(d.Minutes, -d.Minutes), "task": t.taskNames(d),
		"guest": t.actor(d.Guest).Name})
	if d.Text != "" {
		return i18n.T(l, "reception.history.comment", text, d.Text)
	}
	return text
}

// historyKey is the message of a kind of event, of its special case where it
// has words of its own.
func historyKey(l i18n.Lang, kind, special string) string {
	key := "reception.history." + strings.TrimPrefix(kind, "reception.")
	for try := special; try != ""; {
		if i18n.Has(l, key+"."+try) {
			return key + "." + try
		}
		i := strings.LastIndexAny(try, ":.")
		if i < 0 {
			break
		}
		try = try[:i]
	}
	return key
}

// historyCase distinguishes events of one kind.
func historyCase(kind string, d Data) string {
	switch kind {
	case EventClock:
		what, _, _ := strings.Cut(d.Clock, ":")
		if len(tasksOf(d)) > 0 {
			what += ".task"
		}
		return what
	case EventCheckedIn:
		if d.Guest != "" {
			return d.Do + "-one"
		}
	case EventDelayed:
		if d.Minutes < 0 {
			return "forward"
		}
	case EventReviewed:
		for _, a := range d.Answers {
			if a == "no" {
				return "no"
			}
		}
		return "yes"
	case EventDecidedException:
		return map[string]string{ExceptionGranted: "grant", ExceptionRefused: "refuse"}[d.Do]
	}
	return d.Do
}

// tasksOf are the tasks that an event is about: the one it names, or those that
// its mails of the day are about.
func tasksOf(d Data) []string {
	if d.Task != "" {
		return []string{d.Task}
	}
	var list []string
	for _, told := range d.Tell {
		switch told.Kind {
		case MailTasks, MailTaskReminder, MailNudge, MailEscalation, MailSummaryDue:
			for _, id := range told.About {
				if !slices.Contains(list, id) {
					list = append(list, id)
				}
			}
		}
	}
	return list
}

// taskNames are the titles of an event's tasks; one that is gone is not named.
func (t *turn) taskNames(d Data) string {
	var names []string
	for _, id := range tasksOf(d) {
		if k, _ := t.Task(id); k != nil {
			names = append(names, t.does(k))
		}
	}
	if len(names) == 0 {
		return d.Task
	}
	return i18n.List(t.act.Lang, names...)
}

// mails are the letters of an event that the actor may know of: all of them to
// those who arrange and their superiors, otherwise his own.
func (t *turn) mails(claims []event.Claim) []MailView {
	all := mayChange(t) || t.is(staff.Director, staff.GM) || t.company.Heads(t.act.By, t.Head.Department)
	var list []MailView
	for _, c := range claims {
		if all || c.Recipient == t.act.By {
			list = append(list, MailView{Kind: c.Kind, To: t.actor(c.Recipient).Name, Person: c.Recipient, Subject: c.Subject, State: c.State.Public(),
				At: t.Local(c.At), Revision: c.Revision})
		}
	}
	return list
}
