package page

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/report"
	"yingbin/shared/web"
)

// papers are all that can be printed.
var papers = []string{reception.PaperApplication, reception.PaperSheet, reception.PaperSlips, reception.PaperItinerary, reception.PaperPickup,
	reception.PaperWelcome, reception.PaperNames, reception.PaperSeating, reception.PaperPasses, reception.PaperMinutes, reception.PaperSummary, reception.PaperSettlement}

// richPrint is a reception with everything, empty one with nothing.
func richPrint() web.PrintView {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	guests := []reception.Guest{{ID: "g1", Name: "张<b>三", Position: "总经理", Main: true, Language: "en"}, {ID: "g2", Name: "Maximilian Featherstonehaugh-Cholmondeley", Diet: "vegan"}, {ID: "g3", Name: "没来", Dropped: true}}
	items := []reception.Item{{ID: "i1", Kind: "talk", Title: "会谈", Start: at, End: at.Add(time.Hour), People: []reception.Assigned{{Staff: "gm", Name: "周建国", Role: "leader"}}},
		{ID: "i2", Kind: "meal", Start: at.Add(3 * time.Hour), End: at.Add(4 * time.Hour), Guests: reception.Party{IDs: []string{"g2"}}}}
	diners := []paper.Diner{{Name: "张三", Main: true}, {Name: "John"}}
	ours := []paper.Diner{{Name: "周建国", Leader: true}, {Name: "王芳", Serves: true}}
	sheet := reception.Sheet{Number: "R-20261124-001", Revision: 2, Customer: reception.Ref{Name: "深圳"}, Start: at, End: at.Add(8 * time.Hour), Items: items,
		Meals:   []reception.Meal{{Slot: "lunch", Kind: "banquet", Amount: policy.Yuan(800)}},
		Lodging: []reception.Lodging{{Hotel: "海景", Rooms: 2, Rate: policy.Yuan(400), Payer: "company", From: "2026-11-24"}},
		Gifts:   []reception.Gift{{Name: "茶叶", Count: 2}}, Vehicles: []reception.Vehicle{{Type: "van", Plate: "粤B12345"}}}
	v := reception.View{ID: "R-20261124-001", Number: "R-20261124-001", Revision: 2, Customer: reception.Ref{Name: "深圳"}, Start: at, End: at.Add(8 * time.Hour),
		Level: &reception.LevelView{Decided: "senior"}, Specialist: &reception.Ref{Name: "刘洋"}, Application: &reception.ApplicationView{Guests: guests, Purpose: "参观", SubmittedAt: &at,
			Arrival: &reception.Leg{At: &at, Number: "CZ3000"}, Fields: map[string]string{"visit.x": "y"}},
		Plan:      &reception.PlanView{Items: items, Totals: &reception.Totals{Diets: []reception.DietTotal{{Meal: "午餐", Diet: "vegan", Count: 1}}}},
		Approvals: []reception.ApprovalView{{ID: "review", Title: map[string]string{"zh": "评审"}, Steps: []reception.StepView{{Person: reception.Ref{ID: "head", Name: "赵磊"}, State: "yes", At: &at}, {Person: reception.Ref{Name: "王芳"}, State: "open"}}}},
		Tasks:     []reception.TaskView{{ID: "a", Department: "office", Do: "订餐", Due: &at, State: "confirmed", Item: "i2"}, {ID: "b", Department: "rd", Do: "答疑", State: "asked"}},
		Minutes:   &reception.Minutes{Revision: 1, By: "office", Lines: []reception.Line{{Text: "价格底线", Audience: "internal"}, {Text: "先试用", Audience: "customer"}}, Promises: []reception.Promise{{Text: "寄样品", Owner: "sales", Due: "2026-12-01"}}},
		Summary:   &reception.SummaryView{Summary: reception.Summary{TourResult: "好", By: "office", FiledAt: at}, Readers: []reception.Ref{{Name: "赵磊"}}},
		Money: &reception.MoneyView{State: "signed", Expenses: []reception.Expense{{Category: "lunch", Amount: policy.Yuan(800), Allowed: policy.Yuan(500)}}, Signatures: []reception.Signature{{Step: "owner", By: "office", At: at}},
			Claimed: policy.Yuan(800), Allowed: policy.Yuan(500), Caps: []reception.CapView{{Item: "lunch", Amount: policy.Yuan(500), Base: policy.Yuan(500), For: 5}}}}
	return web.PrintView{Papers: papers, Letterhead: web.Letterhead{Name: "迎宾", Address: "深圳", Logo: "/company/logo?v=1"}, Languages: i18n.Langs(), Reception: v, Sheet: &sheet,
		Lines: v.Minutes.CustomerLines(), Host: &web.Contact{Name: "刘洋", Phone: "13800010006"}, Accepted: &at, Passes: []web.Pass{{Name: "张三", Code: "code"}},
		Tables: []web.Tables{{Kind: "talk", Start: at, Seating: paper.Talks(diners, ours), Introductions: paper.Introductions(diners, ours)}, {Kind: "lunch", Start: at, Seating: paper.Banquet(diners, ours)}}}
}

// printed gives a page of a paper.
func printed(t *testing.T, p *Pages, l i18n.Lang, view any, name string) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Render(&b, web.Page{Name: name, View: view, Lang: l, Path: "/receptions/R-20261124-001/print"}); err != nil {
		t.Fatalf("%s: %v", l, err)
	}
	return b.String()
}

