package blob

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"yingbin/shared/fault"
)

// What a document may unpack to.
const (
	maxParts    = 2_000
	maxUnpacked = 64 << 20 // bytes in all
	maxRatio    = 200      // unpacked to packed, above a megabyte
)

// office tells a spreadsheet from a text document and unpacks it once, to
// count: what an archive says about its sizes is not believed. Macros,
// embedded programs and paths out of the archive are refused.
func office(raw []byte) (kind string, err error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", unsupported()
	}
	if len(z.File) > maxParts {
		return "", fault.New(fault.TooLarge, "too-large", MaxSize>>20)
	}
	typed, left := false, int64(min(maxUnpacked, max(1<<20, maxRatio*len(raw))))
	for _, f := range z.File {
		if forbidden(f.Name) {
			return "", unsupported()
		}
		switch f.Name {
		case "[Content_Types].xml":
			typed = true
		case "xl/workbook.xml":
			kind = XLSX
		case "word/document.xml":
			kind = DOCX
		}
		n, err := unpacked(f, left)
		if err != nil {
			return "", err
		}
		left -= n
	}
	if !typed || kind == "" {
		return "", unsupported()
	}
	return kind, nil
}

// forbidden tells parts that no plain document has.
func forbidden(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(name, `\`) || strings.HasPrefix(name, "/") || path.Clean("/"+name) != "/"+strings.TrimSuffix(name, "/") ||
		strings.HasSuffix(lower, "vbaproject.bin") || strings.Contains(lower, "/activex/") || strings.Contains(lower, "/embeddings/")
}

// unpacked counts what a part unpacks to, up to what is left.
func unpacked(f *zip.File, left int64) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, unsupported()
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
	switch {
	case n > left:
		return 0, fault.New(fault.TooLarge, "too-large", MaxSize>>20)
	case err != nil:
		return 0, unsupported()
	}
	return n, nil
}
