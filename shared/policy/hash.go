package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Seal computes Hash, of all that decides, and WordsHash, of the words that
// people read: changed words are no new rules for what runs.
func (p *Policy) Seal() error {
	p.Schema = Schema
	q := *p
	q.Version, q.Hash, q.WordsHash = "", "", ""
	raw, err := json.Marshal(&q)
	if err != nil {
		return err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return err
	}
	words := map[string]string{}
	strip("", tree, words)
	rules, err := json.Marshal(tree)
	if err != nil {
		return err
	}
	p.Hash = digest(rules)
	var all []byte
	for _, k := range slices.Sorted(maps.Keys(words)) {
		all = fmt.Appendf(all, "%s=%q\n", k, words[k])
	}
	p.WordsHash = digest(all)
	return nil
}

// strip takes the words out of a tree of JSON and collects them by path.
func strip(at string, tree any, words map[string]string) {
	switch t := tree.(type) {
	case map[string]any:
		for _, k := range []string{"zh", "en"} {
			if s, ok := t[k].(string); ok {
				words[at+"/"+k] = s
				delete(t, k)
			}
		}
		if at == "" {
			strip("/articles", t["articles"], words)
			delete(t, "articles")
		}
		for k, v := range t {
			strip(at+"/"+k, v, words)
		}
	case []any:
		for i, v := range t {
			strip(fmt.Sprintf("%s/%d", at, i), v, words)
		}
	case string:
		if len(at) > 10 && at[:10] == "/articles/" {
			words[at] = t
		}
	}
}

// digest is the first 16 bytes of SHA-256 in hex.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
