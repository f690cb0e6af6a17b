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
	flag.StringVar(&o.sam, "sam", "", "program of the SAM CLI: run the functions in its containers; -bin is then the folder of sam build")
	flag.StringVar(&o.arch, "arch", "x86_64", "with -sam: architecture that was built")
	flag.StringVar(&o.env, "env", "", "with -sam: file for the containers' environment; empty: a temporary one")
	flag.StringVar(&o.bridge, "bridge", "172.17.0.1", "with -sam: this machine's address as containers see it")
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
	if s.local != nil {
		s.watch(ctx)
	}
	<-ctx.Done()
	for _, line := range s.report() {
		fmt.Println(line)
	}
	return nil
}
