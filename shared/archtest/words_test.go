package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"yingbin/shared/i18n"
)

// root is the module.
const root = "../.."

// A words is every text that Go code and templates name: whole ones, and what
// something is put behind.
type words struct {
	texts, begun map[string]bool
	keys         map[string]string // message keys that code asks for by name, and where
	faults       map[string]string
}

// built are keys that only running code can name: what begins or ends them, and
// the code that builds them, which must still be there.
var built = []struct{ begins, ends, in, code string }{
	{begins: "reception.history.", in: "shared/reception/history.go", code: `"reception.history." + strings.TrimPrefix(kind, "reception.")`},
	{begins: "page.story.", in: "shared/web/page/visit_story.go", code: `"page.story." + strings.TrimPrefix(`},
	{begins: "page.done.", in: "shared/web/page/shape.go", code: `"page.done." + code`},
	{begins: "page.way.", in: "shared/web/page/kept.go", code: `"page.way." + strconv.Itoa(p.Problem.Status)`},
	{begins: "web.status.", in: "shared/web/problem.go", code: `"web.status." + strconv.Itoa(status)`},
	{begins: "fault.wrong-state-", in: "shared/web/problem.go", code: `key + "-" + state`},
	{begins: "fault.", ends: "-named", in: "shared/web/problem.go", code: `key + "-named"`},
	{begins: "page.setup-", in: "shared/web/setup.go", code: `"page.setup-"+key`},
	{begins: "fault.invalid-", in: "shared/web/problem.go", code: `code + "-" + path.Base(e.Field)`},
	{begins: "fault.required-", in: "shared/web/problem.go", code: `code + "-" + path.Base(e.Field)`},
	{begins: "letter.", ends: ".undated", in: "shared/notify/words.go", code: `kind + ".undated"`},
	{begins: "letter.cancelled-guest.", in: "shared/notify/words.go", code: `s.told.Kind + "-guest"`},
	{begins: "letter.changed-guest.", in: "shared/notify/words.go", code: `s.told.Kind + "-guest"`},
	{begins: "letter.delay-guest.", in: "shared/notify/words.go", code: `s.told.Kind + "-guest"`},
	{begins: "page.tour-", ends: "-how", in: "shared/web/page/html/desk.html", code: `"tour-%s-how"`},
}

// TestEveryTextIsThere: what code and templates ask for by name, and every
// fault, has a text in every language.
func TestEveryTextIsThere(t *testing.T) {
	w := read(t)
	if len(w.keys) < 300 || len(w.faults) < 25 {
		t.Fatalf("found only %d keys and %d faults", len(w.keys), len(w.faults))
	}
	for _, l := range i18n.Langs() {
		for key, where := range w.keys {
			if !i18n.Has(l, key) {
				t.Errorf("%s has no %q, which %s asks for", l, key, where)
			}
		}
		for code, where := range w.faults {
			if !i18n.Has(l, "fault."+code) {
				t.Errorf("%s has no words for the fault %q of %s", l, code, where)
			}
		}
	}
}

// TestNoTextIsLeftOver: every message can be asked for by something.
func TestNoTextIsLeftOver(t *testing.T) {
	w := read(t)
	for _, b := range built {
		if raw, err := os.ReadFile(filepath.Join(root, b.in)); err != nil || !strings.Contains(string(raw), b.code) {
			t.Errorf("%s does not build keys by %s any more", b.in, b.code)
		}
	}
	for _, key := range i18n.Keys(i18n.ZH) {
		key, _, _ = strings.Cut(key, "|")
		if !w.names(key) {
			t.Errorf("nobody asks for %q", key)
		}
	}
}

// names says whether something can name a key: whole, as a beginning with words
// that something names behind it, or by code of the list.
func (w *words) names(key string) bool {
	if w.texts[key] {
		return true
	}
	for i := 1; i < len(key); i++ {
		if w.begun[key[:i]] && w.ends(key[i:], 2) {
			return true
		}
	}
	for _, b := range built {
		if strings.HasPrefix(key, b.begins) && strings.HasSuffix(key, b.ends) {
			return true
		}
	}
	return false
}

// ends says whether the rest of a key is something that is named, or put
// together of up to so many more parts.
func (w *words) ends(rest string, parts int) bool {
	if w.texts[rest] {
		return true
	}
	for i := 1; i < len(rest) && parts > 0; i++ {
		if (w.begun[rest[:i]] || rest[i-1] == '.' && w.texts[rest[:i-1]]) && w.ends(rest[i:], parts-1) {
			return true
		}
	}
	return false
}

// id finds what files of data name.
var id = regexp.MustCompile(`[\w.\p{Han}-]+`)

