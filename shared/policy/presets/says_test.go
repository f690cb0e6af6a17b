package presets_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/calendar"
	"yingbin/shared/policy"
)

var (
	shanghai = time.FixedZone("CST", 8*3600)
	site     = calendar.ForChina(shanghai)
	// tuesday is when the guests of these tests come.
	tuesday = time.Date(2026, 11, 24, 9, 0, 0, 0, shanghai)
)

// visit states what an application says: who comes on Tuesday from 09:00 to 17:00.
func visit(at time.Time, guests int, kinds ...string) *policy.Facts {
	f := policy.NewFacts(at, site)
	f.SetTime("visit.start", tuesday).SetTime("visit.end", tuesday.Add(8*time.Hour))
	f.SetString("visit.department", "sales").SetString("visit.purpose", "合作").SetString("customer.name", "深圳××")
	f.SetString("customer.class", "general").SetString("visit.schedule", "1").SetString("visit.requirements", "无")
	f.SetBool("visit.urgent", false)
	f.SetNumber("party.count", guests)
	if kinds != nil {
		f.SetSet("party.kinds", kinds...)
	}
	return f
}

// finding finds what a rule says, or the zero Finding.
func finding(o policy.Outcome, rule string) policy.Finding {
	for _, f := range o.Findings {
		if f.Rule == rule && f.State != policy.Met {
			return f
		}
	}
	return policy.Finding{}
}

