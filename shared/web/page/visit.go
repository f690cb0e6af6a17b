package page

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"yingbin/shared/customer"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// visitFuncs are what the pages of a reception and of its day may call.
func visitFuncs(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"whatnow":  func(p web.Page, v reception.View) Now { return whatNow(l, p, v) },
		"sections": func(p web.Page, v reception.View) []Section { return sections(l, p, v) },
		"stagenow": stageNow, "incard": inCard, "reasonlink": reasonLink, "firstreasons": firstReasons,
		"restof": func(all []reception.Reason) int { return len(all) - len(firstReasons(all)) },
		"byday":  byDay, "folded": folded,
		"shortcuts": func(v reception.View) []Shortcut { return shortcuts(l, v) },
		"peopleof":  func(p web.Page, v reception.View) []Somebody { return peopleOf(l, p, v) },
		"reached":   reached, "badmails": badMails, "firstmails": firstMails, "latermails": laterMails,
		"desks": func(p web.Page, tasks []reception.TaskView) []Desk { return desks(l, p, tasks) },
		"taskrows": func(p web.Page, tasks []reception.TaskView, back string) template.HTML {
			return taskRows(l, p, tasks, back)
		},
		"donetasks": doneTasks, "rare": rare, "replaces": replaces, "capsof": capsOf,
		"hasexceptions": hasExceptions, "findingsof": findingsOf, "hasmoney": hasMoney, "hasminutes": hasMinutes, "hassummary": hasSummary, "hasincidents": hasIncidents,
		"verdict": func(p web.Page) *Verdict { return verdict(l, p) }, "absent": absent, "parties": parties, "crowd": crowd[reception.BoardGuest], "lastfirst": lastFirst,
		"customernext": func(p web.Page, v customer.View) Now { return customerNext(l, p, v) },
		"openpromises": openPromises, "otherpromises": otherPromises, "promiselate": promiseLate,
		"sourcename": func(p web.Page, source string) string { return sourceName(l, p, source) },
		"audiences":  func() []Option { return audiences(l) }, "audienceof": audienceOf,
		"hosting": hosting, "itemtime": itemTime, "phoneof": phoneOf,
		"notfound":  func(p web.Page) bool { return p.Problem != nil && p.Problem.Status == http.StatusNotFound },
		"stalekind": staleKind, "accountless": accountless, "nowwith": func(v reception.LinkView) string { return nowWith(l, v) }, "guesttitle": func(it reception.Item) GuestTitle { return guestTitle(l, it) },
		"maplink":   func(address string) string { return mapLink(l, address) },
		"signsteps": signSteps, "guestcolumns": guestColumns,
		"story": func(p web.Page, lines []reception.HistoryLine) []StoryDay { return story(l, p, lines) },
	}
}

// A StageNow says which of the stages is open, counted from one.
type StageNow struct{ At, Of int }

// stageNow counts the stages; where none is open, the last one that is behind.
// A visit that was stopped before it began has none.
func stageNow(stages []reception.Stage) StageNow {
	n := StageNow{Of: len(stages)}
	for i, s := range stages {
		switch s.State {
		case "now":
			return StageNow{i + 1, n.Of}
		case "done":
			n.At = i + 1
		}
	}
	return n
}

// A Shortcut leads to what is often done.
type Shortcut struct{ To, Text string }

// shortcuts are the common things that the reader may do in this state.
func shortcuts(l i18n.Lang, v reception.View) (list []Shortcut) {
	at := "/receptions/" + cmp.Or(v.Number, v.ID)
	add := func(verb, to, key string, states ...reception.State) {
		if may(v.Actions, verb) && slices.Contains(states, v.State) {
			list = append(list, Shortcut{to, i18n.T(l, "page."+key)})
		}
	}
	add("incidents", at+"/host", "host-page", reception.Preparing, reception.Visiting)
	add("guests", "#do-guests", "change-guests", reception.Planning, reception.Review, reception.Preparing, reception.Visiting)
	add("minutes", at+"/minutes", "write-minutes", reception.Visiting, reception.Closing)
	add("expenses", "#do-expenses", "add-expense", reception.Visiting, reception.Closing)
	add("files", "#do-files", "add-file", reception.Preparing, reception.Visiting, reception.Closing)
	if v.State != reception.Draft {
		list = append(list, Shortcut{at + "/print", i18n.T(l, "page.print-page")})
	}
	return list
}

// firstMails are the newest mails, at most n.
func firstMails(mails []reception.MailView, n int) []reception.MailView {
	return mails[:min(n, len(mails))]
}

// laterMails are the mails after the newest n.
func laterMails(mails []reception.MailView, n int) []reception.MailView {
	return mails[min(n, len(mails)):]
}

// hasSummary says whether there is a summary, or it is time for one.
func hasSummary(v reception.View) bool {
	switch v.State {
	case reception.Visiting, reception.Closing, reception.Archived:
		return v.Summary != nil || v.State == reception.Closing && may(v.Actions, "summary")
	}
	return false
}

// hasIncidents says whether something went wrong, or may be reported.
func hasIncidents(v reception.View) bool {
	return len(v.Incidents) > 0 || v.State == reception.Visiting && may(v.Actions, "incidents")
}

// summaryOf is the summary as far as it is written.
func summaryOf(v reception.View) reception.SummaryView {
	if v.Summary == nil {
		return reception.SummaryView{}
	}
	return *v.Summary
}

// signSteps are the signatures of a settlement, and those that are to come.
func signSteps(m reception.MoneyView) []reception.Signature {
	list := slices.Clone(m.Signatures)
	for _, step := range []string{"owner", "finance"} {
		if m.State == "submitted" && !slices.ContainsFunc(list, func(s reception.Signature) bool { return s.Step == step }) {
			list = append(list, reception.Signature{Step: step})
		}
	}
	return list
}

// audiences are for whom a line of the minutes is; what is not said is internal.
func audiences(l i18n.Lang) []Option {
	return []Option{{"", word(l, "audience.internal")}, {"customer", word(l, "audience.customer")}}
}

// audienceOf is a line's audience as its choice has it.
func audienceOf(x reception.Line) string {
	if x.Audience == "customer" {
		return x.Audience
	}
	return ""
}
