package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"strings"
	"testing"
)

// A rule says what packages may import of this module and from outside. The
// first rule whose pattern fits a package is its rule; no rule, no imports.
type rule struct {
	pkg   string   // pattern, without the module's name
	allow []string // patterns of this module's packages
	std   []string // standard packages it may NOT use ("net/http")
	third []string // prefixes of modules outside
}

// domainStd is what rules must not know: transport and presentation.
var domainStd = []string{"net/http", "html/template", "text/template", "database/sql", "os", "net"}

// rules is the import table of the architecture, default deny.
var rules = []rule{
	{pkg: "shared/fault"},
	{pkg: "shared/moment"},
	{pkg: "shared/memo"},
	{pkg: "shared/plain"},
	{pkg: "shared/sdkhttp"},
	{pkg: "shared/i18n", third: []string{"golang.org/x/text"}},
	{pkg: "shared/token", allow: []string{"shared/fault"}},
	{pkg: "shared/store", allow: []string{"shared/fault"}},
	{pkg: "shared/store/storetest", allow: []string{"shared/store", "shared/fault"}, third: []string{"github.com/google/go-cmp"}},
	{pkg: "shared/store/sqlitestore", allow: []string{"shared/store", "shared/fault"}, third: []string{"modernc.org/sqlite"}},
	{pkg: "shared/store/dynamostore", allow: []string{"shared/store", "shared/sdkhttp", "shared/fault"}, third: []string{"github.com/aws/"}},
	{pkg: "shared/mail", allow: []string{"shared/fault"}},
	{pkg: "shared/mail/wire", allow: []string{"shared/mail", "shared/plain", "shared/fault"}, third: []string{"github.com/emersion/go-message"}},
	{pkg: "shared/mail/mailbox", allow: []string{"shared/mail", "shared/mail/wire", "shared/mail/incoming", "shared/fault"}, third: []string{"modernc.org/sqlite"}},
	{pkg: "shared/mail/*", allow: []string{"shared/mail", "shared/mail/wire", "shared/mail/incoming", "shared/sdkhttp", "shared/fault"}, third: []string{"github.com/aws/", "github.com/wneessen/go-mail", "github.com/emersion/"}},
	{pkg: "shared/blob", allow: []string{"shared/fault", "shared/plain"}},
	{pkg: "shared/blob/blobtest", allow: []string{"shared/blob", "shared/fault"}, third: []string{"github.com/google/go-cmp"}},
	{pkg: "shared/blob/*", allow: []string{"shared/blob", "shared/sdkhttp", "shared/fault"}, third: []string{"github.com/aws/"}},
	{pkg: "shared/event", allow: []string{"shared/store", "shared/fault"}},
	{pkg: "shared/signin", allow: []string{"shared/event", "shared/store", "shared/token", "shared/fault"}, std: domainStd},
	{pkg: "shared/calendar", allow: []string{"shared/fault"}, std: domainStd},
	{pkg: "shared/staff", allow: []string{"shared/memo", "shared/calendar", "shared/store", "shared/event", "shared/fault", "shared/i18n"}, std: domainStd},
	{pkg: "shared/venue", allow: []string{"shared/staff", "shared/calendar", "shared/store", "shared/event", "shared/fault", "shared/i18n"}, std: domainStd},
	{pkg: "shared/policy", allow: []string{"shared/calendar", "shared/fault", "shared/i18n"}, std: domainStd},
	{pkg: "shared/policy/shelf", allow: []string{"shared/policy", "shared/memo", "shared/store", "shared/fault"}, std: domainStd},
	{pkg: "shared/policy/load", allow: []string{"shared/policy", "shared/calendar", "shared/fault"}, third: []string{"github.com/goccy/go-yaml"}},
	{pkg: "shared/policy/presets", allow: []string{}},
	{pkg: "shared/customer", allow: []string{"shared/policy", "shared/venue", "shared/staff", "shared/calendar", "shared/store", "shared/event", "shared/fault", "shared/i18n"}, std: domainStd},
	{pkg: "shared/reception", allow: []string{"shared/customer", "shared/policy", "shared/venue", "shared/staff", "shared/calendar", "shared/store", "shared/event", "shared/fault", "shared/i18n"}, std: domainStd},
	{pkg: "shared/report", allow: []string{"shared/reception", "shared/customer", "shared/policy", "shared/staff", "shared/store", "shared/fault"}, std: domainStd},
	{pkg: "shared/paper", allow: []string{"shared/i18n", "shared/plain", "shared/fault"}, third: []string{"github.com/arran4/golang-ical", "rsc.io/qr"}},
	{pkg: "shared/paper/xlsx", allow: []string{"shared/paper", "shared/plain", "shared/fault"}, third: []string{"github.com/xuri/excelize"}},
	{pkg: "shared/paper/forms", allow: []string{"shared/paper", "shared/reception", "shared/policy", "shared/i18n"}},
	{pkg: "shared/notify", allow: []string{"shared/paper/forms", "shared/reception", "shared/customer", "shared/policy", "shared/venue", "shared/staff", "shared/calendar", "shared/event", "shared/store", "shared/mail", "shared/paper", "shared/token", "shared/i18n", "shared/fault"}},
	{pkg: "shared/web/*", allow: []string{"shared/web", "shared/plain", "shared/report", "shared/reception", "shared/customer", "shared/policy", "shared/venue", "shared/staff", "shared/calendar", "shared/event", "shared/paper", "shared/i18n", "shared/fault", "shared/moment", "shared/token", "shared/blob"}},
	{pkg: "shared/web", allow: []string{"shared/memo", "shared/signin", "shared/report", "shared/reception", "shared/customer", "shared/policy", "shared/venue", "shared/staff", "shared/calendar", "shared/event", "shared/paper", "shared/i18n", "shared/fault", "shared/moment", "shared/token", "shared/blob"}},
	{pkg: "shared/lambdas", allow: []string{"shared/event", "shared/fault", "shared/moment"}, third: []string{"github.com/aws/aws-lambda-go"}},
	{pkg: "shared/app/core", allow: []string{"shared/reception", "shared/customer", "shared/venue", "shared/staff", "shared/report", "shared/signin", "shared/event", "shared/store", "shared/token", "shared/lambdas", "shared/moment", "shared/fault"}},
	{pkg: "shared/app/papers", allow: []string{"shared/app/core", "shared/reception", "shared/staff", "shared/mail", "shared/paper", "shared/paper/*", "shared/fault"}},
	{pkg: "shared/app/post", allow: []string{"shared/paper/xlsx", "shared/app/core", "shared/notify", "shared/reception", "shared/memo", "shared/signin", "shared/event", "shared/store", "shared/mail", "shared/token", "shared/moment", "shared/fault"}},
	{pkg: "shared/app/preview", allow: []string{"shared/app/core", "shared/notify", "shared/web", "shared/reception", "shared/staff"}},
	{pkg: "shared/app/site", allow: []string{"shared/app/core", "shared/web", "shared/web/*", "shared/reception", "shared/staff", "shared/blob", "shared/token", "shared/paper", "shared/fault", "shared/i18n"}},
	{pkg: "shared/app", allow: []string{"shared/*", "shared/app/*"}},
	{pkg: "shared/cloud/bucket", allow: []string{"shared/cloud", "shared/blob/s3blob"}},
	{pkg: "shared/cloud/letters", allow: []string{"shared/cloud", "shared/app/post", "shared/event", "shared/mail", "shared/mail/sesmail"}},
	{pkg: "shared/cloud", allow: []string{"shared/app/core", "shared/mail", "shared/token", "shared/policy/shelf", "shared/store/dynamostore"}, third: []string{"github.com/aws/"}},
	{pkg: "shared/archtest"},
	{pkg: "shared", allow: []string{}},
	{pkg: "functions/*", allow: []string{"shared/app/*", "shared/cloud", "shared/cloud/*", "shared/lambdas"}, third: []string{"github.com/aws/aws-lambda-go"}},
	{pkg: "infra/**", allow: []string{"**"}, third: []string{""}},
}

