package notify_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// counted finds how many tasks a subject speaks of.
var counted = regexp.MustCompile(`等 (\d+) 项`)

// TestAnEscalationListsWhatItCounts: the list under "and so many" has that many
// rows, those of this mail, also where other tasks are late.
func TestAnEscalationListsWhatItCounts(t *testing.T) {
	s := newStage(t, i18n.ZH)
	s.play()
	seen := 0
	for _, m := range s.mails {
		n := counted.FindStringSubmatch(m.Subject)
		if m.Kind != reception.MailEscalation || n == nil {
			continue
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		seen++
		if rows := doc.Find("table.wide tbody tr").Length(); strconv.Itoa(rows) != n[1] {
			t.Errorf("%s to %s lists %d", m.Subject, m.To.Email, rows)
		}
	}
	if seen == 0 {
		t.Error("nobody was told of several tasks")
	}
}

// TestNobodyHearsOfWhatIsDone: an escalation of tasks that were confirmed before
// it was written is no mail, least of all one about the sheet.
func TestNobodyHearsOfWhatIsDone(t *testing.T) {
	s := newStage(t, i18n.ZH)
	at := day(22, 9, 0)
	r := s.confirmed(at, day(27, 9, 0))
	task := s.task(r, "workshop", at).ID
	data, err := json.Marshal(reception.Data{Tell: []reception.Told{{Kind: reception.MailEscalation, To: []string{"office2"}, About: []string{task}}}})
	if err != nil {
		t.Fatal(err)
	}
	late := event.Event{PK: reception.Partition(r), ID: "late", Kind: reception.EventClock, At: at, Data: data}
	for _, want := range []int{1, 0} {
		letters, err := s.n.Letters(t.Context(), late, at)
		if err != nil {
			t.Fatal(err)
		}
		if len(letters) != want {
			t.Errorf("%d mails, want %d: %+v", len(letters), want, letters)
		}
		if want == 1 {
			s.do(r, task, at, reception.DoTask{Do: "confirm"})
		}
	}
}

// TestOneMinuteIsOne: what shifts by a minute does so in the singular.
func TestOneMinuteIsOne(t *testing.T) {
	s := newStage(t, i18n.EN)
	s.delays(s.confirmed(day(22, 9, 0), day(27, 9, 0)), day(27, 7, 0), 1)
	for _, m := range s.mails {
		if m.Kind == reception.MailDelay && m.Language == "en" && !strings.Contains(m.Subject, "1 minute la") {
			t.Error(m.Subject)
		}
	}
	s.find(reception.MailDelay, "anna@")
}
