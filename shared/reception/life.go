package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/policy"
)

// Times of day at which the life of a reception moves by itself, site time.
const (
	dayBeforeHour = 10 // S000-1.18
	surveyHour    = 10
	archiveHour   = 3
)

// How long a survey waits before it reminds, and before it closes.
const (
	surveyRemindDays = 3
	surveyCloseDays  = 14
)

// setLife sets the life clocks of HEAD from the dates and the policy: planning
// and review deadlines with reminder and escalation, day before, the moments of
// messages, begin and end, survey and archive. What has fired stays; what has
// not moves; what no longer belongs to the state is gone.
func (t *turn) setLife() error {
	var wanted []Clock
	want := func(what string, at time.Time) {
		if !at.IsZero() {
			wanted = append(wanted, Clock{What: what, At: at})
		}
	}
	switch t.Head.State {
	case Submitted, Planning, Review:
		t.wantDeadlines(want)
		want(clockUnready, t.Head.Start)
		if fired(t.Head.Clocks, ClockDayBefore) {
			want(ClockDayBefore, t.dayBefore()) // remembered, should the sheet be confirmed again
		}
	case Preparing:
		want(ClockDayBefore, t.dayBefore())
		want(ClockBegin, t.Head.Start)
	case Visiting:
		want(ClockEnd, t.Head.End)
		want(clockMidnight, t.nextAgenda())
	case Closing:
		t.wantAftermath(want)
		want(ClockArchive, t.archiveAt())
	case Archived:
		t.wantAftermath(want)
	}
	if t.Head.State.Alive() && t.Head.State != Draft {
		t.wantMessages(want)
	}
	t.Head.Clocks = t.merge(t.Head.Clocks, wanted)
	t.setAskClocks()
	return nil
}

// merge keeps what has fired at its moment, moves what has not, and drops what
// is not wanted. A moment that is past when it arises is now; one that fired
// and now lies in the future again fires again.
func (t *turn) merge(old, wanted []Clock) []Clock {
	var list []Clock
	for _, w := range wanted {
		i := slices.IndexFunc(old, func(c Clock) bool { return c.What == w.What })
		switch {
		case i >= 0 && old[i].Fired != nil && !(w.At.After(t.act.At) && w.At.After(old[i].At)):
			w = old[i]
		case i >= 0 && old[i].Fired == nil && !w.At.After(t.act.At) && !old[i].At.After(t.act.At):
			w = old[i] // already due
		case !w.At.After(t.act.At):
			w.At = t.act.At
		}
		w.At = w.At.UTC()
		list = append(list, w)
	}
	return list
}

// clockUnready strikes when the start comes before the sheet is confirmed.
const clockUnready = "unready"

// fired says whether a clock has fired.
func fired(clocks []Clock, what string) bool {
	return slices.ContainsFunc(clocks, func(c Clock) bool { return c.What == what && c.Fired != nil })
}

// dayBefore is ten o'clock on the day before the start.
func (t *turn) dayBefore() time.Time { return t.at(t.Head.Start, -1, dayBeforeHour) }

// at is an hour of the local day so many days after a moment's.
func (r *Reception) at(from time.Time, days, hour int) time.Time {
	d := from.In(r.zone)
	return time.Date(d.Year(), d.Month(), d.Day()+days, hour, 0, 0, 0, r.zone)
}

// clockMidnight writes the day documents of a long visit further.
const clockMidnight = "agenda"

// nextAgenda is the next midnight of a visit whose days did not fit into one
// commit; zero for every other.
func (t *turn) nextAgenda() time.Time {
	days := t.visitDays()
	chunks := 1 + (t.party()+dayChunk-1)/dayChunk
	next := t.at(t.act.At, 1, 0)
	if len(days)*chunks <= dayBudget || next.After(t.Head.End) {
		return time.Time{}
	}
	return next
}

// wantAftermath are the survey's moments, by the end of the visit.
func (t *turn) wantAftermath(want func(string, time.Time)) {
	sent := t.at(t.Head.End, 1, surveyHour)
	want(ClockSurvey, sent)
	want(ClockSurveyRemind, t.at(t.Head.End, 1+surveyRemindDays, surveyHour))
	want(ClockSurveyClose, t.at(t.Head.End, 1+surveyCloseDays, surveyHour))
}

