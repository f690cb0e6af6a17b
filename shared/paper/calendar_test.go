package paper

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
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

func entry() Entry {
	return Entry{
		UID: "R-20261120-001@demo.example", Sequence: 3, Status: Confirmed, Start: day(24, 9, 30), End: day(24, 16, 0), Stamp: day(20, 9, 0),
		Summary: "接待:深圳海蓝科技, 一行; 2 人", Location: "A 会议室", Description: "第一行\n第二行, \\ 完", URL: "https://yingbin.example/receptions/R-20261120-001",
		Organizer: Mailbox{"接待办公室", "office@demo.example"}, Attendees: []Mailbox{{"O'Brien, \"Pat\"", "pat@demo.example"}, {"", "head@demo.example"}},
	}
}

func TestInvitation(t *testing.T) {
	raw, err := ICS(Calendar{Method: Request, Entries: []Entry{entry()}})
	if err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	e, want := cal.Events()[0], entry()
	for p, v := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyUniqueId: want.UID, ics.ComponentPropertySequence: "3", ics.ComponentPropertyStatus: "CONFIRMED",
		ics.ComponentPropertySummary: want.Summary, ics.ComponentPropertyLocation: want.Location, ics.ComponentPropertyDescription: want.Description,
		ics.ComponentPropertyUrl: want.URL, ics.ComponentPropertyOrganizer: "mailto:office@demo.example",
		ics.ComponentPropertyDtStart: "20261124T093000", ics.ComponentPropertyDtEnd: "20261124T160000", ics.ComponentPropertyDtstamp: "20261120T010000Z",
	} {
		if got := e.GetProperty(p); got == nil || got.Value != v {
			t.Errorf("%s is %+v, want %q", p, got, v)
		}
	}
	if tz := e.GetProperty(ics.ComponentPropertyDtStart).ICalParameters["TZID"]; len(tz) != 1 || tz[0] != "Asia/Shanghai" {
		t.Errorf("zone %v", tz)
	}
	if a := e.Attendees(); len(a) != 2 || a[0].Email() != "pat@demo.example" || a[0].ICalParameters["CN"][0] != "O’Brien Pat" || a[1].Email() != "head@demo.example" {
		t.Errorf("attendees %+v", a)
	}
	for _, line := range []string{
		"METHOD:REQUEST\r\n", "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19910915T020000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
	} {
		if !strings.Contains(string(raw), line) {
			t.Errorf("%q is missing in\n%s", line, raw)
		}
	}
	again, _ := ICS(Calendar{Method: Request, Entries: []Entry{entry()}})
	if !bytes.Equal(raw, again) {
		t.Error("the same calendar gave other bytes")
	}
}

func TestTheClockChangesDuringAVisit(t *testing.T) {
	berlin := mustLoad("Europe/Berlin")
	e := entry()
	e.Start, e.End = time.Date(2026, 10, 24, 9, 0, 0, 0, berlin), time.Date(2026, 10, 26, 9, 0, 0, 0, berlin)
	raw, err := ICS(Calendar{Method: Publish, Name: "x", Entries: []Entry{e}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n",
		"BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n",
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%q is missing in\n%s", want, raw)
		}
	}
}

func TestPublishTentativeAndCancel(t *testing.T) {
	e := entry()
	e.Status, e.Start, e.End, e.Organizer, e.Attendees = Tentative, day(24, 9, 0).UTC(), day(24, 10, 0).UTC(), Mailbox{}, nil
	raw, err := ICS(Calendar{Method: Publish, Entries: []Entry{e}})
	if err != nil || !strings.Contains(string(raw), "DTSTART:20261124T010000Z\r\n") || !strings.Contains(string(raw), "STATUS:TENTATIVE\r\n") || strings.Contains(string(raw), "VTIMEZONE") {
		t.Errorf("%v\n%s", err, raw)
	}
	e = entry()
	e.Status = Cancelled
	if raw, err = ICS(Calendar{Method: Cancel, Entries: []Entry{e}}); err != nil || !strings.Contains(string(raw), "METHOD:CANCEL\r\n") {
		t.Errorf("%v\n%s", err, raw)
	}
}

func TestIncompleteCalendars(t *testing.T) {
	for name, change := range map[string]func(*Entry){
		"no uid": func(e *Entry) { e.UID = "" }, "uid of two lines": func(e *Entry) { e.UID = "a\r\nb" }, "nobody asks": func(e *Entry) { e.Organizer = Mailbox{} },
		"nobody is asked": func(e *Entry) { e.Attendees = nil }, "ends before it starts": func(e *Entry) { e.End = e.Start.Add(-1) },
		"address": func(e *Entry) { e.Attendees[0].Email = "a@b.example\r\nX:1" }, "no stamp": func(e *Entry) { e.Stamp = time.Time{} },
	} {
		e := entry()
		change(&e)
		if _, err := ICS(Calendar{Method: Request, Entries: []Entry{e}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	other := entry()
	other.UID = "other"
	if _, err := ICS(Calendar{Method: Request, Entries: []Entry{entry(), other}}); err == nil {
		t.Error("two invitations in one")
	}
}

// FuzzCalendar: no text of a stranger makes a line of its own, and what is
// read back is what was meant.
func FuzzCalendar(f *testing.F) {
	f.Add("a\r\nATTENDEE:mailto:evil@x.example", "x\";CN=y:mailto:z")
	f.Add("\\n\\,;:", "\u202e\u2028")
	f.Add(strings.Repeat("很长", 200), "<a>"+strings.Repeat("b ", 100))
	f.Fuzz(func(t *testing.T, text, person string) {
		e := entry()
		e.Summary, e.Location, e.Description, e.Organizer.Name, e.Attendees[0].Name = "x"+text, text, text, person, person
		raw, err := ICS(Calendar{Method: Request, Name: text, Entries: []Entry{e}})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(raw), "\nATTENDEE") != 2 || strings.Count(string(raw), "\nBEGIN:") != 3 || strings.Count(string(raw), "\n") != strings.Count(string(raw), "\r\n") {
			t.Errorf("structure\n%s", raw)
		}
		for line := range strings.SplitSeq(string(raw), "\r\n") {
			if len(line) > 76 {
				t.Errorf("long line %q", line)
			}
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(raw))
		if err != nil || len(cal.Events()) != 1 || len(cal.Events()[0].Attendees()) != 2 {
			t.Fatalf("unreadable: %v\n%s", err, raw)
		}
	})
}
