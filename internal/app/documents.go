package app

import (
	"context"
	"errors"
	"fmt"

	"sluse/internal/domain/document"
	"sluse/internal/domain/programme"
	"sluse/internal/platform/blob"
)

// buildDocuments makes the feature of files, with the store that the settings name.
func (a *App) buildDocuments() error {
	store, err := a.config.Blobs()
	if err != nil {
		return err
	}
	a.blobs = store
	a.features.document = document.New(document.Needs{
		DB: a.db, Clock: a.clock, Logger: a.log, Log: a.activity, Blobs: store, Jobs: a.jobs,
		Programmes: libraryLink{a.features.programme}, Witness: witnessLink{&a.features}, Incoming: a.config.IncomingDir(),
	})
	return nil
}

// libraryLink tells documents of programmes.
type libraryLink struct{ *programme.Module }

// PublicID implements document.Programmes.
func (l libraryLink) PublicID(ctx context.Context, slug string) (string, error) {
	found, err := l.Page(ctx, slug)
	return found.Programme.ID, err
}

// Document is the feature of the library and of what is attached to things.
func (a *App) Document() *document.Module { return a.features.document }

// clearUnfinished removes what was being written when an earlier run ended. One
// process uses the folder.
func (a *App) clearUnfinished() error {
	folder, isFolder := a.blobs.(*blob.Directory)
	if !isFolder {
		return nil
	}
	return folder.Clear()
}

// storeAnswers is what /readyz asks of a bucket; a folder is there as long as the
// process is.
func (a *App) storeAnswers(ctx context.Context) error {
	if _, isFolder := a.blobs.(*blob.Directory); isFolder {
		return nil
	}
	const noSuchFile = "00000000-0000-7000-8000-000000000000"
	if _, err := a.blobs.Stat(ctx, noSuchFile); err != nil && !errors.Is(err, blob.ErrNotFound) {
		return fmt.Errorf("the store of files: %w", err)
	}
	return nil
}
