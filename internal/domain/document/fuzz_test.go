package document_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/fault"
)

func FuzzCleanName(f *testing.F) {
	for _, name := range []string{"", "Plan.pdf", "../../etc/passwd", `C:\x\con.txt`, "a\u202egpj.exe", ".htaccess", "aux.", "a.b.c.tar.gz", "æøå\u0301.pdf", strings.Repeat("ø", 300) + ".docx", "NUL.txt", " . - ", "A\x7f\u03010000", "\u037e.pdf"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean := document.CleanName(name)
		if clean == "" || !utf8.ValidString(clean) || utf8.RuneCountInString(clean) > 120 || strings.ContainsAny(clean, "/\\\x00\r\n\"<>:|?*;%") || clean == "." || clean == ".." {
			t.Fatalf("%q became %q", name, clean)
		}
		if again := document.CleanName(clean); again != clean {
			t.Fatalf("%q became %q, and that %q", name, clean, again)
		}
	})
}

// FuzzInspect looks at any content under any of the names that are taken: it is of the
// kind that its name says, or it is refused with words.
func FuzzInspect(f *testing.F) {
	for _, content := range []string{
		"", "%PDF-1.7\n", "PK\x03\x04", "PK\x03\x04" + strings.Repeat("\x00", 60), "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\x89PNG\r\n\x1a\n", "RIFF\x00\x00\x00\x00WEBP", "a;b\n1;2\n", "\xff\xfea\x00", "\xfe\xff\x00a",
		"<html>", "#!/bin/sh", "bl\xe5b\xe6r", "\ufeff<svg/>",
	} {
		for at := range document.Extensions() {
			f.Add(content, at)
		}
	}
	extensions := document.Extensions()
	f.Fuzz(func(t *testing.T, content string, at int) {
		extension := extensions[((at%len(extensions))+len(extensions))%len(extensions)]
		mediaType, err := document.Examine("a"+extension, content)
		if err == nil {
			if !strings.Contains(mediaType, "/") {
				t.Fatalf("%q as %s is of the kind %q", content, extension, mediaType)
			}
			return
		}
		if refusal, is := fault.As(err); !is || !slices.Contains([]string{"file.kind_differs", "file.damaged", "file.locked", "file.macros", "file.cpr"}, refusal.Code) {
			t.Fatalf("%q as %s: %v", content, extension, err)
		}
	})
}
