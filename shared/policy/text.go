package policy

import "strings"

// names lists the {names} in a text.
func names(s string) (all []string) {
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			return all
		}
		j := strings.IndexByte(s[i:], '}')
		if j < 0 {
			return all
		}
		all, s = append(all, s[i+1:i+j]), s[i+j+1:]
	}
}
