package web

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/token"
)

// resumeField is the hidden field in which a form that met no session travels
// through the pages for signing in, sealed. Sent to the form's own address by
// its writer it does nothing but show the form again as it was filled in.
const resumeField = "resume"

// maxKept is how much text of a form is kept: the longest that people write, a
// sheet of three hundred lines, is below it.
const maxKept = 256 << 10

// markedKeyLen is the length of a page's key that says to whom it was shown.
const markedKeyLen = 20 + token.MarkLen

// A Kept form is what the pages for signing in carry along.
type Kept struct {
	Text string `json:"-"`              // sealed; empty: it was too long to keep
	At   string `json:"-"`              // the address it was sent to
	File bool   `json:"file,omitempty"` // had a file with it, which is not kept
}

// keep seals the form of somebody whose session is over; nil where there is
// nothing to keep: no form, or one that was not shown to anybody signed in.
func (c *Call) keep(w http.ResponseWriter) *Kept {
	if c.Request.Method != http.MethodPost || c.route.Command == nil || isJSON(c.Request) {
		return nil
	}
	if c.Input == nil {
		_ = c.read(w) // what is wrong with it is said when it is sent again
	}
	if c.resume != "" { // still not signed in
		return c.carried()
	}
	if key, _, _ := strings.Cut(c.Input.Get("idempotency_key"), "."); len(key) != markedKeyLen {
		return nil
	}
	x := token.Resume{Path: c.Request.URL.Path, Input: c.Input, At: c.At, File: c.Upload != nil}
	kept := &Kept{At: x.Path, File: x.File}
	if size(c.Input) > maxKept {
		return kept
	}
	var err error
	if kept.Text, err = c.server.Ring.SealResume(c.server.Random, x); err != nil {
		c.server.Log.ErrorContext(c.Context(), "keep a form", "route", c.route.Name, "error", err)
		return nil
	}
	return kept
}

// size is how many bytes the fields of a form hold.
func size(values url.Values) (n int) {
	for name, list := range values {
		n += len(name) + len(strings.Join(list, ""))
	}
	return n
}

// isJSON says whether a body is none of a form.
func isJSON(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "application/json" || kind == ""
}

// carried is the kept form that a page for signing in sent along; nil: none.
func (c *Call) carried() *Kept {
	text := c.resume
	if text == "" {
		text = c.Input.Get(resumeField) // of a page that is shown again
	}
	x, err := c.server.Ring.OpenResume(text, c.At)
	if err != nil {
		return nil
	}
	return &Kept{Text: text, At: x.Path, File: x.File}
}

// signInAgain is the page for signing in that carries a form along.
func (c *Call) signInAgain(kept *Kept) Page {
	view := SignInPage{Then: c.back(), Kept: kept, People: c.trialPeople()}
	return Page{Name: "sign-in", Status: http.StatusUnauthorized, View: view}
}

// resumed shows the form that was kept to the one who filled it in. Nothing is
// done until he sends it himself.
func (c *Call) resumed() (any, error) {
	x, err := c.server.Ring.OpenResume(c.resume, c.At)
	if err != nil {
		return nil, err
	}
	if x.Path != c.Request.URL.Path {
		return nil, fault.Missing()
	}
	c.Input = x.Input
	key, _, _ := strings.Cut(c.Input.Get("idempotency_key"), ".")
	if !c.server.Ring.Marked(key, c.Who.ID) {
		c.Input = nil
		return nil, fault.New(fault.Forbidden, "resume-other")
	}
	if c.tree, err = formTree(c.Input); err != nil {
		return nil, err
	}
	c.reserved()
	code := "resumed"
	if x.File {
		code = "resumed-file"
	}
	p := ProblemOf(fault.New(fault.Conflict, code), c.Lang)
	p.Status, p.Title = http.StatusOK, i18n.T(c.Lang, "web.resumed")
	return c.shown(c.formPage(p))
}
