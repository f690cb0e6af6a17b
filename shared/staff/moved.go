package staff

import (
	"encoding/json"
	"slices"

	"yingbin/shared/event"
)

// A moved is what an event of the company carries when open work may have to go
// on to others: whose it was.
type moved struct {
	People []string `json:"people"`
}

// moves notes whose open work may belong to others from now on: something must
// follow the event.
func (t *Turn) moves(people ...string) {
	people = slices.DeleteFunc(people, func(id string) bool { return id == "" })
	if len(people) == 0 {
		return
	}
	t.Event.Data, _ = json.Marshal(moved{people}) // strings only: cannot fail
	t.Event.Tells = true
}

// MovedBy names whose open work may belong to others since an event, or others'
// to them: of who left, came with a role, lost or won one, a department or a
// position, or named a deputy. None for other events.
func MovedBy(e event.Event) []string {
	var m moved
	if e.PK != Partition || len(e.Data) == 0 || e.Into(&m) != nil {
		return nil
	}
	return m.People
}
