package privacy

import (
	"archive/zip"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/web"
)

//go:embed archive.html.tmpl
var pageText string

var pageTemplate = template.Must(template.New("archive").Parse(pageText))

// archived is one table of a copy.
type archived struct {
	name    string
	columns []string
	rows    [][]any
}

// eventLine is an event as a copy shows it.
type eventLine struct {
	at                                 time.Time
	what, verb, subjectType, subjectID string
}

func linesOf(events []activity.Stored) []eventLine {
	lines := make([]eventLine, len(events))
	for i, e := range events {
		lines[i] = eventLine{e.At, wordsFor(e.Verb, "da"), e.Verb, e.SubjectType, e.SubjectID}
	}
	return lines
}

// build writes the copy to a nameless file and from there to the store, so that
// nothing half is ever kept. It returns its size.
func (s *Service) build(ctx context.Context, e *Export, account Account) (size int64, err error) {
	if err := os.MkdirAll(s.Incoming, 0o700); err != nil {
		return 0, fmt.Errorf("make room for a copy: %w", err)
	}
	file, err := os.CreateTemp(s.Incoming, "export-")
	if err != nil {
		return 0, fmt.Errorf("make room for a copy: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := os.Remove(file.Name()); err != nil {
		return 0, fmt.Errorf("make room for a copy: %w", err)
	}
	e.Done, e.Total = 0, int64(len(s.exporters)+2)
	if err := s.write(ctx, e, account, file); err != nil {
		return 0, err
	}
	if size, err = file.Seek(0, io.SeekCurrent); err != nil {
		return 0, fmt.Errorf("measure a copy: %w", err)
	}
	// An earlier try may have come as far as here.
	if err := s.Blobs.Delete(ctx, e.ID); err != nil {
		return 0, wrap("make room for a copy", err)
	}
	return size, wrap("keep a copy", s.Blobs.Put(ctx, e.ID, io.NewSectionReader(file, 0, size), size))
}

func (s *Service) write(ctx context.Context, e *Export, account Account, to io.Writer) error {
	out := zip.NewWriter(to)
	var tables []archived
	for _, exporter := range s.exporters {
		err := exporter.ExportPerson(ctx, account.ID, account.Email, func(name string, columns []string, rows [][]any) error {
			tables = append(tables, archived{name, columns, rows})
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.moved(ctx, e); err != nil {
			return err
		}
	}
	slices.SortFunc(tables, func(x, y archived) int { return strings.Compare(x.name, y.name) })
	if err := writeTables(out, tables, account, e.Locale, s.Clock.Now()); err != nil {
		return err
	}
	if err := s.moved(ctx, e); err != nil {
		return err
	}
	taken := map[string]bool{}
	err := s.Files.ExportFiles(ctx, account.ID, func(name string, content io.Reader) error {
		entry, err := out.Create(inLanguage(folders, e.Locale) + "/" + free(name, taken))
		if err == nil {
			_, err = io.Copy(entry, content)
		}
		return wrap("copy a file", err)
	})
	if err != nil {
		return err
	}
	if err := s.moved(ctx, e); err != nil {
		return err
	}
	return wrap("close a copy", out.Close())
}

var folders = map[string]string{"da": "filer", "en": "files"}

// free gives a file a name that no other has.
func free(name string, taken map[string]bool) string {
	extension := path.Ext(name)
	for n, candidate := 2, name; ; n++ {
		if key := strings.ToLower(candidate); !taken[key] {
			taken[key] = true
			return candidate
		}
		candidate = strings.TrimSuffix(name, extension) + " (" + strconv.Itoa(n) + ")" + extension
	}
}

// writeTables writes the tables in three forms: for people, for spreadsheets, for
// programs.
func writeTables(out *zip.Writer, tables []archived, account Account, locale string, now time.Time) error {
	page, err := out.Create(inLanguage(map[string]string{"da": "start-her.html", "en": "start-here.html"}, locale))
	if err != nil {
		return wrap("write a copy", err)
	}
	if err := pageTemplate.Execute(page, pageOf(tables, account, locale, now)); err != nil {
		return wrap("write the page of a copy", err)
	}
	data := make(map[string][]map[string]any, len(tables))
	for _, t := range tables {
		data[t.name] = t.objects()
		text, err := web.CSV(t.records(locale))
		if err != nil {
			return err
		}
		entry, err := out.Create(inLanguage(map[string]string{"da": "tabeller", "en": "tables"}, locale) + "/" + t.name + ".csv")
		if err == nil {
			_, err = entry.Write(text)
		}
		if err != nil {
			return wrap("write a table of a copy", err)
		}
	}
	entry, err := out.Create("data.json")
	if err != nil {
		return wrap("write a copy", err)
	}
	encoder := json.NewEncoder(entry)
	encoder.SetIndent("", "  ")
	return wrap("write a copy", encoder.Encode(map[string]any{"madeAt": now, "personId": account.ID, "tables": data}))
}

func (t archived) objects() []map[string]any {
	list := make([]map[string]any, len(t.rows))
	for i, row := range t.rows {
		list[i] = make(map[string]any, len(row))
		for n, column := range t.columns {
			list[i][column] = row[n]
		}
	}
	return list
}

// records are the table as text, headings first.
func (t archived) records(locale string) [][]string {
	headings := make([]string, len(t.columns))
	for i, column := range t.columns {
		headings[i] = columnIn(column, locale)
	}
	records := [][]string{headings}
	for _, row := range t.rows {
		record := make([]string, len(row))
		for i, value := range row {
			record[i] = shown(value, locale)
		}
		records = append(records, record)
	}
	return records
}

func shown(value any, locale string) string {
	switch value := value.(type) {
	case nil:
		return ""
	case time.Time:
		return value.In(clock.Copenhagen).Format("2006-01-02 15:04")
	case bool:
		if value {
			return inLanguage(map[string]string{"da": "ja", "en": "yes"}, locale)
		}
		return inLanguage(map[string]string{"da": "nej", "en": "no"}, locale)
	}
	return fmt.Sprint(value)
}

// pagePart is a table on the page.
type pagePart struct {
	ID, Title string
	Headings  []string
	Rows      [][]string
}

func pageOf(tables []archived, account Account, locale string, now time.Time) map[string]any {
	parts := make([]pagePart, 0, len(tables))
	for _, t := range tables {
		records := t.records(locale)
		parts = append(parts, pagePart{t.name, tableIn(t.name, locale), records[0], records[1:]})
	}
	return map[string]any{
		"Locale": locale, "Danish": locale != "en", "Name": account.Name, "Email": account.Email,
		"At": now.In(clock.Copenhagen).Format("02-01-2006 15.04"), "Parts": parts,
	}
}
