package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/store/dynamostore"
	"yingbin/shared/token"
)

func TestKeys(t *testing.T) {
	var first, next bytes.Buffer
	o := operator{out: &first}
	if err := o.run(t.Context(), []string{"keys"}); err != nil {
		t.Fatal(err)
	}
	old, err := token.ParseRing(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := (operator{in: &first, out: &next}).run(t.Context(), []string{"rotate"}); err != nil {
		t.Fatal(err)
	}
	ring, err := token.ParseRing(next.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	session := old.SignSession(token.Session{Staff: "a", Issued: time.Unix(1795500000, 0)})
	if _, err := ring.OpenSession(session, time.Unix(1795500001, 0)); err != nil {
		t.Errorf("the rotation signs people out: %v", err)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"sing"}, {"park", "a"}, {"found", "a"}} {
		if err := (operator{}).run(t.Context(), args); err == nil {
			t.Errorf("%v is understood", args)
		}
	}
	empty := func(string) string { return "" }
	if err := (operator{env: empty}).run(t.Context(), []string{"parked"}); err == nil || !strings.Contains(err.Error(), "YINGBIN_TABLE") {
		t.Errorf("without environment: %v", err)
	}
}

func TestFound(t *testing.T) {
	endpoint := os.Getenv("DYNAMODB_ENDPOINT")
	if endpoint == "" {
		t.Skip("DYNAMODB_ENDPOINT is not set: no engine to test against")
	}
	env := map[string]string{"YINGBIN_TABLE": fmt.Sprint("operate-", os.Getpid()), "AWS_REGION": "local", "AWS_ACCESS_KEY_ID": "a",
		"AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL_DYNAMODB": endpoint}
	credentials := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, nil
	})
	db := dynamostore.New(dynamostore.Client("local", endpoint, credentials, &http.Client{}), env["YINGBIN_TABLE"], dynamostore.Options{})
	if err := db.CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	o := operator{env: func(name string) string { return env[name] }, out: &out, at: time.Unix(1795500000, 0).UTC()}
	for _, args := range [][]string{{"found", "迎宾公司", "Asia/Shanghai", "李娜", "li@company.test", "showroom"}, {"parked"}, {"show", "company"}, {"dump"}} {
		if err := o.run(t.Context(), args); err != nil {
			t.Fatal(args[0], err)
		}
	}
	for _, want := range []string{"li@company.test", "in force: showroom", `"pk":"company"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %s", want, out.String())
		}
	}
	if err := o.run(t.Context(), []string{"found", "a", "Asia/Shanghai", "b", "c@company.test"}); err == nil {
		t.Error("founded twice")
	}
}
