package reception

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// A PaperView is one of the policy's papers with what it says now: ready to be
// printed. Signed names the chain that signs it, Boxes what is signed by hand.
type PaperView struct {
	ID     string       `json:"id"`
	Title  string       `json:"title"`
	To     []Ref        `json:"to"`
	Filed  bool         `json:"filed"`
	Fields []PaperField `json:"fields"`
	Signed string       `json:"signed,omitempty"`
	Boxes  []string     `json:"boxes,omitempty"`
	Cite   []string     `json:"cite,omitempty"`
}

// A PaperField is one field of a paper in the reader's language.
type PaperField struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Value string `json:"value"`
}

// paperViews are the papers of this visit, without those of money for who does
// not see it, and without guests' own.
func (t *turn) paperViews() []PaperView {
	list := []PaperView{}
	papers := t.consult(policy.GatePublish).Papers()
	f := t.said.facts
	for _, s := range papers {
		if s.Paper == nil || len(s.Waits) > 0 || slices.Contains(s.Paper.Fields, policy.PaperField{Ref: "expenses"}) && !t.seesMoney() {
			continue
		}
		if (s.ID == "minutes" || s.ID == summaryPaper || s.ID == "look-back") && !t.readsMinutes() {
			continue
		}
		v := PaperView{ID: s.ID, Title: s.Words.In(t.act.Lang), To: []Ref{}, Filed: t.filed(s.ID), Fields: []PaperField{},
			Signed: s.Paper.Signed, Boxes: s.Paper.Boxes, Cite: s.Paper.Cite}
		for _, id := range t.people("", s.Paper.To...) {
			v.To = append(v.To, t.ref(id))
		}
		for _, x := range s.Paper.Fields {
			v.Fields = append(v.Fields, t.paperField(s.ID, x, f))
		}
		list = append(list, v)
	}
	return list
}

// paperField fills in one field: the paper's own, a table of the visit, or a fact.
func (t *turn) paperField(paper string, x policy.PaperField, f *policy.Facts) PaperField {
	if x.Own != nil {
		return PaperField{ID: x.Own.ID, Label: x.Own.Words.In(t.act.Lang), Value: t.ownValue(paper, x.Own.ID)}
	}
	v := PaperField{ID: x.Ref, Label: t.label(x.Ref), Value: strings.Join(t.tableLines(x.Ref), "\n")}
	if v.Value == "" {
		v.Value = t.factText(f.Get(x.Ref))
	}
	return v
}

// factText writes a fact: times as they are at the site.
func (t *turn) factText(v policy.Value) string {
	if at, ok := v.Time(); ok {
		return i18n.DateTime(t.act.Lang, t.Local(at), t.Local(t.act.At))
	}
	if !v.Known() || v.IsNone() {
		return ""
	}
	if yes, ok := v.Bool(); ok {
		return i18n.T(t.act.Lang, "rule."+strconv.FormatBool(yes))
	}
	return v.String()
}

// ownValue is what was written into a paper's own field: a part of the
// summary, or a value of the task that fills the paper.
func (t *turn) ownValue(paper, field string) string {
	s := &t.Summary
	part := map[string]string{"tour_result": s.TourResult, "talk_result": s.TalkResult, "opinions": s.Opinions, "complaints": s.Complaints}
	if paper == summaryPaper {
		return part[field]
	}
	for _, k := range t.Tasks() {
		if slices.Contains(k.Wants, "paper."+paper) && k.Values[field] != "" {
			return k.Values[field]
		}
	}
	return ""
}

// tableLines are the tables that papers name, a line for each entry.
func (t *turn) tableLines(table string) []string {
	var list []string
	switch table {
	case "guests":
		for _, g := range t.Present() {
			list = append(list, i18n.Person(t.act.Lang, g.Name, g.Position))
		}
	case "itinerary", "visit.schedule":
		return t.itineraryLines(table)
	case "lodging":
		for _, l := range t.Plan.Lodging {
			list = append(list, l.Hotel)
		}
	case "meals":
		for _, m := range t.Meals {
			list = append(list, joined(t.dayText(m.Day), i18n.T(t.act.Lang, "slot."+m.Slot), m.Place))
		}
	case "rides":
		for _, v := range t.Plan.Vehicles {
			list = append(list, joined(t.vehicleName(v), v.Plate, v.Driver.Name))
		}
	default:
		return t.shortLines(table)
	}
	return list
}

