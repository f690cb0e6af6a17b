package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// parsed renders a page and gives its document.
func parsed(t *testing.T, pg web.Page) *html.Node {
	t.Helper()
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := pages.Render(&b, pg); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// attr is an attribute of an element.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf is all that an element says.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// visitPage is a reception's page for somebody.
func visitPage(v reception.View, who string) web.Page {
	return web.Page{Name: "reception", View: v, Lang: i18n.ZH, Key: "k", Path: "/receptions/" + v.Number,
		Who: &staff.Person{ID: who, Name: who, Roles: []staff.Role{staff.Office}}}
}

// full is a reception in which there is something of everything.
func full(state reception.State) reception.View {
	v := withActions(rich(reflect.TypeFor[reception.View]())).(reception.View)
	v.State = state
	return v
}

// TestSectionsAreThere: what the bar of a reception's page names is on the
// page, in this order and with more than its title; what is not named is not there.
func TestSectionsAreThere(t *testing.T) {
	bare := reception.View{Number: "R-20261124-001", Application: &reception.ApplicationView{}}
	for _, state := range reception.States {
		for name, v := range map[string]reception.View{"full": full(state), "bare": bare} {
			v.State = state
			var named, there []string
			for n := range parsed(t, visitPage(v, "office")).Descendants() {
				switch {
				case n.Data == "a" && strings.HasPrefix(attr(n, "href"), "#") && attr(n.Parent, "class") == "anchors sticky-nav":
					named = append(named, attr(n, "href")[1:])
				case n.Data == "section" && attr(n, "id") != "" && attr(n, "id") != "readiness":
					there = append(there, attr(n, "id"))
					if len(textOf(n)) < 12 {
						t.Errorf("%s %s: section %s is empty", name, state, attr(n, "id"))
					}
				}
			}
			if !slices.Equal(named, there) {
				t.Errorf("%s %s: named %q, there %q", name, state, named, there)
			}
		}
	}
}

// TestOneNextAction: at most one form stands in the card about now, and every
// verb's form is on the page once.
func TestOneNextAction(t *testing.T) {
	for _, state := range reception.States {
		v := full(state)
		forms, ids := 0, map[string]int{}
		for n := range parsed(t, visitPage(v, "office")).Descendants() {
			if id := attr(n, "id"); strings.HasPrefix(id, "do-") {
				if ids[id]++; n.Data == "form" && strings.Contains(attr(n.Parent, "class"), "what-now") {
					forms++
				}
			}
		}
		if forms > 1 {
			t.Errorf("%s: %d forms compete", state, forms)
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %s is there %d times", state, id, n)
			}
		}
	}
}

// TestWhatNow: one sentence for each state and reader, naming for whom it waits.
func TestWhatNow(t *testing.T) {
	open := reception.ApprovalView{State: "open", Steps: []reception.StepView{{State: "yes", Person: reception.Ref{ID: "head", Name: "赵磊"}}, {State: "open", Person: reception.Ref{ID: "sales", Name: "王芳"}}}}
	task := func(state, owner, name string) reception.TaskView {
		return reception.TaskView{ID: owner, State: state, Owner: reception.Ref{ID: owner, Name: name}}
	}
	for _, c := range []struct {
		v    reception.View
		who  string
		want string
		verb string
	}{
		{reception.View{State: reception.Draft, Applicant: reception.Ref{ID: "sales", Name: "王芳"}}, "office", "王芳正在填写申请。", ""},
		{reception.View{State: reception.Submitted, Actions: []string{"accept", "return"}}, "office", "申请等待受理。请确定级别和接待专员。", "accept"},
		{reception.View{State: reception.Review, Approvals: []reception.ApprovalView{open}}, "office", "执行表已发布，等待王芳评审。", ""},
		{reception.View{State: reception.Review, Approvals: []reception.ApprovalView{open}, Actions: []string{"review"}}, "sales", "执行表等待您评审。", "review"},
		{reception.View{State: reception.Preparing, Tasks: []reception.TaskView{task("asked", "rd", "郑凯"), task("confirmed", "supply", "冯雪")}}, "office", "执行表已确定，等待郑凯确认任务。", ""},
		{reception.View{State: reception.Preparing, Tasks: []reception.TaskView{task("asked", "rd", "郑凯")}}, "rd", "您有 1 项任务待办理。", ""},
		{reception.View{State: reception.Closing, Readiness: &reception.Readiness{Reasons: []reception.Reason{{Code: "money", Text: "费用尚未结算"}, {Code: "summary", Text: "总结尚未提交"}}}}, "director", "来访已结束。还差：费用尚未结算；总结尚未提交。", ""},
		{reception.View{State: reception.Archived}, "office", "接待已归档。", ""},
	} {
		n := whatNow(i18n.ZH, visitPage(c.v, c.who), c.v)
		if n.Text != c.want || n.Verb != c.verb {
			t.Errorf("%s for %s: %q with %q, want %q with %q", c.v.State, c.who, n.Text, n.Verb, c.want, c.verb)
		}
	}
}

