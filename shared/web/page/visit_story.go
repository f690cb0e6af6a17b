package page

import (
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A StoryDay is one day of a reception's history, newest first.
type StoryDay struct {
	Day   string
	Lines []StoryLine
}

// A StoryLine is one sentence: an event, or several of a kind that one person
// did in one go. Parts are those several; Mails went out because of it.
type StoryLine struct {
	At    reception.HistoryLine
	Text  string
	Parts []string
	Mails []reception.MailView
	Told  string // to whom the mails went
	Bad   bool   // one of them did not arrive
}

// story tells the history by day; what one person confirmed one after the
// other is one sentence.
func story(l i18n.Lang, p web.Page, lines []reception.HistoryLine) []StoryDay {
	var days []StoryDay
	for _, x := range lines {
		day := local(p, x.At).Format("2006-01-02")
		if len(days) == 0 || days[len(days)-1].Day != day {
			days = append(days, StoryDay{Day: day})
		}
		d := &days[len(days)-1]
		if i := sameRun(d.Lines, x); i >= 0 {
			d.Lines[i].join(x)
			continue
		}
		d.Lines = append(d.Lines, StoryLine{At: x, Parts: []string{x.Text}, Mails: slices.Clone(x.Mails)})
	}
	for i := range days {
		for k := range days[i].Lines {
			days[i].Lines[k].tell(l)
		}
	}
	return days
}

// often are the kinds of events that come in great numbers.
var often = []string{"reception.task-done", "reception.expense-added", "reception.file-added", "reception.planned", "reception.survey-answered", checkedIn}

// checkedIn is the kind of event of the gate. Who came and who was sent back
// are told apart.
const checkedIn = "reception.checked-in"

// sameRun finds the line that an event belongs to: of the same kind and person
// in the present run of that kind; -1 for none.
func sameRun(lines []StoryLine, x reception.HistoryLine) int {
	if !slices.Contains(often, x.What) {
		return -1
	}
	for i := len(lines) - 1; i >= 0 && lines[i].At.What == x.What; i-- {
		if lines[i].At.Who.ID == x.Who.ID && (x.What != checkedIn || isUndo(lines[i].At) == isUndo(x)) {
			return i
		}
	}
	return -1
}

// isUndo says whether something was taken back.
func isUndo(x reception.HistoryLine) bool { return strings.HasPrefix(x.Case, "undo") }

// join takes one more event into the line.
func (s *StoryLine) join(x reception.HistoryLine) {
	s.Parts = append(s.Parts, x.Text)
	s.Mails = append(s.Mails, x.Mails...)
}

// tell writes the sentence and to whom mails went.
func (s *StoryLine) tell(l i18n.Lang) {
	s.Text = s.Parts[0]
	if len(s.Parts) > 1 {
		key := "page.story." + strings.TrimPrefix(s.At.What, "reception.")
		if isUndo(s.At) {
			key += ".undo"
		}
		s.Text = i18n.T(l, key, i18n.Args{"who": s.At.Who.Name, "n": len(s.Parts)})
	} else {
		s.Parts = nil
	}
	var names []string
	for _, m := range s.Mails {
		if !slices.Contains(names, m.To) {
			names = append(names, m.To)
		}
		s.Bad = s.Bad || m.State == "bounced" || m.State == "complained"
	}
	s.Told = i18n.List(l, shortened(l, names)...)
}
