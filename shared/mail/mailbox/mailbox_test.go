package mailbox_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/mailbox"
)

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

func message(id, kind, to string, at time.Time) mail.Message {
	return mail.Message{
		ID: id + "@demo.example", Kind: kind, From: mail.Address{Email: "office@demo.example"}, To: mail.Address{Name: "王", Email: to},
		Subject: "主题", Text: "正文 https://x/l/1", Language: "zh", Links: []mail.Link{{Rel: "review", URL: "https://x/l/1"}},
		Files:    []mail.File{{Name: "执行表.xlsx", Type: "application/x", Content: []byte{1, 2}}},
		Calendar: &mail.Calendar{Method: "REQUEST", Content: []byte("BEGIN:VCALENDAR\r\n")},
		Tags:     map[string]string{"event": "e1"}, Reception: "R-20261124-003", Revision: 2, At: at,
	}
}

func open(t *testing.T, file string) *mailbox.Box {
	t.Helper()
	b, err := mailbox.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func list(t *testing.T, b *mailbox.Box, f mailbox.Filter) []mailbox.Sent {
	t.Helper()
	all, err := b.List(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func fill(t *testing.T, b *mailbox.Box) {
	for _, m := range []mail.Message{
		message("a", "received", "sales@demo.example", noon),
		message("b", "review", "head@demo.example", noon.Add(time.Hour)),
		message("../evil/B", "review", "office@demo.example", noon.Add(-time.Hour)), // the clock may be set back
		message("b", "review", "head@demo.example", noon.Add(2*time.Hour)),          // sent again
	} {
		if _, err := b.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
}

func ids(list []mailbox.Sent) string {
	var all []string
	for _, s := range list {
		all = append(all, strings.Split(s.MessageID, "@")[0])
	}
	return strings.Join(all, " ")
}

func TestKeptInOrderAndAcrossReopening(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mail.db")
	b := open(t, file)
	fill(t, b)
	before := list(t, b, mailbox.Filter{})
	if got := ids(before); got != "a b ../evil/B" {
		t.Fatalf("order %s", got)
	}
	b = open(t, file)
	if d := cmp.Diff(before, list(t, b, mailbox.Filter{})); d != "" {
		t.Error(d)
	}
	for f, want := range map[mailbox.Filter]string{
		{To: "HEAD@demo.example"}: "b", {Kind: "review"}: "b ../evil/B", {Reception: "R-1"}: "", {After: noon}: "a b",
	} {
		if got := ids(list(t, b, f)); got != want {
			t.Errorf("%+v: %s, want %s", f, got, want)
		}
	}
	files, err := filepath.Glob(file + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v %v", files, err)
	}
	for _, f := range files {
		if i, err := os.Stat(f); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f, i.Mode(), err)
		}
	}
}

func TestReadBack(t *testing.T) {
	b := open(t, mailbox.Memory)
	fill(t, b)
	s, ok := b.Get("a")
	if !ok || s.Text != "正文 https://x/l/1" || s.Links[0].Rel != "review" || s.Tags["event"] != "e1" || s.State != "sent" || s.Revision != 2 {
		t.Errorf("mail %+v", s)
	}
	raw, err := b.Raw("a")
	if err != nil || !strings.Contains(string(raw), "Message-Id: <a@demo.example>") {
		t.Errorf("%v\n%s", err, raw)
	}
	for n, want := range []string{"\x01\x02", "BEGIN:VCALENDAR\r\n"} {
		if f, err := b.File("a", n); err != nil || string(f.Content) != want {
			t.Errorf("file %d: %q %v", n, f.Content, err)
		}
	}
	for _, id := range []string{"nobody", "../a", ""} {
		if _, err := b.Raw(id); fault.As(err).Kind != fault.NotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, err := b.File("a", 2); fault.As(err).Kind != fault.NotFound {
		t.Errorf("third file: %v", err)
	}
}

func TestNewestByPages(t *testing.T) {
	b := open(t, mailbox.Memory)
	for i := range 5 {
		to := "head@demo.example"
		if i == 2 {
			to = "office@demo.example"
		}
		if _, err := b.Send(t.Context(), message(string(rune('a'+i)), "review", to, noon)); err != nil {
			t.Fatal(err)
		}
	}
	var pages []string
	for older, more := int64(0), true; more; {
		var page []mailbox.Sent
		var err error
		if page, more, err = b.Newest(mailbox.Filter{To: "head@demo.example"}, older, 2); err != nil {
			t.Fatal(err)
		}
		older = page[len(page)-1].N
		pages = append(pages, ids(page))
	}
	if d := cmp.Diff([]string{"e d", "b a"}, pages); d != "" {
		t.Error(d)
	}
}

func TestMarkSweepClear(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mail.db")
	b := open(t, file)
	fill(t, b)
	if err := b.Mark("a", "bounced", "no such user"); err != nil {
		t.Fatal(err)
	}
	if s, _ := open(t, file).Get("a"); s.State != "bounced" || s.Reason != "no such user" {
		t.Errorf("mail %+v", s)
	}
	if n, err := b.Sweep(noon); err != nil || n != 1 || ids(list(t, b, mailbox.Filter{})) != "a b" {
		t.Errorf("swept %d %v", n, err)
	}
	if _, ok := b.Get("b"); !ok {
		t.Error("b is lost")
	}
	if err := b.Clear(); err != nil || len(list(t, b, mailbox.Filter{})) != 0 {
		t.Errorf("not clear: %v", err)
	}
	if err := b.Mark("a", "sent", ""); fault.As(err).Kind != fault.NotFound {
		t.Errorf("marking a removed mail: %v", err)
	}
}

func TestRefusesWhatEveryDriverRefuses(t *testing.T) {
	b := open(t, mailbox.Memory)
	m := message("a", "received", "not an address", noon)
	if _, err := b.Send(t.Context(), m); !fault.Is(err, "mail-address") {
		t.Errorf("got %v", err)
	}
}
