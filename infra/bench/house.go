package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A house is a real local process with its data folder.
type house struct {
	dir, exe, url string
	cmd           *exec.Cmd
	client        *http.Client
	tokens        map[string]string
}

// build compiles the process into a folder that cleanUp removes.
func build() (h *house, cleanUp func(), err error) {
	dir, err := os.MkdirTemp("", "yingbin-bench-")
	if err != nil {
		return nil, nil, fmt.Errorf("make a folder: %w", err)
	}
	h = newHouse(dir, filepath.Join(dir, "yingbin"))
	cleanUp = func() { h.kill(); _ = os.RemoveAll(dir) }
	if out, err := exec.Command("go", "build", "-o", h.exe, "yingbin/infra/local").CombinedOutput(); err != nil {
		cleanUp()
		return nil, nil, fmt.Errorf("build: %w: %s", err, out)
	}
	return h, cleanUp, nil
}

// newHouse is a process that is not started yet.
func newHouse(dir, exe string) *house {
	jar, _ := cookiejar.New(nil) // without options it cannot fail; a browser remembers the link that it opened
	return &house{dir: dir, exe: exe, tokens: map[string]string{},
		client: &http.Client{Timeout: time.Minute, Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}}
}

// twin is the same program over a store of its own; kill ends it.
func (h *house) twin(name string) *house { return newHouse(filepath.Join(h.dir, name), h.exe) }

// data is the folder of the store.
func (h *house) data() string { return filepath.Join(h.dir, "data") }

// start runs the process and waits until it answers; it tells how long that took.
func (h *house) start(args ...string) (time.Duration, error) {
	h.client.CloseIdleConnections()
	began := time.Now()
	h.cmd = exec.Command(h.exe, append([]string{"-addr", "127.0.0.1:0", "-data", h.data()}, args...)...)
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := h.cmd.Start(); err != nil {
		return 0, fmt.Errorf("start: %w", err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("the process says nothing: %w", err)
	}
	said = strings.TrimSpace(said)
	h.url = said[strings.LastIndexByte(said, ' ')+1:]
	res, err := h.client.Get(h.url + "/sign-in")
	if err != nil {
		return 0, err
	}
	_ = res.Body.Close()
	return time.Since(began), nil
}

// kill ends the process as kill -9 does.
func (h *house) kill() {
	if h.cmd != nil && h.cmd.Process != nil {
		_ = h.cmd.Process.Kill()
		_ = h.cmd.Wait()
		h.cmd = nil
	}
}

// stop ends the process in good order.
func (h *house) stop() error {
	if err := h.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	err := h.cmd.Wait()
	h.cmd = nil
	return err
}

// memory is the process's resident memory, in MB.
func (h *house) memory() (float64, error) {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(h.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0, err
	}
	for l := range strings.Lines(string(raw)) {
		if f := strings.Fields(l); len(f) > 1 && f[0] == "VmRSS:" {
			kb, err := strconv.ParseFloat(f[1], 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("no VmRSS")
}

// ticks is how many ticks of processor time the kernel counts a second.
const ticks = 100

// cpu is the processor time that the process has used.
func (h *house) cpu() (time.Duration, error) {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(h.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:])) // the third field is the first behind the name
	if len(f) < 13 {
		return 0, errors.New("no processor time")
	}
	user, err := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	return time.Duration(user+system) * time.Second / ticks, errors.Join(err, err2)
}

// an answer is decoded JSON.
type answer map[string]any

func (a answer) text(name string) string { s, _ := a[name].(string); return s }

func (a answer) version() int { n, _ := a["version"].(float64); return int(n) }

// ask sends JSON as somebody and wants success.
func (h *house) ask(by, method, path, key string, body any) (answer, error) {
	status, raw, err := h.send(by, method, path, key, body, "application/json")
	if err != nil {
		return nil, err
	}
	if status < 200 || status > 299 {
		return nil, fmt.Errorf("%s %s: %d %.300s", method, path, status, raw)
	}
	var a answer
	return a, json.Unmarshal(raw, &a)
}

// send sends a request and reads the whole answer.
func (h *house) send(by, method, path, key string, body any, accept string) (int, []byte, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	r, err := http.NewRequest(method, h.url+path, bytes.NewReader(raw))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Accept", accept)
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	if t := h.tokens[by]; t != "" {
		r.Header.Set("Authorization", "Bearer "+t)
	}
	res, err := h.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	got, err := io.ReadAll(res.Body)
	return res.StatusCode, got, err
}

// reset begins anew and signs everybody in.
func (h *house) reset(data string) error {
	if _, err := h.ask("", "POST", "/_local/reset", "", map[string]any{"data": data, "now": "2026-11-22T09:00:00+08:00"}); err != nil {
		return err
	}
	return h.signIn()
}

// signIn signs in the people that measurements play.
func (h *house) signIn() error {
	for _, who := range []string{"sales", "office", "head", "gate"} {
		a, err := h.ask("", "POST", "/_local/sign-in", "", map[string]any{"email": who + "@demo.example"})
		if err != nil {
			return err
		}
		h.tokens[who] = a.text("token")
	}
	return nil
}

// application is a visit of so many guests, on a day after the 22nd.
func application(guests, customer int) map[string]any {
	var list []any
	for i := range guests {
		list = append(list, map[string]any{"name": fmt.Sprintf("来宾%d", i), "main": i == 0, "language": "zh"})
	}
	return map[string]any{"policy": "envicool", "customer": map[string]any{"name": fmt.Sprintf("客户%d", customer), "class": "important"},
		"start": "2026-11-26T09:00:00+08:00", "end": "2026-11-26T17:00:00+08:00", "purpose": "技术交流", "guests": list}
}

// draft makes an application.
func (h *house) draft(key string, customer int) (answer, error) {
	return h.ask("sales", "POST", "/receptions", key, application(3, customer))
}

// submit hands it in.
func (h *house) submit(key string, d answer) (answer, error) {
	return h.ask("sales", "POST", "/receptions/"+d.text("id")+"/submit", key, map[string]any{"version": d.version()})
}
