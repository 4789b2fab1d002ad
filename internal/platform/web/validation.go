package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// huma hands over its findings as English sentences. It lets the sentences be
// replaced, though: here they become a code and its parameters, parted by marks
// that no input can hold, and findingOf takes them apart again.
const mark = "\x1f"

// Prefixes of the parameter's value that say how it is meant.
const (
	markNumber   = "#"
	markProperty = "@" // not a parameter: the name of the property that is meant
)

func init() {
	number := func(code, name, verb string) string { return code + mark + name + markNumber + "=" + verb }
	validation.MsgUnexpectedProperty = "validation.unexpected"
	for _, message := range []*string{
		&validation.MsgExpectedRFC3339DateTime, &validation.MsgExpectedRFC1123DateTime, &validation.MsgExpectedRFC3339Time,
	} {
		*message = "validation.format" + mark + "format=date-time"
	}
	validation.MsgExpectedRFC3339Date = "validation.format" + mark + "format=date"
	// These are given the parser's words as an argument, which nobody needs.
	validation.MsgExpectedRFC5322Email = "validation.format" + mark + "format=email" + mark + "%v"
	validation.MsgExpectedRFC3986URI = "validation.format" + mark + "format=uri" + mark + "%v"
	validation.MsgExpectedRFC4122UUID = "validation.format" + mark + "format=uuid" + mark + "%v"
	validation.MsgExpectedDuration = "validation.format" + mark + "format=duration" + mark + "%v"
	validation.MsgExpectedBePattern = "validation.format" + mark + "%s"
	validation.MsgExpectedMatchPattern = "validation.format" + mark + "%s"
	validation.MsgExpectedBase64String = "validation.format" + mark + "format=base64"
	validation.MsgExpectedBoolean = "validation.type" + mark + "type=boolean"
	validation.MsgExpectedNumber = "validation.type" + mark + "type=number"
	validation.MsgExpectedInteger = "validation.type" + mark + "type=integer"
	validation.MsgExpectedString = "validation.type" + mark + "type=string"
	validation.MsgExpectedArray = "validation.type" + mark + "type=array"
	validation.MsgExpectedObject = "validation.type" + mark + "type=object"
	validation.MsgExpectedArrayItemsUnique = "validation.not_unique"
	validation.MsgExpectedOneOf = "validation.choice" + mark + `allowed=%s`
	validation.MsgExpectedMinimumNumber = number("validation.too_small", "min", "%v")
	validation.MsgExpectedExclusiveMinimumNumber = number("validation.too_small", "above", "%v")
	validation.MsgExpectedMaximumNumber = number("validation.too_large", "max", "%v")
	validation.MsgExpectedExclusiveMaximumNumber = number("validation.too_large", "below", "%v")
	validation.MsgExpectedMinLength = number("validation.too_short", "min", "%d")
	validation.MsgExpectedMaxLength = number("validation.too_long", "max", "%d")
	validation.MsgExpectedMinItems = number("validation.too_few", "min", "%d")
	validation.MsgExpectedMaxItems = number("validation.too_many", "max", "%d")
	validation.MsgExpectedMinProperties = number("validation.too_few", "min", "%d")
	validation.MsgExpectedMaxProperties = number("validation.too_many", "max", "%d")
	validation.MsgExpectedRequiredProperty = "validation.required" + mark + markProperty + "=%s"
	validation.MsgExpectedDependentRequiredProperty = "validation.required" + mark + markProperty + "=%s" + mark + "because=%s"
}

// sentences are the findings in English, for developers.
var sentences = map[string]string{
	"validation.required":   "This is needed.",
	"validation.unexpected": "There is no such field.",
	"validation.format":     "This is not in the right form.",
	"validation.type":       "This is of another type.",
	"validation.not_unique": "The same thing stands here twice.",
	"validation.choice":     "This is not one of the choices.",
	"validation.too_small":  "This number is too small.",
	"validation.too_large":  "This number is too large.",
	"validation.too_short":  "This is too short.",
	"validation.too_long":   "This is too long.",
	"validation.too_few":    "There are too few.",
	"validation.too_many":   "There are too many.",
	"validation.malformed":  "This cannot be read.",
}

// Bounds of what is said of findings: as much as helps, however much was sent.
const (
	maxFindings  = 20
	maxFieldPath = 100 // in bytes
)

// problemOfFindings makes the problem of huma's own findings.
func problemOfFindings(status int, errs []error) *Problem {
	var fields []ProblemField
	for _, err := range errs {
		detailer, ok := err.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		detail := detailer.ErrorDetail()
		if strings.HasPrefix(detail.Location, "path.") {
			// Nothing can stand at an address that cannot be: the same answer as for
			// a thing that does not exist.
			return newProblem(http.StatusNotFound)
		}
		if len(fields) < maxFindings {
			fields = append(fields, findingOf(detail))
		}
	}
	p := newProblem(status)
	if status == http.StatusUnprocessableEntity {
		p.Code = "validation.failed"
	}
	if status < http.StatusInternalServerError {
		p.Errors = fields
	}
	return p
}

// findingOf takes one finding apart. The value itself is never sent back, nor a name
// of any length that nobody gave a field here.
func findingOf(detail *huma.ErrorDetail) ProblemField {
	code, rest, _ := strings.Cut(detail.Message, mark)
	if _, known := sentences[code]; !known {
		code, rest = codeOfParameter(detail.Message), ""
	}
	field := ProblemField{Field: fieldOf(detail.Location), Code: code, Message: sentences[code]}
	for part := range strings.SplitSeq(rest, mark) {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok || name == "":
		case name == markProperty:
			field.Field = strings.TrimPrefix(field.Field+"."+value, ".")
		case strings.HasSuffix(name, markNumber):
			field.setParam(strings.TrimSuffix(name, markNumber), numberOf(value))
		case name == "allowed":
			field.setParam(name, strings.Split(value, `", "`))
		default:
			field.setParam(name, value)
		}
	}
	if len(field.Field) > maxFieldPath {
		field.Field = strings.ToValidUTF8(field.Field[:maxFieldPath], "") + "…"
	}
	return field
}

func (f *ProblemField) setParam(name string, value any) {
	if f.Params == nil {
		f.Params = map[string]any{}
	}
	f.Params[name] = value
}

func numberOf(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return text
}

// codeOfParameter names the few findings whose sentence huma does not let go of.
func codeOfParameter(message string) string {
	switch {
	case strings.HasPrefix(message, "required "):
		return "validation.required"
	case strings.HasPrefix(message, "unknown "):
		return "validation.unexpected"
	case strings.HasPrefix(message, "invalid "):
		return "validation.type"
	}
	return "validation.malformed"
}

// fieldOf makes huma's location the path that the client knows: body.email and
// query.limit are "email" and "limit".
func fieldOf(location string) string {
	_, rest, found := strings.Cut(location, ".")
	if !found {
		if strings.HasPrefix(location, "body[") {
			return strings.TrimPrefix(location, "body")
		}
		return ""
	}
	return rest
}
