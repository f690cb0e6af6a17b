package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// command runs one measurement.
func command(ctx context.Context, args []string) error {
	if len(args) == 0 {
		args = []string{""}
	}
	fs := flag.NewFlagSet(args[0], flag.ContinueOnError)
	engine := fs.String("engine", os.Getenv("DYNAMODB_ENDPOINT"), "cost: address of a DynamoDB engine (DYNAMODB_ENDPOINT); empty: start Dynoxide")
	binary := fs.String("dynoxide", "dynoxide", "cost: program of the engine, npm package @dynoxide/linux-x64")
	if err := fs.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "cost":
		return cost(ctx, *engine, *binary)
	}
	return fmt.Errorf("%q: cost", args[0])
}
