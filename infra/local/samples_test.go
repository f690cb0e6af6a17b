package main

import (
	"bytes"
	"maps"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/web"
)

// A sample is how a command of the route table is usually sent.
type sample struct {
	who  string // does it
	step int    // how far the reception is then
	body M
}

// samples has one for each POST of the route table, by the route's name.
var samples = map[string]sample{
	"sign-in":          {body: M{"email": "sales@demo.example"}},
	"sign-in-code":     {body: M{"challenge": "unknown", "code": "000000"}},
	"sign-in-trial":    {body: M{"staff": "sales"}},
	"sign-out":         {body: M{}},
	"language":         {body: M{"language": "en"}},
	"delegate":         {who: "head", body: M{"to": "director", "until": "2026-12-01T09:00:00+08:00", "subjects": []string{"review"}}},
	"tour":             {who: "sales", body: M{"again": false}},
	"save-view":        {who: "sales", body: M{"name": "待受理", "query": "state=submitted"}},
	"add-staff":        {who: "admin", body: M{"email": "new@demo.example", "name": "新人", "department": "sales", "roles": []string{"sales"}}},
	"edit-staff":       {who: "admin", body: M{"latin": "Somebody"}},
	"add-staff-list":   {who: "admin", body: M{"text": "新人\tlist@demo.example\t市场部"}},
	"leave":            {who: "admin", body: M{"successor": "sales"}},
	"come-back":        {who: "admin", body: M{}},
	"evaluate":         {who: "sales", body: application(tuesday)},
	"apply":            {who: "sales", body: application(tuesday)},
	"parse-guests":     {who: "sales", body: M{"text": "姓名\t职务\n张三\t总经理"}},
	"application":      {who: "sales", step: drafted, body: M{"purpose": "验厂"}},
	"submit":           {who: "sales", step: drafted, body: M{}},
	"withdraw":         {who: "sales", step: submitted, body: M{}},
	"accept":           {who: "office", step: submitted, body: M{"specialist": "office2"}},
	"return":           {who: "office", step: submitted, body: M{"comment": "请补充来访目的"}},
	"decline":          {who: "office", step: submitted, body: M{"reason": "当天停产"}},
	"edit-plan":        {who: "office2", step: accepted, body: sheet(tuesday, "room-a")},
	"ask-exception":    {who: "office2", step: planned, body: M{"finding": "nothing", "reason": "客户要求"}},
	"decide-exception": {who: "director", step: planned, body: M{"decision": "grant"}},
	"publish":          {who: "office2", step: planned, body: M{"note": "第一版"}},
	"review":           {who: "head", step: published, body: M{"answers": yes}},
	"task":             {who: "rd", step: confirmed, body: M{"do": "confirm"}},
	"move":             {who: "office2", step: confirmed, body: M{"start": "2026-11-25T09:00:00+08:00", "reason": "航班改期"}},
	"cancel":           {who: "office2", step: confirmed, body: M{"reason": "客户取消"}},
	"guests":           {who: "office2", step: confirmed, body: M{"add": []M{{"name": "王五", "language": "zh"}}, "reason": "多来一位"}},
	"checkins":         {who: "gate", step: visiting, body: M{"guest": "g0000", "client_id": "phone-1"}},
	"gate-pass":        {who: "gate", step: visiting, body: M{"pass": "not a pass"}},
	"nudge":            {who: "sales", step: published, body: M{}},
	"delay":            {who: "office2", step: visiting, body: M{"item": "i5", "minutes": 20}},
	"incident":         {who: "office2", step: visiting, body: M{"text": "投影仪坏了", "kind": "equipment"}},
	"edit-minutes": {who: "office2", step: closing, body: M{"lines": []M{{"text": "十二月前报价", "audience": "customer"}},
		"promises": []M{{"text": "发出报价", "owner": "sales", "due": "2026-12-01"}}}},
	"summary": {who: "office2", step: closing, body: M{"tour_result": "顺利", "talk_result": "达成意向", "opinions": "无", "complaints": "无", "file": true}},
	"expense": {who: "office2", step: closing, body: M{"category": "lunch", "amount": M{"amount": "300.00", "currency": "CNY"},
		"people": 4, "on": tuesday}},
	"settlement":  {who: "office2", step: closing, body: M{"do": "none"}},
	"answer-link": {who: "head", step: published, body: M{"answers": yes}},
	"add-customer": {who: "sales", body: M{"name": "上海远景", "class": "important",
		"contacts": []M{{"name": "李敏", "phone": "13700000009"}}}},
	"edit-customer":    {who: "sales", step: submitted, body: M{"country": "CN"}},
	"merge-customers":  {who: "sales", step: submitted, body: M{"take": M{}, "note": "同一家公司"}},
	"part-customers":   {who: "sales", step: submitted, body: M{"note": "是子公司"}},
	"merge-contacts":   {who: "sales", step: submitted, body: M{"take": M{}, "note": "同一人"}},
	"part-contacts":    {who: "sales", step: submitted, body: M{"note": "是两个人"}},
	"tell-apart":       {who: "sales", step: submitted, body: M{"note": "是两家公司"}},
	"apart-undo":       {who: "sales", step: submitted, body: M{"note": "还不能确定"}},
	"apply-page":       {who: "sales", body: application(tuesday)},
	"application-page": {who: "sales", step: drafted, body: M{"purpose": "验厂"}},
	"plan-page":        {who: "office2", step: accepted, body: M{"change_reason": "调整"}},
	"set-company":      {who: "admin", body: M{"phone": "0755-86000001"}},
	"set-department":   {who: "admin", body: M{"id": "sales", "name": "市场营销部"}},
	"map-role":         {who: "admin", body: M{"policy": "envicool", "role": "gm", "staff": []string{"gm"}}},
	"set-holidays":     {who: "office", body: M{"year": 2027, "off": []string{"2027-01-01"}}},
	"settle-promise":   {who: "sales", step: submitted, body: M{"state": "kept"}},
	"add-file":         {who: "office2", step: confirmed, body: M{"kind": "paper"}},
	"announce-file":    {who: "office2", step: confirmed, body: M{"name": "执行表.pdf", "size": len(pdf), "kind": "paper"}},
	"confirm-file":     {who: "office2", step: confirmed, body: M{}},
	"set-logo":         {who: "admin", body: M{}},
	"add-resource":     {who: "admin", body: M{"name": "会议室 C", "kind": "room"}},
	"edit-resource":    {who: "admin", body: M{"name": "会议室 A", "kind": "room", "seats": 12}},
	"block":            {who: "office", body: M{"from": "2026-11-26T09:00:00+08:00", "to": "2026-11-26T10:00:00+08:00", "why": "内部培训"}},
	"review-many":      {who: "head", step: published, body: M{"reviews": []M{{"yes": true, "reception": "R-20261122-001", "subject": "review:review:market", "person": "head", "revision": 1, "hash": "none"}}}},
	"unblock":          {who: "office", body: M{"from": "2026-11-26T09:00:00+08:00", "to": "2026-11-26T10:00:00+08:00"}},
}

