package reception

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/store"
)

// sheet is the execution sheet as it stands now: what a publication fixes and
// what approvers decide on. It has names of staff as they write themselves,
// whoever publishes it, but of guests only ids.
func (t *turn) sheet(note string) Sheet {
	c := *t
	t, c.act.Lang = &c, i18n.ZH
	h := &t.Head
	s := Sheet{Number: h.Number, Customer: h.Customer, Start: h.Start.In(t.zone), End: h.End.In(t.zone), Level: h.Level.Is(),
		Purpose: t.Form.Purpose, Specialist: t.ref(h.Specialist), People: t.named(t.Plan.People),
		Lodging: t.Plan.Lodging, Meals: t.Meals, Entertainment: t.Plan.Entertainment, Gifts: t.Plan.Gifts,
		Vehicles: t.Plan.Vehicles, Note: note, At: t.act.At, By: t.act.By}
	for _, g := range t.Present() {
		s.Guests = append(s.Guests, SheetGuest{ID: g.ID, Position: g.Position, Main: g.Main})
	}
	for _, it := range t.Items {
		it.People = t.named(it.People)
		it.Start, it.End = it.Start.In(t.zone), it.End.In(t.zone)
		s.Items = append(s.Items, it)
	}
	for _, slip := range t.Slips {
		for _, task := range slip.Tasks {
			if task.State != TaskDropped && task.Phase == "before" {
				s.Tasks = append(s.Tasks, SheetTask{ID: task.ID, Department: slip.Department, Owner: task.Owner, Title: task.Title, Due: task.Due})
			}
		}
	}
	return s
}

// Hash identifies what a revision fixes; who published it when, and its note, do not count.
func (s Sheet) Hash() string {
	s.At, s.By, s.Note, s.Revision = time.Time{}, "", "", 0
	b, _ := json.Marshal(s) // plain data: cannot fail
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])[:16]
}

// A revisionBody is the immutable document rev#nnn.
type revisionBody struct {
	Schema int    `json:"s"`
	Hash   string `json:"hash"`
	Sheet  Sheet  `json:"sheet"`
}

// RevisionKey names a published revision.
func RevisionKey(number string, revision int) store.Key {
	return store.Key{PK: Partition(number), SK: fmt.Sprintf("rev#%03d", revision)}
}

// revisionOp stores a revision for good.
func revisionOp(s Sheet) (store.Op, error) {
	b, err := json.Marshal(revisionBody{Schema: Schema, Hash: s.Hash(), Sheet: s})
	if err != nil {
		return store.Op{}, fmt.Errorf("encode revision: %w", err)
	}
	return store.Create(store.Doc{Key: RevisionKey(s.Number, s.Revision), Body: b}), nil
}

// DecodeRevision reads a published revision and its hash.
func DecodeRevision(d store.Doc) (Sheet, string, error) {
	if d.Version == 0 {
		return Sheet{}, "", fault.Missing()
	}
	var b revisionBody
	if err := json.Unmarshal(d.Body, &b); err != nil {
		return Sheet{}, "", fmt.Errorf("decode revision: %w", err)
	}
	return b.Sheet, b.Hash, nil
}
