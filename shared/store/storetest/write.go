package storetest

import (
	"fmt"
	"strings"
	"time"

	"yingbin/shared/store"
)

var writeCases = []testCase{
	{"create on an existing document is a conflict that names it", create},
	{"replace needs the right version", replace},
	{"put needs nothing", put},
	{"delete and check need the right version", deleteAndCheck},
	{"one failing of ten applies nothing and all failing are listed", oneOfTen},
	{"a key twice in a commit is invalid", twice},
	{"100 operations pass, 101 do not", operations},
	{"sizes are limited to the byte", sizes},
}

func create(s *suite) {
	first := doc("A")
	first.Version = 7 // counts for nothing
	s.create(first)
	s.version(key("A"), 1)
	second := doc("A")
	second.Body = []byte(`{"other":true}`)
	s.conflict([]int{0}, store.Create(second))
	s.conflict([]int{1}, store.Create(doc("B")), store.Create(second))
	s.version(key("B"), 0)
	if got := s.get(key("A")); string(got.Body) != `{"s":1}` {
		s.Errorf("body %s", got.Body)
	}
	expires := store.Doc{Key: key("E"), Version: 1, Expires: time.Date(2027, 2, 22, 3, 4, 5, 0, time.UTC)}
	s.create(expires)
	s.same([]store.Doc{s.get(key("E"))}, []store.Doc{expires})
}

func replace(s *suite) {
	s.create(doc("A"))
	d := s.get(key("A"))
	d.Body = []byte(`{"s":2}`)
	s.commit(store.Replace(d))
	s.version(key("A"), 2)
	s.conflict([]int{0}, store.Replace(d)) // now stale
	d.Version = 9
	s.conflict([]int{0}, store.Replace(d))
	absent := doc("none")
	absent.Version = 1
	s.conflict([]int{0}, store.Replace(absent))
	s.version(key("none"), 0)
	s.invalid("version 0", store.Replace(doc("A")))
	s.invalid("negative version", store.Replace(store.Doc{Key: key("A"), Version: -1}))
	d = s.get(key("A"))
	s.same([]store.Doc{d}, []store.Doc{{Key: key("A"), Version: 2, Row: doc("A").Row, Body: []byte(`{"s":2}`)}})
}

func put(s *suite) {
	s.commit(store.Put(doc("A")))
	s.version(key("A"), 1)
	d := at(doc("A"), "here", "1")
	d.Version, d.Row = 1, nil
	s.commit(store.Put(d), store.Put(doc("B")))
	d.Version = 2
	s.same([]store.Doc{s.get(key("A"))}, []store.Doc{d})
	s.commit(store.Put(doc("A"))) // unread: stores version 1 again, and takes the place away
	s.version(key("A"), 1)
	s.shows(store.Query{Index: store.Desk, In: "here"})
}

func deleteAndCheck(s *suite) {
	s.create(doc("A"), doc("B"))
	stale := doc("A")
	stale.Version = 2
	s.conflict([]int{0}, store.Delete(stale))
	s.conflict([]int{0}, store.Check(key("A"), 2))
	s.conflict([]int{0}, store.Check(key("A"), 0))
	s.conflict([]int{0}, store.Check(key("none"), 1))
	s.conflict([]int{0, 2}, store.Check(key("none"), 1), store.Check(key("A"), 1), store.Check(key("B"), 0))
	s.commit(store.Check(key("A"), 1))
	s.commit(store.Check(key("none"), 0))
	s.commit(store.Check(key("A"), 1), store.Check(key("none"), 0), store.Delete(s.get(key("B"))))
	s.version(key("A"), 1)
	s.version(key("B"), 0)
	gone := doc("B")
	gone.Version = 1
	s.conflict([]int{0}, store.Delete(gone))
	s.invalid("delete at version 0", store.Delete(doc("A")))
	s.invalid("check at a negative version", store.Check(key("A"), -1))
	s.create(doc("B")) // a deleted document may come again, from version 1
	s.version(key("B"), 1)
}

