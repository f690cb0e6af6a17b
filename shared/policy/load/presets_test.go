package load_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
)

func preset(t testing.TB, name string) *policy.Policy {
	t.Helper()
	p, err := load.FS(presets.FS, name)
	var all load.Errors
	if err != nil && (!errors.As(err, &all) || !all.OnlyNotRunning()) {
		t.Fatal(err)
	}
	return p
}

// The drafts are right but for what does not run yet.
func TestDrafts(t *testing.T) {
	for _, name := range []string{"312", "event", "export", "foreign", "meals", "plant", "special-request", "tour", "walkin"} {
		t.Run(name, func(t *testing.T) { preset(t, "drafts/"+name) })
	}
}

var cst = time.FixedZone("CST", 8*3600)

// visit states everything about a visit of n guests of a kind; except names
// facts to leave out.
func visit(kind string, n int, except ...string) *policy.Facts {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, cst)
	f := policy.NewFacts(start.AddDate(0, 0, -4), calendar.ForChina(cst))
	state := func(th *policy.Thing, values map[string]policy.Value) {
		for name, v := range values {
			if !slices.Contains(except, name) {
				th.Set(name, v)
			}
		}
	}
	text, yes, no := policy.String("text"), policy.Bool(true), policy.Bool(false)
	state(&f.Thing, map[string]policy.Value{
		"visit.department": policy.String("sales"), "visit.start": policy.At(start), "visit.end": policy.At(start.Add(8 * time.Hour)),
		"visit.purpose": text, "visit.schedule": text, "visit.requirements": text, "visit.wishes": text, "visit.urgent": no,
		"visit.urgent_reason": policy.None(), "visit.photo_wish": yes, "visit.host_changed": no, "visit.change_reason": policy.None(),
		"visit.level_changed": no, "visit.car": yes, "visit.exact_count": policy.Number(float64(n)), "visit.distance": policy.String("short"),
		"visit.phoned_by": policy.None(),
		"customer.name":   text, "customer.class": policy.String("key-account"), "customer.new": yes,
		"party.count": policy.Number(float64(n)), "party.kinds": policy.Set(kind), "count.checked_in": policy.Number(float64(n)),
		"money.settled": yes, "survey.sent": yes, "survey.average": policy.Number(4.5), "promises.open": no,
		"role.specialist": policy.String("given"), "role.receptionist": policy.String("given"), "state.closing": policy.String("done"),
	})
	for i := range n {
		state(f.Add("guest", fmt.Sprintf("g%03d", i)), map[string]policy.Value{"guest.name": text, "guest.kind": policy.String(kind),
			"guest.invited": yes, "paper.pass": policy.String("filed")})
	}
	for i, k := range []string{"pickup", "talk", "tour-stop", "leaders-talk", "meal", "lodging", "activity", "see-off"} {
		th := f.Add(k, fmt.Sprintf("i%d", i))
		state(th, map[string]policy.Value{"item.start": policy.At(start.Add(time.Duration(i) * time.Hour)), "item.place": text,
			"item.roles": policy.Set("regional-manager"), "item.office": no, "item.end": policy.At(start.Add(time.Duration(i+1) * time.Hour))})
		state(th, map[string]policy.Value{"meal.slot": policy.String("lunch"), "meal.kind": policy.String("simple"), "meal.amount": policy.Amount(policy.Yuan(300)),
			"lodging.payer": policy.String("company"), "lodging.stars": policy.Number(4), "lodging.rate": policy.Amount(policy.Yuan(500))})
	}
	state(f.Add("ride", "v1"), map[string]policy.Value{"ride.type": policy.String("van"), "ride.resource": text})
	state(f.Add("entertainment", "e1"), map[string]policy.Value{"entertainment.amount": policy.Amount(policy.Yuan(900)), "entertainment.payer": policy.String("company")})
	state(f.Add("gift", "p1"), map[string]policy.Value{"gift.reason": text})
	state(f.Add("material", "m1"), map[string]policy.Value{"material.confidentiality": policy.String("public")})
	state(f.Add("expense", "x1"), map[string]policy.Value{"expense.kind": policy.String("lunch"), "expense.amount": policy.Amount(policy.Yuan(2000))})
	return f
}

