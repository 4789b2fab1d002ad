package app

import (
	"context"
	"strings"
	"unicode/utf8"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/web"
)

const (
	// programmePages is where the public pages of programmes stand.
	programmePages = "/programmes/"
	// shareImage is shown with a link that is shared, 1200 by 630 points.
	shareImage = "/share.png"
	// descriptionLength is about as much as is shown with a link.
	descriptionLength = 300
)

// preview describes a programme's public page for whoever runs no scripts. The
// context has no actor: what not everybody may read is as unknown as what is not there.
func (a *App) preview(ctx context.Context, path string) (web.Preview, error) {
	slug, ok := strings.CutPrefix(path, programmePages)
	if !ok || slug == "" || strings.Contains(slug, "/") || !utf8.ValidString(slug) || strings.ContainsRune(slug, 0) {
		return web.Preview{}, fault.NewNotFound("request.path_unknown")
	}
	page, err := a.features.programme.Service.Page(ctx, slug)
	if err != nil {
		return web.Preview{}, err
	}
	return web.Preview{
		Title: page.Name, Description: shortened(firstOf(page.Summary, page.Purpose)), Path: path, Image: shareImage,
	}, nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// shortened keeps whole words of a text, on one line.
func shortened(text string) string {
	words := strings.Fields(text)
	short, length := make([]string, 0, len(words)), 0
	for _, word := range words {
		if length += utf8.RuneCountInString(word) + 1; length > descriptionLength {
			return strings.Join(short, " ") + " …"
		}
		short = append(short, word)
	}
	return strings.Join(short, " ")
}
