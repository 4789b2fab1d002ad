package document

import (
	"context"
	"fmt"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/jobs"
)

// Change is what a document is described as anew.
type Change struct {
	Title, Description string
	Category           Category
	// Rev is the revision that was changed.
	Rev int64
}

// Describe gives a document another title, description or category.
func (s *Service) Describe(ctx context.Context, documentID string, c Change) (DocumentEvent, error) {
	return s.change(ctx, documentID, VerbChanged, func(_ context.Context, a actor.Actor, d *Document) (bool, error) {
		if err := MayChange(a, *d); err != nil {
			return false, err
		}
		var wrong checks
		title, description := wrong.describe(c.Title, c.Description, c.Category)
		if err := wrong.err(); err != nil {
			return false, err
		}
		if title == d.Title && description == d.Description && c.Category == d.Category {
			return false, nil
		}
		if c.Rev != d.Rev {
			return false, fault.NewConflict("document.changed").With("title", d.Title).With("description", d.Description).With("rev", d.Rev)
		}
		d.Title, d.Description, d.Category = title, description, c.Category
		d.Rev++
		return true, nil
	})
}

// Publish puts a document on the programme's public page, or takes it off.
func (s *Service) Publish(ctx context.Context, documentID string, public bool) (DocumentEvent, error) {
	return s.change(ctx, documentID, VerbChanged, func(_ context.Context, a actor.Actor, d *Document) (bool, error) {
		if err := MayPublish(a, *d); err != nil {
			return false, err
		}
		changed := d.Public != public
		if changed {
			d.Public = public
			d.Rev++
		}
		return changed, nil
	})
}

// Move puts a document before another one of the programme, or last.
func (s *Service) Move(ctx context.Context, documentID, before string) (DocumentEvent, error) {
	return s.change(ctx, documentID, VerbChanged, func(ctx context.Context, a actor.Actor, d *Document) (bool, error) {
		if err := MayPublish(a, *d); err != nil {
			return false, err
		}
		ids, err := s.store.order(ctx, d.ProgrammeID)
		if err != nil {
			return false, err
		}
		moved, err := moveBefore(ids, d.ID, before)
		if err != nil || slices.Equal(moved, ids) {
			return false, err
		}
		for i, documentID := range moved {
			if documentID == d.ID {
				d.Position = int64(i + 1)
			}
			if err := s.store.setPosition(ctx, documentID, int64(i+1)); err != nil {
				return false, err
			}
		}
		return true, nil
	})
}

// moveBefore returns the ids with one of them before another, or last where before
// is "".
func moveBefore(ids []string, moved, before string) ([]string, error) {
	rest := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == moved })
	at := len(rest)
	if before != "" {
		if at = slices.Index(rest, before); at < 0 {
			return nil, fault.NewInvalid("document.before_unknown", fault.Field{Field: "before", Code: "document.before_unknown"})
		}
	}
	return slices.Insert(rest, at, moved), nil
}

// AddVersion gives a document a new version; the earlier ones stay. Called again
// with the same file it returns the document as it is.
func (s *Service) AddVersion(ctx context.Context, documentID, fileID, note string) (DocumentEvent, error) {
	return s.change(ctx, documentID, VerbVersionAdded, func(ctx context.Context, a actor.Actor, d *Document) (bool, error) {
		if err := MayChange(a, *d); err != nil {
			return false, err
		}
		if there, err := s.store.versionOfFile(ctx, d.ID, fileID); err != nil || there {
			return false, err
		}
		var wrong checks
		note := wrong.line("note", note, MaxNote)
		if err := wrong.err(); err != nil {
			return false, err
		}
		if d.Versions >= maxVersions {
			return false, fault.NewConflict("document.too_many_versions").With("max", maxVersions)
		}
		return true, s.addVersion(ctx, a, d, fileID, note)
	})
}

// addVersion attaches a file that the actor has sent in as the newest version.
func (s *Service) addVersion(ctx context.Context, a actor.Actor, d *Document, fileID, note string) error {
	f, err := s.take(ctx, a, d.ProgrammeID, fileID, Subject{SubjectDocument, d.ID})
	if err != nil {
		return err
	}
	v, err := s.store.addVersion(ctx, Version{DocumentID: d.ID, File: f, Note: note, AddedAt: s.Clock.Now(), AddedBy: a.PersonID})
	if err != nil {
		return err
	}
	d.Versions, d.Newest = v.Number, v
	return nil
}

// Withdraw takes a document away, all its versions with it, and leaves a trace of
// it. The one who added it needs no reason.
func (s *Service) Withdraw(ctx context.Context, documentID, reason string) (DocumentEvent, error) {
	return s.change(ctx, documentID, VerbWithdrawn, func(ctx context.Context, a actor.Actor, d *Document) (bool, error) {
		if d.Withdrawn != nil && MayRead(a, *d) == nil {
			return false, nil // twice is as good as once
		}
		if err := MayChange(a, *d); err != nil {
			return false, err
		}
		var wrong checks
		if reason = wrong.line("reason", reason, MaxReason); reason == "" && d.CreatedBy != a.PersonID {
			wrong.add("reason", "document.reason_missing", nil)
		}
		if err := wrong.err(); err != nil {
			return false, err
		}
		if err := s.discard(ctx, ofSubject(Subject{SubjectDocument, d.ID})); err != nil {
			return false, err
		}
		d.withdraw(Withdrawal{At: s.Clock.Now(), By: a.PersonID, Reason: reason})
		d.Rev++
		return true, nil
	})
}

// discard marks files as taken away and has their bytes removed after the commit.
func (s *Service) discard(ctx context.Context, which filter) error {
	ids, err := s.store.remove(ctx, s.Clock.Now(), which)
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := s.Jobs.Enqueue(ctx, discardArgs{ids}, jobs.Options{}); err != nil {
		return fmt.Errorf("have files removed: %w", err)
	}
	return nil
}
