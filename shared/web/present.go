package web

import (
	"encoding/json"
	"reflect"
	"sync"
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

// filled copies a value deeply, as far as there is something to present in it.
func (p presenter) filled(v reflect.Value) reflect.Value {
	t := v.Type()
	if !presented(t) {
		return v
	}
	if t == timeType {
		return reflect.ValueOf(v.Interface().(time.Time).In(p.zone))
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
		return p.filledBehind(v)
	case reflect.Struct:
		out := reflect.New(t).Elem()
		out.Set(v)
		for _, i := range presentedFields(t) {
			out.Field(i).Set(p.filled(v.Field(i)))
		}
		return out
	case reflect.Slice:
		out := reflect.MakeSlice(t, v.Len(), v.Len())
		if !presented(t.Elem()) {
			reflect.Copy(out, v)
			return out
		}
		for i := range v.Len() {
			out.Index(i).Set(p.filled(v.Index(i)))
		}
		return out
	}
	out := reflect.MakeMapWithSize(t, v.Len())
	for _, k := range v.MapKeys() {
		out.SetMapIndex(k, p.filled(v.MapIndex(k)))
	}
	return out
}

// filledBehind copies what a pointer or an interface holds.
func (p presenter) filledBehind(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.New(v.Type()).Elem()
	if v.Kind() == reflect.Interface {
		out.Set(p.filled(v.Elem()))
		return out
	}
	out.Set(reflect.New(v.Type().Elem()))
	out.Elem().Set(p.filled(v.Elem()))
	return out
}

var presentedCache, fieldsCache sync.Map // reflect.Type → bool, → []int

// presented says whether values of a type may hold lists, maps or times; bytes
// and what writes itself are left as they are.
func presented(t reflect.Type) bool {
	if known, ok := presentedCache.Load(t); ok {
		return known.(bool)
	}
	yes := holds(t, map[reflect.Type]bool{})
	presentedCache.Store(t, yes)
	return yes
}

// holds is presented, for a type within those seen.
func holds(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t == timeType {
		return true
	}
	if seen[t] || t.Implements(jsonWriter) || t.Implements(textWriter) {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Interface, reflect.Map:
		return true
	case reflect.Slice:
		return t.Elem().Kind() != reflect.Uint8
	case reflect.Pointer:
		return holds(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() && holds(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

// presentedFields are the fields of a struct that are presented.
func presentedFields(t reflect.Type) []int {
	if known, ok := fieldsCache.Load(t); ok {
		return known.([]int)
	}
	var list []int
	for i := range t.NumField() {
		if t.Field(i).IsExported() && presented(t.Field(i).Type) {
			list = append(list, i)
		}
	}
	fieldsCache.Store(t, list)
	return list
}
