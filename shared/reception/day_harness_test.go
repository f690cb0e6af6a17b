package reception_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/venue"
)

// A world is the demonstration company at a time of its own.
type world struct {
	*reception.Service
	t   testing.TB
	db  store.DB
	now time.Time
	no  string // the reception under test
}

// loaded are the presets, read once.
var loaded = map[string]*policy.Policy{}

// preset reads a shipped policy.
func preset(t testing.TB, name string) *policy.Policy {
	t.Helper()
	if p := loaded[name]; p != nil {
		return p
	}
	p, err := load.FS(presets.FS, name)
	if p == nil {
		t.Fatal(err)
	}
	loaded[name] = p
	return p
}

// newWorld opens an empty store with the company, at 2026-11-22 09:00 (a Sunday) in Shanghai.
func newWorld(t testing.TB) *world {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory, sqlitestore.Unsynced())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := staff.StartTrial(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	people := &staff.Service{DB: db}
	info, entries := staff.Fixture()
	if err := people.Import(t.Context(), info, append(entries, venue.Fixture()...)...); err != nil {
		t.Fatal(err)
	}
	policies := &shelf.Shelf{DB: db}
	for _, name := range info.Policies {
		if _, err := policies.Adopt(t.Context(), preset(t, name), staff.System, "2026-11-01T00:00:00Z"); err != nil {
			t.Fatal(err)
		}
	}
	s := &reception.Service{DB: db, Staff: people, Customers: &customer.Service{DB: db, Staff: people}, Venues: &venue.Service{DB: db, Staff: people}, Policies: policies}
	s.OpenPass = func(pass string) (string, string, time.Time, error) {
		part := strings.Split(pass, "/")
		if len(part) != 3 {
			return "", "", time.Time{}, fmt.Errorf("forged")
		}
		until, err := time.Parse(time.RFC3339, part[2])
		return part[0], part[1], until, err
	}
	return &world{Service: s, t: t, db: db, now: at("2026-11-22 09:00")}
}

var shanghai = func() *time.Location {
	z, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return z
}()

// at reads a time at the site.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

// as is somebody acting now.
func (w *world) as(who string) staff.Act { return staff.Act{By: who, At: w.now, Lang: i18n.EN} }

// must stops the test on an error.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%T: %v", v, err)
		}
		return v
	}
}

// ok stops the test on an error.
func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// view reads the reception as the office.
func (w *world) view() reception.View {
	w.t.Helper()
	return must[reception.View](w.t)(w.View(w.t.Context(), w.as("office"), w.no))
}

// version is the newest.
func (w *world) version() int64 { return w.view().Version }

// visit are the usual dates: Tuesday 24 November, 09:00 to 17:30.
var visitStart, visitEnd = at("2026-11-24 09:00"), at("2026-11-24 17:30")

// submit applies for a visit of five guests and gives the number.
func (w *world) submit(change func(*reception.Application)) string {
	w.t.Helper()
	a := reception.Application{Policy: "envicool", Customer: reception.CustomerRef{Name: "华远能源", Class: "important"}, Start: &visitStart, End: &visitEnd,
		Purpose: new("看厂"), Wishes: new("参观样品室"), Requirements: new("会议室一间")}
	for i, name := range []string{"李明", "张伟", "王丽", "刘洋洋", "Anna Berg"} {
		a.Guests = append(a.Guests, reception.Guest{Name: name, Position: "经理", Organisation: "华远能源", Kind: "inspector", Main: i == 0,
			Email: fmt.Sprintf("guest%d@huayuan.example", i)})
	}
	if change != nil {
		change(&a)
	}
	d := must[reception.DraftAnswer](w.t)(w.Create(w.t.Context(), w.as("sales"), a))
	s := must[reception.StateAnswer](w.t)(w.Submit(w.t.Context(), w.as("sales"), d.ID, reception.Submit{Version: d.Version, Reason: "客户临时决定"}))
	w.no = s.Number
	return s.Number
}

// accept takes the application up, with office2 as specialist.
func (w *world) accept() {
	w.t.Helper()
	must[reception.StateAnswer](w.t)(w.Accept(w.t.Context(), w.as("office"), w.no, reception.Accept{Version: w.version(), Specialist: "office2", Reason: "ok"}))
}

