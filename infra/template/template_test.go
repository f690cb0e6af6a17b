package template

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/cloud"
	"yingbin/shared/staff"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/web"
)

const root = "../.."

func read(t *testing.T) *Template {
	t.Helper()
	tpl, err := Read(filepath.Join(root, "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}

func TestEveryFolderIsAFunction(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(root, "functions", "*", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	var have, want []string
	for _, f := range folders {
		want = append(want, filepath.Base(filepath.Dir(f)))
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(source), "\n"); n > 30 {
			t.Errorf("%s has %d lines; what it does belongs in shared/", f, n)
		}
		if step := filepath.Base(filepath.Dir(f)); strings.Contains(string(source), "site.New(") && !strings.Contains(string(source), `Step: "`+step+`"`) {
			t.Errorf("%s answers the routes of another step", f)
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(f), "event.json")); err != nil {
			t.Error(err)
		}
	}
	for _, f := range read(t).Functions() {
		have = append(have, f.Step)
		if strings.ToLower(f.Name) != f.Step {
			t.Errorf("%s runs functions/%s", f.Name, f.Step)
		}
		if Text(at(read(t).At("Resources", f.Name), "Metadata", "BuildMethod")) != "go1.x" {
			t.Errorf("%s: sam build needs BuildMethod go1.x", f.Name)
		}
	}
	slices.Sort(have)
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("functions/ (-) and template.yaml (+) differ:\n%s", diff)
	}
}

// Each route of the table goes to the function that its Step names, and the
// gateway knows no other.
func TestRoutes(t *testing.T) {
	want := map[string]string{"GET /static/{file+}": "office", "$default": "office"}
	lines := map[string]string{}
	for _, r := range web.Table(&web.Services{Staff: &staff.Service{}}) {
		if !r.Local {
			want[r.Method+" "+r.Pattern] = r.Step
			lines[r.Method+" "+r.Pattern] = fmt.Sprintf("%s: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: %s, Path: '%s'}}", camel(r.Name), r.Method, r.Pattern)
		}
	}
	have := map[string]string{}
	for _, f := range read(t).Functions() {
		for _, r := range f.Routes {
			if other := have[r.String()]; other != "" {
				t.Errorf("%s: both %s and %s", r, other, f.Step)
			}
			have[r.String()] = f.Step
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("route table (-) and template.yaml (+) differ:\n%s", diff)
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if have[key] != "" || lines[key] == "" {
			continue
		}
		t.Errorf("add to the Events of %s:\n        %s", want[key], lines[key])
		if *update {
			add(t, want[key], lines[key])
		}
	}
}

var update = flag.Bool("update", false, "write routes that are missing into template.yaml")

// add writes one more event into a function's block.
func add(t *testing.T, step, line string) {
	t.Helper()
	file := filepath.Join(root, "template.yaml")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), "\n      CodeUri: functions/"+step+"/\n")
	head, events, found := strings.Cut(rest, "\n      Events:\n")
	if !ok || !found {
		t.Fatalf("template.yaml has no block for %s", step)
	}
	text := before + "\n      CodeUri: functions/" + step + "/\n" + head + "\n      Events:\n        " + line + "\n" + events
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// camel writes a route's name as a logical name.
func camel(name string) string {
	var b strings.Builder
	for _, word := range strings.Split(name, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func TestVariables(t *testing.T) {
	var want []string
	for _, v := range cloud.Variables() {
		if !v.Platform {
			want = append(want, v.Name)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, read(t).Variables()); diff != "" {
		t.Errorf("what cloud reads (-) and template.yaml sets (+) differ:\n%s", diff)
	}
}

// A function may do exactly what is listed: no wildcard in an action, and in a
// resource only at the end of a prefix within one bucket.
func TestPermissions(t *testing.T) {
	for _, f := range read(t).Functions() {
		if len(f.Statements) == 0 || f.Properties["Role"] != nil {
			t.Errorf("%s has no permissions of its own", f.Name)
		}
		for _, s := range f.Statements {
			if s.Effect != "Allow" || len(s.Actions) == 0 || len(s.Resources) == 0 {
				t.Errorf("%s: %+v", f.Name, s)
			}
			for _, a := range s.Actions {
				if strings.Contains(a, "*") || !strings.Contains(a, ":") {
					t.Errorf("%s may %q", f.Name, a)
				}
			}
			for _, r := range s.Resources {
				if text := fmt.Sprint(r); strings.Contains(strings.NewReplacer("${Files.Arn}/files/*", "", "${Files.Arn}/pending/*", "").Replace(text), "*") {
					t.Errorf("%s: resource %s", f.Name, text)
				}
			}
		}
	}
}

// What is optional hangs on its condition whole, and the bucket lets in nobody
// but SES with what it received for this stack.
// reserved are headers that CloudFront adds to no request, as its developer guide lists them.
var reserved = regexp.MustCompile(`(?i)^(X-Amz-.*|X-Edge-.*|X-Real-Ip|Proxy-.*|If-.*|Cache-Control|Connection|Content-Length|Cookie|Host|Max-Forwards|Pragma|Range|Request-Range|TE|Trailer|Transfer-Encoding|Upgrade|Via)$`)

func TestOptionalParts(t *testing.T) {
	tpl := read(t)
	for condition, resources := range map[string][]string{
		"OwnHost": {"OwnDomain", "OwnMapping"}, "Edge": {"EdgeKey", "EdgeFront"}, "Inbound": {"Inbox", "InboxRule"}} {
		if tpl.At("Conditions", condition) == nil {
			t.Errorf("no condition %s", condition)
		}
		for _, name := range resources {
			if got := Text(tpl.At("Resources", name, "Condition")); got != condition {
				t.Errorf("%s hangs on %q, not on %s", name, got, condition)
			}
		}
	}
	for _, origin := range List(tpl.At("Resources", "EdgeFront", "Properties", "DistributionConfig", "Origins")) {
		for _, h := range List(at(origin, "OriginCustomHeaders")) {
			if name := Text(at(h, "HeaderName")); reserved.MatchString(name) {
				t.Errorf("CloudFront refuses to add %s", name)
			}
		}
	}
	for _, s := range List(tpl.At("Resources", "FilesPolicy", "Properties", "PolicyDocument", "Statement")) {
		if branches := List(at(s, "Fn::If")); branches != nil {
			s = branches[1]
		}
		if Text(at(s, "Effect")) == "Allow" && (Text(at(s, "Principal", "Service")) != "ses.amazonaws.com" || Text(at(s, "Action")) != "s3:PutObject" ||
			Text(at(s, "Resource", "Fn::Sub")) != "${Files.Arn}/inbound/*" || at(s, "Condition", "ArnLike") == nil || at(s, "Condition", "StringEquals") == nil) {
			t.Errorf("the bucket allows %v", s)
		}
	}
}

// The table is the one that the driver's own tests make, and kept with care.
func TestTable(t *testing.T) {
	tpl := read(t)
	have, err := tpl.CreateTable("Table", "t")
	if err != nil {
		t.Fatal(err)
	}
	want := dynamostore.TableInput("t")
	want.DeletionProtectionEnabled, want.SSESpecification = new(true), &types.SSESpecification{Enabled: new(true)}
	if diff := cmp.Diff(plain(t, want), plain(t, have)); diff != "" {
		t.Errorf("driver (-) and template.yaml (+) differ:\n%s", diff)
	}
	for path, value := range map[string]any{"TimeToLiveSpecification/AttributeName": "ttl", "TimeToLiveSpecification/Enabled": true,
		"PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled": true} {
		if got := tpl.At(append([]string{"Resources", "Table", "Properties"}, strings.Split(path, "/")...)...); got != value {
			t.Errorf("%s is %v, want %v", path, got, value)
		}
	}
	for _, r := range []string{"Table", "Files"} {
		if tpl.At("Resources", r, "DeletionPolicy") != "Retain" || tpl.At("Resources", r, "UpdateReplacePolicy") != "Retain" {
			t.Errorf("%s goes with the stack", r)
		}
	}
	if _, err := tpl.CreateTable("Files", "t"); err == nil {
		t.Error("a bucket is no table")
	}
}

// plain gives a value as JSON has it, without what is empty.
func plain(t *testing.T, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	var out any
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return filled(out)
}

// filled leaves out what is null or an empty text.
func filled(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		maps.DeleteFunc(v, func(key string, inner any) bool { v[key] = filled(inner); return v[key] == nil })
		return v
	case []any:
		for i := range v {
			v[i] = filled(v[i])
		}
	}
	return v
}

// Browsers bring files into the bucket and fetch them from there: it takes them
// from the site alone, keeps to itself what it has, and forgets what nobody took.
func TestBucket(t *testing.T) {
	tpl := read(t)
	p, _ := tpl.At("Resources", "Files", "Properties").(Map)
	site := Map{"Ref": "SiteUrl"}
	if diff := cmp.Diff([]any{Map{"AllowedMethods": []any{"POST"}, "AllowedOrigins": []any{site}, "AllowedHeaders": []any{"content-type"}, "MaxAge": uint64(3600)}}, at(p, "CorsConfiguration", "CorsRules")); diff != "" {
		t.Error(diff)
	}
	for _, closed := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		if at(p, "PublicAccessBlockConfiguration", closed) != true {
			t.Errorf("%s is open", closed)
		}
	}
	swept := List(at(p, "LifecycleConfiguration", "Rules"))[0]
	if at(swept, "Prefix") != "pending/" || at(swept, "Status") != "Enabled" || fmt.Sprint(at(swept, "ExpirationInDays")) != "1" ||
		fmt.Sprint(at(swept, "NoncurrentVersionExpiration", "NoncurrentDays")) != "1" {
		t.Errorf("what nobody took stays: %v", swept)
	}
	removed := List(at(p, "LifecycleConfiguration", "Rules"))[2]
	if fmt.Sprint(at(removed, "NoncurrentVersionExpiration", "NoncurrentDays")) != "35" || at(removed, "ExpiredObjectDeleteMarker") != true {
		t.Errorf("what was removed stays: %v", removed)
	}
	if v := tpl.At("Globals", "Function", "Environment", "Variables", "YINGBIN_FILES"); cmp.Diff(Map{"Fn::Sub": "https://${Files.RegionalDomainName}"}, v) != "" {
		t.Errorf("pages let browsers go to %v", v)
	}
}

// Each queue has an alarm, each event source a bound and a queue, each alarm
// somebody who is told and a chapter in the runbook.
func TestNothingIsLostSilently(t *testing.T) {
	tpl := read(t)
	watched := map[string]bool{}
	runbook, err := os.ReadFile(filepath.Join(root, "infra", "runbook.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range tpl.Resources("AWS::CloudWatch::Alarm") {
		p, _ := a["Properties"].(Map)
		for _, d := range List(p["Dimensions"]) {
			if queue, ok := strings.CutSuffix(Text(at(d, "Value", "Fn::GetAtt")), ".QueueName"); ok {
				watched[queue] = true
			}
		}
		if cmp.Diff(List(p["AlarmActions"]), []any{Map{"Ref": "Alarms"}}) != "" || p["TreatMissingData"] == nil {
			t.Errorf("%s tells nobody", name)
		}
		if chapter := strings.TrimSuffix(name, "Alarm"); !strings.Contains(string(runbook), "\n## "+chapter) {
			t.Errorf("runbook.md has no chapter %s", chapter)
		}
	}
	for name := range tpl.Resources("AWS::SQS::Queue") {
		if !watched[name] {
			t.Errorf("nobody watches %s", name)
		}
	}
	queue := func(v any) bool {
		name, ok := strings.CutSuffix(Text(at(v, "OnFailure", "Destination", "Fn::GetAtt")), ".Arn")
		return ok && watched[name]
	}
	for _, f := range tpl.Functions() {
		for name, e := range f.Events {
			p, _ := e["Properties"].(Map)
			if Text(e["Type"]) != "DynamoDB" {
				c, _ := f.Properties["EventInvokeConfig"].(Map)
				if !queue(c["DestinationConfig"]) || c["MaximumRetryAttempts"] == nil || c["MaximumEventAgeInSeconds"] == nil {
					t.Errorf("%s %s: what fails gets lost", f.Name, name)
				}
				continue
			}
			if p["BisectBatchOnFunctionError"] != true || !queue(p["DestinationConfig"]) || fmt.Sprint(p["MaximumRetryAttempts"]) != "8" ||
				fmt.Sprint(p["MaximumRecordAgeInSeconds"]) != "21600" || fmt.Sprint(p["FunctionResponseTypes"]) != "[ReportBatchItemFailures]" ||
				p["StartingPosition"] != "TRIM_HORIZON" {
				t.Errorf("%s %s: %v", f.Name, name, p)
			}
			if !strings.Contains(fmt.Sprint(p["FilterCriteria"]), `{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"due": {"S": [{"prefix": "outbox#"}]}}}}`) {
				t.Errorf("%s %s: filter %v", f.Name, name, p["FilterCriteria"])
			}
		}
	}
}

// Every trouble that has a test of its own has a line in the runbook, by the
// words that the log has for it.
func TestRunbookKnowsTheTroubles(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(root, "infra", "runbook.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(raw), "\n# What it can be\n")
	table, _, _ = strings.Cut(table, "\n# ")
	for _, words := range []string{"is not set", "ses: AccessDenied", "AccessDeniedException", "ProvisionedThroughputExceededException", "ThrottlingException",
		"ses: Throttling (daily-quota)", "ses: MessageRejected (not-verified)", "ses: MessageRejected (paused)", "AccountSendingPausedException",
		"s3: AccessDenied", "s3: ExpiredToken", "s3: SlowDown", "The bucket refuses their browsers", "event-unreadable", "The key that signed it is gone"} {
		if !strings.Contains(table, words) {
			t.Errorf("the runbook has no line for %q", words)
		}
	}
	alarms := read(t).Resources("AWS::CloudWatch::Alarm")
	for line := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(line, " | ")
		if len(cells) != 4 || strings.HasPrefix(line, "|---") || cells[2] == "Alarms" || cells[2] == "none" {
			continue
		}
		for _, name := range regexp.MustCompile(`\b[A-Z]\w+`).FindAllString(cells[2], -1) {
			if alarms[name] == nil && alarms[name+"Alarm"] == nil {
				t.Errorf("no alarm %s: %s", name, line)
			}
		}
	}
}

// enumerations are values that the linter does not look at.
var schedules = regexp.MustCompile(`^(rate\(1 (minute|hour|day)\)|rate\(([2-9]|[1-9]\d+) (minutes|hours|days)\)|cron\(\S+ \S+ \S+ \S+ \S+ \S+\))$`)

func TestEnumerations(t *testing.T) {
	tpl := read(t)
	size := func(of, v any) {
		if n := fmt.Sprint(v); v != nil && !slices.Contains([]string{"128", "256", "512", "1024"}, n) {
			t.Errorf("%v has %s MB", of, n)
		}
	}
	size("Globals", tpl.At("Globals", "Function", "MemorySize"))
	for _, f := range tpl.Functions() {
		size(f.Name, f.Properties["MemorySize"])
		for name, e := range f.Events {
			if s := Text(at(e, "Properties", "Schedule")); Text(e["Type"]) == "Schedule" && !schedules.MatchString(s) {
				t.Errorf("%s %s: %q", f.Name, name, s)
			}
		}
	}
	if v := tpl.At("Globals", "Function", "Runtime"); v != "provided.al2023" {
		t.Errorf("runtime %v", v)
	}
	if d := tpl.At("Parameters", "Architecture", "Default"); d != "arm64" {
		t.Errorf("architecture %v", d)
	}
	parameters, _ := tpl.At("Parameters").(Map)
	for name, p := range parameters {
		if Text(at(p, "Description")) == "" {
			t.Errorf("parameter %s has no help", name)
		}
	}
	for name, log := range tpl.Resources("AWS::Logs::LogGroup") {
		if at(log, "Properties", "RetentionInDays") == nil {
			t.Errorf("%s is kept for ever", name)
		}
	}
	format := Text(tpl.At("Resources", "Api", "Properties", "AccessLogSettings", "Format"))
	for _, personal := range []string{"path", "queryString", "sourceIp", "userAgent", "httpMethod $context.path"} {
		if format == "" || strings.Contains(strings.ToLower(format), strings.ToLower("$context."+personal)) {
			t.Errorf("the access log writes %s", personal)
		}
	}
}
