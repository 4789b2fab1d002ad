package document

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
)

const (
	// looseFor is how long a file may belong to nothing, and bytes to no row: longer
	// than anybody takes from sending a file in to saying what it is for.
	looseFor = 24 * time.Hour
	// sweptAtOnce bounds one question to the database.
	sweptAtOnce = 200
)

// discardArgs are the files whose bytes go because their rows say so.
type discardArgs struct {
	FileIDs []string `json:"fileIds"`
}

// Kind implements jobs.Args.
func (discardArgs) Kind() string { return "document.discard" }

func (s *Service) registerJobs() {
	jobs.Register(s.Jobs, func(ctx context.Context, args discardArgs) error { return s.deleteBlobs(ctx, args.FileIDs) })
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

// Rules says how long the feature keeps what it need not keep.
func (s *Service) Rules() []database.Rule {
	return []database.Rule{
		{Code: "files_loose", Keep: looseFor, Forget: s.forgetLoose},
		{Code: "files_orphaned", Keep: looseFor, Forget: s.forgetOrphans},
	}
}

// forgetLoose takes away what nobody attached to anything.
func (s *Service) forgetLoose(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	if dry {
		return s.store.countLoose(ctx, looseSince(before))
	}
	for {
		var ids []string
		err := s.DB.Write(ctx, func(ctx context.Context) (err error) {
			ids, err = s.store.remove(ctx, s.Clock.Now(), looseSince(before))
			return err
		})
		if n += int64(len(ids)); err != nil || len(ids) < removedAtOnce {
			return n, err
		}
	}
}

// forgetOrphans removes bytes that no row speaks of: the program died between the
// two, or before it could delete them.
func (s *Service) forgetOrphans(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	var batch []string
	flush := func() error {
		orphans, err := s.orphans(ctx, batch)
		if err != nil {
			return err
		}
		for _, key := range orphans {
			if n++; dry {
				continue
			}
			if err := s.Blobs.Delete(ctx, key); err != nil {
				return err
			}
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
		return n, fmt.Errorf("sweep files: %w", err)
	}
	return n, nil
}

// orphans returns those of the keys that neither this feature nor another that
// keeps bytes knows.
func (s *Service) orphans(ctx context.Context, keys []string) ([]string, error) {
	living, err := s.store.living(ctx, keys)
	if err != nil {
		return nil, err
	}
	left := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return living[key] })
	if len(left) == 0 || s.others == nil {
		return left, nil
	}
	theirs, err := s.others(ctx, left)
	return slices.DeleteFunc(left, func(key string) bool { return theirs[key] }), err
}

// AlsoKept names who else keeps bytes in the store, so that they are not taken for
// orphans. Called by app, before serving.
func (s *Service) AlsoKept(others func(ctx context.Context, keys []string) (map[string]bool, error)) {
	s.others = others
}
