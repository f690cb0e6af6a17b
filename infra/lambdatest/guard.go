package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"yingbin/infra/template"
)

// A guard stands between the functions and the services and plays their roles:
// it knows each function by its access key and refuses what the template does
// not allow it. What it refused is kept: a test must find nothing there.
type guard struct {
	roles    map[string][]template.Statement // by access key
	services map[string]http.Handler         // dynamodb, ses, s3

	mu      sync.Mutex
	refused []string
	used    map[string]bool // "apply dynamodb:GetItem Table"
}

// A need is one permission that a call takes.
type need struct{ action, resource string }

// credential finds key and service in a signature of version 4: in a header, in
// an address, in a form.
var credential = regexp.MustCompile(`(?i)(?:Credential=|name="X-Amz-Credential"\r\n\r\n)([^/]+)/\d+/[^/]+/([^/]+)/aws4_request`)

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	query, _ := url.QueryUnescape(r.URL.RawQuery)
	m := credential.FindStringSubmatch(r.Header.Get("Authorization") + query)
	if m == nil {
		m = credential.FindStringSubmatch(string(body))
	}
	if r.Method == http.MethodOptions { // a browser that asks whether it may
		w.Header().Set("Access-Control-Allow-Origin", "*")
		return
	}
	if m == nil {
		http.Error(w, "no signature", http.StatusForbidden)
		return
	}
	for _, n := range needs(m[2], r, body) {
		if !g.allows(m[1], n) {
			refuse(w, m[2], n)
			return
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if s := g.services[m[2]]; s != nil {
		s.ServeHTTP(w, r)
		return
	}
	http.Error(w, "no such service", http.StatusNotFound)
}

// refuse answers as the service does.
func refuse(w http.ResponseWriter, service string, n need) {
	if service == "dynamodb" {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"__type":"com.amazon.coral.service#AccessDeniedException","message":"not authorized to perform %s on %s"}`, n.action, n.resource)
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(http.StatusForbidden)
	fmt.Fprint(w, `<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>`)
}

// allows tells whether a role has a permission, and remembers the answer.
func (g *guard) allows(role string, n need) bool {
	ok := false
	for _, s := range g.roles[role] {
		ok = ok || permits(s, n)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	line := role + " " + n.action + " " + n.resource
	g.used[line] = true
	if !ok {
		g.refused = append(g.refused, line)
	}
	return ok
}

// permits tells whether a statement allows something.
func permits(s template.Statement, n need) bool {
	action := false
	for _, a := range s.Actions {
		action = action || a == n.action
	}
	for _, r := range s.Resources {
		name := resource(r)
		prefix, open := strings.CutSuffix(name, "*")
		if action && (name == n.resource || open && strings.HasPrefix(n.resource, prefix)) {
			return true
		}
	}
	return false
}

// resource gives a resource of the template a short name: Table,
// Table/index/due, Files/files/*, identity, configuration-set.
func resource(v any) string {
	m, _ := v.(template.Map)
	text := template.Text(m["Fn::GetAtt"])
	if text == "" {
		text = template.Text(m["Fn::Sub"])
	}
	for _, kind := range []string{"identity", "configuration-set"} {
		if strings.Contains(text, ":"+kind+"/") {
			return kind
		}
	}
	return strings.TrimSuffix(strings.NewReplacer("${Table.Arn}", "Table", "${Files.Arn}", "Files").Replace(text), ".Arn")
}

// keyField finds the key in a form.
var keyField = regexp.MustCompile(`name="key"\r\n\r\n([^\r]*)\r\n`)

// needs tells what a call takes.
func needs(service string, r *http.Request, body []byte) []need {
	switch service {
	case "dynamodb":
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		return tableNeeds(operation, body)
	case "ses":
		return []need{{"ses:SendRawEmail", "identity"}, {"ses:SendRawEmail", "configuration-set"}}
	}
	_, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if r.Method == http.MethodPost { // a form: whoever signed it lets somebody put that key
		if m := keyField.FindSubmatch(body); m != nil {
			return []need{{"s3:PutObject", "Files/" + string(m[1])}}
		}
	}
	action := map[string]string{http.MethodPut: "s3:PutObject", http.MethodDelete: "s3:DeleteObject"}[r.Method]
	if action == "" {
		action = "s3:GetObject"
	}
	return []need{{action, "Files/" + key}}
}

// tableNeeds are those of one operation; a transaction takes what its parts take.
func tableNeeds(operation string, body []byte) []need {
	var in struct {
		IndexName     string
		TransactItems []map[string]any
	}
	_ = json.Unmarshal(body, &in)
	if operation != "TransactWriteItems" {
		on := "Table"
		if in.IndexName != "" {
			on += "/index/" + in.IndexName
		}
		return []need{{"dynamodb:" + operation, on}}
	}
	var list []need
	for _, item := range in.TransactItems {
		for part := range item {
			name := map[string]string{"ConditionCheck": "ConditionCheckItem"}[part]
			if name == "" {
				name = part + "Item"
			}
			list = append(list, need{"dynamodb:" + name, "Table"})
		}
	}
	return list
}
