// Package paper makes what leaves as a file: spreadsheets (execution sheet,
// lists), calendar files and QR codes. It is pure: data in, bytes out, the
// same bytes for the same data; who may see which field is decided before.
//
// Texts of strangers go through package plain, and no cell begins like a
// formula.
package paper

import (
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/plain"
)

// maxCell is the longest text of a cell, in runes; spreadsheets end at 32,767.
const maxCell = 32_000

// cellText makes a text safe for a spreadsheet or a CSV file: a leading
// = + - @ (or its full-width twin) would be a formula for one program or
// another, so it gets an apostrophe before it.
func cellText(s string) string {
	s = strings.Trim(plain.Text(s), "\n\t ")
	if r := []rune(s); len(r) > maxCell {
		s = string(r[:maxCell])
	}
	if s != "" && strings.ContainsRune("=+-@\uff1d\uff0b\uff0d\uff20", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// broken is a failure of a library, or of a caller who left out what a file needs.
func broken(code string, err error) error { return fault.Wrap(fault.Internal, code, err) }