// archiveAt is the next night in which the reception may be filed.
func (t *turn) archiveAt() time.Time {
	first := t.at(t.Head.End, 2, archiveHour)
	if next := t.at(t.act.At, 1, archiveHour); next.After(first) {
		return next
	}
	return first
}

// clockMessage begins the names of the policy's messages: "message:ID".
const clockMessage = "message:"

// wantMessages are the moments of the policy's mails about the visit: not before
// the sheet is confirmed, nor when what they announce is over. Those upon
// something that happens are told by the command that does it.
func (t *turn) wantMessages(want func(string, time.Time)) {
	for _, m := range t.consult(policy.GatePublish).Messages() {
		if m.Via != "mail" || len(m.Waits) > 0 || !t.scheduledMoment(m.Upon) || ownMessage(m) {
			continue
		}
		at, ok := m.Upon.ResolveFrom(t.anchor, t.cal)
		if !ok || !t.shown() || t.tooLate(m, at) {
			continue
		}
		want(clockMessage+m.ID, at)
	}
}

// scheduledMoment says whether a moment moves with the visit.
func (t *turn) scheduledMoment(m policy.Moment) bool {
	return !t.scheduled(m.Name, m.Thing).IsZero()
}

// ownMessage says whether a notice is one that has a clock of its own here:
// the day before with its readiness, and the survey.
func ownMessage(m policy.Notice) bool {
	return slices.Contains(m.With, "readiness") || m.Entry == ClockSurvey || m.Entry == ClockSurveyRemind
}

// tooLate drops a notice ahead of something that has begun, unless it was due
// and is only waiting to be sent.
func (t *turn) tooLate(m policy.Notice, at time.Time) bool {
	base, _ := t.anchor(m.Upon.Anchor())
	what := clockMessage + m.ID
	known := slices.ContainsFunc(t.Head.Clocks, func(c Clock) bool { return c.What == what })
	return m.Upon.Sign < 0 && !known && !base.After(t.act.At)
}

// tips are the policy's notices for the screen whose moment is now: upon
// something that has happened, or around a moment of the visit.
func (t *turn) tips() []Tip {
	list := []Tip{}
	if !t.Head.State.Alive() {
		return list
	}
	at := map[string]time.Time{}
	for _, m := range t.consult(policy.GatePublish).Messages() {
		moment, ok := m.Upon.ResolveFrom(t.anchor, t.cal)
		if m.Via != "screen" || len(m.Waits) > 0 || !ok || moment.After(t.act.At) || t.past(m) || !t.concerns(m.To) {
			continue
		}
		at[m.ID] = moment
		list = append(list, Tip{ID: m.ID, Text: m.Text.In(t.act.Lang), Cite: m.Cite})
	}
	slices.SortStableFunc(list, func(a, b Tip) int { return at[b.ID].Compare(at[a.ID]) })
	return list
}

// tipStates are the states in which a tip upon an event is of use.
var tipStates = map[string]State{"submitted": Submitted, "accepted": Planning, "published": Review}

// past says whether a tip has had its time: its item, or the visit, is over;
// what it says of the day ahead has begun; what it was about is decided.
func (t *turn) past(m policy.Notice) bool {
	if state, ok := tipStates[m.Upon.Name]; ok {
		return t.reached(state)
	}
	if _, end := t.span(m.Thing.ID); !end.IsZero() {
		return end.Before(t.act.At)
	}
	if m.Upon.Name == "start" && m.Upon.Sign < 0 && (m.Upon.Span.Unit == policy.Days || m.Upon.Span.Unit == policy.Workdays) {
		return t.Day(t.act.At) >= t.Day(t.Head.Start)
	}
	return t.scheduledMoment(m.Upon) && t.Head.End.Before(t.act.At)
}

// concerns says whether the actor is among the holders of the roles.
func (t *turn) concerns(roles []string) bool {
	return slices.ContainsFunc(t.people("", roles...), func(id string) bool { return t.actsFor(id, "") })
}

// isEscalation says whether a clock of HEAD escalates.
func isEscalation(what string) bool { return strings.HasPrefix(what, clockOverdue+":") }
