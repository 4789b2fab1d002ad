package privacy

import (
	"context"
	"slices"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// exportJob makes a copy.
type exportJob struct {
	ExportID string `json:"exportId"`
}

// Kind implements jobs.Args.
func (exportJob) Kind() string { return "privacy.export" }

// exportMoved is the hint to a person's tabs.
type exportMoved struct {
	Kind  string `json:"kind"`
	State State  `json:"state"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// AskExport has a copy of everything about the actor made. One is made at a time,
// and a few a day.
func (s *Service) AskExport(ctx context.Context) (Export, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Export{}, err
	}
	now := s.Clock.Now()
	e := Export{ID: id.New(), PersonID: a.PersonID, State: Waiting, Locale: a.Locale, RequestedAt: now}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.store.lockExports(ctx, a.PersonID); err != nil {
			return err
		}
		earlier, err := s.store.exportsOf(ctx, a.PersonID)
		if err != nil {
			return err
		}
		if err := mayAsk(earlier, now); err != nil {
			return err
		}
		if err := s.store.addExport(ctx, e); err != nil {
			return err
		}
		if err := s.record(ctx, a.PersonID, VerbExportAsked, "export", e.ID, ""); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, exportJob{e.ID}, jobs.Options{MaxAttempts: exportTries})
	})
	return e, err
}

// mayAsk says whether one more copy may be asked for beside the earlier ones, which
// come newest first.
func mayAsk(earlier []Export, now time.Time) error {
	lately := 0
	for _, e := range earlier {
		if e.now(now).underWay() {
			return fault.NewConflict("export.under_way")
		}
		if since := now.Sub(e.RequestedAt); since < daily {
			if lately++; lately == exportsDaily {
				return fault.NewLimited("export.too_many", daily-since)
			}
		}
	}
	return nil
}

// Exports returns the actor's copies, the newest first.
func (s *Service) Exports(ctx context.Context) ([]Export, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.store.exportsOf(ctx, a.PersonID)
	for i, e := range list {
		list[i] = e.now(s.Clock.Now())
	}
	return list, err
}

// ReadyExport returns the actor's copy that can be downloaded and was not yet a day
// ago; false if there is none. The overview tells of it.
func (s *Service) ReadyExport(ctx context.Context, personID string) (Export, bool, error) {
	list, err := s.store.exportsOf(ctx, personID)
	if err != nil || len(list) == 0 || list[0].State != Ready {
		return Export{}, false, err
	}
	now := s.Clock.Now()
	return list[0], now.Before(*list[0].ExpiresAt) && now.Sub(*list[0].ReadyAt) < daily, nil
}

// OpenExport opens the actor's own copy. Close its reader.
func (s *Service) OpenExport(ctx context.Context, exportID string) (*blob.Reader, int64, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, 0, err
	}
	e, err := s.store.export(ctx, exportID)
	if err != nil {
		return nil, 0, err
	}
	switch {
	case e.PersonID != a.PersonID:
		return nil, 0, fault.NewNotFound("export.unknown")
	case e.State != Ready:
		return nil, 0, fault.NewConflict("export.not_ready")
	case !s.Clock.Now().Before(*e.ExpiresAt):
		return nil, 0, fault.NewGone("export.expired")
	}
	info, err := s.Blobs.Stat(ctx, e.ID)
	if err != nil {
		return nil, 0, fault.NewGone("export.expired").Because(err)
	}
	if err := s.record(ctx, a.PersonID, VerbExportTaken, "export", e.ID, ""); err != nil {
		return nil, 0, err
	}
	return blob.NewReader(ctx, s.Blobs, info), info.Size, nil
}

// make builds a copy and tells its person. It is safe to run again.
func (s *Service) makeExport(ctx context.Context, exportID string) error {
	e, err := s.store.export(ctx, exportID)
	if fault.Is(err, fault.NotFound) || err == nil && !e.underWay() {
		return nil // its person was erased meanwhile, or it is made
	}
	if err != nil {
		return err
	}
	account, err := s.Accounts.Account(ctx, e.PersonID)
	if err != nil {
		return err
	}
	if e.Size, err = s.build(ctx, &e, account); err != nil {
		return err
	}
	now := s.Clock.Now()
	expires := now.Add(exportLife)
	e.State, e.ReadyAt, e.ExpiresAt = Ready, &now, &expires
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.store.saveExport(ctx, e); err != nil {
			return err
		}
		return s.Outbox.Send(ctx, mail.Message{
			To: mail.Address{Email: account.Email, Name: account.Name}, Kind: "export_ready", Locale: account.Locale, Template: "export_ready",
			Data: map[string]any{"until": expires.Format(time.RFC3339Nano)}, DedupeKey: "export_ready:" + e.ID, NotAfter: expires,
		})
	})
	s.hint(e)
	return err
}

// moved notes how far a copy is.
func (s *Service) moved(ctx context.Context, e *Export) error {
	e.State = Building
	e.Done++
	if err := s.store.saveExport(ctx, *e); err != nil {
		return err
	}
	s.hint(*e)
	return nil
}

func (s *Service) hint(e Export) {
	s.Live.Hint("person:"+e.PersonID, exportMoved{"export.moved", e.State, e.Done, e.Total})
}

// forgetExports removes copies, bytes first: a row without bytes is only a link
// that says so.
func (s *Service) forgetExports(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	if dry {
		return s.store.countExports(ctx, before)
	}
	for {
		ids, err := s.store.exportsBefore(ctx, before, 100)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, key := range ids {
			if err := s.Blobs.Delete(ctx, key); err != nil {
				return n, wrap("delete a copy", err)
			}
			if err := s.store.dropExport(ctx, key); err != nil {
				return n, err
			}
			n++
		}
	}
}

// KeptExports returns those of the keys under which copies lie: whoever sweeps the
// store asks.
func (s *Service) KeptExports(ctx context.Context, keys []string) (map[string]bool, error) {
	return s.store.keptExports(ctx, keys)
}

// ExportPerson hands over what this feature knows of a person: what they did, and
// what was done with their profile.
func (s *Service) ExportPerson(ctx context.Context, personID, _ string, add database.AddTable) error {
	done, err := s.Log.DoneBy(ctx, personID, tableMost)
	if err != nil {
		return wrap("what a person did", err)
	}
	about, err := s.Log.DoneTo(ctx, "person", personID, tableMost)
	if err != nil {
		return wrap("what was done to a person", err)
	}
	for _, part := range []struct {
		name   string
		events []eventLine
	}{{"done", linesOf(done)}, {"done_to_me", linesOf(about)}} {
		rows := make([][]any, len(part.events))
		for i, e := range part.events {
			rows[i] = []any{e.at, e.what, e.verb, e.subjectType, e.subjectID}
		}
		if err := add(part.name, []string{"at", "what", "verb", "subject_type", "subject_id"}, rows); err != nil {
			return err
		}
	}
	list, err := s.store.exportsOf(ctx, personID)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(list))
	for _, e := range slices.Backward(list) {
		rows = append(rows, []any{e.RequestedAt, string(e.State)})
	}
	return add("copies", []string{"at", "state"}, rows)
}
