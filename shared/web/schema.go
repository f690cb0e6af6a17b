package web

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A schema is a JSON Schema as OpenAPI 3.1 uses it.
type schema = map[string]any

// A describer turns Go types into schemas; named structs become components.
// Commands and views are told apart: a command refuses unknown fields and
// says what it requires, a view says what is always there.
type describer struct {
	components map[string]schema
	names      map[shape]string
	// own are types that read and write their JSON themselves.
	own map[reflect.Type]schema
}

// A shape is a type in one of its two uses.
type shape struct {
	typ     reflect.Type
	command bool
}

var textWriter = reflect.TypeFor[encoding.TextMarshaler]()

func newDescriber(own map[reflect.Type]schema) *describer {
	return &describer{components: map[string]schema{}, names: map[shape]string{}, own: own}
}

// of gives the schema of a type; max is the limit of the field that has it.
func (d *describer) of(s shape, max int) schema {
	t := s.typ
	if known, ok := d.own[t]; ok {
		return known
	}
	switch {
	case t == timeType:
		return schema{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[time.Duration]():
		return schema{"type": "integer"}
	case t == reflect.TypeFor[json.RawMessage](), t.Kind() == reflect.Interface, t.Kind() == reflect.Func:
		return schema{}
	case t.Implements(jsonWriter), reflect.PointerTo(t).Implements(jsonReader):
		return schema{} // writes itself, and nobody has said how
	case t.Implements(textWriter):
		return schema{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.of(shape{t.Elem(), s.command}, max)
	case reflect.Struct:
		return d.named(s)
	case reflect.Slice:
		return limited(schema{"type": "array", "items": d.of(shape{t.Elem(), s.command}, 0)}, "maxItems", max)
	case reflect.Map:
		return limited(schema{"type": "object", "additionalProperties": d.of(shape{t.Elem(), s.command}, 0)}, "maxProperties", max)
	case reflect.String:
		return limited(schema{"type": "string"}, "maxLength", max)
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Float64, reflect.Float32:
		return schema{"type": "number"}
	}
	return schema{"type": "integer"}
}

// limited adds a limit, if there is one.
func limited(s schema, key string, max int) schema {
	if max > 0 {
		s[key] = max
	}
	return s
}

// named puts a struct among the components and refers to it.
func (d *describer) named(s shape) schema {
	name, known := d.names[s]
	if !known {
		name = d.name(s)
		d.names[s] = name
		d.components[name] = schema{} // holds the place of a type that contains itself
		d.components[name] = d.object(s)
	}
	return schema{"$ref": "#/components/schemas/" + name}
}

// name finds a free name for a type: its own, with its package where two
// packages use the same.
func (d *describer) name(s shape) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune("[]/.*, ", r) {
			return -1
		}
		return r
	}, generic(s.typ))
	if s.command {
		name += "Input"
	}
	if _, taken := d.components[name]; taken || name == "" || name == "Input" {
		pkg := s.typ.PkgPath()[strings.LastIndexByte(s.typ.PkgPath(), '/')+1:]
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	return name
}

// generic is the name of a type without the paths of its arguments.
func generic(t reflect.Type) string {
	name, args, ok := strings.Cut(t.Name(), "[")
	if !ok {
		return name
	}
	return name + "Of" + args[strings.LastIndexByte(args, '.')+1:]
}

// object describes a struct.
func (d *describer) object(s shape) schema {
	properties, required := schema{}, []string{}
	for _, f := range fieldsOf(s.typ) {
		p := d.of(shape{f.typ, s.command}, f.max)
		if !s.command && !f.optional && f.typ.Kind() == reflect.Pointer {
			p = schema{"anyOf": []any{p, schema{"type": "null"}}}
		}
		properties[f.name] = p
		if f.required || !s.command && !f.optional || s.command && f.name == "version" && !f.optional {
			required = append(required, f.name)
		}
	}
	o := schema{"type": "object", "properties": properties}
	if s.command {
		o["additionalProperties"] = false
	}
	if len(required) > 0 {
		slices.Sort(required)
		o["required"] = required
	}
	return o
}
