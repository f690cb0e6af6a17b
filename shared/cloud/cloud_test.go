package cloud

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/event"
	"yingbin/shared/lambdas"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/token"
)

// complete is an environment in which a function starts.
func complete(t *testing.T) map[string]string {
	t.Helper()
	ring, err := token.NewRing(token.Master{ID: 1, Secret: bytes.Repeat([]byte("k"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := json.Marshal(ring)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"YINGBIN_TABLE": "table", "YINGBIN_BUCKET": "bucket", "YINGBIN_URL": "https://reception.test",
		"YINGBIN_KEYS": string(keys), "YINGBIN_FROM": "迎宾 <reception@reception.test>", "YINGBIN_MAIL_SET": "set",
		"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
}

func TestRead(t *testing.T) {
	env := complete(t)
	s, err := Read(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	if s.Table != "table" || s.From.Name != "迎宾" || s.URL.Host != "reception.test" || s.Credentials.AccessKeyID != "a" {
		t.Errorf("%+v", s)
	}
	for _, v := range Variables() {
		if v.Means == "" {
			t.Errorf("%s is not explained", v.Name)
		}
		short := map[string]string{}
		for name, value := range env {
			short[name] = value
		}
		delete(short, v.Name)
		_, err := Read(func(name string) string { return short[name] })
		if v.Optional == (err != nil) || err != nil && !strings.Contains(err.Error(), v.Name+" is not set") {
			t.Errorf("without %s: %v", v.Name, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, values := range map[string][]string{
		"YINGBIN_URL":  {"http://reception.test", "https://reception.test/", "reception.test", "https://a@reception.test"},
		"YINGBIN_KEYS": {"{}", "secret-value", `{"s":1,"masters":[{"id":1,"secret":"c2hvcnQ="}]}`},
		"YINGBIN_FROM": {"nobody", "a@x.test, b@x.test"},
	} {
		for _, value := range values {
			env := complete(t)
			env[name] = value
			_, err := Read(func(n string) string { return env[n] })
			if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret-value") {
				t.Errorf("%s=%s: %v", name, value, err)
			}
		}
	}
}

func TestReport(t *testing.T) {
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	at := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	company := &staff.Service{DB: db}
	report := Report(&app.App{Ports: app.Ports{DB: db}, Staff: company, Receptions: &reception.Service{DB: db, Staff: company}})
	ref := event.Ref{PK: "r#abc", Event: "20261122T010000000-0001-aaaaaa", Recipient: "head-review"}
	tags := ref.Tags()
	body, err := json.Marshal(event.Claim{Recipient: "head", Kind: "review", To: "head@reception.test", State: event.Sending, Attempt: 1, At: at})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Commit(t.Context(), store.Create(store.Doc{Key: ref.Key(), Body: body})); err != nil {
		t.Fatal(err)
	}
	for _, d := range []lambdas.Delivery{
		{State: "delivered", Tags: tags, MessageID: "m1", At: at},
		{State: "bounced", Tags: tags, MessageID: "m1", Reason: "550", Permanent: true, At: at},
		{State: "delivered", Tags: tags, MessageID: "m1", At: at},                                 // late: changes nothing
		{State: "delivered", Tags: map[string]string{}, At: at},                                   // not ours
		{State: "delivered", Tags: event.Ref{PK: "x", Event: "e", Recipient: "r"}.Tags(), At: at}, // unknown
	} {
		if err := report(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := db.Get(t.Context(), ref.Key())
	if err != nil {
		t.Fatal(err)
	}
	c, err := event.DecodeClaim(docs[0])
	if err != nil || c.State != event.Bounced || c.Reason != "550" {
		t.Errorf("%+v %v", c, err)
	}
	if s, err := event.Suppressed(t.Context(), db, "head@reception.test"); err != nil || !s["head@reception.test"] {
		t.Errorf("%v %v", s, err)
	}
}

func TestRemindCountsWhatWaits(t *testing.T) {
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	at := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	old := store.Doc{Key: store.Key{PK: "r#a", SK: "HEAD"}, Body: []byte("{}"), Due: store.Place{In: event.Parked, At: event.Stamp(at)}}
	if err := db.Commit(t.Context(), store.Create(old)); err != nil {
		t.Fatal(err)
	}
	env := complete(t)
	s, err := Read(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	ports := s.Ports(slog.New(slog.DiscardHandler))
	ports.DB = db
	a, err := app.New(ports)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	if err := Remind(a)(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), `"msg":"waiting","parked":1,"overdue":0`) {
		t.Error(log.String())
	}
}
