package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yingbin/shared/token"
)

// Why some states cannot be.
const (
	noUndo    = "its answer may be changed, or stands"
	noUndoYet = "only reviews and tasks can be taken back"
	noPlan    = "the visit is over, and its sheet with it"
	noAccount = "its holder has no account, thus no role and no deputy"
	noVisit   = "it is not about a reception"
	isOver    = "a visit that is over cannot be cancelled"
)

// linkKinds are all kinds of mailed links.
var linkKinds = []linkKind{
	{name: "review", rel: "review", to: "head", who: "head", deputy: "director", next: "sales2", body: M{"answers": yes},
		ready: func(w *world) string { return w.reception(published, tuesday, "room-a") },
		make:  map[string]func(w *world, r, l string) string{"role withdrawn": headIs("sales", "sales2")},
		more: []linkCase{
			{"role withdrawn, who has it now", "sales2", headIs("sales", "sales2")},
			{"of a step that the person has not", "sales2", ofPerson("sales2")},
			{"returned by another", "head", func(w *world, r, l string) string {
				w.post("sales", "/receptions/"+r+"/review", M{"answers": no, "comment": "时间不合适"})
				return l
			}}}},
	{name: "exception", rel: "exception", to: "director", who: "director", deputy: "sales2", next: "sales2", body: M{"decision": "grant"},
		ready: (*world).overLimit,
		never: map[string]string{"undone": noUndoYet},
		make: map[string]func(w *world, r, l string) string{
			"role withdrawn": func(w *world, _, l string) string {
				w.must(w.ask("admin", "POST", "/company/positions", M{"policy": "showroom", "role": "director", "staff": []string{"gm"}}))
				return l
			},
			"stale by a minor change": dinner("900.00", "食堂"),
			"stale by a major change": dinner("1500.00", "")},
		more: []linkCase{
			{"needed no more", "director", dinner("400.00", "")},
			{"decided by who stands in", "director", func(w *world, _, l string) string {
				w.delegates("director", "sales2", "exception")
				w.must(w.ask("sales2", "POST", l, M{"decision": "grant"}, "Idempotency-Key", w.key()))
				return l
			}}}},
	{name: "task", rel: "task", to: "rd", who: "rd", deputy: "director", next: "production", body: M{"do": "confirm"},
		ready: (*world).driven,
		make:  map[string]func(w *world, r, l string) string{"role withdrawn": headIs("rd", "production")},
		more: []linkCase{
			{"role withdrawn, who has it now", "production", headIs("rd", "production")},
			{"of somebody else", "rd", ofPerson("supply")},
			{"done by the office", "rd", func(w *world, r, l string) string {
				task := w.opened(l).Subject
				w.post("office2", "/receptions/"+r+"/tasks/"+task, M{"do": "confirm"})
				return l
			}},
			{"undone too late", "rd", func(w *world, _, l string) string {
				w.must(w.ask("rd", "POST", l, M{"do": "confirm"}, "Idempotency-Key", w.key()))
				w.wait("11m")
				return l
			}}}},
	{name: "driver", rel: "task", to: "driver", body: M{"do": "confirm"},
		ready: func(w *world) string {
			r := w.driven()
			w.must(w.ask("", "POST", "/_local/clock", M{"now": tuesday + "T08:50:00+08:00"}))
			return r
		},
		never: map[string]string{"role withdrawn": noAccount, "delegated": noAccount},
		make:  map[string]func(w *world, r, l string) string{"person left": drivenBy(M{"name": "周师傅", "phone": "13600000002", "email": "other@cars.example"})},
		more: []linkCase{
			{"no car any more", "", drivenBy(nil)},
			{"of somebody else", "", ofPerson("driver:v9")}}},
	{name: "guest", rel: "guest", to: "john", body: M{"diet": "vegan", "photo": "yes"},
		ready: (*world).driven,
		never: map[string]string{"undone": noUndo, "role withdrawn": noAccount, "delegated": noAccount},
		make: map[string]func(w *world, r, l string) string{"person left": func(w *world, r, l string) string {
			w.post("office2", "/receptions/"+r+"/guests", M{"drop": []string{w.opened(l).Person}, "reason": "不来了"})
			return l
		}},
		more: []linkCase{
			{"of somebody else", "", ofPerson("g9999")},
			{"the visit is over", "", func(w *world, _, l string) string {
				w.must(w.ask("", "POST", "/_local/clock", M{"now": tuesday + "T18:00:00+08:00"}))
				return l
			}}}},
	{name: "survey", rel: "survey", to: "john", body: M{"answers": []M{{"question": "product", "score": 5}, {"question": "service", "score": 4}}},
		ready: (*world).surveyed,
		never: map[string]string{"undone": noUndo, "stale by a minor change": noPlan, "stale by a major change": noPlan,
			"person left": noPlan, "role withdrawn": noAccount, "delegated": noAccount, "cancelled": isOver},
		more: []linkCase{
			{"of somebody else", "", ofPerson("g9999")},
			{"closed after 14 days", "", func(w *world, _, l string) string { w.wait("337h"); return l }}}},
	{name: "settlement", rel: "settlement", to: "finance", who: "finance", deputy: "sales2", next: "sales2", body: M{"do": "sign"},
		ready: (*world).claimed,
		never: map[string]string{"undone": noUndoYet, "stale by a minor change": noPlan, "cancelled": isOver},
		make: map[string]func(w *world, r, l string) string{
			"role withdrawn": func(w *world, _, l string) string { w.roles("finance", "staff"); return l },
			"stale by a major change": func(w *world, r, l string) string {
				w.post("finance", "/receptions/"+r+"/settlement", M{"do": "return", "comment": "少一张发票"})
				w.post("office2", "/receptions/"+r+"/expenses", M{"category": "dinner", "amount": M{"amount": "900.00", "currency": "CNY"}})
				w.post("office2", "/receptions/"+r+"/settlement", M{"do": "submit"})
				w.post("office", "/receptions/"+r+"/settlement", M{"do": "sign"})
				return l
			}},
		more: []linkCase{
			{"role withdrawn, others have it", "finance", func(w *world, _, l string) string {
				w.roles("gm", "gm", "finance")
				w.roles("finance", "staff")
				return l
			}},
			{"returned", "finance", func(w *world, r, l string) string {
				w.post("finance", "/receptions/"+r+"/settlement", M{"do": "return", "comment": "少一张发票"})
				return l
			}}}},
	{name: "sign-in", rel: "sign-in", to: "sales", body: M{"do": "sign-in"},
		ready: func(w *world) string {
			w.must(w.ask("", "POST", "/sign-in", M{"email": "sales@demo.example"}))
			return ""
		},
		never: map[string]string{"undone": noUndoYet, "stale by a minor change": noVisit, "stale by a major change": noVisit,
			"role withdrawn": noVisit, "delegated": noVisit, "cancelled": noVisit},
		make: map[string]func(w *world, r, l string) string{"person left": func(w *world, _, l string) string { w.left("sales", "sales2"); return l }}},
}

