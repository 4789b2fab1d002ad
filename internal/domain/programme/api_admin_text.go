package programme

import (
	"context"
	"time"

	"sluse/internal/kernel/clock"
)

// ProgrammeText is a programme's public page as its coordinators write it.
type ProgrammeText struct {
	Rev            int64      `json:"rev" doc:"To be sent with a change"`
	Slug           string     `json:"slug"`
	Hidden         bool       `json:"hidden" doc:"Nobody but the members reads the page yet"`
	Name           string     `json:"name"`
	ShortName      string     `json:"shortName"`
	Aliases        []string   `json:"aliases" nullable:"false"`
	Summary        string     `json:"summary"`
	Purpose        string     `json:"purpose"`
	Background     string     `json:"background"`
	TargetGroup    string     `json:"targetGroup"`
	Outcome        string     `json:"outcome"`
	Network        string     `json:"network"`
	Funding        string     `json:"funding"`
	Starts         clock.Date `json:"starts" format:"date"`
	Ends           clock.Date `json:"ends"`
	Periods        []Period   `json:"periods" nullable:"false"`
	Fields         []string   `json:"fields" nullable:"false"`
	CoreElements   []Element  `json:"coreElements" nullable:"false"`
	Prerequisites  []Element  `json:"prerequisites" nullable:"false"`
	Contacts       []Contact  `json:"contacts" nullable:"false"`
	CallFacts      CallFacts  `json:"callFacts"`
	SeatLimit      int        `json:"seatLimit"`
	ReferenceLimit int        `json:"referenceLimit"`
	UpdatedAt      time.Time  `json:"updatedAt"`
}

// ProgrammeTextOutput is the answer of get-programme-text and change-programme-text.
type ProgrammeTextOutput struct{ Body ProgrammeText }

func viewText(p Programme, err error) (*ProgrammeTextOutput, error) {
	if err != nil {
		return nil, err
	}
	facts := CallFacts{}
	if p.CallFacts != nil {
		facts = *p.CallFacts
	}
	facts.Questions, facts.Meetings, facts.Gives = some(facts.Questions), some(facts.Meetings), some(facts.Gives)
	return &ProgrammeTextOutput{ProgrammeText{
		Rev: p.Rev, Slug: p.Slug, Hidden: p.Hidden, Name: p.Name, ShortName: p.ShortName, Aliases: some(p.Aliases),
		Summary: p.Summary, Purpose: p.Purpose, Background: p.Background, TargetGroup: p.TargetGroup, Outcome: p.Outcome,
		Network: p.Network, Funding: p.Funding, Starts: p.Starts, Ends: p.Ends, Periods: some(p.Periods), Fields: some(p.Fields),
		CoreElements: some(p.CoreElements), Prerequisites: some(p.Prerequisites), Contacts: some(p.Contacts), CallFacts: facts,
		SeatLimit: p.SeatLimit, ReferenceLimit: p.ReferenceLimit, UpdatedAt: p.UpdatedAt,
	}}, nil
}

func (h handlers) text(ctx context.Context, input *SlugInput) (*ProgrammeTextOutput, error) {
	return viewText(h.service.Text(ctx, input.Slug))
}

// ProgrammeTextChange is a part of the page; what is left out stays.
type ProgrammeTextChange struct {
	Rev            int64       `json:"rev" doc:"The one that was read"`
	Hidden         *bool       `json:"hidden,omitempty"`
	Name           *string     `json:"name,omitempty" maxLength:"20000"`
	ShortName      *string     `json:"shortName,omitempty" maxLength:"20000"`
	Aliases        []string    `json:"aliases,omitempty" maxItems:"200"`
	Summary        *string     `json:"summary,omitempty" maxLength:"20000"`
	Purpose        *string     `json:"purpose,omitempty" maxLength:"20000"`
	Background     *string     `json:"background,omitempty" maxLength:"20000"`
	TargetGroup    *string     `json:"targetGroup,omitempty" maxLength:"20000"`
	Outcome        *string     `json:"outcome,omitempty" maxLength:"20000"`
	Network        *string     `json:"network,omitempty" maxLength:"20000"`
	Funding        *string     `json:"funding,omitempty" maxLength:"20000"`
	Starts         *clock.Date `json:"starts,omitempty"`
	Ends           *clock.Date `json:"ends,omitempty"`
	Periods        []Period    `json:"periods,omitempty" maxItems:"200"`
	Fields         []string    `json:"fields,omitempty" maxItems:"200"`
	CoreElements   []Element   `json:"coreElements,omitempty" maxItems:"200"`
	Prerequisites  []Element   `json:"prerequisites,omitempty" maxItems:"200"`
	Contacts       []Contact   `json:"contacts,omitempty" maxItems:"200"`
	CallFacts      *CallFacts  `json:"callFacts,omitempty" doc:"All empty takes them off the page"`
	SeatLimit      *int        `json:"seatLimit,omitempty"`
	ReferenceLimit *int        `json:"referenceLimit,omitempty"`
}

func (c ProgrammeTextChange) apply(p *Public, limits *Limits) {
	put(&p.Hidden, c.Hidden)
	put(&p.Name, c.Name)
	put(&p.ShortName, c.ShortName)
	put(&p.Summary, c.Summary)
	put(&p.Purpose, c.Purpose)
	put(&p.Background, c.Background)
	put(&p.TargetGroup, c.TargetGroup)
	put(&p.Outcome, c.Outcome)
	put(&p.Network, c.Network)
	put(&p.Funding, c.Funding)
	put(&p.Starts, c.Starts)
	put(&p.Ends, c.Ends)
	put(&limits.Seats, c.SeatLimit)
	put(&limits.References, c.ReferenceLimit)
	putList(&p.Aliases, c.Aliases)
	putList(&p.Periods, c.Periods)
	putList(&p.Fields, c.Fields)
	putList(&p.CoreElements, c.CoreElements)
	putList(&p.Prerequisites, c.Prerequisites)
	putList(&p.Contacts, c.Contacts)
	if c.CallFacts != nil {
		p.CallFacts = c.CallFacts.orNone()
	}
}

func put[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// putList replaces a list by one that was sent, be it empty.
func putList[T any](to *[]T, from []T) {
	if from != nil {
		*to = from
	}
}

// orNone returns the facts, or nil where there is not one.
func (c CallFacts) orNone() *CallFacts {
	empty := c.Published.IsZero() && c.Deadline.IsZero() && c.Limit == 0 && c.Seats == 0 && c.Length == "" && c.Requirement == ""
	if empty && len(lines(c.Questions))+len(lines(c.Meetings))+len(lines(c.Gives)) == 0 {
		return nil
	}
	return &c
}

// ChangeTextInput changes a part of the page.
type ChangeTextInput struct {
	SlugInput
	Body ProgrammeTextChange
}

func (h handlers) changeText(ctx context.Context, input *ChangeTextInput) (*ProgrammeTextOutput, error) {
	return viewText(h.service.ChangeText(ctx, input.Slug, input.Body.Rev, input.Body.apply))
}
