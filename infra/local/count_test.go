package main

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// uncached counts what a store is asked, and apart from that what is asked at
// each request: the caches of company and policies, and of sessions whether they
// were ended.
type uncached struct {
	store.DB
	counted *store.Counter
	asked   *atomic.Int64 // by the caches
}

// Reset starts again from zero and gives what was counted.
func (u uncached) Reset() (c store.Counts, cached int) {
	return u.counted.Reset(), int(u.asked.Swap(0))
}

// Get counts, unless it is a cache that asks.
func (u uncached) Get(ctx context.Context, keys ...store.Key) ([]store.Doc, error) {
	if len(keys) == 1 && (keys[0] == store.Key{PK: staff.Partition, SK: "HEAD"} || strings.HasPrefix(keys[0].PK, "policy#") || strings.HasPrefix(keys[0].PK, "session#")) {
		u.asked.Add(1)
		return u.DB.Get(ctx, keys...)
	}
	return u.counted.Get(ctx, keys...)
}

// Query counts.
func (u uncached) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	return u.counted.Query(ctx, q)
}

// Commit counts.
func (u uncached) Commit(ctx context.Context, ops ...store.Op) error {
	return u.counted.Commit(ctx, ops...)
}

// beyond is what links need more than commands of the app: they answer with the
// sheet or the pass, read anew rather than kept in the receipt of their key;
// people without an account are counted by their address, in a commit of its own.
var beyond = map[string]store.Counts{
	"link review": {Rounds: 1}, "link undo": {Rounds: 1}, "link guest": {Rounds: 1, Commits: 1}, "link survey": {Commits: 1},
}

// TestOperations plays a reception of 300 guests, 60 items, 4 days, 8
// departments and 120 tasks through every command and holds each to at most
// 100 operations, one transaction, two read rounds and two Gets, and every page
// to three queries and one Get; it may be asked five times beside that whether something is
// new or over (company, policy, session).
func TestOperations(t *testing.T) {
	t.Parallel()
	var db uncached
	p := newPlay(t, large, Options{Wrap: func(raw store.DB) store.DB {
		db = uncached{raw, store.Counting(raw), new(atomic.Int64)}
		return db
	}})
	costs, cached := map[string]store.Counts{}, map[string]int{}
	p.around = func(name string, send func() (int, any)) {
		db.Reset()
		send()
		c, asked := db.Reset()
		costs[name], cached[name] = most(costs[name], c), max(cached[name], asked)
	}
	p.size.mails = 3
	p.hold(true)
	p.ask()
	p.plan()
	p.prepare()
	var b strings.Builder
	p.extent(&b)
	p.pages(&b, db, "before the visit")
	p.visit()
	p.close()
	p.pages(&b, db, "when all is filed")
	p.start = p.start.AddDate(0, 0, 20)
	p.exception()
	p.company()
	delete(costs, "clock") // many strikes, each a command of its own
	delete(costs, "mails")
	fmt.Fprintf(&b, "\n%-26s %6s %6s %7s %7s %10s %6s\n", "command", "rounds", "gets", "queries", "commits", "operations", "caches")
	for _, name := range slices.Sorted(maps.Keys(costs)) {
		c := costs[name]
		fmt.Fprintf(&b, "%-26s %6d %6d %7d %7d %10d %6d\n", name, c.Rounds, c.Gets, c.Queries, c.Commits, c.Ops, cached[name])
		more := beyond[name]
		if c.Rounds > 2+more.Rounds || c.Gets > 2 || c.Commits > 1+more.Commits || c.Ops > 100 || cached[name] > 5 {
			t.Errorf("%s: %+v, caches %d", name, c, cached[name])
		}
	}
	golden(t, "operations.txt", b.String())
}

// most are the larger counts.
func most(a, b store.Counts) store.Counts {
	return store.Counts{Rounds: max(a.Rounds, b.Rounds), Gets: max(a.Gets, b.Gets), Queries: max(a.Queries, b.Queries),
		Commits: max(a.Commits, b.Commits), Ops: max(a.Ops, b.Ops)}
}

