package page

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// Row writes a row of a list.
func (x *liner) Row(list string, n int, row any) template.HTML {
	var e element
	r := x.line(list, n, row)
	e.tag("fieldset", "class", "line "+list, "id", "row-"+list+"-"+strconv.Itoa(n))
	x.inputs(&e, r)
	e.put("</fieldset>")
	return e.html()
}

// Item writes a row of the itinerary, with what there is to say about it.
func (x *liner) Item(n int, row web.ItemRow) template.HTML {
	var e element
	e.Grow(8 << 10)
	class, says := "line item", x.about(n, row)
	if says.Level != "" {
		class += " " + says.Level
	}
	e.tag("fieldset", "class", class, "id", "row-"+strconv.Itoa(n), "data-row", strconv.Itoa(n))
	x.inputs(&e, x.line("items", n, row))
	x.say(&e, says)
	e.put("</fieldset>")
	return e.html()
}

// inputs writes what the rows of all lists have: the inputs, those that open
// beneath, and how somebody else has changed it.
func (x *liner) inputs(e *element, r line) {
	number, details := r.n+1, x.t("details")
	e.text("legend", x.t("row", number))
	e.hidden(r.at+".id", r.ID)
	e.hidden(r.at+".was", r.Was)
	open := false
	for _, f := range r.fields {
		if open = open || f.beneath && f.Error() != ""; !f.beneath {
			f.cell(e)
		}
	}
	e.put(`<details class="more"`)
	if open {
		e.put(" open")
	}
	e.put(">")
	e.tag("summary", "title", details)
	e.put("⋯")
	e.text("span", " "+details+" "+strconv.Itoa(number), "class", "skip")
	e.put(`</summary><div class="rest">`)
	for _, f := range r.fields {
		if f.beneath {
			f.cell(e)
		}
	}
	e.put("</div></details>")
	if r.Fresh {
		x.news(e, "fresh", "")
	}
	if r.Others != "" {
		x.news(e, "both", x.t("others-have", r.Others))
	}
}

// news says how somebody else has changed a row.
func (x *liner) news(e *element, what, more string) {
	e.put(`<p class="news">`)
	e.text("span", x.t(what), "class", "tag warn")
	e.put(" ")
	e.say(more)
	e.put("</p>")
}

// t is a text of the plan's page.
func (x *liner) t(key string, args ...any) string { return i18n.T(x.lang, "page.plan."+key, args...) }

// A RowSays is what is to be known about a row of the itinerary: its clashes,
// what is free then.
type RowSays struct {
	N       int
	Level   string
	Clashes []reception.Clash
	Free    *reception.Free
}

// about finds what is to be known about a row.
func (x *liner) about(n int, r web.ItemRow) RowSays {
	f, id := &x.form.Plan, itemOfRow(r, n)
	s := RowSays{N: n, Level: clashOf(f.Clashes, id)}
	for _, c := range f.Clashes {
		if c.Item == id {
			s.Clashes = append(s.Clashes, c)
		}
	}
	if i := slices.IndexFunc(f.Free, func(v reception.Free) bool { return v.Item == id }); i >= 0 {
		s.Free = &f.Free[i]
	}
	return s
}

// Says writes what is to be known about every row, for the script.
func (x *liner) Says() template.HTML {
	var e element
	for i := range count(x.form.Rows.Items) {
		x.say(&e, x.about(i, (*x.form.Rows.Items)[i]))
	}
	return e.html()
}

func (x *liner) say(e *element, s RowSays) {
	e.tag("div", "class", "says", "data-says", strconv.Itoa(s.N), "data-level", s.Level)
	for _, c := range s.Clashes {
		x.clash(e, c)
	}
	if s.Free != nil {
		x.free(e, s.Free)
	}
	e.put("</div>")
}

// clash says who has a thing or a person at the time of the row.
func (x *liner) clash(e *element, c reception.Clash) {
	p := *x.page
	name := cmp.Or(c.Name, things(p)[c.Resource], staffName(x.lang, p, c.Resource))
	e.tag("p", "class", c.Level)
	e.text("span", word(x.lang, c.Level), "class", "tag "+c.Level)
	e.put(" ")
	e.say(x.t("says-"+c.Level, name, i18n.Period(x.lang, local(p, c.From), local(p, c.To), local(p, now(p))), c.With))
	if to := refLink(p, c.With); to != "" {
		e.put(" ")
		e.text("a", i18n.T(x.lang, "page.see"), "href", to)
	}
	e.put("</p>")
}

// free says what could be had at the time of the row, each thing for the script
// to take, and who is elsewhere.
func (x *liner) free(e *element, f *reception.Free) {
	e.put(`<div class="free" data-free><p>`)
	e.say(x.t("free-now"))
	e.put(" ")
	for _, r := range f.Things {
		e.text("span", r.Name, "class", "chip", "data-take", r.ID)
		e.put(" ")
	}
	if len(f.Things) == 0 {
		e.say(x.t("free-none"))
	}
	e.put("</p>")
	for _, g := range f.Engaged {
		e.put("<p>")
		e.say(g.Name + " · " + clock(*x.page, g.From) + "–" + clock(*x.page, g.To) + " ")
		if to := refLink(*x.page, g.With); to != "" {
			e.text("a", g.With, "href", to)
		} else {
			e.say(cmp.Or(g.With, g.Why))
		}
		e.put("</p>")
	}
	e.put("</div>")
}

// planTasks are those that the plan makes, each with who owes it until when.
func planTasks(l i18n.Lang, p web.Page) template.HTML {
	var e element
	for _, v := range planOf(p).Plan.Tasks {
		if v.State == "dropped" {
			continue
		}
		e.put("<li>")
		e.say(v.Do)
		e.put(`<div class="quiet">`)
		e.say(v.Owner.Name + " · ")
		if d := due(l, p, v.Due); d != nil {
			e.due(l, d)
		}
		e.put("</div></li>")
	}
	return e.html()
}

// due writes how far away a moment is and when it is.
func (e *element) due(l i18n.Lang, d *Due) {
	class := "due"
	if d.Over {
		class += " over"
	}
	e.tag("span", "class", class)
	if d.Over {
		e.text("span", i18n.T(l, "page.overdue"), "class", "tag overdue")
		e.put(" ")
	}
	e.text("time", d.Text, "datetime", iso(d.At))
	e.put("</span>")
}

// Lists are what inputs of names suggest.
func (x *liner) Lists() template.HTML {
	var guests, people []Option
	if a := x.form.Reception.Application; a != nil {
		for _, g := range a.Guests {
			guests = append(guests, Option{g.Name, g.Position})
		}
	}
	for _, v := range x.form.People {
		if v.Active {
			people = append(people, Option{v.Name, v.Position})
		}
	}
	var e element
	for _, list := range []struct {
		id      string
		options []Option
	}{
		{"party", guests}, {"staff", people}, {"roles", texts(rolesOf(x.lang, x.form))}, {"hotels", texts(resourceOptions(x.form, "hotel")[1:])},
		{"places", texts(resourceOptions(x.form, "restaurant", "hotel")[1:])}, {"many", nil}, // filled by the script
	} {
		e.tag("datalist", "id", list.id)
		for _, o := range list.options {
			e.option(o, false)
		}
		e.put("</datalist>")
	}
	return e.html()
}

// texts are options that are written as they read.
func texts(list []Option) (out []Option) {
	for _, o := range list {
		out = append(out, Option{Value: o.Text})
	}
	return out
}
