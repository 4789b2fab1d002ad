package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"
)

// byteOrderMark tells Excel that a file is UTF-8; without it æ, ø and å break.
const byteOrderMark = "\ufeff"

// CSV writes a table so that Excel opens it as a Danish one: UTF-8 with a byte order
// mark, semicolons between the fields, and no field that it takes for a formula.
func CSV(records [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(byteOrderMark)
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	for _, record := range records {
		safe := make([]string, len(record))
		for i, field := range record {
			safe[i] = harmless(field)
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("write a table: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write a table: %w", err)
	}
	return out.Bytes(), nil
}

// harmless keeps a spreadsheet from taking a text for a formula: one that begins
// like a formula gets an apostrophe, which the spreadsheet takes for 'this is text'.
func harmless(field string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(field, " \u00a0\t\r\n"))
	if strings.ContainsRune("=+-@|＝＋－＠", first) || strings.HasPrefix(field, "\t") || strings.HasPrefix(field, "\r") {
		return "'" + field
	}
	return field
}
