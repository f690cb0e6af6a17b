package storetest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"yingbin/shared/store"
)

// crashDir is the variable that turns a test binary into the process to kill.
const crashDir = "STORETEST_CRASH_DIR"

// Child turns this process into the one that a test kills, if a test started
// it for that. TestMain calls it first.
func Child(open func(dir string) (store.DB, error)) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		return
	}
	db, err := open(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var wg sync.WaitGroup
	var out sync.Mutex
	for worker := range 8 {
		wg.Go(func() { writeForever(db, &out, worker) })
	}
	wg.Wait()
	os.Exit(1) // only a failure ends it
}

// writeForever commits pairs of documents and says which were acknowledged.
func writeForever(db store.DB, out *sync.Mutex, worker int) {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%d-%06d", worker, i)
		if err := db.Commit(context.Background(), store.Create(doc(name)), store.Create(at(doc(name+"x"), "here", name))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		out.Lock()
		fmt.Println(name)
		out.Unlock()
	}
}

// crash kills a process while it commits, and looks for everything that was
// acknowledged: whole, and nothing by half.
func crash(t *testing.T, reopen func(dir string) (store.DB, error)) {
	dir := t.TempDir()
	acknowledged := killWriter(t, dir, 500)
	db, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &suite{T: t, DB: db}
	if c, ok := db.(interface{ Close() error }); ok {
		defer c.Close()
	}
	stored := map[string]bool{}
	for _, d := range s.all(store.Query{In: "r#1"}) {
		stored[d.SK] = true
	}
	for _, name := range acknowledged {
		if !stored[name] {
			t.Errorf("%s was acknowledged and is gone", name)
		}
	}
	for name := range stored {
		if !stored[strings.TrimSuffix(name, "x")+"x"] || !stored[strings.TrimSuffix(name, "x")] {
			t.Errorf("%s is there by half", name)
		}
	}
	t.Logf("%d acknowledged, %d documents stored", len(acknowledged), len(stored))
}

// killWriter starts this test binary again and kills it after n answers; it
// gives every answer that came.
func killWriter(t *testing.T, dir string, n int) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var names []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		names = append(names, lines.Text())
		if len(names) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // killed: its error is expected
	if len(names) < n {
		t.Fatalf("the writer ended by itself after %d commits", len(names))
	}
	return names
}
