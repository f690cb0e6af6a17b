package page

import (
	"cmp"
	"html/template"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A taskRow writes a task with what the reader may do with it.
type taskRow struct {
	element
	page *web.Page
	lang i18n.Lang
	task reception.TaskView
	id   string // on the page
	back string // where its forms lead back to
}

// taskRows writes tasks piece by piece, as the plan's inputs: a visit has more
// than a hundred.
func taskRows(l i18n.Lang, p web.Page, tasks []reception.TaskView, back string) template.HTML {
	x := taskRow{page: &p, lang: l, back: back}
	x.Grow(2 << 10 * len(tasks))
	for _, k := range tasks {
		x.task, x.id = k, taskID(p, k)
		x.write()
	}
	return x.html()
}

// t is a text of the pages.
func (x *taskRow) t(key string) string { return i18n.T(x.lang, key) }

// may says whether the reader may do something with the task.
func (x *taskRow) may(verb string) bool { return may(x.task.Actions, verb) }

func (x *taskRow) write() {
	x.tag("div", "class", "task-row "+x.task.State, "id", "task-"+clean(x.id))
	x.what()
	x.until()
	x.put(`<div class="task-do">`)
	quick := x.may("confirm") && len(x.task.Wants) == 0 && !failed(*x.page, x.id)
	if quick {
		class := "small"
		if isReader(*x.page, x.task.Owner.ID) {
			class = "small primary"
		}
		x.single("quick", class, "confirm", x.t("page.finish"))
	}
	if x.may("reopen") {
		x.single("reopen", "plain", "reopen", x.t("page.reopen"))
	}
	if x.may("confirm") || x.may("assign") {
		x.folded(quick)
	}
	x.put("</div></div>")
}

// what says what is to be done, by whom and for which visit, and what is known.
func (x *taskRow) what() {
	k := &x.task
	x.put(`<div class="task-what">`)
	x.text("span", word(x.lang, k.State), "class", "tag "+k.State)
	if k.Provisional {
		x.put(" ")
		x.text("span", x.t("page.provisional"), "class", "tag warn")
	}
	x.put(" ")
	x.text("strong", k.Do)
	x.put(" ")
	x.text("span", strings.Join(append([]string{k.Owner.Name}, k.Cite...), " · "), "class", "quiet")
	if x.page.Name == "tasks" {
		x.put(`<div class="quiet">`)
		if k.Customer != "" {
			x.say(k.Customer + " · ")
		}
		x.text("a", k.Reception, "href", "/receptions/"+k.Reception)
		x.put("</div>")
	}
	for _, name := range k.Wants.Filled(k.Values) {
		x.put(`<div class="quiet">`)
		x.say(cmp.Or(k.Wants.Label(name), factName(x.lang, name), name) + ": ")
		x.text("span", k.Values[name], "class", "pre")
		x.put("</div>")
	}
	if k.Comment != "" {
		x.text("div", k.Comment, "class", "quiet pre")
	}
	x.put("</div>")
}

// until says when a task that is not done yet is due.
func (x *taskRow) until() {
	d := due(x.lang, *x.page, x.task.Due)
	if d == nil || !is(x.task.State, "waiting", "asked", "overdue") {
		return
	}
	class := "task-due"
	if d.Over {
		class += " over"
	}
	x.tag("div", "class", class)
	x.text("time", d.Text, "datetime", iso(d.At))
	x.put("</div>")
}

// form begins a form; its name makes its key its own.
func (x *taskRow) form(name, class string) {
	x.tag("form", "method", "post", "class", class, "action", "/receptions/"+x.task.Reception+"/tasks/"+x.task.ID)
	if name != "" {
		name = "." + name
	}
	x.carried(x.page, x.task.Version, x.id+name, x.back)
}

// button is one that does something with the task.
func (x *taskRow) button(class, do, text string) {
	x.text("button", text, "class", class, "name", "do", "value", do)
}

// single is a form of one button.
func (x *taskRow) single(name, class, do, text string) {
	x.form(name, "")
	x.button(class, do, text)
	x.put("</form>")
}

// folded is what opens for those who have to say more, or hand it over. It is
// open where it came back with an error.
func (x *taskRow) folded(quick bool) {
	x.put("<details")
	if failed(*x.page, x.id) {
		x.put(" open")
	}
	x.put(">")
	summary := "page.finish-task"
	if quick {
		summary = "page.task-else"
	}
	x.text("summary", x.t(summary), "class", "light")
	if x.may("confirm") || x.may("decline") {
		x.answer()
	}
	if x.may("assign") {
		x.assign()
	}
	x.put("</details>")
}

// answer is the form that says how it went.
func (x *taskRow) answer() {
	x.form("", "")
	field := func(name, key string, known ...any) *Field {
		return newField(x.lang, x.page, name, key, known...).In(x.id)
	}
	for _, w := range x.task.Wants {
		field("values["+w.Name+"]", "page.value", cmp.Or(x.task.Values[w.Name], x.task.Known[w.Name])).Labelled(w.Label).whole(&x.element)
	}
	field("comment", "page.comment").whole(&x.element)
	x.put(`<div class="bar">`)
	if x.may("confirm") {
		x.button("small primary", "confirm", x.t("page.confirm-done"))
	}
	if x.may("decline") {
		x.button("small danger", "decline", x.t("page.cannot-do"))
	}
	x.put("</div></form>")
}

// assign is the form that hands it over to somebody else.
func (x *taskRow) assign() {
	to, input := x.t("page.hand-over-to"), "to-"+clean(x.id)
	x.form("assign", "bar")
	x.tag("input", "type", "hidden", "name", "do", "value", "assign")
	x.text("label", to, "for", input)
	x.tag("input", "class", "short", "id", input, "name", "owner", "list", "staff")
	x.text("button", x.t("page.hand-over"), "class", "small")
	x.put("</form>")
}
