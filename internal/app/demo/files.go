package demo

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// The demo's files are made here: small, whole, and of the kinds that people share.

// plain is a text file.
func plain(text string) func() []byte { return func() []byte { return []byte(text) } }

// basis is an edition of the common professional basis, as a PDF.
func basis(number int) func() []byte {
	return func() []byte {
		return pdf(
			[]string{
				"Fælles fagligt grundlag", fmt.Sprintf("Sammen om opfølgning, %d. udgave. Opdigtet til demoen.", number), "",
				"Hvad vi er enige om", "",
				"Vi følger op sammen med barnet og familien, tæt og løbende.",
				"Målene står i barnets egne ord, så alle kan se, om de nås.",
				"Vi bruger det, vi skriver ned, til at rette indsatsen til.",
				"Ledelsen sætter tid af til det i kalenderen.",
			},
			[]string{
				"Ord, vi bruger", "",
				"Opfølgning: en samtale med et mål, en ændring og en ansvarlig.",
				"Prøvehandling: noget lille, vi prøver i fire uger og ser på bagefter.",
				"Sluse: det, der skal være på plads, før praksis går videre til andre.",
			},
		)
	}
}

// pdf makes a document with one list of lines a page; the first line is a heading.
func pdf(pages ...[]string) []byte {
	var out bytes.Buffer
	var starts []int
	object := func(format string, args ...any) {
		starts = append(starts, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(starts), fmt.Sprintf(format, args...))
	}
	out.WriteString("%PDF-1.4\n")
	kids := make([]string, len(pages))
	for i := range pages {
		kids[i] = fmt.Sprintf("%d 0 R", 4+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R /Lang (da) >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for i, lines := range pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>", 5+2*i)
		content := written(lines)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(starts)+1)
	for _, start := range starts {
		fmt.Fprintf(&out, "%010d 00000 n \n", start)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(starts)+1, table)
	return out.Bytes()
}

// written sets lines on a page.
func written(lines []string) string {
	var page strings.Builder
	page.WriteString("BT /F 24 Tf 32 TL 64 760 Td\n")
	for i, line := range lines {
		if i == 1 {
			page.WriteString("/F 12 Tf 20 TL\n")
		}
		encoded, err := charmap.Windows1252.NewEncoder().String(line)
		if err != nil {
			panic("demo: " + line + " has letters that a PDF of ours has not")
		}
		fmt.Fprintf(&page, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(encoded))
	}
	page.WriteString("ET")
	return page.String()
}

// letter makes a Word file with one paragraph a line.
func letter(lines ...string) func() []byte {
	return func() []byte {
		var body strings.Builder
		for _, line := range lines {
			body.WriteString("<w:p><w:r><w:t>" + line + "</w:t></w:r></w:p>")
		}
		const (
			declared = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
			packages = "http://schemas.openxmlformats.org/package/2006/"
			main     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
		)
		return zipped(
			"[Content_Types].xml", declared+`<Types xmlns="`+packages+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="`+main+`"/></Types>`,
			"_rels/.rels", declared+`<Relationships xmlns="`+packages+`relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
			"word/document.xml", declared+`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+body.String()+`</w:body></w:document>`,
		)
	}
}

// zipped makes a zip file of the parts name, content, name, content …
func zipped(parts ...string) []byte {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for named := range slices.Chunk(parts, 2) {
		part, err := archive.Create(named[0])
		if err == nil {
			_, err = part.Write([]byte(strings.Join(named[1:], "")))
		}
		if err != nil {
			panic(fmt.Sprintf("demo: write to memory: %v", err))
		}
	}
	if err := archive.Close(); err != nil {
		panic(fmt.Sprintf("demo: write to memory: %v", err))
	}
	return out.Bytes()
}

// bars draws one bar a value.
func bars(values ...int) func() []byte {
	return func() []byte {
		const width, height, step = 760, 360, 100
		picture := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
		for i, value := range values {
			ink := color.RGBA{0xA3, 0xB6, 0xBE, 0xFF}
			if i > 3 {
				ink = color.RGBA{0x0B, 0x5C, 0x66, 0xFF}
			}
			left := 40 + i*step
			draw.Draw(picture, image.Rect(left, height-30-value*20, left+64, height-30), image.NewUniform(ink), image.Point{}, draw.Src)
		}
		var out bytes.Buffer
		if err := png.Encode(&out, picture); err != nil {
			panic(fmt.Sprintf("demo: draw: %v", err))
		}
		return out.Bytes()
	}
}

// enclosures are the files that stand on posts, by the names that they bear there.
var enclosures = map[string]func() []byte{
	"Samtaler.png":     bars(5, 6, 5, 7, 11, 13, 14),
	"Tidsregnskab.csv": plain("måned;timer på statusmøder;timer på samtaler\nmarts;42;18\napril;31;27\nmaj;22;35\njuni;18;41\n"),
}
