package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// funcs are what the templates of one language may call.
func funcs(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"t":         func(key string, args ...any) string { return i18n.T(l, "page."+key, args...) },
		"word":      func(key string) string { return word(l, key) },
		"pick":      func(m map[string]string) string { return i18n.Pick(l, m) },
		"words":     func(w policy.Words) string { return w.In(l) },
		"lang":      func() string { return l.HTML() },
		"others":    func() []i18n.Lang { return others(l) },
		"langshort": i18n.Short,
		"when":      func(p web.Page, v any) string { return when(l, p, v) },
		"date":      func(p web.Page, v any) string { return date(l, p, v) },
		"clock":     func(p web.Page, v any) string { return clock(p, v) },
		"period": func(p web.Page, a, b time.Time) string {
			return i18n.Period(l, local(p, a), local(p, b), local(p, now(p)))
		},
		"money":  func(m policy.Money) string { return money(l, m) },
		"amount": func(m policy.Money) string { return amount(m) },
		"input":  inputTime, "iso": iso, "in": in, "bad": bad, "hidden": hidden, "may": may, "who": who, "opens": opens, "atgate": web.AtGate, "has": has,
		"person":    func(name, position string) string { return i18n.Person(l, name, position) },
		"addressed": func(name, position string) string { return i18n.Addressed(l, name, position) },
		"phone":     func(number string) string { return i18n.Phone(l, number) },
		"json":      pretty, "join": func(list []string) string { return i18n.List(l, list...) },
		"add": func(a, b int) int { return a + b }, "seq": seq, "rows": rows, "list": func(v ...any) []any { return v },
		"field": field, "weekday": func(day string) string { return weekday(l, day) }, "dayno": dayNumber,
		"called": func(p *staff.Person) string { return called(l, p) }, "guests": guests, "current": current,
		"percent": percent, "minus": func(a, b int) int { return a - b }, "wish": wish, "is": is,
		"text": text(l), "options": options(l), "choose": choose, "anchor": anchor, "failed": failed, "scope": scope, "clean": clean,
		"part": part, "things": things, "named": named, "departmentof": departmentOf, "guestnames": guestNames, "receptionof": receptionOf, "idof": idOf, "qr": qr,
		"staffname":  func(p web.Page, id string) string { return staffName(l, p, id) },
		"department": func(p web.Page, id string) string { return departmentName(l, p, id) },
		"people":     func(p web.Page) []Option { return people(l, p) }, "departments": func(p web.Page) []Option { return departments(l, p) },
		"party": func(v reception.Party, names map[string]string) string { return party(l, v, names) },
		"due":   func(p web.Page, v any) *Due { return due(l, p, v) },
		"today": today, "shift": shift, "days": days, "ison": isOn, "met": met, "over": over, "deref": deref,
		"fact":      func(name string) string { return factName(l, name) },
		"fieldname": func(pointer string) string { return fieldName(l, pointer) },
		"length":    func(span string) string { return length(l, span) },
		"fault":     func(code string) string { return faultText(l, code) },
		"mealname":  func(p web.Page, meals any, id string) string { return mealName(l, p, meals, id) },
		"owedrows":  func(p web.Page, all []reception.Owed) template.HTML { return owedRows(l, p, all) },
		"hit":       hit, "more": more, "reflink": refLink, "visitopens": visitOpens, "promiseopens": promiseOpens, "score": score, "size": size,
		"yesno": yesNo, "refid": refID, "list1": func(s string) []string { return []string{s} }, "nothing": func() *reception.ApplicationView { return nil },
		"itemoptions": func(p web.Page, items []reception.Item) []Option { return itemOptions(l, p, items) },
		"wordoptions": wordOptions(l), "uploadtypes": uploadTypes,
		"openasks": openAsks, "decidedasks": decidedAsks, "proposed": proposed, "summaryof": summaryOf,
		"levels":    func(v reception.View) []Option { return levels(l, v) },
		"submitted": submitted, "findingtext": findingText, "versionof": versionOf, "draft": draft, "draftid": draftID,
		"draftversion": draftVersion, "defaultpolicy": defaultPolicy, "policyoptions": policyOptions, "kindoptions": kindOptions, "legat": legAt,
		"legof":      legOf,
		"latin":      func(g reception.Guest) string { return strings.Trim(g.Latin+", "+g.LatinPosition, ", ") },
		"sheetnames": sheetNames,
		"staffparty": func(p web.Page, v reception.Party) string { return staffParty(l, p, v) },
		"legtext":    func(p web.Page, leg *reception.Leg) string { return legText(l, p, leg) },
		"askedtype":  askedType, "askedonce": askedOnce, "askedoptions": func(f web.AskedField) []Option { return askedOptions(l, f) },
		"needscode": needsCode, "carried": carried, "questiontext": questionText, "scoreof": scoreOf, "surveycomment": surveyComment,
		"after": after, "hasrole": hasRole, "holidays": holidays, "blocked": blocked, "manyreviews": manyReviews, "undone": undone, "driverof": driverOf, "noresource": func() venue.View { return venue.View{} },
		"resource": func(p web.Page, id string) string { return cmp.Or(things(p)[id], id) },
		"take":     func(p web.Page, d customer.Difference) *Field { return take(l, p, d) },
		"undoable": undoable, "contactnamed": contactNamed, "partof": func(field string) string { return historyPart(l, field) },
		"saypart":   func(p web.Page, field, value string) string { return sayPart(l, p, field, value) },
		"guestrows": padRows[reception.Guest]("guests", 3), "wishrows": padRows[reception.Wish]("itinerary_wish", 2),
		"linerows": padRows[reception.Line]("lines", 3), "promiserows": padRows[reception.Promise]("promises", 2),
	}
}

