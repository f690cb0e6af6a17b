package storetest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"yingbin/shared/store"
)

var readCases = []testCase{
	{"absent is version 0, order as asked, a key twice is invalid", getOrder},
	{"bytes of row and body come back identical", getBytes},
	{"large documents come back identical, however they are kept", getLarge},
	{"order is that of bytes over latin, hanzi, emoji, # and case", byteOrder},
	{"from and to are inclusive and may be open or empty", ranges},
	{"descending is the exact reverse", reverse},
	{"pages by limit and cursor equal the whole", pages},
	{"a partition of more than 1 MB arrives whole and stopping stops", largePartition},
	{"more documents than any page holds arrive, up to the limit", manyDocuments},
	{"r#1 does not see r#10", neighbours},
}

func getOrder(s *suite) {
	s.create(doc("A"), doc("B"))
	got, err := s.DB.Get(s.Context(), key("B"), key("none"), key("A"))
	if err != nil {
		s.Fatal(err)
	}
	if g := sortKeys(got); !slices.Equal(g, []string{"B", "none", "A"}) {
		s.Errorf("order %v", g)
	}
	if got[0].Version != 1 || got[1].Version != 0 || got[2].Version != 1 {
		s.Errorf("versions %d %d %d", got[0].Version, got[1].Version, got[2].Version)
	}
	_, err = s.DB.Get(s.Context(), key("A"), key("B"), key("A"))
	s.isInvalid("a key twice", err)
	if none, err := s.DB.Get(s.Context()); len(none) != 0 || err != nil {
		s.Errorf("nothing asked: %v, %v", none, err)
	}
	var keys []store.Key
	for i := range store.MaxGet {
		keys = append(keys, key(fmt.Sprint("k", i)))
	}
	if hundred, err := s.DB.Get(s.Context(), keys...); len(hundred) != store.MaxGet || err != nil {
		s.Errorf("100 keys: %d documents, %v", len(hundred), err)
	}
	_, err = s.DB.Get(s.Context(), append(keys, key("more"))...)
	s.isInvalid("101 keys", err)
}

func getBytes(s *suite) {
	odd := []byte("{ \"b\" : 1,\n\t\"a\":\"\\u0041<&>\u2028\\/深圳🙂\" , \"n\":1.0e+2, \"z\":\"\x00\" }  ")
	docs := []store.Doc{
		{Key: key("both"), Version: 1, Row: odd, Body: bytes.Repeat(odd, 100)},
		{Key: key("neither"), Version: 1},
		{Key: key("深圳#🙂"), Version: 1, Row: []byte("{}"), Desk: store.Place{In: "市场部", At: "2026-11-24"}},
	}
	s.create(docs...)
	for _, d := range docs {
		s.same([]store.Doc{s.get(d.Key)}, []store.Doc{d})
	}
	slices.SortFunc(docs, func(a, b store.Doc) int { return strings.Compare(a.SK, b.SK) })
	s.same(s.all(store.Query{In: "r#1"}), docs)
}

// getLarge reads what a driver may keep smaller than it is: text that repeats
// itself, and bytes that do not, in Body, Row and both; whole and from an index.
func getLarge(s *suite) {
	same := bytes.Repeat([]byte(`{"title":{"zh":"确认参观样品室","en":"Confirm the tour"}},`), 40)
	random := make([]byte, 3000)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(random); i++ {
		random[i] = byte(' ' + r.IntN(90))
	}
	var docs, rows []store.Doc
	for i, d := range []store.Doc{{Body: same}, {Row: same}, {Row: same, Body: same}, {Row: random, Body: same}, {Row: same, Body: random}, {Row: random, Body: random}, {Row: same[:900], Body: same[:900]}} {
		d.Key, d.Version, d.Desk = key(fmt.Sprint("large", i)), 1, store.Place{In: "sales", At: fmt.Sprint(i)}
		docs, rows = append(docs, d), append(rows, store.Doc{Key: d.Key, Desk: d.Desk, Row: d.Row})
	}
	s.create(docs...)
	for _, d := range docs {
		s.same([]store.Doc{s.get(d.Key)}, []store.Doc{d})
	}
	s.same(s.all(store.Query{In: "r#1"}), docs)
	s.same(s.all(store.Query{Index: store.Desk, In: "sales"}), rows)
	for i := range docs {
		docs[i].Body = append(bytes.Clone(docs[i].Body), same...)
		s.commit(store.Replace(docs[i]))
		docs[i].Version++
	}
	s.same(s.all(store.Query{In: "r#1"}), docs)
}

func byteOrder(s *suite) {
	keys := []string{"#", "A", "Z", "[", "a", "z", "~", "ä", "深", "圳", "�", "🙂", "A#1", "A1", "Aa", "a#", "R-1", "R-10", "R-2"}
	for _, k := range keys {
		s.create(at(doc(k), "all", k))
	}
	slices.Sort(keys) // Go compares strings by bytes
	for _, q := range []store.Query{{In: "r#1"}, {In: "all", Index: store.Desk}, {In: "all", Index: store.List}, {In: "all", Index: store.Due}} {
		s.shows(q, keys...)
	}
	s.shows(store.Query{In: "r#1", From: "A", To: "["}, "A", "A#1", "A1", "Aa", "R-1", "R-10", "R-2", "Z", "[")
}

