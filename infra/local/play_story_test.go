package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"time"
)

// bothYes answers both questions of a review.
var bothYes = map[string]any{"answers": map[string]string{"executability": "yes", "necessity": "yes"}}

// story plays one reception by the regulation "envicool" through every command
// it can have, from the application to the archive.
func (p *play) story() {
	p.t.Helper()
	p.hold(true)
	p.ask()
	p.plan()
	p.prepare()
	p.visit()
	p.close()
}

// ask is the application: edited, withdrawn, returned, accepted.
func (p *play) ask() {
	p.be("sales")
	p.do("sales", "evaluate", "/receptions/evaluate", p.application())
	p.do("sales", "guests/parse", "/receptions/guests/parse", map[string]any{"text": "姓名\t职务\n张伟\t总经理"})
	id, _ := look(p.do("sales", "apply", "/receptions", p.application()), "id")
	p.r = text(id)
	a := p.application()
	a["purpose"] = "供应商大会和参观"
	p.do("sales", "application", "/receptions/$R/application", a)
	p.submit()
	p.do("sales", "withdraw", "/receptions/$R/withdraw", nil)
	p.submit()
	p.do("office", "return", "/receptions/$R/return", map[string]any{"comment": "请写明来访目的"})
	p.submit()
	p.do("office", "accept", "/receptions/$R/accept", map[string]any{"specialist": "office2"})
}

func (p *play) submit() {
	n, _ := look(p.do("sales", "submit", "/receptions/$R/submit", nil), "number")
	p.r = text(n)
}

// plan is the sheet: written, published, sent back, published, confirmed.
func (p *play) plan() {
	p.do("office", "plan", "/receptions/$R/plan", p.sheet())
	p.do("office", "publish", "/receptions/$R/publish", map[string]any{"note": "第一版"})
	p.do("head", "review no", "/receptions/$R/review", map[string]any{"answers": map[string]string{"executability": "no", "necessity": "yes"}, "comment": "请改到展厅"})
	p.do("office", "plan, one list", "/receptions/$R/plan", map[string]any{"gifts": []any{}})
	p.do("office", "publish again", "/receptions/$R/publish", nil)
	p.do("head", "link review", p.linkIn("head", "review", "review"), bothYes)
	p.do("head", "link undo", p.linkIn("head", "review", "review"), map[string]any{"do": "undo"})
	p.approve()
}

// again publishes and lets everybody say yes.
func (p *play) again() {
	p.do("office", "publish again", "/receptions/$R/publish", nil)
	p.approve()
}

// open is a task that somebody owes.
func (p *play) open(owner string) string {
	p.t.Helper()
	id := p.get("office", "/receptions/$R", "tasks[owner.id="+owner+"].id")
	if id == "" {
		p.t.Fatalf("%s owes nothing", owner)
	}
	return "/receptions/$R/tasks/" + id
}

// prepare is what happens between the confirmation and the day.
func (p *play) prepare() {
	task := p.open("general-affairs")
	p.do("general-affairs", "task confirm", task, map[string]any{"do": "confirm", "values": map[string]string{"note": "已落实"}})
	p.do("general-affairs", "task reopen", task, map[string]any{"do": "reopen"})
	p.do("general-affairs", "task decline", task, map[string]any{"do": "decline", "comment": "没有人手"})
	p.do("office", "task assign", task, map[string]any{"do": "assign", "owner": "finance"})
	p.do("rd", "link task", p.linkIn("rd", "tasks", "task"), map[string]any{"do": "confirm", "values": map[string]string{"note": "郑凯"}})
	p.do("", "link guest", p.linkIn("guest0@customer.example", "invitation", "guest"), map[string]any{"diet": "halal", "photo": "yes"})
	p.do("office", "guests", "/receptions/$R/guests", map[string]any{"add": []any{map[string]any{"name": "赵新", "language": "zh", "email": "late@customer.example"}},
		"drop": []string{p.get("office", "/receptions/$R", "application.guests[1].id")}, "reason": "换人"})
	p.again()
	p.start = p.start.AddDate(0, 0, 1)
	p.do("office", "move", "/receptions/$R/move", map[string]any{"start": stamp(p.start), "end": stamp(p.end()), "reason": "航班改期"})
	p.again()
	p.upload("office2", "files", "/receptions/$R/files", picture())
	p.do("office2", "incidents", "/receptions/$R/incidents", map[string]any{"text": "投影仪坏了", "kind": "equipment", "item": "i0-1"})
}

// picture is a small photo.
func picture() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8)))
	return b.Bytes()
}

