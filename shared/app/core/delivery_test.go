package core

import (
	"encoding/json"
	"testing"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/lambdas"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
)

// What became of a mail stands beside the name of its recipient, once.
func TestDelivered(t *testing.T) {
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	at := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	c := New(Ports{DB: db})
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
		if err := c.Delivered(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := db.Get(t.Context(), ref.Key())
	if err != nil {
		t.Fatal(err)
	}
	claim, err := event.DecodeClaim(docs[0])
	if err != nil || claim.State != event.Bounced || claim.Reason != "550" {
		t.Errorf("%+v %v", claim, err)
	}
	if s, err := event.Suppressed(t.Context(), db, "head@reception.test"); err != nil || !s["head@reception.test"] {
		t.Errorf("%v %v", s, err)
	}
}