// word is the word for a public value: a state, a strength, a role.
func word(l i18n.Lang, key string) string {
	if key == "" {
		return ""
	}
	if k := "word." + key; i18n.Has(l, k) {
		return i18n.T(l, k)
	}
	return key
}

// others are the languages to change to.
func others(l i18n.Lang) []i18n.Lang {
	return slices.DeleteFunc(i18n.Langs(), func(x i18n.Lang) bool { return x == l })
}

// now is the time of the request; a page rendered for a test has none.
func now(p web.Page) time.Time {
	if p.Call == nil {
		return time.Time{}
	}
	return p.Call.At
}

// local gives a time at the company's site.
func local(p web.Page, t time.Time) time.Time {
	if p.Call == nil || p.Call.Company == nil {
		return t
	}
	return t.In(p.Call.Company.Zone())
}

// moment reads a time or a pointer to one.
func moment(v any) (time.Time, bool) {
	switch t := v.(type) {
	case time.Time:
		return t, !t.IsZero()
	case *time.Time:
		if t != nil {
			return *t, !t.IsZero()
		}
	}
	return time.Time{}, false
}

func when(l i18n.Lang, p web.Page, v any) string {
	t, ok := moment(v)
	if !ok {
		return ""
	}
	return i18n.DateTime(l, local(p, t), local(p, now(p)))
}

func date(l i18n.Lang, p web.Page, v any) string {
	if s, ok := v.(string); ok {
		day, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return s
		}
		return i18n.Date(l, day, local(p, now(p)))
	}
	t, ok := moment(v)
	if !ok {
		return ""
	}
	return i18n.Date(l, local(p, t), local(p, now(p)))
}

func clock(p web.Page, v any) string {
	t, ok := moment(v)
	if !ok {
		return ""
	}
	return i18n.Clock(local(p, t))
}

// iso is a time for machines.
func iso(v any) string {
	t, ok := moment(v)
	if !ok {
		return ""
	}
	return t.Format(time.RFC3339)
}

// inputTime is a time as an input of type datetime-local wants it.
func inputTime(p web.Page, v any) string {
	t, ok := moment(v)
	if !ok {
		return ""
	}
	return local(p, t).Format("2006-01-02T15:04")
}

func money(l i18n.Lang, m policy.Money) string {
	if m.IsZero() {
		return "–"
	}
	return i18n.Money(l, m.Minor, m.Currency)
}