// A listed package is what `go list -json` says of one.
type listed struct {
	ImportPath string
	Imports    []string
	GoFiles    []string
	Dir        string
}

const module = "yingbin"

// packages lists the module's packages.
func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles,Dir", module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []listed
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// fits matches a package path against a pattern; ** at the end is any depth.
func fits(pattern, pkg string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "**"); ok {
		return strings.HasPrefix(pkg, prefix)
	}
	ok, _ := path.Match(pattern, pkg)
	return ok
}

func ruleOf(pkg string) *rule {
	for i := range rules {
		if fits(rules[i].pkg, pkg) {
			return &rules[i]
		}
	}
	return nil
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		r := ruleOf(name)
		if r == nil {
			t.Errorf("%s: no rule says what it may import", name)
			continue
		}
		for _, imported := range p.Imports {
			if why := refuse(r, imported); why != "" {
				t.Errorf("%s imports %s: %s", name, imported, why)
			}
		}
	}
}

// refuse says why a rule does not allow an import; "" when it does.
func refuse(r *rule, imported string) string {
	own, isOwn := strings.CutPrefix(imported, module+"/")
	switch {
	case isOwn:
		for _, a := range r.allow {
			if fits(a, own) {
				return ""
			}
		}
		return "not in its row of the table"
	case !strings.Contains(strings.SplitN(imported, "/", 2)[0], "."):
		for _, s := range r.std {
			if imported == s {
				return "rules know no transport and no presentation"
			}
		}
		return ""
	}
	for _, prefix := range r.third {
		if strings.HasPrefix(imported, prefix) {
			return ""
		}
	}
	return "a library that this package may not use"
}

func TestRefuse(t *testing.T) {
	r := ruleOf("shared/reception")
	for imported, ok := range map[string]bool{
		"yingbin/shared/policy": true, "yingbin/shared/web": false, "net/http": false, "time": true,
		"github.com/aws/aws-sdk-go-v2": false, "yingbin/shared/store/sqlitestore": false,
	} {
		if got := refuse(r, imported) == ""; got != ok {
			t.Errorf("reception may import %s: %v, want %v", imported, got, ok)
		}
	}
}
