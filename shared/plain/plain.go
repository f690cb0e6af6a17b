// Package plain takes out of strangers' text what must not go out again in
// mails, sheets and calendar files: controls that end a header line, and
// characters that are not seen but turn the reading direction around.
package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line gives a text as one line: every run of blanks, breaks and controls
// becomes one space, invisible direction controls and broken UTF-8 go.
func Line(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case invisible(r):
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Text gives a text of several lines, ended by "\n", with tabs and blanks as
// they are and no other controls.
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) || (unicode.IsControl(r) && r != '\n' && r != '\t') {
			return -1
		}
		return r
	}, breaks.Replace(s))
}

// breaks are the ends of lines of all systems.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// invisible tells direction controls, zero-width blanks, byte order marks,
// noncharacters and what was no UTF-8. Joiners stay: scripts and emoji need them.
func invisible(r rune) bool {
	switch {
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
		return true
	case r == '\u200b', r == '\ufeff', r == utf8.RuneError, r >= '\ufdd0' && r <= '\ufdef', r&0xfffe == 0xfffe:
		return true
	}
	return false
}
