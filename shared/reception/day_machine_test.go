package reception_test

import (
	"flag"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// A machine does random things to one reception.
type machine struct {
	*world
	rt *rapid.T
}

// act is somebody, mostly one who may.
func (m *machine) act(likely ...string) staff.Act {
	who := rapid.SampledFrom(append(likely, likely[0], likely[0], "office", "sales", "rd", "gate")).Draw(m.rt, "who")
	return m.as(who)
}

// guest is some guest, perhaps one who is not there.
func (m *machine) guest() string {
	return rapid.SampledFrom([]string{"g0000", "g0001", "g0002", "g0005", "g0099"}).Draw(m.rt, "guest")
}

// item is some item of the plan.
func (m *machine) item() string {
	p := m.view().Plan
	if p == nil || len(p.Items) == 0 {
		return "i0"
	}
	return rapid.SampledFrom(p.Items).Draw(m.rt, "item").ID
}

// commands are what may be done, by verb.
var commands = map[reception.Verb]func(m *machine) error{
	reception.VerbAccept: func(m *machine) error {
		_, err := m.Accept(m.t.Context(), m.act("office"), m.no, reception.Accept{Version: m.version(), Specialist: "office2"})
		return err
	},
	reception.VerbReturn: func(m *machine) error {
		_, err := m.Return(m.t.Context(), m.act("office"), m.no, reception.Return{Version: m.version(), Comment: "再看看"})
		return err
	},
	reception.VerbPlan: func(m *machine) error {
		start := visitStart.Add(time.Duration(rapid.IntRange(0, 6).Draw(m.rt, "hour")) * time.Hour)
		items := []reception.Item{{Kind: "talk", Start: start, End: start.Add(time.Hour), Title: "交流", Resources: []string{"room-a"}}}
		_, err := m.EditPlan(m.t.Context(), m.act("office"), m.no, reception.EditPlan{Version: m.version(), Items: &items})
		return err
	},
	reception.VerbPublish: func(m *machine) error {
		_, err := m.Publish(m.t.Context(), m.act("office"), m.no, reception.Publish{Version: m.version(), Reason: "ok"})
		return err
	},
	reception.VerbReview: func(m *machine) error {
		c := reception.Decide{Version: m.version(), Answers: map[string]string{"executability": "yes", "necessity": rapid.SampledFrom([]string{"yes", "yes", "yes", "no"}).Draw(m.rt, "answer")}, Comment: "意见"}
		_, err := m.Review(m.t.Context(), m.act("sales", "head"), m.no, c)
		return err
	},
	reception.VerbTask: func(m *machine) error {
		tasks := m.view().Tasks
		if len(tasks) == 0 {
			return fault.Missing()
		}
		k := rapid.SampledFrom(tasks).Draw(m.rt, "task")
		do := rapid.SampledFrom([]string{"confirm", "decline", "reopen"}).Draw(m.rt, "do")
		_, err := m.DoTask(m.t.Context(), m.act("office2"), m.no, k.ID, reception.DoTask{Version: k.Version, Do: do, Comment: "意见"})
		return err
	},
	reception.VerbMove: func(m *machine) error {
		start := m.view().Start.Add(time.Duration(rapid.IntRange(-30, 60).Draw(m.rt, "hours")) * time.Hour)
		_, err := m.Move(m.t.Context(), m.act("sales"), m.no, reception.Move{Version: m.version(), Start: &start})
		return err
	},
	reception.VerbCancel: func(m *machine) error {
		if rapid.IntRange(0, 9).Draw(m.rt, "really") > 0 {
			return fault.Missing()
		}
		_, err := m.Cancel(m.t.Context(), m.act("sales"), m.no, reception.Cancel{Version: m.version(), Reason: "x"})
		return err
	},
	reception.VerbGuests: func(m *machine) error {
		c := reception.EditGuests{Version: m.version()}
		if rapid.Bool().Draw(m.rt, "add") {
			c.Add = []reception.Guest{{Name: "新来宾", Kind: "inspector"}}
		} else {
			c.Drop = []string{m.guest()}
		}
		_, err := m.EditGuests(m.t.Context(), m.act("sales"), m.no, c)
		return err
	},
	reception.VerbCheckin: func(m *machine) error {
		_, err := m.Checkin(m.t.Context(), m.act("gate"), m.no, reception.Checkin{Guest: m.guest(), Undo: rapid.Bool().Draw(m.rt, "undo")})
		return err
	},
	reception.VerbDelay: func(m *machine) error {
		_, err := m.Delay(m.t.Context(), m.act("office2"), m.no, reception.Delay{Version: m.version(), Item: m.item(), Minutes: rapid.IntRange(-30, 60).Draw(m.rt, "minutes")})
		return err
	},
	reception.VerbIncident: func(m *machine) error {
		_, err := m.ReportIncident(m.t.Context(), m.act("office2"), m.no, reception.ReportIncident{Version: m.version(), Text: "车晚了"})
		return err
	},
}

// verbs in a fixed order, so that a failure can be replayed; the early steps
// more often, so that most runs get somewhere.
var verbs = []reception.Verb{reception.VerbAccept, reception.VerbPublish, reception.VerbReview, reception.VerbReview, reception.VerbReview,
	reception.VerbReturn, reception.VerbPlan, reception.VerbTask, reception.VerbMove, reception.VerbCancel, reception.VerbGuests,
	reception.VerbCheckin, reception.VerbDelay, reception.VerbIncident, reception.VerbBegin}

// TestMachine: whatever is done in whatever order, the state never leaves the
// table of transitions, the version only rises, and a refusal changes nothing.
func TestMachine(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
		_ = f.Value.Set("15")
		_ = flag.Set("rapid.shrinktime", "5s")
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{world: newWorld(t), rt: rt}
		m.submit(nil)
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			m.step(rapid.SampledFrom(verbs).Draw(rt, "verb"))
		}
	})
}

