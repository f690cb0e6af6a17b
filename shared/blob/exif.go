package blob

import "encoding/binary"

// Tags of EXIF data (a TIFF directory).
const (
	tagOrientation = 0x0112
	tagLocation    = 0x8825
)

// maxEntries bounds a directory: cameras write a few dozen.
const maxEntries = 512

// A tiff is EXIF data with its byte order.
type tiff struct {
	b     []byte
	order binary.ByteOrder
}

// readTIFF recognises EXIF data and gives where the first directory lies.
func readTIFF(b []byte) (t tiff, first uint32, ok bool) {
	if len(b) < 8 {
		return tiff{}, 0, false
	}
	switch string(b[:4]) {
	case "II\x2a\x00":
		t = tiff{b, binary.LittleEndian}
	case "MM\x00\x2a":
		t = tiff{b, binary.BigEndian}
	default:
		return tiff{}, 0, false
	}
	return t, t.order.Uint32(b[4:]), true
}

// entries gives the directory at an offset, 12 bytes for each entry.
func (t tiff) entries(at uint32) [][]byte {
	if uint64(at)+2 > uint64(len(t.b)) {
		return nil
	}
	n := min(t.order.Uint16(t.b[at:]), maxEntries)
	var all [][]byte
	for i := range n {
		from := uint64(at) + 2 + uint64(i)*12
		if from+12 > uint64(len(t.b)) {
			break
		}
		all = append(all, t.b[from:from+12])
	}
	return all
}

// orientation gives the way up of a picture, 1 to 8; 0 when it says nothing.
func orientation(b []byte) uint16 {
	t, first, ok := readTIFF(b)
	if !ok {
		return 0
	}
	for _, e := range t.entries(first) {
		if v := t.order.Uint16(e[8:]); t.order.Uint16(e) == tagOrientation && v >= 1 && v <= 8 {
			return v
		}
	}
	return 0
}

// blankLocation overwrites the place in EXIF data with zeros, values first,
// without moving anything, for formats in which nothing can be taken out.
func blankLocation(b []byte) {
	t, first, ok := readTIFF(b)
	if !ok {
		return
	}
	for _, e := range t.entries(first) {
		if t.order.Uint16(e) != tagLocation {
			continue
		}
		for _, place := range t.entries(t.order.Uint32(e[8:])) {
			if from, n := uint64(t.order.Uint32(place[8:])), t.length(place); n > 4 && from < uint64(len(b)) {
				clear(b[from:min(from+n, uint64(len(b)))])
			}
			clear(place)
		}
		return
	}
}

// length is how many bytes an entry's value has.
func (t tiff) length(entry []byte) uint64 {
	width := map[uint16]uint64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
	return width[t.order.Uint16(entry[2:])] * uint64(t.order.Uint32(entry[4:]))
}