// TestPapers: every paper renders with everything and with nothing, in every
// language; without a word missing, escaped, and nothing loaded from elsewhere.
func TestPapers(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	empty := web.PrintView{Languages: i18n.Langs(), Sheet: &reception.Sheet{}, Reception: reception.View{Application: &reception.ApplicationView{}}}
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		for _, name := range append([]string{""}, papers...) {
			for what, v := range map[string]web.PrintView{"rich": richPrint(), "empty": empty} {
				v.Paper = name
				html := printed(t, p, l, v, "print-index")
				for _, bad := range []string{"print.", "report.", "<b>三", "elsewhere", "没来", "ZgotmplZ"} {
					if text := strings.NewReplacer("/static/print.css", "", "/static/report.css", "").Replace(html); strings.Contains(text, bad) {
						t.Errorf("%s %s %s: has %q", l, name, what, bad)
					}
				}
				if name != "" && !strings.Contains(html, "<article") {
					t.Errorf("%s %s %s: no paper", l, name, what)
				}
				if name != "" && !strings.Contains(html, "<h1") {
					t.Errorf("%s %s %s: no heading", l, name, what)
				}
				if name == reception.PaperMinutes && strings.Contains(html, "价格底线") {
					t.Errorf("%s: an internal line leaves the company", l)
				}
			}
		}
	}
}

// TestPolicyForm: a form of the policy's own prints with its fields.
func TestPolicyForm(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v := richPrint()
	v.Paper, v.Form = "form.notice", &reception.PaperView{ID: "notice", Title: "参观通知单", Fields: []reception.PaperField{{Label: "人数", Value: "5"}}, Boxes: []string{"head"}}
	if html := printed(t, p, i18n.ZH, v, "print-index"); !strings.Contains(html, "参观通知单") || !strings.Contains(html, "人数") {
		t.Error(html)
	}
}

// TestReportPage: the page renders with figures, without any, and with the
// part of the cost alone; it compares with the year before where that has any.
func TestReportPage(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	cost := &report.Cost{Allowed: policy.Yuan(500), Months: []report.MonthCost{{Month: "2026-11", Allowed: policy.Yuan(500)}}, Levels: []report.CostLine{{ID: "senior"}},
		Categories: []report.CategoryCost{{Category: "dinner", Claimed: policy.Yuan(600), Allowed: policy.Yuan(500), Capped: policy.Yuan(550), Cap: policy.Yuan(500)}}, Customers: []report.CostLine{{Name: "深圳<b>"}}}
	volume := report.Volume{Total: report.Count{Receptions: 3}, Months: []report.MonthCount{{Month: "2026-11", Receptions: 3}}, Levels: []report.Count{{ID: "senior", Receptions: 3}, {}}, Departments: []report.Count{{Name: "市场部"}}}
	compared := volume
	compared.Total.Before = 1
	full := report.View{Year: 2026, Years: []int{2026, 2025}, Through: "2026-11", Compared: "2025-11", Cost: cost, Volume: &compared,
		Deadlines:    &report.Deadlines{Share: 66.7, Lines: []report.DeadlineLine{{What: "lead", Kept: 2, Missed: 1, Share: 66.7}}, Months: []report.DeadlineLine{{What: "2026-11", Share: 66.7}}},
		Satisfaction: &report.Satisfaction{Average: 4.3, Questions: []report.QuestionLine{{ID: "product", Average: 4}}, Lowest: []report.QuestionLine{{ID: "product", Average: 4}}, Months: []report.MonthAnswered{{Month: "2026-11", Average: 4.3}}}}
	first := full
	first.Volume = &volume
	for name, c := range map[string]struct {
		view           report.View
		sheets         int
		shown, columns bool // the parts; the columns of the year before
	}{
		"full": {full, 4, true, true}, "the first year": {first, 4, true, false},
		"empty": {report.View{Year: 2026, Through: "2026-01", Compared: "2025-01", Cost: &report.Cost{}, Volume: &report.Volume{}, Deadlines: &report.Deadlines{}, Satisfaction: &report.Satisfaction{}}, 4, false, false},
		"cost":  {report.View{Year: 2026, Through: "2026-01", Compared: "2025-01", Cost: cost}, 1, true, false},
	} {
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			html := printed(t, p, l, c.view, "reports")
			for _, wrong := range []string{"report.by", "report.none", "深圳<b>", "NaN", "%!"} {
				if strings.Contains(html, wrong) {
					t.Errorf("%s in %s: %s", name, l, wrong)
				}
			}
			if shown := strings.Contains(html, `id="cost"`); shown != c.shown || shown == strings.Contains(html, `class="card empty"`) {
				t.Errorf("%s in %s: figures %v", name, l, shown)
			}
			if head := ">" + i18n.T(l, "report.before") + "</th>"; strings.Contains(html, head) != c.columns {
				t.Errorf("%s in %s: %s", name, l, head)
			}
			if n := len(web.ReportSheets(l, c.view, "")); n != c.sheets {
				t.Errorf("%s: %d sheets", name, n)
			}
		}
	}
}

// TestLongNamesFitTheChart: a name longer than its chart is cut there, and whole
// in the table.
func TestLongNamesFitTheChart(t *testing.T) {
	for name, want := range map[string]string{"市场部": "市场部", strings.Repeat("部", 28): strings.Repeat("部", 28),
		strings.Repeat("部", 40):                     strings.Repeat("部", 27) + "…",
		"Department for " + strings.Repeat("x", 60): "Department for " + strings.Repeat("x", 40) + "…"} {
		if got := fitting(name); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