func ranges(s *suite) {
	for _, k := range []string{"a", "b", "c", "d"} {
		s.create(at(doc(k), "r#1", k))
	}
	for i := store.Table; i <= store.Due; i++ {
		s.shows(store.Query{Index: i, In: "r#1", From: "b", To: "c"}, "b", "c")
		s.shows(store.Query{Index: i, In: "r#1", From: "b"}, "b", "c", "d")
		s.shows(store.Query{Index: i, In: "r#1", To: "b"}, "a", "b")
		s.shows(store.Query{Index: i, In: "r#1", From: "c", To: "c"}, "c")
		s.shows(store.Query{Index: i, In: "r#1", From: "c", To: "b"})
		s.shows(store.Query{Index: i, In: "r#1", From: "bb", To: "bc"})
		s.shows(store.Query{Index: i, In: "nobody"})
	}
	_, err := store.All(s.Context(), s.DB, store.Query{})
	s.isInvalid("no partition", err)
	_, err = store.All(s.Context(), s.DB, store.Query{In: "r#1", Limit: -1})
	s.isInvalid("negative limit", err)
}

func reverse(s *suite) {
	for i := range 12 {
		s.create(at(doc(fmt.Sprintf("%02d", i)), "r#1", fmt.Sprint(i/3))) // equal keys in the indexes
	}
	for i := store.Table; i <= store.Due; i++ {
		up := s.all(store.Query{Index: i, In: "r#1"})
		down := s.all(store.Query{Index: i, In: "r#1", Desc: true})
		slices.Reverse(down)
		s.same(down, up)
		if len(up) != 12 {
			s.Errorf("index %d shows %d documents", i, len(up))
		}
	}
}

func pages(s *suite) {
	for i := range 9 {
		s.create(at(doc(fmt.Sprintf("%02d", i)), "r#1", fmt.Sprint(i/4)))
	}
	for i := store.Table; i <= store.Due; i++ {
		for _, desc := range []bool{false, true} {
			q := store.Query{Index: i, In: "r#1", Desc: desc}
			whole := s.all(q)
			s.pageThrough(q, whole)
			for n, d := range whole {
				q.After = d.Cursor()
				if rest := s.all(q); len(rest) != 8-n || !slices.Equal(sortKeys(rest), sortKeys(whole[n+1:])) {
					s.Errorf("after %q come %v", d.SK, sortKeys(rest))
				}
			}
		}
	}
	s.afterDeleted()
	s.afterOutside()
}

// pageThrough reads a query in pages of every size.
func (s *suite) pageThrough(q store.Query, whole []store.Doc) {
	s.Helper()
	for q.Limit = 1; q.Limit <= len(whole)+1; q.Limit++ {
		var got []store.Doc
		for q.After = ""; ; {
			page := s.all(q)
			if got = append(got, page...); len(page) < q.Limit {
				break
			}
			q.After = page[len(page)-1].Cursor()
		}
		s.same(got, whole)
	}
}

// afterDeleted continues after a document that is gone.
func (s *suite) afterDeleted() {
	gone := s.get(key("04"))
	s.commit(store.Delete(gone))
	for i := store.Table; i <= store.Due; i++ {
		s.shows(store.Query{Index: i, In: "r#1", After: gone.Cursor()}, "05", "06", "07", "08")
		s.shows(store.Query{Index: i, In: "r#1", After: gone.Cursor(), Desc: true}, "03", "02", "01", "00")
	}
}

// afterOutside continues after a document outside the range: before it,
// everything follows; behind it, nothing.
func (s *suite) afterOutside() {
	first, last := s.get(key("00")).Cursor(), s.get(key("08")).Cursor()
	s.shows(store.Query{In: "r#1", From: "02", To: "03", After: first}, "02", "03")
	s.shows(store.Query{In: "r#1", From: "02", To: "03", After: last})
	s.shows(store.Query{In: "r#1", From: "02", To: "03", After: last, Desc: true}, "03", "02")
	s.shows(store.Query{In: "r#1", From: "02", To: "03", After: first, Desc: true})
}

func largePartition(s *suite) {
	var want []string
	for i := range 40 {
		d := doc(fmt.Sprintf("%02d", i))
		d.Body = []byte(`"` + strings.Repeat("接", 20_000) + `"`)
		s.create(d)
		want = append(want, d.SK)
	}
	s.shows(store.Query{In: "r#1"}, want...)
	s.shows(store.Query{In: "r#1", Limit: 39}, want[:39]...)
	seen := 0
	for d, err := range s.DB.Query(s.Context(), store.Query{In: "r#1"}) {
		if err != nil {
			s.Fatal(err)
		}
		s.commit(store.Delete(d)) // a reader holds nothing that a writer needs
		if seen++; seen == 3 {
			break
		}
	}
	s.shows(store.Query{In: "r#1"}, want[3:]...)
}

func manyDocuments(s *suite) {
	docs := make([]store.Doc, 1200)
	for i := range docs {
		docs[i] = at(doc(fmt.Sprintf("%04d", i)), "r#1", "same")
	}
	s.create(docs...)
	for i := store.Table; i <= store.Due; i++ {
		for limit, want := range map[int]int{0: 1200, 501: 501, 1100: 1100} {
			got := sortKeys(s.all(store.Query{Index: i, In: "r#1", Limit: limit}))
			if slices.Sort(got); len(slices.Compact(got)) != want {
				s.Errorf("index %d, limit %d: %d documents", i, limit, len(got))
			}
		}
	}
}

func neighbours(s *suite) {
	for _, pk := range []string{"r#1", "r#10", "r#", "R#1"} {
		s.create(store.Doc{Key: store.Key{PK: pk, SK: "HEAD"}, List: store.Place{In: pk, At: "x"}})
	}
	for i, q := range []store.Query{{In: "r#1"}, {In: "r#1", Index: store.List}} {
		if docs := s.all(q); len(docs) != 1 || docs[0].PK != "r#1" {
			s.Errorf("%d: r#1 shows %v", i, docs)
		}
	}
}
