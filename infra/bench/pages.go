package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"
	"time"
)

// looks is how often each page is read; its time is the median.
const looks = 20

// What a page of the large visit may be, compressed, and how many times as long
// as with the small one it may take.
const (
	maxKB    = 100.0
	maxTimes = 3.0
)

// The visits that are compared: the sheet of the large one gives more than 120
// tasks. What the guests alone cost is seen beside few guests with that sheet.
var (
	small  = size{guests: 3, days: 1, items: 4}
	thin   = size{guests: 3, days: 4, items: 15}
	large  = size{guests: 300, days: 4, items: 15}
	beside = []size{small, thin, large}
)

// pages reads every page there is, by the description of the routes: those of
// the demonstration, then those of a company with one large visit beside those
// of companies with a small one.
func pages(r *report, o options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial", "-demo=false", "-profile", o.profile); err != nil {
		return err
	}
	if o.only == "" {
		if err := h.demoPages(r); err != nil {
			return err
		}
	}
	return errors.Join(h.compare(r, o.only), h.stop())
}

// demoPages reads the pages of the demonstration.
func (h *house) demoPages(r *report) error {
	if err := h.reset("demo"); err != nil {
		return err
	}
	sights, err := h.sights("", "")
	if err != nil {
		return err
	}
	for _, s := range sights {
		var all []time.Duration
		for range looks {
			took, err := h.look(&s)
			if err != nil {
				return err
			}
			all = append(all, took)
		}
		r.add(s.pattern+" as "+s.by, ms(middle(all)), fmt.Sprintf("ms, %.1f KB compressed", s.kb))
	}
	return nil
}

// compare reads the pages of the visits by turns, so that what else the machine
// does falls on all alike.
func (h *house) compare(r *report, only string) error {
	houses, sights := []*house{h.twin("small"), h.twin("thin"), h}, make([][]sight, len(beside))
	for i, x := range houses {
		if x != h {
			defer x.kill()
			if _, err := x.start("-trial", "-demo=false"); err != nil {
				return err
			}
		}
		number, err := x.visit(beside[i])
		if err != nil {
			return fmt.Errorf("a visit of %d guests: %w", beside[i].guests, err)
		}
		if sights[i], err = x.sights(number, only); err != nil {
			return err
		}
	}
	fmt.Printf("%d guests; beside them %d guests, and %d guests with the tasks of the %d:\n", large.guests, small.guests, thin.guests, large.guests)
	above := 0
	for k, s := range sights[0] {
		all := make([][]time.Duration, len(houses))
		for range looks {
			for i, x := range houses {
				took, err := x.look(&sights[i][k])
				if err != nil {
					return err
				}
				all[i] = append(all[i], took)
			}
		}
		few, thin, many, big := ms(middle(all[0])), ms(middle(all[1])), ms(middle(all[2])), sights[2][k]
		mark := ""
		if many > maxTimes*few || big.kb > maxKB {
			mark, above = "  ABOVE", above+1
		}
		r.add(s.pattern+" as "+big.by, many, fmt.Sprintf("ms, %5.1f KB; %d guests %6.2f ms, ×%.1f; with as many tasks %6.2f ms, ×%.1f%s",
			big.kb, small.guests, few, many/few, thin, many/thin, mark))
	}
	r.add(fmt.Sprintf("pages above %.0f times or %.0f KB", maxTimes, maxKB), float64(above), "")
	return nil
}

// look reads a page once and notes its size; it tells how long that took.
func (h *house) look(s *sight) (time.Duration, error) {
	began := time.Now()
	status, page, err := h.send(s.by, "GET", s.path, "", nil, "text/html")
	took := time.Since(began)
	if err == nil && status != 200 {
		err = fmt.Errorf("%s as %s: %d", s.path, s.by, status)
	}
	s.kb = compressed(page)
	return took, err
}

// middle is the median.
func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// compressed is the size of a page as it travels, in KB.
func compressed(page []byte) float64 {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(page) // into memory
	_ = w.Close()
	return float64(b.Len()) / 1024
}
