package page

import (
	"cmp"
	"html/template"
	"strconv"
	"strings"

	"yingbin/shared/i18n"
)

// An element is written piece by piece: a plan has a thousand inputs, and a
// template takes ten times as long for them.
type element struct{ strings.Builder }

// put writes markup as it is.
func (e *element) put(parts ...string) {
	for _, s := range parts {
		e.WriteString(s)
	}
}

// say writes text.
func (e *element) say(text string) { e.WriteString(template.HTMLEscapeString(text)) }

// attr writes an attribute; one without value is left out.
func (e *element) attr(name, value string) {
	if value != "" {
		e.put(" ", name, `="`)
		e.say(value)
		e.put(`"`)
	}
}

// tag begins an element, with pairs of attribute and value.
func (e *element) tag(name string, attrs ...string) {
	e.put("<", name)
	for i := 0; i < len(attrs); i += 2 {
		e.attr(attrs[i], attrs[i+1])
	}
	e.put(">")
}

// text writes an element that holds a text.
func (e *element) text(name, text string, attrs ...string) {
	e.tag(name, attrs...)
	e.say(text)
	e.put("</", name, ">")
}

// html is what was written, with every text and value escaped.
func (e *element) html() template.HTML { return template.HTML(e.String()) }

// Input is the input alone.
func (f *Field) Input() template.HTML {
	var e element
	f.input(&e, f.ID())
	return e.html()
}

// Whole is the input with its label, whether it must be filled in, where its
// value comes from, a hint, and the sentence about what is wrong.
func (f *Field) Whole() template.HTML {
	var e element
	f.whole(&e)
	return e.html()
}

func (f *Field) whole(e *element) {
	id, wrong := f.ID(), f.Error()
	class := "field"
	if wrong != "" {
		class += " bad"
	}
	e.tag("div", "class", class)
	e.tag("label", "for", id)
	if f.Kind == "check" {
		f.input(e, id)
		e.say(f.Label)
		e.put("</label>")
	} else {
		e.say(f.Label)
		f.notes(e)
		e.put("</label>")
		if f.Hint != "" {
			e.text("span", f.Hint, "class", "hint", "id", id+"-h")
		}
		f.input(e, id)
	}
	if wrong != "" {
		e.text("span", wrong, "class", "error", "id", id+"-e")
	}
	e.put("</div>")
}

// notes stand behind the label.
func (f *Field) notes(e *element) {
	if f.Required {
		e.put(" ")
		e.text("span", i18n.T(f.page.Lang, "page.required"), "class", "need")
	}
	if from := f.Source(); from != "" {
		e.put(" ")
		e.text("span", i18n.T(f.page.Lang, "page.from-visit", from), "class", "source")
	}
}

// Cell is the input in a row of others, with its label and the sentence about
// what is wrong.
func (f *Field) Cell() template.HTML {
	var e element
	f.cell(&e)
	return e.html()
}

// hidden writes what a form carries unseen; nothing without a value.
func (e *element) hidden(name, value string) {
	if value != "" {
		e.tag("input", "type", "hidden", "name", name, "value", value)
	}
}

func (f *Field) cell(e *element) {
	id, wrong := f.ID(), f.Error()
	e.put(`<div class="cell`)
	if f.Class != "" {
		e.put(" ", f.Class)
	}
	if wrong != "" {
		e.put(" bad")
	}
	e.put(`">`)
	e.text("label", f.Label, "for", id)
	f.input(e, id)
	if wrong != "" {
		e.text("span", wrong, "class", "error", "id", id+"-e")
	}
	e.put("</div>")
}

func (f *Field) input(e *element, id string) {
	name, end := "input", ""
	switch f.Kind {
	case "area":
		name, end = "textarea", "</textarea>"
	case "select":
		name, end = "select", "</select>"
	}
	e.put("<", name)
	e.attr("id", id)
	e.attr("name", f.Name)
	switch f.Kind {
	case "select":
	case "area":
		e.attr("rows", strconv.Itoa(cmp.Or(f.Lines, 3)))
	case "check":
		e.put(` type="checkbox" value="true"`)
		if f.On() {
			e.put(" checked")
		}
	default:
		f.line(e)
	}
	if f.Required {
		e.put(` aria-required="true"`)
	}
	e.attr("aria-describedby", f.About())
	if f.Error() != "" {
		e.put(` aria-invalid="true"`)
	}
	e.put(">")
	switch f.Kind {
	case "select":
		f.choices(e)
	case "area":
		e.say(f.Value())
	}
	e.put(end)
}

// line writes what an input of one line has.
func (f *Field) line(e *element) {
	e.attr("type", f.Kind)
	e.put(` value="`)
	e.say(f.Value())
	e.put(`"`)
	e.attr("list", f.List)
	e.attr("inputmode", f.Mode)
	if f.List != "" || f.Mode != "" {
		e.put(` autocomplete="off"`)
	}
	if f.Kind == "number" {
		e.put(` inputmode="decimal" step="any"`)
	}
}

// choices writes the options of a select, that which is chosen marked. A value
// that is none of them is kept as one more.
func (f *Field) choices(e *element) {
	value, chosen := f.Value(), false
	for _, o := range f.Options {
		chosen = chosen || o.Value == value
		e.option(o, o.Value == value)
	}
	if !chosen && value != "" {
		e.option(Option{value, word(f.page.Lang, value)}, true)
	}
}

func (e *element) option(o Option, chosen bool) {
	e.put(`<option value="`)
	e.say(o.Value)
	e.put(`"`)
	if chosen {
		e.put(" selected")
	}
	e.put(">")
	e.say(o.Text)
	e.put("</option>")
}
