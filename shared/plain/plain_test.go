package plain

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"王 建国": "王 建国", "a\r\nBcc: b": "a Bcc: b", " a\t\u2028b ": "a b", "a\u202egpj.exe": "agpj.exe",
		"\x00a\x7f": "a", "\xffa": "a", "\u200f\u2067x\u2069": "x", "👩\u200d🔧": "👩\u200d🔧", "": "",
	} {
		if got := Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestText(t *testing.T) {
	if got := Text("a\r\nb\rc\n\td\x00\u202e"); got != "a\nb\nc\n\td" {
		t.Errorf("got %q", got)
	}
}

// FuzzPlain: whatever comes in, no break, control or direction control leaves.
func FuzzPlain(f *testing.F) {
	f.Add("a\r\nb\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		line, text := Line(s), Text(s)
		if !utf8.ValidString(line+text) || strings.ContainsAny(line, "\r\n\t\x00\u202e\u2067") || strings.ContainsAny(text, "\r\x00\u202e\u2067") {
			t.Errorf("%q became %q and %q", s, line, text)
		}
		if Line(line) != line || Text(text) != text {
			t.Errorf("%q is not stable", s)
		}
	})
}
