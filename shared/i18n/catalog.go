package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed messages
var files embed.FS

// A catalog is every text of one language by key, plural forms as "key|one".
type catalog map[string]string

// languages are the embedded folders, each read when it is first asked for: a
// process that answers one reader needs one.
var languages = sync.OnceValue(func() map[Lang]func() (catalog, []string) {
	all := map[Lang]func() (catalog, []string){}
	dirs, _ := files.ReadDir("messages") // it is embedded; without it there is no language, and the tests say so
	for _, dir := range dirs {
		all[Lang(dir.Name())] = sync.OnceValues(func() (catalog, []string) {
			c := catalog{}
			return c, c.read(path.Join("messages", dir.Name()))
		})
	}
	return all
})

// of gives a language's own texts. A file that cannot be read is left out and
// named by Problems: the binary still starts, the tests do not pass.
func of(l Lang) catalog {
	load := languages()[l]
	if load == nil {
		return nil
	}
	c, _ := load()
	return c
}

// read adds every file of a folder and says what is wrong with them.
func (c catalog) read(dir string) (problems []string) {
	entries, err := files.ReadDir(dir)
	if err != nil {
		return []string{err.Error()}
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		raw, err := files.ReadFile(name)
		texts := map[string]string{}
		if err == nil {
			err = json.Unmarshal(raw, &texts)
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", name, err))
			continue
		}
		for k, v := range texts {
			if _, twice := c[k]; twice {
				problems = append(problems, fmt.Sprintf("%s: %q is in another file too", name, k))
			}
			c[k] = v
		}
	}
	return problems
}

// Problems lists what is wrong with the message files themselves: unreadable
// files and keys that two files claim.
func Problems() (problems []string) {
	for _, load := range languages() {
		_, wrong := load()
		problems = append(problems, wrong...)
	}
	return problems
}

// lookup finds the text of a key in the plural form of n, along the fallbacks.
func lookup(l Lang, key string, n int64, counted bool) (string, bool) {
	for _, try := range chain(l) {
		c := of(try)
		if counted {
			if s, ok := c[key+"|"+form(n)]; ok {
				return s, true
			}
		}
		if s, ok := c[key]; ok {
			return s, true
		}
		if s, ok := c[key+"|other"]; ok {
			return s, true
		}
	}
	return "", false
}

// form is the plural form of a number. A language that makes no difference has
// no texts for one.
func form(n int64) string {
	if n == 1 {
		return "one"
	}
	return "other"
}

// Has tells whether a language, or the one it falls back to, has the key.
func Has(l Lang, key string) bool {
	_, ok := lookup(l, key, 0, false)
	return ok
}

// Written is the language in which a reader of l finds the texts: l, or the
// first of its fallbacks that has any.
func Written(l Lang) Lang {
	for _, try := range chain(l) {
		if len(of(try)) > 0 {
			return try
		}
	}
	return l
}

// Keys lists a language's own keys in order, plural forms folded into one.
func Keys(l Lang) []string {
	set := map[string]bool{}
	for k := range of(l) {
		base, _, _ := strings.Cut(k, "|")
		set[base] = true
	}
	return slices.Sorted(maps.Keys(set))
}
