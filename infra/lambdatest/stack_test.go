package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yingbin/shared/blob"
	"yingbin/shared/blob/blobtest"
	"yingbin/shared/event"
	"yingbin/shared/mail/mailbox"
)

// running starts the stack; the functions are built when they are needed.
func running(t *testing.T) *stack {
	t.Helper()
	engine := os.Getenv("DYNAMODB_ENDPOINT")
	if engine == "" {
		t.Skip("DYNAMODB_ENDPOINT is not set: no engine to run the functions against")
	}
	s, err := start(t.Context(), options{root: "../..", bin: os.Getenv("LAMBDATEST_BIN"), engine: engine, addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, line := range s.report() {
			t.Log(line)
			if strings.HasPrefix(line, "refused") {
				t.Error("template.yaml does not allow what a function needs")
			}
		}
		s.stop()
	})
	return s
}

// call sends JSON as somebody and reads the answer.
func call(t *testing.T, s *stack, session, method, path, body string, headers ...string) (status int, answer map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if session != "" {
		r.Header.Set("Authorization", "Bearer "+session)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%s %s: %d %q", method, path, res.StatusCode, raw)
	}
	return res.StatusCode, answer
}

const application = `{"policy": "envicool", "customer": {"name": "深圳一号", "class": "key-account"},
  "start": "2026-11-24T09:00:00+08:00", "end": "2026-11-24T17:00:00+08:00", "purpose": "参观工厂，洽谈明年合作",
  "guests": [{"name": "张三", "position": "总经理", "main": true, "language": "zh", "email": "zhang@customer.example", "phone": "13900000001"}],
  "wishes": "参观实验室", "itinerary_wish": [{"kind": "talk", "note": "会谈"}]}`

// From the sign-in to the mails, through the binaries that would be deployed.
func TestApply(t *testing.T) {
	s := running(t)
	if status, got := call(t, s, "", "POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	// office: the sign-in by mail, whose link and code come by the stream.
	_, asked := call(t, s, "", "POST", "/sign-in", `{"email":"sales@demo.example"}`)
	challenge, _ := asked["challenge"].(string)
	if status, got := call(t, s, "", "GET", "/_local/mails?kind=sign-in&to=sales@demo.example", ""); status != http.StatusOK {
		t.Fatal(status, got)
	}
	mails := taken(t, s, mailbox.Filter{Kind: "sign-in", To: "sales@demo.example"})
	if len(mails) != 1 || len(mails[0].Links) != 1 {
		t.Fatalf("mails: %+v", mails)
	}
	code := regexp.MustCompile(`\b\d{6}\b`).FindString(mails[0].Text)
	status, welcome := call(t, s, "", "POST", "/sign-in/code", `{"challenge":"`+challenge+`","code":"`+code+`"}`)
	session, _ := welcome["token"].(string)
	if status != http.StatusOK || session == "" {
		t.Fatal(status, welcome)
	}
	// apply: a draft, then to the office. SES fails twice: the stream brings the event again.
	s.trouble.Store(2)
	status, draft := call(t, s, session, "POST", "/receptions", application)
	if status != http.StatusCreated {
		t.Fatal(status, draft)
	}
	status, submitted := call(t, s, session, "POST", "/receptions/"+draft["id"].(string)+"/submit", `{"version":1}`)
	if status != http.StatusOK || submitted["number"] != "R-20261122-001" {
		t.Fatal(status, submitted)
	}
	if status, got := call(t, s, session, "POST", "/_local/clock", `{"advance":"1m"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	for kind, to := range map[string]string{"received": "sales@demo.example", "application": "head@demo.example"} {
		if list := taken(t, s, mailbox.Filter{Kind: kind, To: to}); len(list) != 1 || list[0].Reception != "R-20261122-001" {
			t.Errorf("%s to %s: %+v", kind, to, list)
		}
	}
	if left := s.trouble.Load(); left >= 0 {
		t.Errorf("SES was asked %d times too few", left)
	}
	// delivery: what became of the mail stands beside the name.
	received := taken(t, s, mailbox.Filter{Kind: "received"})[0]
	report := `{"mail":"` + received.ID + `","state":"bounced","reason":"550 user unknown"}`
	if status, got := call(t, s, "", "POST", "/_local/deliveries", report); status != http.StatusOK {
		t.Fatal(status, got)
	}
	ref, _ := event.RefOf(received.Tags)
	docs, err := s.db.Get(t.Context(), ref.Key())
	if err != nil {
		t.Fatal(err)
	}
	if c, err := event.DecodeClaim(docs[0]); err != nil || c.State != event.Bounced || c.Provider == "" {
		t.Errorf("%+v %v", c, err)
	}
}

// A file that no function could carry goes to the bucket and comes from there,
// under the permissions of the function that signed for it.
func TestLargeFile(t *testing.T) {
	s := running(t)
	if status, got := call(t, s, "", "POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	_, in := call(t, s, "", "POST", "/_local/sign-in", `{"email":"sales@demo.example"}`)
	session, _ := in["token"].(string)
	_, draft := call(t, s, session, "POST", "/receptions", application)
	id, _ := draft["id"].(string)
	content := append([]byte("%PDF-1.7\n"), make([]byte, 8<<20)...)
	status, offer := call(t, s, session, "POST", "/receptions/"+id+"/uploads", `{"name":"议程.pdf","kind":"paper","size":`+strconv.Itoa(len(content))+`}`)
	if status != http.StatusOK {
		t.Fatal(status, offer)
	}
	f := blob.Form{URL: offer["url"].(string), Fields: map[string]string{}}
	for name, value := range offer["fields"].(map[string]any) {
		f.Fields[name] = value.(string)
	}
	if status, _ := (blobtest.Place{}).Send(t, f, content); status != http.StatusNoContent {
		t.Fatal(status)
	}
	status, answer := call(t, s, session, "POST", offer["confirm"].(string), `{}`)
	if status != http.StatusOK {
		t.Fatal(status, answer)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/files/"+answer["file"].(map[string]any)["id"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+session)
	res, err := http.DefaultClient.Do(r) // which follows to the bucket, without the session
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, content) || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d bytes of %d, %v, %v", len(got), len(content), res.Header, err)
	}
}

func TestGuardRefuses(t *testing.T) {
	s := running(t)
	for _, n := range []need{{"dynamodb:Scan", "Table"}, {"dynamodb:DeleteItem", "Table"}, {"ses:SendRawEmail", "identity"}, {"s3:GetObject", "Files/files/1"},
		{"dynamodb:Query", "Table/index/due"}} {
		if s.guard.allows("Apply", n) {
			t.Errorf("apply may %v", n)
		}
	}
	for role, n := range map[string]need{"Notify": {"ses:SendRawEmail", "configuration-set"}, "Customer": {"s3:PutObject", "Files/files/1"},
		"Remind": {"dynamodb:Query", "Table/index/due"}, "Apply": {"dynamodb:GetItem", "Table"}} {
		if !s.guard.allows(role, n) {
			t.Errorf("%s may not %v", role, n)
		}
	}
	s.guard.refused = nil
}

// taken lists what SES was given.
func taken(t *testing.T, s *stack, f mailbox.Filter) []mailbox.Sent {
	t.Helper()
	list, err := s.box.List(f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