// visit is the day: guests come, one not announced, something takes longer.
func (p *play) visit() {
	p.clock(p.start.Add(-15 * time.Minute))
	late := p.read("gate", "/today?date="+p.start.Format(time.DateOnly))
	id := func(n int) string { v, _ := look(late, fmt.Sprintf("expected[%d].id", n)); return text(v) }
	p.do("gate", "checkins", "/receptions/$R/checkins", map[string]any{"guest": id(0), "client_id": "phone"})
	p.do("gate", "checkins, undo", "/receptions/$R/checkins", map[string]any{"guest": id(0), "undo": true, "client_id": "phone-2"})
	p.do("office2", "checkins, unannounced", "/receptions/$R/checkins", map[string]any{"unannounced": map[string]any{"name": "钱多"}})
	var all []string
	for n := range min(p.size.guests, 300) {
		if g := id(n); g != "" {
			all = append(all, g)
		}
	}
	for len(all) > 0 {
		n := min(len(all), atGate)
		p.do("gate", "checkins, a bus", "/receptions/$R/checkins", map[string]any{"guests": all[:n]})
		all = all[n:]
	}
	p.clock(p.start.Add(10 * time.Minute))
	p.do("office2", "delay", "/receptions/$R/delay", map[string]any{"item": "i0-2", "minutes": 10, "reason": "交流延长"})
	p.do("office", "plan, on the day", "/receptions/$R/plan", map[string]any{"gifts": p.sheet()["gifts"]})
}

// atGate is how many the gate lets in at once.
const atGate = 60

// close is what follows the visit, until it is filed.
func (p *play) close() {
	end := p.end().Add(time.Hour)
	p.clock(end)
	p.do("office2", "minutes", "/receptions/$R/minutes", map[string]any{"lines": []any{map[string]any{"text": "价格还有空间", "audience": "internal"}},
		"promises": []any{map[string]any{"text": "寄出报价", "owner": "sales", "due": end.AddDate(0, 0, 5).Format(time.DateOnly)}}})
	p.do("office2", "summary, draft", "/receptions/$R/summary", map[string]any{"tour_result": "印象深刻"})
	p.do("office2", "summary", "/receptions/$R/summary", map[string]any{"tour_result": "印象深刻", "talk_result": "同意试用", "opinions": "缩短交期", "complaints": "无", "look_back": "提前订餐", "file": true})
	p.do("sales", "expenses", "/receptions/$R/expenses", map[string]any{"category": "lunch", "amount": map[string]any{"amount": "300.00", "currency": "CNY"}, "people": 3})
	p.do("sales", "settlement submit", "/receptions/$R/settlement", map[string]any{"do": "submit"})
	p.do("office", "link settlement", p.linkIn("office", "settlement", "settlement"), map[string]any{"do": "sign"})
	p.linkIn("finance", "settlement", "settlement") // she is asked before she signs
	p.do("finance", "settlement sign", "/receptions/$R/settlement", map[string]any{"do": "sign"})
	p.clock(end.AddDate(0, 0, 1))
	scores := []any{}
	for i, q := range []string{"product", "service", "environment", "reception"} {
		scores = append(scores, map[string]any{"question": q, "score": 5 - i%2})
	}
	p.do("", "link survey", p.linkIn("guest0@customer.example", "survey", "survey"), map[string]any{"answers": scores, "comment": "满意"})
	p.clock(p.end().AddDate(0, 0, 3))
}

// exception plays a reception by "showroom" whose lunch is over its cap.
func (p *play) exception() {
	p.hold(true)
	a := p.application()
	a["policy"], a["guests"] = "showroom", []any{map[string]any{"name": "吴刚", "kind": "designer", "main": true, "language": "zh"}}
	p.begin(a)
	p.do("office", "plan, over a cap", "/receptions/$R/plan", map[string]any{"meals": []any{map[string]any{"id": "m1", "slot": "lunch", "kind": "rich", "amount": map[string]any{"amount": "900.00", "currency": "CNY"}}}})
	finding := p.get("office", "/receptions/$R/plan", "findings[blocks=true].id")
	e, _ := look(p.do("office", "exceptions", "/receptions/$R/exceptions", map[string]any{"finding": finding, "reason": "贵宾"}), "exception.id")
	p.do("director", "exceptions decide", "/receptions/$R/exceptions/"+text(e)+"/decide", map[string]any{"decision": "grant"})
	p.do("office", "cancel", "/receptions/$R/cancel", map[string]any{"reason": "客户取消"})
}

