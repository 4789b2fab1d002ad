package discussion

import (
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/richtext"
)

// The views are what leaves the server, alike in answers and in live frames.

// PostView is a post as everybody who may read the thread sees it.
type PostView struct {
	ID            string             `json:"id"`
	ThreadID      string             `json:"threadId"`
	Seq           int64              `json:"seq" doc:"Its place in the thread: larger is later"`
	AuthorID      string             `json:"authorId"`
	ClientID      string             `json:"clientId" doc:"Made by the writer's client, which recognises its own post by it"`
	Text          string             `json:"text" doc:"As written; empty once deleted"`
	HTML          string             `json:"html" doc:"Safe to show"`
	Quote         *QuoteView         `json:"quote,omitempty"`
	Mentions      []richtext.Mention `json:"mentions" nullable:"false"`
	Files         []PostFile         `json:"files" nullable:"false" doc:"What is attached, to be fetched from /api/files/{id}"`
	Reactions     []ReactionView     `json:"reactions" nullable:"false" doc:"Those that somebody gave, in their fixed order"`
	CreatedAt     time.Time          `json:"createdAt"`
	EditedAt      *time.Time         `json:"editedAt,omitempty"`
	DeletedAt     *time.Time         `json:"deletedAt,omitempty"`
	DeletedBy     string             `json:"deletedBy,omitempty"`
	DeletedReason string             `json:"deletedReason,omitempty" doc:"A coordinator's, where somebody else wrote the post"`
	Pinned        bool               `json:"pinned"`
	Rev           int64              `json:"rev" doc:"Counts the versions of the text"`
}

// QuoteView is the post that another answers.
type QuoteView struct {
	PostID   string `json:"postId"`
	AuthorID string `json:"authorId"`
	Text     string `json:"text" doc:"Its beginning; empty once it is deleted"`
}

// ReactionView is who gave a reaction.
type ReactionView struct {
	Kind   Reaction `json:"kind" enum:"same,question,thanks,agree"`
	People []string `json:"people" nullable:"false"`
}

// PostEvent is the snapshot of every post.* event: the whole present post, to be
// put in the place of the one with its id.
type PostEvent struct {
	Post   PostView                `json:"post"`
	People map[string]actor.Person `json:"people"`
}

// ThreadEvent is the snapshot of every thread.* event.
type ThreadEvent struct {
	Thread ThreadCore              `json:"thread"`
	People map[string]actor.Person `json:"people"`
}

// ThreadCore is a thread as everybody who may read it sees it.
type ThreadCore struct {
	ID          string     `json:"id"`
	ProgrammeID string     `json:"programmeId"`
	SubjectType string     `json:"subjectType" enum:"programme,meeting,practice,round,document,chapter"`
	SubjectID   string     `json:"subjectId"`
	Anchor      string     `json:"anchor,omitempty" doc:"The place within the subject"`
	Title       string     `json:"title"`
	Audience    Audience   `json:"audience" enum:"members,partners" doc:"members: all members of the programme; partners: coordinators and partners only"`
	State       State      `json:"state" enum:"open,closed"`
	CreatedAt   time.Time  `json:"createdAt"`
	CreatedBy   string     `json:"createdBy"`
	ClosedAt    *time.Time `json:"closedAt,omitempty"`
	ClosedBy    string     `json:"closedBy,omitempty"`
	LastPostAt  time.Time  `json:"lastPostAt"`
	LastPostBy  string     `json:"lastPostBy"`
	PostCount   int64      `json:"postCount"`
	LastSeq     int64      `json:"lastSeq" doc:"Place of the newest post"`
	NamedSeq    int64      `json:"namedSeq" doc:"Number of the newest edit that names somebody anew; 0 if there is none"`
	Rev         int64      `json:"rev"`
}

// ThreadView is a thread as the actor sees it.
type ThreadView struct {
	ThreadCore
	Unread    int64  `json:"unread" doc:"Posts by others that the actor has not seen; counted to 1,000"`
	Mentioned bool   `json:"mentioned" doc:"One of the unread posts names the actor"`
	Follow    Follow `json:"follow" enum:"default,following,muted"`
	May       May    `json:"may"`
}

// May says what the actor may do in a thread; what may be done to a post follows
// from it and from who wrote the post.
type May struct {
	Post     bool `json:"post"`
	Moderate bool `json:"moderate" doc:"Delete what others wrote, with a reason"`
	Pin      bool `json:"pin"`
	Close    bool `json:"close"`
	Rename   bool `json:"rename"`
	Narrow   bool `json:"narrow" doc:"Change whom the thread is for"`
}

func core(t Thread) ThreadCore {
	return ThreadCore{
		ID: t.ID, ProgrammeID: t.ProgrammeID, SubjectType: t.Subject.Type, SubjectID: t.Subject.ID, Anchor: t.Subject.Anchor,
		Title: t.Title, Audience: t.Audience, State: t.State, CreatedAt: t.CreatedAt, CreatedBy: t.CreatedBy,
		ClosedAt: t.ClosedAt, ClosedBy: t.ClosedBy, LastPostAt: t.LastPostAt, LastPostBy: t.LastPostBy,
		PostCount: t.PostCount, LastSeq: t.LastSeq, NamedSeq: t.NamedSeq, Rev: t.Rev,
	}
}

func mayIn(a actor.Actor, t Thread) May {
	another := Post{AuthorID: "somebody else"}
	return May{
		Post: MayPost(a, t) == nil, Moderate: MayDelete(a, t, another, "reason") == nil, Pin: MayPin(a, t, another) == nil,
		Close: MayClose(a, t) == nil, Rename: MayChange(a, t, t.Audience) == nil,
		Narrow: MayChange(a, t, otherAudience(t.Audience)) == nil,
	}
}

func otherAudience(a Audience) Audience {
	if a == ForMembers {
		return ForPartners
	}
	return ForMembers
}

// postView joins a post with what belongs to it.
func postView(p Post, quoted *Post, reactions []ReactionView) PostView {
	v := PostView{
		ID: p.ID, ThreadID: p.ThreadID, Seq: p.Seq, AuthorID: p.AuthorID, ClientID: p.ClientID, Text: p.Text, HTML: p.HTML,
		Mentions: p.Mentions, Reactions: reactions, CreatedAt: p.CreatedAt, EditedAt: p.EditedAt, Pinned: p.PinnedAt != nil, Rev: p.Rev,
	}
	if v.Mentions == nil {
		v.Mentions = []richtext.Mention{}
	}
	if v.Files = p.Files; v.Files == nil {
		v.Files = []PostFile{}
	}
	if v.Reactions == nil || p.Deleted != nil {
		v.Reactions = []ReactionView{}
	}
	if p.Deleted != nil {
		v.DeletedAt, v.DeletedBy, v.DeletedReason = &p.Deleted.At, p.Deleted.By, p.Deleted.Reason
	}
	if quoted != nil {
		v.Quote = &QuoteView{PostID: quoted.ID, AuthorID: quoted.AuthorID, Text: quoted.beginning()}
	}
	return v
}

// peopleIn lists everybody whom a post names, for the map beside it.
func (v PostView) peopleIn() []string {
	ids := []string{v.AuthorID}
	if v.Quote != nil {
		ids = append(ids, v.Quote.AuthorID)
	}
	if v.DeletedBy != "" {
		ids = append(ids, v.DeletedBy)
	}
	for _, r := range v.Reactions {
		ids = append(ids, r.People...)
	}
	return ids
}
