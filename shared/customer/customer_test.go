package customer_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/store/storetest"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func open(t *testing.T) (*customer.Service, *storetest.Flaky) {
	t.Helper()
	db, err := sqlitestore.Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	flaky := storetest.Faulty(db)
	if err := staff.StartTrial(t.Context(), flaky); err != nil {
		t.Fatal(err)
	}
	s := &staff.Service{DB: flaky}
	info, entries := staff.Fixture()
	if err := s.Import(t.Context(), info, entries...); err != nil {
		t.Fatal(err)
	}
	return &customer.Service{DB: flaky, Staff: s}, flaky
}

func act(by, key string) staff.Act { return staff.Act{By: by, At: now, Key: key} }

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

var huaxing = customer.Create{
	Name: "深圳华星光电", Class: "important", Grade: "A", Country: "CN",
	Contacts: []customer.AddContact{
		{Name: "单志强", Position: "采购总监", Key: true, Phone: "+86 138-0001-0002", Email: "shan@huaxing.example", Diet: "halal"},
		{Name: "王芳", Position: "工程师", Preferences: []customer.Preference{{What: "绿茶", Kind: "drink", Until: "2027-01-31"}}},
	},
}

func create(t *testing.T, s *customer.Service, cmd customer.Create) customer.View {
	t.Helper()
	v, err := s.Create(t.Context(), act("sales", cmd.Name), cmd)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCreateAndView(t *testing.T) {
	s, db := open(t)
	made := create(t, s, huaxing)
	v, err := s.View(t.Context(), made.Customer.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if story, err := s.History(t.Context(), made.Customer.ID, ""); err != nil || len(story.Items) != 1 || story.Items[0].By != "sales" {
		t.Errorf("history %+v, %v", story, err)
	}
	if d := cmp.Diff(made, v); d != "" {
		t.Errorf("answer (-) and view (+) differ:\n%s", d)
	}
	if v.Customer.Grade != "A" || v.Customer.Owner != "sales" || len(v.Customer.Contacts) != 2 || v.Preferences[0].What != "绿茶" || v.Preferences[0].Source != "sales" {
		t.Errorf("%+v", v)
	}
	page, err := event.History(t.Context(), db, customer.Partition(made.Customer.ID), "", 10)
	if err != nil || len(page.Entries) != 1 || page.Entries[0].Kind != customer.EventCreated {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := s.View(t.Context(), "cnothing", ""); code(err) != "not-found" {
		t.Error(err)
	}
}

func TestCreateIsChecked(t *testing.T) {
	s, _ := open(t)
	for want, cmd := range map[string]customer.Create{
		"/name": {Name: " ！ "}, "/class": {Name: "x", Class: "king"}, "/grade": {Name: "x", Grade: "Z"},
		"/contacts/0/name": {Name: "x", Contacts: []customer.AddContact{{Name: " "}}},
	} {
		_, err := s.Create(t.Context(), act("sales", ""), cmd)
		if e := fault.As(err); e == nil || len(e.Fields) == 0 || e.Fields[0].Field != want {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestWhoKeepsTheArchive(t *testing.T) {
	s, _ := open(t)
	for by, want := range map[string]string{"sales": "", "office2": "", "head": "", "gm": "", "gate": "forbidden", "rd": "forbidden", "ghost": "forbidden", "": "forbidden"} {
		if _, err := s.Create(t.Context(), act(by, ""), customer.Create{Name: "x" + by}); code(err) != want {
			t.Errorf("%q: %v, want %q", by, err, want)
		}
	}
}

func TestAnEqualNameIsTheSameCustomer(t *testing.T) {
	s, _ := open(t)
	first := create(t, s, customer.Create{Name: "Robert Bosch GmbH"})
	again := create(t, s, customer.Create{Name: "ＲＯＢＥＲＴ  BOSCH gmbh", Grade: "B", Country: "DE", Class: "key-account"})
	if again.Customer.ID != first.Customer.ID || again.Customer.Grade != "B" || again.Customer.Name != "Robert Bosch GmbH" || again.Customer.Class != "general" {
		t.Errorf("%+v", again.Customer.Card)
	}
	card, ok, err := s.Find(t.Context(), "robert bosch GmbH")
	if err != nil || !ok || card.ID != first.Customer.ID {
		t.Errorf("%+v %v %v", card, ok, err)
	}
	// What a name ends with is no equal name.
	if _, ok, err := s.Find(t.Context(), "Bosch GmbH"); ok || err != nil {
		t.Errorf("found %v, %v", ok, err)
	}
}

func TestRenamedCustomersAreFoundByBothNames(t *testing.T) {
	s, _ := open(t)
	a := create(t, s, customer.Create{Name: "旧名科技"})
	v, err := s.Edit(t.Context(), act("office", ""), a.Customer.ID, customer.Edit{Version: a.Version, Name: "新名科技"})
	if err != nil || v.Customer.Name != "新名科技" {
		t.Fatalf("%+v, %v", v, err)
	}
	if v, err = s.Edit(t.Context(), act("office", ""), a.Customer.ID, customer.Edit{Version: v.Version, Name: "再名科技"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"旧名科技", "新名科技", "再名科技"} {
		if card, ok, err := s.Find(t.Context(), name); err != nil || !ok || card.ID != a.Customer.ID {
			t.Errorf("%s: %+v %v %v", name, card, ok, err)
		}
		hits, _, err := s.Search(t.Context(), name[:6], "")
		if err != nil || len(hits) != 1 || hits[0].Title != "再名科技" {
			t.Errorf("%s: %+v %v", name, hits, err)
		}
	}
}

func TestARepetitionComesWithItsOwnBody(t *testing.T) {
	s, _ := open(t)
	cmd := func() customer.Create {
		return customer.Create{Name: "x", Contacts: []customer.AddContact{{Name: "y", Preferences: []customer.Preference{{What: "z"}}}}}
	}
	for range 2 {
		if _, err := s.Create(t.Context(), act("sales", "k"), cmd()); err != nil {
			t.Error(err)
		}
	}
}

func TestEdit(t *testing.T) {
	s, _ := open(t)
	v := create(t, s, huaxing)
	id := v.Customer.ID
	if _, err := s.Edit(t.Context(), act("office", ""), id, customer.Edit{Version: 7, Grade: new("B")}); code(err) != "stale-version" {
		t.Error(err)
	}
	if _, err := s.Edit(t.Context(), act("gate", ""), id, customer.Edit{Version: v.Version, Grade: new("B")}); code(err) != "forbidden" {
		t.Error(err)
	}
	if _, err := s.Edit(t.Context(), act("office", ""), id, customer.Edit{Version: v.Version, Owner: "ghost"}); code(err) != "unknown-id" {
		t.Error(err)
	}
	v, err := s.Edit(t.Context(), act("office", ""), id, customer.Edit{Version: v.Version, Grade: new("B"), Owner: "sales2@demo.example",
		Preferences: []customer.Preference{{What: "靠窗"}}, Contacts: []customer.AddContact{{Name: "王芳", Phone: "139"}}})
	if err != nil || v.Customer.Grade != "B" || v.Customer.Owner != "sales2" || len(v.Customer.Contacts) != 2 || len(v.Preferences) != 2 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestSearch(t *testing.T) {
	s, db := open(t)
	create(t, s, huaxing)
	create(t, s, customer.Create{Name: "Robert Bosch GmbH"})
	if err := db.Commit(t.Context(), customer.NumberWord("R-20261124-003", "R-20261124-003 华星")); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"深圳": "深圳华星光电/name", "华星": "深圳华星光电/name", "huaxing": "深圳华星光电/pinyin", "HXGD": "深圳华星光电/pinyin",
		"szhx": "深圳华星光电/pinyin", "bosch g": "Robert Bosch GmbH/name", "单": "单志强 · 深圳华星光电/name",
		"shan zhi": "单志强 · 深圳华星光电/pinyin", "szq": "单志强 · 深圳华星光电/pinyin", "138 0001": "单志强 · 深圳华星光电/phone",
		"shan@hua": "单志强 · 深圳华星光电/mail", "r-202611": "R-20261124-003 华星/number", "ｂｏｓｃｈ": "Robert Bosch GmbH/name",
	} {
		hits, _, err := s.Search(t.Context(), text, "")
		if err != nil || len(hits) != 1 || hits[0].Title+"/"+hits[0].Why != want {
			t.Errorf("%s: %+v, %v; want %s", text, hits, err, want)
		}
	}
	for _, text := range []string{"", " ", "光电公司", "zzz", "！"} {
		if hits, _, err := s.Search(t.Context(), text, ""); err != nil || len(hits) != 0 {
			t.Errorf("%q: %+v, %v", text, hits, err)
		}
	}
}

func TestListFromAToZ(t *testing.T) {
	s, _ := open(t)
	for _, name := range []string{"中兴通讯", "比亚迪", "ABB", "重庆长安"} {
		create(t, s, customer.Create{Name: name})
	}
	var got []string
	after := ""
	for {
		p, err := s.List(t.Context(), "", 3, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.Items {
			got = append(got, c.Name)
		}
		if after = p.Next; after == "" {
			break
		}
	}
	if d := cmp.Diff([]string{"ABB", "比亚迪", "重庆长安", "中兴通讯"}, got); d != "" {
		t.Error(d)
	}
	p, err := s.List(t.Context(), "changan", 3, "")
	if err != nil || len(p.Items) != 1 || p.Items[0].Name != "重庆长安" {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestListOfFound: a search has pages too, which lose nobody and show nobody
// twice, however many of a name's beginnings fit.
func TestListOfFound(t *testing.T) {
	s, _ := open(t)
	for i := range 50 {
		create(t, s, customer.Create{Name: fmt.Sprintf("长沙长江长城%02d", i)})
	}
	for _, limit := range []int{1, 7, 50, 500} {
		seen, after := map[string]int{}, ""
		for {
			p, err := s.List(t.Context(), "c", limit, after)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range p.Items {
				seen[c.ID]++
			}
			if after = p.Next; after == "" {
				break
			}
		}
		if len(seen) != 50 {
			t.Errorf("pages of %d show %d", limit, len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("pages of %d show %s %d times", limit, id, n)
			}
		}
	}
}

func TestInjectedFailures(t *testing.T) {
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		t.Run(failure.String(), func(t *testing.T) {
			s, db := open(t)
			db.FailAt(0, failure)
			if _, err := s.Create(t.Context(), act("sales", "k"), huaxing); code(err) != "unavailable" {
				t.Fatal(err)
			}
			v, err := s.Create(t.Context(), act("sales", "k"), huaxing)
			if err != nil || v.Customer.Name != huaxing.Name || len(v.Customer.Contacts) != 2 {
				t.Fatalf("%+v, %v", v, err)
			}
			page, _ := event.History(t.Context(), db, customer.Partition(v.Customer.ID), "", 10)
			if len(page.Entries) != 1 {
				t.Errorf("%d events", len(page.Entries))
			}
		})
	}
}

// file opens the working copy of a customer.
func file(t *testing.T, s *customer.Service, id string) *customer.File {
	t.Helper()
	f, err := s.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// save commits what a file wants to store.
func save(t *testing.T, db store.DB, f *customer.File) {
	t.Helper()
	ops, err := f.Ops()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Commit(t.Context(), ops...); err != nil {
		t.Fatal(err)
	}
}

func TestArchiveAVisit(t *testing.T) {
	s, db := open(t)
	id := create(t, s, huaxing).Customer.ID
	visit := customer.Visit{Number: "R-20261124-003", Start: time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("", 8*3600)),
		DinnerPlace: "迎宾楼", Gifts: []string{"茶叶"}, Cost: policy.Yuan(1200)}
	for range 2 { // archiving again changes nothing
		f := file(t, s, id)
		known := f.Meet(customer.Contact{Name: "单志强", Phone: "13800010002", Position: "副总经理", Last: "2026-11-24"})
		fresh := f.Meet(customer.Contact{Name: "李新", Kind: "technician"})
		f.Prefer(known.ID, customer.Preference{What: "不饮酒", Source: visit.Number})
		f.Owe(customer.Promise{ID: "R-20261124-003-1", Reception: visit.Number, Text: "寄样品", Owner: "sales", Department: "sales", Due: "2026-12-01"})
		visit.Contacts = []string{known.ID, fresh.ID}
		f.Visited(visit, "2026-11-24")
		save(t, db, f)
	}
	v, err := s.View(t.Context(), id, "")
	if err != nil || len(v.Visits) != 1 || v.Visits[0].DinnerPlace != "迎宾楼" || v.Customer.Visits != 1 || v.Customer.Cost != policy.Yuan(1200) || v.Customer.Last != "2026-11-24" {
		t.Errorf("%+v, %v", v, err)
	}
	if len(v.Customer.Contacts) != 3 || len(v.Promises) != 1 || len(v.Preferences) != 2 {
		t.Errorf("%d contacts, promises %+v, preferences %+v", len(v.Customer.Contacts), v.Promises, v.Preferences)
	}
	desk, err := store.All(t.Context(), db, store.Query{Index: store.Desk, In: "sales"})
	if err != nil || len(desk) != 1 {
		t.Errorf("on the desk: %d, %v", len(desk), err)
	}
	if f := file(t, s, id); !slices.Equal(f.LastVisits("2026-12-01"), []string{visit.Number}) || f.Contact(visit.Contacts[0]).Position != "副总经理" {
		t.Error("the last visit is not known")
	}
}

func TestSettlePromise(t *testing.T) {
	s, db := open(t)
	id := create(t, s, huaxing).Customer.ID
	f := file(t, s, id)
	f.Owe(customer.Promise{ID: "R-1-1", Reception: "R-1", Text: "寄样品", Owner: "sales", Department: "sales", Due: "2026-12-01"})
	save(t, db, f)
	for _, x := range []struct {
		by, want string
		cmd      customer.SettlePromise
	}{
		{"rd", "forbidden", customer.SettlePromise{Version: 1, State: "kept"}},
		{"sales", "stale-version", customer.SettlePromise{Version: 3, State: "kept"}},
		{"sales", "invalid", customer.SettlePromise{Version: 1, State: "open"}},
		{"sales", "comment-required", customer.SettlePromise{Version: 1, State: "dropped"}},
		{"head", "", customer.SettlePromise{Version: 1, State: "kept"}},
		{"sales", "wrong-state", customer.SettlePromise{Version: 2, State: "kept"}},
	} {
		if _, err := s.Settle(t.Context(), act(x.by, ""), id, "R-1-1", x.cmd); code(err) != x.want {
			t.Errorf("%s %+v: %v, want %q", x.by, x.cmd, err, x.want)
		}
	}
	desk, err := store.All(t.Context(), db, store.Query{Index: store.Desk, In: "sales"})
	if err != nil || len(desk) != 0 || len(file(t, s, id).OpenPromises()) != 0 {
		t.Errorf("still owed: %d, %v", len(desk), err)
	}
}

func TestMonths(t *testing.T) {
	s, db := open(t)
	id := create(t, s, huaxing).Customer.ID
	f := file(t, s, id)
	f.Expect("R-1", "2026-11-24", "p1")
	f.Expect("R-2", "2026-12-03")
	save(t, db, f)
	f = file(t, s, id)
	f.Expect("R-1", "2026-12-02", "p1") // moved into the next month
	save(t, db, f)
	f = file(t, s, id)
	if len(f.ComingIn("2026-11")) != 0 {
		t.Error("still comes in November")
	}
	if d := cmp.Diff([]customer.Coming{{Reception: "R-1", Day: "2026-12-02", Contacts: []string{"p1"}}, {Reception: "R-2", Day: "2026-12-03"}},
		f.ComingIn("2026-12")); d != "" {
		t.Error(d)
	}
	for until, want := range map[string][]string{"2026-12-01": nil, "2026-12-02": {"R-1"}, "2026-12-31": {"R-2", "R-1"}} {
		if got := f.LastVisits(until); !slices.Equal(got, want) {
			t.Errorf("until %s: %q, want %q", until, got, want)
		}
	}
}

func TestMatchingContacts(t *testing.T) {
	s, _ := open(t)
	f := file(t, s, create(t, s, huaxing).Customer.ID)
	for name, x := range map[string]struct {
		given customer.Contact
		known bool
	}{
		"same name":               {customer.Contact{Name: "单志强"}, true},
		"same mail, other script": {customer.Contact{Name: "Shan Zhiqiang", Email: "SHAN@huaxing.example"}, true},
		"same phone and name":     {customer.Contact{Name: "单志强", Phone: "13800010002", Email: "new@huaxing.example"}, true},
		"same name, other phone":  {customer.Contact{Name: "单志强", Phone: "13911112222"}, false},
		"other name, same phone":  {customer.Contact{Name: "秘书", Phone: "13800010002"}, false},
		"unknown":                 {customer.Contact{Name: "赵六"}, false},
	} {
		if got := f.Match(x.given) != nil; got != x.known {
			t.Errorf("%s: known %v", name, got)
		}
	}
}

func TestPreferencesEnd(t *testing.T) {
	s, _ := open(t)
	f := file(t, s, create(t, s, huaxing).Customer.ID)
	if len(f.Likes("2027-01-31")) != 1 || len(f.Likes("2027-02-01")) != 0 {
		t.Error("a preference does not end with its day")
	}
	wang := f.Match(customer.Contact{Name: "王芳"})
	f.Prefer(wang.ID, customer.Preference{What: "绿茶", Kind: "drink", Confirmed: true, Until: "2028-01-01"})
	f.Prefer(wang.ID, customer.Preference{What: "绿 茶", Kind: "drink", Until: "2029-01-01"})
	if likes := f.Likes("2028-06-01", wang.ID); len(likes) != 1 || !likes[0].Confirmed || likes[0].Contact != "王芳" {
		t.Errorf("%+v", likes)
	}
}

// TestSearchGoesOn: a search shows twenty and goes on where it ended, until
// everything was shown once.
func TestSearchGoesOn(t *testing.T) {
	s, _ := open(t)
	for i := range 45 {
		create(t, s, customer.Create{Name: fmt.Sprintf("长城工厂%02d", i), Contacts: []customer.AddContact{{Name: fmt.Sprintf("常%02d", i)}}})
	}
	seen, after, pages := map[string]int{}, "", 0
	for {
		hits, next, err := s.Search(t.Context(), "chang", after)
		if err != nil || len(hits) > 20 {
			t.Fatalf("%d, %v", len(hits), err)
		}
		for _, h := range hits {
			seen[h.ID]++
		}
		if pages++; next == "" {
			break
		}
		after = next
	}
	if len(seen) != 90 || pages != 5 {
		t.Errorf("%d things on %d pages", len(seen), pages)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s is shown %d times", id, n)
		}
	}
}
