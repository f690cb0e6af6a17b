package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/app/core"
	"yingbin/shared/app/post"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/sesmail"
	"yingbin/shared/moment"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/store"
)

// An account is SES as it answers for a whole account: while something ails it,
// it takes no mail.
type account struct {
	mu     sync.Mutex
	ails   ailment
	taken  map[string]int // how often each letter was taken
	asked  int
	sender mail.Sender
}

// An ailment is what SES answers instead of taking a mail.
type ailment struct {
	status     int
	code, says string
}

// The ailments of an account, in the words of SES.
var ailments = map[string]ailment{
	"permission denied":   {403, "AccessDenied", "User is not authorized to perform ses:SendRawEmail"},
	"day's quota full":    {400, "Throttling", "Daily message quota exceeded."},
	"sender not verified": {400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: reception@demo.example"},
	"paused for bounces":  {400, "MessageRejected", "Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account."},
	"service down":        {503, "ServiceUnavailable", "Service is unavailable"},
}

// openAccount starts the service with a client of the real driver.
func openAccount(t *testing.T) *account {
	t.Helper()
	a := &account{taken: map[string]int{}}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	credentials := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, nil
	})
	a.sender = sesmail.New(sesmail.Client("eu-central-1", server.URL, credentials, server.Client()), "yingbin").ForDemo()
	return a
}

// ServeHTTP takes a mail or refuses it.
func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_ = r.ParseForm()
	a.asked++
	w.Header().Set("Content-Type", "text/xml")
	if a.ails.status != 0 {
		w.WriteHeader(a.ails.status)
		fmt.Fprintf(w, `<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>`, a.ails.code, a.ails.says)
		return
	}
	var tags []string
	for n := 1; r.Form.Get(fmt.Sprintf("Tags.member.%d.Name", n)) != ""; n++ {
		tags = append(tags, r.Form.Get(fmt.Sprintf("Tags.member.%d.Value", n)))
	}
	a.taken[strings.Join(tags, " ")]++
	fmt.Fprintf(w, `<SendRawEmailResponse><SendRawEmailResult><MessageId>%d</MessageId></SendRawEmailResult></SendRawEmailResponse>`, a.asked)
}

// suffer gives the account an ailment, or none, and forgets what it took.
func (a *account) suffer(what ailment) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ails, a.asked, a.taken = what, 0, map[string]int{}
}

// posting is the functions' own post over a store, through an account.
func (w *world) posting(db store.DB, a *account) *post.Post {
	c := core.New(core.Ports{DB: db, Ring: w.ring, URL: w.pump.Load().app.URL, Log: w.opts.Log, Policies: &shelf.Shelf{DB: db}})
	return post.New(c, a.sender, mail.Address{Name: "迎宾", Email: "reception@demo.example"})
}

// tell delivers one event now.
func (w *world) tell(p *post.Post, k store.Key) error {
	return p.Deliver(moment.With(w.Context(), w.clock.Now()), k.PK, k.SK)
}

// outbox lists the events that somebody has still to be told of.
func (w *world) outbox() []store.Key {
	w.Helper()
	keys, err := event.Undelivered(w.Context(), w.db, time.Time{}, 0)
	if err != nil {
		w.Fatal(err)
	}
	return keys
}

// untold is a confirmed reception of whose events nobody was told yet.
func untold(t *testing.T) (*world, snapshot) {
	t.Helper()
	w := newWorld(t, Options{})
	w.pump.Load().hold(true)
	w.reception(confirmed, tuesday, "room-a")
	return w, w.save()
}

// All that SES can have against an account: the events stay in the outbox, no
// letter is parked, what is too old is counted; when the account is well again
// the minute sends everything once.
func TestMailAccountInTrouble(t *testing.T) {
	t.Parallel()
	w, start := untold(t)
	a := openAccount(t)
	now := w.clock.Now()
	p := w.posting(w.db, a)
	later := now.Add(time.Hour)
	if err := p.Remind(t.Context(), later); err != nil || len(w.outbox()) > 0 {
		t.Fatal(err, w.outbox())
	}
	well := maps.Clone(a.taken)
	if len(well) < 10 {
		t.Fatalf("%d letters: too few to say anything", len(well))
	}
	for name, what := range ailments {
		w.restore(start)
		a.suffer(what)
		p := w.posting(w.db, a)
		waiting := w.outbox()
		failed := 0
		for _, k := range waiting { // the stream
			if w.tell(p, k) != nil {
				failed++
			}
		}
		for _, minutes := range []time.Duration{6, 20} {
			if err := p.Remind(t.Context(), now.Add(minutes*time.Minute)); err == nil {
				t.Errorf("%s: the minute says nothing", name)
			}
		}
		if late := w.outbox(); failed == 0 || len(late) != failed {
			t.Errorf("%s: %d events failed, %d wait", name, failed, len(late))
		}
		if parked, err := event.ParkedKeys(t.Context(), w.db, 0); err != nil || len(parked) > 0 || len(a.taken) > 0 {
			t.Errorf("%s: parked %v, %v; taken %v", name, parked, err, a.taken)
		}
		a.suffer(ailment{})
		for range 2 {
			if err := p.Remind(t.Context(), later); err != nil || len(w.outbox()) > 0 {
				t.Errorf("%s: after that: %v, %d wait", name, err, len(w.outbox()))
			}
		}
		if d := cmp.Diff(well, a.taken); d != "" {
			t.Errorf("%s: sent differently (-well +after the trouble):\n%s", name, cut(d, 3000))
		}
	}
}

