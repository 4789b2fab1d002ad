package app

import (
	"context"
	"time"

	"sluse/internal/domain/account"
	"sluse/internal/domain/document"
	"sluse/internal/domain/notification"
	"sluse/internal/domain/privacy"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/platform/database"
)

// month is how long a month is to the settings that count in them.
const month = 730 * time.Hour

// buildPrivacy makes the feature that answers for what is known of people, and names
// everybody who has a share in it.
func (a *App) buildPrivacy() {
	f := &a.features
	subjects := map[string]privacy.Subjects{}
	for subjectType, looks := range a.inboxSubjects() {
		if subjectType != notification.SubjectProgramme { // whoever reads its trail knows it
			subjects[subjectType] = titlesLink{looks}
		}
	}
	subjects["file"] = fileNamesLink{f.document}
	f.privacy = privacy.New(privacy.Needs{
		DB: a.db, Clock: a.clock, Logger: a.log, Jobs: a.jobs, Log: a.activity, Outbox: a.outbox, Live: a.hub,
		Blobs: a.blobs, Incoming: a.config.IncomingDir(), Programmes: placesLink{f.programme}, People: namesLink{f},
		Accounts: personsLink{f.account}, Files: f.document, Subjects: subjects,
		Exporters: []privacy.Exporter{f.account, f.programme, f.invitation, f.discussion, f.document, f.notification, a.outbox},
		Erasers:   []privacy.Eraser{f.programme, f.invitation, f.discussion, f.document, f.notification, f.account},
		Rules:     a.rules(), KeepTrail: a.keepTrail(), KeepPeople: time.Duration(a.config.KeepPeopleMonths) * month,
	})
	f.document.AlsoKept(f.privacy.KeptExports)
}

// fileNamesLink names files in the trail.
type fileNamesLink struct{ documents *document.Module }

// Titles implements privacy.Subjects.
func (l fileNamesLink) Titles(ctx context.Context, a actor.Actor, ids []string) (map[string]string, error) {
	return l.documents.FileNames(ctx, a, ids)
}

// personsLink tells privacy of persons.
type personsLink struct{ *account.Module }

func privateOf(p account.Person) privacy.Account {
	return privacy.Account{ID: p.ID, Email: p.Email, Name: p.Name, Locale: p.Locale, Administrator: p.Administrator}
}

// Account implements privacy.Accounts.
func (l personsLink) Account(ctx context.Context, personID string) (privacy.Account, error) {
	p, err := l.Living(ctx, personID)
	return privateOf(p), err
}

// Idle implements privacy.Accounts.
func (l personsLink) Idle(ctx context.Context, before time.Time) ([]privacy.Account, error) {
	found, err := l.Module.Idle(ctx, before)
	list := make([]privacy.Account, len(found))
	for i, p := range found {
		list[i] = privateOf(p)
	}
	return list, err
}

// placesLink tells privacy of seats.
type placesLink struct{ *programme.Module }

// PlacesOf implements privacy.Programmes.
func (l placesLink) PlacesOf(ctx context.Context, personID string) ([]privacy.Place, error) {
	found, err := l.Module.PlacesOf(ctx, personID)
	places := make([]privacy.Place, len(found))
	for i, p := range found {
		places[i] = privacy.Place{ProgrammeID: p.ProgrammeID, Programme: p.Programme, Sole: p.Sole}
	}
	return places, err
}

func (a *App) keepTrail() time.Duration { return time.Duration(a.config.KeepTrailMonths) * month }

// rules are the one list of what is deleted when. A feature that keeps something for
// a time names it in its Rules.
func (a *App) rules() []database.Rule {
	f := &a.features
	var all []database.Rule
	for _, rules := range [][]database.Rule{
		f.account.Rules(), f.invitation.Rules(), f.programme.Rules(), f.notification.Rules(), a.outbox.Rules(),
		f.document.Rules(), a.activity.Rules(a.keepTrail()),
	} {
		all = append(all, rules...)
	}
	return all
}

// titlesLink names things for the trail as the inbox names them.
type titlesLink struct{ notification.Subjects }

// Titles implements privacy.Subjects.
func (l titlesLink) Titles(ctx context.Context, a actor.Actor, ids []string) (map[string]string, error) {
	found, err := l.Look(ctx, a, ids)
	titles := make(map[string]string, len(found))
	for id, looked := range found {
		titles[id] = looked.Title
	}
	return titles, err
}

// namesLink names persons within a programme and outside of all.
type namesLink struct{ features *features }

// PeopleOf implements privacy.People.
func (l namesLink) PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error) {
	if programmeID == "" {
		return l.features.account.People(ctx, ids)
	}
	return l.features.programme.PeopleOf(ctx, programmeID, ids)
}

// witnessLink has looks at what is not for everybody written down.
type witnessLink struct{ features *features }

// Witness implements account.Witness and those of the other features.
func (l witnessLink) Witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error {
	return l.features.privacy.Witness(ctx, verb, subjectType, subjectID, programmeID)
}

// Privacy is the feature of the trail, of copies, erasure and deletion.
func (a *App) Privacy() *privacy.Module { return a.features.privacy }

// DryRun tells what each rule of deletion would remove now. It changes nothing.
func DryRun(ctx context.Context, options Options) (rules []privacy.RuleView, err error) {
	err = withApp(ctx, options, func(a *App) error {
		rules, err = a.features.privacy.DryRun(ctx)
		return err
	})
	return rules, err
}
