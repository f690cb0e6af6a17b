package sqlitestore_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"yingbin/shared/store"
)

// submit is what an application writes: eight documents of realistic size,
// five of them in an index.
func submit(no string) []store.Op {
	ops := make([]store.Op, 8)
	for i, size := range []int{640, 1890, 1650, 560, 560, 500, 150, 60} {
		d := document("r#"+no, fmt.Sprint("DOC#", i))
		d.Body = []byte(`"` + strings.Repeat("x", size*2/3) + `"`)
		d.Row = []byte(`"` + strings.Repeat("y", size/3) + `"`)
		if i%2 == 0 {
			d.Desk = store.Place{In: "sales", At: "20261124T0930"}
			d.Due = store.Place{In: "minute#0", At: "20261124T0930"}
		}
		if i == 0 {
			d.List = store.Place{In: "reception", At: "20261124T0930#" + no}
		}
		ops[i] = store.Create(d)
	}
	return ops
}

// BenchmarkSubmit measures durable commits of eight documents; the target
// with 64 at once is 3,000 a second.
func BenchmarkSubmit(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db := open(b, filepath.Join(b.TempDir(), "yingbin.db"))
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range callers {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						mustCommit(b, db, submit(fmt.Sprintf("%09d", n))...)
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

// BenchmarkRead measures the present of a reception, a list of 50, a desk of
// 160 Rows and an empty sweep.
func BenchmarkRead(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "yingbin.db"))
	for i := range 1000 {
		mustCommit(b, db, submit(fmt.Sprintf("%09d", i))...)
	}
	for name, q := range map[string]store.Query{
		"present": {In: "r#000000500", From: "A", To: "["},
		"list=50": {Index: store.List, In: "reception", Desc: true, Limit: 50},
		"desk":    {Index: store.Desk, In: "sales", Limit: 160},
		"sweep":   {Index: store.Due, In: "minute#0", To: "20261124T0900", Limit: 100},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := store.All(b.Context(), db, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
