package web

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
)

// A GatePass is what is scanned or typed at the gate: a guest's pass of
// whichever reception, or on the page the beginning of a name.
type GatePass struct {
	Pass string `json:"pass" req:"true" max:"600"`
}

// longestName is how long a typed name may be; what is longer is a pass.
const longestName = 40

// passGate lets in who holds a pass. What is no pass is looked for among the
// names of the day by the page.
func (s *Services) passGate(c *Call, g GatePass) (any, error) {
	text := strings.TrimSpace(g.Pass)
	if text == "" {
		return nil, fault.Field("/pass", "required")
	}
	pass, err := s.Ring.OpenPass(text)
	if err != nil {
		if c.Form && utf8.RuneCountInString(text) <= longestName {
			return &Redirect{To: "/gate?" + url.Values{"q": {text}}.Encode()}, nil
		}
		red := reception.CheckinAnswer{Verdict: reception.Red, Reason: "unknown-pass"}
		return &Redirect{To: verdictPage("/gate", "", red), View: red}, nil
	}
	a, err := s.Receptions.Checkin(c.Context(), c.Act(), pass.Reception, reception.Checkin{Pass: text})
	return &Redirect{To: verdictPage("/gate", pass.Reception, a), View: a}, err
}

// afterCheckin leads back to where the guests were received, with the verdict.
func afterCheckin(c *Call, v any) string {
	to := "/today"
	if from, err := url.Parse(c.Request.Referer()); err == nil {
		if from.Path == "/gate" || strings.HasSuffix(from.Path, "/host") {
			to = from.Path
		}
	}
	a, ok := v.(reception.CheckinAnswer)
	if !ok {
		return to
	}
	return verdictPage(to, c.Path("r"), a)
}

// namedGuests bounds how many guests an address names.
const namedGuests = 40

// verdictPage is the address of a page with what the gate has just decided. The
// page checks it against the day's list: an address alone opens no gate.
func verdictPage(to, number string, a reception.CheckinAnswer) string {
	q := url.Values{"verdict": {a.Verdict}}
	if number != "" {
		q.Set("r", number)
	}
	if a.Reason != "" {
		q.Set("reason", a.Reason)
	}
	list := a.Guests
	if len(list) == 0 && a.Guest != nil {
		list = []reception.GuestState{*a.Guest}
	}
	for _, g := range list[:min(len(list), namedGuests)] {
		q.Add("guest", g.ID)
	}
	return to + "?" + q.Encode()
}