// stated lists the facts that visit states and that may be unknown: what is
// not a status.
func stated(f *policy.Facts) (names []string) {
	for _, th := range append(f.Things(), &f.Thing) {
		for _, n := range th.Names() {
			if fact := n[:4]; !slices.Contains(names, n) && fact != "role" && fact != "stat" && fact != "pape" {
				names = append(names, n)
			}
		}
	}
	slices.Sort(names)
	return names
}

// judgements gives the state of every rule for every thing.
func judgements(o policy.Outcome) map[string]policy.Finding {
	m := map[string]policy.Finding{}
	for _, f := range o.Findings {
		key := f.Rule
		for _, th := range f.Things {
			m[key+"@"+th.Kind+th.ID] = f
		}
		if len(f.Things) == 0 {
			m[key] = f
		}
	}
	return m
}

// TestPending takes every single fact and every pair of facts away, at every
// gate that the policy guards. A finding that reads them is what it was, or it
// waits for one of them and says for which: it is never met or violated for
// another reason. Only what asks whether a fact was given is violated when it is
// not, once its gate has come, and names it.
func TestPending(t *testing.T) {
	for _, c := range []struct{ policy, kind string }{{"envicool", "government"}, {"showroom", "engineering-buyer"}, {"showroom", "inspector"}} {
		p := preset(t, c.policy)
		names, written := read(t, p, stated(visit(c.kind, 1))), entries(t, p)
		for _, at := range guarded(p) {
			t.Run(fmt.Sprint(c.policy, " ", c.kind, " ", at), func(t *testing.T) {
				t.Parallel()
				full, turned := judgements(policy.Evaluate(p, visit(c.kind, 1), at)), 0
				for i, a := range names {
					for _, b := range names[i:] { // with itself: alone
						turned += removed(t, p, written, c.kind, at, full, a, b)
					}
				}
				if turned < 100 {
					t.Errorf("only %d findings wait for what was removed: nothing is removed", turned)
				}
				t.Logf("%d facts, %d findings turned", len(names), turned)
			})
		}
	}
}

// guarded are the gates at which a policy has something to say, and those at
// which every reception is judged.
func guarded(p *policy.Policy) []policy.Gate {
	gates := []policy.Gate{policy.GateSubmit, policy.GateAccept, policy.GatePublish, policy.GateReceive, policy.GateClose}
	for i := range p.Rules {
		for _, at := range p.Rules[i].At {
			if g := policy.Gate(at); !slices.Contains(gates, g) {
				gates = append(gates, g)
			}
		}
	}
	return gates
}

// read are those of some facts that the policy names: taking others away cannot
// change anything.
func read(t *testing.T, p *policy.Policy, names []string) []string {
	raw, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(names, func(n string) bool { return !bytes.Contains(raw, []byte(n)) })
}

// removed judges the visit without facts a and b, and counts the findings that
// are not what they were.
func removed(t *testing.T, p *policy.Policy, written map[string]string, kind string, at policy.Gate, full map[string]policy.Finding, a, b string) (turned int) {
	t.Helper()
	got := judgements(policy.Evaluate(p, visit(kind, 1, a, b), at))
	for key, f := range got {
		was := full[key].State
		if was == "" {
			was = policy.Met
		}
		if f.State == was {
			continue
		}
		turned++
		names := func(n string) bool { return slices.Contains(f.Facts, n) }
		asks := func(n string) bool {
			return f.State == policy.Violated && !later(p, at, n) && asksFor(written[f.Rule], n)
		}
		if !names(a) && !names(b) || f.State != policy.Pending && !asks(a) && !asks(b) {
			t.Errorf("%s at %s without %s and %s: %s was %s, is %s naming %v", p.ID, at, a, b, key, was, f.State, f.Facts)
		}
	}
	for key, f := range full {
		if _, still := got[key]; !still && f.State == policy.Violated && !later(p, f.Gate, a, b) && !askedAbout(p, a, b) {
			t.Errorf("%s at %s without %s and %s: %s was violated, is silent", p.ID, at, a, b, key)
		}
	}
	return turned
}

// asksFor tells whether an entry asks if a fact was given: it needs it, or tests
// that it is there.
func asksFor(entry, fact string) bool {
	name := `"` + fact + `"`
	return strings.Contains(entry, name+`:"given"`) || strings.Contains(entry, name+`:"missing"`) || strings.Contains(entry, `"needs":`) && strings.Contains(entry, name)
}

