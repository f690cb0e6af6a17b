package policy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/policy"
)

var shanghai = time.FixedZone("CST", 8*3600)

// tuesday is 2026-11-24 09:00, the start of most visits here.
var tuesday = time.Date(2026, 11, 24, 9, 0, 0, 0, shanghai)

func newFacts(now time.Time) *policy.Facts {
	return policy.NewFacts(now, calendar.ForChina(shanghai))
}

func decode(t testing.TB, sections string) *policy.Policy {
	t.Helper()
	p, err := policy.Decode([]byte(`{"policy":"p","governs":"reception","zh":"甲","en":"A",` + sections + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// oneRule makes a policy of one rule that refuses at publish.
func oneRule(t testing.TB, body string) *policy.Policy {
	t.Helper()
	return decode(t, `"rules":[{"id":"r","at":"publish","then":"refuse","zh":"不行","en":"No",`+body+`}]`)
}

// state gives the state of the rule r, "" when it is silent.
func state(o policy.Outcome) string {
	for _, f := range o.Findings {
		if f.Rule == "r" {
			return f.State
		}
	}
	return ""
}

// Rule 1: value, unknown, none; given and missing.
func TestUnknownAndNone(t *testing.T) {
	set := func(v policy.Value) func(*policy.Facts) {
		return func(f *policy.Facts) { f.Set("party.vip", v) }
	}
	unset := func(*policy.Facts) {}
	cases := []struct {
		name, when string
		facts      func(*policy.Facts)
		at         policy.Gate
		want       string
	}{
		{"a value that fits", `"official"`, set(policy.String("official")), "publish", "violated"},
		{"a value that does not", `"official"`, set(policy.String("celebrity")), "publish", "met"},
		{"unknown is pending", `"official"`, unset, "publish", "pending"},
		{"none fails a test", `"official"`, set(policy.None()), "publish", "met"},
		{"none fails not, too", `{"not":["official"]}`, set(policy.None()), "publish", "met"},
		{"the word for nothing passes not", `{"not":["official"]}`, set(policy.String("none")), "publish", "violated"},
		{"none is missing", `"missing"`, set(policy.None()), "publish", "violated"},
		{"none is not given", `"given"`, set(policy.None()), "publish", "met"},
		{"unknown is missing from its gate on", `"missing"`, unset, "publish", "violated"},
		{"given at its gate", `"given"`, unset, "publish", "met"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFacts(tuesday)
			c.facts(f)
			o := policy.Evaluate(oneRule(t, `"when":{"party.vip":`+c.when+`}`), f, c.at)
			if got := state(o); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Rule 1: unknown is pending before the fact's gate.
func TestMissingBeforeItsGate(t *testing.T) {
	p := oneRule(t, `"needs":["item.place"],"each":"meal"`)
	f := newFacts(tuesday)
	f.Add("meal", "m1")
	if got := state(policy.Evaluate(p, f, policy.GateSubmit)); got != "pending" {
		t.Errorf("at submit: %q, want pending: the plan is made later", got)
	}
	o := policy.Evaluate(p, f, policy.GatePublish)
	if state(o) != "violated" || !o.Findings[0].Blocks {
		t.Errorf("at publish: %+v, want violated and blocking", o.Findings)
	}
}

// Rule 2: false wins in and, true in or; pending carries what to ask for.
func TestKleene(t *testing.T) {
	cases := []struct {
		when  string
		known map[string]string
		want  string
		waits []string
	}{
		{`{"visit.purpose":"a","visit.site":"b"}`, map[string]string{"visit.purpose": "x"}, "met", nil},
		{`{"visit.purpose":"a","visit.site":"b"}`, map[string]string{"visit.purpose": "a"}, "pending", []string{"visit.site"}},
		{`{"visit.purpose":"a","visit.site":"b"}`, nil, "pending", []string{"visit.purpose", "visit.site"}},
		{`[{"visit.purpose":"a"},{"visit.site":"b"}]`, map[string]string{"visit.purpose": "a"}, "violated", nil},
		{`[{"visit.purpose":"a"},{"visit.site":"b"}]`, map[string]string{"visit.purpose": "x"}, "pending", []string{"visit.site"}},
		{`[{"visit.purpose":"a"},{"visit.site":"b"}]`, map[string]string{"visit.purpose": "x", "visit.site": "x"}, "met", nil},
	}
	for i, c := range cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			f := newFacts(tuesday)
			for k, v := range c.known {
				f.SetString(k, v)
			}
			o := policy.Evaluate(oneRule(t, `"when":`+c.when), f, policy.GatePublish)
			if state(o) != c.want {
				t.Fatalf("got %q, want %q", state(o), c.want)
			}
			if c.waits != nil && !slices.Equal(o.Findings[0].Facts, c.waits) {
				t.Errorf("asks for %v, want %v", o.Findings[0].Facts, c.waits)
			}
		})
	}
}

// Rule 2: a blank is pending and named.
func TestBlankIsNamed(t *testing.T) {
	p := decode(t, `"decisions":[{"id":"least","type":"number","is":"blank","suggest":5,"zh":"最少","en":"Least"}],
		"rules":[{"id":"r","at":"submit","when":{"party.count":"< $least"},"then":"refuse","zh":"太少","en":"Few"}]`)
	f := newFacts(tuesday)
	f.SetNumber("party.count", 3)
	o := policy.Evaluate(p, f, policy.GateSubmit)
	if state(o) != "pending" || !slices.Equal(o.Findings[0].Facts, []string{"least"}) || o.Findings[0].Blocks {
		t.Errorf("finding %+v, want pending on the blank, not blocking: nobody at the gate can fill it in", o.Findings)
	}
	if len(o.Blanks) != 1 || !o.Blanks[0].Needed || o.Blanks[0].Suggest.String() != "5" {
		t.Errorf("blanks %+v", o.Blanks)
	}
	q, problems := p.With(p.Suggested())
	if problems != nil || state(policy.Evaluate(q, f, policy.GateSubmit)) != "violated" {
		t.Errorf("with the suggestion confirmed the rule speaks; problems %v", problems)
	}
	if len(q.OpenBlanks()) != 0 || q.Hash == p.Hash {
		t.Error("the blank is filled and the rules have changed")
	}
}

// Rule 3: a pending row stops the walk unless all that remain agree.
func TestDecisionTable(t *testing.T) {
	rows := func(third string) string {
		return `"decisions":[{"id":"class","type":["a","b"],"by":"office","zh":"类","en":"Class","rows":[
			{"id":"one","when":{"party.count":"< 5"},"is":"a"},
			{"id":"two","when":{"visit.site":"x"},"is":"b"},
			{"id":"else","is":"` + third + `"}]}]`
	}
	cases := []struct {
		name, third string
		count       int
		site        string
		chosen      string
		state, want string
	}{
		{"the first row that fits", "b", 3, "", "", "decided", "a"},
		{"a pending row stops the walk", "a", 9, "", "", "pending", ""},
		{"unless all candidates agree", "b", 9, "", "", "decided", "b"},
		{"the row for everything else", "a", 9, "y", "", "decided", "a"},
		{"nothing known", "b", 0, "", "", "pending", ""},
		{"a person's choice wins", "a", 3, "", "b", "decided", "b"},
		{"a choice that is none does not", "a", 3, "", "q", "decided", "a"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFacts(tuesday)
			if c.count > 0 {
				f.SetNumber("party.count", c.count)
			}
			f.SetString("visit.site", c.site)
			if c.chosen != "" {
				f.Choose("class", c.chosen)
			}
			o := policy.Evaluate(decode(t, rows(c.third)), f, policy.GateSubmit)
			d, _ := o.Decision("class")
			if d.State != c.state || d.Value.String() != c.want {
				t.Errorf("got %s %q waiting for %v, want %s %q", d.State, d.Value, d.Waits, c.state, c.want)
			}
			if d.State == "pending" && !slices.Contains(d.Waits, "visit.site") {
				t.Errorf("waits for %v", d.Waits)
			}
		})
	}
}

// Rule 4: per column the first row that states it.
func TestStandardsPerColumn(t *testing.T) {
	p := decode(t, `"standards":{"meal":[
		{"id":"own","when":{"meal.slot":"lunch"},"shall":{"meal.kind":"fast"},"then":"reason"},
		{"id":"included","file":"meals","shall":{"meal.kind":"rich"},"cap":{"base":100},"then":"exception","by":"specialist"}]}`)
	f := newFacts(tuesday)
	f.Add("meal", "m1").SetString("meal.slot", "lunch").SetString("meal.kind", "rich").SetMoney("meal.amount", policy.Yuan(120))
	f.Add("meal", "m2").SetString("meal.slot", "dinner").SetString("meal.kind", "rich").SetMoney("meal.amount", policy.Yuan(100))
	o := policy.Evaluate(p, f, policy.GatePublish)
	l := o.Standards[0]
	if l.Shall[0].Row != "own" || l.Shall[0].State != "violated" || l.Cap.Row != "included" {
		t.Errorf("lunch %+v", l)
	}
	if l := o.Standards[1]; l.Shall[0].Row != "included" || l.Shall[0].State != "met" {
		t.Errorf("dinner %+v", l)
	}
	if len(o.Findings) != 2 || o.Findings[1].Strength != policy.Exception || o.Findings[1].Fields[0] != "/meals/0/amount" {
		t.Errorf("findings %+v", o.Findings)
	}
}

// Rule 5: each over nothing is silent. Rule 8: findings are grouped.
func TestEachAndGroups(t *testing.T) {
	p := decode(t, `"rules":[{"id":"r","at":"submit","each":"guest","needs":["guest.name"],"then":"refuse"}]`)
	f := newFacts(tuesday)
	if o := policy.Evaluate(p, f, policy.GateSubmit); len(o.Findings) != 0 {
		t.Errorf("without guests: %+v", o.Findings)
	}
	for i := range 24 {
		g := f.Add("guest", fmt.Sprintf("g%03d", i))
		if i == 7 {
			g.SetString("guest.name", "王建国")
		}
	}
	o := policy.Evaluate(p, f, policy.GateSubmit)
	if len(o.Findings) != 1 || len(o.Findings[0].Things) != 23 {
		t.Fatalf("findings %+v", o.Findings)
	}
	if got := o.Findings[0].Text; got.EN != "23 guests: Please fill in: name" || got.ZH != "23 位来宾：请填写：姓名" {
		t.Errorf("text %+v", got)
	}
	if f := o.Findings[0].Fields; len(f) != 23 || f[0] != "/guests/0/name" || f[22] != "/guests/23/name" {
		t.Errorf("fields %v", f)
	}
}

// Rule 6: all gates are evaluated; only this gate's findings block.
func TestGates(t *testing.T) {
	p := decode(t, `"rules":[{"id":"r","at":["submit","publish"],"needs":["visit.purpose"],"then":"refuse"}]`)
	for at, want := range map[policy.Gate]bool{"submit": true, "accept": false, "publish": true, "close": false} {
		o := policy.Evaluate(p, newFacts(tuesday), at)
		if len(o.Findings) != 1 || o.Findings[0].State != "violated" || o.Findings[0].Blocks != want {
			t.Errorf("at %s: %+v", at, o.Findings)
		}
	}
}

// Rule 7: pending at its gate refuses if a person can fill the fact in, and
// is silent if the fact's own gate is later.
func TestPendingAtItsGate(t *testing.T) {
	p := decode(t, `"rules":[{"id":"r","at":"submit","when":{"visit.purpose":"x"},"then":"refuse","zh":"甲","en":"A"},
		{"id":"later","at":"submit","when":{"expense.kind":"x"},"then":"refuse","zh":"乙","en":"B"}]`)
	o := policy.Evaluate(p, newFacts(tuesday), policy.GateSubmit)
	if len(o.Findings) != 1 || !o.Findings[0].Blocks || o.Findings[0].Fields[0] != "/purpose" {
		t.Errorf("findings %+v", o.Findings)
	}
	if len(o.Missing) != 1 || o.Missing[0].Ref != "visit.purpose" || o.Missing[0].Field != "/purpose" {
		t.Errorf("missing %+v", o.Missing)
	}
}

// Rule 9: past is now; what is skipped counts as done.
func TestTasks(t *testing.T) {
	p := decode(t, `"decisions":[{"id":"early","type":"span","is":"15m","zh":"提前","en":"Early"}],
		"tasks":[{"id":"g","phase":"before","from":"accepted","due":"start","owner":"specialist","zh":"组","en":"Group","tasks":[
			{"id":"a","zh":"甲","en":"A"},
			{"id":"b","after":["a"],"when":{"visit.photo_wish":true},"zh":"乙","en":"B"},
			{"id":"c","after":["b"],"zh":"丙","en":"C"}]},
		{"id":"car","phase":"during","each":"pickup","after":["g"],"due":"item.start - $early","owner":"contact","zh":"车 {item.place}","en":"Car {item.place}"},
		{"id":"each-guest","phase":"before","each":"guest","owner":"hosts","zh":"照顾 {guest.name}","en":"Look after {guest.name}"}]`)
	f := newFacts(tuesday)
	f.SetBool("visit.photo_wish", false)
	f.Add("pickup", "i1").SetString("item.place", "T3")
	for i := range 3 {
		f.Add("guest", fmt.Sprintf("g%d", i)).SetString("guest.name", "张")
	}
	o := policy.Evaluate(p, f, policy.GatePublish)
	var ids []string
	byID := map[string]policy.Work{}
	for _, w := range o.Tasks {
		ids, byID[w.ID] = append(ids, w.ID), w
	}
	if want := []string{"a", "c", "car@i1", "each-guest"}; !slices.Equal(ids, want) {
		t.Fatalf("tasks %v, want %v", ids, want)
	}
	if len(byID["c"].After) != 0 || byID["c"].Parent != "g" || byID["c"].Due.String() != "start" {
		t.Errorf("c: %+v", byID["c"])
	}
	car := byID["car@i1"]
	if car.Due.String() != "item.start@i1 - 15m" || !slices.Equal(car.After, []string{"a", "c"}) || car.Title.EN != "Car T3" {
		t.Errorf("car: %+v", car)
	}
	if g := byID["each-guest"]; len(g.Marks) != 3 || g.Title.EN != "Look after 3 guests" {
		t.Errorf("guests: %+v", g)
	}
	anchors := policy.AnchorMap(map[string]time.Time{"item.start@i1": tuesday})
	due, urgent, ok := car.DueAt(anchors, f.Calendar, tuesday.Add(-time.Hour))
	if !ok || urgent || !due.Equal(tuesday.Add(-15*time.Minute)) {
		t.Errorf("due %v %v %v", due, urgent, ok)
	}
	if due, urgent, _ = car.DueAt(anchors, f.Calendar, tuesday); !urgent || !due.Equal(tuesday) {
		t.Errorf("late: %v %v", due, urgent)
	}
}

// Rule 10: a granted exception is a fact, of the visit or of one thing.
func TestExceptions(t *testing.T) {
	p := decode(t, `"rules":[{"id":"r","at":"publish","each":"trip","then":"exception","by":"specialist","zh":"游览","en":"Trips"}]`)
	f := newFacts(tuesday)
	one, _ := f.Add("trip", "t1"), f.Add("trip", "t2")
	if o := policy.Evaluate(p, f, policy.GatePublish); !o.Findings[0].Blocks || o.Findings[0].By[0] != "specialist" {
		t.Errorf("asked: %+v", o.Findings)
	}
	f.Grant("r", one)
	o := policy.Evaluate(p, f, policy.GatePublish)
	if len(o.Findings) != 2 || !o.Findings[0].Granted || o.Findings[0].Blocks || !o.Findings[1].Blocks {
		t.Errorf("one granted: %+v", o.Findings)
	}
	f.Grant("r")
	if o := policy.Evaluate(p, f, policy.GatePublish); len(o.Blocking()) != 0 {
		t.Errorf("all granted: %+v", o.Findings)
	}
}

// Expense over its cap: the excess is a fact (S001-2.15).
func TestExcess(t *testing.T) {
	p := decode(t, `"standards":{"meal":[{"id":"cap","when":{"meal.slot":"lunch"},"cap":{"base":500,"for":2,"extra":100},"then":"exception","by":"specialist"}]},
		"rules":[{"id":"r","at":"claim","each":"expense","when":{"expense.excess":"> 0"},"then":"deduct","zh":"超 {expense.excess}","en":"Over {expense.excess}"}]`)
	f := newFacts(tuesday)
	f.SetNumber("count.checked_in", 4)
	f.Add("expense", "e1").SetString("expense.kind", "lunch").SetMoney("expense.amount", policy.Yuan(760))
	f.Add("expense", "e2").SetString("expense.kind", "lunch").SetMoney("expense.amount", policy.Yuan(700))
	o := policy.Evaluate(p, f, policy.GateClaim)
	if len(o.Findings) != 1 || len(o.Findings[0].Things) != 1 || o.Findings[0].Text.EN != "Over CNY 60" {
		t.Errorf("findings %+v", o.Findings)
	}
	if o.Standards[0].Cap.Amount != policy.Yuan(700) || o.Standards[0].Cap.Count != "checked-in" {
		t.Errorf("limit %+v", o.Standards[0])
	}
}

// A form's texts are read as the field's type says.
func TestFieldsAreTyped(t *testing.T) {
	p := decode(t, `"fields":[{"id":"visit.training","type":"yes-no","zh":"培训","en":"Training"}],
		"rules":[{"id":"r","at":"publish","when":{"visit.training":true},"then":"warn","zh":"甲","en":"A"}]`)
	for text, want := range map[string]string{"true": "violated", "false": "met", "": "pending"} {
		f := newFacts(tuesday)
		f.SetString("visit.training", text)
		if got := state(policy.Evaluate(p, f, policy.GatePublish)); text != "" && got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