// ofPerson gives a link to somebody else.
func ofPerson(id string) func(w *world, r, l string) string {
	return func(w *world, _, l string) string {
		return w.changedLink(l, func(x *token.Link) { x.Person = id })
	}
}

// headIs names another head of a department.
func headIs(department, who string) func(w *world, r, l string) string {
	return func(w *world, _, l string) string { w.heads(department, who); return l }
}

// drivenBy changes who drives the car; nobody takes it away.
func drivenBy(driver M) func(w *world, r, l string) string {
	return func(w *world, r, l string) string {
		v, _ := look(w.get("office2", "/receptions/"+r+"/plan").v, "plan.vehicles")
		cars := v.([]any)
		if cars[0].(M)["driver"] = driver; driver == nil {
			cars = cars[:0]
		}
		w.post("office2", "/receptions/"+r+"/plan", M{"vehicles": cars, "change_reason": "换车"})
		w.post("office2", "/receptions/"+r+"/publish", M{})
		return l
	}
}

// dinner plans the dinner whose price needs an exception anew.
func dinner(amount, place string) func(w *world, r, l string) string {
	return func(w *world, r, l string) string {
		w.post("office", "/receptions/"+r+"/plan", M{"meals": []M{{"id": "m1", "slot": "dinner", "kind": "banquet", "place": place, "amount": M{"amount": amount, "currency": "CNY"}}}})
		return l
	}
}

