package page

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/web"
)

// A Field is one input of a form with its label. Where a page holds several
// forms, Scope is the last part of the form's address: after an error only the
// form that was sent shows its input again.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Kind     string // of the input: text, date, select, area …
	Scope    string
	Required bool
	Options  []Option
	List     string // id of a datalist
	Max      int
	Lines    int
	Mode     string // which keys a phone shows
	Class    string // of its cell
	beneath  bool
	page     *web.Page
	known    string
}

// An Option is one choice of a select or of radio buttons.
type Option struct{ Value, Text string }

// text makes a field of one line.
func text(l i18n.Lang) func(p web.Page, name, key string, known ...any) *Field {
	return func(p web.Page, name, key string, known ...any) *Field {
		return newField(l, &p, name, "page."+key, known...)
	}
}

// newField makes a field of one line, with what is known of its value.
func newField(l i18n.Lang, p *web.Page, name, key string, known ...any) *Field {
	f := &Field{Name: name, Label: i18n.T(l, key), Kind: "text", page: p}
	if len(known) > 0 {
		f.known = shown(p, known[0])
	}
	return f
}

// shown is a known value as an input wants it.
func shown(p *web.Page, known any) string {
	switch v := known.(type) {
	case nil:
		return ""
	case string:
		return v
	case *string:
		if v == nil {
			return ""
		}
		return *v
	case time.Time, *time.Time:
		return inputTime(*p, v)
	case policy.Money:
		return amount(v)
	case int:
		if v == 0 {
			return ""
		}
	}
	return fmt.Sprint(known)
}

// Type says what kind of input it is.
func (f *Field) Type(kind string) *Field { f.Kind = kind; return f }

// Need marks a field that must be filled in.
func (f *Field) Need() *Field { f.Required = true; return f }

// Say adds a sentence above the input.
func (f *Field) Say(hint string) *Field { f.Hint = hint; return f }

// In names the form, where the page has several.
func (f *Field) In(scope string) *Field { f.Scope = scope; return f }

// Of offers choices; of a select unless the field has been made radio buttons.
func (f *Field) Of(options []Option) *Field {
	if f.Options = options; f.Kind == "text" {
		f.Kind = "select"
	}
	return f
}

// From suggests what a datalist holds.
func (f *Field) From(list string) *Field { f.List = list; return f }

// Keys says which keys a phone shows.
func (f *Field) Keys(mode string) *Field { f.Mode = mode; return f }

// Called adds to the label, in tables the number of the row.
func (f *Field) Called(more any) *Field { f.Label = fmt.Sprint(f.Label, " ", more); return f }

// Styled says what of a row it is, for its place in the line.
func (f *Field) Styled(class string) *Field { f.Class = class; return f }

// Beneath folds it away under the line of its row.
func (f *Field) Beneath() *Field { f.beneath = true; return f }

// Tall makes it an area of so many lines.
func (f *Field) Tall(lines int) *Field { f.Kind, f.Lines = "area", lines; return f }

// ID is the id of the input; the summary of errors leads there.
func (f *Field) ID() string { return fieldID(f.Scope, pointer(f.Name)) }

// sent says whether this field's form is the one that came back with an error.
func (f *Field) sent() bool { return f.Scope == "" || f.Scope == scope(*f.page) }

// Value is the reader's own input after an error, else what is known.
func (f *Field) Value() string {
	if f.sent() && f.page.Input != nil && f.page.Input.Has(f.Name) {
		return f.page.Input.Get(f.Name)
	}
	return f.known
}

// Chosen says whether a choice is the chosen one.
func (f *Field) Chosen(value string) bool { return f.Value() == value }

// On says whether a box is ticked.
func (f *Field) On() bool {
	v := f.Value()
	if f.sent() && f.page.Input != nil && f.page.Problem != nil && !f.page.Input.Has(f.Name) {
		return false
	}
	return v == "true" || v == "on"
}

// Error is the sentence at the field whose input was refused.
func (f *Field) Error() string {
	if !f.sent() {
		return ""
	}
	return bad(*f.page, f.Name)
}

// About are the ids of what describes the input, for those who cannot see it.
func (f *Field) About() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-h")
	}
	if f.Error() != "" {
		ids = append(ids, f.ID()+"-e")
	}
	return strings.Join(ids, " ")
}

// pointer is the JSON Pointer of a field's name: guests[0].name is
// /guests/0/name; what stands in brackets is one part.
func pointer(name string) string {
	var b strings.Builder
	b.WriteByte('/')
	inside := false
	for _, r := range strings.TrimSuffix(name, "[]") {
		switch {
		case r == '[' || r == '.' && !inside:
			b.WriteByte('/')
			inside = r == '['
		case r == ']':
			inside = false
		default:
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "//", "/")
}

// fieldID is the id of the input of a form that a JSON Pointer names.
func fieldID(scope, pointer string) string {
	id := "f"
	if scope != "" {
		id += "-" + clean(scope)
	}
	return id + "-" + clean(strings.TrimPrefix(pointer, "/"))
}

// clean makes an id of any text.
func clean(s string) string { return dashes.Replace(s) }

var dashes = strings.NewReplacer("/", "-", "#", "-", "@", "-", ":", "-", ".", "-", " ", "-")

// scoped are the last parts of addresses whose forms share a page with others.
var scoped = []string{"submit", "withdraw", "accept", "return", "decline", "review", "exceptions", "move", "cancel", "guests",
	"list", "delay", "incidents", "summary", "expenses", "settlement", "files", "checkins", "delegation", "blocks"}

// keyed are the last parts of addresses to which one page has many forms: each
// names itself in its key.
var keyed = []string{"company", "departments", "positions", "holidays", "logo", "leave", "resources", "merge"}

// scope is the form that came back with an error, on pages with several forms:
// the verb, or the id of the task or exception.
func scope(p web.Page) string {
	if p.Problem == nil {
		return ""
	}
	last, above := path.Base(p.Path), path.Base(path.Dir(p.Path))
	switch {
	case last == "decide":
		return above
	case last == "blocks":
		return "blocks-" + above
	case above == "resources":
		return "edit-" + last
	case above == "tasks" || slices.Contains(scoped, last):
		return last
	case slices.Contains(keyed, last):
		_, form, _ := strings.Cut(p.Input.Get("idempotency_key"), ".")
		return form
	}
	return ""
}

// anchor leads from the summary of errors to the input.
func anchor(p web.Page, pointer string) string {
	if strings.HasPrefix(pointer, "/text/") {
		pointer = "/text" // the rows of a pasted list are in one field
	}
	return "#" + fieldID(scope(p), pointer)
}

// failed says whether a form came back with an error, so that it stays open.
func failed(p web.Page, form string) bool { return p.Problem != nil && scope(p) == form }

// options makes choices of the words for public values, an empty one first.
func options(l i18n.Lang) func(values ...string) []Option {
	return func(values ...string) []Option {
		list := []Option{{}}
		for _, v := range values {
			list = append(list, Option{v, word(l, v)})
		}
		return list
	}
}

// choose makes choices of what the company or its policy has.
func choose(list []web.Choice) []Option {
	out := []Option{{}}
	for _, c := range list {
		out = append(out, Option{c.ID, c.Name})
	}
	return out
}
