package page

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// tuesday is a time on the day of the plan under test.
func tuesday(hour, minute int) time.Time {
	return time.Date(2026, 11, 24, hour, minute, 0, 0, time.UTC)
}

// planned is a plan of two days: a talk in room A that clashes, a meal
// elsewhere with a car, and a new line; another visit holds room A.
func planned() web.PlanForm {
	talk := reception.Item{ID: "i1", Kind: "talk", Title: "会谈", Start: tuesday(9, 10), End: tuesday(10, 30), Resources: []string{"room-a"}, People: []reception.Assigned{{Staff: "head"}}}
	meal := reception.Item{ID: "i2", Kind: "meal", Title: "午餐", Start: tuesday(12, 0), End: tuesday(13, 0)}
	late := reception.Item{ID: "~2", Kind: "activity", Title: "夜游", Start: tuesday(23, 0), End: tuesday(25, 0)}
	f := web.PlanForm{Reception: reception.View{State: reception.Planning, Number: "R-20261116-002"}, By: web.ByPlaces,
		Resources: []venue.View{{ID: "room-a", Name: "会议室 A", Kind: venue.Room}, {ID: "room-b", Name: "会议室 B", Kind: venue.Room}, {ID: "van", Name: "商务车", Kind: venue.Vehicle}},
		People:    []staff.View{{ID: "head", Name: "赵磊", Active: true}}, Places: map[string][]int{"items": {0, 1, 2}, "vehicles": {0}}}
	f.Plan.Visit = []string{"2026-11-24", "2026-11-25"}
	f.Plan.Plan.Items, f.Plan.Plan.Vehicles = []reception.Item{talk, meal, late}, []reception.Vehicle{{ID: "v1", Resource: "van", Item: "i2"}}
	f.Plan.Clashes = []reception.Clash{{Level: "stop", Resource: "room-a", Name: "会议室 A", With: "R-20261116-001", Item: "i1", From: tuesday(10, 0), To: tuesday(11, 0)}}
	f.Plan.Days = []reception.BusyDay{{Date: "2026-11-24", Busy: []reception.Busy{{Resource: "room-a", With: "R-20261116-001", From: tuesday(10, 0), To: tuesday(11, 0)}}}, {Date: "2026-11-25"}}
	f.Rows.Items = &[]web.ItemRow{{Row: web.Row{ID: "i1"}, Title: "会谈", Day: "2026-11-24"}, {Row: web.Row{ID: "i2"}, Title: "午餐", Day: "2026-11-24"}, {Title: "夜游", Day: "2026-11-24"}}
	f.Rows.Vehicles = &[]web.VehicleRow{{Row: web.Row{ID: "v1"}, Resource: "van", Item: "i2"}}
	return f
}

// drawn writes a day of the board: column, block, the field that a move changes.
func drawn(b Board) (list []string) {
	for _, c := range b.Days[0].Columns {
		for _, k := range c.Blocks {
			list = append(list, strings.TrimSpace(strings.Join([]string{c.Name, k.From + "–" + k.Until, k.Title, k.Field, k.Level, k.Place()}, " | ")))
		}
	}
	return list
}

// Items stand in their places or with their people, beside what others hold;
// only where it clashes a block is marked.
func TestBoard(t *testing.T) {
	f := planned()
	p := web.Page{View: f}
	b := board(i18n.ZH, p, f)
	if d := cmp.Diff([]string{
		"会议室 A | 09:10–10:30 | 会谈 | items[0].resources[0] | stop | h9 q2 e10 f6 l0 n2",
		"会议室 A | 10:00–11:00 | R-20261116-001 |  |  | h10 q0 e11 f0 l1 n2",
		"其他地点 | 12:00–13:00 | 午餐 | items[1].resources[0] |  | h12 q0 e13 f0 l0 n1",
		"其他地点 | 23:00–01:00 | 夜游 | items[2].resources[0] |  | h23 q0 e24 f0 l0 n1",
		"商务车 | 12:00–13:00 | 午餐 | vehicles[0].resource |  | h12 q0 e13 f0 l0 n1",
	}, drawn(b)); d != "" {
		t.Error(d)
	}
	if b.From != 8 || b.To != 24 {
		t.Errorf("%d–%d", b.From, b.To)
	}
	f.By = web.ByPeople
	if d := cmp.Diff([]string{
		"赵磊 | 09:10–10:30 | 会谈 | items[0].people |  | h9 q2 e10 f6 l0 n1",
		"未安排人员 | 12:00–13:00 | 午餐 | items[1].people |  | h12 q0 e13 f0 l0 n1",
		"未安排人员 | 23:00–01:00 | 夜游 | items[2].people |  | h23 q0 e24 f0 l0 n1",
	}, drawn(board(i18n.ZH, web.Page{View: f}, f))); d != "" {
		t.Error(d)
	}
}

