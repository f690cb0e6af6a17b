package i18n

import (
	"embed"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed messages
var files embed.FS

// A catalog is every text of one language by key, plural forms as "key|one".
type catalog map[string]string

// languages are the embedded folders, each read when it is first asked for: a
// process that answers one reader needs one.
var languages = sync.OnceValue(func() map[Lang]func() catalog {
	all := map[Lang]func() catalog{}
	dirs, _ := files.ReadDir("messages") // it is embedded; without it there is no language, and the tests say so
	for _, dir := range dirs {
		all[Lang(dir.Name())] = sync.OnceValue(func() catalog { return read(path.Join("messages", dir.Name())) })
	}
	return all
})

// of gives a language's own texts.
func of(l Lang) catalog {
	load := languages()[l]
	if load == nil {
		return nil
	}
	return load()
}

// size is a little more than a language has texts, so that a catalog is made once.
const size = 3000

// read takes every file of a folder in. What is wrong with them the tests say.
func read(dir string) catalog {
	c := make(catalog, size)
	entries, _ := files.ReadDir(dir)
	for _, e := range entries {
		raw, _ := files.ReadFile(path.Join(dir, e.Name()))
		c.add(string(raw))
	}
	return c
}

// Name is what a language calls itself.
func Name(l Lang) string { return ofItself(l)["print.language"] }

// Short is Name on a button, such as "EN".
func Short(l Lang) string { return ofItself(l)["page.language.short"] }

// ofItself are the words by which a language names itself. They lie in a file
// apart, so that a page names the languages without reading them.
func ofItself(l Lang) catalog {
	c := catalog{}
	raw, _ := files.ReadFile(path.Join("messages", string(l), "language.json"))
	c.add(string(raw))
	return c
}

// add takes a file in: an object of texts, so that its strings are keys and texts
// in turn. encoding/json reads the same, as a test holds, but in ten times as long,
// which was most of what the first page of a process took.
func (c catalog) add(object string) {
	for key, rest := cutString(object); rest != ""; key, rest = cutString(object) {
		c[key], object = cutString(rest)
	}
}

// cutString gives the first string of a JSON text, and what is behind it.
func cutString(text string) (s, rest string) {
	text = text[max(strings.IndexByte(text, '"'), 0):]
	quoted, err := strconv.QuotedPrefix(text)
	if err != nil {
		return "", ""
	}
	s, _ = strconv.Unquote(quoted)
	return s, text[len(quoted):]
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
