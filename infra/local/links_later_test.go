package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"yingbin/shared/token"
)

// A laterLink is a link that is mailed in the course of a visit: what leads to
// it, whose it is, what he answers, and how he loses the right to.
type laterLink struct {
	rel, to, who string // who is signed in; empty: a guest, who needs no session
	body         M
	ready        func(w *world) string
	withdraw     func(w *world)
}

var laterLinks = []laterLink{
	{"exception", "director", "director", M{"decision": "grant"}, (*world).overLimit, func(w *world) {
		w.must(w.ask("admin", "POST", "/company/positions", M{"policy": "showroom", "role": "director", "staff": []string{"gm"}}))
	}},
	{"settlement", "finance", "finance", M{"do": "sign"}, (*world).claimed, func(w *world) {
		v, _ := look(w.get("admin", "/staff/finance").v, "version")
		w.must(w.ask("admin", "POST", "/staff/finance", M{"version": v, "roles": []string{"staff"}}))
	}},
	{"survey", "john", "", M{"answers": []M{{"question": "product", "score": 5}, {"question": "service", "score": 4}}}, (*world).surveyed, nil},
}

// overLimit is a showroom reception whose dinner waits for an exception.
func (w *world) overLimit() string {
	w.Helper()
	a := application(tuesday)
	a["policy"], a["guests"] = "showroom", []M{{"name": "张三", "kind": "engineering-buyer", "main": true}, {"name": "李四", "kind": "engineering-buyer"}}
	r := w.must(w.ask("sales", "POST", "/receptions", a, "Idempotency-Key", w.key())).at("id")
	r = w.post("sales", "/receptions/"+r+"/submit", M{}).at("number")
	w.post("office", "/receptions/"+r+"/accept", M{"specialist": "office2"})
	w.post("office", "/receptions/"+r+"/plan", M{"meals": []M{{"id": "m1", "slot": "dinner", "kind": "banquet", "amount": M{"amount": "900.00", "currency": "CNY"}}}})
	w.post("office", "/receptions/"+r+"/exceptions", M{"finding": "dinner-senior@m1", "reason": "老客户"})
	return r
}

// claimed is a visit that is over, whose settlement the owner has signed.
func (w *world) claimed() string {
	w.Helper()
	r := w.reception(closing, tuesday, "room-a")
	w.post("office2", "/receptions/"+r+"/expenses", M{"category": "lunch", "amount": M{"amount": "300.00", "currency": "CNY"}})
	w.post("office2", "/receptions/"+r+"/settlement", M{"do": "submit"})
	w.post("office", "/receptions/"+r+"/settlement", M{"do": "sign"})
	return r
}

// surveyed is the day after a visit, when its guests have been asked.
func (w *world) surveyed() string {
	w.Helper()
	r := w.reception(closing, tuesday, "room-a")
	w.wait("17h")
	return r
}

// cases are the states in which such a link is met.
func (o laterLink) cases(w *world, r, l string) []linkCase {
	same := func(*world, string, string) string { return l }
	cases := []linkCase{
		{"fresh", o.who, same},
		{"used", o.who, func(*world, string, string) string {
			w.must(w.ask(o.who, "POST", l, o.body, "Idempotency-Key", w.key()))
			return l
		}},
		{"expired", o.who, func(*world, string, string) string {
			return w.changedLink(l, func(k *token.Link) { k.Expires = w.clock.Now() })
		}},
		{"forged", o.who, func(*world, string, string) string { return forged(l) }},
		{"of another reception", o.who, func(*world, string, string) string {
			return w.changedLink(l, func(k *token.Link) { k.Reception = "R-20261122-009" })
		}},
		{"key rotated once", o.who, func(*world, string, string) string { return w.signedBefore(l, 1) }},
		{"key rotated twice", o.who, func(*world, string, string) string { return w.signedBefore(l, 2) }},
	}
	if o.who == "" {
		return append(cases, linkCase{"closed after 14 days", "", func(*world, string, string) string { w.wait("337h"); return l }})
	}
	cases = append(cases,
		linkCase{"a new device", "", same},
		linkCase{"another's session", "sales2", same},
		linkCase{"person left", "", func(*world, string, string) string { w.left(o.who, "sales2"); return l }},
		linkCase{"person left, his successor", "sales2", func(*world, string, string) string { w.left(o.who, "sales2"); return l }},
		linkCase{"delegated", "sales2", func(*world, string, string) string {
			w.must(w.ask(o.who, "POST", "/me/delegation", M{"to": "sales2", "until": "2026-12-01T09:00:00+08:00", "subjects": []string{o.rel}}))
			return l
		}},
		linkCase{"delegated, but something else", "sales2", func(*world, string, string) string {
			w.must(w.ask(o.who, "POST", "/me/delegation", M{"to": "sales2", "until": "2026-12-01T09:00:00+08:00", "subjects": []string{"task"}}))
			return l
		}},
		linkCase{"role withdrawn", o.who, func(*world, string, string) string { o.withdraw(w); return l }})
	if o.rel == "exception" {
		cases = append(cases, linkCase{"cancelled", o.who, func(*world, string, string) string {
			w.post("office2", "/receptions/"+r+"/cancel", M{"reason": "客户取消"})
			return l
		}})
	}
	return cases
}

// TestLaterLinks writes down what the links of exceptions, settlements and
// surveys answer in every state that makes sense for them.
func TestLaterLinks(t *testing.T) {
	w := newWorld(t, Options{Data: rotatedData(t)})
	empty := w.save()
	var b strings.Builder
	for _, o := range laterLinks {
		w.restore(empty)
		r := o.ready(w)
		l := w.link(o.rel, o.to)
		fresh := w.save()
		for _, c := range o.cases(w, r, l) {
			w.restore(fresh)
			path := c.make(w, r, l)
			state := w.save()
			for _, lang := range []string{"zh", "en"} {
				for _, method := range []string{"GET", "HEAD", "POST"} {
					fmt.Fprintf(&b, "%-10s %-30s %-4s %s  %s\n", o.rel, c.name, method, lang, w.linkLine(state, c, method, path, lang, o.body))
				}
			}
		}
	}
	golden(t, "links_later.txt", b.String())
}

// heads names another head of the department whose head is asked to review.
func (w *world) heads(who string) {
	w.Helper()
	v := w.get("admin", "/company").at("departments[id=sales].version")
	w.must(w.ask("admin", "POST", "/company/departments", M{"id": "sales", "head": who, "version": json.Number(v)}))
}
