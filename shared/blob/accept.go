package blob

import (
	"bytes"
	"path"
	"strings"

	"yingbin/shared/fault"
)

// MaxPixels is the largest picture, in pixels.
const MaxPixels = 20_000_000

// The types that are taken. No SVG and no HTML: a browser would run them.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	HEIC = "image/heic"
	WebP = "image/webp"
	PDF  = "application/pdf"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// extensions gives each type's extension; what has none is not taken.
var extensions = map[string]string{
	JPEG: ".jpg", PNG: ".png", HEIC: ".heic", WebP: ".webp", PDF: ".pdf", XLSX: ".xlsx", DOCX: ".docx",
}

// Expect says before a file comes whether it would be taken, and as which type,
// by what its sender says of it. A browser that knows no type leaves it to the
// name. A size of 0 is not known yet.
func Expect(name, said string, size int64) (kind string, err error) {
	if size > MaxSize {
		return "", fault.New(fault.TooLarge, "too-large", MaxSize>>20)
	}
	if extensions[said] != "" {
		return said, nil
	}
	ext := strings.ToLower(path.Ext(name))
	if other := map[string]string{".jpeg": ".jpg", ".heif": ".heic"}[ext]; other != "" {
		ext = other
	}
	for kind, known := range extensions {
		if known == ext {
			return kind, nil
		}
	}
	return "", unsupported()
}

// Agrees says whether content of a type is what was announced: the same, or both
// pictures, whose names and types are often confused on the way.
func Agrees(kind, announced string) bool {
	return kind == announced || strings.HasPrefix(kind, "image/") && strings.HasPrefix(announced, "image/")
}

// Accept decides by content what a stranger's file is and gives it as it may
// be kept: pictures without the place and time they were made at, the way up
// preserved. Too large (also in pixels, or when unpacked) is TooLarge,
// everything unknown, broken or with macros is Unsupported.
func Accept(raw []byte) (clean []byte, kind string, err error) {
	if len(raw) > MaxSize {
		return nil, "", fault.New(fault.TooLarge, "too-large", MaxSize>>20)
	}
	kind = sniff(raw)
	var s size
	clean = raw
	switch kind {
	case JPEG:
		clean, s, err = cleanJPEG(raw)
	case PNG:
		clean, s, err = cleanPNG(raw)
	case WebP:
		clean, s, err = cleanWebP(raw)
	case HEIC:
		clean, s, err = cleanHEIC(raw)
	case PDF:
		return raw, kind, nil
	case zipped:
		kind, err = office(raw)
		return raw, kind, err
	default:
		err = unsupported()
	}
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return nil, "", err
	}
	return clean, kind, nil
}

// zipped is a zip archive: a spreadsheet or a text document, perhaps.
const zipped = "application/zip"

// sniff tells a type by its first bytes.
func sniff(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(raw, []byte(pngMagic)):
		return PNG
	case len(raw) >= 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP":
		return WebP
	case heicBrand(raw):
		return HEIC
	case bytes.HasPrefix(raw, []byte("%PDF-1.")), bytes.HasPrefix(raw, []byte("%PDF-2.")):
		return PDF
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return zipped
	}
	return ""
}

// unsupported is the answer to everything that is not taken.
func unsupported() error { return fault.New(fault.Unsupported, "unsupported-type") }

// A size is that of a picture, in pixels.
type size struct{ width, height uint64 }

// check refuses pictures of no or too many pixels.
func (s size) check() error {
	switch {
	case s.width == 0 || s.height == 0:
		return unsupported()
	case s.width > MaxPixels || s.height > MaxPixels || s.width*s.height > MaxPixels:
		return fault.New(fault.TooLarge, "too-large", MaxSize>>20)
	}
	return nil
}
