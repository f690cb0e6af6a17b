package reception

import (
	"strings"
	"time"

	"yingbin/shared/policy"
)

// The states of a stage.
const (
	stageDone = "done"
	stageNow  = "now"
	stageNext = "next"
)

// A standing says how far a thing has come that a stage covers. A thing that
// this visit does not have is absent: it neither holds a stage up nor makes it done.
type standing int

const (
	standsAbsent standing = iota
	standsOpen
	standsDone
)

// stage gives the id of the stage that is open, "" when all are done.
func (t *turn) stage() string {
	for _, s := range t.stages(t.policy, t.act.At) {
		if s.State == stageNow {
			return s.ID
		}
	}
	return ""
}

// stages lists the policy's stages as they stand at a moment: done when all
// that one covers is done, the first open one is now, the others are next. A
// stage of which this visit has nothing is passed over: done as soon as a later
// one is, never now.
func (r *Reception) stages(p *policy.Policy, at time.Time) []Stage {
	list := []Stage{}
	last := -1 // the last stage that is done
	var all []standing
	for i, s := range p.Stages {
		st := r.covered(s.Covers, at)
		if st == standsDone {
			last = i
		}
		all = append(all, st)
		list = append(list, Stage{ID: s.ID, Title: s.Words.Map(), State: stageNext})
	}
	ended := r.Head.State == Archived || r.Head.State == Cancelled || r.Head.State == Declined
	current := false
	for i, st := range all {
		switch {
		case st == standsDone, st == standsAbsent && (i < last || r.Head.State == Archived):
			list[i].State = stageDone
		case st == standsOpen && !current && !ended:
			list[i].State, current = stageNow, true
		}
	}
	return list
}

// covered combines what a stage covers: open if anything is, absent if all is.
func (r *Reception) covered(refs []string, at time.Time) standing {
	all := standsAbsent
	for _, ref := range refs {
		switch r.standing(ref, at) {
		case standsOpen:
			return standsOpen
		case standsDone:
			all = standsDone
		}
	}
	return all
}

// standing says how far one reference of a stage has come.
func (r *Reception) standing(ref string, at time.Time) standing {
	kind, id, _ := strings.Cut(ref, ".")
	switch kind {
	case "state":
		return truth(r.reached(State(id)))
	case "approval":
		return r.approvalStanding(id)
	case "paper":
		return truth(r.filed(id))
	case "task":
		return r.taskStanding(id)
	case "role":
		return truth(id == "specialist" && r.Head.Specialist != "" || len(r.holding(id)) > 0)
	case "item":
		return r.itemStanding(id, at)
	case "level":
		return truth(r.Head.Level.Is() != "")
	}
	return truth(r.Form.Fields[ref] != "")
}

// truth is done or open.
func truth(b bool) standing {
	if b {
		return standsDone
	}
	return standsOpen
}

// reached says whether the reception has left a state behind it; the last ones
// are reached on arrival.
func (r *Reception) reached(s State) bool {
	order := map[State]int{}
	for i, st := range States {
		order[st] = i
	}
	here := r.Head.State
	if !here.Alive() && here != Archived {
		return here == s
	}
	return order[here] > order[s] || here == Archived && s == Archived
}

// approvalStanding is done with the chain's yes, absent while nobody was asked
// and the sheet is confirmed all the same.
func (r *Reception) approvalStanding(id string) standing {
	for _, a := range r.Plan.Approvals {
		if a.ID == id {
			return truth(a.State == AskYes)
		}
	}
	if r.Head.Confirmed > 0 {
		return standsAbsent
	}
	return standsOpen
}

// filed says whether a paper is there. The reserved ones are parts of the
// reception; others are filed by their moment, or signed by their chain.
func (r *Reception) filed(id string) bool {
	switch id {
	case "application":
		return r.Head.Number != "" && r.Head.State != Draft
	case "sheet":
		return r.Head.Revision > 0
	case "minutes":
		return r.Minutes.Revision > 0
	case "summary":
		return r.Head.Summary
	case "look-back":
		return r.Head.Summary && r.Summary.LookBack != "" || !r.Head.Moments["filed.look-back"].IsZero()
	case "settlement":
		return r.settled()
	case "archive":
		return r.Head.State == Archived
	}
	return !r.Head.Moments["filed."+id].IsZero()
}

// settled says whether the money is signed for, or declared none.
func (r *Reception) settled() bool { return r.Head.Settled == "signed" || r.Head.Settled == "none" }

// taskStanding counts the tasks of an id, its things and its group together.
func (r *Reception) taskStanding(id string) standing {
	all := standsAbsent
	for _, t := range r.Tasks() {
		if t.ID != id && !strings.HasPrefix(t.ID, id+"@") && t.Parent != id || t.State == TaskDropped {
			continue
		}
		if t.State != TaskConfirmed && !t.Optional {
			return standsOpen
		}
		all = standsDone
	}
	if all == standsAbsent && r.Head.Moments["accepted"].IsZero() {
		return standsOpen // the plan is not made yet
	}
	return all
}

// itemStanding is done when the last item of a kind has ended.
func (r *Reception) itemStanding(kind string, at time.Time) standing {
	all := standsAbsent
	for _, it := range r.Items {
		if it.Kind != kind {
			continue
		}
		if at.Before(it.End) {
			return standsOpen
		}
		all = standsDone
	}
	if all == standsAbsent && r.Head.Revision == 0 {
		return standsOpen // nobody has seen the sheet yet
	}
	return all
}

// holding lists the people who hold a role of the reception or of an item.
func (r *Reception) holding(role string) []string {
	var list []string
	for _, p := range r.Plan.People {
		if p.Role == role {
			list = append(list, p.Staff)
		}
	}
	for _, it := range r.Items {
		for _, p := range it.People {
			if p.Role == role {
				list = append(list, p.Staff)
			}
		}
	}
	return list
}
