package reception

import (
	"encoding/json"
	"fmt"
	"strings"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// arrivalKey names a guest's check-in on a day.
func arrivalKey(day, number, guest string) store.Key {
	return store.Key{PK: dayPartition(day), SK: "in#" + number + "#" + guest}
}

// clientOf is what is kept of the phone's own id.
func clientOf(c Checkin) string {
	if c.ClientID == "" {
		return ""
	}
	return staff.Digest(c.ClientID)[:12]
}

// presences are the check-ins of the reception on a day, by guest.
func (t *turn) presences(day string) (map[string]presence, error) {
	prefix := "in#" + t.Head.Number + "#"
	docs, err := store.All(t.ctx, t.s.DB, store.Query{In: dayPartition(day), From: prefix, To: prefix + "~"})
	if err != nil {
		return nil, err
	}
	t.arrived = map[string]store.Doc{}
	here := map[string]presence{}
	for _, d := range docs {
		var a presence
		if err := json.Unmarshal(d.Body, &a); err != nil {
			return nil, fmt.Errorf("decode %s: %w", d.SK, err)
		}
		here[a.Guest], t.arrived[a.Guest] = a, d
	}
	return here, nil
}

// arrive writes a check-in: created, or once more after an undo.
func (t *turn) arrive(c Checkin, guest string, here map[string]presence) error {
	a := presence{Schema: Schema, Guest: guest, At: t.act.At, By: t.act.By, Client: clientOf(c)}
	if c.At != nil {
		a.Claimed = *c.At
	}
	return t.putArrival(a, here)
}

// leave takes a check-in back.
func (t *turn) leave(guest string, here map[string]presence) error {
	a := here[guest]
	a.Undone = true
	return t.putArrival(a, here)
}

func (t *turn) putArrival(a presence, here map[string]presence) error {
	b, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encode arrival: %w", err)
	}
	day := t.Day(t.act.At)
	old := t.arrived[a.Guest]
	d := store.Doc{Key: arrivalKey(day, t.Head.Number, a.Guest), Version: old.Version, Body: b, Expires: t.at(t.act.At, 1, 0).Add(dayKeep)}
	if old.Version == 0 {
		t.ops = append(t.ops, store.Create(d))
	} else {
		t.ops = append(t.ops, store.Replace(d))
	}
	here[a.Guest] = a
	return nil
}

// arrivalOf takes number and guest out of a sort key.
func arrivalOf(sk string) (number, guest string, ok bool) {
	rest, ok := strings.CutPrefix(sk, "in#")
	number, guest, _ = strings.Cut(rest, "#")
	return number, guest, ok
}
