package wire_test

import (
	"bytes"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/mail"
	"yingbin/shared/mail/incoming"
	"yingbin/shared/mail/wire"
)

func sample() mail.Message {
	return mail.Message{
		ID: "a1@demo.example", Kind: "review", From: mail.Address{Name: "接待办公室", Email: "office@demo.example"},
		To: mail.Address{Name: "王 建国", Email: "head@demo.example"}, CC: []mail.Address{{Email: "gm@demo.example"}},
		ReplyTo: mail.Address{Email: "sales@demo.example"}, Subject: "【R-20261124-003】请审批客户接待执行表", Language: "zh",
		Text: "请审批。\n第二行", HTML: "<p>请审批。</p>", Thread: "r@demo.example", At: time.Unix(1795500000, 0).UTC(),
		Files:    []mail.File{{Name: "执行表.xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Content: []byte{0, 1, 2, 255}}},
		Calendar: &mail.Calendar{Method: "REQUEST", Content: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")},
	}
}

func TestRoundTrip(t *testing.T) {
	m := sample()
	raw, err := wire.Build(m)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := wire.Build(m)
	if !bytes.Equal(raw, again) {
		t.Error("the same message gave other bytes")
	}
	got, err := incoming.Parse(bytes.NewReader(raw), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m.Files, got.Files); d != "" {
		t.Error(d)
	}
	if got.Text != m.Text || got.HTML != m.HTML || got.Calendar == nil || got.Calendar.Method != "REQUEST" || !bytes.Equal(got.Calendar.Content, m.Calendar.Content) {
		t.Errorf("content %+v", got)
	}
	for key, want := range map[string]string{
		"Message-Id": "<a1@demo.example>", "References": "<r@demo.example>", "In-Reply-To": "<r@demo.example>",
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": "zh", "List-Unsubscribe": "", "Mime-Version": "1.0",
	} {
		if h := got.Header.Get(key); h != want {
			t.Errorf("%s: %q, want %q", key, h, want)
		}
	}
	if s, _ := got.Header.Subject(); s != m.Subject {
		t.Errorf("subject %q", s)
	}
	if to, _ := got.Header.AddressList("To"); len(to) != 1 || to[0].Name != "王 建国" {
		t.Errorf("to %v", to)
	}
	if at, _ := got.Header.Date(); !at.Equal(m.At) {
		t.Errorf("date %v", at)
	}
}

func TestStructure(t *testing.T) {
	m := sample()
	m.Files, m.Calendar, m.HTML, m.OneClick = nil, nil, "", "https://x.example/u/1"
	raw, err := wire.Build(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Content-Type: text/plain", "List-Unsubscribe: <https://x.example/u/1>\r\n", "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%q is missing in\n%s", want, raw)
		}
	}
	if strings.Contains(string(raw), "multipart") {
		t.Error("a text alone needs no multipart")
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line %q", line)
		}
	}
}

// FuzzHeaders: no name, subject, file name or header value makes a new header
// field, and the mail stays readable.
func FuzzHeaders(f *testing.F) {
	f.Add("a\r\nBcc: evil@x.example", "\u202e\r", "x\"; \r\n\r\nbody")
	f.Add("=?utf-8?q?=0D=0ABcc:_x?=", strings.Repeat("长", 300), "../../etc/passwd")
	f.Fuzz(func(t *testing.T, subject, name, file string) {
		m := sample()
		m.Subject, m.To.Name, m.Files[0].Name, m.Headers = "x"+subject, name, file, map[string]string{"X-Note": subject}
		raw, err := wire.Build(m)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := netmail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if parsed.Header.Get("Bcc") != "" || len(parsed.Header) > 16 {
			t.Errorf("header %v", parsed.Header)
		}
		if got, err := incoming.Parse(bytes.NewReader(raw), 1<<22); err != nil || got.Text != m.Text || len(got.Files) != 1 {
			t.Errorf("unreadable: %v %+v", err, got)
		}
	})
}

func FuzzParse(f *testing.F) {
	raw, _ := wire.Build(sample())
	f.Add(raw)
	f.Add([]byte("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x"))
	f.Fuzz(func(t *testing.T, raw []byte) { _, _ = incoming.Parse(bytes.NewReader(raw), 1<<20) })
}
