package web

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/reception"
)

// An ApplicationSheet is the application's page as a form sends it. Do is what
// its button says: save is the default, draft is the script's own saving while
// somebody types, prefill takes over what the customer's last visit knows,
// submit sends the application to the office, check shows the page with what
// the policy says (for the script outlook, which gives only the panel), paste
// takes a pasted list into the table.
type ApplicationSheet struct {
	reception.EditApplication
	Do     string `json:"do,omitempty" max:"20"`
	Paste  string `json:"paste,omitempty" max:"100000"`
	Reason string `json:"reason,omitempty" max:"1000"` // for findings that ask the applicant for one
	Same   string `json:"same,omitempty" max:"40"`     // the known customer that the new one is; prefills too
}

// The buttons of the application's page.
const (
	doDraft   = "draft"
	doPrefill = "prefill"
	doSubmit  = "submit"
	doCheck   = "check"
	doOutlook = "outlook"
	doPaste   = "paste"
)

// sendApplication saves what the form holds, sends it to the office, or shows
// it again with what the policy says now.
func (s *Services) sendApplication(c *Call, sheet ApplicationSheet) (any, error) {
	sheet.tidy(c)
	sheet.takeList(c)
	if sheet.Same != "" {
		sheet.Customer.ID, sheet.Do = sheet.Same, doPrefill
	}
	switch sheet.Do {
	case doCheck, doOutlook, doPaste:
		return s.look(c, sheet)
	case doSubmit:
		return s.applyAtOnce(c, sheet)
	}
	done, err := s.save(c, sheet)
	if err != nil {
		return nil, err
	}
	flash := "draft"
	if sheet.Do == doPrefill && (sheet.Same == "" || len(done.Prefilled) > 0) {
		flash = doPrefill
	}
	return &Redirect{To: "/receptions/" + done.ID + "/application?done=" + flash, View: done}, nil
}

// takeList takes a pasted list along that is still in its box when somebody
// presses another button; a list with problems is shown first, as if he had
// pressed its own. What the script sends by itself leaves the box alone.
func (sheet *ApplicationSheet) takeList(c *Call) {
	if strings.TrimSpace(sheet.Paste) == "" || slices.Contains([]string{doPaste, doDraft, doOutlook}, sheet.Do) {
		return
	}
	if p := c.parsed(sheet.Paste); len(p.Problems) > 0 {
		sheet.Do = doPaste
		return
	}
	for _, row := range c.take(sheet.Paste).Rows {
		sheet.Application.Guests = append(sheet.Application.Guests, row.Guest)
	}
}

// tidy drops the rows and answers in which nothing was written, from the form
// as it is shown again too, so that what is said about a row is shown in it.
func (sheet *ApplicationSheet) tidy(c *Call) {
	a := &sheet.Application
	a.Guests = slices.DeleteFunc(a.Guests, func(g reception.Guest) bool { return g == reception.Guest{ID: g.ID} })
	maps.DeleteFunc(a.Fields, func(_, value string) bool { return value == "" })
	if !c.Form {
		return
	}
	closeRows(c.Input, "guests")
	closeRows(c.Input, "itinerary_wish")
}

// closeRows moves the rows of a list up over those in which nothing is written.
func closeRows(input url.Values, list string) {
	rows := map[int]url.Values{}
	for name, values := range input {
		i, field, ok := rowField(name, list)
		if !ok {
			continue
		}
		delete(input, name)
		if rows[i] == nil {
			rows[i] = url.Values{}
		}
		rows[i][field] = values
	}
	next := 0
	for _, i := range slices.Sorted(maps.Keys(rows)) {
		if isBlankRow(rows[i]) {
			continue
		}
		for field, values := range rows[i] {
			input[fmt.Sprintf("%s[%d].%s", list, next, field)] = values
		}
		next++
	}
}

// rowField takes guests[3].name apart.
func rowField(name, list string) (row int, field string, ok bool) {
	rest, ok := strings.CutPrefix(name, list+"[")
	if !ok {
		return 0, "", false
	}
	digits, field, ok := strings.Cut(rest, "].")
	row, err := strconv.Atoi(digits)
	return row, field, ok && err == nil
}

// isBlankRow says whether nobody has written in a row; its id is not written.
func isBlankRow(row url.Values) bool {
	for field, values := range row {
		if field != "id" && strings.TrimSpace(strings.Join(values, "")) != "" {
			return false
		}
	}
	return true
}

