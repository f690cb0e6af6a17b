package reception

import (
	"testing"

	"yingbin/shared/fault"
)

// TestWrongPlan: the sheet takes days of the visit, and choices that there are.
func TestWrongPlan(t *testing.T) {
	st := newStory(t)
	st.apply("showroom", "general")
	st.accept("ordinary")
	lodging := func(l Lodging) EditPlan { return EditPlan{Lodging: &[]Lodging{l}} }
	meal := func(m Meal) EditPlan { return EditPlan{Meals: &[]Meal{m}} }
	for name, c := range map[string]EditPlan{
		"/meals/0/day out-of-range":      meal(Meal{Slot: "lunch", Day: "2027-01-01"}),
		"/meals/0/slot invalid":          meal(Meal{Slot: "tea"}),
		"/lodging/0/rooms out-of-range":  lodging(Lodging{Hotel: "海景酒店", Rooms: -1}),
		"/lodging/0/from out-of-range":   lodging(Lodging{Hotel: "海景酒店", From: "gestern"}),
		"/lodging/0/to end-before-start": lodging(Lodging{Hotel: "海景酒店", From: st.view("office2").Start.Format("2006-01-02"), To: st.view("office2").Start.AddDate(0, 0, -1).Format("2006-01-02")}),
		"/lodging/0/payer invalid":       lodging(Lodging{Hotel: "海景酒店", Payer: "nobody"}),
		"/entertainment/0/payer invalid": {Entertainment: &[]Entertainment{{Title: "夜游", Payer: "nobody"}}},
		"/gifts/0/count out-of-range":    {Gifts: &[]Gift{{Name: "茶叶", Count: -1}}},
		"/vehicles/0/type invalid":       {Vehicles: &[]Vehicle{{Type: "rocket"}}},
	} {
		c.Version = st.view("office2").Version
		_, err := st.s.EditPlan(t.Context(), st.as("office2"), st.r, c)
		if e := fault.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Field+" "+e.Fields[0].Code != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
