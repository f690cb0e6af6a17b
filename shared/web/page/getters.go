package page

import (
	"fmt"
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// A GetsRow is a line of who gets what: a person, or those many who get the
// same mail because of the same changes.
type GetsRow struct {
	reception.Gets        // of the first
	Who            string // the person, or the first of them and how many more
	Many           bool
}

// groupedFrom is how many people of the same mail become one line.
const groupedFrom = 5

// getsRows puts together who gets the same for the same reason.
func getsRows(l i18n.Lang, all []reception.Gets) (rows []GetsRow) {
	names, order := map[string][]string{}, []string{}
	for _, g := range all {
		key := sameGets(g)
		if names[key] == nil {
			order = append(order, key)
		}
		names[key] = append(names[key], g.Person)
	}
	for _, g := range all {
		key := sameGets(g)
		if len(names[key]) < groupedFrom {
			rows = append(rows, GetsRow{Gets: g, Who: g.Person})
		} else if i := slices.Index(order, key); i >= 0 {
			order = slices.Delete(order, i, i+1)
			rows = append(rows, GetsRow{Gets: g, Who: i18n.List(l, shortened(l, names[key])...), Many: true})
		}
	}
	return rows
}

// sameGets is equal for those whose mail says the same.
func sameGets(g reception.Gets) string { return fmt.Sprint(g.Gets, g.Changes) }
