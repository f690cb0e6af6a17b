package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"

	"yingbin/infra/bench/bill"
	"yingbin/infra/bench/cold"
	"yingbin/infra/bench/growth"
	"yingbin/infra/bench/warm"
	"yingbin/shared/cloud"
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
var measurements = map[string]func(r *report, o options) error{
	"start": start, "requests": requests, "pages": pages, "policy": rules, "kill": kill,
	"cold": func(*report, options) error { return cold.Measure(context.Background()) },
	"cost": func(*report, options) error { return bill.Cost(context.Background()) },
	"growth": func(_ *report, o options) error {
		return profiled(o.profile, func() error { return growth.Measure(context.Background(), o.sizes(), o.engine) })
	},
	"warm": func(_ *report, o options) error {
		return profiled(o.profile, func() error { return warm.Measure(context.Background()) })
	},
}

// options are what the command line says; they stand before or behind the name.
type options struct {
	file    string
	n       int // 0: as many as the measurement is used to
	engine  bool
	only    string
	profile string
}

// flags declares the options.
func (o *options) flags(name string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.StringVar(&o.file, "json", o.file, "also write the figures into this file")
	fs.IntVar(&o.n, "n", o.n, "kill: how often (200); receptions of the largest store in thousands: growth (1000), requests (100, at most)")
	fs.BoolVar(&o.engine, "engine", o.engine, "growth: also ask tables of a DynamoDB engine")
	fs.StringVar(&o.only, "only", o.only, "requests: only the kinds that begin so: list, view, create, submit, approve; pages: only the paths that begin so, without the demonstration")
	fs.StringVar(&o.profile, "profile", o.profile, "requests, pages, warm, growth: write a CPU profile of the process that answers into this file")
	return fs
}

// sizes are the stores that growth compares: 10³ receptions, 10⁵ and as many
// thousand as the command line says.
func (o *options) sizes() []int {
	most := 1000 * cmp.Or(o.n, 1000)
	return slices.Compact([]int{1000, min(most, 100_000), most})
}

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(cloud.HeapGrowth) // as functions and the local process do
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the measurement that the command line names.
func run(args []string) error {
	o := options{}
	before := o.flags("bench")
	if err := before.Parse(args); err != nil {
		return err
	}
	name := before.Arg(0)
	if measurements[name] == nil {
		return fmt.Errorf("which of start, requests, pages, policy, kill, cold, cost, warm, growth?")
	}
	if err := o.flags(name).Parse(before.Args()[1:]); err != nil {
		return err
	}
	r := &report{Name: name, CPUs: runtime.NumCPU(), Go: runtime.Version()}
	fmt.Printf("%s: %d CPUs, %s, one run\n", r.Name, r.CPUs, r.Go)
	if err := measurements[name](r, o); err != nil {
		return err
	}
	return r.write(o.file)
}

// profiled writes a CPU profile of this process while it measures; without a
// file, none.
func profiled(file string, measure func() error) error {
	if file == "" {
		return measure()
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = measure()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

// write writes the figures as JSON; without a file, nowhere.
func (r *report) write(file string) error {
	if file == "" {
		return nil
	}
	raw, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	return os.WriteFile(file, raw, 0o600)
}
