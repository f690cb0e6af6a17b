package xlsx

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
)

var shanghai = mustLoad("Asia/Shanghai")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

func day(d, h, m int) time.Time { return time.Date(2026, 11, d, h, m, 0, 0, shanghai) }

func yuan(l i18n.Lang, n float64) paper.Amount {
	return paper.Amount{Lang: l, Minor: int64(n * 100), Currency: "CNY"}
}

func execution(l i18n.Lang) paper.Execution {
	return paper.Execution{
		Lang: l, Now: day(20, 9, 0), Number: "R-20261120-001", Revision: 2, State: "审批中", Customer: "深圳海蓝科技", Level: "高级",
		Start: day(24, 9, 30), End: day(25, 16, 0), Site: "总部", Specialist: "李梅", Count: 2, Purpose: "=HYPERLINK(\"http://x\")",
		Guests: []paper.ExecutionGuest{{Name: "王建国", Position: "总经理"}, {Name: "@SUM(A1)", Position: "-1+2"}},
		Items: []paper.ExecutionItem{
			{Start: day(24, 9, 30), End: day(24, 10, 30), Kind: "会谈", Title: "技术交流", Place: "A 会议室", People: "李梅"},
			{Start: day(24, 11, 0), Kind: "参观", Title: "展厅"},
			{Start: day(25, 9, 0), End: day(25, 10, 0), Kind: "会谈", Title: "商务会谈"},
		},
		Lodging:  []paper.ExecutionLodging{{Guests: "王建国", Hotel: "海景酒店", Rate: yuan(l, 480)}},
		Meals:    []paper.ExecutionMeal{{When: day(24, 12, 0), Timed: true, Slot: "午餐", Guests: 2, Staff: 1, Amount: yuan(l, 1300.5)}},
		Vehicles: []paper.ExecutionVehicle{{Vehicle: "粤B12345", Driver: "张师傅"}},
		Tasks:    []paper.ExecutionTask{{Department: "综合部", Task: "打开空调", Due: day(24, 9, 0), State: "已确认"}},
		Notes:    []string{"请提前 10 分钟到场。"},
	}
}

// read opens a workbook as a reader's program would and gives its first sheet.
func read(t *testing.T, raw []byte) (string, [][]string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := f.GetSheetName(0)
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return name, rows
}

// tabsOf names the sheets.
func tabsOf(t *testing.T, raw []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return strings.Join(f.GetSheetList(), ", ")
}

func TestExecutionSheet(t *testing.T) {
	raw, err := Write(execution(i18n.ZH).Sheet())
	if err != nil {
		t.Fatal(err)
	}
	name, got := read(t, raw)
	want := [][]string{
		{"客户接待执行表"}, nil,
		{"接待编号", "R-20261120-001"}, {"版本", "第 2 版"}, {"状态", "审批中"}, {"客户", "深圳海蓝科技"}, {"接待级别", "高级"},
		{"来访时间", "11月24日(周二)09:30–11月25日(周三)16:00"}, {"接待地点", "总部"}, {"来宾人数", "2 人"},
		{"来访目的", "'=HYPERLINK(\"http://x\")"}, {"接待专员", "李梅"}, nil,
		{"来宾名单"}, {"姓名", "职务"}, {"王建国", "总经理"}, {"'@SUM(A1)", "'-1+2"}, nil,
		{"日程安排 11月24日(周二)"}, {"时间", "类型", "内容", "地点", "陪同人员"}, {"09:30–10:30", "会谈", "技术交流", "A 会议室", "李梅"}, {"11:00", "参观", "展厅"}, nil,
		{"日程安排 11月25日(周三)"}, {"时间", "类型", "内容"}, {"09:00–10:00", "会谈", "商务会谈"}, nil,
		{"住宿安排"}, {"对象", "酒店", "房价"}, {"王建国", "海景酒店", "¥480"}, nil,
		{"用餐安排"}, {"时间", "餐次", "来宾人数", "陪餐人数", "金额"}, {"2026-11-24 12:00", "午餐", "2", "1", "¥1,300.50"}, nil,
		{"车辆安排"}, {"车辆", "司机"}, {"粤B12345", "张师傅"}, nil,
		{"部门任务"}, {"部门", "任务", "完成时间", "状态"}, {"综合部", "打开空调", "2026-11-24 09:00", "已确认"}, nil,
		{"请提前 10 分钟到场。"},
	}
	trim(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s\n%s", name, d)
	}
	again, _ := Write(execution(i18n.ZH).Sheet())
	if !bytes.Equal(raw, again) {
		t.Error("the same sheet gave other bytes")
	}
}

// trim takes empty cells at the end of rows away.
func trim(rows [][]string) {
	for i, r := range rows {
		for len(r) > 0 && r[len(r)-1] == "" {
			r = r[:len(r)-1]
		}
		if rows[i] = r; len(r) == 0 {
			rows[i] = nil
		}
	}
}

func TestExecutionSheetInEnglish(t *testing.T) {
	s := execution(i18n.EN).Sheet()
	if s.Title != "Reception execution sheet" || s.Footer != "R-20261120-001, revision 2" || s.Facts[0].Label != "Number" {
		t.Errorf("sheet %+v", s)
	}
	if s.Tables[1].Title != "Itinerary, Tue 24 Nov" {
		t.Errorf("table %q", s.Tables[1].Title)
	}
}

