package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

func TestOpenAPIIsValid(t *testing.T) {
	d := newDesk(t, plainSite)
	w := d.do("GET", "/openapi.json", "")
	if w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOpenAPITellsLimitsAndNames(t *testing.T) {
	raw, err := json.Marshal(OpenAPI([]Route{echoes()[1]}, nil))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				AdditionalProperties *bool
				Required             []string
				Properties           map[string]struct{ MaxLength int }
			}
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	in, out := doc.Components.Schemas["echoInput"], doc.Components.Schemas["echo"]
	if in.AdditionalProperties == nil || *in.AdditionalProperties || len(in.Required) != 2 || in.Properties["name"].MaxLength != 5 {
		t.Errorf("command: %+v", in)
	}
	if out.AdditionalProperties != nil || len(out.Required) != 3 {
		t.Errorf("view: %+v", out)
	}
}

// Whatever answers JSON says how it looks, and who only reads pages is not
// forgotten: a good answer has a body that is described.
func TestOpenAPIDescribesEveryAnswer(t *testing.T) {
	routes := newDesk(t, plainSite).server.Routes()
	raw, err := json.Marshal(OpenAPI(routes, ownSchemas()))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Responses map[string]struct{ Content map[string]any }
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			good := op.Responses["200"].Content
			if made := op.Responses["201"].Content; made != nil {
				good = made
			}
			if len(good) == 0 {
				t.Errorf("%s %s says nothing of its answer", method, path)
			}
			if good["text/html"] != nil && op.Responses["404"].Content["text/html"] == nil {
				t.Errorf("%s %s is a page without pages of faults", method, path)
			}
		}
	}
	for _, at := range []string{"/l/{token}", "/gate", "/sign-in"} {
		if doc.Paths[at]["post"].Responses["200"].Content["application/json"] == nil {
			t.Errorf("post %s answers no JSON", at)
		}
	}
}

// JSON or a page: the heavier wish, then the earlier one.
func TestWantsJSON(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "*/*": false, "text/html": false, "application/json": true, "application/json, text/html": true, "text/html, application/json": false,
		"text/html;q=0.5, application/json": true, "application/json;q=0.1, text/html": false, "application/json;q=0": false,
		"application/problem+json": true, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": false, "a b c": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept", accept)
		if got := wantsJSON(r); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}