// vehicleName is the company's vehicle, else the kind that is hired.
func (t *turn) vehicleName(v Vehicle) string {
	if v.Resource != "" {
		return t.thingName(v.Resource)
	}
	if key := "word." + v.Type; i18n.Has(t.act.Lang, key) {
		return i18n.T(t.act.Lang, key)
	}
	return v.Type
}

// dayText writes a local date as readers write it.
func (t *turn) dayText(day string) string {
	at, err := time.ParseInLocation(time.DateOnly, day, t.Local(t.act.At).Location())
	if err != nil {
		return day
	}
	return i18n.Date(t.act.Lang, at, t.Local(t.act.At))
}

// itineraryLines are the itinerary, or what was wished for it.
func (t *turn) itineraryLines(table string) []string {
	var list []string
	if table == "visit.schedule" {
		for _, w := range t.Form.ItineraryWish {
			list = append(list, joined(i18n.T(t.act.Lang, "item."+w.Kind), w.Note))
		}
		return list
	}
	for _, it := range t.Items {
		list = append(list, joined(i18n.DateTime(t.act.Lang, t.Local(it.Start), t.Local(t.act.At)), cmp.Or(it.Title, i18n.T(t.act.Lang, "item."+it.Kind)), it.Place))
	}
	return list
}

// shortLines are the tables of one column.
func (t *turn) shortLines(table string) []string {
	var list []string
	switch table {
	case "entertainment":
		for _, e := range t.Plan.Entertainment {
			list = append(list, e.Title)
		}
	case "gifts":
		for _, g := range t.Plan.Gifts {
			list = append(list, giftLine(g))
		}
	case "departments":
		for _, id := range t.departments() {
			list = append(list, t.ref(id).Name)
		}
	case "specialist":
		return one(t.ref(t.Head.Specialist).Name)
	case "hosts":
		for _, id := range append(t.hosts(), t.leaders()...) {
			if name := t.ref(id).Name; !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	case "places.meal":
		return one(t.dinnerPlace())
	case "promises":
		for _, p := range t.Minutes.Promises {
			list = append(list, joined(p.Text, t.ref(p.Owner).Name, t.dayText(p.Due)))
		}
	case "expenses":
		for _, e := range t.Money.Expenses {
			list = append(list, joined(i18n.T(t.act.Lang, "letter.category."+e.Category), i18n.Money(t.act.Lang, e.Amount.Minor, e.Amount.Currency), e.Invoice))
		}
	case "level", "tier":
		return one(t.decided(table))
	}
	return list
}

// decided is what the policy or a person has decided, in words.
func (t *turn) decided(id string) string {
	d, ok := t.consult(policy.GatePublish).Decision(id)
	if !ok || d.State == policy.StatePending {
		return ""
	}
	value := d.Value.String()
	for _, def := range t.policy.Decisions {
		if def.ID != id {
			continue
		}
		for _, c := range def.Type.Choices {
			if c.ID == value {
				return c.Words.In(t.act.Lang)
			}
		}
	}
	return value
}

// reservedPapers are parts of the reception: they are filed by its own commands.
var reservedPapers = []string{"application", "sheet", "minutes", summaryPaper, "settlement", "archive", "pass"}

// ownField says whether a task may write a field of the paper that it fills.
func (t *turn) ownField(k *Task, name string) bool {
	for _, p := range t.policy.Papers {
		if !slices.Contains(k.Wants, "paper."+p.ID) || slices.Contains(reservedPapers, p.ID) {
			continue
		}
		if slices.ContainsFunc(p.Fields, func(f policy.PaperField) bool { return f.Own != nil && f.Own.ID == name }) {
			return true
		}
	}
	return false
}

// fileBy files the papers that a task fills, when it is done.
func (t *turn) fileBy(k *Task, at time.Time) {
	for _, ref := range k.Wants {
		if id, ok := strings.CutPrefix(ref, "paper."); ok && !slices.Contains(reservedPapers, id) {
			t.Head.Moments = with(t.Head.Moments, "filed."+id, at)
		}
	}
}

// hasPaper says whether the policy knows a paper.
func (t *turn) hasPaper(id string) bool {
	return slices.ContainsFunc(t.policy.Papers, func(p policy.Paper) bool { return p.ID == id })
}

// lists says whether a paper of the policy has a field.
func (t *turn) lists(paper, field string) bool {
	return slices.ContainsFunc(t.policy.Papers, func(p policy.Paper) bool {
		return p.ID == paper && slices.ContainsFunc(p.Fields, func(f policy.PaperField) bool { return f.Ref == field })
	})
}
