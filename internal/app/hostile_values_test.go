package app_test

import (
	"strings"
	"sync"
)

// hostile is one value that nobody sends who means well, as it stands in a body.
type hostile struct{ name, json string }

// marked is what must never come back as a page's own.
const marked = "<script>alert('sluse')</script>"

func long(bytes int) string { return strings.Repeat("a", bytes) }

// hostileValues are put in the place of every member of every body.
var hostileValues = sync.OnceValue(func() []hostile {
	values := []hostile{
		{"null", `null`},
		{"a truth", `true`},
		{"zero", `0`},
		{"a negative number", `-1`},
		{"a fraction", `1.5`},
		{"more than 64 bits", `9223372036854775808`},
		{"less than 64 bits", `-9223372036854775809`},
		{"more than a float holds", `1e400`},
		{"no array", `[]`},
		{"no object", `{}`},
		{"an array of nulls", `[null]`},
		{"10,000 texts", `[` + strings.Repeat(`"a",`, 9_999) + `"a"]`},
		{"10,000 objects", `[` + strings.Repeat(`{},`, 9_999) + `{}]`},
		{"1,000 deep", strings.Repeat(`[`, 1_000) + strings.Repeat(`]`, 1_000)},
		{"NUL", `"a\u0000b"`},
		{"half a pair", `"\ud800"`},
		{"bytes that are no UTF-8", "\"a\xff\xfeb\""},
		{"an overlong slash", "\"\xc0\xaf\""},
		{"control characters", `"a\u0001\u0007\u001b[31m\u007fb"`},
		{"a header in a line", `"a\r\nBcc: alle@kommune.example\r\n\r\nb"`},
	}
	for _, text := range []hostile{
		{"nothing", ""}, {"blanks", " \u00a0\u3000"}, {"HTML", marked}, {"an image", `<img src=x onerror=alert(1)>`},
		{"markdown with a script", `[læs](javascript:alert(1))`}, {"emoji", "👩‍👩‍👧‍👦🇩🇰🦄"}, {"right to left", "\u202egnp.exe\u202c שלום"},
		{"only zero-width", "\u200b\u200d\ufeff"}, {"marks upon marks", "e" + strings.Repeat("\u0301", 200)},
		{"a folder up", "../../../etc/passwd"}, {"an escape", "%00%2e%2e%2f"}, {"SQL", `'; DROP TABLE account_person; --`},
		{"a template", "{{.}}${7*7}"}, {"a formula", "=1+1"}, {"10 kB", long(10_000)}, {"120 kB", long(120_000)},
		{"the year 0", "0000-01-01"}, {"the year 1", "0001-01-01"}, {"the last day", "9999-12-31"}, {"after the last day", "10000-01-01"},
		{"no such day", "2026-02-30"}, {"no day", "i morgen"}, {"a day and a time", "2026-01-01T00:00:00Z"}, {"before our time", "-0001-01-01"},
		{"a mail address of 10 kB", long(10_000) + "@kommune.example"}, {"two mail addresses", "a@kommune.example, b@kommune.example"},
		{"a mail address with a line", "a@kommune.example\nBcc: b@kommune.example"}, {"an id of nothing", "ffffffff-ffff-ffff-ffff-ffffffffffff"},
	} {
		values = append(values, hostile{text.name, quoted(text.json)})
	}
	return values
})

// hostileParts stand in an address, escaped already: no thing of ours is there.
var hostileParts = []string{
	"x", "-1", "0", "%00", "a%00b", "%25", "%25%30%30", "%ff%fe", "%c0%af", "..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc", "%2F", "%5c..%5c", "'%20OR%201=1--",
	"%F0%9F%A6%84", "%E2%80%AE", "%E2%80%8B", "%0d%0aSet-Cookie:a=b", "%3Cscript%3Ealert('sluse')%3C%2Fscript%3E",
	"00000000-0000-0000-0000-000000000000", "99999999999999999999", strings.Repeat("a", 10_000),
}

// hostileQueries are values of one query parameter.
var hostileQueries = append([]string{
	"", "+", "null", "true", "-99999999999999999999", "1e9", "1000000000", "bm90LWEtY3Vyc29y", "W10", "e30", "bnVsbA", "0000-01-01", "9999-12-31", "%", "%zz",
}, hostileParts...)

// hostileHeaders go with a request that is good otherwise.
var hostileHeaders = []map[string]string{
	{"Content-Type": "text/plain"}, {"Content-Type": "text/html"}, {"Content-Type": "multipart/form-data"}, {"Content-Type": "application/json; charset=utf-16"},
	{"Content-Type": ";;;"}, {"Content-Encoding": "gzip"}, {"Accept": "text/html"}, {"Accept": "image/png;q=x"}, {"Range": "bytes=9-1,-,x"}, {"Accept-Language": long(8_000)},
	{"User-Agent": marked + long(8_000)}, {"If-None-Match": `"\`}, {"If-Modified-Since": "i går"},
	{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Cookie": "sluse_session=%00; sluse_session=" + long(4_000)}, {"X-Forwarded-For": marked}, {"X-Request-Id": marked},
	{"X-HTTP-Method-Override": "DELETE"}, {"Host": "elsewhere.example"},
}

// hostileFileNames are sent with a file, as they stand in its part's header.
var hostileFileNames = []string{
	"", ".", "..", "../../etc/passwd.pdf", `..\\..\\a.pdf`, "a\x00.pdf", "/etc/passwd", "CON.pdf", marked + ".pdf", "\u202efdp.exe", "\u200b.pdf", "👩‍👩‍👧‍👦.pdf",
	long(10_000) + ".pdf", "a.pdf%0d%0aX-Evil: 1", "a%22;b=c.pdf", "\xff\xfe.pdf", strings.Repeat("æ", 300) + ".pdf", "a.html", "a.svg", "a.pdf.exe", "=1+1.pdf", "a\tb\x1b.pdf",
}
