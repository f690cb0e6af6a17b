package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"yingbin/shared/event"
	"yingbin/shared/staff"
	"yingbin/shared/store/dynamostore"
)

// try runs a command on a store and gives what it wrote and said.
func try(t *testing.T, env map[string]string, in string, args ...string) (out, said string, err error) {
	t.Helper()
	var o, s bytes.Buffer
	m := mover{from: target{env: func(name string) string { return env[name] }}, in: strings.NewReader(in), out: &o, say: &s}
	switch args[0] {
	case "export":
		err = m.export(t.Context(), args[1:])
	case "import":
		err = m.load(t.Context(), args[1:])
	case "found":
		err = found(t.Context(), m.from, time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC), args[1:], &s)
	}
	return o.String(), s.String(), err
}

// lived gives the export of a store in which something has happened: one
// reception is confirmed, its last mails have still to be sent.
func lived(t *testing.T) (lines, said string) {
	t.Helper()
	dir := t.TempDir()
	w := newWorld(t, Options{Data: dir})
	r := w.reception(published, tuesday, "room-a")
	w.must(w.ask("", "POST", "/_local/faults", M{"hold_delivery": true}))
	w.confirm(r)
	w.must(w.upload("office2", r, M{"version": w.version(r, "")}, "a.pdf", pdf))
	lines, said, err := try(t, nil, "", "export", "-data", dir, "-") // while it runs
	if err != nil {
		t.Fatal(err)
	}
	return lines, said
}

// company leaves the marker of the trial out.
func company(t *testing.T, lines string) string {
	t.Helper()
	var kept []string
	for l := range strings.Lines(lines) {
		if !strings.HasPrefix(l, `{"pk":"company","sk":"TRIAL"`) {
			kept = append(kept, l)
		}
	}
	if len(kept) != strings.Count(lines, "\n")-1 {
		t.Fatal("no marker in the export of a trial")
	}
	kept[len(kept)-1] = fmt.Sprintf("{\"end\":%d}\n", len(kept)-1)
	return strings.Join(kept, "")
}

// table makes a table in the engine and gives the environment that finds it.
func engineTable(t *testing.T) (env map[string]string, flags []string) {
	t.Helper()
	endpoint := os.Getenv("DYNAMODB_ENDPOINT")
	if endpoint == "" {
		t.Skip("DYNAMODB_ENDPOINT is not set: no engine to move to")
	}
	env = map[string]string{"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_REGION": "local"}
	name := fmt.Sprintf("move-%d-%s", os.Getpid(), strings.ToLower(t.Name()[len("Test"):]))
	client := dynamostore.Client("local", endpoint, aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
	}), &http.Client{})
	if err := dynamostore.New(client, name, dynamostore.Options{}).CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := client.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: &name}); err != nil {
			t.Error(err)
		}
	})
	return env, []string{"-table", name, "-endpoint", endpoint}
}

// roundTrip imports lines into a store, and back, and wants the same bytes.
func roundTrip(t *testing.T, lines string, env map[string]string, flags ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "export.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said, err := try(t, env, "", append(append([]string{"import"}, flags...), file)...); err != nil {
		t.Fatal(err, said)
	}
	back, _, err := try(t, env, "", append(append([]string{"export"}, flags...), "-")...)
	if err != nil || back != lines {
		t.Fatalf("%v: %d bytes went in, %d came back", err, len(lines), len(back))
	}
	if _, _, err := try(t, env, lines, append(append([]string{"import"}, flags...), "-")...); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("imported twice: %v", err)
	}
}

func TestMoveKeepsEveryByte(t *testing.T) {
	lines, said := lived(t)
	if !strings.Contains(said, "1 receptions") || !strings.Contains(said, "file not included: ") || strings.Contains(said, " 0 events") {
		t.Error(said)
	}
	roundTrip(t, company(t, lines), nil, "-data", filepath.Join(t.TempDir(), "new"))
}

