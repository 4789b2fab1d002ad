package document_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/fault"
)

const (
	word   = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	sheet  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
)

func docx(t *testing.T, more ...string) string {
	return zipped(t, append([]string{"[Content_Types].xml", "<Types>" + word + "</Types>", "word/document.xml", "<w:document/>"}, more...)...)
}

// windows1252 writes Danish letters as older programs do.
func windows1252(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteByte(byte(r))
	}
	return out.String()
}

func utf16Text(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// constructed is a number in the form of a CPR number, made here for nobody.
func constructed() string { return fmt.Sprintf("%02d%02d%02d-%04d", 1, 2, 3, 4321) }

func TestWhatIsTaken(t *testing.T) {
	s := newStage(t)
	for name, want := range map[string]struct{ content, mediaType string }{
		"grundlag.pdf":     {pdf, "application/pdf"},
		"STORT.PDF":        {pdf, "application/pdf"},
		"brev.docx":        {docx(t), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		"tal.xlsx":         {zipped(t, "[Content_Types].xml", sheet, "xl/workbook.xml", "x"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		"møde.pptx":        {zipped(t, "[Content_Types].xml", slides, "ppt/presentation.xml", "x"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
		"åben.odt":         {zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "x"), "application/vnd.oasis.opendocument.text"},
		"noter.txt":        {"Vi følger op hver fjortende dag.\r\n", "text/plain"},
		"gammel.txt":       {windows1252("Blåbærgrød på øen"), "text/plain"},
		"excel.txt":        {utf16Text("kommune\tantal\nKøge\t3"), "text/plain"},
		"tal.csv":          {"kommune;antal\nKøge;3\n", "text/csv"},
		"billede.png":      {"\x89PNG\r\n\x1a\nxxxx", "image/png"},
		"billede.jpeg":     {"\xff\xd8\xff\xe0xxxx", "image/jpeg"},
		"billede.gif":      {"GIF89axxxx", "image/gif"},
		"billede.webp":     {"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"},
		"telefon.csv":      {"navn;telefon\nMette;70 12 34 56\n", "text/csv"},
		"2026-012345.pdf":  {pdf, "application/pdf"},
		"fil.med.punk.txt": {"x", "text/plain"},
	} {
		got, err := s.send(jonas, name, want.content)
		if err != nil || got.MediaType != want.mediaType {
			t.Errorf("%s: %s, %v", name, got.MediaType, err)
		}
		if err == nil {
			must(t, s.Forget(s.as(jonas), got.ID))
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	s := newStage(t)
	for name, want := range map[string]struct{ content, code string }{
		"side.html":                 {"<html>", "file.kind_refused"},
		"tegning.svg":               {"<svg/>", "file.kind_refused"},
		"program.exe":               {"MZ", "file.kind_refused"},
		"faktura.pdf.exe":           {"MZ", "file.kind_refused"},
		"makro.docm":                {docx(t), "file.kind_refused"},
		"arkiv.zip":                 {zipped(t, "a", "b"), "file.kind_refused"},
		"uden":                      {pdf, "file.kind_refused"},
		".pdf":                      {"x", "file.kind_differs"},
		"forklædt.pdf":              {"MZ\x90\x00", "file.kind_differs"},
		"forklædt.png":              {pdf, "file.kind_differs"},
		"side.txt":                  {"<!doctype html><script>alert(1)</script>", "file.kind_differs"},
		"tegning.txt":               {"\ufeff  <svg onload=alert(1)>", "file.kind_differs"},
		"program.txt":               {"#!/bin/sh\nrm -rf /", "file.kind_differs"},
		"binær.txt":                 {"abc\x00\x01\x02", "file.kind_differs"},
		"binær2.txt":                {strings.Repeat("a", 2000) + "\x00", "file.damaged"},
		"brev.docx":                 {pdf, "file.kind_differs"},
		"regneark.docx":             {zipped(t, "[Content_Types].xml", sheet, "xl/workbook.xml", "x"), "file.kind_differs"},
		"tom.docx":                  {zipped(t, "a.txt", "x"), "file.kind_differs"},
		"knækket.docx":              {docx(t)[:60], "file.damaged"},
		"makro.docx":                {docx(t, "word/vbaProject.bin", "x"), "file.macros"},
		"makro2.docx":               {zipped(t, "[Content_Types].xml", word+" macroEnabled", "word/document.xml", "x"), "file.macros"},
		"makro.odt":                 {zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "Basic/x.xml", "x"), "file.macros"},
		"låst.docx":                 {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", "file.locked"},
		"bombe.docx":                {zipped(t, "[Content_Types].xml", strings.Repeat(" ", 8<<20), "word/document.xml", "x"), "file.damaged"},
		"tomt.pdf":                  {"", "file.empty"},
		"sag 010203-4321 " + ".pdf": {pdf, "file.name_cpr"},
		"børn.csv":                  {"navn;nummer\nA;" + constructed() + "\n", "file.cpr"},
		"gamle børn.csv":            {windows1252("æøå;") + constructed(), "file.cpr"},
		"excel børn.txt":            {utf16Text("æøå\t" + constructed()), "file.cpr"},
		"sent.txt":                  {strings.Repeat("Vi følger op. ", 80_000) + constructed(), "file.cpr"},
		"på kanten.txt":             {strings.Repeat("a ", 1<<19-3) + constructed() + " slut", "file.cpr"},
	} {
		_, err := s.send(jonas, name, want.content)
		f, ok := fault.As(err)
		if !ok || f.Code != want.code {
			t.Errorf("%s: got %v, want %s", name, err, want.code)
			continue
		}
		if len(f.Fields) != 1 || f.Fields[0].Field != "file" || strings.Contains(err.Error(), constructed()) {
			t.Errorf("%s: %v %v", name, f.Fields, err)
		}
	}
	if left := s.blobKeys(); len(left) != 0 {
		t.Errorf("what was refused is kept: %v", left)
	}
}

func TestTooLarge(t *testing.T) {
	s := newStage(t)
	if _, err := s.send(jonas, "stor.txt", strings.Repeat("a ", document.MaxSize/2)); err != nil {
		t.Errorf("as large as may be: %v", err)
	}
	_, err := s.send(jonas, "større.txt", strings.Repeat("a", document.MaxSize+1))
	wantCode(t, err, "file.too_large")
}

func TestNamesAreCleaned(t *testing.T) {
	s := newStage(t)
	for given, want := range map[string]string{
		"../../etc/passwd.txt":               "passwd.txt",
		`C:\Users\Jonas\Noter fra møde.txt`:  "Noter fra møde.txt",
		"  to   mellemrum .txt":              "to mellemrum.txt",
		"linje\r\nX-Header: ja.txt":          "linje X-Header ja.txt",
		"vendt\u202etxt.exe.txt":             "vendttxt.exe.txt",
		"usyn\u200blig\u00ad.txt":            "usynlig.txt",
		`an"førsel<>|?*;%20.txt`:             "an førsel 20.txt",
		"...skjult.txt":                      "skjult.txt",
		"con.txt":                            "_con.txt",
		"LPT1.noter.txt":                     "_LPT1.noter.txt",
		"a\u030a.txt":                        "å.txt",
		"\x00\x01.txt":                       "fil.txt",
		strings.Repeat("lang", 100) + ".txt": strings.Repeat("lang", 29) + ".txt",
		"ugyldig\xff\xfe.txt":                "ugyldig.txt",
	} {
		got, err := s.send(jonas, given, "x")
		if err != nil || got.Name != want {
			t.Errorf("%q became %q, %v; want %q", given, got.Name, err, want)
		}
	}
}

func TestAnyNameIsHarmless(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		name := document.CleanName(rapid.String().Draw(r, "name") + rapid.SampledFrom([]string{"", ".pdf", ".txt", " ", "."}).Draw(r, "end"))
		switch {
		case name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > 132:
			r.Fatalf("%q", name)
		case strings.ContainsAny(name, "/\\\"\r\n\x00<>:|?*;%"):
			r.Fatalf("%q holds what it must not", name)
		case document.CleanName(name) != name:
			r.Fatalf("%q is cleaned to %q the second time", name, document.CleanName(name))
		}
	})
}