// What another reception holds leads there for those who see every reception; to
// others the way would be closed.
func TestBoardLeadsWhereItOpens(t *testing.T) {
	for role, want := range map[staff.Role]string{staff.Office: "/receptions/R-20261116-001", staff.Sales: ""} {
		f := planned()
		b := board(i18n.ZH, web.Page{Who: &staff.Person{Roles: []staff.Role{role}}, View: f}, f)
		if got := b.Days[0].Columns[0].Blocks[1].Link; got != want {
			t.Errorf("%s: %q", role, got)
		}
	}
}

// Blocks that overlap stand beside each other, and only those.
func TestLanes(t *testing.T) {
	blocks := []Block{{Title: "d", Start: 600, End: 660}, {Title: "a", Start: 540, End: 600}, {Title: "b", Start: 540, End: 570}, {Title: "c", Start: 570, End: 590}}
	lanes(blocks)
	var got []string
	for _, b := range blocks {
		got = append(got, b.Title+" "+b.Place())
	}
	if d := cmp.Diff([]string{"a h9 q0 e10 f0 l0 n2", "b h9 q0 e9 f6 l1 n2", "c h9 q6 e9 f10 l1 n2", "d h10 q0 e11 f0 l0 n1"}, got); d != "" {
		t.Error(d)
	}
}

// Every class that puts a block in its place is in the style sheet, for pages
// carry no styles of their own.
func TestPlacesAreStyled(t *testing.T) {
	css, err := os.ReadFile("../static/plan.css")
	if err != nil {
		t.Fatal(err)
	}
	for start := 0; start < 24*60; start += 5 {
		for _, c := range strings.Fields(Block{Start: start, End: start + 5, Lane: start % maxLanes, Lanes: 1 + start%maxLanes}.Place()) {
			if !bytes.Contains(css, []byte("."+c+"{")) {
				t.Fatalf("no rule for %s", c)
			}
		}
	}
}

// wordsOf is what an element says.
func wordsOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// The plan's page: a heading for each part and day, a line of fields for each
// item with its place in the form, sentences at the line that clashes, rows to
// write in, and a first button that saves.
func TestPlanPage(t *testing.T) {
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	f := planned()
	var out bytes.Buffer
	if err := pages.Render(&out, web.Page{Name: "plan-form", View: f, Lang: i18n.ZH, Key: "k", Who: &staff.Person{ID: "office", Roles: []staff.Role{staff.Office}}}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var heads, lines, buttons []string
	for n := range doc.Descendants() {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch {
		case n.Data == "h1" || n.Data == "h2" || n.Data == "h3":
			heads = append(heads, n.Data+" "+wordsOf(n))
		case n.Data == "fieldset" && strings.HasPrefix(attr["id"], "row-"):
			lines = append(lines, attr["id"]+" "+attr["class"])
		case n.Data == "button" && attr["tabindex"] == "-1" || n.Data == "button" && attr["value"] == "publish":
			buttons = append(buttons, wordsOf(n))
		}
		if attr["id"] == "row-0" && !strings.Contains(wordsOf(n), "会议室 A：2026年11月24日(周二)10:00–11:00 已被 R-20261116-001 占用") {
			t.Errorf("the line says %s", wordsOf(n))
		}
	}
	want := []string{"h1 编制执行表", "h2 日程板", "h3 2026年11月24日(周二)", "h3 2026年11月25日(周三)", "h2 日程", "h3 2026年11月24日(周二)", "h3 2026年11月25日(周三)", "h2 用餐", "h2 用车", "h2 住宿",
		"h2 晚间活动", "h2 礼品", "h2 人员与职责", "h2 正在编辑", "h2 制度检查"}
	if d := cmp.Diff(want, heads); d != "" {
		t.Error(d)
	}
	for _, line := range []string{"row-0 line item stop", "row-3 line item", "row-4 line item", "row-vehicles-1 line vehicles"} {
		if !slices.Contains(lines, line) {
			t.Errorf("no line %q in %q", line, lines)
		}
	}
	if d := cmp.Diff([]string{"保存执行表", "保存并去发布"}, buttons); d != "" {
		t.Error(d)
	}
}

// Errors lead to a field that is there, and say where it is.
func TestPlanErrors(t *testing.T) {
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	problem := &web.Problem{Title: "填写有误", Status: 422, Code: "invalid", Detail: "x", Errors: []web.ProblemField{
		{Field: "/items/2/people", Code: "unknown-id", Message: "没有找到"}, {Field: "/vehicles/0/item", Code: "unknown-id", Message: "没有找到"}, {Field: "/specialist", Code: "unknown-id", Message: "没有找到"}}}
	var out bytes.Buffer
	if err := pages.Render(&out, web.Page{Name: "plan-form", View: planned(), Lang: i18n.ZH, Key: "k", Status: 422, Problem: problem, Path: "/receptions/R-20261116-002/plan/edit"}); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`href="#(f-[^"]+)"`).FindAllStringSubmatch(out.String(), -1) {
		if !strings.Contains(out.String(), `id="`+m[1]+`"`) {
			t.Errorf("%s leads nowhere", m[1])
		}
	}
	if !strings.Contains(out.String(), "日程第 3 行，我方人员") {
		t.Error("the row is not named")
	}
}
