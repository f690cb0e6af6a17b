package blob

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks of a PNG that its look depends on.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true,
	"sBIT": true, "sRGB": true, "cICP": true, "bKGD": true, "pHYs": true,
}

// cleanPNG copies a PNG without texts, EXIF data and unknown chunks.
func cleanPNG(raw []byte) ([]byte, size, error) {
	out, rest := bytes.NewBufferString(pngMagic), raw[len(pngMagic):]
	var s size
	for len(rest) >= 12 {
		n := uint64(binary.BigEndian.Uint32(rest))
		if n+12 > uint64(len(rest)) {
			break
		}
		name, chunk := string(rest[4:8]), rest[:n+12]
		if crc32.ChecksumIEEE(chunk[4:n+8]) != binary.BigEndian.Uint32(chunk[n+8:]) || (name == "IHDR") != (s == size{}) {
			break
		}
		if name == "IHDR" && n == 13 {
			s = size{uint64(binary.BigEndian.Uint32(chunk[8:])), uint64(binary.BigEndian.Uint32(chunk[12:]))}
		}
		if pngKept[name] {
			out.Write(chunk)
		}
		if name == "IEND" {
			return out.Bytes(), s, nil
		}
		rest = rest[n+12:]
	}
	return nil, size{}, unsupported()
}

// webpKept are the chunks of a WebP that its look depends on.
var webpKept = map[string]bool{"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ICCP": true, "ANIM": true, "ANMF": true}

// Flags of a WebP's extended header.
const webpXMP, webpEXIF = 0x04, 0x08

// cleanWebP copies a WebP without EXIF data, XMP and unknown chunks.
func cleanWebP(raw []byte) ([]byte, size, error) {
	var out bytes.Buffer
	out.WriteString("RIFF\x00\x00\x00\x00WEBP")
	var s size
	rest := raw[12:]
	for len(rest) >= 8 {
		name, n := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:]))
		if n+8 > uint64(len(rest)) {
			return nil, size{}, unsupported()
		}
		body := bytes.Clone(rest[8 : n+8])
		s = s.max(webpSize(name, body))
		if name == "VP8X" && n > 0 {
			body[0] &^= webpXMP | webpEXIF
		}
		if webpKept[name] {
			out.WriteString(name)
			out.Write(rest[4:8])
			out.Write(body)
			if n%2 == 1 {
				out.WriteByte(0)
			}
		}
		rest = rest[min(n+8+n%2, uint64(len(rest))):]
	}
	clean := out.Bytes()
	binary.LittleEndian.PutUint32(clean[4:], uint32(len(clean)-8))
	return clean, s, nil
}

// webpSize reads the size that a chunk states; zero when it states none.
func webpSize(name string, b []byte) size {
	switch {
	case name == "VP8 " && len(b) >= 10 && b[3] == 0x9d && b[4] == 0x01 && b[5] == 0x2a:
		return size{uint64(binary.LittleEndian.Uint16(b[6:]) & 0x3fff), uint64(binary.LittleEndian.Uint16(b[8:]) & 0x3fff)}
	case name == "VP8L" && len(b) >= 5 && b[0] == 0x2f:
		bits := binary.LittleEndian.Uint32(b[1:])
		return size{uint64(bits&0x3fff) + 1, uint64(bits>>14&0x3fff) + 1}
	case name == "VP8X" && len(b) >= 10:
		three := func(i int) uint64 { return uint64(b[i]) | uint64(b[i+1])<<8 | uint64(b[i+2])<<16 }
		return size{three(4) + 1, three(7) + 1}
	}
	return size{}
}

// max takes the larger of two sizes, side by side.
func (s size) max(o size) size { return size{max(s.width, o.width), max(s.height, o.height)} }
