package app

import (
	"context"

	"sluse/internal/domain/discussion"
	"sluse/internal/domain/notification"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
)

// What the inbox asks of the things that it tells of.

// Everybody implements notification.Programmes.
func (l programmesLink) Everybody(ctx context.Context, programmeID string) ([]notification.Member, error) {
	seats, err := l.names.Members(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	members := make([]notification.Member, len(seats))
	for i, seat := range seats {
		members[i] = notification.Member{PersonID: seat.PersonID, OrganisationID: seat.OrganisationID, Role: string(seat.Role)}
	}
	return members, nil
}

// Room implements notification.Discussions.
func (l discussionsLink) Room(ctx context.Context, threadID string) (notification.Room, bool, error) {
	room, there, err := l.RoomOf(ctx, threadID)
	if err != nil || !there {
		return notification.Room{}, false, err
	}
	out := notification.Room{
		OpenerID: room.Thread.CreatedBy, Wrote: room.Wrote, Read: room.Read,
		Following: map[string]bool{}, Muted: map[string]bool{},
		MayRead: func(m notification.Member) bool {
			membership := actor.Membership{ProgrammeID: room.Thread.ProgrammeID, Role: actor.Role(m.Role), OrganisationID: m.OrganisationID}
			return discussion.MayRead(actor.Actor{PersonID: m.PersonID, Memberships: []actor.Membership{membership}}, room.Thread) == nil
		},
	}
	for personID, state := range room.Follow {
		out.Following[personID] = state == discussion.Following
		out.Muted[personID] = state == discussion.Muted
	}
	return out, true, nil
}

// threadSubjects: threads as the inbox shows them.
type threadSubjects struct{ features *features }

// Look implements notification.Subjects.
func (l threadSubjects) Look(ctx context.Context, a actor.Actor, ids []string) (map[string]notification.Looked, error) {
	threads, err := l.features.discussion.Look(ctx, a, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]notification.Looked, len(threads))
	slugs := slugsOf(l.features.programme)
	for threadID, t := range threads {
		slug, err := slugs(ctx, t.Thread.ProgrammeID)
		if err != nil {
			return nil, err
		}
		out[threadID] = notification.Looked{
			Title: t.Thread.Title, Href: "/p/" + slug + "/discussions/" + threadID, ReadSeq: t.ReadSeq,
			Muted: t.Follow == discussion.Muted, Sensitive: sensitive(t.Thread),
		}
	}
	return out, nil
}

// sensitive says of which threads neither title nor text leave by mail: those that
// not all members may read.
func sensitive(t discussion.Thread) bool { return t.Audience != discussion.ForMembers }

// memberSubjects: the circle of a programme's members.
type memberSubjects struct{ programme *programme.Module }

// Look implements notification.Subjects.
func (l memberSubjects) Look(ctx context.Context, a actor.Actor, ids []string) (map[string]notification.Looked, error) {
	out := make(map[string]notification.Looked, len(ids))
	for _, programmeID := range ids {
		if programme.MaySee(a, programmeID) != nil {
			continue
		}
		name, err := l.programme.Name(ctx, programmeID)
		if err != nil {
			return nil, err
		}
		slug, err := l.programme.Slug(ctx, programmeID)
		if err != nil {
			return nil, err
		}
		out[programmeID] = notification.Looked{Title: name, Href: "/p/" + slug + "/people"}
	}
	return out, nil
}

// documentSubjects: the documents of a library. One is read, for the inbox, once its
// newest version has been opened.
type documentSubjects struct{ features *features }

// Look implements notification.Subjects.
func (l documentSubjects) Look(ctx context.Context, a actor.Actor, ids []string) (map[string]notification.Looked, error) {
	documents, err := l.features.document.Look(ctx, a, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]notification.Looked, len(documents))
	slugs := slugsOf(l.features.programme)
	for documentID, told := range documents {
		slug, err := slugs(ctx, told.Document.ProgrammeID)
		if err != nil {
			return nil, err
		}
		looked := notification.Looked{Title: told.Document.Title, Href: "/p/" + slug + "/documents"}
		if told.Read {
			looked.ReadSeq = notification.WholeDocument
		}
		out[documentID] = looked
	}
	return out, nil
}

// slugsOf asks for each programme's address once.
func slugsOf(p *programme.Module) func(ctx context.Context, programmeID string) (string, error) {
	known := map[string]string{}
	return func(ctx context.Context, programmeID string) (string, error) {
		if slug, ok := known[programmeID]; ok {
			return slug, nil
		}
		slug, err := p.Slug(ctx, programmeID)
		known[programmeID] = slug
		return slug, err
	}
}

// inboxSubjects are the things that inboxes tell of, by type.
func (a *App) inboxSubjects() map[string]notification.Subjects {
	return map[string]notification.Subjects{
		notification.SubjectThread:    threadSubjects{&a.features},
		notification.SubjectDocument:  documentSubjects{&a.features},
		notification.SubjectProgramme: memberSubjects{a.features.programme},
	}
}
