package page

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// TestSignaturesNeverStandAlone: the boxes of what is signed are a row of the
// last table, in one part with its last two rows, however long the table is.
func TestSignaturesNeverStandAlone(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	end := regexp.MustCompile(`(?s)<tbody class="keep">(?:[^<]|<[^/]|</[^t]|</t[^b])*?<tr class="signing">.*?<section class="signs"`)
	for _, name := range []string{reception.PaperApplication, reception.PaperSheet, reception.PaperSlips, reception.PaperSettlement,
		reception.PaperMinutes, reception.PaperSummary, "form.notice"} {
		v := richPrint()
		v.Paper = name
		for i := range 40 {
			v.Reception.Application.Guests = append(v.Reception.Application.Guests, reception.Guest{ID: fmt.Sprint("x", i), Name: fmt.Sprint("客", i)})
			v.Reception.Tasks = append(v.Reception.Tasks, reception.TaskView{ID: fmt.Sprint("t", i), Department: "rd", Do: fmt.Sprint("做", i), State: "asked"})
			v.Reception.Money.Expenses = append(v.Reception.Money.Expenses, reception.Expense{Category: "lunch"})
			v.Reception.Minutes.Promises = append(v.Reception.Minutes.Promises, reception.Promise{Text: fmt.Sprint("事", i)})
			v.Sheet.Items = append(v.Sheet.Items, reception.Item{ID: fmt.Sprint("i", i+9), Kind: "talk", Start: v.Reception.Start, End: v.Reception.End})
		}
		if name == "form.notice" {
			v.Form = &reception.PaperView{Title: "参观通知单", Fields: make([]reception.PaperField, 40), Boxes: []string{"head"}}
		}
		html := printed(t, p, i18n.ZH, v, "print-index")
		parts := end.FindAllString(html, -1)
		if len(parts) == 0 {
			t.Errorf("%s: the signatures are not in the last part of a table", name)
			continue
		}
		part := parts[len(parts)-1]
		if rows := strings.Count(part, "<tr"); rows < 3 {
			t.Errorf("%s: %d rows stay with the signatures", name, rows-1)
		}
		if last := html[strings.LastIndex(html, `<section class="signs"`):]; strings.Contains(last, "<tr>") {
			t.Errorf("%s: rows behind the signatures", name)
		}
	}
}

// TestItineraryHasNoLoneLine: a day stays together, and the last line with the
// table above it.
func TestItineraryHasNoLoneLine(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v := richPrint()
	v.Paper = reception.PaperItinerary
	html := printed(t, p, i18n.ZH, v, "print-index")
	end := html[strings.LastIndex(html, `<tbody class="keep">`)+1:]
	if !strings.Contains(end, `class="signing"`) || !strings.Contains(html, `class="ruled days"`) {
		t.Error("the last line of the itinerary can stand alone on a page")
	}
}

// TestSlipsSayWhatTheDepartmentNeeds: diets and rooms go to who feeds and
// lodges the guests, to nobody else, and a task says which meal it is for.
func TestSlipsSayWhatTheDepartmentNeeds(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v := richPrint()
	v.Paper = reception.PaperSlips
	v.Sheet.Meals[0].ID = "m1"
	v.Reception.Plan.Totals = &reception.Totals{Diets: []reception.DietTotal{{Meal: "m1", Diet: "清真", Count: 2}, {Meal: "m1", Diet: "素食", Count: 1}},
		Rooms: []reception.RoomTotal{{Night: "2026-11-24", Hotel: "海景", Rooms: 4}}}
	v.Reception.Tasks[0].Needs, v.Reception.Tasks[0].About = []string{reception.NeedsDiets}, "11月24日(周二)午餐"
	slips := strings.Split(printed(t, p, i18n.ZH, v, "print-index"), "<article")[1:]
	if len(slips) != 2 {
		t.Fatalf("%d slips", len(slips))
	}
	if !strings.Contains(slips[0], "清真 × 2和素食 × 1") || !strings.Contains(slips[0], "订餐 · 11月24日(周二)午餐") {
		t.Errorf("the kitchen does not read what it needs: %s", slips[0])
	}
	if strings.Contains(slips[1], "清真") || strings.Contains(slips[0]+slips[1], "海景") {
		t.Error("diets or rooms go to who does not need them")
	}
}