// step does one thing and checks what has become of it.
func (m *machine) step(verb reception.Verb) {
	before := m.view()
	if verb == reception.VerbBegin {
		m.now = m.now.Add(time.Duration(rapid.IntRange(1, 20*60).Draw(m.rt, "minutes")) * time.Minute)
		if _, err := m.Due(m.t.Context(), m.now); err != nil {
			m.rt.Fatalf("time: %v", err)
		}
		m.check(before, verb, byTime(before.State))
		return
	}
	if err := commands[verb](m); err != nil {
		if fault.As(err).Kind == fault.Internal {
			m.rt.Fatalf("%s: %v", verb, err)
		}
		if after := m.view(); after.Version != before.Version || after.State != before.State {
			m.rt.Fatalf("%s was refused (%v) and changed something", verb, err)
		}
		return
	}
	m.check(before, verb, func(s reception.State) bool { return before.State == s || before.State.Leads(verb, s) })
}

// check compares before and after.
func (m *machine) check(before reception.View, verb reception.Verb, may func(reception.State) bool) {
	after := m.view()
	if !may(after.State) {
		m.rt.Fatalf("%s led from %s to %s", verb, before.State, after.State)
	}
	if after.Version < before.Version {
		m.rt.Fatalf("%s: version fell from %d to %d", verb, before.Version, after.Version)
	}
	if after.Start.After(after.End) {
		m.rt.Fatalf("%s: ends before it starts", verb)
	}
}

// byTime are the states that the passing of time may lead to.
func byTime(from reception.State) func(reception.State) bool {
	reached := map[reception.State]bool{from: true}
	for range reception.States {
		for s := range reached {
			for _, to := range reception.States {
				for _, v := range []reception.Verb{reception.VerbBegin, reception.VerbEnd, reception.VerbArchive} {
					if s.Leads(v, to) {
						reached[to] = true
					}
				}
			}
		}
	}
	return func(s reception.State) bool { return reached[s] }
}