// A troubled store answers so many calls, then fails all. Requests and the pump
// ask it at the same time.
type troubled struct {
	store.DB
	mu   sync.Mutex
	left int
	with error
}

// answers sets how many calls are answered from now on, and what the rest gets.
func (d *troubled) answers(left int, with error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left, d.with = left, with
}

func (d *troubled) fails() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left < 0 {
		return d.with
	}
	return nil
}

func (d *troubled) Get(ctx context.Context, keys ...store.Key) ([]store.Doc, error) {
	if err := d.fails(); err != nil {
		return nil, err
	}
	return d.DB.Get(ctx, keys...)
}

func (d *troubled) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	if err := d.fails(); err != nil {
		return func(yield func(store.Doc, error) bool) { yield(store.Doc{}, err) }
	}
	return d.DB.Query(ctx, q)
}

func (d *troubled) Commit(ctx context.Context, ops ...store.Op) error {
	if err := d.fails(); err != nil {
		return err
	}
	return d.DB.Commit(ctx, ops...)
}

// What the driver of the table makes of a throttled table and of a denied
// permission (TestCommitReadsEveryAnswerRight, TestReadsOfATableInTrouble).
var tableTroubles = map[string]error{
	"throttled": fault.New(fault.Unavailable, "unavailable"), "denied": fault.New(fault.Internal, "internal"),
}

// The table fails from any moment of a delivery on: nobody is forgotten, the
// event waits, and afterwards everybody is told; twice at most he whose "sent"
// could not be noted.
func TestTableInTrouble(t *testing.T) {
	t.Parallel()
	w, start := untold(t)
	a := openAccount(t)
	k := w.outbox()[slices.IndexFunc(w.outbox(), func(k store.Key) bool { return w.kind(k) == "reception.confirmed" })]
	if err := w.tell(w.posting(w.db, a), k); err != nil || len(a.taken) < 2 {
		t.Fatal(err, a.taken)
	}
	all := slices.Sorted(maps.Keys(a.taken))
	for name, with := range tableTroubles {
		doubled, moments := 0, 0
		for left := 0; ; left++ {
			w.restore(start)
			a.suffer(ailment{})
			db := &troubled{DB: w.db, left: left, with: with}
			if err := w.tell(w.posting(db, a), k); err == nil {
				break
			}
			if moments++; !slices.Contains(w.outbox(), k) {
				t.Errorf("%s after %d calls: the event is gone", name, left)
			}
			if err := w.tell(w.posting(w.db, a), k); err != nil || slices.Contains(w.outbox(), k) {
				t.Errorf("%s after %d calls: %v", name, left, err)
			}
			more := 0
			for _, n := range a.taken {
				more += n - 1
			}
			if d := cmp.Diff(all, slices.Sorted(maps.Keys(a.taken))); d != "" || more > 1 {
				t.Errorf("%s after %d calls: %d letters too many; told (-well +now):\n%s", name, left, more, d)
			}
			doubled += more
		}
		if moments < 5 || doubled > len(all) {
			t.Errorf("%s: %d moments, %d letters twice", name, moments, doubled)
		}
	}
}

// kind reads what happened in an event.
func (w *world) kind(k store.Key) string {
	w.Helper()
	docs, err := w.db.Get(w.Context(), k)
	if err != nil {
		w.Fatal(err)
	}
	e, err := event.Decode(docs[0])
	if err != nil {
		return ""
	}
	return e.Kind
}

// The table fails under a command: it is refused and nothing is stored; the same
// command with the same key does its work once afterwards.
func TestCommandWhileTheTableIsInTrouble(t *testing.T) {
	t.Parallel()
	for name, with := range tableTroubles {
		db := &troubled{left: 1 << 30}
		w := newWorld(t, Options{Wrap: func(of store.DB) store.DB { db.DB = of; return db }})
		r := w.reception(drafted, tuesday, "room-a")
		w.mailed()
		before, status := w.dump(), 500
		if name == "throttled" {
			status = 503
		}
		db.answers(0, with)
		a := w.ask("sales", "POST", "/receptions/"+r+"/submit", M{"version": 1}, "Idempotency-Key", "k1")
		if a.status != status || a.code() != fault.As(with).Code {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
		db.answers(1<<30, nil)
		if d := changed(before, w.dump()); len(d) > 0 {
			t.Errorf("%s: stored %v", name, d)
		}
		first := w.must(w.ask("sales", "POST", "/receptions/"+r+"/submit", M{"version": 1}, "Idempotency-Key", "k1"))
		second := w.must(w.ask("sales", "POST", "/receptions/"+r+"/submit", M{"version": 1}, "Idempotency-Key", "k1"))
		if string(first.raw) != string(second.raw) || w.sentBy(first.at("number")).mails["received to [sales@demo.example]: "+w.subject("received")] != 1 {
			t.Errorf("%s: %s\n%s\n%v", name, first.raw, second.raw, w.sentBy(first.at("number")).mails)
		}
	}
}

// subject is the newest of a kind.
func (w *world) subject(kind string) string {
	w.Helper()
	for _, m := range slices.Backward(w.mailed()) {
		if m["kind"] == kind {
			return text(m["subject"])
		}
	}
	return ""
}
