package main

import (
	"fmt"
	"slices"
	"time"
)

// A size says how large a visit is.
type size struct{ guests, days, items int } // items a day

// day is when the visits of measurements are; the clock stands four days before.
var day = time.Date(2026, 11, 26, 9, 0, 0, 0, time.FixedZone("", 8*60*60))

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// visit begins anew with a company that one party visits today: a third has come.
func (h *house) visit(s size) (number string, err error) {
	if err := h.reset("company"); err != nil {
		return "", err
	}
	number, err = h.confirmed(s)
	if err != nil {
		return "", err
	}
	if _, err := h.ask("", "POST", "/_local/clock", "", map[string]any{"now": stamp(day.Add(30 * time.Minute))}); err != nil {
		return "", err
	}
	return number, h.arrive(number, s.guests/3)
}

// confirmed leads an application of a party to its confirmed sheet.
func (h *house) confirmed(s size) (number string, err error) {
	a := application(s.guests, 1)
	for i, g := range a["guests"].([]any) {
		g.(map[string]any)["email"] = fmt.Sprintf("guest%d@customer.example", i)
	}
	a["requirements"], a["wishes"] = "投影仪，英文讲解", "参观实验室"
	a["itinerary_wish"] = []any{map[string]any{"kind": "talk", "note": "会谈"}}
	a["end"] = stamp(day.AddDate(0, 0, s.days-1).Add(9 * time.Hour))
	v, err := h.ask("sales", "POST", "/receptions", "visit", a)
	if err != nil {
		return "", err
	}
	path, yes := "/receptions/"+v.text("id"), map[string]any{"answers": map[string]any{"executability": "yes", "necessity": "yes"}}
	for i, step := range []struct {
		by, do string
		with   map[string]any
	}{
		{"sales", "submit", map[string]any{}},
		{"office", "accept", map[string]any{"specialist": "office2"}},
		{"office", "plan", map[string]any{"items": itinerary(s)}},
		{"office", "publish", map[string]any{"note": "第一版"}},
		{"sales", "review", yes},
		{"head", "review", yes},
	} {
		reader := "office"
		if i == 0 {
			reader = "sales" // a draft is its applicant's alone
		}
		if v, err = h.ask(reader, "GET", path, "", nil); err != nil {
			return "", err
		}
		step.with["version"] = v.version()
		if v, err = h.ask(step.by, "POST", path+"/"+step.do, fmt.Sprint("step-", i), step.with); err != nil {
			return "", err
		}
		if n := v.text("number"); n != "" {
			number, path = n, "/receptions/"+n
		}
	}
	return number, nil
}

// itinerary is the sheet: each day has a meal, a stop, and talks with what they need.
func itinerary(s size) (list []any) {
	for d := range s.days {
		for i := range s.items {
			kind, at := "activity", day.AddDate(0, 0, d).Add(time.Duration(i)*30*time.Minute)
			switch i {
			case 1, 4:
				kind = "talk"
			case 2:
				kind = "tour-stop"
			case 3:
				kind = "meal"
			}
			list = append(list, map[string]any{"id": fmt.Sprintf("i%d-%d", d, i), "kind": kind, "title": "安排", "place": "一楼",
				"start": stamp(at), "end": stamp(at.Add(20 * time.Minute))})
		}
	}
	return list
}

// arrive lets so many of those expected in: some alone, the rest by busloads.
func (h *house) arrive(number string, n int) error {
	const alone, bus = 20, 50
	board, err := h.ask("gate", "GET", "/today", "", nil)
	if err != nil {
		return err
	}
	var ids []string
	for _, g := range board["late"].([]any)[:n] {
		ids = append(ids, answer(g.(map[string]any)).text("id"))
	}
	groups := slices.Collect(slices.Chunk(ids[:min(n, alone)], 1))
	groups = slices.AppendSeq(groups, slices.Chunk(ids[min(n, alone):], bus))
	for i, g := range groups {
		if _, err := h.ask("gate", "POST", "/receptions/"+number+"/checkins", fmt.Sprint("in-", i), map[string]any{"guests": g}); err != nil {
			return err
		}
	}
	return nil
}
