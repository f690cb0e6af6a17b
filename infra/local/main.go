package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"yingbin/shared/cloud"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(cloud.HeapGrowth) // as functions do
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "yingbin:", err)
			os.Exit(1)
		}
	}
}

// command runs what the command line asks for.
func command(ctx context.Context, args []string) error {
	opts, rest, err := parse(args, os.Getenv, os.Stderr)
	if err != nil {
		return err
	}
	opts.Log = slog.New(slog.NewJSONHandler(os.Stderr, nil))
	switch {
	case len(rest) == 0:
		return serve(ctx, opts)
	case len(rest) == 2 && rest[0] == "backup":
		return backup(ctx, opts, rest[1])
	case len(rest) == 2 && rest[0] == "restore":
		return restore(ctx, opts, rest[1])
	case rest[0] == "backup", rest[0] == "restore":
		return fmt.Errorf("%s takes one file; try -h", rest[0])
	}
	return onStore(ctx, opts, rest)
}

// onStore runs the commands on a whole store, embedded or in DynamoDB.
func onStore(ctx context.Context, opts Options, rest []string) error {
	t := target{data: opts.Data, env: os.Getenv}
	move := mover{from: t, in: os.Stdin, out: os.Stdout, say: os.Stderr}
	switch rest[0] {
	case "export":
		return move.export(ctx, rest[1:])
	case "import":
		return move.load(ctx, rest[1:])
	case "found":
		return found(ctx, t, time.Now(), rest[1:], os.Stderr)
	}
	return fmt.Errorf("unknown command %q; try -h", rest[0])
}

// stopTime is how long requests under way may take after the signal to stop.
const stopTime = 10 * time.Second

// serve runs until it is told to stop.
func serve(ctx context.Context, opts Options) (err error) {
	stop, err := profile(opts.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	m, err := Start(ctx, opts)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "Yingbin 迎宾:", m.URL())
	select {
	case <-ctx.Done():
	case err = <-m.Failed():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	return errors.Join(err, m.Stop(stopping))
}