func TestMoveToDynamoDB(t *testing.T) {
	env, flags := engineTable(t)
	lines, _ := lived(t)
	roundTrip(t, company(t, lines), env, flags...)
}

// A trial stays a trial, and what is no export changes nothing.
func TestImportRefuses(t *testing.T) {
	lines, _ := lived(t)
	short, _, _ := strings.Cut(company(t, lines), "\n")
	dir := filepath.Join(t.TempDir(), "new")
	for what, in := range map[string]string{"a trial": lines, "it is empty": "{\"end\":0}\n", "cut off": "", "not in key order": short + "\n" + short + "\n",
		"version 0": `{"pk":"r#1","sk":"HEAD","v":0}`, "line does not decode": short[:40]} {
		if _, _, err := try(t, nil, in, "import", "-data", dir, "-"); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a refused import left a store behind")
	}
	if _, _, err := try(t, nil, "", "export", "-data", dir, "-"); err == nil {
		t.Error("exported what is not there")
	}
	if _, _, err := try(t, map[string]string{}, "", "export", "-table", "x", "-region", "y", "-"); err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") {
		t.Errorf("without credentials: %v", err)
	}
}

// A copy beside the original tells nobody: what was still to be told is told
// by the original alone.
func TestQuietImport(t *testing.T) {
	lines, _ := lived(t)
	lines = company(t, lines)
	dir := filepath.Join(t.TempDir(), "new")
	if _, _, err := try(t, nil, lines, "import", "-quiet", "-data", dir, "-"); err != nil {
		t.Fatal(err)
	}
	back, _, err := try(t, nil, "", "export", "-data", dir, "-")
	if err != nil || !strings.Contains(lines, event.Outbox) || strings.Contains(back, event.Outbox) || strings.Count(back, "\n") != strings.Count(lines, "\n") {
		t.Errorf("%v: the outbox went along", err)
	}
}

// An export overwrites nothing and is for its owner alone.
func TestExportFile(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "export.jsonl")
	run(t, Options{Data: dir, Trial: true, Demo: false})
	for i, want := range []bool{true, false} {
		if _, _, err := try(t, nil, "", "export", "-data", dir, file); (err == nil) != want {
			t.Errorf("%d: %v", i, err)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".export-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// founded runs the command twice and looks at what it made.
func founded(t *testing.T, env map[string]string, flags ...string) {
	t.Helper()
	args := append(append([]string{"found"}, flags...), "-name", "深圳一号", "-admin", "Wang@Company.Test", "-policies", "envicool,showroom")
	for range 2 {
		if _, said, err := try(t, env, "", args...); err != nil || !strings.Contains(said, "深圳一号") {
			t.Fatal(err, said)
		}
	}
	if _, _, err := try(t, env, "", append(args, "-name", "another")...); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("founded over another: %v", err)
	}
	at := target{env: func(name string) string { return env[name] }}
	if flags[0] == "-data" {
		at.data = flags[1]
	} else {
		at.table, at.endpoint, at.region = flags[1], flags[3], "local"
	}
	db, done, err := at.open()
	if err != nil {
		t.Fatal(err)
	}
	c, err := (&staff.Service{DB: db}).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Person("wang@company.test"); p == nil || !p.Has(staff.Admin) || c.Info.Policy != "envicool" || len(c.Info.Policies) != 2 {
		t.Errorf("%+v %+v", p, c.Info)
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
}

func TestFound(t *testing.T) { founded(t, nil, "-data", t.TempDir()) }

func TestFoundOnDynamoDB(t *testing.T) {
	env, flags := engineTable(t)
	founded(t, env, flags...)
}

// A trial does not become a company by this door either.
func TestFoundRefusesTrials(t *testing.T) {
	dir := t.TempDir()
	run(t, Options{Data: dir, Trial: true})
	if _, _, err := try(t, nil, "", "found", "-data", dir, "-name", "x", "-admin", "a@x.test"); err == nil || !strings.Contains(err.Error(), "trial") {
		t.Errorf("%v", err)
	}
}
