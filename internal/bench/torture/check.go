package torture

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

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
	// Mails are those in the outbox, by state.
	Mails map[string]int
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
	times := map[string]int{}
	for _, postID := range there {
		times[postID]++
	}
	for _, postID := range r.acknowledgedPosts() {
		if times[postID] != 1 {
			r.verdict.add("post %s was acknowledged and is there %d times", postID, times[postID])
		}
	}
	if acknowledged := r.acknowledged(); len(there) != acknowledged {
		r.verdict.add("%d posts were acknowledged, %d are there", acknowledged, len(there))
	}
	for _, t := range r.tabs {
		if whole := t.goUp(ctx); !slices.Equal(whole, there) {
			r.verdict.add("%s shows another order, or not the same %d posts (shows %d)", t.name, len(there), len(whole))
		}
	}
	for _, looker := range r.readers {
		looker.mu.Lock()
		if !slices.Equal(looker.posts, there) {
			r.verdict.add("%s saw another order, or not the same %d posts (saw %d)", looker.name, len(there), len(looker.posts))
		}
		looker.mu.Unlock()
	}
}

func (r *run) open(ctx context.Context) (*database.DB, error) {
	return database.Open(ctx, database.Options{URL: r.place.databaseURL, Path: filepath.Join(r.place.nodes[0].folder, "sluse.db")})
}

// checkHandled waits until the readers of the log have handled everything.
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
	return db.Close()
}

// checkKept looks into the database once everything has ended: what was sent went
// out once, and what may have gone out is marked so.
func (r *run) checkKept(ctx context.Context) error {
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var mails []struct{ ID, State string }
	if err := db.Read(ctx).Raw("SELECT id, state FROM mail_outbox").Scan(&mails).Error; err != nil {
		return fmt.Errorf("read the outbox: %w", err)
	}
	taken := r.place.office.times()
	r.mails = map[string]int{}
	for _, m := range mails {
		r.mails[m.State]++
		n := 0
		for messageID, times := range taken {
			if strings.Contains(messageID, m.ID) {
				n = times
				delete(taken, messageID)
			}
		}
		switch {
		case m.State == "sent" && n != 1, m.State != "sent" && m.State != "uncertain" && m.State != "sending" && n != 0, n > 1:
			r.verdict.add("mail %s is %s and was taken %d times", m.ID, m.State, n)
		case m.State == "failed":
			r.verdict.add("mail %s was given up, though the mail server refuses nothing", m.ID)
		}
	}
	for messageID := range taken {
		r.verdict.add("mail %s was taken and nobody knows of it", messageID)
	}
	if len(mails) == 0 {
		r.verdict.add("nobody was told by mail")
	}
	var discarded int64
	if err := db.Read(ctx).Raw("SELECT count(*) FROM river_job WHERE state = 'discarded'").Scan(&discarded).Error; err != nil {
		return fmt.Errorf("read the jobs: %w", err)
	}
	if discarded > 0 {
		r.verdict.add("%d jobs were given up", discarded)
	}
	return nil
}

func (r *run) report() Report {
	report := Report{
		Seed: r.Seed, Troubles: r.troubles, LeftOut: r.place.leftOut, Posts: r.acknowledged(),
		Refusals: r.verdict.refusals, Mails: r.mails, Wrong: r.verdict.wrong,
	}
	report.Memory = r.memory
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
	fmt.Fprintf(&b, "refused with %v; mails %v; memory %d MiB with work under way, %d MiB in the end\n", r.Refusals, r.Mails, r.Memory[0]>>10, r.Memory[1]>>10)
	if len(r.Wrong) == 0 {
		b.WriteString("nothing was lost, doubled or out of order\n")
	}
	for _, wrong := range r.Wrong {
		fmt.Fprintf(&b, "WRONG: %s\n", wrong)
	}
	return b.String()
}
