package blob

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"yingbin/shared/fault"
)

func TestAccept(t *testing.T) {
	for want, raw := range map[string][]byte{
		JPEG: jpegSample(t), PNG: pngSample(t), WebP: webpSample(), HEIC: heicSample(), PDF: []byte("%PDF-1.7\n..."),
		XLSX: archive(t, "[Content_Types].xml", "<a/>", "xl/workbook.xml", "<b/>"), DOCX: archive(t, "[Content_Types].xml", "<a/>", "word/document.xml", "<b/>"),
	} {
		before := bytes.Clone(raw)
		clean, kind, err := Accept(raw)
		if err != nil || kind != want {
			t.Errorf("%s: %q %v", want, kind, err)
			continue
		}
		if bytes.Contains(clean, []byte(secret)) {
			t.Errorf("%s: the place is still there", want)
		}
		if !bytes.Equal(raw, before) {
			t.Errorf("%s: the caller's bytes were changed", want)
		}
		if again, _, err := Accept(clean); err != nil || !bytes.Equal(again, clean) {
			t.Errorf("%s: what was accepted changes when accepted again: %v", want, err)
		}
	}
}

func TestPicturesStayPictures(t *testing.T) {
	clean, _, err := Accept(jpegSample(t))
	if err != nil {
		t.Fatal(err)
	}
	if img, err := jpeg.Decode(bytes.NewReader(clean)); err != nil || img.Bounds() != picture().Bounds() {
		t.Errorf("jpeg: %v", err)
	}
	if !bytes.Contains(clean, []byte("ICC_PROFILE")) || bytes.Contains(clean, []byte("MPF")) {
		t.Error("jpeg: the colour profile stays, other pictures inside do not")
	}
	if i := bytes.Index(clean, []byte("Exif\x00\x00")); i < 0 || orientation(clean[i+6:]) != 6 {
		t.Error("jpeg: the way up is lost")
	}
	if clean, _, err = Accept(pngSample(t)); err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(bytes.NewReader(clean)); err != nil || img.Bounds() != picture().Bounds() {
		t.Errorf("png: %v", err)
	}
	if clean, _, err = Accept(webpSample()); err != nil || clean[20]&(webpEXIF|webpXMP) != 0 || int(clean[4]) != len(clean)-8 {
		t.Errorf("webp: %v %x", err, clean)
	}
	if clean, _, err = Accept(heicSample()); err != nil || len(clean) != len(heicSample()) || !bytes.HasSuffix(clean, []byte("pixels")) {
		t.Errorf("heic: %v", err)
	}
}

func TestRefused(t *testing.T) {
	big := jpegSample(t)
	i := bytes.Index(big, []byte{0xff, 0xc0, 0, 11, 8})
	copy(big[i+5:], []byte{0xff, 0xff, 0xff, 0xff})
	many := []string{"[Content_Types].xml", "", "xl/workbook.xml", ""}
	for n := range maxParts {
		many = append(many, fmt.Sprint("xl/", n), "")
	}
	doc := func(more ...string) []byte {
		return archive(t, append([]string{"[Content_Types].xml", "", "word/document.xml", ""}, more...)...)
	}
	for name, c := range map[string]struct {
		raw  []byte
		kind fault.Kind
	}{
		"empty": {nil, fault.Unsupported}, "text": {[]byte("hello"), fault.Unsupported}, "svg": {[]byte("<svg onload=x>"), fault.Unsupported},
		"html": {[]byte("<!DOCTYPE html>"), fault.Unsupported}, "gif": {[]byte("GIF89a"), fault.Unsupported}, "program": {[]byte("MZ\x90"), fault.Unsupported},
		"html after a comment": {[]byte("x%PDF-1.7"), fault.Unsupported}, "cut jpeg": {jpegSample(t)[:200], fault.Unsupported}, "cut png": {pngSample(t)[:60], fault.Unsupported},
		"video": {isoBox("ftyp", []byte("isom\x00\x00\x00\x00isommp42")), fault.Unsupported}, "avif": {isoBox("ftyp", []byte("avif\x00\x00\x00\x00avifmif1")), fault.Unsupported},
		"too many pixels": {big, fault.TooLarge}, "too many bytes": {make([]byte, MaxSize+1), fault.TooLarge},
		"plain zip": {archive(t, "a", "b"), fault.Unsupported}, "zip bomb": {doc("word/x.xml", strings.Repeat("\x00", 80<<20)), fault.TooLarge},
		"too many parts": {archive(t, many...), fault.TooLarge}, "macros": {doc("word/vbaProject.bin", "x"), fault.Unsupported},
		"way out": {doc("word/../../x", "x"), fault.Unsupported}, "embedded": {doc("word/embeddings/a.exe", "x"), fault.Unsupported}, "cut zip": {doc()[:100], fault.Unsupported},
	} {
		if _, kind, err := Accept(c.raw); err == nil || fault.As(err).Kind != c.kind {
			t.Errorf("%s: %q %v", name, kind, err)
		}
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"执行表.pdf": "执行表.pdf", `C:\secret\a.PDF`: "a.pdf", "../../etc/passwd": "passwd.pdf", "a.html": "a.html.pdf", "": "file.pdf", "..": "file.pdf",
		"a\r\nb\u202efdp.exe": "a bfdp.exe.pdf", "2026.11.24": "2026.11.24.pdf", `a"<b>|`: "a--b--.pdf", strings.Repeat("长", 200): strings.Repeat("长", 100) + ".pdf",
	} {
		if got := FileName(in, PDF); got != want {
			t.Errorf("FileName(%q) = %q, want %q", in, got, want)
		}
	}
	if got := FileName("a.JPEG", JPEG); got != "a.jpg" {
		t.Errorf("got %q", got)
	}
}

func TestCheck(t *testing.T) {
	content := []byte("%PDF-1.7")
	meta := Describe("a", PDF, content, time.Unix(0, 0))
	if err := Check("abcdefgh12345678", meta, content); err != nil {
		t.Error(err)
	}
	if Check("abcdefgh12345678", meta, []byte("other")) == nil || Check("short", meta, content) == nil {
		t.Error("other content or a short id was taken")
	}
	for _, id := range []string{"", "../../../../etc/passwd", "abcdefgh1234567/", "-bcdefgh12345678", strings.Repeat("a", 81), "abcdefgh12345678.json"} {
		if CheckID(id) == nil {
			t.Errorf("%q is no id", id)
		}
	}
}

// FuzzAccept: nothing makes it fall over, and what is accepted stays as it is.
func FuzzAccept(f *testing.F) {
	for _, raw := range [][]byte{jpegSample(f), pngSample(f), webpSample(), heicSample(), archive(f, "[Content_Types].xml", "", "xl/workbook.xml", "")} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		clean, kind, err := Accept(raw)
		if err != nil {
			if k := fault.As(err).Kind; k != fault.Unsupported && k != fault.TooLarge {
				t.Errorf("error %v", err)
			}
			return
		}
		again, same, err := Accept(clean)
		if err != nil || same != kind || !bytes.Equal(again, clean) {
			t.Errorf("%s became %q, %v", kind, same, err)
		}
	})
}
