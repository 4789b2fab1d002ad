package web

import (
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// exampleDepth is how deep examples go into what holds itself, such as a tree.
const exampleDepth = 9

// exampler makes examples of bodies from their schemas. A member's example is its
// own, the first of those that it may be, or that of its name: in this API a name
// means the same wherever it stands.
type exampler struct {
	schemas huma.Registry
	named   map[string]any
}

// addExamples gives an example to every parameter, and to every body but bare bytes,
// that has none.
func (x exampler) addExamples(description *huma.OpenAPI) {
	for _, address := range description.Paths {
		for _, operation := range []*huma.Operation{address.Get, address.Put, address.Post, address.Patch, address.Delete} {
			if operation == nil {
				continue
			}
			for _, parameter := range operation.Parameters {
				x.addToParameter(parameter)
			}
			if operation.RequestBody != nil {
				x.addTo(operation.RequestBody.Content)
			}
			for _, response := range operation.Responses {
				x.addTo(response.Content)
			}
		}
	}
}

func (x exampler) addTo(content map[string]*huma.MediaType) {
	for _, media := range content {
		if media.Schema.Format != "binary" && media.Example == nil && len(media.Examples) == 0 {
			media.Examples = map[string]*huma.Example{"body": {Value: x.of("", media.Schema, exampleDepth)}}
		}
	}
}

// addToParameter takes what is taken where nothing is said, so that an example asks
// for nothing unusual.
func (x exampler) addToParameter(parameter *huma.Param) {
	switch schema := parameter.Schema; {
	case parameter.Example != nil || len(parameter.Examples) > 0 || len(schema.Examples) > 0:
	case schema.Default != nil:
		parameter.Example = schema.Default
	default:
		parameter.Example = x.of(parameter.Name, schema, exampleDepth)
	}
}

func (x exampler) of(name string, schema *huma.Schema, depth int) any {
	if schema == nil || depth == 0 {
		return nil
	}
	if schema.Ref != "" {
		return x.of(name, x.schemas.SchemaFromRef(schema.Ref), depth)
	}
	switch {
	case len(schema.Examples) > 0:
		return schema.Examples[0]
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	}
	switch schema.Type {
	case huma.TypeObject:
		return x.object(schema, depth)
	case huma.TypeArray:
		if one := x.of(name, schema.Items, depth-1); one != nil {
			return []any{one}
		}
		return []any{}
	case huma.TypeBoolean:
		return false
	case huma.TypeInteger, huma.TypeNumber:
		return x.number(schema)
	case huma.TypeString:
		return x.text(name, schema)
	}
	return x.named[name]
}

func (x exampler) object(schema *huma.Schema, depth int) any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		if example := x.of(name, schema.Properties[name], depth-1); example != nil {
			object[name] = example
		}
	}
	return object
}

func (x exampler) number(schema *huma.Schema) any {
	if schema.Minimum != nil && *schema.Minimum > 1 {
		return *schema.Minimum
	}
	return 1
}

func (x exampler) text(name string, schema *huma.Schema) any {
	switch schema.Format {
	case "date-time":
		return "2026-11-19T13:12:00Z"
	case "date":
		return "2026-11-19"
	}
	return x.named[name]
}
