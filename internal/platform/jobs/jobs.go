// Package jobs does work later, outside the request that asked for it: mail,
// timers, long work. It is the only package that knows River, the queue in the
// database.
//
// A job is put into the queue in the transaction that needs it (Enqueue inside
// database.Write), so it exists exactly when the change does. It runs at least
// once: a job that fails or whose program dies runs again, so what it does must
// be safe to repeat. A job costs about a millisecond of processor time; there is
// never one per post.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

const (
	// timeout ends a job that hangs.
	timeout = 2 * time.Minute
	// rescueAfter is when another node takes over a job whose node has died. It
	// must be longer than any job may run.
	rescueAfter = 5 * time.Minute
	// maxWorkers is high because River on SQLite fetches by polling: one fetch
	// should be able to start everything that is due.
	maxWorkers = 50
	// fetchCooldown and fetchPoll bound how soon a job starts. SQLite has no
	// notification, so there the poll decides.
	fetchCooldown = 50 * time.Millisecond
	fetchPoll     = 400 * time.Millisecond
)

// Args are what a job is given, kept as JSON in the queue. Kind names the sort
// of job and must never change while such jobs wait.
type Args = river.JobArgs

// Options say when and how a job is to run. The zero value means now.
type Options struct {
	// RunAt is the earliest instant, by the clock given to New. Scheduled jobs
	// start within about five seconds of it.
	RunAt time.Time
	// Unique leaves the queue as it is if a job of the same kind and arguments
	// waits or runs already.
	Unique bool
	// Queue is the name of the queue; "" is the default one. A queue must be
	// declared with AddQueue before Start.
	Queue string
	// MaxAttempts bounds how often a failing job is tried; 0 means 25, over
	// about three weeks.
	MaxAttempts int
}

// Jobs is the queue of one program. Register everything, then Start.
type Jobs struct {
	db       *database.DB
	log      *slog.Logger
	clock    clock.Clock
	workers  *river.Workers
	queues   map[string]river.QueueConfig
	periodic []*river.PeriodicJob
	cooldown time.Duration
	poll     time.Duration

	inserting func() (*river.Client[*sql.Tx], error)

	mu       sync.Mutex
	running  runner
	stopping atomic.Bool
}

// runner is the part of a River client that works jobs; its type differs between
// the databases.
type runner interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// New makes a queue in db. Nothing runs before Start; Enqueue works at once.
func New(db *database.DB, log *slog.Logger, c clock.Clock) *Jobs {
	j := &Jobs{
		db: db, log: log, clock: c,
		workers: river.NewWorkers(),
		queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: maxWorkers}},

		cooldown: fetchCooldown, poll: fetchPoll,
	}
	j.inserting = sync.OnceValues(j.newInserter)
	return j
}

// Register names the function that does jobs of A's kind. An error makes the job
// run again, later and later; its text is kept in the queue and must not hold
// personal data. Register panics if the kind is taken: two parts of the program
// disagree.
func Register[A Args](j *Jobs, work func(ctx context.Context, args A) error) {
	river.AddWorker(j.workers, river.WorkFunc(func(ctx context.Context, job *river.Job[A]) error {
		return work(ctx, job.Args)
	}))
}

// AddQueue declares a queue besides the default one, with at most workers jobs
// at a time on each node.
func (j *Jobs) AddQueue(name string, workers int) {
	j.queues[name] = river.QueueConfig{MaxWorkers: workers}
}

// PollEvery looks for jobs at another interval than the usual one. Call it before
// Start; tests that wait for many jobs, one after the other, look more often.
func (j *Jobs) PollEvery(interval time.Duration) {
	j.cooldown, j.poll = min(j.cooldown, interval), interval
}

// Every enqueues args at each interval, on one node of all, and once at the
// start. A job that still waits or runs is not doubled.
func (j *Jobs) Every(interval time.Duration, args Args) {
	j.periodic = append(j.periodic, river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{UniqueOpts: unique(true), MaxAttempts: 3}
		},
		&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true},
	))
}

// Enqueue puts a job into the queue within the transaction that ctx carries. It
// panics outside database.Write, as every change without a transaction does.
func (j *Jobs) Enqueue(ctx context.Context, args Args, options Options) error {
	client, err := j.inserting()
	if err != nil {
		return err
	}
	insert := &river.InsertOpts{
		Queue:       options.Queue,
		MaxAttempts: options.MaxAttempts,
		UniqueOpts:  unique(options.Unique),
	}
	// River lives by the machine's clock. What matters to us is how long from
	// now by our own, which the demo and the tests may have set.
	if wait := options.RunAt.Sub(j.clock.Now()); !options.RunAt.IsZero() && wait > 0 {
		insert.ScheduledAt = time.Now().Add(wait)
	}
	if _, err := client.InsertTx(ctx, j.db.SQLTx(ctx), args, insert); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// unique spares a job that has yet to end; River by itself would also count those
// that have ended lately, and so keep a job from ever being done twice.
func unique(on bool) river.UniqueOpts {
	if !on {
		return river.UniqueOpts{}
	}
	return river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}
}

// newInserter makes the client that only inserts. On PostgreSQL, too, it speaks
// database/sql, for that is what the transaction is.
func (j *Jobs) newInserter() (*river.Client[*sql.Tx], error) {
	config := &river.Config{Logger: j.riverLog(), MaxAttempts: river.MaxAttemptsDefault}
	var client *river.Client[*sql.Tx]
	var err error
	if j.db.Dialect() == database.SQLite {
		client, err = river.NewClient(riversqlite.New(j.db.WriterSQL()), config)
	} else {
		client, err = river.NewClient(riverdatabasesql.New(j.db.WriterSQL()), config)
	}
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	return client, nil
}

// Stop lets running jobs finish and starts no more. When ctx ends first, they are
// cancelled; what was not done runs at the next start.
func (j *Jobs) Stop(ctx context.Context) error {
	j.mu.Lock()
	running := j.running
	j.running = nil
	j.mu.Unlock()
	if running == nil {
		return nil
	}
	j.stopping.Store(true)
	err := running.Stop(ctx)
	if err == nil {
		return nil
	}
	// The patience is used up: cancel, and give the cancelled a moment to mark
	// themselves as to be run again.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if cancelErr := running.StopAndCancel(last); cancelErr != nil {
		return fmt.Errorf("stop jobs: %w", errors.Join(err, cancelErr))
	}
	return nil
}
