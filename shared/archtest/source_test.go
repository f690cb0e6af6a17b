package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// files parses the sources of a package, tests left out.
func files(t *testing.T, p listed) (*token.FileSet, []*ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	var list []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, f)
	}
	return fset, list
}

func TestEveryPackageIsDocumented(t *testing.T) {
	for _, p := range packages(t) {
		_, list := files(t, p)
		documented := len(list) == 0
		for _, f := range list {
			documented = documented || f.Doc != nil
		}
		if !documented {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	for _, p := range packages(t) {
		fset, list := files(t, p)
		for _, f := range list {
			if f.Name.Name == "main" {
				continue
			}
			for _, d := range f.Decls {
				for _, name := range undocumented(d) {
					t.Errorf("%s: %s has no comment", fset.Position(name.Pos()), name.Name)
				}
			}
		}
	}
}

// undocumented lists the exported names of a declaration that has no comment.
func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc != nil {
			return nil
		}
		var names []*ast.Ident
		for _, s := range d.Specs {
			if ts, ok := s.(*ast.TypeSpec); ok && ts.Doc == nil && ts.Name.IsExported() {
				names = append(names, ts.Name)
			}
			if vs, ok := s.(*ast.ValueSpec); ok && vs.Doc == nil && vs.Comment == nil {
				for _, n := range vs.Names {
					if n.IsExported() {
						names = append(names, n)
					}
				}
			}
		}
		return names
	}
	return nil
}

// exportedReceiver says whether a function is a method of an exported type, or no method.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return false
		}
	}
}

// clocks are the functions that read the clock or let time pass.
var clocks = map[string]bool{"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true, "Tick": true, "NewTimer": true, "NewTicker": true, "AfterFunc": true}

func TestOnlyInfraReadsTheClock(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		if strings.HasPrefix(name, "infra/") || clockExempt[name] != "" {
			continue
		}
		fset, list := files(t, p)
		for _, f := range list {
			ast.Inspect(f, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && clocks[sel.Sel.Name] {
						t.Errorf("%s: time.%s outside infra", fset.Position(sel.Pos()), sel.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

// clockExempt lists packages that measure or wait, and why that is not telling the time.
var clockExempt = map[string]string{
	"shared/store/dynamostore": "waits between retries; the wait is injected in tests",
	"shared/store/sqlitestore": "none of its answers depends on it",
	"shared/store/storetest":   "time limits of tests",
	"shared/mail/smtpmail":     "network deadlines",
	"shared/blob/blobtest":     "plays a service that has a clock of its own",
}
