package lambdas

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/moment"
)

// golden reads an event as AWS sends it.
func golden[T any](t *testing.T, name string) T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// seen is what a handler can see of a request.
type seen struct {
	Method, URL, Path, Host, Cookie, Accept, Twice, Remote, Body string
	Queries                                                      []string
	Length                                                       int64
	At                                                           time.Time
}

func look(r *http.Request) seen {
	body, _ := io.ReadAll(r.Body)
	return seen{r.Method, r.RequestURI, r.URL.Path, r.Host, r.Header.Get("Cookie"), r.Header.Get("Accept"), r.Header.Get("X-Twice"),
		r.RemoteAddr, string(body), r.URL.Query()["q"], r.ContentLength, moment.Of(r.Context())}
}

func TestRequest(t *testing.T) {
	for name, want := range map[string]seen{
		"http-form": {"POST", "/customers/%E6%B7%B1%E5%9C%B3%20%E4%B8%80%E5%8F%B7?q=%E6%B7%B1&q=b&cursor=a%2Bb", "/customers/深圳 一号",
			"reception.example.com", "session=abc; lang=zh", "text/html,application/xhtml+xml", "one,two", "203.0.113.7:0",
			"name=%E6%B7%B1&a=1", []string{"深", "b"}, 18, time.UnixMilli(1795309200123).UTC()},
		"http-stage": {"GET", "/today", "/today", "api.example.com", "", "application/json", "", "[2001:db8::1]:0", "", nil, 0,
			time.UnixMilli(1795309200000).UTC()},
	} {
		var got seen
		run := HTTP(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = look(r) }))
		if _, err := run(t.Context(), golden[events.APIGatewayV2HTTPRequest](t, name)); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestTimeOfBothGateways(t *testing.T) {
	want := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	for _, epoch := range []int64{want.UnixMilli(), want.Unix()} {
		if got := at(events.APIGatewayV2HTTPRequest{RequestContext: events.APIGatewayV2HTTPRequestContext{TimeEpoch: epoch}}); !got.Equal(want) {
			t.Errorf("%d is %v", epoch, got)
		}
	}
}

func TestEncodedPathIsDecodedOnce(t *testing.T) {
	for raw, want := range map[string]string{"/a%20b": "/a b", "/a b": "/a b", "/100%": "/100%", "": "/", "/深": "/深"} {
		if got := path(events.APIGatewayV2HTTPRequest{RawPath: raw}); got != want {
			t.Errorf("%q gives %q", raw, got)
		}
	}
}

func TestResponse(t *testing.T) {
	png := []byte{0x89, 'P', 'N', 'G', 0xff}
	for _, c := range []struct {
		name string
		h    http.HandlerFunc
		want events.APIGatewayV2HTTPResponse
	}{
		{"nothing", func(http.ResponseWriter, *http.Request) {}, events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: map[string]string{}}},
		{"json and cookies", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.Header().Add("Set-Cookie", "a=1; Path=/")
			w.Header().Add("Set-Cookie", "b=2; Path=/")
			w.Header().Add("Vary", "Accept")
			w.Header().Add("Vary", "Cookie")
			w.WriteHeader(422)
			w.WriteHeader(200)
			_, _ = w.Write([]byte(`{"title":"不行"}`))
		}, events.APIGatewayV2HTTPResponse{StatusCode: 422, Body: `{"title":"不行"}`, Cookies: []string{"a=1; Path=/", "b=2; Path=/"},
			Headers: map[string]string{"content-type": "application/problem+json", "vary": "Accept, Cookie"}}},
		{"bytes", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write(png)
		}, events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: base64.StdEncoding.EncodeToString(png), IsBase64Encoded: true,
			Headers: map[string]string{"content-type": "image/png"}}},
	} {
		got, err := HTTP(c.h)(t.Context(), golden[events.APIGatewayV2HTTPRequest](t, "http-stage"))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestBrokenEventIsRefused(t *testing.T) {
	for _, e := range []events.APIGatewayV2HTTPRequest{
		{Body: "%%%", IsBase64Encoded: true},
		{RequestContext: events.APIGatewayV2HTTPRequestContext{HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: "G T"}}},
	} {
		res, err := HTTP(http.NotFoundHandler())(t.Context(), e)
		if err != nil || res.StatusCode != 400 {
			t.Errorf("%d %v", res.StatusCode, err)
		}
	}
}

