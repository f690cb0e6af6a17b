package customer

import (
	_ "embed"
	"strings"
)

// readings has a line for each syllable: the syllable, a space, every hanzi
// that is usually read so. It is go-pinyin's table, which a test compares; as
// a text it costs nothing until a name is read, where a map of 40,000 entries
// would be made at every start.
//
//go:embed readings.txt
var readings string

// reading is a hanzi's usual reading without tones; ü is v, as people type it.
func reading(r rune) string {
	if read, ok := usual[r]; ok {
		return read
	}
	at := strings.IndexRune(readings, r)
	if at < 0 || r <= ' ' || r < 0x80 {
		return string(r)
	}
	line := readings[strings.LastIndexByte(readings[:at], '\n')+1 : at]
	syllable, _, _ := strings.Cut(line, " ")
	return syllable
}
