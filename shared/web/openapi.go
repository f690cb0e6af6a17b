package web

import (
	"net/http"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// OpenAPI describes a route table as OpenAPI 3.1. own are the schemas of types
// that write their JSON themselves.
func OpenAPI(routes []Route, own map[reflect.Type]map[string]any) map[string]any {
	d := newDescriber(own)
	problem := d.of(shape{reflect.TypeFor[Problem](), false}, 0)
	paths := map[string]any{}
	for i := range routes {
		r := &routes[i]
		address := strings.ReplaceAll(r.Pattern, "...}", "}")
		item, ok := paths[address].(map[string]any)
		if !ok {
			item = map[string]any{}
			paths[address] = item
		}
		item[strings.ToLower(r.Method)] = operation(d, r, problem)
	}
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "Yingbin 迎宾", "version": "1",
			"description": "Customer receptions. HTML by default, JSON with Accept: application/json. " +
				"Errors are problem details (RFC 9457). Commands take Idempotency-Key and the version of what they change."},
		"paths": paths,
		"components": map[string]any{"schemas": d.components, "securitySchemes": map[string]any{
			"bearer":  map[string]any{"type": "http", "scheme": "bearer"},
			"session": map[string]any{"type": "apiKey", "in": "cookie", "name": sessionCookie}}},
	}
}

// operation describes one route.
func operation(d *describer, r *Route, problem schema) map[string]any {
	op := map[string]any{"operationId": r.Name, "tags": []string{r.Step}, "x-access": r.Access.String(),
		"parameters": parameters(r), "responses": responses(d, r, problem)}
	if r.Access == SignedIn || r.Access == Admin {
		op["security"] = []any{map[string]any{"bearer": []any{}}, map[string]any{"session": []any{}}}
	} else {
		op["security"] = []any{}
	}
	if r.Command != nil {
		op["requestBody"] = body(d, r)
	}
	if r.Takes != "" {
		op["requestBody"] = map[string]any{"required": true, "content": map[string]any{r.Takes: map[string]any{"schema": schema{"type": "string"}}}}
	}
	return op
}

// body describes what a command takes.
func body(d *describer, r *Route) map[string]any {
	s := d.of(shape{r.Command, true}, 0)
	if r.Upload {
		o := d.object(shape{r.Command, true})
		o["properties"].(schema)["file"] = schema{"type": "string", "contentMediaType": "application/octet-stream"}
		required, _ := o["required"].([]string)
		o["required"] = append(required, "file")
		s = o
		return map[string]any{"required": true, "content": map[string]any{"multipart/form-data": map[string]any{"schema": s}}}
	}
	content := map[string]any{"application/json": map[string]any{"schema": s}}
	if !r.bare() {
		content["application/x-www-form-urlencoded"] = map[string]any{"schema": s}
	}
	return map[string]any{"content": content}
}

// bare says whether only programs talk to the route.
func (r *Route) bare() bool { return r.Local && r.Page == "" }

// parameters are the path's, the query's and the header's.
func parameters(r *Route) []any {
	out := []any{}
	for _, part := range strings.Split(r.Pattern, "/") {
		if name := strings.Trim(part, "{}."); strings.HasPrefix(part, "{") && name != "$" {
			out = append(out, map[string]any{"name": name, "in": "path", "required": true, "schema": schema{"type": "string"}})
		}
	}
	for _, p := range r.Query {
		out = append(out, map[string]any{"name": p.Name, "in": "query", "description": p.Text, "schema": paramSchema(p.Type)})
	}
	if r.Method == http.MethodPost {
		out = append(out, map[string]any{"name": "Idempotency-Key", "in": "header", "schema": schema{"type": "string", "maxLength": maxKeyBytes}})
	}
	return out
}

// paramSchema is the schema of a query parameter's type.
func paramSchema(t string) schema {
	if strings.HasPrefix(t, "date") {
		return schema{"type": "string", "format": t}
	}
	if choices := (Param{Type: t}).choices(); len(choices) > 0 {
		return schema{"type": "string", "enum": choices}
	}
	return schema{"type": t}
}

// rawType is the type of what is neither JSON nor a page, as its address says.
func rawType(pattern string) string {
	switch path.Ext(pattern) {
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".ics":
		return "text/calendar"
	}
	return "*/*"
}

// responses are the answer and what may go wrong.
func responses(d *describer, r *Route, problem schema) map[string]any {
	ok := map[string]any{"description": "done", "content": contents(d, r)}
	if r.Status == http.StatusCreated {
		ok["headers"] = map[string]any{"Location": map[string]any{"schema": schema{"type": "string"}}}
	}
	out := map[string]any{strconv.Itoa(max(r.Status, http.StatusOK)): ok}
	if r.Moves {
		out["301"] = map[string]any{"description": "it is at Location by now, part of another record", "content": map[string]any{
			"application/json": map[string]any{"schema": d.of(shape{reflect.TypeFor[Moved](), false}, 0)}}}
	}
	if why := elsewhere(r); why != "" {
		out["303"] = map[string]any{"description": why}
	}
	for _, status := range faults(r) {
		content := map[string]any{"application/problem+json": map[string]any{"schema": problem}}
		if r.Page != "" {
			content["text/html"] = page
		}
		out[strconv.Itoa(status)] = map[string]any{"description": http.StatusText(status), "content": content}
	}
	return out
}

