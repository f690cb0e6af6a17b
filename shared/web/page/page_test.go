package page

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"yingbin/shared/customer"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// fill makes a value in which nothing is empty: lists have two entries.
func fill(v reflect.Value, name string, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)))
		return
	case policy.Money:
		v.Set(reflect.ValueOf(policy.Yuan(800)))
		return
	case policy.Literal:
		v.Set(reflect.ValueOf(policy.Lit("5")))
		return
	}
	if depth > 7 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(sample(name))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(4.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name, depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), name, depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		e := reflect.New(v.Type().Elem()).Elem()
		fill(e, name, depth+1)
		v.SetMapIndex(reflect.ValueOf("item.plate").Convert(v.Type().Key()), e)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fill(v.Field(i), f.Name, depth+1)
			}
		}
	}
}

// sample is a text for a field of that name.
func sample(name string) string {
	known := map[string]string{"State": "open", "Date": "2026-11-24", "Day": "2026-11-24", "Level": "special", "Actions": "task", "Number": "R-20261124-001",
		"Class": "early", "Language": "en", "Payer": "guest", "Slot": "lunch", "Kind": "meal", "Strength": "exception", "Verdict": "red", "Purpose": "review",
		"Role": "host", "Missing": "/purpose", "Field": "/purpose", "Type": "reception", "What": "task", "Basis": "planned", "Due": "2026-11-24", "On": "2026-11-24"}
	if s := known[name]; s != "" {
		return s
	}
	return `示例"<b>&`
}

// verbs are those of a reception.
var verbs = []string{"application", "submit", "withdraw", "accept", "return", "decline", "plan", "exceptions", "publish", "review", "task", "move", "cancel",
	"guests", "checkins", "delay", "incidents", "minutes", "summary", "expenses", "settlement", "files"}

// rich makes the view of a route full.
func rich(of reflect.Type) any {
	v := reflect.New(of).Elem()
	fill(v, "", 0)
	return v.Interface()
}

// withActions lets the reader do everything.
func withActions(v any) any {
	switch v := v.(type) {
	case reception.View:
		v.Actions = verbs
		for i := range v.Tasks {
			v.Tasks[i].Actions = []string{"confirm", "decline", "assign", "reopen"}
		}
		return v
	}
	return v
}

// links are the views of a mailed link, one for each purpose and state.
func links() (list []any) {
	for _, purpose := range []string{"review", "task", "exception", "guest", "survey", "settlement", "sign-in"} {
		for _, state := range []string{"open", "used", "stale", "expired"} {
			v := rich(reflect.TypeFor[reception.LinkView]()).(reception.LinkView)
			v.Purpose, v.State = purpose, state
			if purpose != "guest" {
				v.Guest = nil
			}
			list = append(list, v)
		}
	}
	return list
}

// A rendered page is one case of the tests.
type rendered struct {
	name string
	page web.Page
	text string
}

// everything is every page of the route table: empty, full, and with an error
// that brings the reader's own input back.
func everything(t *testing.T) []rendered {
	t.Helper()
	list, err := cases()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// cases renders them once.
var cases = sync.OnceValues(func() (list []rendered, failed error) {
	pages, err := New()
	if err != nil {
		return nil, err
	}
	who := &staff.Person{ID: "admin", Name: "管理员", Roles: []staff.Role{staff.Admin, staff.Office, staff.Gate}}
	views := map[string][]any{"link": links(), "fault": {nil}, "facts": {nil}, "outlook": {rich(reflect.TypeFor[reception.Outlook]())}, "plan-live": {rich(reflect.TypeFor[web.PlanForm]())}, "mailbox": nil, "company": nil}
	for _, r := range web.Table(&web.Services{}) {
		if r.Method == "GET" && r.Page != "" && r.View != nil && r.View.Kind() == reflect.Struct {
			views[r.Page] = append(views[r.Page], reflect.Zero(r.View).Interface(), withActions(rich(r.View)))
		}
	}
	problem := &web.Problem{Title: "填写有误", Status: 422, Code: "required", Detail: "请填写", Errors: []web.ProblemField{{Field: "/reason", Code: "required", Message: "请填写此项。"}}}
	for name, cases := range views {
		for i, v := range cases {
			for _, l := range i18n.Langs() {
				for _, p := range []*web.Problem{nil, problem} {
					pg := web.Page{Name: name, View: v, Lang: l, Who: who, Key: "k", Path: "/receptions/R-20261124-001/cancel", Problem: p, Query: url.Values{"q": {"x"}}, Trial: true}
					if p != nil {
						pg.Input = url.Values{"reason": {"我自己写的"}}
					}
					var b bytes.Buffer
					if err := pages.Render(&b, pg); err != nil {
						failed = errors.Join(failed, fmt.Errorf("%s %d %s: %w", name, i, l, err))
						continue
					}
					list = append(list, rendered{fmt.Sprintf("%s %d %s %v", name, i, l, p != nil), pg, b.String()})
				}
			}
		}
	}
	return list, failed
})

// void are the elements that have no end.
var void = map[string]bool{"meta": true, "link": true, "input": true, "br": true, "img": true, "hr": true, "path": true}

// Every page is whole: elements end where they should, ids are there once,
// every input has a label, nothing is inline, and no message key is shown.
func TestPagesAreWhole(t *testing.T) {
	for _, s := range everything(t) {
		if problem := unbalanced(s.text); problem != "" {
			t.Errorf("%s: %s", s.name, problem)
		}
		for _, key := range []string{">page.", "\"page.", ">word.", "%!", "<no value>", "ZgotmplZ"} {
			if strings.Contains(s.text, key) {
				t.Errorf("%s: shows %q", s.name, key)
			}
		}
		checkElements(t, s)
	}
}

// unbalanced says where an element is not closed.
func unbalanced(text string) string {
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return fmt.Sprintf("%q stays open", open)
			}
			return ""
		case html.StartTagToken:
			if name, _ := z.TagName(); !void[string(name)] {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return fmt.Sprintf("</%s> in %q", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// checkElements looks at ids, labels and attributes.
func checkElements(t *testing.T, s rendered) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(s.text))
	if err != nil {
		t.Fatal(err)
	}
	ids, labels, inputs := map[string]int{}, map[string]bool{}, []map[string]string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		a := map[string]string{"": n.Data}
		for _, x := range n.Attr {
			a[x.Key] = x.Val
			if x.Key == "style" || strings.HasPrefix(x.Key, "on") {
				t.Errorf("%s: <%s %s>", s.name, n.Data, x.Key)
			}
		}
		if id := a["id"]; id != "" {
			ids[id]++
		}
		switch n.Data {
		case "label":
			labels[a["for"]] = true
		case "input", "select", "textarea":
			if a["type"] != "hidden" && a["type"] != "radio" && !(a["type"] == "checkbox" && n.Parent.Data == "label") {
				inputs = append(inputs, a)
			}
		case "script":
			if a["src"] == "" {
				t.Errorf("%s: inline script", s.name)
			}
		}
	}
	for _, a := range inputs {
		if !labels[a["id"]] || a["id"] == "" {
			t.Errorf("%s: <%s name=%q> has no label", s.name, a[""], a["name"])
		}
	}
	twice := 0
	for id, n := range ids {
		if n > 1 && !strings.Contains(id, "示例") && !strings.Contains(s.name, " 1 ") { // in a full page all things have the same id
			twice++
			t.Errorf("%s: id %q is there %d times", s.name, id, n)
		}
	}
}

