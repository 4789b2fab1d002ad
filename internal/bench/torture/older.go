package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"

	"sluse/internal/bench/between"
	"sluse/internal/platform/database"
)

// takeBack gives the filled database the shape that the older program gives an empty
// one, so that this version's migrations are still to come.
func (r *run) takeBack(ctx context.Context) error {
	lacking, err := r.lackedBy(ctx, r.Older)
	if err != nil {
		return err
	}
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	for _, version := range slices.Backward(lacking) {
		err = errors.Join(err, db.TakeBack(ctx, version))
	}
	r.say("the older program lacks %d migrations", len(lacking))
	return errors.Join(err, db.Close())
}

// lackedBy returns the numbers of our migrations that a program does not make.
func (r *run) lackedBy(ctx context.Context, program string) (lacking []int64, err error) {
	own, drop, err := between.Schema(ctx, r.DatabaseURL)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, drop()) }()
	migrate := exec.CommandContext(ctx, program, "migrate")
	migrate.Env = append(append(os.Environ(), r.place.settings...), "SLUSE_DATABASE_URL="+own, "SLUSE_DATA_DIR="+r.place.nodes[0].folder)
	if words, err := migrate.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("have the older program migrate: %w: %s", err, words)
	}
	db, err := database.Open(ctx, database.Options{URL: own})
	if err != nil {
		return nil, err
	}
	lacking, err = db.Missing(ctx)
	return lacking, errors.Join(err, db.Close())
}

// join starts the one node of this version, which migrates while people write through
// the older ones.
func (r *run) join(ctx context.Context) error {
	r.say("a node of this version joins the older ones, and migrates")
	return r.place.start(ctx, r.place.nodes[len(r.place.nodes)-1], 0)
}

// replaceOlder stops the older nodes one after the other and starts this version in
// their places, while people write.
func (r *run) replaceOlder(ctx context.Context) error {
	for _, n := range r.place.nodes {
		if n.binary == r.Binary {
			continue
		}
		r.say("an older node is replaced")
		err := n.server.Stop()
		n.server, n.binary = nil, r.Binary
		if err := errors.Join(err, r.place.start(ctx, n, 0)); err != nil {
			return err
		}
		if goal := r.acknowledged() + writers; !r.until(ctx, func() bool { return r.acknowledged() >= goal }) {
			return errors.New("nobody gets anything written once an older node is replaced")
		}
	}
	return nil
}