func oneOfTen(s *suite) {
	s.create(doc("3"), doc("7"))
	var ops []store.Op
	for i := range 10 {
		ops = append(ops, store.Create(at(doc(fmt.Sprint(i)), "here", fmt.Sprint(i))))
	}
	s.conflict([]int{3, 7}, ops...)
	s.shows(store.Query{In: "r#1"}, "3", "7")
	s.shows(store.Query{In: "here", Index: store.Desk})
	s.conflict([]int{1}, ops[0], ops[3])
	s.commit(append(ops[:3:3], ops[8:]...)...)
	s.shows(store.Query{In: "r#1"}, "0", "1", "2", "3", "7", "8", "9")
}

func twice(s *suite) {
	s.create(doc("A"))
	s.invalid("create twice", store.Create(doc("B")), store.Create(doc("B")))
	s.invalid("check and replace", store.Check(key("A"), 1), store.Replace(s.get(key("A"))))
	s.version(key("B"), 0)
	s.version(key("A"), 1)
	s.commit() // nothing is nothing
}

func operations(s *suite) {
	var ops []store.Op
	for i := range store.MaxOps + 1 {
		ops = append(ops, store.Create(doc(fmt.Sprintf("%03d", i))))
	}
	s.invalid("101 operations", ops...)
	s.version(key("000"), 0)
	s.commit(ops[:store.MaxOps]...)
	if n := len(s.all(store.Query{In: "r#1"})); n != store.MaxOps {
		s.Errorf("%d documents", n)
	}
}

func sizes(s *suite) {
	full := filled("A", store.MaxDoc)
	s.commit(store.Create(full))
	if got := s.get(key("A")); len(got.Body) != len(full.Body) {
		s.Errorf("%d bytes came back", len(got.Body))
	}
	s.invalid("a byte too many", store.Create(filled("B", store.MaxDoc+1)))
	s.commitSizes()
	s.keySizes()
}

// commitSizes tries the largest commit and one byte more.
func (s *suite) commitSizes() {
	var ops []store.Op
	for i := range 16 {
		ops = append(ops, store.Create(filled(fmt.Sprintf("%02d", i), store.MaxCommit/16)))
	}
	over := append(ops[:15:15], store.Create(filled("15", store.MaxCommit/16+1)))
	s.invalid("a commit a byte too large", over...)
	s.version(key("00"), 0)
	s.commit(ops...)
	s.version(key("15"), 1)
}

// keySizes tries the longest keys and one byte more.
func (s *suite) keySizes() {
	pk, sk := strings.Repeat("p", store.MaxPK), strings.Repeat("s", store.MaxSK)
	long := at(store.Doc{Key: store.Key{PK: pk, SK: sk}, Version: 1}, pk, sk)
	s.commit(store.Create(long))
	s.same([]store.Doc{s.get(long.Key)}, []store.Doc{long})
	s.invalid("pk too long", store.Create(store.Doc{Key: store.Key{PK: pk + "p", SK: sk}}))
	s.invalid("sk too long", store.Create(store.Doc{Key: store.Key{PK: pk, SK: sk + "s"}}))
	s.invalid("partition of an index too long", store.Create(store.Doc{Key: key("A"), Desk: store.Place{In: pk + "p", At: sk}}))
	s.invalid("order of an index too long", store.Create(store.Doc{Key: key("A"), Due: store.Place{In: pk, At: sk + "s"}}))
	s.invalid("empty pk", store.Create(store.Doc{Key: store.Key{SK: "A"}}))
	s.invalid("empty sk", store.Put(store.Doc{Key: store.Key{PK: "A"}}))
	s.invalid("broken key", store.Put(doc("\xff")))
	s.invalid("broken body", store.Put(store.Doc{Key: key("A"), Body: []byte("\xff")}))
	_, err := s.DB.Get(s.Context(), store.Key{PK: "A"})
	s.isInvalid("get of an empty sk", err)
}

// filled is a document of exactly n bytes, with places and characters of
// several bytes.
func filled(sk string, n int) store.Doc {
	d := at(doc(sk), "桌", "1")
	d.Expires = time.Date(2027, 2, 22, 3, 4, 5, 0, time.UTC)
	d.Body = []byte("深圳🙂")
	stored := store.Create(d).Stored()
	d.Body = append(d.Body, strings.Repeat("x", n-stored.Size())...)
	return d
}