// looks are all pages, and who looks at them.
func (p *play) looks() []struct{ by, path string } {
	day := p.start.Format("2006-01-02")
	return []struct{ by, path string }{
		{"office", "/"}, {"office", "/receptions"}, {"office", "/receptions?q=L&state=closing"}, {"office", "/receptions?customer=蓝海置业"},
		{"sales", "/receptions/new"}, {"office", "/receptions/$R"}, {"office", "/receptions/$R/plan"}, {"office", "/receptions/$R/plan/edit"},
		{"office", "/receptions/$R/history"}, {"office", "/receptions/$R/print"}, {"office", "/receptions/$R/host"},
		{"office", "/receptions/$R/revisions/1"}, {"office", "/receptions/$R/revisions/2?against=1"}, {"office", "/receptions/$R/minutes"},
		{"office", "/receptions/$R/survey"}, {"office", "/receptions/$R/sheet.xlsx"}, {"office", "/receptions/$R/visit.ics"},
		{"office", "/tasks"}, {"office", "/reviews/next"}, {"head", "/reviews"}, {"office", "/tasks?reception=$R"}, {"office", "/tasks?department=general-affairs"}, {"office", "/calendar"},
		{"gate", "/today"}, {"gate", "/today?date=" + day}, {"gate", "/gate"}, {"sales", "/customers"}, {"sales", "/customers?q=L"},
		{"sales", "/search?q=L"}, {"sales", "/search?q=$R"}, {"office", "/resources"}, {"office", "/staff"}, {"office", "/staff/sales"},
		{"office", "/policies"}, {"office", "/policies/envicool"}, {"office", "/me"}, {"", "/sign-in"},
	}
}

// pages reads every page and counts.
func (p *play) pages(b *strings.Builder, db uncached, when string) {
	fmt.Fprintf(b, "\n%-40s %6s %6s %7s %6s %9s %6s\n", "page, "+when, "rounds", "gets", "queries", "docs", "bytes", "caches")
	see := p.looks()
	if when == "before the visit" {
		see = append(see, struct{ by, path string }{"office", "/receptions/$R/publish"})
	}
	if v, ok := look(p.read("sales", "/customers?q=蓝"), "items[0].id"); ok {
		see = append(see, struct{ by, path string }{"sales", "/customers/" + text(v)})
	}
	if v, ok := look(p.read("office", "/receptions/$R"), "files[0].id"); ok {
		see = append(see, struct{ by, path string }{"office", "/files/" + text(v)})
	}
	for _, l := range p.links() {
		see = append(see, l)
	}
	for _, s := range see {
		p.be(s.by)
		db.Reset()
		p.must("GET", p.path(s.path), "")
		c, cached := db.Reset()
		name := strings.ReplaceAll(s.path, p.start.Format("2006-01-02"), "DAY")
		if strings.HasPrefix(name, "/l/") {
			name = "/l/ of " + cmp.Or(s.by, "somebody outside")
		}
		for _, prefix := range []string{"/customers/", "/files/"} {
			if strings.HasPrefix(s.path, prefix) {
				name = prefix + "…"
			}
		}
		fmt.Fprintf(b, "%-40s %6d %6d %7d %6d %9d %6d\n", name, c.Rounds, c.Gets, c.Queries, c.Docs, c.Bytes, cached)
		if c.Queries > 3 || c.Gets > 1 || c.Rounds > 2 || c.Commits > 0 || cached > 5 {
			p.t.Errorf("%s: %+v, caches %d", name, c, cached)
		}
	}
}

// extent tells how large the reception is.
func (p *play) extent(b *strings.Builder) {
	v := p.read("office", "/receptions/$R")
	count := func(path string) int { l, _ := look(v, path); return len(asList(l)) }
	departments := map[string]bool{}
	tasks, _ := look(v, "tasks")
	for _, k := range asList(tasks) {
		d, _ := look(k, "department")
		departments[text(d)] = true
	}
	fmt.Fprintf(b, "%d guests, %d items, %d tasks, %d departments, %d days\n", count("application.guests"), count("plan.items"), count("tasks"), len(departments), p.size.days)
}

// links are one link of each purpose, with who may open it.
func (p *play) links() []struct{ by, path string } {
	var list []struct{ by, path string }
	seen := map[string]bool{}
	for _, m := range slices.Backward(p.letters()) {
		to, _ := look(m, "to[0]")
		links, _ := look(m, "links")
		for _, l := range asList(links) {
			rel, _ := look(l, "rel")
			url, _ := look(l, "url")
			if u := text(url); !seen[text(rel)] && strings.Contains(u, "/l/") && text(rel) != "sign-in" && text(rel) != "exception" {
				seen[text(rel)] = true
				who, _, _ := strings.Cut(text(to), "@")
				if !strings.HasSuffix(text(to), "@demo.example") || who == "driver" {
					who = ""
				}
				list = append(list, struct{ by, path string }{who, u[strings.Index(u, "/l/"):]})
			}
		}
	}
	return list
}
