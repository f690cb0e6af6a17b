// Package template reads template.yaml: which function answers which route, what
// it may do, and what stands in its environment. The harness of infra/lambdatest
// plays the stack by it; the tests of this package hold it against functions/,
// the route table and what shared/cloud reads.
package template

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A Map is one mapping of the file. Intrinsic functions are mappings with one
// key in their long form: {"Ref": "Table"}, {"Fn::GetAtt": "Table.Arn"}.
type Map = map[string]any

// A Template is the whole file.
type Template struct{ root Map }

// Read reads a template.
func Read(file string) (*Template, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	f, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, fmt.Errorf("parse the template: %w", err)
	}
	if len(f.Docs) != 1 {
		return nil, fmt.Errorf("the template has %d documents", len(f.Docs))
	}
	root, ok := value(f.Docs[0].Body).(Map)
	if !ok {
		return nil, fmt.Errorf("the template is no mapping")
	}
	return &Template{root}, nil
}

// value gives a node as plain values.
func value(n ast.Node) any {
	switch n := n.(type) {
	case *ast.MappingNode:
		m := Map{}
		for _, v := range n.Values {
			m[v.Key.GetToken().Value] = value(v.Value)
		}
		return m
	case *ast.MappingValueNode:
		return Map{n.Key.GetToken().Value: value(n.Value)}
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, v := range n.Values {
			list[i] = value(v)
		}
		return list
	case *ast.TagNode:
		name := strings.TrimPrefix(n.Start.Value, "!")
		if name != "Ref" {
			name = "Fn::" + name
		}
		return Map{name: value(n.Value)}
	case *ast.LiteralNode:
		return n.Value.Value
	case ast.ScalarNode:
		return n.GetValue()
	}
	return nil
}

// At walks down by keys; nil when there is nothing.
func (t *Template) At(path ...string) any { return at(t.root, path...) }

func at(v any, path ...string) any {
	for _, key := range path {
		m, ok := v.(Map)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

// Text gives a string; "" for anything else.
func Text(v any) string {
	s, _ := v.(string)
	return s
}

// List gives a list; a single value is a list of one, nothing is none.
func List(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// Resources gives the resources of a type by their logical names.
func (t *Template) Resources(kind string) map[string]Map {
	found := map[string]Map{}
	all, _ := t.At("Resources").(Map)
	for name, v := range all {
		if m, ok := v.(Map); ok && Text(m["Type"]) == kind {
			found[name] = m
		}
	}
	return found
}

// A Function is one Lambda function of the stack.
type Function struct {
	Name       string // logical: "Apply"
	Step       string // "apply"
	Properties Map
	Routes     []Route
	Events     map[string]Map // those that are no routes, by name
	Statements []Statement
}

// A Route is what API Gateway sends to a function; without path it is
// everything that no other route has.
type Route struct{ Method, Path string }

// String writes the route as a route key.
func (r Route) String() string {
	if r.Path == "" {
		return "$default"
	}
	return r.Method + " " + r.Path
}

// A Statement is one permission.
type Statement struct {
	Effect    string
	Actions   []string
	Resources []any
	Condition any
}

// Functions lists the functions in the order of their names.
func (t *Template) Functions() []Function {
	var list []Function
	for name, r := range t.Resources("AWS::Serverless::Function") {
		p, _ := r["Properties"].(Map)
		f := Function{Name: name, Properties: p, Events: map[string]Map{}}
		f.Step = strings.TrimSuffix(strings.TrimPrefix(Text(p["CodeUri"]), "functions/"), "/")
		f.events(p["Events"])
		for _, policy := range List(p["Policies"]) {
			for _, s := range List(at(policy, "Statement")) {
				f.Statements = append(f.Statements, statement(s))
			}
		}
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Function) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// events sorts routes from other events.
func (f *Function) events(v any) {
	all, _ := v.(Map)
	for name, e := range all {
		if Text(at(e, "Type")) != "HttpApi" {
			f.Events[name], _ = e.(Map)
			continue
		}
		f.Routes = append(f.Routes, Route{Text(at(e, "Properties", "Method")), Text(at(e, "Properties", "Path"))})
	}
	slices.SortFunc(f.Routes, func(a, b Route) int { return strings.Compare(a.String(), b.String()) })
}

func statement(v any) Statement {
	s := Statement{Effect: Text(at(v, "Effect")), Resources: List(at(v, "Resource")), Condition: at(v, "Condition")}
	for _, a := range List(at(v, "Action")) {
		s.Actions = append(s.Actions, Text(a))
	}
	return s
}

// Variables names the environment variables that all functions get.
func (t *Template) Variables() []string {
	m, _ := t.At("Globals", "Function", "Environment", "Variables").(Map)
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// apart are the properties of a table that its creation does not take: in AWS the
// stack sets them by requests of their own.
var apart = []string{"TimeToLiveSpecification", "PointInTimeRecoverySpecification"}

// CreateTable gives the request, in DynamoDB's own words, that makes a table of
// the template under a name.
func (t *Template) CreateTable(resource, name string) (Map, error) {
	p, ok := t.At("Resources", resource, "Properties").(Map)
	if !ok || Text(t.At("Resources", resource, "Type")) != "AWS::DynamoDB::Table" {
		return nil, fmt.Errorf("the template has no table %s", resource)
	}
	in := maps.Clone(p)
	for _, key := range apart {
		delete(in, key)
	}
	in["TableName"] = name
	if s, ok := in["StreamSpecification"].(Map); ok {
		in["StreamSpecification"] = Map{"StreamEnabled": true, "StreamViewType": s["StreamViewType"]}
	}
	if s, ok := in["SSESpecification"].(Map); ok {
		in["SSESpecification"] = Map{"Enabled": s["SSEEnabled"]}
	}
	return in, nil
}
