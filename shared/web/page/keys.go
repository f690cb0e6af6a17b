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
	when func(web.Page) bool // nil: for everybody
}{
	{Key{"search", []string{"/"}, ""}, nil},
	{Key{"list", []string{"?"}, "/keys"}, nil},
	{Key{"new", []string{"n"}, "/receptions/new"}, whoever("sales", "head", "office", "director", "gm")},
	{Key{"desk", []string{"g", "d"}, "/"}, nil},
	{Key{"calendar", []string{"g", "c"}, "/calendar"}, opens},
	{Key{"receptions", []string{"g", "r"}, "/receptions"}, opens},
	{Key{"tasks", []string{"g", "t"}, "/tasks?mine=1"}, opens},
	{Key{"board", []string{"g", "b"}, "/today"}, func(p web.Page) bool { return opens(p) || web.AtGate(p.Who) }},
	{Key{"customers", []string{"g", "k"}, "/customers"}, whoever("sales", "office", "head", "director", "gm", "admin")},
	{Key{"turn", []string{"←", "→"}, ""}, nil},
	{Key{"rows", []string{"j", "k"}, ""}, nil},
	{Key{"grid", []string{"Enter", "↑", "↓", "←", "→"}, ""}, whoever("sales", "head", "office", "director", "gm")},
}

// whoever has one of the roles.
func whoever(roles ...string) func(web.Page) bool {
	return func(p web.Page) bool { return who(p, roles...) }
}

// keyList are the keys that work for the reader.
func keyList(p web.Page) (list []Key) {
	for _, k := range keys {
		if k.when == nil || k.when(p) {
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
