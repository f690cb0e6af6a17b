package cloud

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"yingbin/shared/token"
)

// complete is an environment in which a function starts.
func complete(t *testing.T) map[string]string {
	t.Helper()
	ring, err := token.NewRing(token.Master{ID: 1, Secret: bytes.Repeat([]byte("k"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := json.Marshal(ring)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"YINGBIN_TABLE": "table", "YINGBIN_BUCKET": "bucket", "YINGBIN_FILES": "https://bucket.s3.eu-central-1.amazonaws.com", "YINGBIN_URL": "https://reception.test",
		"YINGBIN_KEYS": string(keys), "YINGBIN_FROM": "迎宾 <reception@reception.test>", "YINGBIN_MAIL_SET": "set",
		"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512"}
}

func TestRead(t *testing.T) {
	env := complete(t)
	s, err := Read(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	if s.Table != "table" || s.From.Name != "迎宾" || s.URL.Host != "reception.test" || s.Files.Host != "bucket.s3.eu-central-1.amazonaws.com" || s.Credentials.AccessKeyID != "a" || s.Memory != 512<<20 {
		t.Errorf("%+v", s)
	}
	for _, v := range Variables() {
		if v.Means == "" {
			t.Errorf("%s is not explained", v.Name)
		}
		short := map[string]string{}
		for name, value := range env {
			short[name] = value
		}
		delete(short, v.Name)
		_, err := Read(func(name string) string { return short[name] })
		if v.Optional == (err != nil) || err != nil && !strings.Contains(err.Error(), v.Name+" is not set") {
			t.Errorf("without %s: %v", v.Name, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, values := range map[string][]string{
		"YINGBIN_URL":                     {"http://reception.test", "https://reception.test/", "reception.test", "https://a@reception.test"},
		"YINGBIN_FILES":                   {"http://bucket.s3.eu-central-1.amazonaws.com", "https://bucket.test/", "https://bucket.test 'unsafe-inline'", "bucket", "http://8.8.8.8"},
		"YINGBIN_KEYS":                    {"{}", "secret-value", `{"s":1,"masters":[{"id":1,"secret":"c2hvcnQ="}]}`},
		"YINGBIN_FROM":                    {"nobody", "a@x.test, b@x.test"},
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": {"much", "0", "-128", "512MB"},
	} {
		for _, value := range values {
			env := complete(t)
			env[name] = value
			_, err := Read(func(n string) string { return env[n] })
			if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret-value") {
				t.Errorf("%s=%s: %v", name, value, err)
			}
		}
	}
}

// starting is the variable that turns this test's process into a function.
const starting = "CLOUD_TEST_START"

// A function whose environment is incomplete or wrong ends before its first
// event, and says which variable it is; a secret it does not say.
func TestStartStops(t *testing.T) {
	if os.Getenv(starting) != "" {
		Start()
		return
	}
	for name, value := range map[string]string{"YINGBIN_TABLE": "", "YINGBIN_BUCKET": "", "YINGBIN_FILES": "http://bucket.test", "YINGBIN_URL": "http://reception.test", "YINGBIN_KEYS": `{"s":1,"secret-value":1}`,
		"YINGBIN_FROM": "nobody", "YINGBIN_MAIL_SET": "", "AWS_REGION": "", "AWS_ACCESS_KEY_ID": ""} {
		env := complete(t)
		env[name], env[starting], env["AWS_ENDPOINT_URL_DYNAMODB"] = value, "1", "http://127.0.0.1:1"
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestStartStops$")
		for k, v := range env {
			cmd.Env = append(cmd.Env, k+"="+v)
		}
		said, err := cmd.CombinedOutput()
		if err == nil || !strings.HasPrefix(string(said), name) || strings.Count(string(said), "\n") != 1 || strings.Contains(string(said), "secret-value") {
			t.Errorf("%s=%q: %v %s", name, value, err, said)
		}
	}
}
