package page

import (
	"fmt"
	"slices"
	"strconv"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A liner makes the lines of a plan's form. What there is to choose from is
// the same in all of them.
type liner struct {
	page   *web.Page
	form   web.PlanForm
	lang   i18n.Lang
	kinds  []Option
	things []Option // rooms, equipment, cars
	cars   []Option
	items  []Option // what something may belong to
	payers []Option
	abroad bool // somebody in the party reads no Chinese
}

// newLiner collects what there is to choose from.
func newLiner(l i18n.Lang, p web.Page) *liner {
	f := planOf(p)
	return &liner{page: &p, form: f, lang: l, kinds: kindsOf(l, f), things: resourceOptions(f, "room", "equipment", "vehicle"),
		cars: resourceOptions(f, "vehicle"), items: planItems(l, p), payers: wordOptions(l)("payer", "company", "guest"), abroad: readsEnglish(f)}
}

// readsEnglish says whether a guest of the visit reads no Chinese: English names
// of items are asked for then.
func readsEnglish(f web.PlanForm) bool {
	a := f.Reception.Application
	return a != nil && slices.ContainsFunc(a.Guests, func(g reception.Guest) bool { return !i18n.Lang(g.Language).Chinese() })
}

// A line is one row of the form: which entry it is, and its inputs.
type line struct {
	web.Row
	list   string
	n      int // its place in the form
	at     string
	fields []*Field
}

// line reads a row of a list.
func (x *liner) line(list string, n int, row any) line {
	c := input{x, list + "[" + strconv.Itoa(n) + "]"}
	out := line{list: list, n: n, at: c.at}
	switch r := row.(type) {
	case web.ItemRow:
		out.Row, out.fields = r.Row, c.item(r)
	case web.MealRow:
		out.Row, out.fields = r.Row, c.meal(r)
	case web.LodgingRow:
		out.Row, out.fields = r.Row, c.lodging(r)
	case web.VehicleRow:
		out.Row, out.fields = r.Row, c.vehicle(r)
	case web.EveningRow:
		out.Row, out.fields = r.Row, c.evening(r)
	case web.GiftRow:
		out.Row, out.fields = r.Row, c.gift(r)
	case web.RoleRow:
		out.Row, out.fields = r.Row, c.role(r)
	}
	out.fields = append(out.fields, newField(c.lang, c.page, c.at+".drop", "page.drop-row", out.Drop).Type("check").Beneath())
	return out
}

// An input makes the inputs of one row.
type input struct {
	*liner
	at string
}

// of makes an input with what the row says there.
func (c input) of(name, key, known string) *Field {
	return newField(c.lang, c.page, c.at+"."+name, key, known)
}

func (c input) item(r web.ItemRow) []*Field {
	room, more := "", []string{}
	if len(r.Resources) > 0 {
		room, more = r.Resources[0], r.Resources[1:]
	}
	list := []*Field{
		c.of("kind", "page.item-kind", r.Kind).Of(c.kinds).Styled("kind"),
		c.of("start", "page.from", r.Start).Keys("numeric").Styled("time"),
		c.of("end", "page.to", r.End).Keys("numeric").Styled("time"),
		c.of("title", "page.item-title", r.Title).Styled("what"),
		c.of("place", "page.place", r.Place).From("places").Styled("where"),
		c.of("resources[0]", "page.plan.room", room).Of(c.things).Styled("thing"),
		c.of("people", "page.plan.people", r.People).From("staff").Styled("who many"),
		c.of("party", "page.guests", r.Party).From("party").Styled("guests many"),
		c.of("day", "page.date", r.Day).Type("date").Beneath(),
		c.of("until", "page.plan.until", r.Until).Type("date").Beneath(),
	}
	if c.abroad || r.TitleEN+r.PlaceEN != "" {
		list = append(list, c.of("title_en", "page.plan.title-en", r.TitleEN).Beneath(), c.of("place_en", "page.plan.place-en", r.PlaceEN).Beneath())
	}
	for i, id := range append(slices.Clip(more), "") {
		list = append(list, c.of(fmt.Sprintf("resources[%d]", i+1), "page.plan.also", id).Of(c.things).Beneath())
	}
	return append(list, c.of("note", "page.note", r.Note).Styled("note").Beneath())
}

func (c input) meal(r web.MealRow) []*Field {
	return []*Field{
		c.of("item", "page.belongs-to", r.Item).Of(c.items),
		c.of("slot", "page.meal", r.Slot).Of(options(c.lang)("breakfast", "lunch", "dinner")),
		c.of("kind", "page.meal-kind", r.Kind).Of(options(c.lang)("fast", "simple", "banquet", "rich")),
		c.of("place", "page.place", r.Place).From("places"),
		c.of("party", "page.guests", r.Party).From("party").Styled("many"),
		c.of("company", "page.company-side", r.Company).From("staff").Styled("many"),
		c.of("amount", "page.amount", r.Amount).Keys("decimal"),
		c.of("day", "page.date", r.Day).Type("date").Beneath(),
	}
}

func (c input) lodging(r web.LodgingRow) []*Field {
	return []*Field{
		c.of("hotel", "page.hotel", r.Hotel).From("hotels"),
		c.of("stars", "page.stars", r.Stars).Keys("numeric"),
		c.of("rooms", "page.rooms", r.Rooms).Keys("numeric"),
		c.of("rate", "page.rate", r.Rate).Keys("decimal"),
		c.of("payer", "page.payer", r.Payer).Of(c.payers),
		c.of("party", "page.guests", r.Party).From("party").Styled("many"),
		c.of("from", "page.from", r.From).Type("date").Beneath(),
		c.of("to", "page.to", r.To).Type("date").Beneath(),
	}
}

func (c input) vehicle(r web.VehicleRow) []*Field {
	return []*Field{
		c.of("resource", "page.vehicle", r.Resource).Of(c.cars),
		c.of("item", "page.belongs-to", r.Item).Of(c.items),
		c.of("driver", "page.driver", r.Driver),
		c.of("phone", "page.phone", r.Phone).Type("tel"),
		c.of("type", "page.vehicle-type", r.Type).Of(options(c.lang)("sedan", "van", "taxi", "hired", "coach")).Beneath(),
		c.of("plate", "page.plate", r.Plate).Beneath(),
		c.of("email", "page.email", r.Email).Type("email").Beneath(),
	}
}

func (c input) evening(r web.EveningRow) []*Field {
	return []*Field{
		c.of("title", "page.item-title", r.Title),
		c.of("party", "page.guests", r.Party).From("party").Styled("many"),
		c.of("amount", "page.amount", r.Amount).Keys("decimal"),
		c.of("payer", "page.payer", r.Payer).Of(c.payers),
		c.of("item", "page.belongs-to", r.Item).Of(c.items).Beneath(),
	}
}

func (c input) gift(r web.GiftRow) []*Field {
	return []*Field{
		c.of("name", "page.gift", r.Name),
		c.of("count", "page.count", r.Count).Keys("numeric"),
		c.of("party", "page.guests", r.Party).From("party").Styled("many"),
		c.of("amount", "page.amount", r.Amount).Keys("decimal"),
		c.of("reason", "page.reason", r.Reason),
	}
}

func (c input) role(r web.RoleRow) []*Field {
	return []*Field{
		c.of("staff", "page.person", r.Staff).From("staff"),
		c.of("role", "page.role", r.Role).From("roles"),
	}
}
