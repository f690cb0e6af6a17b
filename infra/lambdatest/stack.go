package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/infra/template"
	"yingbin/shared/cloud"
	"yingbin/shared/mail/mailbox"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/token"
)

// options say where everything is.
type options struct {
	root   string // of the module
	bin    string
	engine string
	addr   string
	sam    string
	arch   string
	env    string
	bridge string
}

// What the stack is called here.
const (
	region = "eu-central-1"
	bucket = "files"
	host   = "reception.demo.example"
	sender = "reception@demo.example"
	set    = "yingbin"
)

// A stack is the whole of it, running.
type stack struct {
	options
	url       string
	dir       string // of what is kept while it runs
	table     string
	db        *dynamostore.DB
	shelf     *shelf.Shelf
	staff     *staff.Service
	ring      *token.Ring
	box       *mailbox.Box
	functions map[string]*function // by step
	guard     *guard
	stream    *stream
	servers   []*http.Server
	local     *samLocal    // nil: the functions are processes of this machine
	trouble   atomic.Int64 // how many of the next mails SES fails to take

	mu    sync.Mutex // one thing at a time, so that a moved clock has one order
	clock clock
	held  bool // events wait in the outbox
	still bool // and nothing falls due
}

// start makes the table, fills it with nothing but the marker of a trial, and serves.
func start(ctx context.Context, o options) (s *stack, err error) {
	if o.engine == "" {
		return nil, errors.New("an engine is needed: -engine or DYNAMODB_ENDPOINT")
	}
	s = &stack{options: o, table: fmt.Sprintf("yingbin-%d-%d", os.Getpid(), time.Now().UnixNano()), functions: map[string]*function{}}
	if s.dir, err = os.MkdirTemp("", "lambdatest-"); err != nil {
		return nil, err
	}
	if s.bin == "" {
		s.bin = filepath.Join(s.dir, "bin")
	}
	if s.ring, err = token.Generate(rand.Reader); err != nil {
		return nil, err
	}
	if s.box, err = mailbox.Open(mailbox.Memory); err != nil {
		return nil, err
	}
	tpl, err := template.Read(filepath.Join(o.root, "template.yaml"))
	if err != nil {
		return nil, err
	}
	if err := s.openTable(ctx, tpl); err != nil {
		return nil, err
	}
	if err := s.openServices(ctx, tpl); err != nil {
		return nil, err
	}
	s.url, err = s.serve(ctx, o.addr, s.front(tpl))
	return s, err
}

// openTable makes the table that the template describes, and everything that the
// operator does by himself.
func (s *stack) openTable(ctx context.Context, tpl *template.Template) error {
	operator := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "operator", SecretAccessKey: "operator"}, nil
	})
	s.db = dynamostore.New(dynamostore.Client(region, s.engine, operator, &http.Client{}), s.table, dynamostore.Options{})
	s.shelf, s.staff = &shelf.Shelf{DB: s.db}, &staff.Service{DB: s.db}
	s.stream = &stream{engine: s.engine, table: s.table, seen: map[string]string{}}
	in, err := tpl.CreateTable("Table", s.table)
	if err != nil {
		return err
	}
	if err := s.stream.create(ctx, in); err != nil {
		return fmt.Errorf("create the table: %w", err)
	}
	return staff.StartTrial(ctx, s.db)
}

// openServices starts the guard with what is behind it, and knows the functions.
func (s *stack) openServices(ctx context.Context, tpl *template.Template) error {
	engine, err := url.Parse(s.engine)
	if err != nil {
		return err
	}
	s.guard = &guard{roles: map[string][]template.Statement{}, used: map[string]bool{}, services: map[string]http.Handler{
		"dynamodb": httputil.NewSingleHostReverseProxy(engine), "ses": http.HandlerFunc(s.sendMail)}}
	s.guard.services["s3"] = s.openBucket()
	inside := "127.0.0.1"
	if s.sam != "" {
		inside = s.bridge
	}
	endpoint, err := s.serve(ctx, inside+":0", s.guard)
	if err != nil {
		return err
	}
	keys, err := json.Marshal(s.ring)
	if err != nil {
		return err
	}
	given := map[string]string{"YINGBIN_TABLE": s.table, "YINGBIN_BUCKET": bucket, "YINGBIN_FILES": endpoint, "YINGBIN_URL": "https://" + host, "YINGBIN_KEYS": string(keys),
		"YINGBIN_FROM": "迎宾 <" + sender + ">", "YINGBIN_MAIL_SET": set}
	if s.sam != "" {
		if err := s.openSAM(ctx, given, endpoint); err != nil {
			return err
		}
	}
	optional := map[string]bool{}
	for _, v := range cloud.Variables() {
		optional[v.Name] = v.Optional
	}
	for _, f := range tpl.Functions() {
		s.guard.roles[samRole] = append(s.guard.roles[samRole], f.Statements...)
		env := []string{"AWS_REGION=" + region, "AWS_ACCESS_KEY_ID=" + f.Name, "AWS_SECRET_ACCESS_KEY=secret", "AWS_SESSION_TOKEN=session",
			"AWS_ENDPOINT_URL_DYNAMODB=" + endpoint, "AWS_ENDPOINT_URL_SES=" + endpoint, "AWS_ENDPOINT_URL_S3=" + endpoint}
		for _, name := range tpl.Variables() {
			if given[name] == "" && optional[name] {
				continue
			}
			if given[name] == "" {
				return fmt.Errorf("template.yaml sets %s, of which nothing is known here", name)
			}
			env = append(env, name+"="+given[name])
		}
		s.guard.roles[f.Name] = f.Statements
		seconds, ok := number(f.Properties["Timeout"])
		if !ok {
			seconds, _ = number(tpl.At("Globals", "Function", "Timeout"))
		}
		s.functions[f.Step] = &function{sam: s.local, step: f.Step, name: f.Name, timeout: time.Duration(seconds) * time.Second, env: env,
			build: func(ctx context.Context) (string, error) { return build(ctx, s.root, s.bin, f.Step) }}
	}
	return nil
}

// number reads an integer of the template.
func number(v any) (n int, ok bool) {
	_, err := fmt.Sscan(fmt.Sprint(v), &n)
	return n, err == nil
}

// build makes the binary of a function as sam build does, for this machine.
func build(ctx context.Context, root, bin, step string) (string, error) {
	out, err := filepath.Abs(filepath.Join(bin, step, "bootstrap"))
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", out, "./functions/"+step)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+runtime.GOARCH)
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, text)
	}
	return out, nil
}

// serve listens and gives the address.
func (s *stack) serve(ctx context.Context, addr string, h http.Handler) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	s.servers = append(s.servers, server)
	go func() { _ = server.Serve(l) }()
	return "http://" + l.Addr().String(), nil
}

// stop ends everything and removes what was kept.
func (s *stack) stop() {
	for _, server := range s.servers {
		_ = server.Close()
	}
	for _, f := range s.functions {
		f.chill()
	}
	if s.local != nil {
		s.local.stop()
	}
	_ = os.RemoveAll(s.dir)
}

// report tells what the cold starts took and what the guard refused.
func (s *stack) report() []string {
	var lines []string
	for _, f := range s.functions {
		for _, c := range f.started {
			lines = append(lines, fmt.Sprintf("%-10s started in %6.1f ms with %d page faults", f.step, float64(c.Took.Microseconds())/1000, c.Faults))
		}
	}
	for _, r := range s.guard.refused {
		lines = append(lines, "refused: "+r)
	}
	slices.Sort(lines)
	return lines
}
