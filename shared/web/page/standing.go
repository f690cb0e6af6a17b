package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// An Asked is a chain whose open step waits for the reader.
type Asked struct {
	Questions []string
	Texts     map[string]string // the questions in words
	Answers   map[string]string
}

// openAsks are the reviews that wait for the reader; the first is enough, for
// one answer is sent.
func openAsks(p web.Page, v reception.View) []Asked {
	for _, a := range v.Approvals {
		for _, s := range a.Steps {
			if s.State == "open" && (isReader(p, s.Person.ID) || len(v.Approvals) == 1 && onlyOpen(a)) {
				return []Asked{{Questions: s.Questions, Texts: s.Texts}}
			}
		}
	}
	return nil
}

// answered is a question with its answer: by the word for it where there is one,
// else as the policy asks it.
func answered(l i18n.Lang, texts map[string]string, question, answer string) string {
	said := word(l, answer)
	switch name, asks := word(l, question), texts[question]; {
	case name != question || asks == "":
		return name + ": " + said
	case strings.HasSuffix(asks, "？"):
		return asks + said
	default:
		return strings.TrimSuffix(asks, "?") + ": " + said
	}
}

// onlyOpen says whether a chain waits for one person alone.
func onlyOpen(a reception.ApprovalView) bool {
	n := 0
	for _, s := range a.Steps {
		if s.State == "open" {
			n++
		}
	}
	return n > 0
}

// decidedAsks are the reader's own answers that he may still take back.
func decidedAsks(p web.Page, v reception.View) []Asked {
	for _, a := range v.Approvals {
		for _, s := range a.Steps {
			if s.At != nil && now(p).Before(s.At.Add(undoTime)) && (isReader(p, s.Person.ID) || s.By != nil && isReader(p, s.By.ID)) {
				return []Asked{{Answers: s.Answers, Texts: s.Texts}}
			}
		}
	}
	return nil
}

// undoTime is how long an answer may be taken back.
const undoTime = 10 * time.Minute

// isReader says whether the id is the reader's.
func isReader(p web.Page, id string) bool { return p.Who != nil && p.Who.ID == id }

// levels are the levels that the office may decide on.
func levels(l i18n.Lang, v reception.View) []Option {
	if len(v.Levels) == 0 {
		return nil
	}
	list := []Option{{}}
	for _, c := range v.Levels {
		list = append(list, Option{c.ID, i18n.Pick(l, c.Title)})
	}
	return list
}

// proposed is the level in force, or else the proposed one.
func proposed(v reception.View) string {
	if v.Level == nil {
		return ""
	}
	return v.Level.Is()
}

// submitted says whether the settlement waits for a signature.
func submitted(v reception.View) bool { return v.Money != nil && v.Money.State == "submitted" }

// findingText is the sentence of a finding that an exception is about.
func findingText(v reception.View, id string) string {
	if v.Plan != nil {
		for _, f := range v.Plan.Findings {
			if f.ID == id && f.Text != "" {
				return f.Text
			}
		}
	}
	return id
}

// versionOf is the version of the reception that the page shows.
func versionOf(p web.Page) int64 {
	switch v := p.View.(type) {
	case reception.View:
		return v.Version
	case web.PlanForm:
		return v.Reception.Version
	}
	return 0
}

// draft is the application that the form edits; an empty one for a new one.
func draft(f web.ApplicationForm) reception.ApplicationView {
	if f.Draft == nil || f.Draft.Application == nil {
		return reception.ApplicationView{}
	}
	return *f.Draft.Application
}

// draftID names the draft; nothing for a new one.
func draftID(f web.ApplicationForm) string {
	if f.Draft == nil {
		return ""
	}
	if f.Draft.Number != "" {
		return f.Draft.Number
	}
	return f.Draft.ID
}

func draftVersion(f web.ApplicationForm) int64 {
	if f.Draft == nil {
		return 0
	}
	return f.Draft.Version
}

// defaultPolicy is the policy that a new application begins with.
func defaultPolicy(f web.ApplicationForm) string {
	for _, p := range f.Policies {
		if p.Default {
			return p.ID
		}
	}
	return ""
}

// policyOptions are the company's policies.
func policyOptions(f web.ApplicationForm) []Option {
	var list []Option
	for _, p := range f.Policies {
		list = append(list, Option{p.ID, p.Title})
	}
	return list
}

// kindOptions are the kinds of guests of all policies; none where no policy
// tells guests apart.
func kindOptions(f web.ApplicationForm) []Option {
	list := []Option{{}}
	for _, p := range f.Policies {
		for _, k := range f.Kinds[p.ID] {
			if o := (Option{k.ID, k.Name}); !slices.Contains(list, o) {
				list = append(list, o)
			}
		}
	}
	if len(list) == 1 {
		return nil
	}
	return list
}

