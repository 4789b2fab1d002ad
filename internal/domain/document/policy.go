package document

import (
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// The policies are pure functions of who acts and on what. What one may not see
// is NotFound; what one may see but not do is Forbidden; what is taken away Gone.
// An actor without a person is a stranger.

// MayList: members see the library of their programme.
func MayList(a actor.Actor, programmeID string) error {
	if _, member := a.Role(programmeID); !member {
		return fault.NewNotFound("programme.unknown")
	}
	return nil
}

// MayRead: members, and everybody where the document is public. Of a withdrawn
// one members see the trace, strangers nothing.
func MayRead(a actor.Actor, d Document) error {
	if _, member := a.Role(d.ProgrammeID); !member && (!d.Public || d.Withdrawn != nil) {
		return fault.NewNotFound("document.unknown")
	}
	return nil
}

// MayOpen: reading the file itself; there is none of a withdrawn document. Only
// members see what earlier versions said.
func MayOpen(a actor.Actor, d Document, number int64) error {
	if err := MayRead(a, d); err != nil {
		return err
	}
	if d.Withdrawn != nil {
		return fault.NewGone("document.withdrawn")
	}
	if _, member := a.Role(d.ProgrammeID); !member && number != d.Versions {
		return fault.NewNotFound("document.unknown")
	}
	return nil
}

// MayAdd: coordinators and partners; only coordinators what the public sees.
func MayAdd(a actor.Actor, programmeID string, public bool) error {
	if err := MayList(a, programmeID); err != nil {
		return err
	}
	role, _ := a.Role(programmeID)
	switch {
	case role == actor.Coordinator:
		return nil
	case role != actor.Partner:
		return fault.NewForbidden("document.partners_add")
	case public:
		return fault.NewForbidden("document.coordinators_publish")
	}
	return nil
}

// MayChange: a coordinator every document; a partner those that they added, as
// long as these are for members.
func MayChange(a actor.Actor, d Document) error {
	if err := MayRead(a, d); err != nil {
		return err
	}
	if _, member := a.Role(d.ProgrammeID); !member {
		return fault.NewForbidden("document.coordinators_change")
	}
	if d.Withdrawn != nil {
		return fault.NewGone("document.withdrawn")
	}
	role, _ := a.Role(d.ProgrammeID)
	if role == actor.Coordinator || role == actor.Partner && d.CreatedBy == a.PersonID && !d.Public {
		return nil
	}
	return fault.NewForbidden("document.coordinators_change")
}

// MayPublish: whether the public sees a document, and where it stands among the
// others, is the coordinators' to say.
func MayPublish(a actor.Actor, d Document) error {
	if err := MayChange(a, d); err != nil {
		return err
	}
	if role, _ := a.Role(d.ProgrammeID); role != actor.Coordinator {
		return fault.NewForbidden("document.coordinators_publish")
	}
	return nil
}

// MaySeeReaders: those who share documents see who has read them; strangers and
// those who are only asked to read do not look over each other's shoulders.
func MaySeeReaders(a actor.Actor, d Document) error {
	if err := MayRead(a, d); err != nil {
		return err
	}
	if role, _ := a.Role(d.ProgrammeID); role != actor.Coordinator && role != actor.Partner {
		return fault.NewForbidden("document.readers_hidden")
	}
	return nil
}

// MayUpload: every member but observers, who read, may send a file in; what
// becomes of it is for the thing to say that it is attached to.
func MayUpload(a actor.Actor, programmeID string) error {
	if err := MayList(a, programmeID); err != nil {
		return err
	}
	if role, _ := a.Role(programmeID); role == actor.Observer {
		return fault.NewForbidden("file.observers_read")
	}
	return nil
}

// MayUse: a file that belongs to nothing yet is known to its owner alone.
func MayUse(a actor.Actor, f File) error {
	if f.OwnerID != a.PersonID || f.RemovedAt != nil {
		return fault.NewNotFound("file.unknown")
	}
	if f.Attached() {
		return fault.NewConflict("file.attached")
	}
	return nil
}
