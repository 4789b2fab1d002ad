package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"sluse/internal/platform/database"
)

// Start begins to work jobs, those that an earlier run left unfinished included.
// It returns at once; ctx only bounds the starting.
func (j *Jobs) Start(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.running != nil {
		return errors.New("jobs: started already")
	}
	if err := j.takeUpUnfinished(ctx); err != nil {
		return err
	}
	running, err := j.newRunner()
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	j.stopping.Store(false)
	// The context given to River ends the work when it ends; ours is only the
	// starting's, and Stop is how it ends.
	if err := running.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	j.running = running
	return nil
}

func (j *Jobs) newRunner() (runner, error) {
	config := &river.Config{
		FetchCooldown:        j.cooldown,
		FetchPollInterval:    j.poll,
		JobTimeout:           timeout,
		RescueStuckJobsAfter: rescueAfter,
		Logger:               j.riverLog(),
		ErrorHandler:         &errorLog{j.log, &j.stopping},
		PeriodicJobs:         j.periodic,
		Queues:               j.queues,
		Workers:              j.workers,
	}
	if j.db.Dialect() == database.SQLite {
		return river.NewClient(riversqlite.New(j.db.WriterSQL()), config)
	}
	return river.NewClient(riverpgxv5.New(j.db.Pool()), config)
}

// takeUpUnfinished makes jobs that were running when the program died runnable
// again. On SQLite this program is the only one, so whatever "runs" does not; on
// PostgreSQL another node may be at it, and River itself takes them up after
// rescueAfter.
func (j *Jobs) takeUpUnfinished(ctx context.Context) error {
	if j.db.Dialect() != database.SQLite {
		return nil
	}
	err := j.db.Write(ctx, func(ctx context.Context) error {
		return j.db.Tx(ctx).Exec("UPDATE river_job SET state = 'available' WHERE state = 'running'").Error
	})
	if err != nil {
		return fmt.Errorf("take up unfinished jobs: %w", err)
	}
	return nil
}
