package page

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A Now says in one sentence what a reception waits for, and the one thing
// that the reader can do about it: a form of the page (Verb), or a place to go.
type Now struct {
	Text  string
	Verb  string // whose form stands in the card; empty: there is none
	Link  string
	Label string
	Due   *Due
}

// order is what is next, of the things that a reader may do: the first that he
// may is the one to do now.
var order = []string{"submit", "accept", "review", "plan", "publish", "settlement"}

// formed are the verbs whose form is short enough for the card.
var formed = []string{"submit", "accept", "review", "publish", "settlement"}

// next is the verb that is due of the reader, or nothing when others are to act.
func next(v reception.View) string {
	for _, verb := range order {
		if slices.Contains(v.Actions, verb) && timely(v, verb) {
			return verb
		}
	}
	return ""
}

// timely says whether it is time for what the reader may do.
func timely(v reception.View, verb string) bool {
	switch verb {
	case "plan":
		return v.State == reception.Planning && (v.Plan == nil || len(v.Plan.Items) == 0 || len(v.Plan.People) == 0)
	case "publish":
		return v.State == reception.Planning
	case "settlement":
		return v.State == reception.Closing && (submitted(v) || v.Summary == nil || !v.Summary.FiledAt.IsZero()) && (v.Money == nil || v.Money.State != "none")
	}
	return true
}

// whatNow finds the sentence and the next thing for this reader.
func whatNow(l i18n.Lang, p web.Page, v reception.View) Now {
	r := cmp.Or(v.Number, v.ID)
	n := Now{Verb: next(v), Text: standsAt(l, v)}
	if d := firstDue(v); d != nil && slices.Contains([]reception.State{reception.Submitted, reception.Planning, reception.Review, reception.Preparing}, v.State) {
		n.Due = due(l, p, d.At)
	}
	if x := vacant(v); x != nil {
		n = Now{Text: i18n.T(l, "page.now.left", i18n.Args{"person": x.Person.Name, "part": partOf(l, x.Role)})}
		if may(v.Actions, "plan") {
			n.Link, n.Label = "/receptions/"+r+"/plan/edit#f-"+x.Role, i18n.T(l, "page.now.name", i18n.Args{"part": partOf(l, x.Role)})
		}
		return n
	}
	own := owes(p, v)
	switch {
	case n.Verb == "review" || n.Verb == "accept" || n.Verb == "submit":
	case len(own) > 0:
		n = Now{Text: i18n.T(l, "page.now.tasks", len(own)), Link: "#tasks", Label: i18n.T(l, "page.to-tasks"), Due: due(l, p, own[0].Due)}
		return n
	case v.State == reception.Visiting && may(v.Actions, "incidents"):
		n.Verb, n.Link, n.Label = "", "/receptions/"+r+"/host", i18n.T(l, "word.do.checkins")
	case v.State == reception.Closing && may(v.Actions, "summary") && v.Summary != nil && v.Summary.FiledAt.IsZero():
		n.Verb, n.Text, n.Link, n.Label = "", i18n.T(l, "page.now.summary"), "#summary", i18n.T(l, "word.do.summary")
		n.Due = due(l, p, v.Summary.Due)
		return n
	}
	switch {
	case n.Verb == "plan":
		n.Verb, n.Text, n.Link, n.Label = "", i18n.T(l, "page.now.plan"), "/receptions/"+r+"/plan/edit", i18n.T(l, "word.do.plan")
	case n.Verb != "":
		n.Text = i18n.T(l, "page.now."+n.Verb)
	}
	return n
}

// owes are the reader's own open tasks of this reception, earliest first.
func owes(p web.Page, v reception.View) (list []reception.TaskView) {
	for _, k := range v.Tasks {
		if isReader(p, k.Owner.ID) && (k.State == "asked" || k.State == "overdue") {
			list = append(list, k)
		}
	}
	return list
}

// standsAt says where a reception stands, and for whom it waits.
func standsAt(l i18n.Lang, v reception.View) string {
	who, more := waitsFor(v), []string(nil)
	if v.State == reception.Closing && v.Readiness != nil {
		for _, x := range v.Readiness.Reasons {
			more = append(more, x.Text)
		}
	}
	key := "page.now-state." + string(v.State)
	switch {
	case len(more) > 0:
		return i18n.T(l, "page.now-wants", strings.Join(more, i18n.T(l, "page.semicolon")))
	case len(who) > 0 && i18n.Has(l, key+".who"):
		return i18n.T(l, key+".who", i18n.List(l, shortened(l, who)...))
	case i18n.Has(l, key):
		return i18n.T(l, key)
	}
	return ""
}

// shortened names at most three people, and how many more.
func shortened(l i18n.Lang, names []string) []string {
	if len(names) <= 3 {
		return names
	}
	return append(slices.Clone(names[:3]), i18n.T(l, "page.others-n", len(names)-3))
}

