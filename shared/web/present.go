package web

import (
	"encoding/json"
	"reflect"
	"time"
)

// present copies a view so that its empty lists and maps are written as [] and
// {} and not as null, and its times as they are at the site: whoever reads them
// need not ask twice.
func present(view any, zone *time.Location) any {
	if view == nil {
		return nil
	}
	return presenter{zone}.filled(reflect.ValueOf(view)).Interface()
}

// A presenter knows the site's time zone.
type presenter struct{ zone *time.Location }

var jsonWriter = reflect.TypeFor[json.Marshaler]()

// filled copies a value deeply; what writes itself is left as it is.
func (p presenter) filled(v reflect.Value) reflect.Value {
	t := v.Type()
	if t == timeType {
		return reflect.ValueOf(v.Interface().(time.Time).In(p.zone))
	}
	if t.Implements(jsonWriter) || t.Implements(textWriter) {
		return v
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		out := reflect.New(t).Elem()
		if t.Kind() == reflect.Interface {
			out.Set(p.filled(v.Elem()))
			return out
		}
		out.Set(reflect.New(t.Elem()))
		out.Elem().Set(p.filled(v.Elem()))
		return out
	case reflect.Struct:
		out := reflect.New(t).Elem()
		out.Set(v)
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				out.Field(i).Set(p.filled(v.Field(i)))
			}
		}
		return out
	case reflect.Slice:
		return p.filledSlice(v)
	case reflect.Map:
		out := reflect.MakeMapWithSize(t, v.Len())
		for _, k := range v.MapKeys() {
			out.SetMapIndex(k, p.filled(v.MapIndex(k)))
		}
		return out
	}
	return v
}

// filledSlice copies a list; bytes are left as they are.
func (p presenter) filledSlice(v reflect.Value) reflect.Value {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return v
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		out.Index(i).Set(p.filled(v.Index(i)))
	}
	return out
}
