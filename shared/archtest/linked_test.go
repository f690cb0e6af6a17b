package archtest

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// nowhere are packages that no function links, with the reason.
var nowhere = map[string]string{
	"modernc.org":                                          "the embedded store is another place's",
	"yingbin/shared/store/sqlitestore":                     "the embedded store is another place's",
	"yingbin/shared/blob/dirblob":                          "files are in a bucket",
	"yingbin/shared/mail/mailbox":                          "functions send through SES",
	"github.com/wneessen/go-mail":                          "functions send through SES",
	"github.com/emersion/go-smtp":                          "functions send through SES",
	"github.com/emersion/go-message/charset":               "functions read no mails from outside",
	"github.com/goccy/go-yaml":                             "functions read snapshots",
	"yingbin/shared/policy/load":                           "functions read snapshots",
	"yingbin/shared/policy/presets":                        "functions read snapshots",
	"github.com/mozillazg/go-pinyin":                       "its table is compared in tests; its start takes 2 ms",
	"github.com/getkin/kin-openapi":                        "it checks openapi.json in tests",
	"github.com/aws/aws-sdk-go-v2/config":                  "credentials are in the environment",
	"github.com/aws/aws-sdk-go-v2/service/sts":             "credentials are in the environment",
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams": "Lambda reads the stream",
	"testing":                        "a test helper",
	"net/http/httptest":              "a test helper",
	"github.com/google/go-cmp":       "a test helper",
	"yingbin/shared/store/storetest": "a test helper",
	"yingbin/shared/mail/mailtest":   "a test helper",
	"yingbin/shared/blob/blobtest":   "a test helper",
	"yingbin/infra":                  "nothing imports infra",
}

// only names the functions that may link a package that is heavy to start.
var only = map[string][]string{
	"github.com/aws/aws-sdk-go-v2/service/s3":  {"customer"},
	"github.com/aws/aws-sdk-go-v2/service/ses": {"notify", "remind"},
	"yingbin/shared/paper/xlsx":                {"notify", "remind", "summarize"}, // and with it excelize: 2 ms of each start
	"github.com/xuri/excelize/v2":              {"notify", "remind", "summarize"},
	"yingbin/shared/notify":                    {"notify", "plan", "remind"},
}

// silent are the functions that answer no request: they link no pages.
var silent = []string{"archive", "delivery", "followup", "notify", "remind"}

// What a function links it pays for at every cold start; infra/bench cold shows it.
func TestFunctionsLinkWhatTheirStepNeeds(t *testing.T) {
	for step, deps := range functionsDeps(t) {
		for _, dep := range deps {
			for pkg, why := range nowhere {
				if within(dep, pkg) {
					t.Errorf("functions/%s links %s: %s", step, dep, why)
				}
			}
			for pkg, steps := range only {
				if dep == pkg && !slices.Contains(steps, step) {
					t.Errorf("functions/%s links %s, which only %v may", step, dep, steps)
				}
			}
			if dep == "yingbin/shared/web" && slices.Contains(silent, step) {
				t.Errorf("functions/%s links pages and answers no request", step)
			}
		}
	}
}

// within says whether a package is one or lies below it.
func within(dep, pkg string) bool { return dep == pkg || strings.HasPrefix(dep, pkg+"/") }

// functionsDeps lists what each function links, by step.
func functionsDeps(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Deps \" \"}}", module+"/functions/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		all[path.Base(f[0])] = f[1:]
	}
	if len(all) < 15 {
		t.Fatalf("%d functions", len(all))
	}
	return all
}
