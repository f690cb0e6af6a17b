package reception

import (
	"context"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// ReportIncident notes that something went wrong and tells the leaders
// concerned promptly (S000-1.38).
func (s *Service) ReportIncident(ctx context.Context, act staff.Act, r string, c ReportIncident) (IncidentAnswer, error) {
	return run(ctx, s, act, command{verb: VerbIncident, r: r, version: c.Version, body: c, allowed: mayNotice}, func(t *turn) (func() IncidentAnswer, error) {
		if clean(c.Text) == "" {
			return nil, fault.Field("/text", "required")
		}
		if c.Item != "" && t.Item(c.Item) == nil {
			return nil, fault.Field("/item", "unknown-id", c.Item)
		}
		kind := c.Kind
		if kind == "" {
			kind = "other"
		}
		k := &Case{ID: t.own, Kind: kind, Text: clean(c.Text), Item: c.Item, By: act.By, At: act.At, Owner: t.Head.Specialist, State: "open"}
		t.Cases = append(t.Cases, k)
		t.kind, t.data.Case, t.data.Item, t.data.Text = EventIncident, k.ID, c.Item, cut(k.Text)
		t.changes = append(t.changes, event.Change{Field: "/incidents/" + k.ID, Label: kind, New: cut(k.Text)})
		t.changed()
		t.data.tell(MailIncident, []string{k.ID}, t.leadersConcerned(k)...)
		if err := t.refresh(); err != nil {
			return nil, err
		}
		return func() IncidentAnswer {
			return IncidentAnswer{Version: t.Version(), Incident: *k, Mailed: t.data.Mailed()}
		}, nil
	})
}

// mayNotice is everybody who takes part on the day.
func mayNotice(t *turn) bool {
	return mayReceive(t) || mayRecord(t) || t.takesPart(t.company, t.act.By, t.act.At)
}

// leadersConcerned are those whom the policy tells of incidents; where it does
// not say, the heads of office and department, the specialist and the leaders
// who take part.
func (t *turn) leadersConcerned(k *Case) []string {
	var list []string
	for _, m := range t.consult(policy.GatePublish).Messages() {
		if !strings.HasPrefix(m.Upon.Name, "incident") || m.Thing.ID != "" && m.Thing.ID != k.ID {
			continue
		}
		list = append(list, t.people("", m.To...)...)
	}
	if len(list) == 0 {
		list = append(t.heads(), t.present(t.leaders())...)
	}
	list = append(list, t.specialists()...)
	return without(list, []string{t.act.By})
}