// A batch stops at the first failure and names it (architecture, rule 6).
func TestStreamStopsAtFirstFailure(t *testing.T) {
	batch := golden[events.DynamoDBEvent](t, "stream")
	for _, c := range []struct {
		failAt string
		want   []string // delivered
		report string
	}{
		{"", []string{"0001-aaaaaa", "0002-bbbbbb", "0001-cccccc"}, ""},
		{"0002-bbbbbb", []string{"0001-aaaaaa"}, "102"},
	} {
		var done []string
		res, err := Stream(func(ctx context.Context, pk, sk string) error {
			id := sk[len(sk)-len("0001-aaaaaa"):]
			if id == c.failAt {
				return errors.New("provider is down")
			}
			if moment.Of(ctx).IsZero() || pk == "" {
				t.Error("no time, or no key")
			}
			done = append(done, id)
			return nil
		})(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, done); d != "" {
			t.Error(d)
		}
		got := ""
		for _, f := range res.BatchItemFailures {
			got += f.ItemIdentifier
		}
		if got != c.report {
			t.Errorf("reported %q, want %q", got, c.report)
		}
	}
}

func TestStreamRecordWithoutKey(t *testing.T) {
	e := events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{{EventName: "INSERT", Change: events.DynamoDBStreamRecord{SequenceNumber: "7"}}}}
	res, err := Stream(nil)(t.Context(), e)
	if err != nil || len(res.BatchItemFailures) != 1 || res.BatchItemFailures[0].ItemIdentifier != "7" {
		t.Errorf("%+v %v", res, err)
	}
}

func TestSchedule(t *testing.T) {
	var got time.Time
	run := Schedule(func(ctx context.Context, at time.Time) error {
		got = at
		if !moment.Of(ctx).Equal(at) {
			t.Error("the context has another time")
		}
		return nil
	})
	if err := run(t.Context(), golden[events.CloudWatchEvent](t, "schedule")); err != nil {
		t.Fatal(err)
	}
	if !got.Equal(time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)) {
		t.Error(got)
	}
	if err := run(t.Context(), events.CloudWatchEvent{}); err == nil {
		t.Error("a schedule without a time ran")
	}
}

func TestDeliveries(t *testing.T) {
	for name, want := range map[string]Delivery{
		"ses-bounce": {"0100-abc", "guest@customer.example", "bounced", "smtp; 550 5.1.1 user unknown", true,
			time.Date(2026, 11, 22, 1, 0, 4, 0, time.UTC), map[string]string{"event": "e1", "recipient": "g000", "ses:source-ip": "10.0.0.1"}},
		"ses-reject": {"0100-ghi", "b@demo.example", "bounced", "Bad content", false,
			time.Date(2026, 11, 22, 1, 0, 2, 0, time.UTC), map[string]string{"event": "e3"}},
		"ses-topic": {"0100-def", "a@demo.example", "delivered", "", false,
			time.Date(2026, 11, 22, 1, 0, 3, 0, time.UTC), map[string]string{"event": "e2"}},
	} {
		var got []Delivery
		err := Deliveries(func(_ context.Context, d Delivery) error { got = append(got, d); return nil })(t.Context(), golden[json.RawMessage](t, name))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]Delivery{want}, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestDeliveriesRefuses(t *testing.T) {
	run := Deliveries(func(context.Context, Delivery) error { return errors.New("no") })
	for _, raw := range []string{`[]`, `{}`, `{"detail":[]}`, string(golden[json.RawMessage](t, "ses-bounce"))} {
		if err := run(t.Context(), json.RawMessage(raw)); err == nil {
			t.Errorf("%.40s passed", raw)
		}
	}
}

func TestOtherReportsArePassedOver(t *testing.T) {
	called := false
	err := Deliveries(func(context.Context, Delivery) error { called = true; return nil })(t.Context(),
		json.RawMessage(`{"detail":{"eventType":"Open","mail":{"messageId":"x"}}}`))
	if err != nil || called {
		t.Errorf("%v %v", called, err)
	}
}