// save keeps the draft. A new one that is saved by hand takes from the last
// visit what its form left empty; one that saves itself, or is on its way to
// the office, holds what its writer sees and nothing else.
func (s *Services) save(c *Call, sheet ApplicationSheet) (reception.DraftAnswer, error) {
	a, r := sheet.Application, c.Path("r")
	explicit := c.Form && sheet.Do != doPrefill && (r != "" || sheet.Do == doDraft || sheet.Do == doSubmit)
	if explicit && a.Guests == nil {
		a.Guests = []reception.Guest{}
	}
	if explicit && a.ItineraryWish == nil {
		a.ItineraryWish = []reception.Wish{}
	}
	if r != "" {
		edit := reception.EditApplication{Version: sheet.Version, Prefill: sheet.Do == doPrefill, Application: a}
		return s.Receptions.EditApplication(c.Context(), c.Act(), r, edit)
	}
	if !explicit {
		a = unsaid(c, a)
	}
	return s.Receptions.Create(c.Context(), c.Act(), a)
}

// applyAtOnce saves the draft and sends it to the office: what somebody who
// knows his way does with one button. A refusal leaves the draft saved.
func (s *Services) applyAtOnce(c *Call, sheet ApplicationSheet) (any, error) {
	done, err := s.save(c, sheet)
	if err != nil {
		return nil, err
	}
	act := c.Act()
	if act.Key != "" {
		act.Key += ".submit"
	}
	sent, err := s.Receptions.Submit(c.Context(), act, done.ID, reception.Submit{Version: done.Version, Reason: sheet.Reason})
	if err != nil {
		return s.refused(c, done.ID, err)
	}
	return &Redirect{To: "/receptions/" + sent.ID + "?done=submit", View: sent}, nil
}

// refused shows the saved draft with what keeps it from being submitted.
func (s *Services) refused(c *Call, id string, cause error) (any, error) {
	p := ProblemOf(cause, c.Lang)
	if c.JSON || p.Status != http.StatusUnprocessableEntity && p.Status != http.StatusConflict {
		return nil, cause
	}
	f, err := s.formOf(c, id)
	if err != nil {
		return nil, cause
	}
	return c.shown(Page{Name: "application", View: f, Input: c.Input, Problem: &p, Status: p.Status})
}

// look shows the form again, with the panel or the pasted rows.
func (s *Services) look(c *Call, sheet ApplicationSheet) (any, error) {
	f := ApplicationForm{}
	var err error
	if sheet.Do != doOutlook {
		if f, err = s.applicationForm(c); err != nil {
			return nil, err
		}
	}
	if sheet.Do == doPaste {
		f.Pasted = c.take(sheet.Paste)
	}
	outlook, err := s.Receptions.Evaluate(c.Context(), c.Act(), unsaid(c, sheet.Application))
	if err != nil {
		return nil, err
	}
	f.Outlook = &outlook
	if sheet.Do == doOutlook {
		return c.shown(Page{Name: doOutlook, View: outlook})
	}
	return c.shown(Page{Name: "application", View: f, Input: c.Input})
}

// take puts the rows of a pasted list into the form's own fields, after the
// rows that are filled in. A list with problems stays to be looked at.
func (c *Call) take(text string) *reception.Paste {
	p := c.parsed(text)
	if c.Input == nil { // JSON has no fields to show again
		c.Input = url.Values{}
	}
	from := 0
	closeRows(c.Input, "guests")
	for name := range c.Input {
		if i, _, ok := rowField(name, "guests"); ok {
			from = max(from, i+1)
		}
	}
	for k, g := range p.Rows {
		at := "guests[" + strconv.Itoa(from+k) + "]."
		for field, value := range map[string]string{"name": g.Name, "position": g.Position, "latin": g.Latin, "latin_position": g.LatinPosition, "kind": g.Kind, "language": g.Language,
			"phone": g.Phone, "email": g.Email, "diet": g.Diet} {
			c.Input.Set(at+field, value)
		}
		if g.Main {
			c.Input.Set(at+"main", "true")
		}
	}
	c.Input.Del("paste")
	return &p
}

// shown renders a page where a form is answered without leading elsewhere.
func (c *Call) shown(p Page) (*Raw, error) {
	c.dress(&p)
	var b bytes.Buffer
	if err := c.server.Pages.Render(&b, p); err != nil {
		return nil, err
	}
	return &Raw{Type: "text/html; charset=utf-8", Data: b.Bytes(), Status: p.Status}, nil
}

// askedFields are the visit's fields that a policy asks of the applicant.
func (s *Services) askedFields(c *Call, id string) ([]AskedField, error) {
	p, err := s.Policies.Get(c.Context(), id, "")
	if err != nil {
		return nil, err
	}
	var list []AskedField
	for _, f := range p.Fields {
		if !strings.HasPrefix(f.ID, "visit.") || f.Ask != "" && f.Ask != "applicant" {
			continue
		}
		asked := AskedField{ID: f.ID, Name: f.Words.In(c.Lang), Type: string(f.Type)}
		for _, x := range f.Choices {
			asked.Choices = append(asked.Choices, Choice{x.ID, x.Words.In(c.Lang)})
		}
		list = append(list, asked)
	}
	return list, nil
}