func TestNumbersStayNumbers(t *testing.T) {
	table := paper.Table{Columns: []paper.Column{{Label: "a"}, {Label: "b"}}, Rows: [][]any{{-5, 1.5}, {"-5", nil}}}
	raw, err := Write(paper.Sheet{Name: "a/b:c*", Tables: []paper.Table{table}}, paper.Sheet{Name: "a/b:c*"}, paper.Sheet{Name: "c"})
	if err != nil {
		t.Fatal(err)
	}
	name, rows := read(t, raw)
	if tabs := tabsOf(t, raw); tabs != "a-b-c-, a-b-c- 2, c" {
		t.Errorf("tabs %s", tabs)
	}
	if name != "a-b-c-" || rows[4][0] != "-5" || rows[4][1] != "1.5" || rows[5][0] != "'-5" {
		t.Errorf("%s %v", name, rows)
	}
	list, err := paper.CSV(table)
	if err != nil || string(list) != "\ufeffa,b\r\n-5,1.5\r\n'-5,\r\n" {
		t.Errorf("%q %v", list, err)
	}
}

// TestCellsAreWhatTheySay: an amount is a number with its currency as format, a
// day a date, and nothing an empty cell; units of a column are its format.
func TestCellsAreWhatTheySay(t *testing.T) {
	table := paper.Table{Columns: []paper.Column{{Label: "a"}, {Label: "b", Unit: paper.Sum}, {Label: "c", Unit: paper.Percent}, {Label: "d", Unit: paper.Score}},
		Rows: [][]any{{yuan(i18n.EN, 1200.5), 1200.5, 66.7, 4.33}, {paper.Day(day(24, 0, 0)), nil, 100.0, nil}, {yuan(i18n.ZH, 0), 5, nil, nil}, {yuan(i18n.ZH, -80), nil, nil, nil}}}
	raw, err := Write(paper.Sheet{Name: "a", Tables: []paper.Table{table}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string][2]string{"A5": {"CNY 1,200.50", "1200.5"}, "B5": {"1,200.50", "1200.5"}, "C5": {"66.7%", "66.7"}, "D5": {"4.3", "4.33"},
		"A6": {"2026-11-24", "46350"}, "C6": {"100.0%", "100"}, "A7": {}, "B7": {"5.00", "5"}, "A8": {"-¥80", "-80"}} {
		shown, _ := f.GetCellValue("a", cell)
		held, err := f.GetCellValue("a", cell, excelize.Options{RawCellValue: true})
		kind, _ := f.GetCellType("a", cell)
		if shown != want[0] || held != want[1] || kind == excelize.CellTypeSharedString || err != nil {
			t.Errorf("%s holds %q of type %v and shows %q, want %v", cell, held, kind, shown, want)
		}
	}
}

func TestJoinedCellsGrowWithTheirText(t *testing.T) {
	long := strings.Repeat("长", 70) // 140 wide, in 28: five lines
	raw, err := Write(paper.Sheet{Name: "a", Title: "a", Facts: []paper.Fact{{Label: "x", Value: "y"}}, Tables: []paper.Table{{Columns: make([]paper.Column, 3)}}, Notes: []string{long + long}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for row, want := range map[int]float64{3: 16, 7: 7 * 16} {
		if got, err := f.GetRowHeight("a", row); err != nil || got != want {
			t.Errorf("row %d is %v high, want %v; %v", row, got, want, err)
		}
	}
	if lines(long, 28) != 5 || lines("", 10) != 1 || lines("a\n\nb", 10) != 3 {
		t.Error("lines are counted wrong")
	}
}

// FuzzCells: no text of a stranger becomes a formula or breaks the file.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"=1+1", " =1", "\u202e=1", "\n@x", "+86", "-", "\uff1d1", "a\x00b\xff", strings.Repeat("长", 40_000), "]]>&<", "_x003D_1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		table := paper.Table{Title: s, Columns: []paper.Column{{Label: s}}, Rows: [][]any{{s}}}
		raw, err := Write(paper.Sheet{Name: s, Title: s, Footer: s, Facts: []paper.Fact{{Label: s, Value: s}}, Tables: []paper.Table{table}, Notes: []string{s}})
		if err != nil {
			t.Fatal(err)
		}
		_, rows := read(t, raw)
		list, err := paper.CSV(table)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(bytes.NewReader(list[3:])).ReadAll()
		if err != nil && s != "" {
			t.Fatal(err)
		}
		for _, row := range append(rows, lines...) {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") || strings.ContainsAny(cell, "\x00\r\u202e") {
					t.Errorf("cell %q of %q", cell, s)
				}
			}
		}
	})
}

// TestList: times are times, headings stay in sight and repeat on paper, and
// rows are as high as what is wrapped in them.
func TestList(t *testing.T) {
	at := day(24, 9, 30)
	raw, err := Write(paper.Sheet{Name: "接待", Title: "接待", Tables: []paper.Table{{Columns: []paper.Column{{Label: "开始", Width: 18}, {Label: "任务和清单", Width: 10}},
		Rows: [][]any{{at, "致电客户，了解准确人数、是否用车"}, {time.Time{}, "短"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	shown, _ := f.GetCellValue("接待", "A5")
	kind, _ := f.GetCellType("接待", "A5")
	none, _ := f.GetCellValue("接待", "A6")
	if shown != "2026-11-24 09:30" || kind == excelize.CellTypeSharedString || none != "" {
		t.Errorf("a time is shown as %q of type %v, none as %q", shown, kind, none)
	}
	panes, _ := f.GetPanes("接待")
	names := f.GetDefinedName()
	if panes.YSplit != 4 || len(names) != 1 || names[0].RefersTo != "'接待'!$4:$4" {
		t.Errorf("the headings: %+v %+v", panes, names)
	}
	if high, _ := f.GetRowHeight("接待", 4); high < 2*lineHeight {
		t.Errorf("headings of two lines are %v high", high)
	}
	if high, _ := f.GetRowHeight("接待", 5); high < 3*lineHeight {
		t.Errorf("a row of four lines is %v high", high)
	}
}
