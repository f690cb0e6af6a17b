package notify_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"yingbin/shared/i18n"
	"yingbin/shared/mail"
)

// check holds what is true of every mail.
func check(t *testing.T, m mail.Message) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	if doc.Find("script").Length() > 0 || strings.Contains(m.HTML, "<script>alert") {
		t.Errorf("%s: a stranger's markup is markup", m.Kind)
	}
	doc.Find("td, li, h1, h2").Each(func(_ int, c *goquery.Selection) {
		for _, line := range strings.Split(c.Text(), "\n") {
			if line = strings.TrimSpace(line); line != "" && line != "–" && !strings.Contains(strings.ReplaceAll(m.Text, "\n> ", "\n"), strings.TrimPrefix(line, "→ ")) {
				t.Errorf("%s: %q is in the HTML but not in the text", m.Kind, line)
			}
		}
	})
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		href, _ := a.Attr("href")
		if !strings.HasPrefix(href, "https://visits.example.com/") || !strings.Contains(m.Text, href) {
			t.Errorf("%s: link %s is not absolute, or not in the text", m.Kind, href)
		}
		if !slices.ContainsFunc(m.Links, func(l mail.Link) bool { return l.URL == href }) {
			t.Errorf("%s: link %s is not on record", m.Kind, href)
		}
	})
	if c := i18n.Simplified(m.Subject + m.Text + m.HTML); m.Language == string(i18n.ZHHant) && c != "" {
		t.Errorf("%s: a reader of the traditional script gets %s", m.Kind, c)
	}
	unbroken(t, m, doc)
	envelope(t, m)
	for _, secret := range []string{"letter.", "13900000001"} {
		if m.Kind != "tasks" && m.Kind != "nudge" && strings.Contains(m.Text, secret) {
			t.Errorf("%s: shows %q", m.Kind, secret)
		}
	}
}

// dated finds a day with its time.
var dated = regexp.MustCompile(`\d+月\d+日\S+\d\d:\d\d|[A-Z][a-z]{2} \d+ [A-Z][a-z]{2}, \d\d:\d\d`)

// unbroken wants each time in heading, sentences and lists on one line.
func unbroken(t *testing.T, m mail.Message, doc *goquery.Document) {
	t.Helper()
	loose := doc.Find("h1, p, li").Clone()
	loose.Find(".t").Remove()
	if at := dated.FindString(loose.Text()); at != "" {
		t.Errorf("%s: %s may be broken", m.Kind, at)
	}
}

// TestADriverHearsOnce: who drives to the airport and back is told of a shift of
// both journeys in one mail, of his own journeys only, in their order.
func TestADriverHearsOnce(t *testing.T) {
	s := newStage(t, i18n.ZH)
	s.otherPeople()
	var told []string
	for _, m := range s.mails {
		if m.Kind == "delay" && m.To.Email == "driver@cars.example" {
			told = append(told, m.Text)
		}
	}
	if len(told) != 2 { // ten minutes earlier, then later
		t.Fatalf("%d mails", len(told))
	}
	for _, text := range told {
		there, back := strings.Index(text, "接机"), strings.Index(text, "送机")
		if there < 0 || back < there || strings.Contains(text, "午餐") {
			t.Error(text)
		}
	}
}

// envelope holds what is true of what stands around the text: a person answers,
// what nothing depends on may be declined, and calendar entries are whole.
func envelope(t *testing.T, m mail.Message) {
	t.Helper()
	if m.Kind != "sign-in" && (m.ReplyTo.Email == "" || m.ReplyTo.Email == m.To.Email || m.ReplyTo.Name == "") {
		t.Errorf("%s to %s is answered by %+v", m.Kind, m.To.Email, m.ReplyTo)
	}
	leave := m.Headers["List-Unsubscribe"]
	if survey := strings.HasPrefix(m.Kind, "survey"); survey != strings.HasPrefix(leave, "<mailto:"+m.ReplyTo.Email+"?") {
		t.Errorf("%s may be declined: %q", m.Kind, leave)
	}
	if m.Calendar == nil {
		return
	}
	entry := strings.ReplaceAll(string(m.Calendar.Content), "\r\n ", "")
	wants := []string{"METHOD:" + m.Calendar.Method, "UID:" + m.Reception + "@visits.example.com", "\r\nSEQUENCE:", "\r\nDTSTAMP:2026", "DTSTART;TZID=Asia/Shanghai:2026",
		"DTEND;TZID=Asia/Shanghai:2026", "TZID:Asia/Shanghai", "ORGANIZER;CN=Yingbin:mailto:visits@visits.example.com"}
	if m.Calendar.Method != "PUBLISH" {
		wants = append(wants, "mailto:"+m.To.Email)
	}
	for _, want := range wants {
		if !strings.Contains(entry, want) {
			t.Errorf("the entry of %s lacks %s: %s", m.Kind, want, entry)
		}
	}
}

// TestSheetIsTheSameEverywhere opens the spreadsheet and the calendar entry of
// a sheet mail (S000-1.11) and finds every value of theirs in text and HTML.
func TestSheetIsTheSameEverywhere(t *testing.T) {
	for _, l := range i18n.Langs() {
		s := newStage(t, l)
		s.play()
		m := s.find("sheet", "sales@")
		for _, cell := range cells(t, m.Files[0].Content) {
			for _, part := range []string{m.Text, m.HTML} {
				if !strings.Contains(flat(part), flat(cell)) {
					t.Errorf("%s: %q of the spreadsheet is not in the mail", l, cell)
					break
				}
			}
		}
		ics := string(m.Calendar.Content)
		for _, want := range []string{"UID:" + m.Reception + "@visits.example.com", "METHOD:PUBLISH", "STATUS:TENTATIVE", "DTSTART;TZID=Asia/Shanghai:20261124T090000", "DTEND;TZID=Asia/Shanghai:20261124T170000", s.in("深圳一号科技")} {
			if !strings.Contains(strings.ReplaceAll(ics, "\r\n ", ""), want) {
				t.Errorf("%s: calendar entry lacks %s:\n%s", l, want, ics)
			}
		}
		confirmed := s.find("sheet", "office2@")
		if c := string(confirmed.Calendar.Content); !strings.Contains(c, "METHOD:REQUEST") || !strings.Contains(c, "SEQUENCE:1") || !strings.Contains(c, "STATUS:CONFIRMED") {
			t.Errorf("a confirmed sheet is no invitation:\n%s", c)
		}
	}
}

// labels are words of the spreadsheet's form that the mail lays out otherwise.
var labels = regexp.MustCompile(`^(状态|Status|版本|Revision.*|第.*版|\d+|\d+ / \d+|共.*)$`)

// cells lists the values of all sheets, without the column headings.
func cells(t *testing.T, content []byte) []string {
	t.Helper()
	var list []string
	for _, c := range rawCells(t, content) {
		if c = strings.TrimPrefix(c, "'"); c != "" && !labels.MatchString(c) && isValue(c) {
			list = append(list, c)
		}
	}
	return list
}

// rawCells lists the cells of all sheets.
func rawCells(t *testing.T, content []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			list = append(list, row...)
		}
	}
	return list
}

// values are what a person entered in this story.
var values = []string{"深圳", "技术交流", "会议室", "海景酒店", "公司餐厅", "李师傅", "纪念册", "张建华", "总经理", "480", "520", "160", "Engineer", "HYPERLINK", "午餐"}

// isValue tells an entered value from a heading of the form.
func isValue(cell string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.Contains(cell, v) })
}

// flat leaves out what layouts differ in.
func flat(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "·", "", "&#39;", "'", "&#43;", "+", "’", "'").Replace(s)
}