// amount is a sum as an input shows it.
func amount(m policy.Money) string {
	if m.IsZero() {
		return ""
	}
	return m.Amount()
}

// in is what a field shows: the reader's own input after an error, else what is known.
func in(p web.Page, name string, known any) string {
	if p.Problem != nil && p.Input != nil && p.Input.Has(name) {
		return p.Input.Get(name)
	}
	if known == nil {
		return ""
	}
	return fmt.Sprint(known)
}

// bad is the sentence at a field whose input was refused.
func bad(p web.Page, name string) string {
	if p.Problem == nil {
		return ""
	}
	at := pointer(name)
	for _, e := range p.Problem.Errors {
		if e.Field == at {
			return e.Message
		}
	}
	return ""
}

// field is the id of the input that a JSON Pointer names.
func field(pointer string) string { return fieldID("", pointer) }

// hidden are the fields that every form of a command carries. Where a page has
// several forms, more names the form, so that each has a key of its own, and
// then the page to come back to.
func hidden(p web.Page, version any, more ...string) template.HTML {
	var e element
	n, _ := version.(int64)
	e.carried(&p, n, more...)
	return e.html()
}

func (e *element) carried(p *web.Page, version int64, more ...string) {
	key := p.Key
	if len(more) > 0 && key != "" {
		key += "." + more[0]
	}
	e.hidden("idempotency_key", key)
	if version > 0 {
		e.hidden("version", strconv.FormatInt(keptVersion(*p, version), 10))
	}
	if len(more) > 1 {
		e.hidden("back_to", more[1])
	}
}

// may says whether a list of actions has one.
func may(actions []string, verb string) bool { return has(actions, verb) }

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// who says whether the reader has one of the roles.
func who(p web.Page, roles ...string) bool {
	if p.Who == nil {
		return false
	}
	for _, r := range roles {
		if p.Who.Has(staff.Role(r)) {
			return true
		}
	}
	return false
}

// receiving are the roles whose work leads into receptions; the gate and the
// administrator know of them only what their own pages show.
var receiving = []string{"sales", "office", "head", "staff", "finance", "director", "gm"}

// opens tells whether the reader's work leads into receptions at all. Whoever
// has no role may be given a task all the same.
func opens(p web.Page) bool {
	return who(p, receiving...) || p.Who != nil && len(p.Who.Roles) == 0
}

// pretty is a view as facts, for pages that have no template of their own.
func pretty(v any) string {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return ""
	}
	return string(b)
}

// seq counts from 0 to n-1.
func seq(n int) []int {
	list := make([]int, max(0, n))
	for i := range list {
		list[i] = i
	}
	return list
}

// rows is how many rows a table of inputs shows: those that there are and some more.
func rows(have, more int) []int { return seq(have + more) }

func weekday(l i18n.Lang, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return i18n.Weekday(l, t)
}

// dayNumber is the day of the month of a local date.
func dayNumber(day string) string { return strings.TrimPrefix(day[max(0, len(day)-2):], "0") }

func called(l i18n.Lang, p *staff.Person) string {
	if p == nil {
		return ""
	}
	return p.Called(l)
}

// guests are the rows of the guest table: those known, then empty ones.
func guests(list []reception.Guest, more int) []reception.Guest {
	return append(append([]reception.Guest{}, list...), make([]reception.Guest, more)...)
}

// wish are the rows of the itinerary wished for, then empty ones.
func wish(list []reception.Wish, more int) []reception.Wish {
	return append(append([]reception.Wish{}, list...), make([]reception.Wish, more)...)
}

// current marks where the reader is.
func current(p web.Page, path string) bool {
	return p.Path == path || path != "/" && strings.HasPrefix(p.Path, path+"/")
}

// percent is a share of an amount, at most 100.
func percent(part *policy.Money, of policy.Money) int64 {
	if part == nil || of.Minor <= 0 {
		return 0
	}
	return min(100, part.Minor*100/of.Minor)
}

// is compares texts of any string type.
func is(a any, b ...string) bool { return has(b, fmt.Sprint(a)) }
