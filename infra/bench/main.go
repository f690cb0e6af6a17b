package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"

	"yingbin/infra/bench/bill"
)

// A report is what a measurement got: lines in their order.
type report struct {
	Name  string `json:"name"`
	CPUs  int    `json:"cpus"`
	Go    string `json:"go"`
	Lines []line `json:"lines"`
}

// A line is one figure.
type line struct {
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// add notes a figure and prints it.
func (r *report) add(what string, value float64, unit string) {
	r.Lines = append(r.Lines, line{what, value, unit})
	fmt.Printf("%-52s %10.2f %s\n", what, value, unit)
}

// measurements by name.
var measurements = map[string]func(r *report, n int) error{
	"start": start, "requests": requests, "pages": pages, "policy": rules, "kill": kill,
	"cost": func(*report, int) error { return bill.Cost(context.Background()) },
}

func main() {
	file := flag.String("json", "", "also write the figures into this file")
	n := flag.Int("n", 200, "kill: how often; requests: stored receptions of the larger store, in thousands, at most 100")
	flag.Parse()
	if err := run(flag.Args(), *file, *n); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures each name in turn.
func run(names []string, file string, n int) error {
	if len(names) > 1 { // flags may follow the name
		rest := flag.NewFlagSet(names[0], flag.ContinueOnError)
		rest.IntVar(&n, "n", n, "how often")
		rest.StringVar(&file, "json", file, "file")
		if err := rest.Parse(names[1:]); err != nil {
			return err
		}
	}
	if len(names) == 0 || measurements[names[0]] == nil {
		return fmt.Errorf("which of start, requests, pages, policy, kill, cost?")
	}
	r := &report{Name: names[0], CPUs: runtime.NumCPU(), Go: runtime.Version()}
	fmt.Printf("%s: %d CPUs, %s, one run\n", r.Name, r.CPUs, r.Go)
	if err := measurements[names[0]](r, n); err != nil {
		return err
	}
	if file == "" {
		return nil
	}
	raw, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	return os.WriteFile(file, raw, 0o600)
}
