package privacy

import (
	"encoding/json"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/activity"
)

// Kind is a sort of what happens, as the trail is filtered by it.
type Kind string

// The kinds.
const (
	Seen     Kind = "seen"     // somebody looked at what is not for everybody
	Exported Kind = "exported" // somebody took something out of the product
	Changed  Kind = "changed"  // somebody changed what others see
	Wrote    Kind = "wrote"    // somebody took part in a discussion
	Members  Kind = "members"  // who is in, and as what
	SignIns  Kind = "signin"   // who signed in, and how one may
	Removed  Kind = "removed"  // what was deleted
)

// Kinds lists them in the order in which they are shown.
var Kinds = []Kind{Seen, Exported, Changed, Wrote, Members, SignIns, Removed}

// The feature's own verbs, all recorded through Witness. Those of the other features
// stand in words.go beside them.
const (
	// VerbPeopleSeen: an administrator looked through everybody who is known here.
	VerbPeopleSeen = "people.seen"
	// VerbInvitationsSeen: the addresses of those invited to a programme were read.
	VerbInvitationsSeen = "invitations.seen"
	// VerbReadersSeen: somebody looked at who has opened a document.
	VerbReadersSeen = "readers.seen"
	// VerbMailsSeen: an administrator looked at whom mails went to; VerbMailRetried:
	// they had one sent again.
	VerbMailsSeen   = "mails.seen"
	VerbMailRetried = "mail.retried"
	// VerbTrailSeen and VerbTrailExported: the trail itself.
	VerbTrailSeen     = "trail.seen"
	VerbTrailExported = "trail.exported"
	// VerbNetworkExported: the network's table was taken out.
	VerbNetworkExported = "network.exported"
	// VerbDocumentOpened: a document that is not public was opened or saved.
	VerbDocumentOpened = "document.opened"
	// VerbFileOpened: a file of a post was opened or saved.
	VerbFileOpened = "file.opened"
	// VerbExportAsked and VerbExportTaken: somebody's copy of what is known of them.
	VerbExportAsked = "export.asked"
	VerbExportTaken = "export.taken"
	// VerbPersonErased: everything of a person but what they wrote was deleted.
	VerbPersonErased = "person.erased"
)

// Entry is one line of the trail.
type Entry struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind" enum:"seen,exported,changed,wrote,members,signin,removed"`
	Verb string    `json:"verb"`
	// What is said by the server, since the same words stand in the table that is
	// taken out.
	What    string `json:"what" doc:"What was done, in the words of the one who asks"`
	ActorID string `json:"actorId" doc:"Who did it; empty for Sluse itself"`
	About   string `json:"about" doc:"What it was done to, where that has a name"`
	// AboutID is the person it was done to.
	AboutID string `json:"aboutId" doc:"Whom it was done to; empty where to nobody"`

	subjectType, subjectID string
}

// Filter says which lines are asked for.
type Filter struct {
	// PersonID is who did it, "" for everybody.
	PersonID string
	// Kind is "" for all.
	Kind Kind
	// From and Until bound the time; zero does not. Until is not part of it.
	From, Until time.Time
}

// concerned are the parts of snapshots that say whom or what an event was about.
type concerned struct {
	PersonID string `json:"personId"`
	Post     struct {
		ThreadID string `json:"threadId"`
	} `json:"post"`
}

// entryOf makes a line of an event.
func entryOf(e activity.Stored, locale string) Entry {
	line := Entry{
		ID: e.ID, At: e.At, Kind: kindOf(e.Verb), Verb: e.Verb, What: wordsFor(e.Verb, locale), ActorID: e.ActorID,
		subjectType: e.SubjectType, subjectID: e.SubjectID,
	}
	var about concerned
	// A snapshot of another form is about nobody that we can name.
	_ = json.Unmarshal(e.Data, &about)
	switch e.SubjectType {
	case "person":
		line.AboutID = e.SubjectID
	case "post":
		line.subjectType, line.subjectID = "thread", about.Post.ThreadID
	default:
		line.AboutID = about.PersonID
	}
	if line.AboutID == line.ActorID {
		line.AboutID = ""
	}
	return line
}

// nameOf is what a person is called in the table; Sluse itself where it is nobody.
func nameOf(people map[string]actor.Person, personID string) string {
	if personID == "" {
		return ""
	}
	return people[personID].Name
}