// waitsFor names those on whom the reception waits in its state.
func waitsFor(v reception.View) (names []string) {
	add := func(r *reception.Ref) {
		if r != nil && r.Name != "" && !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	switch v.State {
	case reception.Draft:
		add(&v.Applicant)
	case reception.Planning:
		if add(v.Specialist); len(names) == 0 {
			add(v.Owner)
		}
	case reception.Review:
		for _, a := range v.Approvals {
			for _, s := range a.Steps {
				if s.State == "open" {
					add(&s.Person)
				}
			}
		}
	case reception.Preparing:
		for _, k := range v.Tasks {
			if k.State == "asked" || k.State == "overdue" || k.State == "declined" {
				add(&k.Owner)
			}
		}
	}
	return names
}

// firstDue is what falls due first; nil for nothing.
func firstDue(v reception.View) *reception.DueView {
	for i := range v.Due {
		if len(v.Due[i].Who) > 0 {
			return &v.Due[i]
		}
	}
	return nil
}

// reasonLink leads to where something that is in the way is put right.
func reasonLink(v reception.View, x reception.Reason) string {
	switch x.Code {
	case "task":
		if len(v.Tasks) > manyTasks {
			return "/tasks?" + url.Values{"reception": {v.Number}}.Encode() + "#task-" + v.Number + "-" + clean(x.Task)
		}
		return "#task-" + clean(x.Task)
	case "clash":
		return "/receptions/" + cmp.Or(v.Number, v.ID) + "/plan/edit"
	case "exception":
		return "#exceptions"
	case "sheet":
		if v.State == reception.Planning {
			return "#plan"
		}
		return "#review"
	case "promise":
		return "/receptions/" + cmp.Or(v.Number, v.ID) + "/minutes"
	case "survey":
		return "#papers"
	}
	return "#" + x.Code
}

// A Section is a part of the reception's page that its reader has.
type Section struct{ ID, Title string }

// sections are the parts of the page, in order; none is empty.
func sections(l i18n.Lang, p web.Page, v reception.View) (list []Section) {
	add := func(has bool, id, key string) {
		if has {
			list = append(list, Section{id, i18n.T(l, "page."+key)})
		}
	}
	add(true, "overview", "overview")
	add(v.Outlook != nil, "outlook", "looks-now")
	add(v.Plan != nil, "plan", "itinerary")
	add(len(v.Tasks) > 0, "tasks", "tasks")
	add(len(v.Approvals) > 0, "review", "review")
	add(hasExceptions(v), "exceptions", "exceptions-findings")
	add(hasMoney(v), "money", "money")
	add(hasMinutes(v), "minutes", "minutes")
	add(hasSummary(v), "summary", "summary")
	add(hasIncidents(v), "incidents", "incidents")
	add(v.State != reception.Draft, "papers", "papers")
	add(len(v.Mails) > 0, "mails", "mails")
	add(len(v.History) > 0, "history", "history")
	add(len(rare(v)) > 0, "more", "more-actions")
	return list
}

// hasExceptions says whether a rule or an exception is to be seen.
func hasExceptions(v reception.View) bool {
	return len(v.Exceptions) > 0 || slices.ContainsFunc(findingsOf(v), func(f reception.FindingView) bool { return f.State != "met" })
}

// findingsOf are what the policy says of the plan while something can be done
// about it.
func findingsOf(v reception.View) []reception.FindingView {
	if v.Plan == nil || !v.State.Alive() {
		return nil
	}
	return v.Plan.Findings
}

// hasMoney says whether there are costs, caps or a form for them.
func hasMoney(v reception.View) bool {
	return v.Money != nil || v.Plan != nil && len(v.Plan.Caps) > 0 || may(v.Actions, "expenses") || may(v.Actions, "settlement")
}

// hasMinutes says whether minutes are written or may be.
func hasMinutes(v reception.View) bool {
	return v.Minutes != nil || may(v.Actions, "minutes") && (v.State == reception.Visiting || v.State == reception.Closing)
}

// rare are the verbs that are seldom used, each with an explanation.
func rare(v reception.View) (list []string) {
	for _, verb := range []string{"withdraw", "return", "decline", "move", "cancel"} {
		if may(v.Actions, verb) {
			list = append(list, verb)
		}
	}
	if replaces(v) {
		list = append(list, "specialist")
	}
	return list
}

// replaces says whether the reader may name another specialist.
func replaces(v reception.View) bool {
	return may(v.Actions, "plan") && v.Specialist != nil && v.State != reception.Planning
}

// capsOf are the limits with what is spent against them.
func capsOf(v reception.View) []reception.CapView {
	if v.Money != nil && len(v.Money.Caps) > 0 {
		return v.Money.Caps
	}
	if v.Plan != nil {
		return v.Plan.Caps
	}
	return nil
}

// inCard says whether a verb's form stands in the card about now.
func inCard(n Now, verb string) bool { return n.Verb == verb && slices.Contains(formed, verb) }

// reasonsShown is how many reasons stand on a page at most.
const reasonsShown = 12

// firstReasons are those of the reasons that a reader is told at once.
func firstReasons(all []reception.Reason) []reception.Reason {
	return all[:min(reasonsShown, len(all))]
}
