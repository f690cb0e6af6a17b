// Package cold measures what a cold start of each function takes, beside the
// smallest Lambda function built with the same flags, all in one run: from
// starting the binary until it asks for its first event (connected to the table,
// the company read), and until the first answer. The processes get the
// environment that template.yaml gives them and nothing else. Page faults and
// time on the processor hardly vary with the machine's load; time by the clock does.
package cold

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"yingbin/infra/bench/engine"
	"yingbin/infra/lambdatest/bootstrap"
	"yingbin/infra/template"
	"yingbin/infra/trial"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/token"
	"yingbin/shared/web"
)

// hello is the package of the smallest function.
const hello = "infra/bench/hello"

// rounds is how often each function is started; of the starts the median is told.
const rounds = 9

// A cost is what a start, and an answer after it, have taken.
type cost struct{ ready, answer bootstrap.Cost }

// Measure starts each function some times, in turn with the others.
func Measure(ctx context.Context) error {
	endpoint, stop, err := engine.Use(ctx)
	if err != nil {
		return err
	}
	defer stop()
	dir, err := os.MkdirTemp("", "yingbin-cold-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	l := &ladder{dir: dir}
	if err := l.furnish(ctx, endpoint); err != nil {
		return err
	}
	return l.run(ctx)
}

// A ladder is everything that is measured, from hello upwards.
type ladder struct {
	dir   string
	ring  *token.Ring
	env   []string
	rungs []*rung
}

// A rung is one function.
type rung struct {
	step   string
	binary string
	sizes  sizes
	event  []byte // the first one
	page   []byte // a page as a browser asks for it; none for others
	costs  []cost
	pages  []cost
}

// furnish makes the table with a company, and builds the functions.
func (l *ladder) furnish(ctx context.Context, endpoint string) (err error) {
	db, err := engine.Table(ctx, endpoint)
	if err != nil {
		return err
	}
	if err := staff.StartTrial(ctx, db); err != nil {
		return err
	}
	if err := trial.Fill(ctx, &staff.Service{DB: db}, &shelf.Shelf{DB: db}, trial.Shipped, at); err != nil {
		return err
	}
	if l.ring, err = token.Generate(rand.Reader); err != nil {
		return err
	}
	if err := l.environment(endpoint, db); err != nil {
		return err
	}
	tpl, err := template.Read("template.yaml")
	if err != nil {
		return err
	}
	l.rungs = []*rung{{step: "hello", event: []byte("{}")}}
	for _, f := range tpl.Functions() {
		r, err := l.rung(f)
		if err != nil {
			return err
		}
		l.rungs = append(l.rungs, r)
	}
	for _, r := range l.rungs {
		folder := filepath.Join("functions", r.step)
		if r.step == "hello" {
			folder = hello
		}
		if r.binary, r.sizes, err = compile(ctx, folder, filepath.Join(l.dir, r.step)); err != nil {
			return err
		}
	}
	return nil
}

// environment is what the template gives every function. The region is one of
// AWS's: for one that it does not know the SDK reads eight patterns at each request.
func (l *ladder) environment(endpoint string, db *dynamostore.DB) error {
	keys, err := json.Marshal(l.ring)
	if err != nil {
		return err
	}
	l.env = []string{"YINGBIN_TABLE=" + db.Name(), "YINGBIN_BUCKET=files", "YINGBIN_FILES=https://files.s3.eu-central-1.amazonaws.com", "YINGBIN_URL=https://reception.example.com", "YINGBIN_KEYS=" + string(keys),
		"YINGBIN_FROM=迎宾 <reception@example.com>", "YINGBIN_MAIL_SET=yingbin", "AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=local",
		"AWS_SECRET_ACCESS_KEY=local", "AWS_ENDPOINT_URL_DYNAMODB=" + endpoint}
	return nil
}

// at is the moment of the samples in functions/.
var at = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

// person stands in the samples for the session of whoever acts.
var person = regexp.MustCompile(`TOKEN-OF-[a-z0-9-]+`)

// rung reads the function's sample, signed in as somebody.
func (l *ladder) rung(f template.Function) (*rung, error) {
	raw, err := os.ReadFile(filepath.Join("functions", f.Step, "event.json"))
	if err != nil {
		return nil, err
	}
	session := l.ring.SignSession(token.Session{Staff: "admin", Issued: at, Trial: true})
	r := &rung{step: f.Step, event: person.ReplaceAllLiteral(raw, []byte(session))}
	for _, route := range f.Routes {
		if route.Method == "GET" && !strings.Contains(route.Path, "{") && isPage(route.Path) {
			r.page = pageEvent(route, session)
			break
		}
	}
	return r, nil
}

// isPage says whether a path answers with a page.
func isPage(path string) bool {
	return slices.ContainsFunc(web.Table(&web.Services{Staff: &staff.Service{}}), func(r web.Route) bool {
		return r.Method == "GET" && r.Pattern == path && r.Page != ""
	})
}

// pageEvent asks for a page as a browser does.
func pageEvent(r template.Route, session string) []byte {
	raw, _ := json.Marshal(map[string]any{"version": "2.0", "routeKey": r.String(), "rawPath": r.Path,
		"headers":        map[string]string{"accept": "text/html", "authorization": "Bearer " + session, "host": "reception.example.com"},
		"requestContext": map[string]any{"timeEpoch": at.UnixMilli(), "http": map[string]string{"method": r.Method, "path": r.Path, "sourceIp": "192.0.2.1"}}})
	return raw
}

// run measures in rounds and prints the table.
func (l *ladder) run(ctx context.Context) error {
	for range rounds {
		for _, r := range l.rungs {
			if err := l.start(ctx, r); err != nil {
				return fmt.Errorf("%s: %w", r.step, err)
			}
		}
	}
	l.print()
	return nil
}

// start measures one start with its first answer, and another with a page.
func (l *ladder) start(ctx context.Context, r *rung) error {
	c, err := l.first(ctx, r, r.event)
	if err != nil {
		return err
	}
	r.costs = append(r.costs, c)
	if r.page == nil {
		return nil
	}
	c, err = l.first(ctx, r, r.page)
	r.pages = append(r.pages, c)
	return err
}

// first starts the function and sends it one event.
func (l *ladder) first(ctx context.Context, r *rung, event []byte) (cost, error) {
	p, err := bootstrap.Start(ctx, bootstrap.Function{Binary: r.binary, Name: r.step, Timeout: time.Minute, Env: l.env})
	if err != nil {
		return cost{}, err
	}
	defer p.Stop()
	before := p.Cost().Took
	if _, err := p.Invoke(event); err != nil {
		return cost{}, err
	}
	after := p.Cost()
	after.Took -= before - p.Ready.Took // the pause between both is nobody's
	return cost{p.Ready, after}, nil
}

// median is the middle of what the runs give.
func median[T, V any](of []T, value func(T) V, compare func(a, b V) int) V {
	var all []V
	for _, one := range of {
		all = append(all, value(one))
	}
	slices.SortFunc(all, compare)
	return all[len(all)/2]
}
