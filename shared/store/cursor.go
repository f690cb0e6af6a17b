package store

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"hash/crc32"
)

// Cursor names the place of a document in a query's order, so that a later
// query can continue after it, even when it has been deleted since. It is not
// sealed: package web seals what leaves the process. It carries a checksum
// and the partitions it lies in, so that a damaged one, or one of another
// partition, is Invalid instead of a wrong page.
func (d Doc) Cursor() string { return encodeCursor(d) }

// places are what a cursor holds: the key and the three places.
type places [8]string

// encodeCursor packs the key and the places of a document behind a checksum.
func encodeCursor(d Doc) string {
	data, err := json.Marshal(places{d.PK, d.SK, d.Desk.In, d.Desk.At, d.List.In, d.List.At, d.Due.In, d.Due.At})
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := crc32.ChecksumIEEE(data)
	head := []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}
	return base64.RawURLEncoding.EncodeToString(append(head, data...))
}

// decodeCursor gives the key and the places back.
func decodeCursor(cursor string) (Doc, error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(data) < 4 {
		return Doc{}, errors.New("cursor does not decode")
	}
	sum := uint32(data[0])<<24 | uint32(data[1])<<16 | uint32(data[2])<<8 | uint32(data[3])
	var p places
	if sum != crc32.ChecksumIEEE(data[4:]) || json.Unmarshal(data[4:], &p) != nil {
		return Doc{}, errors.New("cursor is damaged")
	}
	return Doc{Key: Key{p[0], p[1]}, Desk: Place{p[2], p[3]}, List: Place{p[4], p[5]}, Due: Place{p[6], p[7]}}, nil
}
