package dirblob_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/blob"
	"yingbin/shared/blob/dirblob"
	"yingbin/shared/fault"
)

const id = "4f3a9c2e5d6b7a80"

func TestDir(t *testing.T) {
	root := t.TempDir()
	d, err := dirblob.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	content := []byte("%PDF-1.7")
	meta := blob.Describe("合同.pdf", blob.PDF, content, time.Unix(1795500000, 0).UTC())
	for range 2 { // the same file twice is once
		if err := d.Put(t.Context(), id, meta, content); err != nil {
			t.Fatal(err)
		}
	}
	got, raw, err := d.Get(t.Context(), id)
	if err != nil || string(raw) != string(content) || cmp.Diff(meta, got) != "" {
		t.Errorf("%v %q %v", got, raw, err)
	}
	other := []byte("%PDF-1.6")
	if err := d.Put(t.Context(), id, blob.Describe("b", blob.PDF, other, meta.At), other); fault.As(err).Kind != fault.Conflict {
		t.Errorf("other content: %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(root, "*"))
	for _, f := range files {
		if i, err := os.Stat(f); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f, i.Mode(), err)
		}
	}
	if err := os.WriteFile(files[0], other, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Get(t.Context(), id); fault.As(err).Kind != fault.Internal {
		t.Errorf("damaged file: %v", err)
	}
	for range 2 {
		if err := d.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := d.Get(t.Context(), id); fault.As(err).Kind != fault.NotFound {
		t.Errorf("deleted file: %v", err)
	}
	if left, _ := os.ReadDir(root); len(files) != 2 || len(left) != 0 {
		t.Errorf("files %v, left %v", files, left)
	}
	if _, _, err := d.Get(t.Context(), "../../../../etc/passwd"); fault.As(err).Kind != fault.NotFound {
		t.Errorf("a way out: %v", err)
	}
}
