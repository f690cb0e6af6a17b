package cold

import (
	"cmp"
	"fmt"
	"time"

	"yingbin/infra/lambdatest/bootstrap"
)

// print writes the table: medians, and each beside the first line.
func (l *ladder) print() {
	fmt.Printf("%-10s %7s %7s %9s %7s %7s %7s %13s %11s %12s\n", "function", "MB", "zip MB", "ready ms", "x hello", "faults", "CPU ms", "+answer ms", "+page ms", "+page CPU ms")
	base := l.rungs[0].ready()
	for _, r := range l.rungs {
		fmt.Printf("%-10s %7.1f %7.2f %9.2f %7.2f %7d %7.2f %13.2f %11s %12s\n", r.step, mb(r.sizes.binary), mb(r.sizes.zip), ms(r.ready()), float64(r.ready())/float64(base),
			median(r.costs, func(c cost) int { return c.ready.Faults }, cmp.Compare), ms(median(r.costs, func(c cost) time.Duration { return c.ready.CPU }, cmp.Compare)),
			ms(median(r.costs, func(c cost) time.Duration { return c.answer.Took - c.ready.Took }, cmp.Compare)),
			r.shown(func(c bootstrap.Cost) time.Duration { return c.Took }), r.shown(func(c bootstrap.Cost) time.Duration { return c.CPU }))
	}
	fmt.Printf("medians of %d starts each, in turn; sizes of the arm64 binary, starts of this machine's\n", rounds)
}

// ready is how long the function took to ask for its first event.
func (r *rung) ready() time.Duration {
	return median(r.costs, func(c cost) time.Duration { return c.ready.Took }, cmp.Compare)
}

// shown is what the first page took after the start.
func (r *rung) shown(took func(bootstrap.Cost) time.Duration) string {
	if len(r.pages) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", ms(median(r.pages, func(c cost) time.Duration { return took(c.answer) - took(c.ready) }, cmp.Compare)))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func mb(n int64) float64 { return float64(n) / 1e6 }
