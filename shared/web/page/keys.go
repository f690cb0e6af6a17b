package page

import (
	"strings"

	"yingbin/shared/web"
)

// A Key is something that the keyboard does where nobody is writing. Keys with
// an address lead there, two of them one after the other; the script reads
// these lists from the page, so that only what works is shown.
type Key struct {
	Name string
	Keys []string
	Href string
}

// keys are all there are; those that lead to a page only for whom it is there.
var keys = []struct {
	Key
	roles []string
}{
	{Key{"search", []string{"/"}, ""}, nil},
	{Key{"list", []string{"?"}, "/keys"}, nil},
	{Key{"new", []string{"n"}, "/receptions/new"}, []string{"sales", "head", "office", "director", "gm"}},
	{Key{"desk", []string{"g", "d"}, "/"}, nil},
	{Key{"calendar", []string{"g", "c"}, "/calendar"}, nil},
	{Key{"receptions", []string{"g", "r"}, "/receptions"}, nil},
	{Key{"tasks", []string{"g", "t"}, "/tasks?mine=1"}, nil},
	{Key{"board", []string{"g", "b"}, "/today"}, nil},
	{Key{"customers", []string{"g", "k"}, "/customers"}, []string{"sales", "office", "head", "director", "gm", "admin"}},
	{Key{"turn", []string{"←", "→"}, ""}, nil},
	{Key{"rows", []string{"j", "k"}, ""}, nil},
	{Key{"grid", []string{"Enter", "↑", "↓", "←", "→"}, ""}, []string{"sales", "head", "office", "director", "gm"}},
}

// keyList are the keys that work for the reader.
func keyList(p web.Page) (list []Key) {
	for _, k := range keys {
		if k.roles == nil || who(p, k.roles...) {
			list = append(list, k.Key)
		}
	}
	return list
}

// keyWays are the keys that lead somewhere, as the script reads them: "g d /".
func keyWays(p web.Page) string {
	var list []string
	for _, k := range keyList(p) {
		if k.Href != "" && k.Name != "list" {
			list = append(list, strings.Join(k.Keys, "")+" "+k.Href)
		}
	}
	return strings.Join(list, ",")
}
