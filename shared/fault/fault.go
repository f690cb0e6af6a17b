// Package fault says what went wrong in terms a caller can act on.
//
// An [Error] answers three questions: what happened (Kind and Code), what may
// the user read (Code, Args and Fields, rendered by package i18n under the key
// "fault.<code>") and what must the operator read (Err, for the log only).
// An error that is not an *Error is internal: users see a plain apology.
package fault

import (
	"errors"
	"fmt"
)

// A Kind says what a caller should do about an error.
type Kind int

// The kinds, each with the HTTP status that package web gives it.
const (
	Internal     Kind = iota // 500: a bug or an unknown failure
	Invalid                  // 422: the input breaks a rule; Fields say which
	Unauthorized             // 401: sign in first
	Forbidden                // 403: seen, but not allowed
	NotFound                 // 404: absent, or not visible to this person
	Conflict                 // 409: somebody else was faster, or the state has moved on
	Gone                     // 410: the link has expired
	TooLarge                 // 413
	Unsupported              // 415
	TooMany                  // 429
	NotReady                 // 501: named in the interface, not built yet
	Unavailable              // 503: try again; nothing was decided
	Method                   // 405: the address is there for something else
)

// A Rule names the policy entry that speaks in a refusal.
type Rule struct {
	Policy  string   `json:"policy"`
	Version string   `json:"version,omitempty"`
	ID      string   `json:"id"`
	Cite    []string `json:"cite,omitempty"`
}

// A FieldError is one field's trouble. Field is a JSON Pointer into the
// request ("/guests/2/phone"); Code is one of the public codes; Args fill the
// sentence; Text, where set, is a sentence that a policy wrote, by language.
type FieldError struct {
	Field string            `json:"field"`
	Code  string            `json:"code"`
	Args  []any             `json:"-"`
	Text  map[string]string `json:"-"`
	Rule  *Rule             `json:"-"`
}

// An Error is safe to show to users: nothing in it but Err is internal.
type Error struct {
	Kind   Kind
	Code   string       // public code, for example "stale-version"
	Args   []any        // fill the sentence of the code
	Fields []FieldError // what is wrong with which field
	Rule   *Rule        // the rule that refused, where one speaks
	// CurrentVersion accompanies stale-version.
	CurrentVersion int64
	// Extra is added to the problem document, for example "challenge" or "clash".
	Extra map[string]any
	Err   error // the cause, for the log only
}

// Error gives the operator's text.
func (e *Error) Error() string {
	s := e.Code
	if len(e.Args) > 0 {
		s += fmt.Sprint(e.Args)
	}
	for _, f := range e.Fields {
		s += " " + f.Field + ":" + f.Code
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind and public code.
func New(kind Kind, code string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args}
}

// Field makes an Invalid error about one field.
func Field(field, code string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, Fields: []FieldError{{Field: field, Code: code, Args: args}}}
}

// Wrap gives a cause a kind and a code.
func Wrap(kind Kind, code string, err error) *Error {
	return &Error{Kind: kind, Code: code, Err: err}
}

// Missing is the answer for everything absent or invisible.
func Missing() *Error { return New(NotFound, "not-found") }

// As finds the *Error in a chain; an unknown error is wrapped as internal.
// It gives nil for nil.
func As(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Code: "internal", Err: err}
}

// Stale refuses a version that is not the newest: one that was left out is
// required, another is a Conflict that names the newest.
func Stale(shown, current int64) error {
	switch shown {
	case current:
		return nil
	case 0:
		return Field("/version", "required")
	}
	e := New(Conflict, "stale-version")
	e.CurrentVersion = current
	return e
}

// Is tells whether err carries the public code.
func Is(err error, code string) bool { return err != nil && As(err).Code == code }

// A List collects field errors; Err gives nil when it is empty.
type List []FieldError

// Add appends one field's trouble.
func (l *List) Add(field, code string, args ...any) {
	*l = append(*l, FieldError{Field: field, Code: code, Args: args})
}

// Err gives the Invalid error of all fields, or nil. The error's own code is
// the first field's.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: l[0].Code, Fields: l}
}
