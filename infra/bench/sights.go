package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A sight is a page of the route table, and somebody who may see it.
type sight struct {
	pattern, path, by string
	kb                float64
}

// sights are all pages of this reception, or of any that is visiting, each as
// somebody who may see it; only: those whose pattern begins so.
func (h *house) sights(number, only string) (list []sight, err error) {
	fill, err := h.parts(number)
	if err != nil {
		return nil, err
	}
	api, err := h.ask("", "GET", "/openapi.json", "", nil)
	if err != nil {
		return nil, err
	}
	paths := api["paths"].(map[string]any)
	for _, pattern := range slices.Sorted(maps.Keys(paths)) {
		get, _ := paths[pattern].(map[string]any)["get"].(map[string]any)
		if get == nil || strings.HasPrefix(pattern, "/_local") || !strings.Contains(fmt.Sprint(get["responses"]), "text/html") || !strings.HasPrefix(pattern, only) {
			continue
		}
		s, found, err := h.sight(pattern, fill)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, s)
		}
	}
	return list, nil
}

// sight finds somebody who may see a page; the page is warm then. There is none
// where nothing is that its address could name.
func (h *house) sight(pattern string, fill map[string]string) (s sight, found bool, err error) {
	s = sight{pattern: pattern, path: pattern}
	people := []string{"office", "sales", "gate", "head"}
	if strings.HasSuffix(pattern, "/application") { // a draft is its applicant's alone
		s.path, people = strings.Replace(s.path, "{r}", fill["draft"], 1), []string{"sales"}
	}
	for name, value := range fill {
		s.path = strings.Replace(s.path, name, value, 1)
	}
	if strings.Contains(s.path, "{") {
		fmt.Println("not looked at:", pattern)
		return s, false, nil
	}
	var refused error
	for _, s.by = range people {
		_, err := h.look(&s)
		if err == nil {
			return s, true, nil
		}
		refused = errors.Join(refused, err)
	}
	return s, false, refused
}

// parts are what stands in the place of the variables of a path.
func (h *house) parts(number string) (map[string]string, error) {
	mails, err := h.ask("", "GET", "/_local/mails?kind=invitation&reception="+number, "", nil)
	if err != nil {
		return nil, err
	}
	list, err := h.ask("office", "GET", "/receptions?state=visiting", "", nil)
	if err != nil {
		return nil, err
	}
	for _, x := range list["items"].([]any) {
		if number == "" {
			number = answer(x.(map[string]any)).text("number")
		}
	}
	customers, err := h.ask("sales", "GET", "/customers", "", nil)
	if err != nil {
		return nil, err
	}
	unfinished := application(3, 9)
	delete(unfinished, "start")
	delete(unfinished, "end")
	draft, err := h.ask("sales", "POST", "/receptions", "draft", unfinished)
	if err != nil {
		return nil, err
	}
	fill := map[string]string{"{r}": number, "{n}": "1", "{s}": "sales", "{id}": "envicool", "draft": draft.text("id"),
		"{c}": answer(customers["items"].([]any)[0].(map[string]any)).text("id")}
	for _, m := range mails["items"].([]any) {
		for _, l := range m.(map[string]any)["links"].([]any) {
			if l := answer(l.(map[string]any)); l.text("rel") == "guest" {
				_, fill["{token}"], _ = strings.Cut(l.text("url"), "/l/")
			}
		}
	}
	return fill, nil
}
