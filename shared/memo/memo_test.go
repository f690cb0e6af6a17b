package memo_test

import (
	"errors"
	"testing"

	"yingbin/shared/memo"
)

func TestRead(t *testing.T) {
	reads := 0
	read := func() (int, error) { reads++; return reads, nil }
	ctx := memo.With(t.Context())
	for range 2 {
		if v, err := memo.Read(ctx, "a", read); v != 1 || err != nil {
			t.Errorf("remembered %d %v", v, err)
		}
	}
	if v, _ := memo.Read(ctx, "b", read); v != 2 {
		t.Errorf("another key gives %d", v)
	}
	if v, _ := memo.Read(memo.With(ctx), "a", read); v != 3 {
		t.Errorf("another request gives %d", v)
	}
	if v, _ := memo.Read(t.Context(), "a", read); v != 4 {
		t.Errorf("without a memory: %d", v)
	}
	broken := errors.New("away")
	if _, err := memo.Read(ctx, "c", func() (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if v, err := memo.Read(ctx, "c", read); v != 5 || err != nil {
		t.Errorf("after an error: %d %v", v, err)
	}
}
