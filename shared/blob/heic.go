package blob

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// heicBrand tells the pictures of phones from other files of the same family
// (videos, AVIF).
func heicBrand(raw []byte) bool {
	if len(raw) < 16 || string(raw[4:8]) != "ftyp" {
		return false
	}
	n := uint64(binary.BigEndian.Uint32(raw))
	if n < 16 || n > uint64(len(raw)) || n > 256 {
		return false
	}
	brands := []string{string(raw[8:12])}
	for i := uint64(16); i+4 <= n; i += 4 {
		brands = append(brands, string(raw[i:i+4]))
	}
	return slices.ContainsFunc(brands, func(b string) bool { return b == "heic" || b == "heix" || b == "heim" || b == "heis" })
}

// maxEXIF bounds how many places are tried that look like EXIF data.
const maxEXIF = 64

// cleanHEIC copies a HEIC with the place blanked in its EXIF data and its XMP
// overwritten: offsets run all through the file, so nothing may move.
func cleanHEIC(raw []byte) ([]byte, size, error) {
	s, ok := heicSize(raw)
	if !ok {
		return nil, size{}, unsupported()
	}
	clean := bytes.Clone(raw)
	for _, magic := range []string{"II\x2a\x00", "MM\x00\x2a"} {
		b := clean
		for range maxEXIF {
			i := bytes.Index(b, []byte(magic))
			if i < 0 {
				break
			}
			blankLocation(b[i:])
			b = b[i+len(magic):]
		}
	}
	blankBetween(clean, "<x:xmpmeta", "</x:xmpmeta>")
	return clean, s, nil
}

// blankBetween overwrites each stretch between two words, them included.
func blankBetween(b []byte, from, to string) {
	for {
		i := bytes.Index(b, []byte(from))
		if i < 0 {
			return
		}
		n := len(b) - i
		if j := bytes.Index(b[i:], []byte(to)); j >= 0 {
			n = j + len(to)
		}
		for k := range n {
			b[i+k] = ' '
		}
		b = b[i+n:]
	}
}

// heicSize reads the largest size that the file's properties state.
func heicSize(raw []byte) (s size, ok bool) {
	meta := box(raw, "meta")
	if len(meta) < 4 {
		return size{}, false
	}
	properties := box(box(meta[4:], "iprp"), "ipco")
	for len(properties) >= 8 {
		name, body, after := next(properties)
		if name == "" {
			break
		}
		if name == "ispe" && len(body) >= 12 {
			s = s.max(size{uint64(binary.BigEndian.Uint32(body[4:])), uint64(binary.BigEndian.Uint32(body[8:]))})
		}
		properties = after
	}
	return s, s != size{}
}

// box finds the first box of a name and gives its content.
func box(b []byte, want string) []byte {
	for len(b) >= 8 {
		name, body, after := next(b)
		if name == "" {
			return nil
		}
		if name == want {
			return body
		}
		b = after
	}
	return nil
}

// next reads the box that b begins with; no name when it is broken.
func next(b []byte) (name string, body, after []byte) {
	n, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
	switch {
	case n == 0:
		n = uint64(len(b))
	case n == 1 && len(b) >= 16:
		n, head = binary.BigEndian.Uint64(b[8:]), 16
	}
	if n < head || n > uint64(len(b)) {
		return "", nil, nil
	}
	return string(b[4:8]), b[head:n], b[n:]
}
