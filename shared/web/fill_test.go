package web

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
)

type testGuest struct {
	Name string `json:"name" max:"5" req:"true"`
	Main bool   `json:"main,omitempty"`
}

type testBase struct {
	Purpose string     `json:"purpose,omitempty"`
	Start   *time.Time `json:"start,omitempty"`
}

type testCommand struct {
	Version int64             `json:"version"`
	Guests  []testGuest       `json:"guests,omitempty" max:"3"`
	Answers map[string]string `json:"answers,omitempty" max:"2"`
	Score   int               `json:"score,omitempty"`
	Wish    *bool             `json:"wish,omitempty"`
	Rate    float64           `json:"rate,omitempty"`
	Drop    []string          `json:"drop,omitempty"`
	Party   testParty         `json:"party,omitzero"`
	Hidden  string            `json:"-"`
	testBase
}

// testParty is a number or a list of ids, as reception.Party is.
type testParty struct {
	Count int
	IDs   []string
}

func (p *testParty) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &p.Count); err == nil {
		return nil
	}
	return json.Unmarshal(b, &p.IDs)
}

var shanghai = time.FixedZone("CST", 8*3600)

// decode reads a body as a route would.
func decode(t *testing.T, kind, body string) (testCommand, error) {
	t.Helper()
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	tree, values, err := readBody(httptest.NewRecorder(), r)
	var c testCommand
	if err == nil {
		err = fill(tree, &c, values != nil, shanghai)
	}
	return c, err
}

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

func TestJSONAndFormsDecodeAlike(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, shanghai)
	yes := true
	want := testCommand{Version: 3, Guests: []testGuest{{"王芳", true}, {"Li", false}}, Answers: map[string]string{"necessity": "no"},
		Score: 4, Wish: &yes, Drop: []string{"g1"}, Party: testParty{Count: 5}, testBase: testBase{"a\nb", &at}}
	for name, body := range map[string][2]string{
		"json": {jsonType + "; charset=utf-8", `{"version":3,"guests":[{"name":"王芳","main":true},{"name":"Li"}],"answers":{"necessity":"no"},
			"score":4,"wish":true,"drop":["g1"],"party":5,"purpose":"a\nb","start":"2026-11-24T09:00:00+08:00"}`},
		"brackets": {formType, "version=3&guests[0].name=王芳&guests[0].main=on&guests[4].name=Li&guests[9].name=&answers[necessity]=no" +
			"&score=4&wish=true&drop=g1&party=5&purpose=a%0D%0Ab&start=2026-11-24T09:00"},
		"dots": {formType, "version=3&guests.0.name=王芳&guests.0.main=1&guests.1.name=Li&guests.1.main=&answers.necessity=no" +
			"&score=4&wish=yes&drop[]=g1&party=5&purpose=a%0Ab&start=2026-11-24T09:00:00%2B08:00"},
	} {
		got, err := decode(t, body[0], body[1])
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(testCommand{}), cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	long := strings.Repeat("很", 6)
	for _, c := range []struct{ kind, body, want string }{
		{jsonType, `{"x":1}`, "unknown-field /x:unknown-field"},
		{jsonType, `{"guests":[{"name":"a","actor":"b"}]}`, "unknown-field /guests/0/actor:unknown-field"},
		{jsonType, `{"Hidden":"a"}`, "unknown-field /Hidden:unknown-field"},
		{jsonType, `{"a/b~":1}`, "unknown-field /a~1b~0:unknown-field"},
		{jsonType, `{"version":"3"}`, "invalid /version:invalid"},
		{jsonType, `{"version":1.5}`, "invalid /version:invalid"},
		{jsonType, `{"version":99999999999999999999}`, "out-of-range /version:out-of-range"},
		{jsonType, `{"version":1e400}`, "out-of-range /version:out-of-range"},
		{jsonType, `{"guests":{}}`, "invalid /guests:invalid"},
		{jsonType, `{"guests":[null]}`, "invalid /guests/0:invalid"},
		{jsonType, `{"guests":[{}]}`, "required /guests/0/name:required"},
		{jsonType, `{"guests":[{"name":" "}]}`, "required /guests/0/name:required"},
		{jsonType, `{"guests":[{"name":"` + long + `"}]}`, "too-long /guests/0/name:too-long"},
		{jsonType, `{"guests":[{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"}]}`, "too-long /guests:too-long"},
		{jsonType, `{"answers":{"a":"1","b":"1","c":"1"}}`, "too-long /answers:too-long"},
		{jsonType, `{"answers":{"a":1}}`, "invalid /answers/a:invalid"},
		{jsonType, `{"start":"2026-11-24T09:00"}`, "invalid /start:invalid"},
		{jsonType, `{"start":5}`, "invalid /start:invalid"},
		{jsonType, `{"wish":"true"}`, "invalid /wish:invalid"},
		{jsonType, `{"party":"x"}`, "invalid /party:invalid"},
		{jsonType, `{"purpose":"a\u0000b"}`, "invalid /purpose:invalid"},
		{jsonType, `{"a":1}{"b":2}`, "invalid :invalid"},
		{jsonType, `[]`, "invalid :invalid"},
		{jsonType, `{`, "invalid :invalid"},
		{jsonType, "{\"purpose\":\"\xff\"}", "invalid :invalid"},
		{jsonType, `{"purpose":"` + strings.Repeat("a", MaxBody) + `"}`, "too-large[1048576]"},
		{formType, "x=1", "unknown-field /x:unknown-field"},
		{formType, "a..b=1", "unknown-field /a//b:unknown-field"},
		{formType, "guests=1&guests[0].name=a", "unknown-field /guests[0]/name:unknown-field"},
		{formType, "version=abc", "invalid /version:invalid"},
		{formType, "start=tomorrow", "invalid /start:invalid"},
		{formType, "purpose=%ff", "invalid /purpose:invalid"},
		{formType, "%zz=1", "invalid :invalid"},
		{"text/xml", "<a/>", "unsupported-type[text/xml]"},
	} {
		_, err := decode(t, c.kind, c.body)
		got := ""
		if err != nil {
			got = strings.SplitN(fault.As(err).Error(), ": ", 2)[0]
		}
		if got != c.want {
			t.Errorf("%.60s: %q, want %q", c.body, got, c.want)
		}
	}
}

func TestReadingDirectionIsNotTurnedAround(t *testing.T) {
	c, err := decode(t, jsonType, `{"purpose":"a\u202eb\u2066c\u200f"}`)
	if err != nil || c.Purpose != "abc" {
		t.Errorf("%q %v", c.Purpose, err)
	}
}

func TestMultipartIsAForm(t *testing.T) {
	c, err := decode(t, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"guests[0].name\"\r\n\r\n王\r\n--x--\r\n")
	if err != nil || len(c.Guests) != 1 || c.Guests[0].Name != "王" {
		t.Errorf("%+v %v", c, err)
	}
}

// Whatever arrives is either decoded within its limits or refused.
func FuzzDecode(f *testing.F) {
	f.Add(true, `{"guests":[{"name":"a"}],"party":[1]}`)
	f.Add(false, "guests[0].name=a&party=3&a[b=1&answers.x=1")
	f.Fuzz(func(t *testing.T, asJSON bool, body string) {
		kind := formType
		if asJSON {
			kind = jsonType
		}
		c, err := decode(t, kind, body)
		if err == nil && (len(c.Guests) > 3 || len(c.Answers) > 2) {
			t.Errorf("limits passed: %+v", c)
		}
		if err != nil && fault.As(err).Kind == fault.Internal {
			t.Errorf("internal: %v", err)
		}
	})
}
