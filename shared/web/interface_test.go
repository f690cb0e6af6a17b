package web

import (
	"slices"
	"strings"
	"testing"
)

// named are the routes that the public interface promises.
const named = `
POST /sign-in · POST /sign-in/code · POST /sign-out · GET /me · POST /me/delegation
GET /policies · GET /policies/{id}
POST /receptions/evaluate · POST /receptions · POST /receptions/guests/parse · GET /receptions · GET /receptions/{r}
POST …/application · POST …/submit · POST …/withdraw · POST …/accept · POST …/return · POST …/decline
GET …/plan · POST …/plan · POST …/exceptions · POST …/exceptions/{e}/decide · POST …/publish · GET …/revisions/{n}
GET /l/{token} · POST /l/{token} · POST …/review · GET /tasks · POST …/tasks/{t}
POST …/move · POST …/cancel · POST …/guests · POST …/checkins · GET /today · POST …/delay · POST …/incidents
GET …/minutes · POST …/minutes · POST …/summary · POST …/expenses · POST …/settlement · GET …/survey
GET /customers · POST /customers · GET /customers/{c} · POST …/files · GET /files/{f} · GET /search
GET /calendar · GET …/sheet.xlsx · GET …/visit.ics
GET /resources · GET /staff · POST /resources · POST /staff · POST /resources/{x}/blocks · GET /openapi.json`

func TestInterfaceIsServed(t *testing.T) {
	var have []string
	for _, r := range newDesk(t, plainSite).server.Routes() {
		have = append(have, r.Method+" "+r.Pattern)
	}
	for _, want := range strings.FieldsFunc(named, func(r rune) bool { return r == '·' || r == '\n' }) {
		want = strings.Replace(strings.TrimSpace(want), "…", "/receptions/{r}", 1)
		if want != "" && !slices.Contains(have, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

// Only these answer 201; everything else that makes something answers 200.
func TestWhatIsCreated(t *testing.T) {
	created := []string{"/receptions", "/customers", "/receptions/{r}/files", "/resources", "/staff"}
	for _, r := range newDesk(t, plainSite).server.Routes() {
		if got, want := r.Status == 201, r.Method == "POST" && slices.Contains(created, r.Pattern); got != want {
			t.Errorf("%s %s: 201 %v", r.Method, r.Pattern, got)
		}
		if r.Status == 201 && r.Location == nil {
			t.Errorf("%s has no Location", r.Pattern)
		}
	}
}

// The public limits of lists hold everywhere.
func TestLimits(t *testing.T) {
	d := newDesk(t, plainSite)
	for query, want := range map[string]string{"limit=0": "out-of-range", "limit=501": "out-of-range", "limit=x": "invalid", "cursor=x": "invalid"} {
		w := d.do("GET", "/customers?"+query, "", "Accept", "application/json", "Authorization", d.as("sales"))
		if w.Code != 422 || code(w) != want {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
}
