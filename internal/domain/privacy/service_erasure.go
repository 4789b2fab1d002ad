package privacy

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/richtext"
)

// discardJob removes the bytes of copies whose person was erased.
type discardJob struct {
	Keys []string `json:"keys"`
}

// Kind implements jobs.Args.
func (discardJob) Kind() string { return "privacy.discard" }

// Outlook is what stands between a person and being erased.
type Outlook struct {
	Account    Account
	Hindrances []Hindrance
	// Fresh: the actor has signed in lately enough to have themselves erased.
	Fresh bool
}

// MyOutlook returns what stands between the actor and being erased.
func (s *Service) MyOutlook(ctx context.Context) (Outlook, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Outlook{}, err
	}
	out, _, err := s.outlook(ctx, a.PersonID)
	if err != nil {
		return Outlook{}, err
	}
	out.Fresh, err = s.fresh(ctx, a)
	return out, err
}

// OutlookOf returns the same of somebody else, for those who may have them erased.
func (s *Service) OutlookOf(ctx context.Context, personID string) (Outlook, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Outlook{}, err
	}
	if !id.Valid(personID) {
		return Outlook{}, fault.NewNotFound("person.unknown")
	}
	out, places, err := s.outlook(ctx, personID)
	if err != nil {
		return Outlook{}, err
	}
	out.Fresh = true
	return out, MayErase(a, out.Account, places)
}

func (s *Service) outlook(ctx context.Context, personID string) (Outlook, []Place, error) {
	account, err := s.Accounts.Account(ctx, personID)
	if err != nil {
		return Outlook{}, nil, err
	}
	places, err := s.Programmes.PlacesOf(ctx, personID)
	if err != nil {
		return Outlook{}, nil, wrap("places of a person", err)
	}
	last, err := s.Accounts.OnlyAdministrator(ctx, personID)
	if err != nil {
		return Outlook{}, nil, wrap("who administers", err)
	}
	return Outlook{Account: account, Hindrances: hindrances(places, last)}, places, nil
}

func (s *Service) fresh(ctx context.Context, a actor.Actor) (bool, error) {
	at, err := s.Accounts.SignedInAt(ctx, a.SessionID)
	if err != nil {
		return false, err
	}
	return s.Clock.Now().Sub(at) < freshFor, nil
}

// EraseMe has the actor erased, at once and for good.
func (s *Service) EraseMe(ctx context.Context, word string) error {
	if err := checkWord(word); err != nil {
		return err
	}
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.eraseAfter(ctx, a.PersonID, func(ctx context.Context) (Outlook, error) {
		out, err := s.MyOutlook(ctx)
		if err == nil && !out.Fresh {
			err = fault.NewForbidden("erasure.sign_in_again")
		}
		return out, err
	})
}

// Erase has somebody else erased at their request.
func (s *Service) Erase(ctx context.Context, personID, word string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	if err := checkWord(word); err != nil {
		return err
	}
	return s.eraseAfter(ctx, a.PersonID, func(ctx context.Context) (Outlook, error) { return s.OutlookOf(ctx, personID) })
}

// eraseAfter erases whom look says, if it and nothing else objects. The log is looked
// through before the transaction, for nobody can write meanwhile on SQLite; look is
// asked again inside.
func (s *Service) eraseAfter(ctx context.Context, by string, look func(ctx context.Context) (Outlook, error)) error {
	out, err := look(ctx)
	if err != nil {
		return err
	}
	held, err := s.Log.Holding(ctx, out.Account.ID)
	if err != nil {
		return wrap("look through the log", err)
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		out, err := look(ctx)
		if err != nil {
			return err
		}
		return s.erase(ctx, by, out, held)
	})
}

// erase takes a person out of every feature, out of the log's snapshots and out of
// the outbox, in the surrounding Write: either all of it is gone or nothing is.
func (s *Service) erase(ctx context.Context, by string, out Outlook, held activity.Held) error {
	if len(out.Hindrances) > 0 {
		return fault.NewConflict("erasure."+out.Hindrances[0].Code).With("programme", out.Hindrances[0].Programme)
	}
	who := out.Account
	for _, eraser := range s.Erasers {
		if err := eraser.ErasePerson(ctx, who.ID, who.Email); err != nil {
			return err
		}
	}
	if err := s.eraseOwn(ctx, who.ID); err != nil {
		return err
	}
	if err := s.Outbox.Erase(ctx, who.Email, who.Name, formerMember); err != nil {
		return err
	}
	if err := s.rewriteLog(ctx, who.ID, held); err != nil {
		return err
	}
	return s.record(ctx, by, VerbPersonErased, "person", who.ID, "")
}

// formerMember is what stands in stored texts in the place of a name.
const formerMember = "Tidligere medlem"

// rewriteLog takes the name out of what the log keeps of the past, which live
// clients catch up from.
func (s *Service) rewriteLog(ctx context.Context, personID string, held activity.Held) error {
	unname := func(object map[string]any) {
		if object["id"] != personID {
			return
		}
		for _, member := range []string{"name", "title"} {
			if _, has := object[member]; has {
				object[member] = ""
			}
		}
		if _, has := object["name"]; has {
			object["name"] = formerMember
		}
	}
	return s.Log.Rewrite(ctx, held, unname, func(text string) string {
		return richtext.Rename(text, richtext.Person, personID, formerMember)
	})
}

// eraseOwn removes what this feature keeps of a person.
func (s *Service) eraseOwn(ctx context.Context, personID string) error {
	list, err := s.store.exportsOf(ctx, personID)
	if err != nil {
		return err
	}
	if _, err := database.Purge[exportRow](ctx, s.DB, false, "person_id = ?", personID); err != nil {
		return err
	}
	if _, err := database.Purge[noticeRow](ctx, s.DB, false, "person_id = ?", personID); err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	keys := make([]string, len(list))
	for i, e := range list {
		keys[i] = e.ID
	}
	return s.Jobs.Enqueue(ctx, discardJob{keys}, jobs.Options{})
}

func (s *Service) discard(ctx context.Context, keys []string) error {
	for _, key := range keys {
		if err := s.Blobs.Delete(ctx, key); err != nil {
			return wrap("delete a copy", err)
		}
	}
	return nil
}
