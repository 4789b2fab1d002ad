package app_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/app/apptest"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
)

// bodies makes bodies from what the API's description says of them, so that a new
// operation is tried as soon as it is described.
type bodies struct {
	app    *apptest.App
	chance *rand.Rand
	// rev is the last one that was seen at an address.
	rev  map[string]int64
	sent int
}

// members is a body, or a part of one, as its members' JSON.
type members map[string]string

func (m members) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, quoted(name)+":"+m[name])
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// with is the body with one member as given.
func (m members) with(name, value string) members {
	changed := maps.Clone(m)
	changed[name] = value
	return changed
}

func quoted(text string) string {
	written, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text is always JSON
	}
	return string(written)
}

// schemaOf is that of an operation's JSON body, nil if it takes none.
func (b *bodies) schemaOf(operation *huma.Operation) *huma.Schema {
	if operation.RequestBody == nil || operation.RequestBody.Content["application/json"] == nil {
		return nil
	}
	return b.resolved(operation.RequestBody.Content["application/json"].Schema)
}

func (b *bodies) resolved(schema *huma.Schema) *huma.Schema {
	if schema.Ref != "" {
		return b.app.Server().API.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref)
	}
	return schema
}

// good is a body with what is needed, each member as its schema and name want it.
func (b *bodies) good(schema *huma.Schema, path string) members {
	made := members{}
	for _, name := range schema.Required {
		made[name] = b.value(name, schema.Properties[name], path)
	}
	return made
}

func (b *bodies) value(name string, schema *huma.Schema, path string) string {
	schema = b.resolved(schema)
	switch {
	case len(schema.Enum) > 0:
		return quoted(fmt.Sprint(schema.Enum[0]))
	case schema.Type == huma.TypeBoolean:
		return "false"
	case schema.Type == huma.TypeInteger || schema.Type == huma.TypeNumber:
		return fmt.Sprint(max(1, b.rev[path]))
	case schema.Type == huma.TypeArray:
		return "[" + b.value("", schema.Items, path) + "]"
	case schema.Type == huma.TypeString:
		return quoted(b.text(name, schema))
	}
	return b.good(schema, path).String()
}

// text is one that a member of this name takes.
func (b *bodies) text(name string, schema *huma.Schema) string {
	b.sent++
	today := clock.Today(clock.System{})
	if thing, isID := strings.CutSuffix(name, "Id"); isID && schema.Format == "" {
		return b.thing(thing)
	}
	switch {
	case schema.Format == "uuid":
		return id.New()
	case name == "email":
		return fmt.Sprintf("ny.%d@kommune.example", b.sent)
	case name == "slug":
		return fmt.Sprintf("ny-%d", b.sent)
	case name == "last":
		return today.AddDays(300).String()
	case schema.Format == "date", name == "starts":
		return today.AddDays(1).String()
	case name == "ends", name == "before":
		return ""
	}
	return fmt.Sprintf("Prøve %d", b.sent)
}

// thing is the id of one of a kind, or of nothing.
func (b *bodies) thing(kind string) string {
	for _, name := range []string{kind + "Id", kind} {
		if value, known := b.app.Fill[name]; known {
			return value
		}
	}
	return b.app.Fill["none"]
}

// badBody is one that is not as it should be. One that is refused must never be
// taken; of another it depends on the member.
type badBody struct {
	text    string
	refused bool
	// member and value are what is bad in it, "" where all of it is.
	member, value string
}

// maxBad bounds how many bodies with one bad member each operation is sent. Of more,
// chance chooses, by its seed, among every member and value.
const maxBad = 120

// bad is every body of a schema that is not as it should be: each member with each
// value, then what is wrong as a whole.
func (b *bodies) bad(schema *huma.Schema, path string) iter.Seq2[string, badBody] {
	return func(yield func(string, badBody) bool) {
		places := b.places(schema, path)
		order := b.chance.Perm(len(places) * len(hostileValues()))
		for _, n := range order[:min(len(order), maxBad)] {
			place, value := places[n%len(places)], hostileValues()[n/len(places)]
			if !yield(place.name+" is "+value.name, badBody{text: place.body(value.json), member: place.name, value: value.json}) {
				return
			}
		}
		for _, whole := range b.whole(schema, path) {
			if !yield(whole.name, badBody{text: whole.json, refused: true}) {
				return
			}
		}
	}
}

// place is a member of a body, also one inside another.
type place struct {
	name string
	body func(value string) string
}

func (b *bodies) places(schema *huma.Schema, path string) []place {
	var found []place
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		put := func(value string) string { return b.good(schema, path).with(name, value).String() }
		found = append(found, place{name, put})
		part := b.resolved(schema.Properties[name])
		if part.Type == huma.TypeArray {
			part = b.resolved(part.Items)
			outer := put
			put = func(value string) string { return outer("[" + value + "]") }
			found = append(found, place{name + "[0]", put})
		}
		for _, member := range slices.Sorted(maps.Keys(part.Properties)) {
			found = append(found, place{name + "." + member, func(value string) string {
				return put(b.good(part, path).with(member, value).String())
			}})
		}
	}
	return found
}

// whole are bodies that are wrong as a whole: none may be taken.
func (b *bodies) whole(schema *huma.Schema, path string) []hostile {
	good := b.good(schema, path)
	found := []hostile{
		{"no object", `[]`}, {"a text", `"text"`}, {"a number", `42`}, {"null", `null`}, {"not whole", `{`}, {"two", `{}{}`}, {"HTML", marked},
		{"deep", `{"a":` + strings.Repeat(`[`, 100_000)}, {"deep and whole", `{"a":` + strings.Repeat(`[`, 20_000) + strings.Repeat(`]`, 20_000) + `}`},
		{"an unknown member", good.with("administrator", "true").String()}, {"a prototype", good.with("__proto__", `{"a":1}`).String()},
		{"UTF-16", "\xff\xfe{\x00}\x00"}, {"1 MB of a member", good.with("unknown", quoted(long(1<<20))).String()},
		{"a member of 10 kB", good.with(long(10_000), "1").String()}, {"10,000 members", manyMembers()},
	}
	for _, name := range schema.Required {
		without := maps.Clone(good)
		delete(without, name)
		found = append(found, hostile{"without " + name, without.String()})
	}
	names := slices.Sorted(maps.Keys(schema.Properties))
	name := names[b.chance.IntN(len(names))]
	return append(found, hostile{name + " of 1 MB", good.with(name, quoted(long(1<<20))).String()},
		hostile{name + " in capitals", good.with(strings.ToUpper(name), `{"a":[]}`).String()},
		hostile{name + " twice", strings.TrimSuffix(good.with(name, `{"a":[]}`).String(), "}") + `,` + quoted(name) + `:{"a":[[]]}}`})
}

func manyMembers() string {
	made := members{}
	for i := range 10_000 {
		made[fmt.Sprint("m", i)] = "1"
	}
	return made.String()
}
