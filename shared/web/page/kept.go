package page

import (
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// keptFuncs are what pages show of what was typed and of how to go on after an
// error.
func keptFuncs(l i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"kept":  keptOf,
		"typed": func(p web.Page) []Typed { return typed(l, p) },
		"wayon": func(p web.Page) string { return wayOn(l, p) },
		"decidable": func(v web.ReviewsPage) bool {
			return slices.ContainsFunc(v.Items, func(r reception.OpenReview) bool { return r.Alone == "" })
		},
		"admins": func(p web.Page) []*staff.Person { return admins(p) },
	}
}

// keptOf is the form that a page for signing in carries along.
func keptOf(p web.Page) *web.Kept {
	v, _ := p.View.(web.SignInPage)
	return v.Kept
}

// keptVersion is the version that a form which was kept had been shown at: what
// was changed meanwhile is told when it is sent, not written over.
func keptVersion(p web.Page, now int64) int64 {
	if p.Problem == nil || p.Problem.Status >= http.StatusBadRequest && p.Problem.Code != "other-person" {
		return now
	}
	sent := p.Input
	if sent == nil && p.Call != nil {
		sent = p.Call.Input // the page holds what was sent in its own way
	}
	if n, err := strconv.ParseInt(sent.Get("version"), 10, 64); err == nil && n > 0 {
		return min(n, now)
	}
	return now
}

// A Typed line is something the reader had written, into the field of a form.
type Typed struct{ At, Label, Text string }

// prose are the fields that people write sentences into: what they would not
// like to write again.
var prose = []string{"text", "comment", "reason", "urgent_reason", "change_reason", "note", "why", "purpose", "wishes", "requirements", "questions",
	"tour_result", "talk_result", "opinions", "complaints", "look_back"}

// mayVanish are the codes of errors after which the page may not have the form
// any more that was sent.
var mayVanish = []string{"resumed", "resumed-file", "wrong-state", "stale-version", "link-stale", "other-person"}

// typed lists the sentences that the reader had written, where the page may not
// hold them.
func typed(l i18n.Lang, p web.Page) (list []Typed) {
	if p.Problem == nil || p.Name != "fault" && !slices.Contains(mayVanish, p.Problem.Code) {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(p.Input)) {
		at := pointer(name)
		last := at[strings.LastIndexByte(at, '/')+1:]
		text := strings.TrimSpace(p.Input.Get(name))
		if text == "" || !slices.Contains(prose, last) {
			continue
		}
		label := ""
		if key := "page." + strings.ReplaceAll(last, "_", "-"); i18n.Has(l, key) {
			label = i18n.T(l, key)
		}
		list = append(list, Typed{at, label, text})
	}
	return list
}

// wayOn says how to go on after an error: by its code, by where it was met, by
// its status.
func wayOn(l i18n.Lang, p web.Page) string {
	if p.Problem == nil {
		return ""
	}
	status := "page.way." + strconv.Itoa(p.Problem.Status)
	keys := []string{"page.way." + p.Problem.Code}
	switch {
	case strings.HasPrefix(p.Path, "/l/"):
		keys = append(keys, status+"-link")
	case p.Problem.Status == http.StatusForbidden && receptionOf(p) == "":
		keys = append(keys, status+"-page")
	}
	for _, key := range append(keys, status) {
		if i18n.Has(l, key) {
			return i18n.T(l, key)
		}
	}
	return i18n.T(l, "page.way.other")
}

// shownAdmins is how many administrators are named.
const shownAdmins = 3

// admins are those who can grant what somebody may not.
func admins(p web.Page) (list []*staff.Person) {
	if p.Call == nil || p.Call.Company == nil {
		return nil
	}
	for _, x := range p.Call.Company.People() {
		if x.Has(staff.Admin) && len(list) < shownAdmins {
			list = append(list, x)
		}
	}
	return list
}
