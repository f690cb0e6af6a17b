package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yingbin/shared/web"
)

// everybody are the people of the access table, one for each role and place,
// and nobody.
var everybody = []string{"", "sales", "sales2", "head", "director", "gm", "office", "office2", "admin", "finance", "gate",
	"general-affairs", "rd", "supply", "driver-head"}

// browsers are those whose pages are compared with their JSON.
var browsers = []string{"", "sales", "finance", "gate", "rd"}

// What must stay with those who act on it, by the letter of the table.
var secrets = []struct{ letter, text string }{{"p", "1390000000"}, {"c", "zhang@customer.example"}, {"d", "vegetarian"}, {"m", "777.00"},
	{"i", "价格空间"}, {"k", "张三 · 深圳一号"}, {"1", "R-20261122-001"}, {"2", "R-20261122-002"}, {"3", "R-20261122-003"}}

const legend = `Who may do what. The columns are people; "of" says whose reception it is: 1 sales' (confirmed, with
tasks of the departments), 2 sales2's and 3 finance's (being planned). Their files are a paper, a
confidential paper and an invoice.
  yes  done or shown. Of 1 there is in it: p guests' phones, c their addresses, d diets, m money,
       i internal minutes; of lists, which of the receptions
  may  would be done, but for the version, the state or the content of the sample
  no   403   -  404   401 sign in

`

// settings are the receptions of the table. Who has a part in the first is
// known: sales applied, office owns it, office2 is its specialist, head and
// sales review it, rd speaks, departments have tasks.
func settings(w *world) map[string]place {
	w.Helper()
	first := w.reception(planned, tuesday, "room-a")
	w.post("office", "/receptions/"+first+"/plan", M{"meals": []M{{"slot": "lunch", "kind": "simple", "day": tuesday, "guests": 2,
		"staff": 2, "amount": M{"amount": "777.00", "currency": "CNY"}}}})
	w.post("office", "/receptions/"+first+"/publish", M{})
	w.confirm(first)
	w.post("office2", "/receptions/"+first+"/minutes", M{"lines": []M{{"text": "价格空间", "audience": "internal"}}})
	paper := w.must(w.upload("office2", first, M{"kind": "paper"}, "a.pdf", pdf)).at("file.id")
	secret := w.must(w.upload("office2", first, M{"kind": "paper", "confidentiality": "confidential"}, "b.pdf", pdf+"b")).at("file.id")
	invoice := w.must(w.upload("office2", first, M{"kind": "invoice"}, "c.pdf", pdf+"c")).at("file.id")
	customer := w.get("sales", "/receptions/"+first).at("customer.id")
	w.must(w.ask("sales", "POST", "/customers/"+customer, M{"version": 1, "contacts": []M{
		{"name": "张三", "phone": "13900000001", "email": "zhang@customer.example"}}}))
	both := place{"c": customer}
	w.double(both, "")
	at := func(r, file string) place {
		return place{"l": both["l"], "k": both["k"], "q": both["q"], "r": r, "f": file, "t": "technical-answers", "x": "room-a", "s": "sales2", "id": "envicool", "c": customer,
			"p": "p1", "n": "1", "e": "e1", "token": "forged", "b": "b1"}
	}
	return map[string]place{"1": at(first, paper), "2": at(w.plans("sales2"), secret), "3": at(w.plans("finance"), invoice)}
}

// plans applies as somebody; the office accepts.
func (w *world) plans(who string) string {
	w.Helper()
	r := w.must(w.ask(who, "POST", "/receptions", application(tuesday), "Idempotency-Key", w.key()))
	r = w.must(w.ask(who, "POST", "/receptions/"+r.at("id")+"/submit", M{"version": r.v["version"]}))
	w.post("office", "/receptions/"+r.at("number")+"/accept", M{"specialist": "office2"})
	return r.at("number")
}

// TestAccess writes down who may do what: for every route of the table, every
// role, and receptions of different people. A route that nobody thought of
// fails for want of a sample.
func TestAccess(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	places := settings(w)
	start := w.save()
	var b strings.Builder
	b.WriteString(legend)
	b.WriteString(line("route", "of", everybody))
	routes := slices.Clone(w.pump.Load().app.Server.Routes())
	slices.SortStableFunc(routes, func(x, y web.Route) int { return strings.Compare(x.Pattern, y.Pattern) })
	for i := range routes {
		r := &routes[i]
		if strings.HasPrefix(r.Pattern, "/_local/") {
			continue // TestTrialIsForWhoeverSitsHere
		}
		if _, ok := samples[r.Name]; !ok && r.Method == http.MethodPost {
			t.Errorf("%s %s has no sample: who may do it?", r.Method, r.Pattern)
			continue
		}
		for _, of := range whose(r) {
			var cells []string
			for _, who := range everybody {
				cells = append(cells, w.access(start, r, places[of], who))
			}
			b.WriteString(line(r.Method+" "+r.Pattern, of, cells))
		}
	}
	golden(t, "access.txt", b.String())
}