// begin brings an application as far as the sheet.
func (p *play) begin(a map[string]any) {
	id, _ := look(p.do("sales", "apply", "/receptions", a), "id")
	p.r = text(id)
	p.submit()
	p.do("office", "accept", "/receptions/$R/accept", map[string]any{"specialist": "office2", "reason": "照常"})
}

// merging enters the customer and one of its people twice, merges them and takes
// it back.
func (p *play) merging(c string) {
	other, _ := look(p.do("sales2", "add-customer", "/customers", map[string]any{"name": "北辰电气有限公司", "grade": "B",
		"contacts": []any{map[string]any{"name": "王明", "phone": "13700000001"}}}), "customer.id")
	apart := c + "/different/" + text(other)
	p.do("sales", "tell-apart", apart, map[string]any{"version": p.number("sales", c, "version")})
	p.do("sales", "apart-undo", apart+"/undo", map[string]any{"version": p.number("sales", c, "version")})
	pair := c + "/merge/" + text(other)
	p.do("sales", "merge-customers", pair, map[string]any{"version": p.number("sales", c, "version"), "take": map[string]any{"grade": "this"}})
	p.do("sales", "part-customers", pair+"/undo", map[string]any{"version": p.number("sales", c, "version")})
	v := p.read("sales", c)
	a, _ := look(v, "customer.contacts[name=王明].id")
	b, _ := look(v, "customer.contacts[name=李敏].id")
	pair = c + "/contacts/" + text(a) + "/merge/" + text(b)
	p.do("sales", "merge-contacts", pair, map[string]any{"version": p.number("sales", c, "version")})
	p.do("sales", "part-contacts", pair+"/undo", map[string]any{"version": p.number("sales", c, "version")})
}

// company plays the commands around receptions.
func (p *play) company() {
	p.hold(true)
	id, _ := look(p.do("sales", "add-customer", "/customers", map[string]any{"name": "北辰电气", "class": "general",
		"contacts": []any{map[string]any{"name": "王明"}, map[string]any{"name": "李敏"}, map[string]any{"name": "钱伟"}}}), "customer.id")
	c := "/customers/" + text(id)
	p.do("sales", "edit-customer", c, map[string]any{"version": p.number("sales", c, "version"), "grade": "A"})
	p.merging(c)
	x, _ := look(p.do("admin", "add-resource", "/resources", map[string]any{"name": "会议室 C", "kind": "room"}), "id")
	from := p.start.AddDate(0, 0, 20)
	b, _ := look(p.do("admin", "block", "/resources/"+text(x)+"/blocks", map[string]any{"from": stamp(from), "to": stamp(from.Add(time.Hour)), "why": "维修"}), "id")
	p.do("admin", "unblock", "/resources/"+text(x)+"/blocks/"+text(b)+"/drop", map[string]any{"from": stamp(from), "to": stamp(from.Add(time.Hour))})
	s, _ := look(p.do("admin", "add-staff", "/staff", map[string]any{"email": "neu@demo.example", "name": "新人", "language": "zh", "department": "sales", "roles": []string{"sales"}}), "id")
	p.do("admin", "edit-staff", "/staff/"+text(s), map[string]any{"version": p.number("admin", "/staff/"+text(s), "version"), "phone": "13900000009"})
	p.do("admin", "leave", "/staff/"+text(s)+"/leave", map[string]any{"version": p.number("admin", "/staff/"+text(s), "version"), "successor": "sales"})
	p.do("admin", "add-staff-list", "/staff/list", map[string]any{"text": "新人乙\tneu2@demo.example\t质量部\n新人丙\tneu3@demo.example\t市场部\t经理\t\t销售"})
	p.do("head", "delegate", "/me/delegation", map[string]any{"to": "gm", "from": stamp(p.start.AddDate(0, 0, 30)), "until": stamp(p.start.AddDate(0, 0, 40)), "subjects": []string{"review"}})
	p.do("", "sign-in", "/sign-in", map[string]any{"email": "sales@demo.example"})
	a := p.application()
	a["customer"], a["start"], a["end"] = map[string]any{"name": "另一家", "class": "general"}, stamp(p.start.AddDate(0, 0, 30)), stamp(p.start.AddDate(0, 0, 30).Add(time.Hour))
	d, _ := look(p.do("sales", "apply", "/receptions", a), "id")
	p.r = text(d)
	p.submit()
	p.do("office", "decline", "/receptions/$R/decline", map[string]any{"reason": "闭馆"})
}

// number is a version as the answer has it.
func (p *play) number(by, path, part string) any {
	v, _ := look(p.read(by, path), part)
	return v
}
