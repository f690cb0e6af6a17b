package page

import (
	"bytes"
	"io/fs"
	"iter"
	"slices"
	"sync"
)

// partFiles are components that every page may use.
const partFiles = "html/parts/*.html"

// parts knows which file defines which component. It looks into the files when a
// page is first shown, and parses none.
var parts = sync.OnceValues(func() (map[string]string, error) {
	names, err := fs.Glob(files, partFiles)
	if err != nil {
		return nil, err
	}
	p := map[string]string{}
	for _, file := range names {
		text, err := files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for name := range mentioned(text, "define") {
			p[name] = file
		}
	}
	return p, nil
})

// componentsOf are the files of the components that some files ask for, and these for
// others, in the order of their names.
func componentsOf(asking ...string) (list []string, err error) {
	defines, err := parts()
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(asking); i++ {
		text, err := files.ReadFile(asking[i])
		if err != nil {
			return nil, err
		}
		for name := range mentioned(text, "template") {
			if file := defines[name]; file != "" && !slices.Contains(asking, file) {
				asking, list = append(asking, file), append(list, file)
			}
		}
	}
	slices.Sort(list)
	return list, nil
}

// mentioned are the names behind an action's word.
func mentioned(text []byte, word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		action := []byte("{{" + word + ` "`)
		for {
			_, rest, found := bytes.Cut(text, action)
			if !found {
				return
			}
			name, after, _ := bytes.Cut(rest, []byte(`"`))
			if text = after; !yield(string(name)) {
				return
			}
		}
	}
}
