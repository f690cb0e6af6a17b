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
	o := options{}
	flag.StringVar(&o.root, "root", ".", "folder of the module")
	flag.StringVar(&o.bin, "bin", "", "folder for the built functions; empty: a temporary one")
	flag.StringVar(&o.engine, "engine", os.Getenv("DYNAMODB_ENDPOINT"), "address of a DynamoDB engine (DYNAMODB_ENDPOINT)")
	flag.StringVar(&o.addr, "addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "lambdatest:", err)
		os.Exit(1)
	}
}

// run serves until it is told to stop, then says what the starts cost.
func run(ctx context.Context, o options) error {
	s, err := start(ctx, o)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Println(s.url)
	<-ctx.Done()
	for _, line := range s.report() {
		fmt.Println(line)
	}
	return nil
}
