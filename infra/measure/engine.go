package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/store/dynamostore"
)

// startEngine runs Dynoxide on a free port until stop.
func startEngine(ctx context.Context, binary string) (endpoint string, stop func(), err error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	addr := l.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	if err := l.Close(); err != nil {
		return "", nil, err
	}
	cmd := exec.Command(binary, "serve", "--host", "127.0.0.1", "--port", port)
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("start the engine (npm install @dynoxide/linux-x64@1.2.1, then -dynoxide PATH): %w", err)
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

// newTable makes an empty table in an engine.
func newTable(ctx context.Context, endpoint string) (*dynamostore.DB, error) {
	who := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
	})
	db := dynamostore.New(dynamostore.Client("local", endpoint, who, &http.Client{}), fmt.Sprintf("cost-%d", os.Getpid()), dynamostore.Options{})
	return db, db.CreateTable(ctx)
}
