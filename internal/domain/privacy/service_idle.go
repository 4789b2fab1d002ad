package privacy

import (
	"context"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
	"sluse/internal/platform/mail"
)

// noticeFor is how long somebody has to say no after they were told.
const noticeFor = 30 * 24 * time.Hour

// idleRules are the rules about people who take part in nothing any more: first they
// are told, and if they do not sign in within a month they are erased. There are none
// where KeepPeople is 0.
func (s *Service) idleRules() []database.Rule {
	if s.KeepPeople == 0 {
		return nil
	}
	return []database.Rule{
		{Code: "people_told", Keep: s.KeepPeople, Forget: s.tellIdle},
		{Code: "people", Keep: noticeFor, Forget: s.eraseIdle},
	}
}

// idle returns who has been in no programme, and is signed in nowhere, since an
// instant.
func (s *Service) idle(ctx context.Context, before time.Time) (map[string]Account, error) {
	known, err := s.Accounts.Idle(ctx, before)
	if err != nil {
		return nil, wrap("read idle people", err)
	}
	ids := make([]string, len(known))
	for i, p := range known {
		ids[i] = p.ID
	}
	placed, err := s.Programmes.PlacedSince(ctx, ids, clock.DateOf(before, clock.Copenhagen))
	if err != nil {
		return nil, wrap("read who takes part", err)
	}
	idle := map[string]Account{}
	for _, p := range known {
		if !placed[p.ID] {
			idle[p.ID] = p
		}
	}
	return idle, nil
}

// tellIdle tells those who have not been told. Whoever has come back meanwhile is
// told anew should they go again: a session lives longer than a night.
func (s *Service) tellIdle(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	idle, err := s.idle(ctx, before)
	if err != nil {
		return 0, err
	}
	told, err := s.store.notices(ctx)
	if err != nil {
		return 0, err
	}
	for personID := range told {
		if _, still := idle[personID]; !still && !dry {
			if err := s.store.dropNotice(ctx, personID); err != nil {
				return n, err
			}
		}
	}
	for personID, account := range idle {
		if _, already := told[personID]; already {
			continue
		}
		if n++; dry {
			continue
		}
		if err := s.tell(ctx, account); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (s *Service) tell(ctx context.Context, account Account) error {
	now := s.Clock.Now()
	due := now.Add(noticeFor)
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.store.addNotice(ctx, noticeRow{account.ID, now, due}); err != nil {
			return err
		}
		return s.Outbox.Send(ctx, mail.Message{
			To: mail.Address{Email: account.Email, Name: account.Name}, Kind: "erasure_notice", Locale: account.Locale, Template: "erasure_notice",
			Data: map[string]any{"due": due.Format(time.RFC3339Nano)}, DedupeKey: "erasure_notice:" + account.ID + ":" + due.Format("2006-01-02"),
		})
	})
}

// eraseIdle erases those who were told before an instant and have not come back.
func (s *Service) eraseIdle(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	idle, err := s.idle(ctx, s.Clock.Now().Add(-s.KeepPeople))
	if err != nil {
		return 0, err
	}
	told, err := s.store.notices(ctx)
	if err != nil {
		return 0, err
	}
	for personID, notice := range told {
		if _, still := idle[personID]; !still || notice.SentAt.After(before) {
			continue
		}
		if n++; dry {
			continue
		}
		err := s.eraseAfter(ctx, "", func(ctx context.Context) (Outlook, error) {
			out, _, err := s.outlook(ctx, personID)
			return out, err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
