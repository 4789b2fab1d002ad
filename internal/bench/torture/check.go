package torture

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sluse/internal/platform/database"
)

// Report is what a torture found.
type Report struct {
	Seed     uint64
	Troubles map[string]int
	// Left out is what could not be made here.
	LeftOut []string
	// Pages is how many of the readers were the frontend's own page.
	Pages int
	// Memory is what the nodes held together when work was under way, and in the end, in KiB.
	Memory [2]int64
	// Posts were acknowledged; Returns is how often a reader had to come back,
	// Resets how often it had to load anew, PageResets how often of these a page.
	Posts, Returns, Resets, PageResets int
	// Refusals are the answers that were no success, by status.
	Refusals map[int]int
	// Mails are those in the outbox, by state; Named is how often somebody was named in a
	// post, Waiting how many mails about that wait for a job's time.
	Mails          map[string]int
	Named, Waiting int
	// Wrong is what must not be; empty is good.
	Wrong []string
}

// memoryBack is how much more may be held at the end than in the beginning, in KiB.
const memoryBack = 64 << 10

func (r *run) checkMemory(ctx context.Context, before int64) {
	var after int64
	back := r.until(ctx, func() bool {
		var err error
		after, err = r.place.memory()
		return err == nil && after < before+memoryBack*int64(r.Nodes)
	})
	r.memory = [2]int64{before, after}
	if !back {
		r.verdict.add("memory went from %d to %d MiB and stays there", before>>10, after>>10)
	}
}

// checkPosts compares what was acknowledged, what every reader saw, and what is there.
func (r *run) checkPosts(ctx context.Context) {
	there, err := readThread(ctx, r.client(0), r.world.Fresh)
	if err != nil {
		r.verdict.add("the thread cannot be read: %v", err)
		return
	}
	var seen []view
	for _, t := range r.tabs {
		seen = append(seen, view{t.name, t.goUp(ctx)})
	}
	for _, looker := range r.readers {
		looker.mu.Lock()
		seen = append(seen, view{looker.name, slices.Clone(looker.posts)})
		looker.mu.Unlock()
	}
	r.verdict.posts(there, r.acknowledgedPosts(), seen)
}

func (r *run) open(ctx context.Context) (*database.DB, error) {
	return database.Open(ctx, database.Options{URL: r.place.databaseURL, Path: filepath.Join(r.place.nodes[0].folder, "sluse.db")})
}

// checkHandled waits until the readers of the log have handled everything, and what
// follows from it and is due was begun.
func (r *run) checkHandled(ctx context.Context) error {
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	var left int64
	handled := r.until(ctx, func() bool {
		err = db.Read(ctx).Raw("SELECT count(*) FROM activity_event WHERE handled_at IS NULL").Scan(&left).Error
		return err == nil && left == 0
	})
	if !handled {
		r.verdict.add("%d events are still not handled (%v)", left, err)
	}
	var queue []keptJob
	begun := r.until(ctx, func() bool {
		queue, err = jobs(ctx, db)
		return err == nil && !slices.ContainsFunc(queue, func(j keptJob) bool { return j.due(time.Now()) })
	})
	if !begun {
		r.verdict.add("jobs that are due are not begun (%v): %s", err, unfinished(queue))
	}
	return db.Close()
}

func jobs(ctx context.Context, db *database.DB) (queue []keptJob, err error) {
	return queue, db.Read(ctx).Raw("SELECT kind, state, scheduled_at, args FROM river_job").Scan(&queue).Error
}

// unfinished counts the jobs that are not over, by kind and state.
func unfinished(queue []keptJob) string {
	count := map[string]int{}
	for _, j := range queue {
		if !j.over() {
			count[j.Kind+" "+j.State]++
		}
	}
	return fmt.Sprint(count)
}

// checkKept looks into the database once everything has ended: what was sent went
// out once, and what may have gone out is marked so.
func (r *run) checkKept(ctx context.Context) error {
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var mails []keptMail
	if err := db.Read(ctx).Raw("SELECT id, state FROM mail_outbox").Scan(&mails).Error; err != nil {
		return fmt.Errorf("read the outbox: %w", err)
	}
	r.mails = r.verdict.mails(mails, r.place.office.times())
	queue, err := jobs(ctx, db)
	if err != nil {
		return fmt.Errorf("read the jobs: %w", err)
	}
	var told []struct{ Post, Person string }
	err = db.Read(ctx).Raw("SELECT source_id AS post, person_id AS person FROM notification_entry WHERE verb = 'post.created'").Scan(&told).Error
	if err != nil {
		return fmt.Errorf("read the inboxes: %w", err)
	}
	inbox := map[naming]int{}
	for _, n := range told {
		inbox[naming{n.Post, n.Person}]++
	}
	var keys []string
	if err := db.Read(ctx).Raw("SELECT dedupe_key FROM mail_outbox WHERE kind = 'post'").Scan(&keys).Error; err != nil {
		return fmt.Errorf("read the outbox: %w", err)
	}
	written := map[naming]int{}
	for _, key := range keys { // post:POST:PERSON
		if parts := strings.Split(key, ":"); len(parts) == 3 {
			written[naming{parts[1], parts[2]}]++
		}
	}
	r.waiting = r.verdict.told(r.named(), inbox, written, queue)
	return nil
}

func (r *run) report() Report {
	report := Report{
		Seed: r.Seed, Troubles: r.troubles, LeftOut: r.place.leftOut, Posts: r.acknowledged(),
		Refusals: r.verdict.refusals, Mails: r.mails, Wrong: r.verdict.wrong,
	}
	report.Memory, report.Named, report.Waiting = r.memory, len(r.named()), r.waiting
	report.Pages = len(r.tabs)
	for _, t := range r.tabs {
		report.Returns += t.returns
		report.PageResets += t.reloads
	}
	report.Resets = report.PageResets
	for _, looker := range r.readers {
		report.Returns += looker.returns
		report.Resets += looker.resets
	}
	return report
}

// String tells a report in a few lines.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d: %d posts acknowledged\n", r.Seed, r.Posts)
	fmt.Fprintf(&b, "%d readers, of them %d the frontend's own page, came back %d times and loaded anew %d times, the pages %d of them; one more never read\n",
		readers, r.Pages, r.Returns, r.Resets, r.PageResets)
	for _, name := range slices.Sorted(maps.Keys(r.Troubles)) {
		fmt.Fprintf(&b, "  %3d × %s\n", r.Troubles[name], name)
	}
	for _, left := range r.LeftOut {
		fmt.Fprintf(&b, "    not made here: %s\n", left)
	}
	fmt.Fprintf(&b, "%d times somebody was named, of which %d mails wait for a job's time\n", r.Named, r.Waiting)
	fmt.Fprintf(&b, "refused with %v; mails %v; memory %d MiB with work under way, %d MiB in the end\n", r.Refusals, r.Mails, r.Memory[0]>>10, r.Memory[1]>>10)
	if len(r.Wrong) == 0 {
		b.WriteString("nothing was lost, doubled or out of order\n")
	}
	for _, wrong := range r.Wrong {
		fmt.Fprintf(&b, "WRONG: %s\n", wrong)
	}
	return b.String()
}
