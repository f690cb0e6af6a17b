package letters

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"yingbin/shared/app/core"
	"yingbin/shared/app/post"
	"yingbin/shared/event"
	"yingbin/shared/mail"
	"yingbin/shared/mail/mailtest"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
)

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
	p := post.New(core.New(core.Ports{DB: db}), &mailtest.Fake{}, mail.Address{})
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	if err := Remind(p)(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), `"msg":"waiting","parked":1,"overdue":0`) {
		t.Error(log.String())
	}
}
