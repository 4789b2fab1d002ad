package app

import (
	"context"

	"sluse/internal/domain/account"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/notification"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// The links translate between what one feature asks for and what another offers.
// They hold no rules of their own.

// revokerLink has a person's access looked at again: first what is remembered of
// them is forgotten, then their sockets are checked.
type revokerLink struct{ app *App }

// Recheck implements programme.Revoker.
func (l revokerLink) Recheck(personID string) {
	l.app.features.account.Forget(personID)
	l.app.hub.Recheck(personID)
}

// membershipsLink tells account what persons are in programmes.
type membershipsLink struct{ features *features }

// Memberships implements account.Memberships.
func (l membershipsLink) Memberships(ctx context.Context, personID string) ([]actor.Membership, error) {
	return l.features.programme.Memberships(ctx, personID)
}

// Describe implements account.Memberships.
func (l membershipsLink) Describe(ctx context.Context, personID string) ([]account.MembershipView, error) {
	described, err := l.features.programme.DescribeMemberships(ctx, personID)
	if err != nil {
		return nil, err
	}
	views := make([]account.MembershipView, len(described))
	for i, d := range described {
		views[i] = account.MembershipView{
			ProgrammeID: d.ProgrammeID, ProgrammeSlug: d.Programme.Slug, ProgrammeName: d.Programme.Name,
			ProgrammeShort: d.Programme.ShortName, Role: string(d.Role), OrganisationID: d.OrganisationID,
			Organisation: d.Organisation.Short, Fictional: d.Programme.Fictional, State: string(d.State),
		}
	}
	return views, nil
}

// Turns implements account.Memberships.
func (l membershipsLink) Turns(ctx context.Context, personID string) ([]account.TurnView, error) {
	turns, err := l.features.programme.Turns(ctx, personID)
	views := make([]account.TurnView, len(turns))
	for i, t := range turns {
		views[i].Programme = t.Programme
		if !t.Begins.IsZero() {
			views[i].Begins = &t.Begins
		}
		if !t.Last.IsZero() {
			views[i].Last = &t.Last
		}
	}
	return views, err
}

// recipientsLink tells notification where mail goes.
type recipientsLink struct{ features *features }

// Recipients implements notification.People.
func (l recipientsLink) Recipients(ctx context.Context, ids []string) (map[string]notification.Recipient, error) {
	people, err := l.features.account.Recipients(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]notification.Recipient, len(people))
	for personID, p := range people {
		out[personID] = notification.Recipient{ID: p.ID, Name: p.Name, Email: p.Email, Locale: p.Locale}
	}
	return out, nil
}

// programmesLink tells notification who takes part in what.
type programmesLink struct {
	*programme.Module
	names *names
}

// MembersOf implements notification.Programmes.
func (l programmesLink) MembersOf(ctx context.Context, programmeID, organisationID string) ([]string, error) {
	members, err := l.names.Members(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, seat := range members {
		if seat.OrganisationID == organisationID {
			people = append(people, seat.PersonID)
		}
	}
	return people, nil
}

// PeopleOf implements notification.Programmes.
func (l programmesLink) PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error) {
	return l.names.PeopleOf(ctx, programmeID, ids)
}

// Seats implements notification.Programmes.
func (l programmesLink) Seats(ctx context.Context, programmeID, organisationID string) (notification.Seats, error) {
	members, err := l.names.Members(ctx, programmeID)
	if err != nil {
		return notification.Seats{}, err
	}
	limit, takesPart, err := l.SeatLimit(ctx, programmeID, organisationID)
	if err != nil {
		return notification.Seats{}, err
	}
	seats := notification.Seats{Total: limit}
	for _, seat := range members {
		if seat.OrganisationID == organisationID {
			seats.PersonIDs = append(seats.PersonIDs, seat.PersonID)
			if !takesPart || seat.Role != actor.Observer {
				seats.Used++
			}
		}
	}
	return seats, nil
}

// discussionsLink tells notification of posts and threads as they are now.
type discussionsLink struct{ *discussion.Module }

// Post implements notification.Discussions.
func (l discussionsLink) Post(ctx context.Context, postID string) (notification.Post, bool, error) {
	posts, err := l.Posts(ctx, []string{postID})
	post, there := posts[postID]
	return post, there, err
}

// Posts implements notification.Discussions.
func (l discussionsLink) Posts(ctx context.Context, postIDs []string) (map[string]notification.Post, error) {
	found, err := l.PostsNow(ctx, postIDs)
	if err != nil {
		return nil, err
	}
	out := make(map[string]notification.Post, len(found))
	for _, now := range found {
		if now.Post.Deleted != nil {
			continue
		}
		told := notification.Post{
			ID: now.Post.ID, ThreadID: now.Thread.ID, ThreadTitle: now.Thread.Title, ProgrammeID: now.Thread.ProgrammeID,
			AuthorID: now.Post.AuthorID, Seq: now.Post.Seq, Text: now.Text, OpenerID: now.Thread.CreatedBy,
			Sensitive: sensitive(now.Thread), QuotedAuthorID: now.QuotedAuthor,
		}
		for _, m := range now.Post.Mentions {
			switch m.Kind {
			case "person":
				told.Persons = append(told.Persons, m.ID)
			case "organisation":
				told.Organisations = append(told.Organisations, m.ID)
			}
		}
		out[told.ID] = told
	}
	return out, nil
}

// MayRead implements notification.Discussions.
func (l discussionsLink) MayRead(ctx context.Context, a actor.Actor, threadID string) (bool, error) {
	err := l.MaySubscribe(ctx, a, threadID)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return false, nil
	}
	return err == nil, err
}

// Muted implements notification.Discussions.
func (l discussionsLink) Muted(ctx context.Context, threadID, personID string) (bool, error) {
	state, err := l.FollowState(ctx, threadID, personID)
	return state == discussion.Muted, err
}

// MutedThreads implements notification.Discussions.
func (l discussionsLink) MutedThreads(ctx context.Context, a actor.Actor) ([]notification.MutedThread, error) {
	threads, err := l.Module.MutedThreads(ctx, a)
	out := make([]notification.MutedThread, 0, len(threads))
	for _, t := range threads {
		out = append(out, notification.MutedThread{ID: t.ID, Title: t.Title})
	}
	return out, err
}

// UnreadThreads implements notification.Discussions.
func (l discussionsLink) UnreadThreads(ctx context.Context, a actor.Actor, limit int) ([]notification.Thread, error) {
	unread, err := l.Unread(ctx, a, limit)
	if err != nil {
		return nil, err
	}
	out := make([]notification.Thread, len(unread))
	for i, t := range unread {
		out[i] = notification.Thread{
			ID: t.ID, ProgrammeID: t.ProgrammeID, Title: t.Title, Unread: t.Unread, Mentioned: t.Mentioned,
			PostCount: t.PostCount, LastPostAt: t.LastPostAt, LastPostBy: t.LastPostBy,
		}
	}
	return out, nil
}