// entries gives the entries and rows of a policy as they are written, by id.
func entries(t *testing.T, p *policy.Policy) map[string]string {
	t.Helper()
	raw, err := p.Encode()
	var all any
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	collect(all, found)
	return found
}

func collect(v any, found map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		if id, ok := v["id"].(string); ok {
			raw, _ := json.Marshal(v)
			found[id] = string(raw)
		}
		for _, x := range v {
			collect(x, found)
		}
	case []any:
		for _, x := range v {
			collect(x, found)
		}
	}
}

// later tells whether one of the facts is known only after a gate: then the
// rule is silent.
func later(p *policy.Policy, g policy.Gate, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		f, ok := p.Fact(n)
		return ok && g.Before(f.Gate)
	})
}

// askedAbout tells whether the policy itself asks if one of the facts is
// given: then its absence is an answer.
func askedAbout(p *policy.Policy, names ...string) bool {
	raw, err := p.Encode()
	return err != nil || slices.ContainsFunc(names, func(n string) bool {
		return bytes.Contains(raw, []byte(`"`+n+`":"given"`))
	})
}

// Catalogue 3.3, the test values of S003-1.07 to S003-1.28.
func TestCaps(t *testing.T) {
	p := preset(t, "showroom")
	for _, c := range []struct {
		id, kind                     string
		guests                       int
		lunch, dinner, entertainment int64
	}{
		{"S003-1.14, S003-1.18, S003-1.20", "engineering-buyer", 5, 800, 800, 1300},
		{"S003-1.23, S003-1.26, S003-1.28", "government", 4, 1200, 1200, 1700},
		{"S003-1.07, S003-1.10", "inspector", 3, 350, 450, 0},
		{"S003-1.07 alone", "inspector", 1, 300, 400, 0},
		{"S003-1.14 for two", "engineering-buyer", 2, 500, 500, 700},
	} {
		t.Run(c.id, func(t *testing.T) {
			got := map[string]int64{}
			for _, l := range policy.Evaluate(p, visit(c.kind, c.guests), policy.GateSubmit).Outlook {
				if l.Cap != nil && l.Cap.State == policy.StateDecided {
					got[l.Name] = l.Cap.Amount.Minor / 100
				}
			}
			if got["lunch"] != c.lunch || got["dinner"] != c.dinner || got["entertainment"] != c.entertainment {
				t.Errorf("%d of %s: %v, want %d %d %d", c.guests, c.kind, got, c.lunch, c.dinner, c.entertainment)
			}
		})
	}
}

// S000-1.04, .16: normal, on time but warned, urgent, late.
func TestUrgent(t *testing.T) {
	p := preset(t, "envicool")
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, cst)
	for _, c := range []struct {
		submitted   string
		urgent      string
		tight, late bool
	}{
		{"2026-11-22 08:59", "false", false, false},
		{"2026-11-23 08:00", "false", true, false},
		{"2026-11-23 22:00", "true", true, false},
		{"2026-11-24 07:00", "true", true, true},
	} {
		now, _ := time.ParseInLocation("2006-01-02 15:04", c.submitted, cst)
		f := visit("government", 2)
		f.Now = start.Add(-time.Minute) // the office looks late; what counts is when the application came
		f.Event("submitted", now)
		o := policy.Evaluate(p, f, policy.GateAccept)
		d, _ := o.Decision("urgent")
		j := judgements(o)
		if d.Value.String() != c.urgent || (j["tight"].State == policy.Violated) != c.tight || (j["one-day-ahead"].State == policy.Violated) != c.late {
			t.Errorf("%s: urgent %s, tight %s, late %s", c.submitted, d.Value, j["tight"].State, j["one-day-ahead"].State)
		}
	}
}

func benchmark(b *testing.B, name string, guests int) {
	p, f := preset(b, name), visit("government", guests)
	b.ReportAllocs()
	for b.Loop() {
		policy.Evaluate(p, f, policy.GatePublish)
	}
}

// At most 1 ms for 5 guests and 50 ms for 300.
func BenchmarkEnvicool5(b *testing.B)   { benchmark(b, "envicool", 5) }
func BenchmarkShowroom5(b *testing.B)   { benchmark(b, "showroom", 5) }
func BenchmarkEnvicool300(b *testing.B) { benchmark(b, "envicool", 300) }
func BenchmarkShowroom300(b *testing.B) { benchmark(b, "showroom", 300) }
