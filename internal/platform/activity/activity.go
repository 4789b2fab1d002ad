// Package activity is the one log of what has happened. A feature records an
// event in the same transaction as the change it tells of; everything that
// follows from a change — live updates, mail, search, the overview, the audit —
// reads this log.
//
// Invariants:
//   - An event is there if and only if its change is.
//   - Within a topic, events are numbered 1, 2, 3 … in the order of their commits,
//     without holes: the topic's row is locked from the numbering to the commit.
//   - What a reader writes of an event is written in the transaction that marks it
//     handled, and so happens exactly once.
package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// Event is something that happened, as the feature tells it.
type Event struct {
	// ActorID is the person who did it; "" for the system.
	ActorID string
	// Verb is what happened, such as "post.created"; each feature lists its own.
	Verb string
	// SubjectType and SubjectID name the thing that it happened to.
	SubjectType, SubjectID string
	// ProgrammeID is the programme that it belongs to, "" where to none.
	ProgrammeID string
	// Topics are the live topics that carry the event. Everybody who may
	// subscribe to a topic sees all of Data.
	Topics []string
	// Claimed holds the numbers of topics that Claim has advanced already.
	Claimed map[string]int64
	// Data is the snapshot that live frames carry; any value JSON can hold.
	Data any
	// Private is for readers only and never leaves the server.
	Private any
}

// Stored is an event as the log keeps it, given to readers.
type Stored struct {
	ID, ActorID, Verb, SubjectType, SubjectID, ProgrammeID string
	At                                                     time.Time
	Data, Private                                          json.RawMessage
}

// Frame is one event at its place in one topic: what a live client receives.
type Frame struct {
	Topic   string
	Seq     int64
	Verb    string
	ActorID string
	At      time.Time
	Data    json.RawMessage
}

// Publisher takes the frames of a change once it is durable. It must not block.
type Publisher interface{ Publish(frames []Frame) }

// Log records events and hands them to readers.
type Log struct {
	db        *database.DB
	clock     clock.Clock
	logger    *slog.Logger
	node      string
	publisher Publisher
	readers   []Reader
	wake      chan struct{}
	batch     int // how many events are handled at a time; of Run alone
}

// New returns the log of db. node names this process among several.
func New(db *database.DB, c clock.Clock, logger *slog.Logger, node string) *Log {
	return &Log{db: db, clock: c, logger: logger, node: node, wake: make(chan struct{}, 1), batch: batchSize}
}

// PublishTo says who shows frames to live clients. Call it before serving.
func (l *Log) PublishTo(p Publisher) { l.publisher = p }

// Claim takes the next number of a topic, for a change that must know its number
// before it is recorded. It locks the topic until the surrounding Write ends.
func (l *Log) Claim(ctx context.Context, topic string) (int64, error) {
	return l.ClaimRun(ctx, topic, 1)
}

// ClaimRun takes the next n numbers of a topic at once and returns the last of them.
// Who claims in several topics does so in the order of their names: two writers would
// otherwise wait for each other forever on PostgreSQL.
func (l *Log) ClaimRun(ctx context.Context, topic string, n int) (last int64, err error) {
	err = l.db.Row(ctx, `INSERT INTO activity_topic (name, seq) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET seq = activity_topic.seq + excluded.seq RETURNING seq`, topic, n).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("number an event in %s: %w", topic, err)
	}
	return last, nil
}

// Record writes e into the log, inside the Write that makes the change, and
// returns the event's number in each of its topics.
func (l *Log) Record(ctx context.Context, e Event) (map[string]int64, error) {
	seqs, err := l.record(ctx, []Event{e})
	if err != nil {
		return nil, err
	}
	return seqs[0], nil
}

// RecordAll is Record for many events at once, in their order.
func (l *Log) RecordAll(ctx context.Context, events []Event) error {
	_, err := l.record(ctx, events)
	return err
}

func (l *Log) record(ctx context.Context, events []Event) ([]map[string]int64, error) {
	rows := make([]*eventRow, 0, len(events))
	for _, e := range events {
		row, err := l.row(e)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if err := l.insert(ctx, rows); err != nil {
		return nil, fmt.Errorf("record %s: %w", events[0].Verb, err)
	}
	seqs, frames, err := l.place(ctx, events, rows)
	if err != nil {
		return nil, err
	}
	database.AfterCommit(ctx, func() {
		if l.publisher != nil && len(frames) > 0 {
			l.publisher.Publish(frames)
		}
		l.Wake()
	})
	return seqs, nil
}

// place numbers each event in its topics, in the order of their names.
func (l *Log) place(ctx context.Context, events []Event, rows []*eventRow) ([]map[string]int64, []Frame, error) {
	all := make([]map[string]int64, 0, len(events))
	frames := make([]Frame, 0, len(events))
	placed := make([][]any, 0, len(events))
	for i, e := range events {
		topics := slices.Clone(e.Topics)
		slices.Sort(topics)
		topics = slices.Compact(topics)
		seqs := make(map[string]int64, len(topics))
		for _, topic := range topics {
			seq, claimed := e.Claimed[topic]
			if !claimed {
				var err error
				if seq, err = l.Claim(ctx, topic); err != nil {
					return nil, nil, err
				}
			}
			seqs[topic] = seq
			row := rows[i]
			placed = append(placed, []any{topic, seq, row.ID})
			frames = append(frames, Frame{topic, seq, row.Verb, row.ActorID, row.At, json.RawMessage(row.Data)})
		}
		all = append(all, seqs)
	}
	if _, err := l.db.Insert(ctx, "activity_frame (topic, seq, event_id)", placed, ""); err != nil {
		return nil, nil, fmt.Errorf("place %s in its topics: %w", events[0].Verb, err)
	}
	return all, frames, nil
}

func (l *Log) row(e Event) (*eventRow, error) {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return nil, fmt.Errorf("snapshot of %s: %w", e.Verb, err)
	}
	private, err := json.Marshal(e.Private)
	if err != nil {
		return nil, fmt.Errorf("private part of %s: %w", e.Verb, err)
	}
	now := l.clock.Now()
	return &eventRow{
		ID: id.At(now), At: now, ActorID: e.ActorID, Verb: e.Verb,
		SubjectType: e.SubjectType, SubjectID: e.SubjectID, ProgrammeID: e.ProgrammeID,
		Data: string(data), Private: string(private),
	}, nil
}
