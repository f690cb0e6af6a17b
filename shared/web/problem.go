package web

import (
	"fmt"
	"net/http"
	"path"
	"strconv"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
)

// A Problem is an error as readers get it: RFC 9457, the same in JSON and on
// pages.
type Problem struct {
	Type           string         `json:"type"`
	Title          string         `json:"title"`
	Status         int            `json:"status"`
	Detail         string         `json:"detail"`
	Code           string         `json:"code"`
	Rule           *fault.Rule    `json:"rule,omitempty"`
	Errors         []ProblemField `json:"errors,omitempty"`
	CurrentVersion int64          `json:"current_version,omitempty"`
	// Extra is merged into the document: "challenge", "clash" and the like.
	Extra map[string]any `json:"-"`
}

// A ProblemField is one field's trouble; Field is a JSON Pointer.
type ProblemField struct {
	Field   string      `json:"field"`
	Code    string      `json:"code"`
	Message string      `json:"message"`
	Rule    *fault.Rule `json:"rule,omitempty"`
}

// statuses gives each kind of fault its HTTP status.
var statuses = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusUnprocessableEntity,
	fault.Unauthorized: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Gone: http.StatusGone,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unsupported: http.StatusUnsupportedMediaType,
	fault.TooMany: http.StatusTooManyRequests, fault.NotReady: http.StatusNotImplemented,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Method: http.StatusMethodNotAllowed,
}

// ProblemOf says an error in the reader's language. Nothing of the cause is in
// it.
func ProblemOf(err error, lang i18n.Lang) Problem {
	f := fault.As(err)
	status := statuses[f.Kind]
	p := Problem{Type: "about:blank", Title: i18n.T(lang, titleKey(status)), Status: status, Code: f.Code, Rule: f.Rule,
		Detail: sentence(lang, f.Code, status, f.Args), CurrentVersion: f.CurrentVersion, Extra: f.Extra}
	for _, e := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{Field: e.Field, Code: e.Code, Message: fieldText(lang, e, status), Rule: e.Rule})
		if p.Rule == nil {
			p.Rule = e.Rule
		}
	}
	if len(p.Errors) == 1 {
		p.Detail = p.Errors[0].Message
	}
	return p
}

// fieldText is the sentence about one field: the policy's own, or the code's.
func fieldText(lang i18n.Lang, e fault.FieldError, status int) string {
	if s := i18n.Pick(lang, e.Text); s != "" {
		return s
	}
	code := e.Code
	if named := code + "-" + path.Base(e.Field); e.Field != "" && i18n.Has(lang, "fault."+named) {
		code = named // a field whose values have a form of their own
	}
	return sentence(lang, code, status, e.Args)
}

// sentence is the text of a code; a code without one gets its status' text.
func sentence(lang i18n.Lang, code string, status int, args []any) string {
	key := "fault." + code
	if code == "wrong-state" {
		key, args = stateSentence(lang, args)
	}
	if named := key + "-named"; len(args) > 0 && i18n.Has(lang, named) {
		return i18n.T(lang, named, args...) // what it is about can be named
	}
	if i18n.Has(lang, key) {
		return i18n.T(lang, key, args...)
	}
	return i18n.T(lang, titleKey(status))
}

// stateSentence is how a state is told that does not allow something: what is
// not a state has a sentence of its own.
func stateSentence(lang i18n.Lang, args []any) (string, []any) {
	const key = "fault.wrong-state"
	if len(args) == 0 {
		return key, nil
	}
	state := fmt.Sprint(args[0])
	if own := key + "-" + state; i18n.Has(lang, own) {
		return own, nil
	}
	if word := "word." + state; i18n.Has(lang, word) {
		return key, []any{i18n.Key(word)}
	}
	return key, nil
}

// titleKey is the key of a status' short title.
func titleKey(status int) string { return "web.status." + strconv.Itoa(status) }

// document is what goes out as JSON: the problem with its extra members.
func (p Problem) document() map[string]any {
	doc := map[string]any{}
	for k, v := range p.Extra {
		doc[k] = v
	}
	doc["type"], doc["title"], doc["status"], doc["detail"], doc["code"] = p.Type, p.Title, p.Status, p.Detail, p.Code
	if p.Rule != nil {
		doc["rule"] = p.Rule
	}
	if len(p.Errors) > 0 {
		doc["errors"] = p.Errors
	}
	if p.CurrentVersion > 0 {
		doc["current_version"] = p.CurrentVersion
	}
	return doc
}
