// Package bill says what a reception costs: it plays a whole one over a
// DynamoDB engine and bills each kind of command: units consumed, beside the
// least they could be (each new document at its size, each changed one a single
// unit, the same transactions and indexes), and US$ at list price. Units do not
// vary with the load of the machine.
package bill

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"yingbin/infra/bench/engine"
	"yingbin/infra/bench/story"
	"yingbin/shared/mail"
	"yingbin/shared/store"
)

// List prices, us-east-1, US$.
const (
	perWrite = 0.625 / 1e6
	perRead  = 0.125 / 1e6

	// SES à la carte: a recipient, and each byte of what is attached. infra/deploy.md
	// chooses that; a new account has the plan Essentials, which asks more for
	// features that nothing here uses.
	perMail           = 0.10 / 1000
	perAttached       = 0.12 / (1 << 30)
	perMailEssentials = 0.16 / 1000

	perRequest = (0.20 + 1.00) / 1e6        // function and HTTP API
	perEvent   = 0.20 / 1e6                 // function alone
	perGB      = 0.0000133334               // and second, arm64
	perPage    = perGB * 512 / 1024 * 0.050 // 512 MB for 50 ms
	perRun     = perGB * 256 / 1024 * 0.050 // 256 MB for 50 ms
	designed   = 776.0                      // units of the design's model, at 1.21 of its floor: 25 tasks, 20 mails, no receipts of commands
	pagesRead  = 150                        // pages looked at beside the commands
)

// A bill adds up what commands consume.
type bill struct {
	db    *metered
	names []string
	lines map[string]*line
}

// A line is one kind of command.
type line struct {
	times, commits int
	read, write    float64
	units          units
}

// run runs something and charges what it consumed to a name.
func (b *bill) run(name string, do func() error) error {
	before, sum, commits := b.db.Consumed(), b.db.sum, b.db.commits
	b.db.command = name
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	after := b.db.Consumed()
	l := b.lines[name]
	if l == nil {
		l = &line{}
		b.lines[name], b.names = l, append(b.names, name)
	}
	l.times++
	l.commits += b.db.commits - commits
	l.read, l.write = l.read+after.Read-before.Read, l.write+after.Write-before.Write
	s := b.db.sum
	l.units.add(units{s.table - sum.table, s.index - sum.index, s.floor - sum.floor, s.items - sum.items})
	return nil
}

// Cost plays a whole reception over an engine and prints the bill.
func Cost(ctx context.Context) error {
	endpoint, stop, err := engine.Use(ctx)
	if err != nil {
		return err
	}
	defer stop()
	table, err := engine.Table(ctx, endpoint)
	if err != nil {
		return err
	}
	b := &bill{db: &metered{DB: table, stored: map[store.Key]store.Doc{}, larger: map[string]float64{},
		spent: map[spending]*kindly{}}, lines: map[string]*line{}}
	s, err := story.New(ctx, b.db)
	if err != nil {
		return err
	}
	b.db.sum, b.db.commits = units{}, 0
	clear(b.db.larger)
	clear(b.db.spent)
	s.Run = b.run
	if err := s.Play(ctx); err != nil {
		return err
	}
	b.print(s)
	return nil
}

// print writes the bill.
func (b *bill) print(s *story.Story) {
	fmt.Printf("%-34s %5s %7s %6s %8s %8s %8s %6s\n", "command", "times", "commits", "items", "reads", "writes", "floor", "ratio")
	var all line
	for _, name := range b.names {
		l := b.lines[name]
		fmt.Printf("%-34s %5d %7d %6d %8.1f %8.1f %8.1f %6s\n", name, l.times, l.commits, l.units.items, l.read, l.write, l.units.floor, ratio(l.write, l.units.floor))
		all.times, all.commits, all.read, all.write = all.times+l.times, all.commits+l.commits, all.read+l.read, all.write+l.write
		all.units.add(l.units)
	}
	fmt.Printf("%-34s %5d %7d %6d %8.1f %8.1f %8.1f %6s\n\n", "whole reception", all.times, all.commits, all.units.items, all.read, all.write, all.units.floor, ratio(all.write, all.units.floor))
	printKinds(b.db.spent)
	printMails(s.Box.Sent())
	fmt.Printf("guests %d, items %d, tasks %d, revisions %d, mails %d\n", s.Guests, s.Items, s.Tasks, s.Revisions, len(s.Box.Sent()))
	fmt.Printf("computed from sizes: table %.0f + indexes %.0f = %.0f; consumed %.0f; design %.0f; ×%.2f of it\n", all.units.table, all.units.index,
		all.units.table+all.units.index, all.write, designed, all.write/designed)
	fmt.Println("above the floor, by kind of document:", largest(b.db.larger))
	b.printDollars(all, s)
	fmt.Printf("if AWS doubles index writes in transactions: %.0f units, US$ %.5f more\n", all.units.index, all.units.index*perWrite)
}