// TestPapersSayWhatTheyAreNotGoodFor: a paper of a visit that is off, sent back
// or not published says so; the reason stays in the house.
func TestPapersSayWhatTheyAreNotGoodFor(t *testing.T) {
	for _, c := range []struct {
		paper string
		view  reception.View
		sheet *reception.Sheet
		want  string
	}{
		{reception.PaperApplication, reception.View{State: reception.Draft}, nil, "草稿，尚未提交"},
		{reception.PaperApplication, reception.View{State: reception.Draft, Returned: &reception.Returned{Comment: "补人数"}}, nil, "已退回：补人数"},
		{reception.PaperApplication, reception.View{State: reception.Declined, Reason: "停产"}, nil, "已谢绝：停产"},
		{reception.PaperSheet, reception.View{State: reception.Cancelled, Reason: "不来"}, &reception.Sheet{Revision: 1}, "已取消：不来"},
		{reception.PaperItinerary, reception.View{State: reception.Cancelled, Reason: "不来"}, &reception.Sheet{Revision: 1}, "已取消"},
		{reception.PaperSheet, reception.View{State: reception.Planning, Returned: &reception.Returned{Comment: "换展厅"}}, &reception.Sheet{Revision: 1}, "已退回：换展厅"},
		{reception.PaperApplication, reception.View{State: reception.Planning, Returned: &reception.Returned{Comment: "换展厅"}}, &reception.Sheet{Revision: 1}, ""},
		{reception.PaperSlips, reception.View{State: reception.Planning}, &reception.Sheet{}, i18n.T(i18n.ZH, "print.unpublished")},
		{reception.PaperSheet, reception.View{State: reception.Archived}, &reception.Sheet{Revision: 3}, ""},
	} {
		v := web.PrintView{Paper: c.paper, Reception: c.view, Sheet: c.sheet}
		if got := marked(i18n.ZH, v); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.paper, c.view.State, got, c.want)
		}
	}
}

// TestListOfSeatsNeverRunsIntoTheDrawing: a list with long names has a page of
// its own.
func TestListOfSeatsNeverRunsIntoTheDrawing(t *testing.T) {
	short, long := make([]paper.Diner, 8), make([]paper.Diner, 8)
	for i := range short {
		short[i].Name, short[i].Position = fmt.Sprint("客", i), "经理"
		long[i].Name, long[i].Position = fmt.Sprint("Wolfeschlegelsteinhausenberger ", i), "Internationalization-Responsibility Vice-President"
	}
	if !smallParty(web.Tables{Seating: paper.Talks(short, nil)}) || smallParty(web.Tables{Seating: paper.Talks(long, nil)}) {
		t.Error("a list beside the drawing is measured by its names")
	}
}

// TestGuestsReadOfTheirHotelOnce: whatever rooms were booked in it.
func TestGuestsReadOfTheirHotelOnce(t *testing.T) {
	rooms := []reception.Lodging{{Hotel: "海景", From: "2026-11-24", To: "2026-11-26", Rooms: 4}, {Hotel: "海景", From: "2026-11-24", To: "2026-11-26", Guests: reception.Party{IDs: []string{"g1"}}},
		{Hotel: "湖滨", From: "2026-11-26", To: "2026-11-27", Guests: reception.Party{IDs: []string{"g2"}}}}
	v := web.PrintView{Sheet: &reception.Sheet{Lodging: rooms}}
	if got := stays(v); len(got) != 2 || got[0].Rooms != 0 {
		t.Errorf("everybody reads %+v", got)
	}
	v.Guest = &reception.Guest{ID: "g1"}
	if got := stays(v); len(got) != 1 || got[0].Hotel != "海景" {
		t.Errorf("g1 reads %+v", got)
	}
}

// TestDraftIsNotSigned: nothing stands for a signature before anybody decided.
func TestDraftIsNotSigned(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v := richPrint()
	v.Paper = reception.PaperApplication
	signed := printed(t, p, i18n.ZH, v, "print-index")
	v.Accepted, v.Reception.Application.SubmittedAt = nil, nil
	draft := printed(t, p, i18n.ZH, v, "print-index")
	if says := i18n.T(i18n.ZH, "print.electronic"); !strings.Contains(signed, says) || strings.Contains(draft, says) {
		t.Error("a draft says that it is decided")
	}
}

// TestPapersNameWhatTheyMean: a slip bears its department wherever it breaks,
// an item of some guests their names, and a vehicle is called once.
func TestPapersNameWhatTheyMean(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v := richPrint()
	v.Sheet.Vehicles = []reception.Vehicle{{Resource: "商务车", Type: "van", Plate: "粤B12345"}}
	v.Sheet.Meals[0].Staff = reception.Party{IDs: []string{"周建国", "王芳"}}
	for paper, want := range map[string]string{
		reception.PaperSlips:     `</caption>`,
		reception.PaperItinerary: `<div class="small">Maximilian Featherstonehaugh-Cholmondeley</div>`,
		reception.PaperSheet:     `<td>商务车</td>`,
	} {
		v.Paper = paper
		html := printed(t, p, i18n.ZH, v, "print-index")
		if paper == reception.PaperSlips {
			for _, caption := range strings.Split(html, "<caption>2026")[1:] {
				if head, _, _ := strings.Cut(caption, want); !strings.Contains(head, "R-20261124-001") {
					t.Errorf("a day of a slip without its number: %s", head)
				}
			}
		}
		if !strings.Contains(html, want) || paper == reception.PaperSheet && !strings.Contains(html, "<td>周建国和王芳</td>") {
			t.Errorf("%s lacks %s", paper, want)
		}
	}
	v.Paper, v.Guest = reception.PaperItinerary, &v.Reception.Application.Guests[1]
	if html := printed(t, p, i18n.ZH, v, "print-index"); strings.Contains(html, `<div class="small">Max`) {
		t.Error("a guest's own itinerary says whom it is for")
	}
}
