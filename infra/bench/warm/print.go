package warm

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A line adds up the steps of one name.
type line struct {
	times, requests    int
	product, bare, own time.Duration // of the steps' medians
}

// add adds the medians of a step that every round has.
func (l *line) add(rounds []step) {
	l.times++
	l.requests += rounds[0].requests
	l.product += median(rounds, func(s step) time.Duration { return s.product })
	l.bare += median(rounds, func(s step) time.Duration { return s.bare })
	l.own += median(rounds, func(s step) time.Duration { return s.own })
}

// table writes each kind of step by the mean of its medians, then all.
func table(rounds [][]step) error {
	var names []string
	lines, commands, pages, all := map[string]*line{}, &line{}, &line{}, &line{}
	for i, s := range rounds[0] {
		var same []step
		for n, r := range rounds {
			if len(r) != len(rounds[0]) || r[i].name != s.name {
				return fmt.Errorf("round %d is another story", n+1)
			}
			same = append(same, r[i])
		}
		if lines[s.name] == nil {
			lines[s.name], names = &line{}, append(names, s.name)
		}
		kind := commands
		if strings.HasPrefix(s.name, "/") {
			kind = pages
		}
		for _, l := range []*line{lines[s.name], kind, all} {
			l.add(same)
		}
	}
	fmt.Printf("%-44s %5s %8s %10s %10s %6s %7s %6s\n", "step, each", "times", "requests", "product ms", "raw SDK ms", "ratio", "own ms", "ratio")
	for _, name := range names {
		lines[name].print(name, lines[name].times)
	}
	commands.print("commands, mails, moments; sum", 1)
	pages.print("pages; sum", 1)
	all.print("all; sum", 1)
	fmt.Printf("medians of %d rounds for each step; ratio of their sums, first to the raw SDK, then to product less own\n", len(rounds))
	return nil
}

// print writes a line, its times divided.
func (l *line) print(name string, by int) {
	fmt.Printf("%-44s %5d %8d %10.3f %10.3f %6.2f %7.3f %6.2f\n", name, l.times, l.requests/by, ms(l.product)/float64(by), ms(l.bare)/float64(by),
		float64(l.product)/float64(l.bare), ms(l.own)/float64(by), float64(l.product)/float64(l.product-l.own))
}

// median is the middle of what the rounds took.
func median(rounds []step, of func(step) time.Duration) time.Duration {
	var all []time.Duration
	for _, s := range rounds {
		all = append(all, of(s))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