// TestStory: the history is told by day; what one person confirmed in one go
// is one sentence that opens to its parts.
func TestStory(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	line := func(days int, who, what, text string, mails ...reception.MailView) reception.HistoryLine {
		return reception.HistoryLine{At: at.AddDate(0, 0, -days), Who: reception.Ref{ID: who, Name: who}, What: what, Text: text, Mails: mails}
	}
	days := story(i18n.ZH, web.Page{}, []reception.HistoryLine{
		line(0, "吴敏", "reception.task-done", "a"), line(0, "刘洋", "reception.task-done", "b"), line(0, "吴敏", "reception.task-done", "c"),
		line(0, "陈静", "reception.published", "发布", reception.MailView{To: "王芳", State: "bounced"}), line(0, "吴敏", "reception.task-done", "d"),
		line(1, "吴敏", "reception.task-done", "e"),
	})
	var got []string
	for _, d := range days {
		for _, l := range d.Lines {
			got = append(got, d.Day+" "+l.Text)
		}
	}
	want := []string{"2026-11-24 吴敏办理了 2 项任务", "2026-11-24 b", "2026-11-24 发布", "2026-11-24 d", "2026-11-23 e"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if l := days[0].Lines; len(l[0].Parts) != 2 || l[1].Parts != nil || !l[2].Bad || l[2].Told != "王芳" {
		t.Errorf("%+v", l)
	}
}

// TestReached: the state beside a name is that of the newest mail of which
// something is known.
func TestReached(t *testing.T) {
	at := func(h int, state string) reception.MailView {
		return reception.MailView{Person: "head", State: state, At: time.Date(2026, 11, 24, h, 0, 0, 0, time.UTC)}
	}
	for want, mails := range map[string][]reception.MailView{
		"":          {{Person: "sales", State: "delivered"}},
		"sent":      {at(9, "sent"), at(8, "queued")},
		"bounced":   {at(10, "sent"), at(9, "bounced")},
		"delivered": {at(10, "delivered"), at(9, "bounced")},
		"answered":  {at(9, "delivered"), at(10, "answered")},
	} {
		if got := reached(mails, "head"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestVerdict: an address alone opens no gate; what it says is checked against
// the day's list.
func TestVerdict(t *testing.T) {
	here := reception.BoardGuest{Reception: "R-1", ID: "g0", Name: "张", At: new(time.Now())}
	gone := reception.BoardGuest{Reception: "R-1", ID: "g1", Name: "李"}
	board := reception.Board{OnSite: []reception.BoardGuest{here}, Expected: []reception.BoardGuest{gone}}
	for query, want := range map[string]string{
		"verdict=green&r=R-1&guest=g0": "green", "verdict=green&r=R-1&guest=g1": "undone", "verdict=green&r=R-2&guest=g0": "",
		"verdict=green": "", "verdict=red&reason=not-today": "red", "verdict=yes": "", "": "",
	} {
		p := web.Page{View: board}
		p.Query = must(t, query)
		got := ""
		if v := verdict(i18n.ZH, p); v != nil {
			got = v.Color
		}
		if got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}

// TestEverybodyAtTheGate: a large party is turned page by page, nobody is left
// out or there twice, and everybody is found in one search.
func TestEverybodyAtTheGate(t *testing.T) {
	board := reception.Board{Visits: []reception.BoardVisit{{Reception: "R-1", State: reception.Visiting}}}
	for i := range 2*manyShown + 5 {
		board.Late = append(board.Late, reception.BoardGuest{Reception: "R-1", ID: fmt.Sprint("g", i), Name: fmt.Sprint("来宾", i)})
	}
	p, seen := web.Page{View: board, Path: "/gate", Query: url.Values{}}, []string{}
	for {
		list := parties(p)
		for _, g := range list[0].Absent.Shown {
			seen = append(seen, g.ID)
		}
		next, err := url.Parse(list[0].Absent.Next)
		if err != nil || list[0].Absent.All != len(board.Late) {
			t.Fatal(err, list[0].Absent.All)
		}
		if p.Query = next.Query(); len(p.Query) == 0 {
			break
		}
	}
	for i, g := range board.Late {
		if len(seen) != len(board.Late) || seen[i] != g.ID {
			t.Fatalf("shown: %v", seen)
		}
		p.Query = url.Values{"q": {g.Name}}
		if list := parties(p); !slices.Contains(list[0].Absent.Shown, g) {
			t.Errorf("%s is not found by his name", g.Name)
		}
	}
	p.Query = url.Values{"q": {"LaiBin 54"}}
	if list := parties(p); len(list) != 1 || list[0].Absent.All != 1 {
		t.Errorf("by pinyin: %+v", list)
	}
}

// TestLinksAskOnce: a mailed link that is open has one form with nothing
// chosen; one that is used, stale or expired has none that decides.
func TestLinksAskOnce(t *testing.T) {
	for _, view := range links() {
		v := view.(reception.LinkView)
		if v.Guest != nil || v.Purpose == "survey" || v.Purpose == "sign-in" {
			continue
		}
		v.UndoUntil, v.Survey = nil, nil
		if v.Exception != nil {
			v.Exception.State = v.State
		}
		forms := 0
		for n := range parsed(t, web.Page{Name: "link", View: v, Lang: i18n.ZH, Key: "k", Path: "/l/x"}).Descendants() {
			if n.Data == "form" && attr(n, "action") != "/language" {
				forms++
			}
			if n.Data == "input" && attr(n, "type") == "radio" {
				for _, a := range n.Attr {
					if a.Key == "checked" {
						t.Errorf("%s %s: something is chosen", v.Purpose, v.State)
					}
				}
			}
		}
		if want := map[bool]int{true: 1}[v.State == "open"]; forms != want {
			t.Errorf("%s %s: %d forms, want %d", v.Purpose, v.State, forms, want)
		}
	}
}

// TestGuestSeesNothingInternal: neither the number nor the revision nor the
// way into the house.
func TestGuestSeesNothingInternal(t *testing.T) {
	v := reception.LinkView{Purpose: "guest", State: "open", Reception: "R-20261124-001", Revision: 3, Language: "en",
		Guest:   &reception.GuestPage{Name: "John", Language: "en", Items: []reception.Item{{Kind: "talk", Title: "年度会谈"}}, Place: "深圳市"},
		Contact: &reception.Contact{Name: "Liu", Phone: "138"}}
	doc := parsed(t, web.Page{Name: "link", View: v, Lang: i18n.ZH, Path: "/l/x"})
	text := textOf(doc)
	for _, internal := range []string{"R-2026", "revision", "138", "desk"} {
		if strings.Contains(text, internal) {
			t.Errorf("shows %q: %s", internal, text)
		}
	}
	if !strings.Contains(text, "Talk 年度会谈") {
		t.Errorf("the itinerary is not in his language: %s", text)
	}
}

// must reads a query.
func must(t *testing.T, query string) url.Values {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestTraditionalPages: who reads the traditional script gets no simplified
// character on a page of a mailed link, except in what somebody wrote; who reads
// something else is offered it.
func TestTraditionalPages(t *testing.T) {
	for _, view := range links() {
		raw, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		page := web.Page{Name: "link", View: view, Lang: i18n.ZHHant, Key: "k", Path: "/l/x"}
		for _, c := range i18n.Simplified(textOf(parsed(t, page))) {
			if !strings.ContainsRune(string(raw)+"简", c) { // the name of the other script is its own
				t.Errorf("%s %s: %c is simplified", view.(reception.LinkView).Purpose, view.(reception.LinkView).State, c)
			}
		}
		page.Lang = i18n.EN
		offered := false
		for n := range parsed(t, page).Descendants() {
			offered = offered || n.Data == "button" && attr(n, "value") == string(i18n.ZHHant)
		}
		if !offered {
			t.Error("the switch of languages does not offer the traditional script")
		}
	}
}
