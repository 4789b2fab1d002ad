package notification

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
)

// OverviewTask is something that waits on the actor.
type OverviewTask struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind" example:"question"`
	Icon      string         `json:"icon" example:"question"`
	TitleCode string         `json:"titleCode" doc:"Key of the title" example:"question"`
	Params    map[string]any `json:"params" doc:"Fill the title's places: who, said, thread" nullable:"false"`
	Due       *time.Time     `json:"due,omitempty" doc:"The deadline, where there is one"`
	Minutes   int            `json:"minutes,omitempty" doc:"How long it takes, about"`
	Href      string         `json:"href" example:"/p/sammen-om-opfoelgning/discussions/018f…?post=018f…"`
	Action    string         `json:"action" doc:"Key of the button's text" example:"answer"`
}

// OverviewNews is a thread or document with which others have done something.
type OverviewNews struct {
	ID        string         `json:"id"`
	Verb      string         `json:"verb" enum:"thread.opened,post.created,document.added,document.version_added,document.withdrawn"`
	ActorID   string         `json:"actorId"`
	At        time.Time      `json:"at"`
	Href      string         `json:"href"`
	TitleCode string         `json:"titleCode" enum:"opened,wrote,added,replaced,withdrew" doc:"Key of the title"`
	Params    map[string]any `json:"params" doc:"thread: its title; threadId; posts: how many are new. Or document: its title; documentId" nullable:"false"`
	Excerpt   string         `json:"excerpt,omitempty" doc:"The beginning of the newest post"`
}

// OverviewThread is an unread thread.
type OverviewThread struct {
	ID          string    `json:"id"`
	ProgrammeID string    `json:"programmeId"`
	Title       string    `json:"title"`
	Href        string    `json:"href"`
	Unread      int64     `json:"unread"`
	Mentioned   bool      `json:"mentioned"`
	PostCount   int64     `json:"postCount"`
	LastPostAt  time.Time `json:"lastPostAt"`
	LastPostBy  string    `json:"lastPostBy"`
}

// OverviewSeats are the seats of the actor's organisation in a programme.
type OverviewSeats struct {
	ProgrammeID    string   `json:"programmeId"`
	ProgrammeSlug  string   `json:"programmeSlug"`
	OrganisationID string   `json:"organisationId"`
	Used           int      `json:"used"`
	Total          int      `json:"total" doc:"0 where there is no limit"`
	People         []string `json:"people" nullable:"false" doc:"Some of them, I among them"`
	PeopleCount    int      `json:"peopleCount" doc:"How many there are in all"`
}

// OverviewView is what a person sees first.
type OverviewView struct {
	Tasks         []OverviewTask                `json:"tasks" nullable:"false"`
	News          []OverviewNews                `json:"news" nullable:"false"`
	Since         time.Time                     `json:"since" doc:"News are counted from here"`
	UnreadThreads []OverviewThread              `json:"unreadThreads" nullable:"false"`
	Seats         []OverviewSeats               `json:"seats" nullable:"false"`
	People        map[string]actor.Person       `json:"people" nullable:"false"`
	Organisations map[string]actor.Organisation `json:"organisations" nullable:"false"`
}

type overviewOutput struct{ Body OverviewView }

func (h handlers) overview(ctx context.Context, _ *struct{}) (*overviewOutput, error) {
	o, err := h.service.Overview(ctx)
	if err != nil {
		return nil, err
	}
	view := OverviewView{
		Tasks: make([]OverviewTask, 0, len(o.Tasks)), News: make([]OverviewNews, 0, len(o.News)), Since: o.Since,
		UnreadThreads: make([]OverviewThread, 0, len(o.UnreadThreads)), Seats: make([]OverviewSeats, 0, len(o.Seats)),
		People: o.People, Organisations: o.Organisations,
	}
	for _, t := range o.Tasks {
		view.Tasks = append(view.Tasks, viewTask(t))
	}
	for _, n := range o.News {
		view.News = append(view.News, viewNews(n))
	}
	for _, t := range o.UnreadThreads {
		view.UnreadThreads = append(view.UnreadThreads, viewThread(t))
	}
	for _, s := range o.Seats {
		view.Seats = append(view.Seats, viewSeats(s))
	}
	return &overviewOutput{view}, nil
}

func viewTask(t Task) OverviewTask {
	out := OverviewTask{
		ID: t.ID, Kind: t.Kind, Icon: t.Icon, TitleCode: t.TitleCode, Params: t.Params, Minutes: t.Minutes, Href: t.Href, Action: t.Action,
	}
	if out.Params == nil {
		out.Params = map[string]any{}
	}
	if !t.Due.IsZero() {
		out.Due = &t.Due
	}
	return out
}

func viewNews(n NewsItem) OverviewNews {
	params := map[string]any{"thread": n.Title, "threadId": n.ThreadID, "posts": n.Posts}
	if n.DocumentID != "" {
		params = map[string]any{"document": n.Title, "documentId": n.DocumentID}
	}
	return OverviewNews{
		ID: n.ID, Verb: n.Verb, ActorID: n.ActorID, At: n.At, Href: n.Href, TitleCode: newsCodes[n.Verb], Excerpt: n.Excerpt, Params: params,
	}
}

func viewThread(t ThreadCard) OverviewThread {
	return OverviewThread{
		ID: t.ID, ProgrammeID: t.ProgrammeID, Title: t.Title, Href: t.Href, Unread: t.Unread, Mentioned: t.Mentioned,
		PostCount: t.PostCount, LastPostAt: t.LastPostAt, LastPostBy: t.LastPostBy,
	}
}

func viewSeats(s OrganisationSeats) OverviewSeats {
	people := s.PersonIDs
	if people == nil {
		people = []string{}
	}
	return OverviewSeats{s.ProgrammeID, s.Slug, s.OrganisationID, s.Used, s.Total, people, s.People}
}

func (h handlers) seen(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, h.service.MarkSeen(ctx)
}
