package app

import (
	"context"
	"sync"
	"time"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

const (
	// namesKept bounds the memory of what people are called; some 300 bytes each.
	namesKept = 20_000
	// namesLife bounds how long another node's change may go unnoticed here should
	// its broadcast be lost.
	namesLife = time.Minute
)

// names remembers what people are called in programmes, for every post and every
// page of posts names them. Whoever's name, account or seat changes is forgotten
// with their rights (App.forget); the epoch keeps what was read before from being
// remembered after.
type names struct {
	*programme.Module
	db    *database.DB
	clock clock.Clock

	mu    sync.Mutex
	epoch uint64
	known map[nameKey]named
	// members are who is in programmes, by id of the programme.
	members map[string]circle
}

type circle struct {
	seats []programme.Seat
	read  time.Time
	day   clock.Date
}

type nameKey struct{ programmeID, personID string }

type named struct {
	person actor.Person
	read   time.Time
	day    clock.Date // seats are of a day
}

func newNames(p *programme.Module, db *database.DB, c clock.Clock) *names {
	return &names{Module: p, db: db, clock: c, known: map[nameKey]named{}, members: map[string]circle{}}
}

// PeopleOf implements discussion.Programmes.
func (n *names) PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error) {
	people, missing, epoch := n.remembered(programmeID, ids)
	if len(missing) == 0 {
		return people, nil
	}
	found, err := n.Module.PeopleOf(ctx, programmeID, missing)
	if err != nil {
		return nil, err
	}
	// What a transaction sees may never come to be.
	if !n.db.Writing(ctx) {
		n.remember(programmeID, found, epoch)
	}
	for personID, person := range found {
		people[personID] = person
	}
	return people, nil
}

// Members is as programme's, remembered: the inbox asks with every moment in which
// something is posted.
func (n *names) Members(ctx context.Context, programmeID string) ([]programme.Seat, error) {
	now := n.clock.Now()
	day := clock.DateOf(now, clock.Copenhagen)
	n.mu.Lock()
	entry, ok := n.members[programmeID]
	epoch := n.epoch
	n.mu.Unlock()
	if ok && entry.day == day && clock.Within(entry.read, now, namesLife) {
		return entry.seats, nil
	}
	seats, err := n.Module.Members(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if epoch == n.epoch && !n.db.Writing(ctx) { // what a transaction sees may never come to be
		n.members[programmeID] = circle{seats, now, day}
	}
	return seats, nil
}

func (n *names) remembered(programmeID string, ids []string) (people map[string]actor.Person, missing []string, epoch uint64) {
	now := n.clock.Now()
	day := clock.DateOf(now, clock.Copenhagen)
	people = make(map[string]actor.Person, len(ids))
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, personID := range ids {
		if personID == "" {
			continue
		}
		entry, ok := n.known[nameKey{programmeID, personID}]
		if ok && entry.day == day && clock.Within(entry.read, now, namesLife) {
			people[personID] = entry.person
		} else {
			missing = append(missing, personID)
		}
	}
	return people, missing, n.epoch
}

func (n *names) remember(programmeID string, people map[string]actor.Person, epoch uint64) {
	now := n.clock.Now()
	day := clock.DateOf(now, clock.Copenhagen)
	n.mu.Lock()
	defer n.mu.Unlock()
	if epoch != n.epoch {
		return
	}
	if len(n.known) >= namesKept {
		clear(n.known)
	}
	for personID, person := range people {
		n.known[nameKey{programmeID, personID}] = named{person, now, day}
	}
}

// forget drops a person, or everybody with "".
func (n *names) forget(personID string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.epoch++
	clear(n.members) // they are few, and it takes one query each
	for key := range n.known {
		if personID == "" || key.personID == personID {
			delete(n.known, key)
		}
	}
}