// line writes a row; names are cut to the width of a column.
func line(route, of string, cells []string) string {
	out := fmt.Sprintf("%-46s %-2s", route, of)
	for _, c := range cells {
		if c == "" {
			c = "nobody"
		}
		out += fmt.Sprintf(" %-9s", c[:min(9, len(c))])
	}
	return out + "\n"
}

// whose says for which receptions a route has rows.
func whose(r *web.Route) []string {
	if strings.Contains(r.Pattern, "{r}") || strings.Contains(r.Pattern, "{f}") {
		return []string{"1", "2", "3"}
	}
	return []string{"1"}
}

// access asks in JSON, and as a browser does, and gives the cell of the table.
// Both must agree; a page shows nothing that JSON does not.
func (w *world) access(start snapshot, r *web.Route, p place, who string) string {
	w.Helper()
	cell := w.accessBy(start, r, p, who, false)
	if r.Page == "" || r.Upload || !slices.Contains(browsers, who) {
		return cell
	}
	said, shown, _ := strings.Cut(cell, ":")
	page, seen, _ := strings.Cut(w.accessBy(start, r, p, who, true), ":")
	if page != said {
		w.Errorf("%s %s by %q: JSON says %s, HTML %s", r.Method, r.Pattern, who, said, page)
	}
	for _, letter := range seen {
		if !strings.ContainsRune(shown, letter) {
			w.Errorf("%s %s by %q: the page shows %c, JSON does not", r.Method, r.Pattern, who, letter)
		}
	}
	return cell
}

// asks are what lists are asked so that they show the receptions of the table.
var asks = map[string]string{"search": "?q=张", "today": "?date=" + tuesday, "gate": "?date=" + tuesday}

// accessBy asks in one of the two ways; what it changed is put back.
func (w *world) accessBy(start snapshot, r *web.Route, p place, who string, html bool) string {
	w.Helper()
	var headers []string
	var body any
	if r.Method == http.MethodPost {
		m := maps.Clone(samples[r.Name].body)
		if hasVersion(r) {
			m["version"] = 99999
		}
		switch body = m; {
		case r.Upload:
			var kind string
			body, kind = multi(m, "x.pdf", content(r)+"x")
			headers = append(headers, "Content-Type", kind)
		case html:
			body, headers = encoded(flat("", m)...), w.asForm()
		}
	}
	if html {
		headers = append(headers, "Accept", "text/html", "Authorization", "")
		if who != "" {
			headers = append(headers, "Cookie", "session="+w.token(who))
		}
	}
	a := w.ask(who, r.Method, p.path(r)+asks[r.Name], body, headers...)
	if r.Method == http.MethodPost && a.status < 400 {
		w.restore(start)
	}
	return w.cell(r, a)
}

// cell says in a word what an answer means for access.
func (w *world) cell(r *web.Route, a answer) string {
	switch a.status {
	case 401:
		return "401"
	case 403:
		return "no"
	case 404:
		return "-"
	case 409, 410, 422:
		return "may"
	case 303:
		if strings.HasPrefix(a.header.Get("Location"), "/sign-in?") {
			return "401"
		}
		return "yes"
	}
	if a.status >= 300 {
		w.Errorf("%s: %d %s", a.what, a.status, a.raw)
		return strconv.Itoa(a.status)
	}
	if a.at("decided[0].done") == "false" {
		return "may" // one of several that did not go through
	}
	return strings.TrimSuffix("yes:"+seen(r, a), ":")
}

// seen are the letters of what is in an answer.
func seen(r *web.Route, a answer) string {
	letters, content := "", unpacked(a.raw)
	for _, s := range secrets {
		which := strings.Contains("123", s.letter) // of interest in lists
		if r.Method == http.MethodGet && !(which && strings.Contains(r.Pattern, "{")) && strings.Contains(content, s.text) {
			letters += s.letter
		}
	}
	return letters
}

// unpacked is the text of an answer, of all its parts where it is a spreadsheet.
func unpacked(raw []byte) string {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return string(raw)
	}
	var b strings.Builder
	for _, f := range z.File {
		if r, err := f.Open(); err == nil {
			_, _ = io.Copy(&b, r)
			_ = r.Close()
		}
	}
	return b.String()
}
