package reception

import (
	"testing"

	"yingbin/shared/fault"
)

// TestConfidentiality: S000-1.36: what may not leave the company is refused to
// guests; unmarked material stays inside.
func TestConfidentiality(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	guest := st.view("office2").Application.Guests[0].ID
	for class, want := range map[string]string{Public: "", InternalFile: "refused-by-policy", Confidential: "refused-by-policy", "": "refused-by-policy"} {
		f, err := st.s.AddFile(t.Context(), st.as("office2"), st.r, AddFile{Name: "样本\u202e.pdf", SHA256: "aa" + class + "00112233445566778899", Kind: "paper", Confidentiality: class})
		st.must(err)
		if f.Name != "样本.pdf" {
			t.Errorf("name %q", f.Name)
		}
		_, err = st.s.GuestFile(t.Context(), st.as(guest), f.ID, guest)
		if e := fault.As(err); want == "" && err != nil || want != "" && (e == nil || e.Code != want || e.Rule == nil) {
			t.Errorf("%q: %v", class, err)
		}
	}
	if _, err := st.s.AddFile(t.Context(), st.as("office2"), st.r, AddFile{Name: "x", SHA256: "bb", Confidentiality: "top"}); !fault.Is(err, "invalid") {
		t.Errorf("unknown class: %v", err)
	}
}

// TestFileAccess: invoices for those who see the money, confidential files for
// those who arrange and directors; the same content twice is one file.
func TestFileAccess(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	add := func(kind, class string) string {
		f, err := st.s.AddFile(t.Context(), st.as("office2"), st.r, AddFile{Name: kind, SHA256: kind + class + "0123456789abcdef", Kind: kind, Confidentiality: class})
		st.must(err)
		return f.ID
	}
	invoice, secret, photo := add("invoice", ""), add("paper", Confidential), add("photo", "")
	if again := add("photo", ""); again != photo {
		t.Errorf("the same photo twice: %s, %s", photo, again)
	}
	for _, tt := range []struct {
		who, file string
		may       bool
	}{
		{"finance", invoice, true}, {"rd", invoice, false}, {"director", secret, true}, {"rd", secret, false}, {"rd", photo, true},
		{"sales2", photo, false}, {"office", secret, true},
	} {
		if _, err := st.s.File(t.Context(), st.as(tt.who), tt.file); (err == nil) != tt.may {
			t.Errorf("%s opens %s: %v", tt.who, tt.file, err)
		}
	}
	if n := len(st.view("rd").Files); n != 1 {
		t.Errorf("rd is shown %d files", n)
	}
	if _, err := st.s.File(t.Context(), st.as("office2"), "nonsense"); !fault.Is(err, "not-found") {
		t.Errorf("nonsense: %v", err)
	}
}

// TestFileAgain: the same content is one file; what is said of it the second time
// counts, from somebody who neither brought it nor arranges only upwards.
func TestFileAgain(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	for _, tt := range []struct{ who, kind, class, wantKind, wantClass string }{
		{"office2", "paper", Public, "paper", Public}, {"rd", "photo", Confidential, "paper", Confidential}, {"rd", "", Public, "paper", Confidential},
		{"office2", "", "", "paper", Confidential}, {"sales", "other", InternalFile, "other", InternalFile}, {"rd", "photo", "", "other", InternalFile},
	} {
		f, err := st.s.AddFile(t.Context(), st.as(tt.who), st.r, AddFile{Name: "a.pdf", SHA256: "0123456789abcdef01", Kind: tt.kind, Confidentiality: tt.class})
		if st.must(err); f.Kind != tt.wantKind || f.Confidentiality != tt.wantClass {
			t.Errorf("%s says %s %s: %s %s", tt.who, tt.kind, tt.class, f.Kind, f.Confidentiality)
		}
	}
	if n := len(st.view("office2").Files); n != 1 {
		t.Errorf("%d files", n)
	}
}

// TestExpectFile: what would be refused is refused before it is sent, and
// nothing is recorded of what would not.
func TestExpectFile(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	before := st.view("office2")
	for _, tt := range []struct {
		who  string
		c    AddFile
		want string
	}{
		{"office2", AddFile{Name: "a.pdf", Kind: "paper", Size: 5 << 20}, ""}, {"office2", AddFile{Name: "a.pdf", Kind: "poem"}, "invalid"},
		{"office2", AddFile{Name: "a.pdf", Confidentiality: "top"}, "invalid"}, {"sales2", AddFile{Name: "a.pdf"}, "not-found"},
		{"gm", AddFile{Name: "a.pdf"}, "forbidden"}, {"office2", AddFile{Name: "a.pdf", Size: maxFileBytes + 1}, "too-many"},
	} {
		_, err := st.s.ExpectFile(t.Context(), st.as(tt.who), st.r, tt.c)
		if tt.want == "" && err != nil || tt.want != "" && !fault.Is(err, tt.want) {
			t.Errorf("%s, %+v: %v, want %q", tt.who, tt.c, err, tt.want)
		}
	}
	if after := st.view("office2"); after.Version != before.Version || len(after.Files) != len(before.Files) {
		t.Error("something was recorded")
	}
}
