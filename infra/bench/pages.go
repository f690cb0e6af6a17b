package main

import (
	"fmt"
)

// pages measures every page of the demonstration as a browser asks for it.
func pages(r *report, o options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial", "-profile", o.profile); err != nil {
		return err
	}
	if err := h.reset("demo"); err != nil {
		return err
	}
	list, err := h.ask("office", "GET", "/receptions?state=visiting", "", nil)
	if err != nil {
		return err
	}
	number := ""
	for _, x := range list["items"].([]any) {
		number = answer(x.(map[string]any)).text("number")
	}
	for _, path := range []string{"/", "/receptions", "/receptions/" + number, "/receptions/" + number + "/plan/edit", "/receptions/new", "/tasks", "/calendar",
		"/today", "/customers", "/search?q=L", "/policies/envicool", "/me"} {
		size := 0
		mid, err := median(30, func(int) error {
			status, raw, err := h.send("office", "GET", path, "", nil, "text/html")
			if size = len(raw); err == nil && status != 200 {
				err = fmt.Errorf("%s: %d", path, status)
			}
			return err
		})
		if err != nil {
			return err
		}
		r.add(path+", median of 30", ms(mid), fmt.Sprintf("ms, %d KB", size/1024))
	}
	return nil
}
