package web

import (
	"encoding/json"
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