// plan writes a day: pickup, talk, tour, lunch, see-off; with room, car and driver.
func (w *world) plan() {
	w.t.Helper()
	day := func(s string) time.Time { return at("2026-11-24 " + s) }
	items := []reception.Item{
		{Kind: "pickup", Start: day("09:00"), End: day("09:45"), Title: "机场接站", Place: "T3"},
		{Kind: "talk", Start: day("10:00"), End: day("11:30"), Title: "技术交流", Resources: []string{"room-a"}, People: []reception.Assigned{{Staff: "rd", Role: "host"}}},
		{Kind: "meal", Start: day("12:00"), End: day("13:00"), Title: "午餐"},
		{Kind: "tour-stop", Start: day("14:00"), End: day("15:00"), Title: "样品室", People: []reception.Assigned{{Staff: "production", Role: "guide"}}},
		{Kind: "see-off", Start: day("16:30"), End: day("17:30"), Title: "送站"},
	}
	a := must[reception.PlanAnswer](w.t)(w.EditPlan(w.t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Items: &items}))
	cars := []reception.Vehicle{{Resource: "car", Item: a.Plan.Items[0].ID, Driver: reception.Driver{Name: "老赵", Phone: "139", Email: "driver@demo.example"}}}
	people := []reception.Assigned{{Staff: "office2", Role: "host"}}
	meals := []reception.Meal{{Item: a.Plan.Items[2].ID, Slot: "lunch", Kind: "simple"}}
	must[reception.PlanAnswer](w.t)(w.EditPlan(w.t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Vehicles: &cars, People: &people, Meals: &meals}))
}

// publish and confirm the sheet.
func (w *world) publish() {
	w.t.Helper()
	must[reception.PublishAnswer](w.t)(w.Publish(w.t.Context(), w.as("office"), w.no, reception.Publish{Version: w.version(), Reason: "ok"}))
}

func (w *world) confirm() {
	w.t.Helper()
	for _, who := range []string{"sales", "head"} {
		must[reception.ReviewAnswer](w.t)(w.Review(w.t.Context(), w.as(who), w.no,
			reception.Decide{Version: w.version(), Answers: map[string]string{"executability": "yes", "necessity": "yes"}}))
	}
}

// prepared brings a reception to preparing on Sunday.
func prepared(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.submit(nil)
	w.accept()
	w.plan()
	w.publish()
	w.confirm()
	if s := w.view().State; s != reception.Preparing {
		t.Fatalf("state %s", s)
	}
	return w
}

// pass lets time pass in one jump.
func (w *world) pass(to string) []reception.Ran {
	w.t.Helper()
	w.now = at(to)
	return must[[]reception.Ran](w.t)(w.Due(w.t.Context(), w.now))
}

// A letter is one mail that was ordered.
type letter struct {
	At    time.Time
	Kind  string
	To    string
	About []string
	Event string
}

func (l letter) String() string {
	return l.At.In(shanghai).Format("01-02 15:04") + " " + l.Kind + " " + l.To
}

// letters lists every mail ordered so far, oldest first.
func (w *world) letters() []letter {
	w.t.Helper()
	docs, err := store.All(w.t.Context(), w.db, store.Query{In: "r#" + w.no, From: "event#", To: "event#~"})
	w.ok(err)
	var list []letter
	for _, d := range docs {
		e := must[event.Event](w.t)(event.Decode(d))
		var data reception.Data
		w.ok(json.Unmarshal(e.Data, &data))
		for _, told := range data.Tell {
			for _, to := range told.To {
				list = append(list, letter{e.At, told.Kind, to, told.About, e.Kind})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b letter) int { return a.At.Compare(b.At) })
	return list
}

// since lists the mails of a kind ordered at or after a time, as "01-02 15:04 kind to".
func (w *world) since(from string, kinds ...string) []string {
	w.t.Helper()
	list := []string{}
	for _, l := range w.letters() {
		if !l.At.Before(at(from)) && (len(kinds) == 0 || slices.Contains(kinds, l.Kind)) {
			list = append(list, l.String())
		}
	}
	return list
}

// task finds a task of the view by its entry.
func (w *world) task(entry string) reception.TaskView {
	w.t.Helper()
	for _, k := range w.view().Tasks {
		if k.ID == entry || strings.HasPrefix(k.ID, entry+"@") {
			return k
		}
	}
	w.t.Fatalf("no task %s", entry)
	return reception.TaskView{}
}

// do does something with a task.
func (w *world) do(who, entry, do string, values map[string]string, comment string) (reception.TaskAnswer, error) {
	w.t.Helper()
	k := w.task(entry)
	return w.DoTask(w.t.Context(), w.as(who), w.no, k.ID, reception.DoTask{Version: k.Version, Do: do, Values: values, Comment: comment})
}
