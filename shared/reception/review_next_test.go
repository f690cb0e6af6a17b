package reception_test

import (
	"testing"
	"time"

	"yingbin/shared/reception"
)

// Whoever has several reviews is led from one to the next, the more pressing
// first; who has none is told so.
func TestNextReview(t *testing.T) {
	w := newWorld(t)
	next := func(who string) reception.NextReview {
		t.Helper()
		return must[reception.NextReview](t)(w.NextReview(t.Context(), w.as(who)))
	}
	asked := func() string {
		w.submit(nil)
		w.accept()
		w.publish()
		w.now = w.now.Add(time.Hour)
		return w.no
	}
	if n := next("head"); n != (reception.NextReview{}) {
		t.Errorf("nothing was published, and head decides %+v", n)
	}
	first := asked()
	second := asked()
	if n := next("head"); n.Reception != first || n.Waiting != 2 || n.Revision != 1 {
		t.Errorf("head decides %+v, not %s", n, first)
	}
	w.no = first
	w.confirm()
	if n := next("head"); n.Reception != second || n.Waiting != 1 {
		t.Errorf("then head decides %+v, not %s", n, second)
	}
	if n := next("rd"); n.Waiting != 0 {
		t.Errorf("rd decides %+v", n)
	}
}
