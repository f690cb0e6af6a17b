package web

import (
	"net/url"
	"strconv"

	"yingbin/shared/fault"
	"yingbin/shared/token"
)

// The length of a page of a list: what is given without asking, and the most.
const (
	defaultLimit = 100
	maxLimit     = 500
)

// listParams are those of every list.
func listParams() []Param {
	return []Param{{"limit", "integer", "how many, at most 500"}, {"cursor", "string", "where to go on: next of the page before"}}
}

// Limit gives the page length that was asked for.
func (c *Call) Limit() (int, error) {
	text := c.Ask("limit")
	if text == "" {
		return defaultLimit, nil
	}
	n, _ := strconv.Atoi(text)
	if n < 1 || n > maxLimit {
		return 0, fault.Field("/limit", "out-of-range")
	}
	return n, nil
}

// pageOf cuts the page that was asked for out of a list that is in memory as a
// whole; its cursor is how many have been seen. A page for people shows them all.
func pageOf[T any](c *Call, all []T) (Items[T], error) {
	limit, err := c.Limit()
	if err != nil {
		return Items[T]{}, err
	}
	after, err := c.After()
	if err != nil || !c.JSON {
		return Items[T]{Items: all}, err
	}
	seen, _ := strconv.Atoi(after) // sealed by us
	seen = min(seen, len(all))
	end := min(seen+limit, len(all))
	out := Items[T]{Items: all[seen:end]}
	if end < len(all) {
		out.Next = c.Next(strconv.Itoa(end))
	}
	return out, nil
}

// Flag reads a yes-or-no query parameter.
func (c *Call) Flag(name string) bool {
	switch c.Ask(name) {
	case "", "0", "false", "no":
		return false
	}
	return true
}

// query names the list that is read and who reads it, without where and how far.
func (c *Call) query() string {
	q := url.Values{}
	for k, v := range c.Request.URL.Query() {
		if k != "cursor" && k != "limit" {
			q[k] = v
		}
	}
	return c.route.Name + "?" + q.Encode() + " " + token.Hash(c.Act().By)
}

// After opens the cursor: the place of the last thing seen.
func (c *Call) After() (string, error) {
	if c.Ask("cursor") == "" {
		return "", nil
	}
	return c.server.Ring.OpenCursor(c.Ask("cursor"), c.query(), c.At)
}

// Next seals a place, for the next page.
func (c *Call) Next(place string) string {
	if place == "" {
		return ""
	}
	return c.server.Ring.SealCursor(place, c.query(), c.At)
}