// What the reader typed comes back after an error, at the form that was sent.
func TestInputIsKept(t *testing.T) {
	kept := 0
	for _, s := range everything(t) {
		if s.page.Name == "reception" && s.page.Problem != nil && len(s.page.View.(reception.View).Actions) > 0 {
			kept++
			if n := strings.Count(s.text, "我自己写的"); n != 1 {
				t.Errorf("%s: shown %d times", s.name, n)
			}
			if !strings.Contains(s.text, `href="#f-cancel-reason"`) || !strings.Contains(s.text, `id="f-cancel-reason"`) {
				t.Errorf("%s: the summary does not lead to the field", s.name)
			}
		}
	}
	if kept == 0 {
		t.Error("nothing tried")
	}
}

// Pages are light: 30 KB as they travel.
func TestPagesAreLight(t *testing.T) {
	for _, s := range everything(t) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(s.text))
		if err := z.Close(); err != nil || b.Len() > 30<<10 {
			t.Errorf("%s: %d bytes", s.name, b.Len())
		}
	}
}

// A page without template shows its facts; nobody meets an empty page.
func TestFacts(t *testing.T) {
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := pages.Render(&b, web.Page{Name: "unheard-of", View: map[string]int{"answer": 42}, Lang: i18n.EN}); err != nil || !strings.Contains(b.String(), "answer") {
		t.Errorf("%v %s", err, b.String())
	}
}

// A guest reads his page in his own language.
func TestGuestLanguage(t *testing.T) {
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v := reception.LinkView{Purpose: "guest", State: "open", Language: "en", Guest: &reception.GuestPage{Name: "John", Language: "en", Pass: "p"}}
	var b bytes.Buffer
	if err := pages.Render(&b, web.Page{Name: "link", View: v, Lang: i18n.ZH}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `<html lang="en">`) || !strings.Contains(b.String(), "<svg") {
		t.Error(b.String())
	}
}

// A customer's file leads into visits only those whom they open: who sees all,
// and whose visit it was.
func TestVisitsOpenToThoseWhoMay(t *testing.T) {
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var v customer.View
	fill(reflect.ValueOf(&v).Elem(), "", 0)
	v.Visits[0].Team, v.Promises[0].Reception = []string{"li"}, v.Visits[0].Number
	for who, leads := range map[*staff.Person]bool{
		{ID: "li", Roles: []staff.Role{staff.Sales}}: true, {ID: "wang", Roles: []staff.Role{staff.Sales}}: false,
		{ID: "x", Roles: []staff.Role{staff.Finance}}: true, {ID: "x", Roles: []staff.Role{staff.Admin}}: false, {ID: "x", Roles: []staff.Role{staff.Gate}}: false,
	} {
		var b bytes.Buffer
		if err := pages.Render(&b, web.Page{Name: "customer", View: v, Lang: i18n.EN, Who: who}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), `class="title" href="/receptions/`); got != leads {
			t.Errorf("%s %v: leads into visits %v", who.ID, who.Roles, got)
		}
		if got := strings.Contains(b.String(), `<a href="/receptions/`+v.Visits[0].Number+`">`); got != leads {
			t.Errorf("%s %v: a promise leads to its visit %v", who.ID, who.Roles, got)
		}
	}
}

// Every field that a merge of customers or of their people asks about has a label.
func TestMergeFieldsAreNamed(t *testing.T) {
	own := []string{"id", "last", "latest", "into", "from"}
	for _, record := range []any{customer.Card{}, customer.Head{}, customer.Contact{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(record)) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Type.Kind() == reflect.String && !slices.Contains(own, name) && labels[name] == "" {
				t.Errorf("%T.%s", record, f.Name)
			}
		}
	}
}