// Catalogue 3.3: base + max(0, n − 2) × extra.
func TestCapsOfTheThreeLevels(t *testing.T) {
	for _, c := range []struct {
		level, kind string
		guests      int
		want        map[string]string
	}{
		{"ordinary", "technician", 2, map[string]string{"lunch": "300.00", "dinner": "400.00"}},
		{"ordinary", "technician", 3, map[string]string{"lunch": "350.00", "dinner": "450.00"}},
		{"senior", "engineering-buyer", 1, map[string]string{"lunch": "500.00", "dinner": "500.00", "entertainment": "700.00"}},
		{"senior", "engineering-buyer", 5, map[string]string{"lunch": "800.00", "dinner": "800.00", "entertainment": "1300.00"}},
		{"special", "government", 2, map[string]string{"lunch": "1000.00", "dinner": "1000.00", "entertainment": "1200.00", "lodging": "700.00"}},
		{"special", "government", 4, map[string]string{"lunch": "1200.00", "dinner": "1200.00", "entertainment": "1700.00", "lodging": "700.00"}},
	} {
		t.Run(fmt.Sprintf("%s for %d", c.level, c.guests), func(t *testing.T) {
			o := policy.Evaluate(mustLoad(t, "showroom"), visit(tuesday.AddDate(0, 0, -6), c.guests, c.kind), policy.GateSubmit)
			if d, _ := o.Decision("level"); d.Value.String() != c.level {
				t.Errorf("level %s", d.Value)
			}
			got := map[string]string{}
			for _, l := range o.Outlook {
				if l.Cap != nil && l.Cap.State == policy.StateDecided {
					got[l.Name] = l.Cap.Amount.Amount()
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("caps (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheHighestKindDecidesTheLevel(t *testing.T) {
	for level, kinds := range map[string][]string{
		"ordinary": {"inspector", "technician", "designer", "middle-manager", "interested-dealer"},
		"senior":   {"engineering-buyer", "enterprise-leader", "cooperating-dealer", "senior-manager", "export-head"},
		"special":  {"market-dealer-leader", "government", "industry-head", "invited-by-manufacturer", "invited-by-company", "other-special"},
	} {
		for _, k := range kinds {
			o := policy.Evaluate(mustLoad(t, "showroom"), visit(tuesday.AddDate(0, 0, -6), 2, "inspector", k), policy.GateSubmit)
			if d, _ := o.Decision("level"); d.Proposed.String() != level {
				t.Errorf("%s: %s, want %s", k, d.Proposed, level)
			}
		}
	}
	o := policy.Evaluate(mustLoad(t, "showroom"), visit(tuesday.AddDate(0, 0, -6), 2), policy.GateSubmit)
	if d, _ := o.Decision("level"); d.State != policy.StatePending {
		t.Errorf("who comes is not known, the level is %s %s", d.State, d.Value)
	}
}

// Decisions §2: visit Tuesday 09:00.
func TestSubmissions(t *testing.T) {
	for _, c := range []struct {
		at           time.Time
		class        string
		urgent       bool
		tight, late  bool
		within, half string
	}{
		{tuesday.Add(-48*time.Hour - time.Minute), "early", false, false, false, "24h", "12h"},
		{tuesday.Add(-25 * time.Hour), "short", false, true, false, "24h", "12h"},
		{tuesday.Add(-11 * time.Hour), "short", true, true, false, "330m", "165m"},
		{tuesday.Add(-2 * time.Hour), "late", true, true, true, "60m", "30m"},
	} {
		t.Run(c.at.Format("Mon 15:04"), func(t *testing.T) {
			f := visit(c.at, 3)
			f.Event("submitted", c.at)
			if c.urgent {
				f.Choose("urgent_within", c.within)
				f.Choose("urgent_remind", c.half)
			}
			o := policy.Evaluate(mustLoad(t, "envicool"), f, policy.GateAccept)
			for id, want := range map[string]string{"lead_class": c.class, "urgent": fmt.Sprint(c.urgent), "planning_within": c.within, "planning_remind": c.half} {
				if d, _ := o.Decision(id); d.Value.String() != want {
					t.Errorf("%s is %s, want %s", id, d.Value, want)
				}
			}
			if got := finding(o, "tight").Strength == policy.Warn; got != c.tight {
				t.Errorf("warned: %v", got)
			}
			late := finding(o, "one-day-ahead")
			if got := late.Strength == policy.Reason && late.Blocks; got != c.late {
				t.Errorf("needs a reason: %+v", late)
			}
			review := chain(t, o, "review")
			if review.Within.String() != c.within || review.From.Name != "submitted" {
				t.Errorf("review within %s from %s", review.Within, review.From)
			}
		})
	}
}

func chain(t *testing.T, o policy.Outcome, id string) policy.Chain {
	t.Helper()
	for _, c := range o.Approvals {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no approval %s", id)
	return policy.Chain{}
}

func TestWhoReviews(t *testing.T) {
	o := policy.Evaluate(mustLoad(t, "envicool"), visit(tuesday.AddDate(0, 0, -6), 3), policy.GatePublish)
	c := chain(t, o, "review")
	if len(c.Steps) != 1 {
		t.Fatalf("%d steps", len(c.Steps))
	}
	s := c.Steps[0]
	asks := []string{}
	for _, q := range s.Asks {
		asks = append(asks, q.ID)
	}
	got := fmt.Sprint(s.Who, s.Need, s.Own, asks, c.Overdue)
	if want := "[salesperson head] 0 true [executability necessity] [office-head head]"; got != want {
		t.Errorf("review by %s, want %s", got, want)
	}
}

func TestWhoConfirmsAtTheShowroom(t *testing.T) {
	o := policy.Evaluate(mustLoad(t, "showroom"), visit(tuesday.AddDate(0, 0, -6), 3, "government"), policy.GatePublish)
	c := chain(t, o, "arrangement")
	if got := fmt.Sprintf("%s %d %s", c.Steps[0].Who, len(c.Steps[0].Asks), c.Steps[0].Asks[0].ID); got != "[office head] 1 standard" {
		t.Errorf("confirmed by %s", got)
	}
	if !c.Within.IsZero() {
		t.Errorf("within %s", c.Within)
	}
}

// A complete application passes submit and accept without a word.
func TestAGoodApplicationPasses(t *testing.T) {
	for _, name := range []string{"envicool", "showroom"} {
		for _, gate := range []policy.Gate{policy.GateSubmit, policy.GateAccept} {
			f := visit(tuesday.AddDate(0, 0, -6), 1, "engineering-buyer")
			f.Add("guest", "g1").SetString("guest.name", "王").SetString("guest.kind", "engineering-buyer").SetBool("guest.invited", true)
			f.SetString("role.specialist", "given")
			for _, x := range policy.Evaluate(mustLoad(t, name), f, gate).Findings {
				if x.State != policy.Met && x.Gate == gate {
					t.Errorf("%s at %s: %s %s %s: %s", name, gate, x.Rule, x.Strength, x.State, x.Text.ZH)
				}
			}
		}
	}
}

// planned is an accepted showroom reception of one level with a plan to judge.
func planned(kind string) *policy.Facts {
	f := visit(tuesday.AddDate(0, 0, -6), 2, kind)
	f.Event("submitted", f.Now)
	f.Event("accepted", f.Now)
	f.SetString("role.specialist", "given")
	f.SetBool("visit.host_changed", false)
	return f
}

func TestRulesOfTheShowroomPlan(t *testing.T) {
	for _, c := range []struct {
		name, kind, rule string
		strength         policy.Strength
		plan             func(f *policy.Facts)
	}{
		{"lunch over its cap", "technician", "lunch-ordinary", policy.Exception, func(f *policy.Facts) {
			f.Add("meal", "m1").SetString("meal.slot", "lunch").SetNumber("meal.guests", 2).SetMoney("meal.amount", policy.Yuan(301))
		}},
		{"dinner over its cap", "government", "dinner-special", policy.Exception, func(f *policy.Facts) {
			f.Add("meal", "m1").SetString("meal.slot", "dinner").SetNumber("meal.guests", 2).SetMoney("meal.amount", policy.Yuan(1001))
		}},
		{"banquet at noon", "government", "lunch-simple", policy.Warn, func(f *policy.Facts) {
			f.Add("meal", "m1").SetString("meal.slot", "lunch").SetString("meal.kind", "banquet").SetMoney("meal.amount", policy.Yuan(100))
		}},
		{"entertainment for ordinary", "technician", "no-entertainment", policy.Exception, func(f *policy.Facts) {
			f.Add("entertainment", "e1").SetString("entertainment.payer", "company").SetMoney("entertainment.amount", policy.Yuan(1))
		}},
		{"evening over its cap", "export-head", "evening-senior", policy.Exception, func(f *policy.Facts) {
			f.Add("entertainment", "e1").SetString("entertainment.payer", "company").SetNumber("entertainment.guests", 2).SetMoney("entertainment.amount", policy.Yuan(701))
		}},
		{"gift for ordinary", "technician", "no-souvenir", policy.Exception, func(f *policy.Facts) { f.Add("gift", "x1").SetString("gift.name", "茶") }},
		{"gift without reason, senior", "export-head", "souvenir-senior", policy.Reason, func(f *policy.Facts) { f.Add("gift", "x1").SetString("gift.name", "茶") }},
		{"gift without reason, special", "government", "souvenir-special", policy.Reason, func(f *policy.Facts) { f.Add("gift", "x1").SetString("gift.name", "茶") }},
		{"lodging paid, ordinary", "technician", "lodging-ordinary", policy.Exception, func(f *policy.Facts) { lodging(f, "company", 3, 300) }},
		{"lodging paid, senior", "export-head", "lodging-senior", policy.Exception, func(f *policy.Facts) { lodging(f, "company", 4, 500) }},
		{"three stars", "government", "lodging-special", policy.Exception, func(f *policy.Facts) { lodging(f, "company", 3, 500) }},
		{"701 a room", "government", "lodging-special", policy.Exception, func(f *policy.Facts) { lodging(f, "company", 4, 701) }},
		{"399 a room", "government", "lodging-special-from", policy.Warn, func(f *policy.Facts) { lodging(f, "company", 4, 399) }},
		{"van for ordinary", "technician", "ride-ordinary", policy.Reason, func(f *policy.Facts) { ride(f, "van") }},
		{"hired car for senior", "export-head", "ride-senior", policy.Reason, func(f *policy.Facts) { ride(f, "hired") }},
		{"taxi for special", "government", "ride-special", policy.Reason, func(f *policy.Facts) { ride(f, "taxi") }},
		{"no free car", "technician", "car-free", policy.Refuse, func(f *policy.Facts) { f.Add("ride", "v1").SetString("ride.type", "sedan") }},
		{"office tour", "technician", "no-office-tour", policy.Reason, func(f *policy.Facts) { f.Add("tour-stop", "i1").SetBool("item.office", true) }},
		{"another receptionist", "technician", "keep-receptionist", policy.Reason, func(f *policy.Facts) { f.SetBool("visit.host_changed", true) }},
		{"shareholder with ordinary", "technician", "escort-ordinary", policy.Warn, func(f *policy.Facts) { f.Add("meal", "m1").SetSet("item.roles", "shareholder") }},
		{"salesperson with senior", "export-head", "escort-senior", policy.Warn, func(f *policy.Facts) { f.Add("meal", "m1").SetSet("item.roles", "salesperson") }},
		{"salesperson with special", "government", "escort-special", policy.Warn, func(f *policy.Facts) { f.Add("meal", "m1").SetSet("item.roles", "salesperson") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := planned(c.kind)
			c.plan(f)
			o := policy.Evaluate(mustLoad(t, "showroom"), f, policy.GatePublish)
			got := finding(o, c.rule)
			if got.Strength != c.strength || got.State != policy.Violated || got.Text.ZH == "" || got.Text.EN == "" {
				t.Errorf("%+v", got)
			}
			if c.strength == policy.Exception && !slices.Equal(got.By, []string{"director"}) {
				t.Errorf("granted by %v", got.By)
			}
			t.Log(got.Text.ZH, "/", got.Text.EN)
		})
	}
}

func lodging(f *policy.Facts, payer string, stars int, rate int64) {
	f.Add("lodging", "l1").SetString("lodging.payer", payer).SetNumber("lodging.stars", stars).SetMoney("lodging.rate", policy.Yuan(rate)).SetNumber("lodging.rooms", 2)
}

func ride(f *policy.Facts, kind string) {
	f.Add("ride", "v1").SetString("ride.type", kind).SetString("ride.resource", "car")
}

// What the standards provide passes.
func TestAGoodPlanPasses(t *testing.T) {
	f := planned("government")
	lodging(f, "company", 4, 700)
	ride(f, "van")
	f.Add("meal", "m1").SetString("meal.slot", "lunch").SetString("meal.kind", "simple").SetNumber("meal.guests", 2).SetMoney("meal.amount", policy.Yuan(1000)).SetSet("item.roles", "regional-manager", "shareholder")
	f.Add("entertainment", "e1").SetString("entertainment.payer", "company").SetNumber("entertainment.guests", 2).SetMoney("entertainment.amount", policy.Yuan(1200))
	f.Add("gift", "x1").SetString("gift.name", "茶").SetString("gift.reason", "首次合作")
	f.Add("tour-stop", "i1").SetBool("item.office", false).SetSet("item.roles", "guide")
	o := policy.Evaluate(mustLoad(t, "showroom"), f, policy.GatePublish)
	for _, x := range o.Findings {
		if x.Gate == policy.GatePublish && x.State != policy.Met {
			t.Errorf("%s %s %s: %s %v", x.Rule, x.Strength, x.State, x.Text.ZH, x.Facts)
		}
	}
}

func TestRulesOfEnvicool(t *testing.T) {
	for _, c := range []struct {
		rule     string
		gate     policy.Gate
		strength policy.Strength
		blocks   bool
		change   func(f *policy.Facts)
	}{
		{"market-only", policy.GateSubmit, policy.Warn, false, func(f *policy.Facts) { f.SetString("visit.department", "production") }},
		{"itinerary-planned", policy.GateSubmit, policy.Warn, false, func(f *policy.Facts) { f.SetString("visit.schedule", "") }},
		{"requirements-stated", policy.GateSubmit, policy.Warn, false, func(f *policy.Facts) { f.SetString("visit.requirements", "") }},
		{"persons-named", policy.GateSubmit, policy.Refuse, true, func(f *policy.Facts) { f.Set("party.count", policy.Value{}) }},
		{"basics", policy.GateSubmit, policy.Refuse, true, func(f *policy.Facts) { f.SetString("visit.purpose", "") }},
		{"urgent-handling", policy.GateSubmit, policy.Warn, false, func(f *policy.Facts) { f.SetBool("visit.urgent", true) }},
		{"urgency-explained", policy.GateSubmit, policy.Warn, false, func(f *policy.Facts) { f.SetBool("visit.urgent", true) }},
		{"specialist-named", policy.GateAccept, policy.Refuse, true, func(f *policy.Facts) {}},
		{"not-to-be-taken-away", policy.GateIssue, policy.Refuse, true, func(f *policy.Facts) { f.Add("material", "f1").SetString("material.confidentiality", "internal") }},
		{"class-marked", policy.GateIssue, policy.Refuse, true, func(f *policy.Facts) { f.Add("material", "f1").SetString("material.kind", "brochure") }},
		{"no-pass-no-tour", policy.GateAdmit, policy.Refuse, true, func(f *policy.Facts) { f.Add("guest", "g1") }},
		{"uninvited", policy.GateAdmit, policy.Refuse, true, func(f *policy.Facts) {
			f.Add("guest", "g1").SetString("paper.pass", "given").SetBool("guest.invited", false)
		}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			f := visit(tuesday.AddDate(0, 0, -6), 2)
			c.change(f)
			got := finding(policy.Evaluate(mustLoad(t, "envicool"), f, c.gate), c.rule)
			if got.Strength != c.strength || got.Blocks != c.blocks || got.Text.ZH == "" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// messagesTo lists "entry to role …" of one channel.
func messagesTo(o policy.Outcome, via string) map[string]string {
	all := map[string]string{}
	for _, m := range o.Messages {
		if m.Via == via && len(m.Waits) == 0 {
			all[m.Entry] = fmt.Sprint(m.To, " ", m.Upon)
		}
	}
	return all
}

// S000-1.33, .34: the general manager reads the summary of important customers only.
func TestWhoReadsTheSummary(t *testing.T) {
	for class, copied := range map[string]bool{"general": false, "organisation": false, "important": true, "key-account": true} {
		f := visit(tuesday.AddDate(0, 0, -6), 2)
		f.SetString("customer.class", class)
		got := messagesTo(policy.Evaluate(mustLoad(t, "envicool"), f, policy.GateClose), "mail")
		if got["summary-leaders"] != "[head director] filed.summary" {
			t.Errorf("%s: summary to %q", class, got["summary-leaders"])
		}
		if _, ok := got["summary-gm"]; ok != copied {
			t.Errorf("%s: copied to the general manager: %v", class, ok)
		}
	}
}

// S003-1.33, .34: no company car is free.
func TestNoCarFree(t *testing.T) {
	has := func(f *policy.Facts, entry string) bool {
		o := policy.Evaluate(mustLoad(t, "showroom"), f, policy.GatePublish)
		return slices.ContainsFunc(o.Tasks, func(w policy.Work) bool { return w.Entry == entry && len(w.Waits) == 0 })
	}
	f := planned("technician")
	f.SetString("visit.car", "true")
	if !has(f, "check-car") || has(f, "how-to-travel") {
		t.Error("the car is to be checked first")
	}
	f.SetString("visit.car_free", "false")
	if !has(f, "how-to-travel") {
		t.Error("the customer is not told how to travel")
	}
	ride(f, "sedan")
	if got := finding(policy.Evaluate(mustLoad(t, "showroom"), f, policy.GatePublish), "car-free"); !got.Blocks {
		t.Errorf("%+v", got)
	}
}

// S003-1.17: senior cadres call on senior visitors only.
func TestHomeVisits(t *testing.T) {
	for kind, want := range map[string]bool{"technician": false, "export-head": true, "government": false} {
		o := policy.Evaluate(mustLoad(t, "showroom"), planned(kind), policy.GatePublish)
		if got := slices.ContainsFunc(o.Tasks, func(w policy.Work) bool { return w.Entry == "home-visit" }); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
}

// The last hour (S000-5.21, .22, .34, S000-7.34, .35), under both regulations.
func TestTheLastHour(t *testing.T) {
	want := map[string]string{
		"confirm-arrival@i1":   "[specialist] item.start@i1 - 1h",
		"car-in-place@i1":      "[drivers] item.start@i1 - 15m",
		"air-conditioning@i2":  "[general-affairs] item.start@i2 - 10m",
		"supplies-in-place@i2": "[general-affairs] item.start@i2 - 10m",
		"car-at-gate@i3":       "[drivers] item.start@i3 - 10m",
	}
	for _, name := range []string{"envicool", "showroom"} {
		f := planned("technician")
		f.Add("pickup", "i1")
		f.Add("talk", "i2")
		f.Add("see-off", "i3")
		got := map[string]string{}
		for _, w := range policy.Evaluate(mustLoad(t, name), f, policy.GatePublish).Tasks {
			if _, ok := want[w.ID]; ok {
				got[w.ID] = fmt.Sprint(w.Owners, " ", w.Due)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What is missing is named where a person fills it in.
func TestMissingFields(t *testing.T) {
	f := planned("export-head")
	f.Add("guest", "g1").SetString("guest.name", "王")
	if got := finding(policy.Evaluate(mustLoad(t, "showroom"), f, policy.GateSubmit), "kind-stated"); !slices.Equal(got.Fields, []string{"/guests/0/kind"}) {
		t.Errorf("the kind of the guest is filled in at %v", got.Fields)
	}
	f = visit(tuesday.AddDate(0, 0, -6), 2)
	f.SetString("visit.purpose", "")
	if got := finding(policy.Evaluate(mustLoad(t, "envicool"), f, policy.GateSubmit), "basics"); !slices.Equal(got.Fields, []string{"/purpose"}) {
		t.Errorf("the purpose is filled in at %v", got.Fields)
	}
}
