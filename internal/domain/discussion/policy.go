package discussion

import (
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// The policies are pure functions of who acts and on what. What one may not see
// is NotFound; what one may see but not do is Forbidden, or Conflict where the
// thing's state stands in the way.

// MayRead: members read; threads for partners only coordinators and partners.
func MayRead(a actor.Actor, t Thread) error {
	role, member := a.Role(t.ProgrammeID)
	if !member || (t.Audience == ForPartners && !withPartners(role)) {
		return fault.NewNotFound("thread.unknown")
	}
	return nil
}

// MayReadPartners: the list topic of threads for partners.
func MayReadPartners(a actor.Actor, programmeID string) error {
	if role, member := a.Role(programmeID); !member || !withPartners(role) {
		return fault.NewNotFound("programme.unknown")
	}
	return nil
}

func withPartners(role actor.Role) bool { return role == actor.Coordinator || role == actor.Partner }

// MayOpen: every member but observers, who read, may open a thread; one for
// partners only those who will be able to read it.
func MayOpen(a actor.Actor, programmeID string, audience Audience) error {
	role, member := a.Role(programmeID)
	switch {
	case !member:
		return fault.NewNotFound("programme.unknown")
	case role == actor.Observer:
		return fault.NewForbidden("thread.observers_read")
	case audience == ForPartners && !withPartners(role):
		return fault.NewForbidden("thread.partners_only")
	}
	return nil
}

// MayPost: readers who are not observers, while the thread is open.
func MayPost(a actor.Actor, t Thread) error {
	if err := mayWrite(a, t); err != nil {
		return err
	}
	if t.State == Closed {
		return fault.NewConflict("thread.closed")
	}
	return nil
}

func mayWrite(a actor.Actor, t Thread) error {
	if err := MayRead(a, t); err != nil {
		return err
	}
	if role, _ := a.Role(t.ProgrammeID); role == actor.Observer {
		return fault.NewForbidden("thread.observers_read")
	}
	return nil
}

// MayReact: as posting, on a post that is there.
func MayReact(a actor.Actor, t Thread, p Post) error {
	if err := MayPost(a, t); err != nil {
		return err
	}
	return there(p)
}

// MayEdit: the author, while the thread is open.
func MayEdit(a actor.Actor, t Thread, p Post) error {
	if err := MayPost(a, t); err != nil {
		return err
	}
	if p.AuthorID != a.PersonID {
		return fault.NewForbidden("post.not_yours")
	}
	return there(p)
}

// MayDelete: the author, also in a closed thread; a coordinator with a reason.
func MayDelete(a actor.Actor, t Thread, p Post, reason string) error {
	if err := mayWrite(a, t); err != nil {
		return err
	}
	if p.AuthorID != a.PersonID {
		if !isCoordinator(a, t) {
			return fault.NewForbidden("post.not_yours")
		}
		if reason == "" {
			return fault.NewInvalid("post.reason_missing", fault.Field{Field: "reason", Code: "post.reason_missing"})
		}
	}
	return there(p)
}

// MayPin: coordinators, and whoever opened the thread.
func MayPin(a actor.Actor, t Thread, p Post) error {
	if err := mayKeep(a, t); err != nil {
		return err
	}
	return there(p)
}

// MayClose: coordinators, and whoever opened the thread.
func MayClose(a actor.Actor, t Thread) error { return mayKeep(a, t) }

// MayChange: the title by coordinators and whoever opened it; the audience by
// coordinators alone, since others may lose sight of what they wrote.
func MayChange(a actor.Actor, t Thread, audience Audience) error {
	if err := mayKeep(a, t); err != nil {
		return err
	}
	if audience != t.Audience && !isCoordinator(a, t) {
		return fault.NewForbidden("thread.coordinators_only")
	}
	return nil
}

func mayKeep(a actor.Actor, t Thread) error {
	if err := mayWrite(a, t); err != nil {
		return err
	}
	if t.CreatedBy != a.PersonID && !isCoordinator(a, t) {
		return fault.NewForbidden("thread.coordinators_only")
	}
	return nil
}

func isCoordinator(a actor.Actor, t Thread) bool {
	role, _ := a.Role(t.ProgrammeID)
	return role == actor.Coordinator
}

func there(p Post) error {
	if p.Deleted != nil {
		return fault.NewGone("post.deleted")
	}
	return nil
}
