package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"yingbin/shared/policy"
)

// A node is a value of a file with its line. A scalar has scalar set to its
// JSON; an empty one is null.
type node struct {
	line   int
	scalar json.RawMessage
	text   string
	fields []field
	items  []*node
	isMap  bool
	isList bool
}

// A field is a key of a mapping with its value.
type field struct {
	key  string
	line int
	val  *node
}

// get finds a key, or nil.
func (n *node) get(key string) *node {
	for _, f := range n.fields {
		if f.key == key {
			return f.val
		}
	}
	return nil
}

// json writes the node as JSON.
func (n *node) json() json.RawMessage {
	var b []byte
	switch {
	case n.isMap:
		b = append(b, '{')
		for i, f := range n.fields {
			if i > 0 {
				b = append(b, ',')
			}
			key, _ := json.Marshal(f.key)
			b = append(append(append(b, key...), ':'), f.val.json()...)
		}
		return append(b, '}')
	case n.isList:
		b = append(b, '[')
		for i, v := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, v.json()...)
		}
		return append(b, ']')
	}
	return n.scalar
}

var lineOf = regexp.MustCompile(`^\[(\d+):\d+\] (.*)`)

// parse reads YAML into nodes; nil when it is not that.
func (l *loader) parse(name string, raw []byte) *node {
	f, err := parser.ParseBytes(raw, 0)
	if err != nil {
		line, text := 1, err.Error()
		if m := lineOf.FindStringSubmatch(strings.SplitN(text, "\n", 2)[0]); m != nil {
			line, _ = strconv.Atoi(m[1])
			text = m[2]
		}
		l.add(name, line, "", policy.Unknown, text)
		return nil
	}
	if len(f.Docs) != 1 || f.Docs[0].Body == nil {
		l.add(name, 1, "", policy.Unknown, "a file is one YAML document")
		return nil
	}
	root, err := convert(f.Docs[0].Body, 0)
	if err != nil {
		var at *atLine
		line := 1
		if errors.As(err, &at) {
			line = at.line
		}
		l.add(name, line, "", policy.Unknown, err.Error())
		return nil
	}
	return root
}

// An atLine is an error of the conversion.
type atLine struct {
	line int
	text string
}

func (e *atLine) Error() string { return e.text }

// deepest is how far values may be nested.
const deepest = 12

// convert makes a node of what the parser made.
func convert(n ast.Node, depth int) (*node, error) {
	line := n.GetToken().Position.Line
	if depth > deepest {
		return nil, &atLine{line, "nested too deeply"}
	}
	out := &node{line: line}
	switch n := n.(type) {
	case *ast.MappingNode:
		return mapping(out, n.Values, depth)
	case *ast.MappingValueNode:
		return mapping(out, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		out.isList = true
		for _, v := range n.Values {
			item, err := convert(v, depth+1)
			if err != nil {
				return nil, err
			}
			if item.line > 0 && len(out.items) == 0 {
				out.line = line
			}
			out.items = append(out.items, item)
		}
		return out, nil
	}
	return scalar(out, n)
}

// mapping makes a node of key and value pairs.
func mapping(out *node, pairs []*ast.MappingValueNode, depth int) (*node, error) {
	out.isMap = true
	seen := map[string]bool{}
	for _, p := range pairs {
		token := p.Key.GetToken()
		key := token.Value
		if s, ok := p.Key.(*ast.StringNode); ok {
			key = s.Value
		}
		if seen[key] {
			return nil, &atLine{token.Position.Line, fmt.Sprintf("key %q is there twice", key)}
		}
		seen[key] = true
		val, err := convert(p.Value, depth+1)
		if err != nil {
			return nil, err
		}
		if len(out.fields) == 0 {
			out.line = token.Position.Line
		}
		out.fields = append(out.fields, field{key, token.Position.Line, val})
	}
	return out, nil
}

// scalar makes a node of a single value. Anchors, aliases, tags and values
// that are left out are refused: `en: Read, put away` in a flow mapping leaves
// a key without value, which is a text without quotes.
func scalar(out *node, n ast.Node) (*node, error) {
	var v any
	switch n := n.(type) {
	case *ast.StringNode:
		v = n.Value
	case *ast.LiteralNode:
		v = n.Value.Value
	case *ast.BoolNode:
		v = n.Value
	case *ast.IntegerNode:
		v = n.Value
	case *ast.FloatNode:
		v = n.Value
	case *ast.NullNode:
		return nil, &atLine{out.line, "a key has no value; a text with a comma or colon needs quotes"}
	default:
		return nil, &atLine{out.line, fmt.Sprintf("%s is not used in policies", n.Type())}
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, &atLine{out.line, err.Error()}
	}
	out.scalar, out.text = raw, fmt.Sprint(v)
	return out, nil
}
