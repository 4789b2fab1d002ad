package torture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/mattn/go-sqlite3" // to lock the database from outside
)

// trouble is one thing that happens to an installation. When it returns, it is over.
type trouble struct {
	name string
	make func(ctx context.Context, node int, lasting time.Duration) error
}

// possible are the troubles that can be made here.
func (r *run) possible() []trouble {
	all := append(r.place.anywhere(), r.absences()...)
	if r.Older != "" {
		r.place.leftOut = append(r.place.leftOut, "the database goes or its disk is full (what the older program says then is in the past)")
		return all
	}
	if r.place.databaseURL != "" {
		all = append(all, r.place.postgres()...)
	}
	return append(all, r.fullDisk()...)
}

// anywhere are the troubles of any installation.
func (p *installation) anywhere() []trouble {
	all := []trouble{
		{"a node is killed and comes back", p.kill},
		{"a node is told to stop and comes back", p.restart},
		{"a node comes back with its clock ahead, then with the right one", p.jump},
		{"every connection is cut", func(context.Context, int, time.Duration) error { p.balancer.cut(); return nil }},
		{"nothing passes for a while, then every connection is cut", func(ctx context.Context, _ int, lasting time.Duration) error {
			p.balancer.stall(ctx, lasting)
			p.balancer.cut()
			return nil
		}},
		{"nothing passes for a while", func(ctx context.Context, _ int, lasting time.Duration) error {
			p.balancer.stall(ctx, lasting)
			return nil
		}},
		{"the database is locked", p.lock},
		{"the mail server is away", func(ctx context.Context, _ int, lasting time.Duration) error {
			p.office.shut()
			pause(ctx, lasting)
			return p.office.open(ctx)
		}},
	}
	if p.between != nil {
		all = append(all, trouble{"NATS is away", func(ctx context.Context, _ int, lasting time.Duration) error {
			p.between.StopNATS()
			pause(ctx, lasting)
			return p.between.StartNATS()
		}})
	}
	return all
}

// fullDisk is the trouble with the disk that can be made here.
func (r *run) fullDisk() []trouble {
	p := r.place
	_, err := exec.LookPath("prlimit")
	switch {
	case p.smallDisk != "":
		return []trouble{{"the disk is full", r.fillDisk}}
	case p.databaseURL == "" && err == nil:
		return []trouble{{"no file may grow, as on a full disk (this user may mount no small one)", p.limitFiles}}
	case p.databaseURL == "":
		p.noFullDisk = "the disk is full (this user may mount no small one, and there is no prlimit)"
	}
	p.leftOut = append(p.leftOut, p.noFullDisk)
	return nil
}

// limitFiles lets no file of a node grow for a while.
func (p *installation) limitFiles(ctx context.Context, which int, lasting time.Duration) error {
	err := p.nodes[which].server.LimitFiles(ctx, "4096")
	pause(ctx, lasting)
	return errors.Join(err, p.nodes[which].server.LimitFiles(ctx, "unlimited"))
}

func (p *installation) kill(ctx context.Context, which int, lasting time.Duration) error {
	n := p.nodes[which]
	err := n.server.Kill()
	n.server = nil
	pause(ctx, lasting/4)
	return errors.Join(err, p.start(ctx, n, 0))
}

func (p *installation) restart(ctx context.Context, which int, lasting time.Duration) error {
	n := p.nodes[which]
	err := n.server.Stop()
	n.server = nil
	pause(ctx, lasting/4)
	return errors.Join(err, p.start(ctx, n, 0))
}

// jump restarts a node with a clock that is wrong by as many hours as it lasts
// half seconds, ahead or behind, and puts it right again with another restart.
func (p *installation) jump(ctx context.Context, which int, lasting time.Duration) error {
	n := p.nodes[which]
	ahead := lasting * 7200
	if lasting.Microseconds()%2 == 0 {
		ahead = -ahead
	}
	for _, clock := range []time.Duration{ahead.Truncate(time.Hour), 0} {
		err := n.server.Kill()
		n.server = nil
		if err := errors.Join(err, p.start(ctx, n, clock)); err != nil {
			return err
		}
		pause(ctx, lasting/2)
	}
	return nil
}

// lock keeps everybody else from writing, longer than a writer waits.
func (p *installation) lock(ctx context.Context, _ int, lasting time.Duration) error {
	lasting *= 2
	if p.databaseURL == "" {
		return lockSQLite(ctx, filepath.Join(p.nodes[0].folder, "sluse.db"), lasting)
	}
	conn, err := pgx.Connect(ctx, p.databaseURL)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	tx, err := conn.Begin(ctx)
	if err == nil {
		_, err = tx.Exec(ctx, "LOCK TABLE activity_topic, discussion_post IN ACCESS EXCLUSIVE MODE")
		pause(ctx, lasting)
		err = errors.Join(err, tx.Rollback(ctx))
	}
	return errors.Join(err, conn.Close(ctx))
}

func lockSQLite(ctx context.Context, path string, lasting time.Duration) error {
	db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=20000")
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		if err == nil {
			pause(ctx, lasting)
			_, err = conn.ExecContext(ctx, "ROLLBACK")
		}
		err = errors.Join(err, conn.Close())
	}
	return errors.Join(err, db.Close())
}

// limitDisk gives the installation a disk so small that it can be filled, where this
// user may.
func (p *installation) limitDisk() {
	if syscall.Mount("tmpfs", p.disk, "tmpfs", 0, "size=192m,mode=700") != nil {
		return
	}
	p.ends = append(p.ends, func() error { return syscall.Unmount(p.disk, syscall.MNT_DETACH) })
	p.smallDisk = p.disk
}

// fillDisk leaves no room on the disk for a while, and until somebody has been told so.
func (r *run) fillDisk(ctx context.Context, _ int, lasting time.Duration) error {
	before := r.verdict.refusedWith(http.StatusServiceUnavailable)
	ballast := filepath.Join(r.place.smallDisk, "ballast")
	file, err := os.Create(filepath.Clean(ballast))
	if err != nil {
		return fmt.Errorf("fill the disk: %w", err)
	}
	block := make([]byte, 64<<10)
	fill := func() error {
		for size := len(block); size > 0; {
			if _, err := file.Write(block[:size]); errors.Is(err, syscall.ENOSPC) {
				size /= 2
			} else if err != nil {
				return err
			}
		}
		return nil
	}
	err = fill()
	pause(ctx, lasting)
	// What has become free meanwhile is filled too.
	felt := r.until(ctx, func() bool {
		err = errors.Join(err, fill())
		return r.verdict.refusedWith(http.StatusServiceUnavailable) > before
	})
	if !felt {
		r.verdict.add("the disk was full, and nobody was refused anything")
	}
	return errors.Join(err, file.Close(), os.Remove(ballast))
}
