package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A mover exports and imports whole stores as JSON lines, versions kept.
type mover struct {
	from     target
	in       io.Reader
	out, say io.Writer
}

// export writes every document, in key order, into a new file or to "-". What
// people uploaded is named, not included.
func (m mover) export(ctx context.Context, args []string) error {
	rest, err := commandFlags("export", "[flags] FILE|-", args, m.say, &m.from, nil)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return errors.New("export FILE, or - for standard output")
	}
	db, done, err := m.from.still(ctx)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return m.dump(ctx, w, db) }
	if rest[0] == "-" {
		err = write(m.out)
	} else {
		err = writeNew(rest[0], write)
	}
	return errors.Join(err, done())
}

// dump writes the lines and says what they name.
func (m mover) dump(ctx context.Context, w io.Writer, db table) error {
	var t tally
	if err := store.WriteLines(w, t.watch(db.Dump(ctx))); err != nil {
		return err
	}
	for _, id := range t.files {
		fmt.Fprintln(m.say, "file not included:", id)
	}
	_, err := fmt.Fprintln(m.say, "exported from", m.from.String()+":", &t)
	return err
}

// load reads lines into an empty store. Everything is checked before the first
// document is written: a trial does not become a company.
func (m mover) load(ctx context.Context, args []string) error {
	var quiet bool
	rest, err := commandFlags("import", "[flags] FILE|-", args, m.say, &m.from, func(fs *flag.FlagSet) {
		fs.BoolVar(&quiet, "quiet", false, "tell nobody of what was still to be told; for a copy beside the original")
	})
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return errors.New("import FILE, or - for standard input")
	}
	file, done, err := m.spool(rest[0])
	if err != nil {
		return err
	}
	return errors.Join(m.loadFile(ctx, file, quiet), done())
}

// loadFile checks a file, then stores it.
func (m mover) loadFile(ctx context.Context, file *os.File, quiet bool) error {
	if err := check(store.ReadLines(bufio.NewReader(file))); err != nil {
		return fmt.Errorf("nothing was imported: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read again: %w", err)
	}
	db, done, err := m.from.open()
	if err != nil {
		return err
	}
	var t tally
	docs := store.ReadLines(bufio.NewReader(file))
	if quiet {
		docs = silent(docs)
	}
	if err := db.Load(ctx, t.watch(docs)); err != nil {
		return errors.Join(fmt.Errorf("import into %s after %d documents: %w", m.from.String(), t.docs, err), done())
	}
	fmt.Fprintln(m.say, "imported into", m.from.String()+":", &t)
	return done()
}

// spool gives a file that can be read twice.
func (m mover) spool(name string) (*os.File, func() error, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, nil, fmt.Errorf("import: %w", err)
		}
		return f, f.Close, nil
	}
	f, err := os.CreateTemp("", "yingbin-import-*") // for its owner alone
	if err != nil {
		return nil, nil, fmt.Errorf("import: %w", err)
	}
	done := func() error { return errors.Join(f.Close(), os.Remove(f.Name())) }
	if _, err = io.Copy(f, m.in); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("import: %w", err), done())
	}
	return f, done, nil
}

// check reads all documents: each may be loaded, none comes twice, none is the
// marker of a trial.
func check(docs iter.Seq2[store.Doc, error]) error {
	last, n := store.Key{}, 0
	for d, err := range docs {
		n++
		switch {
		case err != nil:
			return fmt.Errorf("line %d: %w", n, err)
		case d.PK == staff.Partition && d.SK == "TRIAL":
			return errors.New("this is a trial: it cannot become a company; a trial moves by backup and restore")
		case last != (store.Key{}) && (d.PK < last.PK || d.PK == last.PK && d.SK <= last.SK):
			return fmt.Errorf("line %d: %q is not in key order: this is no export, or it was changed", n, d.Key)
		}
		if err := store.CheckLoad(d); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		last = d.Key
	}
	if n == 0 {
		return errors.New("it is empty")
	}
	return nil
}

// silent takes events out of the outbox.
func silent(docs iter.Seq2[store.Doc, error]) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		for d, err := range docs {
			if d.Due.In == event.Outbox {
				d.Due = store.Place{}
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// A tally says what an export or import held.
type tally struct {
	docs, receptions, undelivered int
	files                         []string
}

// watch counts documents as they pass.
func (t *tally) watch(docs iter.Seq2[store.Doc, error]) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		for d, err := range docs {
			if err == nil {
				err = t.count(d)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// count takes one document in.
func (t *tally) count(d store.Doc) error {
	t.docs++
	if d.Due.In == event.Outbox {
		t.undelivered++
	}
	reception := strings.HasPrefix(d.PK, "r#")
	if reception && d.SK == "HEAD" {
		t.receptions++
	}
	if !reception || d.SK != "FILES" {
		return nil
	}
	var named struct {
		Files []struct {
			ID string `json:"id"`
		} `json:"files"`
	}
	if err := json.Unmarshal(d.Body, &named); err != nil {
		return fmt.Errorf("read %q: %w", d.Key, err)
	}
	for _, f := range named.Files {
		t.files = append(t.files, f.ID)
	}
	return nil
}

// String is the last line of both commands.
func (t *tally) String() string {
	return fmt.Sprintf("%d documents, %d receptions, %d events still to be told, %d files named and not included", t.docs, t.receptions, t.undelivered, len(t.files))
}

// writeNew makes a file for its owner alone, whole or not at all; one that
// exists stays as it is.
func writeNew(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