// legAt is the time of a journey that may not be known.
func legAt(leg *reception.Leg) *time.Time {
	if leg == nil {
		return nil
	}
	return leg.At
}

// legOf is the place or number of a journey that may not be known.
func legOf(leg *reception.Leg, what string) string {
	switch {
	case leg == nil:
		return ""
	case what == "place":
		return leg.Place
	case what == "features":
		return leg.Features
	case what == "minutes" && leg.Minutes > 0:
		return strconv.Itoa(leg.Minutes)
	case what == "number":
		return leg.Number
	}
	return ""
}

// legText says when, where and by what somebody arrives or leaves, and how to
// know him; nothing where nothing is known.
func legText(l i18n.Lang, p web.Page, leg *reception.Leg) string {
	if leg == nil {
		return ""
	}
	text := strings.Join(strings.Fields(when(l, p, leg.At)+" "+leg.Place+" "+leg.Number), " ")
	return strings.TrimPrefix(strings.TrimSuffix(text+" · "+leg.Features, " · "), " · ")
}

// resourceOptions are the company's resources of some kinds.
func resourceOptions(f web.PlanForm, kinds ...string) []Option {
	list := []Option{{}}
	for _, r := range f.Resources {
		if slices.Contains(kinds, string(r.Kind)) {
			list = append(list, Option{r.ID, resourceText(r)})
		}
	}
	return list
}

// resourceText is a resource with what tells it apart.
func resourceText(r venue.View) string {
	if r.Plate != "" {
		return r.Name + " " + r.Plate
	}
	return r.Name
}

// itemKinds are the built-in kinds of itinerary items.
var itemKinds = []string{"pickup", "talk", "tour-stop", "leaders-talk", "meal", "lodging", "activity", "see-off"}

// kindsOf are the kinds of items: the built-in ones and the policy's own.
func kindsOf(l i18n.Lang, f web.PlanForm) []Option {
	list := options(l)(itemKinds...)
	for _, c := range f.Kinds {
		if !slices.Contains(itemKinds, c.ID) {
			list = append(list, Option{c.ID, c.Name})
		}
	}
	return list
}

// rolesOf are the roles of the policy; host and guide always.
func rolesOf(l i18n.Lang, f web.PlanForm) []Option {
	list := options(l)("host", "guide")[1:]
	for _, c := range f.Roles {
		if c.ID != "host" && c.ID != "guide" {
			list = append(list, Option{c.ID, c.Name})
		}
	}
	return list
}

// clashOf is the worst clash of an item.
func clashOf(clashes []reception.Clash, item string) string {
	worst := ""
	for _, c := range clashes {
		if item != "" && c.Item == item && worst != "stop" {
			worst = c.Level
		}
	}
	return worst
}

// staffParty is who of the company takes part, as its input shows it.
func staffParty(l i18n.Lang, p web.Page, v reception.Party) string {
	if len(v.IDs) == 0 {
		return v.String()
	}
	var names []string
	for _, id := range v.IDs {
		names = append(names, staffName(l, p, id))
	}
	return strings.Join(names, ", ")
}

// sheetNames names the guests of a published sheet by id.
func sheetNames(list []reception.SheetGuest) map[string]string {
	names := map[string]string{}
	for _, g := range list {
		names[g.ID] = g.Name
	}
	return names
}

// askedType is the kind of input for a field that a policy asks.
func askedType(t string) string {
	switch t {
	case "number", "money":
		return "number"
	case "date":
		return "date"
	case "time", "moment":
		return "datetime-local"
	}
	return "text"
}

// askedOptions are the choices of a field that a policy asks; none for text.
func askedOptions(l i18n.Lang, f web.AskedField) []Option {
	if f.Type == "yes-no" {
		return []Option{{}, {"true", word(l, "yes")}, {"false", word(l, "no")}}
	}
	if len(f.Choices) == 0 {
		return nil
	}
	return choose(f.Choices)
}

// askedOnce are a policy's own fields without those that an earlier policy of
// the form asks too.
func askedOnce(f web.ApplicationForm, policy string) (list []web.AskedField) {
	seen := map[string]bool{}
	for _, p := range f.Policies {
		for _, x := range f.Fields[p.ID] {
			if p.ID == policy && !seen[x.ID] {
				list = append(list, x)
			}
			seen[x.ID] = true
		}
		if p.ID == policy {
			break
		}
	}
	return list
}
