package blob

import (
	"bytes"
	"encoding/binary"
)

// Markers of a JPEG file.
const (
	soi, eoi, sos   = 0xd8, 0xd9, 0xda
	app0, app1      = 0xe0, 0xe1
	app2, app14     = 0xe2, 0xee
	app15, comment  = 0xef, 0xfe
	rst0, rst7, tem = 0xd0, 0xd7, 0x01
)

// cleanJPEG copies a JPEG without its application data: the camera's notes,
// thumbnails, comments and whatever follows the picture. Colour profile and
// the way up stay.
func cleanJPEG(raw []byte) ([]byte, size, error) {
	out, rest := bytes.NewBuffer([]byte{0xff, soi}), raw[2:]
	var s size
	for {
		marker, body, after, ok := segment(rest)
		if !ok {
			return nil, size{}, unsupported()
		}
		switch {
		case marker == eoi:
			out.Write([]byte{0xff, eoi})
			return out.Bytes(), s, nil
		case marker == sos:
			n := scan(after)
			write(out, marker, body)
			out.Write(after[:n])
			after = after[n:]
		case marker == app1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			if turn := orientation(body[6:]); turn > 1 {
				write(out, app1, exifOf(turn))
			}
		case marker == app2 && !bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")):
		case marker > app0 && marker <= app15 && marker != app2 && marker != app14, marker == comment:
		default:
			if frame(marker) && len(body) >= 5 {
				s = s.max(size{uint64(binary.BigEndian.Uint16(body[3:])), uint64(binary.BigEndian.Uint16(body[1:]))})
			}
			write(out, marker, body)
		}
		rest = after
	}
}

// segment reads one marker with its body, which some markers have not.
func segment(b []byte) (marker byte, body, after []byte, ok bool) {
	for len(b) >= 2 && b[0] == 0xff && b[1] == 0xff { // fill bytes
		b = b[1:]
	}
	if len(b) < 2 || b[0] != 0xff || b[1] == 0 {
		return 0, nil, nil, false
	}
	if marker = b[1]; marker == eoi || marker == tem || (marker >= rst0 && marker <= rst7) {
		return marker, nil, b[2:], true
	}
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < 2 || len(b) < 2+n {
		return 0, nil, nil, false
	}
	return marker, b[4 : 2+n], b[2+n:], true
}

// scan tells how long the picture data is that follows a start of scan.
func scan(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xff && b[i+1] != 0 && b[i+1] != 0xff && (b[i+1] < rst0 || b[i+1] > rst7) {
			return i
		}
	}
	return len(b)
}

// frame tells the markers that carry the picture's size.
func frame(marker byte) bool {
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
}

// write writes a segment.
func write(out *bytes.Buffer, marker byte, body []byte) {
	out.Write([]byte{0xff, marker})
	if body != nil {
		out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2)))
		out.Write(body)
	}
}

// exifOf makes EXIF data that say which way is up and nothing else.
func exifOf(turn uint16) []byte {
	b := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	b = binary.BigEndian.AppendUint16(b, turn)
	return append(b, 0, 0, 0, 0, 0, 0)
}
