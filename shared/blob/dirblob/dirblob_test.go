package dirblob_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/blob/blobtest"
	"yingbin/shared/blob/dirblob"
	"yingbin/shared/fault"
)

const id = "4f3a9c2e5d6b7a80"

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, clock func() time.Time) (d *dirblob.Dir, root string) {
	t.Helper()
	root = t.TempDir()
	d, err := dirblob.Open(root, clock)
	if err != nil {
		t.Fatal(err)
	}
	return d, root
}

func TestConformance(t *testing.T) {
	d, root := open(t, func() time.Time { return now })
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	blobtest.Run(t, blobtest.Place{Store: d, URL: server.URL})
	err := filepath.WalkDir(root, func(name string, e os.DirEntry, err error) error {
		if i, err := e.Info(); err != nil || name != root && i.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", name, i.Mode(), err)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDamagedFile(t *testing.T) {
	d, root := open(t, func() time.Time { return now })
	content := []byte("%PDF-1.7")
	if err := d.Put(t.Context(), id, blob.Describe("a", blob.PDF, content, now), content); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, id), []byte("%PDF-1.6"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Get(t.Context(), id); fault.As(err).Kind != fault.Internal {
		t.Errorf("damaged file: %v", err)
	}
}

// What nobody put is gone after its day, by the clock of the place; what was
// put stays.
func TestSweep(t *testing.T) {
	at := now
	d, _ := open(t, func() time.Time { return at })
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	content := []byte("%PDF-1.7")
	if err := d.Put(t.Context(), id, blob.Describe("a", blob.PDF, content, now), content); err != nil {
		t.Fatal(err)
	}
	f, err := d.Upload(t.Context(), blob.Offer{ID: id, Type: blob.PDF, Life: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := (blobtest.Place{Store: d, URL: server.URL}).Send(t, f, content); status != 204 {
		t.Fatal(status)
	}
	if err := d.Sweep(now); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Uploaded(t.Context(), id); err != nil {
		t.Errorf("swept too early: %v", err)
	}
	if err := d.Sweep(now.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Uploaded(t.Context(), id); fault.As(err).Kind != fault.NotFound {
		t.Errorf("not swept: %v", err)
	}
	if _, _, err := d.Get(t.Context(), id); err != nil {
		t.Errorf("a file that was put: %v", err)
	}
}

// FuzzForm: whatever is sent without a form of ours is refused and leaves nothing.
func FuzzForm(f *testing.F) {
	root := f.TempDir()
	d, err := dirblob.Open(root, func() time.Time { return now })
	if err != nil {
		f.Fatal(err)
	}
	for _, form := range []blob.Form{{Fields: map[string]string{"key": "pending/" + id, "policy": "e30=", "signature": "x"}}, {}} {
		body, kind, err := blobtest.Multipart(form, []byte("%PDF-1.7"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kind, body.Bytes())
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest("POST", dirblob.Path, bytes.NewReader(body))
		r.Header["Content-Type"] = []string{kind}
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		if left, err := os.ReadDir(filepath.Join(root, "pending")); w.Code < 400 || w.Code > 499 || err != nil || len(left) > 0 {
			t.Errorf("%d, %v %v", w.Code, left, err)
		}
	})
}
