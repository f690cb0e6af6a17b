package dynamostore

import (
	"bytes"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/store"
)

// What is packed is what saves a unit, the Body before the Row.
func TestPacked(t *testing.T) {
	alike := func(n int) []byte { return []byte(strings.Repeat(`{"s":1},`, n/8)) }
	for _, c := range []struct {
		name      string
		row, body []byte
		packed    string // the fields
		units     int
	}{
		{"fits", alike(400), alike(400), "", 1},
		{"body", alike(400), alike(1600), "body", 1},
		{"row and body", alike(1600), alike(1600), "row body", 1},
		{"row alone is not enough to save one", []byte("{}"), []byte(`"` + random(1400) + `"`), "", 2},
		{"row without a body", alike(1600), nil, "row", 1},
		{"large", nil, alike(33000), "body", 1},
	} {
		d := store.Doc{Key: store.Key{PK: "r#1", SK: "FORM"}, Version: 7, Row: c.row, Body: c.body}
		it := toItem(d)
		var packed []string
		for _, name := range []string{"row", "body"} {
			if _, is := it[name].(*types.AttributeValueMemberB); is {
				packed = append(packed, name)
			}
		}
		size, _ := Stored(d)
		if got := strings.Join(packed, " "); got != c.packed || units(size) != c.units {
			t.Errorf("%s: packed %q, %d bytes", c.name, got, size)
		}
		if diff := cmp.Diff(d, fromItem(it)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if !cmp.Equal(it, toItem(d), cmp.Comparer(func(a, b types.AttributeValue) bool { return cmp.Equal(bytesOf(a), bytesOf(b)) })) {
			t.Errorf("%s: twice is not the same", c.name)
		}
	}
}

// What somebody else put there is no document, and is not taken for an empty one.
func TestNotPackedByUs(t *testing.T) {
	it := toKey(store.Key{PK: "r#1", SK: "FORM"})
	it["body"] = &types.AttributeValueMemberB{Value: []byte("something else")}
	if d := fromItem(it); !bytes.Equal(d.Body, []byte("something else")) {
		t.Errorf("%q", d.Body)
	}
}

func bytesOf(v types.AttributeValue) []byte {
	switch v := v.(type) {
	case *types.AttributeValueMemberB:
		return v.Value
	case *types.AttributeValueMemberS:
		return []byte(v.Value)
	case *types.AttributeValueMemberN:
		return []byte(v.Value)
	}
	return nil
}

// random is text in which nothing repeats itself.
func random(n int) string {
	var b strings.Builder
	for x := uint32(1); b.Len() < n; x = x*1664525 + 1013904223 {
		b.WriteByte('0' + byte(x>>24)%75)
	}
	return b.String()
}
