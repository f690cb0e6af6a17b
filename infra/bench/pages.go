package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// looks is how often each page is read; its time is the median.
const looks = 20

// A seen page is what reading it took, and its compressed size.
type seen struct {
	ms, kb float64
	by     string
}

// pages reads every page there is, by the description of the routes: those of
// the demonstration, then those of a company with one visit of 3 guests beside
// one with a visit of 300.
func pages(r *report, o options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial", "-demo=false", "-profile", o.profile); err != nil {
		return err
	}
	if err := h.reset("demo"); err != nil {
		return err
	}
	demo, err := h.look("")
	if err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(demo)) {
		p := demo[path]
		r.add(path+" as "+p.by, p.ms, fmt.Sprintf("ms, %.1f KB compressed", p.kb))
	}
	var sizes [2]map[string]seen
	for i, guests := range []int{3, 300} {
		number, err := h.visit(guests)
		if err != nil {
			return fmt.Errorf("a visit of %d guests: %w", guests, err)
		}
		if sizes[i], err = h.look(number); err != nil {
			return err
		}
	}
	fmt.Println("with 300 guests, beside 3 guests:")
	for _, path := range slices.Sorted(maps.Keys(sizes[1])) {
		few, many := sizes[0][path], sizes[1][path]
		r.add(path+" as "+many.by, many.ms, fmt.Sprintf("ms, %.1f KB compressed; 3 guests %.2f ms, %.1f KB; ×%.1f", many.kb, few.ms, few.kb, many.ms/max(few.ms, 0.01)))
	}
	return h.stop()
}

// visit begins anew with a company that one party visits today.
func (h *house) visit(guests int) (number string, err error) {
	if err := h.reset("company"); err != nil {
		return "", err
	}
	a := application(guests, 1)
	for i, g := range a["guests"].([]any) {
		g.(map[string]any)["email"] = fmt.Sprintf("guest%d@customer.example", i)
	}
	a["requirements"], a["wishes"] = "投影仪，英文讲解", "参观实验室"
	a["itinerary_wish"] = []any{map[string]any{"kind": "talk", "note": "会谈"}}
	v, err := h.ask("sales", "POST", "/receptions", fmt.Sprint("visit-", guests), a)
	if err != nil {
		return "", err
	}
	path := "/receptions/" + v.text("id")
	for i, step := range []struct {
		by, do string
		with   map[string]any
	}{
		{"sales", "submit", map[string]any{}},
		{"office", "accept", map[string]any{"specialist": "office2"}},
		{"office", "plan", map[string]any{"items": itinerary()}},
		{"office", "publish", map[string]any{"note": "第一版"}},
		{"sales", "review", map[string]any{"answers": map[string]any{"executability": "yes", "necessity": "yes"}}},
		{"head", "review", map[string]any{"answers": map[string]any{"executability": "yes", "necessity": "yes"}}},
	} {
		reader := "office"
		if i == 0 {
			reader = "sales" // a draft is its applicant's alone
		}
		if v, err = h.ask(reader, "GET", path, "", nil); err != nil {
			return "", err
		}
		step.with["version"] = v.version()
		if v, err = h.ask(step.by, "POST", path+"/"+step.do, fmt.Sprint("step-", guests, "-", i), step.with); err != nil {
			return "", err
		}
		if n := v.text("number"); n != "" {
			number, path = n, "/receptions/"+n
		}
	}
	_, err = h.ask("", "POST", "/_local/clock", "", map[string]any{"now": "2026-11-26T09:30:00+08:00"})
	return number, err
}

// itinerary is a day of the visit.
func itinerary() []any {
	var list []any
	for i, kind := range []string{"talk", "tour-stop", "meal", "talk"} {
		list = append(list, map[string]any{"id": fmt.Sprint("i", i), "kind": kind, "title": "安排", "place": "一楼",
			"start": fmt.Sprintf("2026-11-26T%02d:00:00+08:00", 10+i), "end": fmt.Sprintf("2026-11-26T%02d:45:00+08:00", 10+i)})
	}
	return list
}

// look reads every page of the route table as somebody who may: of this
// reception, or of any that is visiting.
func (h *house) look(number string) (map[string]seen, error) {
	fill, err := h.parts(number)
	if err != nil {
		return nil, err
	}
	api, err := h.ask("", "GET", "/openapi.json", "", nil)
	if err != nil {
		return nil, err
	}
	all := map[string]seen{}
	for path, routes := range api["paths"].(map[string]any) {
		get, _ := routes.(map[string]any)["get"].(map[string]any)
		if get == nil || strings.HasPrefix(path, "/_local") || !strings.Contains(fmt.Sprint(get["responses"]), "text/html") {
			continue
		}
		if all[path], err = h.read(path, fill); err != nil {
			return nil, err
		}
	}
	return all, nil
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

// read reads one page often.
func (h *house) read(pattern string, fill map[string]string) (seen, error) {
	path, people := pattern, []string{"office", "sales", "gate", "head"}
	if strings.HasSuffix(pattern, "/application") { // a draft is its applicant's alone
		path, people = strings.Replace(path, "{r}", fill["draft"], 1), []string{"sales"}
	}
	for name, value := range fill {
		path = strings.Replace(path, name, value, 1)
	}
	var refused error
	for _, by := range people {
		var page []byte
		mid, err := median(looks, func(int) (err error) {
			var status int
			if status, page, err = h.send(by, "GET", path, "", nil, "text/html"); err == nil && status != 200 {
				err = fmt.Errorf("%s as %s: %d", path, by, status)
			}
			return err
		})
		if err == nil {
			return seen{ms(mid), compressed(page), by}, nil
		}
		refused = errors.Join(refused, err)
	}
	return seen{}, refused
}

// compressed is the size of a page as it travels, in KB.
func compressed(page []byte) float64 {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(page) // into memory
	_ = w.Close()
	return float64(b.Len()) / 1024
}
