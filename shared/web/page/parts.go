package page

import (
	"io/fs"
	"slices"
	"strings"
)

// parts knows which file defines which component.
type parts map[string]string

// newParts looks into the files of components; it parses none.
func newParts() (parts, error) {
	names, err := fs.Glob(files, partFiles)
	if err != nil {
		return nil, err
	}
	p := parts{}
	for _, file := range names {
		text, err := files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, name := range mentioned(string(text), "define") {
			p[name] = file
		}
	}
	return p, nil
}

// of are the files of the components that some files ask for, and these for
// others, in the order of their names.
func (p parts) of(asking ...string) (list []string, err error) {
	for i := 0; i < len(asking); i++ {
		text, err := files.ReadFile(asking[i])
		if err != nil {
			return nil, err
		}
		for _, name := range mentioned(string(text), "template") {
			if file := p[name]; file != "" && !slices.Contains(asking, file) {
				asking, list = append(asking, file), append(list, file)
			}
		}
	}
	slices.Sort(list)
	return list, nil
}

// mentioned are the names behind an action's word.
func mentioned(text, word string) (names []string) {
	for _, rest := range strings.Split(text, "{{"+word+` "`)[1:] {
		name, _, _ := strings.Cut(rest, `"`)
		names = append(names, name)
	}
	return names
}
