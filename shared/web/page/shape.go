package page

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// Labelled gives the field a label that is not a message.
func (f *Field) Labelled(label string) *Field { f.Label = label; return f }

// sentRows is how many rows of a list came back with the reader's own input.
func sentRows(p web.Page, list string) int {
	n := 0
	for name := range p.Input {
		rest, ok := strings.CutPrefix(name, list+"[")
		digits, _, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(digits); ok && err == nil && i < maxRows {
			n = max(n, i+1)
		}
	}
	return n
}

// maxRows bounds the rows that a form shows again.
const maxRows = 400

// padRows adds empty rows: those that came back, and some to write in.
func padRows[T any](list string, spare int) func(p web.Page, known []T) []T {
	return func(p web.Page, known []T) []T {
		out := append([]T{}, known...)
		for n := max(len(known), sentRows(p, list)) + spare; len(out) < n; {
			var blank T
			out = append(out, blank)
		}
		return out
	}
}

// met counts the findings that are met.
func met(list []reception.FindingView) int {
	n := 0
	for _, f := range list {
		if f.State == "met" {
			n++
		}
	}
	return n
}

// over says whether more was spent than the limit.
func over(c reception.CapView) bool { return c.Spent != nil && c.Spent.Minor > c.Amount.Minor }

// deref is the text behind a pointer.
func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// factName is what a fact of the policies is called; nothing for one that has
// no name of its own.
func factName(l i18n.Lang, name string) string {
	if f, ok := policy.Registered(name); ok {
		return f.Words.In(l)
	}
	if key := "word." + name; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return ""
}

// mealName says which meal of the plan an id is.
func mealName(l i18n.Lang, p web.Page, meals any, id string) string {
	list, _ := meals.([]reception.Meal)
	for _, m := range list {
		if m.ID == id {
			return strings.TrimSpace(date(l, p, m.Day) + " " + word(l, m.Slot))
		}
	}
	return word(l, id)
}

// fieldName is what a field of the application is called, by its JSON Pointer.
func fieldName(l i18n.Lang, pointer string) string {
	parts := strings.Split(strings.Trim(pointer, "/"), "/")
	for n := len(parts); n > 0; n-- {
		if key := "page.field." + strings.Join(parts[:n], "."); i18n.Has(l, key) {
			return i18n.T(l, key)
		}
	}
	if key := "page.field." + parts[len(parts)-1]; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return cmp.Or(factName(l, strings.Join(parts, ".")), strings.Join(parts, "."))
}

// length writes a span such as "25h30m".
func length(l i18n.Lang, span string) string {
	d, err := time.ParseDuration(span)
	if err != nil {
		return span
	}
	return i18n.Length(l, d)
}

// doneText is the sentence after a form has been taken; nothing for a code
// that somebody made up.
func doneText(l i18n.Lang, code string) string {
	if key := "page.done." + code; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return ""
}

// manyReviews counts the reviews that wait, where it is worth to take them one
// after the other.
func manyReviews(owed []reception.Owed) int {
	n := 0
	for _, o := range owed {
		if o.What == reception.SubjectReview {
			n++
		}
	}
	if n < 2 {
		return 0
	}
	return n
}

// undoTo leads back to the desk that offers to take the confirmation of a task
// back: it then has the next version.
func undoTo(o reception.Owed) string {
	return "/?" + url.Values{"done": {"confirm"}, "undo": {strings.Join([]string{o.Reception, o.ID, strconv.FormatInt(o.Version+1, 10)}, "/")}}.Encode()
}

// undone is the task that has just been confirmed on the desk.
func undone(p web.Page) *reception.Owed {
	part := strings.Split(p.Query.Get("undo"), "/")
	if len(part) != 3 || p.Query.Get("done") != "confirm" {
		return nil
	}
	version, err := strconv.ParseInt(part[2], 10, 64)
	if err != nil {
		return nil
	}
	return &reception.Owed{Reception: part[0], ID: part[1], Version: version}
}

// faultText is the sentence of a code.
func faultText(l i18n.Lang, code string) string { return i18n.T(l, "fault."+code) }

// owedLink leads to where an owed thing is finished.
func owedLink(o reception.Owed) string {
	if o.Reception == "" {
		return "/"
	}
	at := "/receptions/" + o.Reception
	switch o.What {
	case "task":
		return at + "#task-" + clean(o.ID)
	case "exception":
		return at + "#exceptions"
	case "promise":
		return at + "#minutes"
	case "publish", "plan":
		return at + "/plan/edit"
	}
	return at + "#do-" + o.What
}

// hit leads to what a search found.
func hit(h reception.SearchHit) string {
	switch h.Type {
	case "reception":
		return "/receptions/" + h.ID
	case "contact":
		customer, _, _ := strings.Cut(h.ID, "/")
		return "/customers/" + customer
	}
	return "/customers/" + h.ID
}

// more is the address of the next part of a list.
func more(p web.Page, cursor string) string {
	q := url.Values{}
	for k, v := range p.Query {
		q[k] = v
	}
	q.Set("cursor", cursor)
	return p.Path + "?" + q.Encode()
}

// receptionNumber is a complete number.
var receptionNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^R-\d{8}-\d{3,}$`) })

// refLink leads to a reception, when it is one, and the reader sees it whosever
// it is.
func refLink(p web.Page, ref string) string {
	if receptionNumber().MatchString(ref) && p.Who != nil && reception.SeesAll(p.Who) {
		return "/receptions/" + ref
	}
	return ""
}

// score writes an average.
func score(x float64) string {
	if x == 0 {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// size writes the size of a file.
func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// yesNo is a truth value as a form says it.
func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// refID is the id of somebody who may not have been named yet.
func refID(r *reception.Ref) string {
	if r == nil {
		return ""
	}
	return r.ID
}

// itemOptions are the items of a plan, to choose from.
func itemOptions(l i18n.Lang, p web.Page, items []reception.Item) []Option {
	list := []Option{{}}
	for _, it := range items {
		list = append(list, Option{it.ID, when(l, p, it.Start) + " " + cmp.Or(it.Title, word(l, it.Kind))})
	}
	return list
}

// wordOptions are choices whose words have a prefix of their own.
func wordOptions(l i18n.Lang) func(prefix string, values ...string) []Option {
	return func(prefix string, values ...string) []Option {
		list := []Option{{}}
		for _, v := range values {
			list = append(list, Option{v, word(l, prefix+"."+v)})
		}
		return list
	}
}

// uploadTypes are the types of files that are taken, by the names that they have
// in every language.
func uploadTypes() []Option {
	return []Option{{}, {blob.PDF, "PDF"}, {blob.JPEG, "JPEG"}, {blob.PNG, "PNG"}, {blob.HEIC, "HEIC"}, {blob.WebP, "WebP"}, {blob.XLSX, "Excel (xlsx)"}, {blob.DOCX, "Word (docx)"}}
}
