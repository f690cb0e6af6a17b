package main

import (
	"fmt"
	"time"
)

// rules measures evaluate, which stores nothing, at 5 and at 300 guests.
func rules(r *report, _ options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial"); err != nil {
		return err
	}
	if err := h.reset("company"); err != nil {
		return err
	}
	for _, policy := range []string{"envicool", "showroom"} {
		for _, guests := range []int{5, 300} {
			a := application(guests, 1)
			a["policy"] = policy
			mid, err := median(30, func(int) error {
				_, err := h.ask("sales", "POST", "/receptions/evaluate", "", a)
				return err
			})
			if err != nil {
				return err
			}
			r.add(fmt.Sprintf("evaluate by %s, %d guests, median of 30", policy, guests), ms(mid), "ms")
		}
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
