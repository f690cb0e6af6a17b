package storetest

import (
	"yingbin/shared/store"
)

var indexCases = []testCase{
	{"a document without a place is in no index", noPlace},
	{"a document that moved is there once", moved},
	{"desk and list give the row without version, due gives keys", projections},
	{"an index may lag, the table never", lag},
}

func noPlace(s *suite) {
	s.create(doc("bare"), at(doc("placed"), "here", "1"))
	for i := store.Desk; i <= store.Due; i++ {
		s.shows(store.Query{Index: i, In: "here"}, "placed")
	}
	d := s.get(key("placed"))
	d.Desk, d.List = store.Place{}, store.Place{}
	s.commit(store.Replace(d))
	s.shows(store.Query{Index: store.Desk, In: "here"})
	s.shows(store.Query{Index: store.List, In: "here"})
	s.shows(store.Query{Index: store.Due, In: "here"}, "placed")
	s.commit(store.Delete(s.get(d.Key)))
	s.shows(store.Query{Index: store.Due, In: "here"})
	s.invalid("half a place", store.Create(store.Doc{Key: key("half"), Desk: store.Place{In: "here"}}))
	s.invalid("the other half", store.Create(store.Doc{Key: key("half"), Due: store.Place{At: "here"}}))
}

func moved(s *suite) {
	s.create(at(doc("A"), "old", "1"))
	d := at(s.get(key("A")), "old", "2")
	s.commit(store.Replace(d))
	for i := store.Desk; i <= store.Due; i++ {
		s.shows(store.Query{Index: i, In: "old"}, "A")
		s.shows(store.Query{Index: i, In: "old", To: "1"})
	}
	s.commit(store.Put(at(s.get(key("A")), "new", "1")))
	for i := store.Desk; i <= store.Due; i++ {
		s.shows(store.Query{Index: i, In: "old"})
		s.shows(store.Query{Index: i, In: "new"}, "A")
	}
}

func projections(s *suite) {
	d := doc("A")
	d.Desk, d.List, d.Due = store.Place{In: "a", At: "1"}, store.Place{In: "b", At: "2"}, store.Place{In: "c", At: "3"}
	s.create(d)
	s.same(s.all(store.Query{Index: store.Desk, In: "a"}), []store.Doc{{Key: d.Key, Desk: d.Desk, Row: d.Row}})
	s.same(s.all(store.Query{Index: store.List, In: "b"}), []store.Doc{{Key: d.Key, List: d.List, Row: d.Row}})
	s.same(s.all(store.Query{Index: store.Due, In: "c"}), []store.Doc{{Key: d.Key, Due: d.Due}})
	seen := s.all(store.Query{Index: store.Desk, In: "a"})[0]
	s.invalid("what came from an index cannot be committed", store.Replace(seen))
	whole := d
	whole.Version = 1
	s.same(s.all(store.Query{In: "r#1"}), []store.Doc{whole})
	whole.Row = []byte(`{"new":true}`)
	s.commit(store.Replace(whole))
	if got := s.all(store.Query{Index: store.List, In: "b"}); string(got[0].Row) != `{"new":true}` {
		s.Errorf("list shows %s", got[0].Row)
	}
}

func lag(s *suite) {
	late := Lagging(s.DB)
	s.DB = late
	s.create(at(doc("A"), "here", "1"), at(doc("B"), "here", "2"))
	s.shows(store.Query{Index: store.List, In: "here"})
	s.shows(store.Query{In: "r#1"}, "A", "B")
	late.CatchUp()
	s.shows(store.Query{Index: store.List, In: "here"}, "A", "B")
	s.commit(store.Replace(at(s.get(key("A")), "here", "3")), store.Delete(s.get(key("B"))), store.Create(at(doc("C"), "here", "0")))
	s.shows(store.Query{Index: store.List, In: "here"}, "A", "B")
	s.shows(store.Query{Index: store.Desk, In: "here", Desc: true, Limit: 1}, "B")
	s.shows(store.Query{In: "r#1"}, "A", "C")
	s.version(key("A"), 2)
	late.CatchUp()
	s.shows(store.Query{Index: store.List, In: "here"}, "C", "A")
}
