package reception

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yingbin/shared/store"
)

// slipPiece is how many tasks of a department lie in one document: what changes
// one task rewrites its piece, and a visit's 120 tasks must still fit into one
// commit with all else.
const slipPiece = 4

// slipKey names a piece of a department's slip; the first has no number.
func slipKey(department string, piece int) string {
	if piece == 0 {
		return "SLIP#" + department
	}
	return fmt.Sprintf("SLIP#%s#%02d", department, piece)
}

// slipHome is the department whose slip a document is a piece of.
func slipHome(sk string) (department string, ok bool) {
	rest, ok := strings.CutPrefix(sk, "SLIP#")
	department, _, _ = strings.Cut(rest, "#")
	return department, ok
}

// takeSlip puts a piece to its slip, each task put together of Row and Body.
// Pieces come in their order. There is room for all tasks from the beginning:
// growing lists were a fifth of what the tasks of a large visit take.
func (r *Reception) takeSlip(d store.Doc) error {
	piece := Slip{Tasks: make([]Task, 0, slipPiece)}
	if err := json.Unmarshal(d.Body, &piece); err != nil {
		return err
	}
	row := SlipRow{Tasks: make([]TaskRow, 0, slipPiece)}
	if err := json.Unmarshal(d.Row, &row); err != nil {
		return err
	}
	for i := range piece.Tasks {
		for _, shown := range row.Tasks {
			if t := &piece.Tasks[i]; t.ID == shown.ID {
				t.Title, t.Owner, t.Due, t.State, t.Wants = shown.Title, shown.Owner, shown.Due, shown.State, shown.Wants
				t.Version, t.Item, t.Phase, t.Provisional = shown.Version, shown.Item, shown.Phase, shown.Provisional
			}
		}
	}
	s := r.slip(piece.Department)
	s.Tasks = append(s.Tasks, piece.Tasks...)
	return nil
}

// slipParts cuts a slip into pieces. One that has become superfluous stays as
// an empty document.
func (r *Reception) slipParts(s *Slip) []part {
	pieces := slices.Collect(slices.Chunk(s.Tasks, slipPiece))
	for {
		_, had := r.docs[slipKey(s.Department, len(pieces))]
		if !had && len(pieces) > 0 {
			break
		}
		pieces = append(pieces, nil)
	}
	var parts []part
	for i, tasks := range pieces {
		parts = append(parts, r.slipPart(slipKey(s.Department, i), &Slip{Schema: Schema, Department: s.Department, Tasks: tasks}))
	}
	return parts
}

// slipPart is one piece of a department's slip: on that department's desk, due
// at its earliest moment.
func (r *Reception) slipPart(sk string, s *Slip) part {
	p := part{sk: sk, body: s.withoutRow(), row: r.slipRow(s)}
	var due time.Time
	open := false
	for _, t := range s.Tasks {
		open = open || t.State == TaskAsked || t.State == TaskOverdue || t.State == TaskWaiting || t.State == TaskDeclined
		if at, ok := next(t.Clocks); ok && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	if open && (r.Head.State.Alive() || r.Head.State == Archived) { // a late survey answer may still ask for work
		p.desk = store.Place{In: s.Department, At: timeKey(r.Head.Start)}
	}
	if !due.IsZero() && r.Head.State.Alive() {
		p.due = store.Place{In: dueMinute, At: timeKey(due)}
	}
	return p
}

// A SlipRow is what desks show of a slip.
type SlipRow struct {
	Number   string    `json:"number"`
	Customer string    `json:"customer"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Tasks    []TaskRow `json:"tasks"`
}

// A TaskRow is what desks show of a task.
type TaskRow struct {
	ID          string            `json:"id"`
	Title       map[string]string `json:"title"`
	Owner       string            `json:"owner"`
	Due         time.Time         `json:"due,omitzero"`
	State       string            `json:"state"`
	Wants       []string          `json:"wants,omitempty"`
	Version     int64             `json:"version"`
	Item        string            `json:"item,omitempty"`
	Phase       string            `json:"phase,omitempty"`
	Provisional bool              `json:"provisional,omitempty"`
}

// withoutRow is a slip as the Body holds it: what the Row shows of a task is
// there alone. Dropped tasks are in no Row.
func (s *Slip) withoutRow() *Slip {
	bare := *s
	bare.Tasks = slices.Clone(s.Tasks)
	for i := range bare.Tasks {
		if t := &bare.Tasks[i]; t.State != TaskDropped {
			t.Title, t.Owner, t.Due, t.State, t.Wants = nil, "", time.Time{}, "", nil
			t.Version, t.Item, t.Phase, t.Provisional = 0, "", "", false
		}
	}
	return &bare
}

func (r *Reception) slipRow(s *Slip) SlipRow {
	row := SlipRow{Number: r.Head.Number, Customer: r.Head.Customer.Name, Start: r.Head.Start, End: r.Head.End}
	for _, t := range s.Tasks {
		if t.State == TaskDropped {
			continue
		}
		row.Tasks = append(row.Tasks, TaskRow{ID: t.ID, Title: t.Title, Owner: t.Owner, Due: t.Due, State: t.State, Wants: t.Wants,
			Version: t.Version, Item: t.Item, Phase: t.Phase, Provisional: t.Provisional})
	}
	return row
}