// page is what a browser is shown.
var page = map[string]any{"schema": schema{"type": "string"}}

// contents are the media types of a good answer.
func contents(d *describer, r *Route) map[string]any {
	content := map[string]any{}
	var views []any
	for _, v := range r.Views {
		views = append(views, d.of(shape{v, false}, 0))
	}
	switch {
	case len(views) == 1:
		content["application/json"] = map[string]any{"schema": views[0]}
	case len(views) > 1:
		content["application/json"] = map[string]any{"schema": schema{"anyOf": views}}
	case r.View == reflect.TypeFor[*Raw]():
		kind := rawType(r.Pattern)
		content[kind] = map[string]any{"schema": schema{"type": "string", "contentMediaType": kind}}
	case r.View != nil && r.View.Kind() != reflect.Interface:
		content["application/json"] = map[string]any{"schema": d.of(shape{r.View, false}, 0)}
	}
	if r.Page != "" && (r.Method == http.MethodGet || r.Shown) {
		content["text/html"] = page
	}
	return content
}

// elsewhere says why a browser may be sent to another address.
func elsewhere(r *Route) string {
	switch {
	case r.Elsewhere:
		return "it is at Location, for anybody who is sent there, for a few minutes"
	case r.Method == http.MethodPost && !r.bare():
		return "a form is done; go on at Location"
	case r.Page == "" || r.Method == http.MethodPost:
		return ""
	case r.Access == ByLink:
		return "a browser goes on at Location, without the token"
	case r.Access != Public:
		return "a browser goes on at Location: to sign in, or to what was asked for"
	}
	return ""
}

// faults are the statuses that a route may answer with.
func faults(r *Route) []int {
	out := []int{http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError}
	if r.Access != Public {
		out = append(out, http.StatusUnauthorized, http.StatusForbidden)
	}
	if r.Access == ByLink {
		out = append(out, http.StatusGone)
	}
	if r.Method == http.MethodPost {
		out = append(out, http.StatusForbidden, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
			http.StatusUnprocessableEntity, http.StatusNotImplemented)
	} else {
		out = append(out, http.StatusUnprocessableEntity)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// describing is the route of the description itself.
func describing() Route {
	return Get("/openapi.json", "openapi", "office", Public, func(c *Call) (map[string]any, error) {
		return OpenAPI(c.server.described(), ownSchemas()), nil
	}).Plainly()
}

// described are the routes that openapi.json tells of: those of a trial only
// where there is one.
func (s *Server) described() []Route {
	var out []Route
	for _, r := range s.routes {
		if !r.Local || s.Site.Trial {
			out = append(out, r)
		}
	}
	return out
}

// ownSchemas describe the types that write their JSON themselves.
func ownSchemas() map[reflect.Type]map[string]any {
	return map[reflect.Type]map[string]any{
		reflect.TypeFor[policy.Money](): {"type": []string{"object", "null"}, "required": []string{"amount", "currency"}, "properties": schema{
			"amount": schema{"type": "string", "pattern": `^-?\d+(\.\d+)?$`}, "currency": schema{"type": "string", "minLength": 3, "maxLength": 3}}},
		reflect.TypeFor[reception.Party](): {"anyOf": []any{schema{"type": "integer"}, schema{"type": "array", "items": schema{"type": "string"}}, schema{"type": "null"}}},
		reflect.TypeFor[reception.LevelView](): {"type": "object", "properties": schema{
			"proposed": schema{"type": []string{"string", "null"}}, "decided": schema{"type": []string{"string", "null"}},
			"by": schema{"type": []string{"string", "null"}}, "reason": schema{"type": "string"}}},
		reflect.TypeFor[reception.Wants](): {"type": "object", "additionalProperties": schema{"type": "string"}},
		reflect.TypeFor[reception.YesNo](): {"anyOf": []any{schema{"type": "string", "enum": []string{"yes", "no"}}, schema{"type": "boolean"}, schema{"type": "null"}}},
		reflect.TypeFor[reception.Answers](): {"anyOf": []any{schema{"type": "object", "additionalProperties": schema{"type": "string"}},
			schema{"type": "array", "items": schema{"type": "object", "required": []string{"question", "score"}, "properties": schema{
				"question": schema{"type": "string"}, "score": schema{"type": "integer"}, "text": schema{"type": "string"}}}}}},
	}
}