// driven is a confirmed reception whose guests a driver picks up.
func (w *world) driven() string {
	w.Helper()
	r := w.reception(accepted, tuesday, "room-a")
	plan := sheet(tuesday, "room-a")
	plan["items"] = append(plan["items"].([]M), M{"kind": "pickup", "start": tuesday + "T09:00:00+08:00", "end": tuesday + "T09:25:00+08:00", "place": "机场"})
	plan["vehicles"] = []M{{"resource": "car", "type": "sedan", "driver": M{"name": "钱师傅", "phone": "13600000001", "email": "driver@cars.example"}}}
	w.post("office2", "/receptions/"+r+"/plan", plan)
	w.post("office2", "/receptions/"+r+"/publish", M{})
	w.confirm(r)
	return r
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

// heads names another head of a department.
func (w *world) heads(department, who string) {
	w.Helper()
	v := w.get("admin", "/company").at("departments[id=" + department + "].version")
	w.must(w.ask("admin", "POST", "/company/departments", M{"id": department, "head": who, "version": json.Number(v)}))
}

// roles gives somebody these roles and no others.
func (w *world) roles(who string, roles ...string) {
	w.Helper()
	v, _ := look(w.get("admin", "/staff/"+who).v, "version")
	w.must(w.ask("admin", "POST", "/staff/"+who, M{"version": v, "roles": roles}))
}

// left lets somebody leave the company.
func (w *world) left(who, successor string) {
	w.Helper()
	v, _ := look(w.get("admin", "/staff/"+who).v, "version")
	w.must(w.ask("admin", "POST", "/staff/"+who+"/leave", M{"version": v, "successor": successor}))
}

// delegates lets somebody stand in for another, for one subject.
func (w *world) delegates(who, deputy, subject string) {
	w.Helper()
	w.must(w.ask(who, "POST", "/me/delegation", M{"to": deputy, "until": "2026-12-01T09:00:00+08:00", "subjects": []string{subject}}))
}

// republish changes the itinerary and publishes it again.
func (w *world) republish(r string, change func(items []any)) {
	w.Helper()
	v, _ := look(w.get("office2", "/receptions/"+r+"/plan").v, "plan.items")
	items := v.([]any)
	change(items)
	w.post("office2", "/receptions/"+r+"/plan", M{"items": items, "change_reason": "调整"})
	w.post("office2", "/receptions/"+r+"/publish", M{})
}

// opened reads what a link is bound to.
func (w *world) opened(path string) token.Link {
	w.Helper()
	l, err := w.ring.OpenLink(strings.TrimPrefix(path, "/l/"))
	if err != nil {
		w.Fatal(err)
	}
	return l
}

// changedLink signs a link anew that differs a little.
func (w *world) changedLink(path string, change func(*token.Link)) string {
	w.Helper()
	l := w.opened(path)
	change(&l)
	return "/l/" + w.ring.SignLink(l)
}

// forged is a link with another end.
func forged(l string) string {
	if end := "AA"; !strings.HasSuffix(l, end) {
		return l[:len(l)-2] + end
	}
	return l[:len(l)-2] + "QA"
}

// keyRings are the keys of a company that rotated them twice, the newest last:
// the first ones are believed no more.
var keyRings = sync.OnceValues(func() (rings []*token.Ring, err error) {
	ring, err := token.Generate(strings.NewReader(strings.Repeat("first secret, ", 10)))
	for i := 0; i < 3 && err == nil; i++ {
		rings = append(rings, ring)
		ring, err = ring.Rotate(strings.NewReader(strings.Repeat(fmt.Sprintf("secret %d, ", i), 10)))
	}
	return rings, err
})

// rotatedData makes a data folder whose keys were rotated twice.
func rotatedData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	rings, err := keyRings()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(rings[2])
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "keys.json"), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// signedBefore gives the link as it was signed before so many rotations.
func (w *world) signedBefore(path string, rotations int) string {
	w.Helper()
	rings, err := keyRings()
	if err != nil {
		w.Fatal(err)
	}
	return "/l/" + rings[2-rotations].SignLink(w.opened(path))
}
