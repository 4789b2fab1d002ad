package document

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/platform/blob"
	"sluse/internal/platform/jobs"
)

const (
	// looseFor is how long a file may belong to nothing, and bytes to no row: longer
	// than anybody takes from sending a file in to saying what it is for.
	looseFor   = 24 * time.Hour
	sweepEvery = 6 * time.Hour
	// sweptAtOnce bounds one question to the database.
	sweptAtOnce = 200
)

// discardArgs are the files whose bytes go because their rows say so.
type discardArgs struct {
	FileIDs []string `json:"fileIds"`
}

// Kind implements jobs.Args.
func (discardArgs) Kind() string { return "document.discard" }

type sweepArgs struct{}

// Kind implements jobs.Args.
func (sweepArgs) Kind() string { return "document.sweep" }

func (s *Service) registerJobs() {
	jobs.Register(s.Jobs, func(ctx context.Context, args discardArgs) error { return s.deleteBlobs(ctx, args.FileIDs) })
	jobs.Register(s.Jobs, func(ctx context.Context, _ sweepArgs) error {
		_, err := s.Sweep(ctx)
		return err
	})
	s.Jobs.Every(sweepEvery, sweepArgs{})
}

// deleteBlobs removes the bytes of files that the database no longer speaks of.
func (s *Service) deleteBlobs(ctx context.Context, ids []string) error {
	living, err := s.store.living(ctx, ids)
	if err != nil {
		return err
	}
	for _, fileID := range ids {
		if living[fileID] {
			continue
		}
		if err := s.Blobs.Delete(ctx, fileID); err != nil {
			return fmt.Errorf("delete a file: %w", err)
		}
	}
	return nil
}

// Sweep takes away what nobody attached to anything within a day, and bytes that
// no row speaks of: the program died between the two, or before it could delete
// them. It returns how many blobs went.
func (s *Service) Sweep(ctx context.Context) (swept int, err error) {
	before := s.Clock.Now().Add(-looseFor)
	for {
		var ids []string
		err := s.DB.Write(ctx, func(ctx context.Context) (err error) {
			ids, err = s.store.remove(ctx, s.Clock.Now(), looseSince(before))
			return err
		})
		if err != nil {
			return 0, err
		}
		if len(ids) < removedAtOnce {
			break
		}
	}
	var batch []string
	flush := func() error {
		living, err := s.store.living(ctx, batch)
		if err != nil {
			return err
		}
		for _, key := range batch {
			if living[key] {
				continue
			}
			if err := s.Blobs.Delete(ctx, key); err != nil {
				return err
			}
			swept++
		}
		batch = batch[:0]
		return nil
	}
	err = s.Blobs.List(ctx, func(info blob.Info) error {
		if info.StoredAt.After(before) {
			return nil
		}
		if batch = append(batch, info.Key); len(batch) < sweptAtOnce {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return swept, fmt.Errorf("sweep files: %w", err)
	}
	if swept > 0 {
		s.Logger.InfoContext(ctx, "files that belonged to nothing were removed", "count", swept)
	}
	return swept, nil
}
