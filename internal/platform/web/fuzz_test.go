package web

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

func FuzzAccepts(f *testing.F) {
	for _, header := range []string{"", "br", "gzip;q=0", "br;q=0.0, gzip; q=0.5", "*", "br;;;", "br;q="} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		accepts(header, "br")
		if !accepts("gzip,"+header, "gzip") {
			t.Fatalf("%q takes back what stands before it", header)
		}
	})
}

// FuzzUnmarshal: what is taken holds no NUL, and what has none is not refused for one.
func FuzzUnmarshal(f *testing.F) {
	for _, text := range []string{`{"a":"b"}`, `{"a":"\u0000"}`, `{"a":"\\u0000"}`, `{"a":"\\\u0000"}`, `{"\u0000":1}`, `"\u00000"`, `["\\\\u0000"]`, "null", "{"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var plain, ours any
		readable := json.Unmarshal(text, &plain) == nil
		err := unmarshal(text, &ours)
		if !readable {
			return
		}
		if holdsNUL(plain) != errors.Is(err, errNUL) {
			t.Fatalf("%s: %v", text, err)
		}
	})
}

func holdsNUL(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case []any:
		return slices.ContainsFunc(v, holdsNUL)
	case map[string]any:
		for key, inner := range v {
			if holdsNUL(key) || holdsNUL(inner) {
				return true
			}
		}
	}
	return false
}
