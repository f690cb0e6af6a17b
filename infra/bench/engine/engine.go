// Package engine finds or starts a DynamoDB engine for measurements, and makes
// tables in it.
package engine

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"yingbin/shared/store/dynamostore"
)

// Use gives the address of the engine that DYNAMODB_ENDPOINT names, or starts
// Dynoxide on a free port until stop: the program that DYNOXIDE names, or
// dynoxide (npm package @dynoxide/linux-x64).
func Use(ctx context.Context) (endpoint string, stop func(), err error) {
	if endpoint = os.Getenv("DYNAMODB_ENDPOINT"); endpoint != "" {
		return endpoint, func() {}, nil
	}
	return serve(ctx)
}

// program is Dynoxide: what DYNOXIDE names, or dynoxide.
func program() string { return cmp.Or(os.Getenv("DYNOXIDE"), "dynoxide") }

// serve starts the program on a free port and waits until it listens.
func serve(ctx context.Context, args ...string) (endpoint string, stop func(), err error) {
	addr, err := freeAddr(ctx)
	if err != nil {
		return "", nil, err
	}
	host, port, _ := net.SplitHostPort(addr)
	cmd := exec.Command(program(), append([]string{"serve", "--host", host, "--port", port}, args...)...)
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("start the engine (npm install @dynoxide/linux-x64@1.2.1, then DYNOXIDE=PATH): %w", err)
	}
	stop = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	for range 100 {
		if c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr); err == nil {
			return "http://" + addr, stop, c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("the engine does not listen on %s", addr)
}

// freeAddr is an address on which nobody listens.
func freeAddr(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Region is what a table of the engine says it lies in.
const Region = "local"

var tables atomic.Int64

// Table makes an empty table in an engine.
func Table(ctx context.Context, endpoint string) (*dynamostore.DB, error) {
	return TableBy(ctx, Client(endpoint))
}

// TableBy makes an empty table in the engine of a client, which the table uses.
func TableBy(ctx context.Context, c *dynamodb.Client) (*dynamostore.DB, error) {
	db := dynamostore.New(c, fmt.Sprintf("bench-%d-%d", os.Getpid(), tables.Add(1)), dynamostore.Options{})
	return db, db.CreateTable(ctx)
}

// Client asks an engine, with credentials that it does not look at.
func Client(endpoint string) *dynamodb.Client {
	return clientBy(endpoint, &http.Transport{MaxIdleConnsPerHost: 100})
}

// clientBy asks by a transport.
func clientBy(endpoint string, by http.RoundTripper) *dynamodb.Client {
	who := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
	})
	return dynamostore.Client(Region, endpoint, who, &http.Client{Transport: by})
}
