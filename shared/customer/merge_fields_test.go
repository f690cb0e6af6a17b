package customer

import (
	"reflect"
	"slices"
	"testing"
)

// Every text that people write of a customer or a contact is one that a merge
// chooses; what is not is named here, with a reason.
func TestEveryFieldIsMerged(t *testing.T) {
	follows := map[string]bool{
		"ID": true, "Into": true, "From": true, // which record it is
		"Last": true, "Latest": true, // the later of both
	}
	h, c := &Head{}, &Contact{}
	for _, x := range []struct {
		record any
		parts  []Part
	}{{h, h.parts()}, {c, c.parts()}} {
		v := reflect.ValueOf(x.record).Elem()
		for _, f := range reflect.VisibleFields(v.Type()) {
			if f.Type.Kind() != reflect.String || follows[f.Name] {
				continue
			}
			at := v.FieldByIndex(f.Index).Addr().Interface()
			if !slices.ContainsFunc(x.parts, func(p Part) bool { return p.Value == at }) {
				t.Errorf("%T.%s would be lost", x.record, f.Name)
			}
		}
	}
}