// read reads code, templates and presets once.
func read(t *testing.T) *words {
	t.Helper()
	w := &words{texts: map[string]bool{}, begun: map[string]bool{}, keys: map[string]string{}, faults: map[string]string{}}
	for _, dir := range []string{"shared", "functions", "infra"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				if d != nil && (d.Name() == "testdata" || d.Name() == "node_modules") {
					return filepath.SkipDir
				}
				return err
			}
			switch {
			case strings.HasSuffix(path, "_test.go"):
			case strings.HasSuffix(path, ".go"):
				return w.code(path)
			case strings.HasSuffix(path, ".html"):
				return w.template(path)
			case strings.HasSuffix(path, ".yaml"):
				raw, err := os.ReadFile(path)
				for _, s := range id.FindAllString(string(raw), -1) {
					w.texts[s] = true
				}
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// code collects the strings of a file.
func (w *words) code(path string) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, ok := text(n); ok {
				w.texts[s] = true
				for _, s := range tag.FindAllStringSubmatch(s, -1) {
					w.texts[s[1]] = true
				}
			}
		case *ast.BinaryExpr:
			if s, ok := text(last(n.X)); ok && n.Op == token.ADD {
				w.begun[s] = true
			}
		case *ast.CallExpr:
			w.call(n, set.Position(n.Pos()).String())
		}
		return true
	})
	return nil
}

// tag finds the names of fields.
var tag = regexp.MustCompile(`json:"([\w.-]+)`)

// call notes what a call asks for: i18n.T(l, "key"), fault.New(kind, "code"),
// fault.Field(field, "code"), and s.T("key") of a mail.
func (w *words) call(n *ast.CallExpr, where string) {
	f, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || len(n.Args) == 0 {
		return
	}
	if s, ok := text(n.Args[0]); ok && f.Sel.Name == "T" && strings.Contains(where, "shared/notify/") {
		w.keys["letter."+s] = where
	}
	of, _ := f.X.(*ast.Ident)
	if len(n.Args) < 2 {
		return
	}
	if s, ok := text(n.Args[1]); ok && of != nil {
		switch of.Name + "." + f.Sel.Name {
		case "i18n.T":
			w.keys[s] = where
		case "fault.Field":
			w.faults[s] = where
		case "fault.New", "fault.Wrap":
			if kind, ok := n.Args[0].(*ast.SelectorExpr); !ok || kind.Sel.Name != "Internal" && kind.Sel.Name != "Unavailable" { // those are for the log
				w.faults[s] = where
			}
		}
	}
}

// last is the right end of a sum.
func last(x ast.Expr) ast.Expr {
	if b, ok := x.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return last(b.Y)
	}
	return x
}

// text is the value of a literal string.
func text(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// asking are the functions of templates that ask for a text, and what their
// keys begin with.
var asking = map[string]string{"t": "page.", "say": ""}

// template collects the strings of a template, and the keys it asks for.
func (w *words) template(path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	trees := map[string]*parse.Tree{}
	tree := parse.New(path)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(string(raw), "", "", trees); err != nil {
		return err
	}
	for _, tree := range trees {
		if tree.Root != nil {
			w.node(tree.Root, path)
		}
	}
	return nil
}

// node walks a part of a template.
func (w *words) node(n parse.Node, where string) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				w.node(one, where)
			}
		}
	case *parse.ActionNode:
		w.node(n.Pipe, where)
	case *parse.TemplateNode:
		w.node(n.Pipe, where)
	case *parse.IfNode:
		w.branch(&n.BranchNode, where)
	case *parse.RangeNode:
		w.branch(&n.BranchNode, where)
	case *parse.WithNode:
		w.branch(&n.BranchNode, where)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				w.node(c, where)
			}
		}
	case *parse.ChainNode:
		w.node(n.Node, where)
	case *parse.StringNode:
		w.texts[n.Text] = true
		if i := strings.IndexByte(n.Text, '%'); i >= 0 {
			w.begun[n.Text[:i]] = true
		}
	case *parse.CommandNode:
		w.command(n, where)
	}
}

// branch walks the parts of a condition or loop.
func (w *words) branch(n *parse.BranchNode, where string) {
	w.node(n.Pipe, where)
	w.node(n.List, where)
	w.node(n.ElseList, where)
}

// command walks a call; {{t "key"}} asks for a text.
func (w *words) command(n *parse.CommandNode, where string) {
	for _, a := range n.Args {
		w.node(a, where)
	}
	f, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok || len(n.Args) < 2 {
		return
	}
	if s, ok := n.Args[1].(*parse.StringNode); ok {
		if begin, asks := asking[f.Ident]; asks {
			w.keys[begin+s.Text] = where
		}
	}
}
