// Package load reads policies from YAML, strictly: a key, fact, role, gate or
// moment that the grammar does not know is an error that names file, line and
// entry. It is the only place that knows YAML; everything else reads the
// snapshots that it makes.
package load

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"yingbin/shared/policy"
)

// File loads a policy and what it includes. Fragments are looked for beside
// the file, in common/ beside it and in ../common.
func File(name string) (*policy.Policy, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	dir, file := filepath.Split(abs)
	root := filepath.Dir(filepath.Clean(dir))
	rel, err := filepath.Rel(root, filepath.Join(dir, file))
	if err != nil {
		return nil, err
	}
	return FS(os.DirFS(root), filepath.ToSlash(rel))
}

// FS loads a policy and what it includes from a file system. A name without
// ending is that of a YAML file. The error, if any, is Errors: everything that
// is wrong, each with its place. A policy that is right but for constructs
// that the engine does not run yet is given along with them: see Errors.OnlyNotRunning.
func FS(fsys fs.FS, name string) (*policy.Policy, error) {
	if path.Ext(name) == "" {
		name += ".yaml"
	}
	l := &loader{fsys: fsys, at: map[string]place{}, done: map[string]bool{}}
	p := l.policy(name)
	if len(l.errs) > 0 {
		return nil, l.errs
	}
	for _, problem := range policy.Check(p) {
		l.problem(name, problem)
	}
	if len(l.errs) > 0 && !l.errs.OnlyNotRunning() {
		return nil, l.errs
	}
	if err := p.Seal(); err != nil {
		return nil, err
	}
	snapshot, err := p.Encode()
	if err != nil {
		return nil, err
	}
	if p, err = policy.Decode(snapshot); err != nil {
		return nil, err
	}
	if len(l.errs) > 0 {
		return p, l.errs
	}
	return p, nil
}

// A place is where an entry stands.
type place struct {
	file string
	line int
}

// A loader reads a policy and its fragments.
type loader struct {
	fsys fs.FS
	errs Errors
	at   map[string]place // section/entry → place
	done map[string]bool  // fragments taken in
}

// policy reads one file and merges what it includes.
func (l *loader) policy(name string) *policy.Policy {
	p := l.read(name)
	if p == nil {
		return nil
	}
	base := path.Dir(name)
	dropped := map[string]bool{}
	for _, inc := range p.Include {
		file, ok := l.find(base, inc)
		if !ok {
			l.add(name, 1, "", policy.Unresolved, "include: there is no "+inc)
			continue
		}
		if l.done[file] {
			continue
		}
		l.done[file] = true
		if f := l.policy(file); f != nil {
			if f.Fragment == "" {
				l.add(file, 1, "", policy.Contradiction, "only a fragment can be included")
			}
			merge(p, f, p.Drop, dropped)
		}
	}
	for _, id := range p.Drop {
		if !dropped[id] {
			l.add(name, 1, id, policy.Unresolved, "drop: nothing included has this id")
		}
	}
	return p
}

// find looks for a fragment beside the file, in common/ and in ../common.
func (l *loader) find(base, name string) (string, bool) {
	for _, dir := range []string{"", "common", "../common", "..", "presets/common"} {
		file := path.Join(base, dir, name+".yaml")
		if strings.HasPrefix(file, "..") {
			continue
		}
		if _, err := fs.Stat(l.fsys, file); err == nil {
			return file, true
		}
	}
	return "", false
}

// read parses one file and decodes it strictly; nil when something is wrong.
func (l *loader) read(name string) *policy.Policy {
	raw, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		l.add(name, 0, "", policy.Unresolved, "cannot be read")
		return nil
	}
	root := l.parse(name, raw)
	if root == nil {
		return nil
	}
	before := len(l.errs)
	l.strict(name, root)
	if len(l.errs) > before {
		return nil
	}
	p := &policy.Policy{}
	if err := json.Unmarshal(root.json(), p); err != nil {
		l.add(name, root.line, "", policy.Unknown, err.Error())
		return nil
	}
	l.places(name, root)
	return p
}

// places notes where entries stand, for the problems found later.
func (l *loader) places(name string, root *node) {
	for _, f := range root.fields {
		if f.key == "standards" {
			for _, rows := range f.val.fields {
				l.entries(name, "standards", rows.val)
			}
			continue
		}
		l.entries(name, f.key, f.val)
	}
}

func (l *loader) entries(name, section string, list *node) {
	for _, e := range list.items {
		if id := e.get("id"); id != nil {
			if key := section + "/" + id.text; l.at[key] == (place{}) {
				l.at[key] = place{name, e.line}
			}
		}
		if sub := e.get("tasks"); sub != nil {
			l.entries(name, section, sub)
		}
	}
}

// problem gives a problem of the policy its place.
func (l *loader) problem(name string, p policy.Problem) {
	at, ok := l.at[p.Section+"/"+p.Entry]
	if !ok {
		at = place{name, 1}
	}
	entry := p.Entry
	if p.Section != "" {
		entry = p.Section + "." + p.Entry
	}
	l.add(at.file, at.line, entry, p.Kind, p.Text)
}

func (l *loader) add(file string, line int, entry string, kind policy.ProblemKind, text string) {
	l.errs = append(l.errs, &Error{Kind: kind, File: file, Line: line, Entry: entry, Text: text})
}

// dropper tells whether an included entry does not hold here, and notes it.
func dropper(drop []string, dropped map[string]bool) func(string) bool {
	return func(id string) bool {
		if slices.Contains(drop, id) {
			dropped[id] = true
			return true
		}
		return false
	}
}