// hasVersion says whether a command carries the version of what it changes.
func hasVersion(r *web.Route) bool {
	if r.Command == nil || r.Name == "add-file" {
		return false
	}
	_, ok := r.Command.FieldByName("Version")
	return ok
}

// double enters the customer once more, with two people of the first, and fills
// a place with them; a command that parts them finds them merged.
func (w *world) double(p place, command string) {
	w.Helper()
	c := "/customers/" + p["c"]
	other := w.must(w.ask("sales", "POST", "/customers", M{"name": "又一次登记"}))
	p["l"] = other.at("customer.id")
	v := w.must(w.ask("sales", "POST", c, M{"version": w.get("sales", c).v["version"], "contacts": []M{{"name": "甲"}, {"name": "乙"}}}))
	p["k"], p["q"] = v.at("customer.contacts[name=甲].id"), v.at("customer.contacts[name=乙].id")
	pair := map[string]string{"part-customers": c + "/merge/" + p["l"], "apart-undo": c + "/different/" + p["l"], "part-contacts": c + "/contacts/" + p["k"] + "/merge/" + p["q"]}[command]
	if pair != "" {
		w.must(w.ask("sales", "POST", pair, M{"version": v.v["version"]}))
	}
}

// A place fills the names in braces of a pattern: "r" is the reception.
type place map[string]string

// path writes a route's path.
func (p place) path(r *web.Route) string {
	parts := strings.Split(r.Pattern, "/")
	for i, part := range parts {
		if name := strings.Trim(part, "{}"); name != part {
			if parts[i] = p[name]; parts[i] == "" {
				parts[i] = "none"
			}
		}
	}
	return strings.Join(parts, "/")
}

// flat writes a body as the fields of a form, names and values in turn.
func flat(prefix string, v any) []string {
	name := func(k string) string { return strings.TrimPrefix(prefix+"."+k, ".") }
	var out []string
	switch v := v.(type) {
	case M:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = append(out, flat(name(k), v[k])...)
		}
	case []M:
		for i := range v {
			out = append(out, flat(name(strconv.Itoa(i)), v[i])...)
		}
	case []string:
		for i := range v {
			out = append(out, name(strconv.Itoa(i)), v[i])
		}
	default:
		out = append(out, prefix, text(v))
	}
	return out
}

// pdf is the smallest file that is taken as one.
const pdf = "%PDF-1.4\n%%EOF\n"

// content is what a sample of an upload sends.
func content(r *web.Route) string {
	if r.Name == "set-logo" {
		return string(logo)
	}
	return pdf
}

// multi writes a multipart form with a file and gives body and content type.
func multi(fields M, name, content string) (body, kind string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, v := range fields {
		_ = m.WriteField(k, text(v))
	}
	f, _ := m.CreateFormFile("file", name)
	_, _ = f.Write([]byte(content))
	_ = m.Close()
	return b.String(), m.FormDataContentType()
}

// upload adds a file to a reception.
func (w *world) upload(who, r string, fields M, name, content string) answer {
	w.Helper()
	body, kind := multi(fields, name, content)
	return w.ask(who, "POST", "/receptions/"+r+"/files", body, "Content-Type", kind, "Idempotency-Key", w.key())
}
