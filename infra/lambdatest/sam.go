package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// samStart is how long SAM may take until it listens.
const samStart = 2 * time.Minute

// A samLocal runs the functions in containers: pages by start-api, everything
// else by start-lambda.
type samLocal struct {
	program string // sam
	build   string // folder of what sam build made
	arch    string
	config  string // samconfig.toml
	env     string // file of the environment
	front   *url.URL
	events  string
	running []*exec.Cmd
}

// openSAM starts both servers. The containers reach the engine and the services
// at the endpoint, which listens on the bridge.
func (s *stack) openSAM(ctx context.Context, given map[string]string, endpoint string) error {
	l := &samLocal{program: s.sam, build: s.bin, arch: s.arch, env: cmp.Or(s.env, filepath.Join(s.dir, "env.json"))}
	s.local = l
	var err error
	if l.config, err = filepath.Abs(filepath.Join(s.root, "samconfig.toml")); err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]any{"Parameters": withEndpoints(given, endpoint)})
	if err != nil {
		return err
	}
	if err := os.WriteFile(l.env, raw, 0o600); err != nil {
		return err
	}
	if err := l.template(); err != nil {
		return err
	}
	api, err := l.serve(ctx, "start-api", "--disable-authorizer")
	if err != nil {
		return err
	}
	if l.front, err = url.Parse(api); err != nil {
		return err
	}
	l.events, err = l.serve(ctx, "start-lambda")
	return err
}

// endpointNames are the variables that name another address of a service.
var endpointNames = []string{"AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SES", "AWS_ENDPOINT_URL_S3"}

// withEndpoints adds the addresses of the services to an environment.
func withEndpoints(given map[string]string, endpoint string) map[string]string {
	all := map[string]string{}
	for name, value := range given {
		all[name] = value
	}
	for _, name := range endpointNames {
		all[name] = endpoint
	}
	return all
}

// template writes local.yaml beside the template that sam build has made: the
// same with the addresses declared, because SAM gives a container no variable
// that its template does not know.
func (l *samLocal) template() error {
	raw, err := os.ReadFile(filepath.Join(l.build, "template.yaml"))
	if err != nil {
		return fmt.Errorf("sam build has not run: %w", err)
	}
	var b strings.Builder
	found := false
	for line := range strings.Lines(string(raw)) {
		b.WriteString(line)
		if trimmed := strings.TrimLeft(line, " "); !found && strings.HasPrefix(trimmed, "Variables:") {
			found = true
			indent := strings.Repeat(" ", len(line)-len(trimmed)+2)
			for _, name := range endpointNames {
				b.WriteString(indent + name + ": local\n")
			}
		}
	}
	if !found {
		return errors.New("the built template declares no variables")
	}
	return os.WriteFile(filepath.Join(l.build, "local.yaml"), []byte(b.String()), 0o600)
}

// serve starts one of SAM's servers and waits until it listens.
func (l *samLocal) serve(ctx context.Context, command string, more ...string) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	addr := listener.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	if err := listener.Close(); err != nil {
		return "", err
	}
	args := append([]string{"local", command, "--template", filepath.Join(l.build, "local.yaml"), "--port", port, "--env-vars", l.env,
		"--config-file", l.config, "--config-env", "local", "--parameter-overrides", "Architecture=" + l.arch}, more...)
	cmd := exec.Command(l.program, args...)
	cmd.Env = append(os.Environ(), "AWS_REGION="+region, "AWS_DEFAULT_REGION="+region, "AWS_ACCESS_KEY_ID="+samRole, "AWS_SECRET_ACCESS_KEY=secret", "SAM_CLI_TELEMETRY=0")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("sam local %s: %w", command, err)
	}
	l.running = append(l.running, cmd)
	for end := time.Now().Add(samStart); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(200 * time.Millisecond) {
		if c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr); err == nil {
			return "http://" + addr, c.Close()
		}
	}
	return "", fmt.Errorf("sam local %s does not listen", command)
}

// samRole is what SAM's containers sign as: it has no function's role of its own.
const samRole = "sam"

// pages passes a request on to start-api, as the site's own host.
func (l *samLocal) pages() http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(l.front)
		r.Out.Host = host
	}}
}

// invoke hands an event to a function by start-lambda.
func (l *samLocal) invoke(ctx context.Context, name string, raw []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.events+"/2015-03-31/functions/"+name+"/invocations", bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || res.Header.Get("X-Amz-Function-Error") != "") {
		err = fmt.Errorf("%s: %d %s", name, res.StatusCode, body)
	}
	return body, err
}

// stop ends both servers and waits until they have removed their containers.
func (l *samLocal) stop() {
	for _, cmd := range l.running {
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}
	for _, cmd := range l.running {
		_ = cmd.Wait()
	}
}

// watch brings what is new and what is due to the functions, as stream and
// schedules do, until the context ends.
func (s *stack) watch(ctx context.Context) {
	for tick := time.NewTicker(2 * time.Second); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
			s.mu.Lock()
			if err := s.settle(ctx, s.clock.now()); err != nil && ctx.Err() == nil {
				fmt.Fprintln(os.Stderr, "stream and schedules:", err)
			}
			s.mu.Unlock()
		}
	}
}
