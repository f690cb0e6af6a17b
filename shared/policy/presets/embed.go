// Package presets holds the regulations that Yingbin ships with: envicool and
// showroom, the fragments in common/ that any policy may include, and drafts/
// of eight more that nobody may adopt yet. The YAML is the document: it
// follows the order of the regulation, and every entry names the requirements
// it fulfils. ../sources.yaml says in our own words what each citation is about,
// coverage.yaml which scenario shows that an entry does its work.
package presets

import "embed"

// FS holds the files: envicool.yaml, showroom.yaml, common/*.yaml,
// drafts/*.yaml and coverage.yaml.
//
//go:embed *.yaml common/*.yaml drafts/*.yaml
var FS embed.FS
