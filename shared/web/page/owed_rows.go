package page

import (
	"html/template"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// An owedRow writes something that the reader owes, with a button that does it.
type owedRow struct {
	element
	page *web.Page
	lang i18n.Lang
	owed reception.Owed
}

// owedRows writes what the reader owes piece by piece: a large visit alone gives
// the office dozens.
func owedRows(l i18n.Lang, p web.Page, all []reception.Owed) template.HTML {
	x := owedRow{page: &p, lang: l}
	for _, x.owed = range all {
		x.write()
	}
	return x.html()
}

func (x *owedRow) write() {
	o := &x.owed
	class := ""
	if o.Overdue {
		class = "over"
	}
	x.tag("li", "class", class)
	x.what()
	x.put(`<div class="by">`)
	if d := due(x.lang, *x.page, o.Due); d != nil {
		x.due(x.lang, d)
	}
	x.put("</div>")
	switch {
	case o.What != "task" || o.Reception == "":
		x.put(`<div class="act">`)
		x.text("a", word(x.lang, "do."+o.What), "class", "button small primary", "href", owedLink(*o))
		x.put("</div>")
	case len(o.Wants) > 0:
		x.filled()
	default:
		x.form("act")
		x.confirm()
	}
	x.put("</li>")
}

// what says what it is, for whom and which visit.
func (x *owedRow) what() {
	o := &x.owed
	x.put(`<div class="what">`)
	x.text("span", word(x.lang, "owed."+o.What), "class", "tag "+o.What)
	x.put(" ")
	x.text("a", o.Text, "class", "title", "href", owedLink(*o))
	x.put(`<div class="quiet">`)
	if o.Customer != "" {
		x.say(o.Customer + " · ")
	}
	if o.Reception != "" {
		x.text("a", o.Reception, "href", "/receptions/"+o.Reception)
	}
	if o.Start != nil {
		x.say(" · " + i18n.T(x.lang, "page.visit") + " " + when(x.lang, *x.page, o.Start))
	}
	if o.For != nil {
		x.say(" · " + i18n.T(x.lang, "page.stands-for", o.For.Name))
	}
	x.put("</div></div>")
}

// filled is a form that opens for what the task asks for.
func (x *owedRow) filled() {
	x.put(`<details class="act">`)
	x.text("summary", i18n.T(x.lang, "page.fill-in"), "class", "button small primary")
	x.form("")
	x.put(`<div class="row">`)
	for _, w := range x.owed.Wants {
		newField(x.lang, x.page, "values["+w.Name+"]", "page.value").In(x.owed.Reception + "-" + x.owed.ID).Labelled(w.Label).whole(&x.element)
	}
	x.put("</div>")
	x.confirm()
	x.put("</details>")
}

// form begins the form of a task.
func (x *owedRow) form(class string) {
	x.tag("form", "class", class, "method", "post", "action", "/receptions/"+x.owed.Reception+"/tasks/"+x.owed.ID)
	x.carried(x.page, x.owed.Version, x.owed.ID, undoTo(x.owed))
}

// confirm is the form's button and its end.
func (x *owedRow) confirm() {
	x.text("button", i18n.T(x.lang, "page.confirm-done"), "class", "small primary", "name", "do", "value", "confirm")
	x.put("</form>")
}
