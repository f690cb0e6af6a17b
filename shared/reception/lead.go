package reception

import (
	"slices"
	"time"

	"yingbin/shared/policy"
)

// lead says how early the application is by the policy's own rules; one that
// has no classes leaves the class unknown.
func (t *turn) lead(o *policy.Outcome) Lead {
	view := Lead{Class: "unknown"}
	if t.Head.Start.IsZero() {
		return view
	}
	since := t.act.At
	if at := t.Head.Moments["submitted"]; !at.IsZero() {
		since = at
	}
	view.Left = max(0, t.leadTime(since)).Round(time.Minute).String()
	met := true
	for _, f := range o.Findings {
		if !slices.Contains(f.Facts, "lead") || f.State == policy.Pending {
			continue
		}
		if f.State == policy.Violated && f.Strength != policy.Warn {
			met = false
		}
	}
	view.Met = &met
	if d, ok := o.Decision("lead_class"); ok && d.State == policy.StateDecided {
		view.Class = d.Value.String()
	}
	return view
}

// urgent says whether the reception must be handled as urgent: as the policy
// decides it, otherwise as the applicant declared.
func (t *turn) urgent() bool {
	if d, ok := t.consult(policy.GateSubmit).Decision("urgent"); ok && d.State == policy.StateDecided {
		yes, _ := d.Value.Bool()
		return yes
	}
	return t.Form.Urgent
}