// printDollars says what all of it costs at list price.
func (b *bill) printDollars(all line, s *story.Story) {
	attached := 0
	for _, m := range s.Box.Sent() {
		for _, f := range m.Files {
			attached += (len(f.Content) + 2) / 3 * 4
		}
	}
	mails, requests := float64(len(s.Box.Sent())), float64(s.Commands+pagesRead)
	write, read := all.write*perWrite, all.read*perRead
	run := requests*(perRequest+perPage) + 2*mails*(perEvent+perRun)
	sent := mails*perMail + float64(attached)*perAttached
	fmt.Printf("US$ %.5f = writes %.5f + reads %.5f + %.0f requests, %.0f deliveries and reports %.5f + %.0f mails with %d KB attached %.5f\n",
		write+read+run+sent, write, read, requests, 2*mails, run, mails, attached>>10, sent)
	fmt.Printf("US$ %.5f with SES's plan Essentials\n", write+read+run+mails*perMailEssentials)
}

// printKinds says which documents the units are for, and which commands write them.
func printKinds(spent map[spending]*kindly) {
	kinds, of := map[string]*kindly{}, map[string][]string{}
	for k, v := range spent {
		all := kinds[k.kind]
		if all == nil {
			all = &kindly{}
			kinds[k.kind] = all
		}
		all.add(v.units)
		all.bytes, all.rows = all.bytes+v.bytes, all.rows+v.rows
		of[k.kind] = append(of[k.kind], k.command)
	}
	total := func(k *kindly) float64 { return k.table + k.index }
	fmt.Printf("%-16s %6s %6s %6s %8s %8s  most for\n", "document", "items", "bytes", "row", "table", "indexes")
	for _, kind := range slices.SortedFunc(maps.Keys(kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(total(kinds[b]), total(kinds[a])), cmp.Compare(a, b))
	}) {
		k, commands := kinds[kind], of[kind]
		slices.SortFunc(commands, func(a, b string) int {
			return cmp.Or(cmp.Compare(total(spent[spending{b, kind}]), total(spent[spending{a, kind}])), cmp.Compare(a, b))
		})
		var most []string
		for _, c := range commands[:min(3, len(commands))] {
			most = append(most, fmt.Sprintf("%s %.0f", c, total(spent[spending{c, kind}])))
		}
		fmt.Printf("%-16s %6d %6d %6d %8.0f %8.0f  %s\n", kind, k.items, k.bytes/k.items, k.rows/k.items, k.table, k.index, strings.Join(most, ", "))
	}
	fmt.Println()
}

// printMails counts the mails by kind and recipient.
func printMails(sent []mail.Message) {
	of, to := map[string]int{}, map[string]map[string]int{}
	for _, m := range sent {
		if of[m.Kind]++; to[m.Kind] == nil {
			to[m.Kind] = map[string]int{}
		}
		who, _, _ := strings.Cut(m.To.Email, "@")
		to[m.Kind][who]++
	}
	fmt.Printf("%-14s %5s  to\n", "mail", "times")
	for _, kind := range slices.SortedFunc(maps.Keys(of), func(a, b string) int { return cmp.Or(cmp.Compare(of[b], of[a]), cmp.Compare(a, b)) }) {
		var list []string
		for _, who := range slices.Sorted(maps.Keys(to[kind])) {
			list = append(list, fmt.Sprintf("%s %d", who, to[kind][who]))
		}
		fmt.Printf("%-14s %5d  %s\n", kind, of[kind], strings.Join(list, ", "))
	}
	fmt.Println()
}

func ratio(a, b float64) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", a/b)
}

// largest lists the eight largest.
func largest(of map[string]float64) string {
	names := slices.SortedFunc(maps.Keys(of), func(a, b string) int { return cmp.Compare(of[b], of[a]) })
	var list []string
	for _, n := range names[:min(8, len(names))] {
		list = append(list, fmt.Sprintf("%s %.0f", n, of[n]))
	}
	return strings.Join(list, ", ")
}
