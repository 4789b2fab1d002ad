package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"sluse/internal/bench/between"
	"sluse/internal/kernel/id"
)

// postgres is what can be done to PostgreSQL, beside what is done to any database.
func (p *installation) postgres() []trouble {
	all := []trouble{{"every connection to the database is ended", p.endSessions}}
	if p.crashes {
		return append(all, trouble{"the database crashes and recovers", p.crash})
	}
	p.leftOut = append(p.leftOut, "the database crashes (it is not ours alone, or not on this machine)")
	return all
}

// onPostgres gives the nodes a schema of their own, by a name that their connections
// are known by, and where it can be on a disk of its own that can be filled.
func (p *installation) onPostgres(ctx context.Context, databaseURL string, alone bool) error {
	p.session = "torture-" + id.New()
	// What was committed must outlive a crash: the throw-away PostgreSQL would not wait for it.
	address, err := between.With(databaseURL, map[string]string{"application_name": p.session, "synchronous_commit": "on"})
	if err != nil {
		return err
	}
	data, why := here(ctx, databaseURL)
	p.crashes = alone && why == ""
	if why == "" {
		address, why = p.limitPostgres(ctx, address, data)
	}
	if why != "" {
		p.noFullDisk = "the disk is full (it is PostgreSQL's, and " + why + ")"
	}
	own, drop, err := between.Schema(ctx, address)
	if err != nil {
		return err
	}
	p.databaseURL = own
	p.ends = append(p.ends, drop)
	return nil
}

// here returns the folder of a PostgreSQL on this machine, and otherwise why there is none.
func here(ctx context.Context, databaseURL string) (data os.FileInfo, why string) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return nil, "it does not answer"
	}
	defer func() { _ = conn.Close(ctx) }()
	var folder string
	if err := conn.QueryRow(ctx, "SHOW data_directory").Scan(&folder); err != nil {
		return nil, "we are not its administrator"
	}
	if data, err = os.Stat(folder); err != nil {
		return nil, "it runs elsewhere"
	}
	return data, ""
}

// limitPostgres makes a disk so small that it can be filled, whose owner is that of
// PostgreSQL's folder, and returns an address whose tables come to lie on it; why says
// what was in the way.
func (p *installation) limitPostgres(ctx context.Context, databaseURL string, data os.FileInfo) (address, why string) {
	owner, ok := data.Sys().(*syscall.Stat_t)
	if !ok {
		return databaseURL, "its owner is unknown"
	}
	// Not in our own folder, where PostgreSQL's user may not look.
	disk, err := os.MkdirTemp("", "sluse-disk-*")
	if err != nil {
		return databaseURL, err.Error()
	}
	p.ends = append(p.ends, func() error { return os.RemoveAll(disk) })
	if syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=192m,mode=711") != nil {
		return databaseURL, "this user may mount no small one: root may"
	}
	p.ends = append(p.ends, func() error { return syscall.Unmount(disk, syscall.MNT_DETACH) })
	tables := filepath.Join(disk, "tables")
	err = os.Mkdir(tables, 0o700)
	if err == nil {
		err = os.Chown(tables, int(owner.Uid), int(owner.Gid))
	}
	name := pgx.Identifier{p.session}.Sanitize()
	if err == nil {
		err = execute(ctx, databaseURL, fmt.Sprintf("CREATE TABLESPACE %s LOCATION '%s'", name, tables))
	}
	if err == nil {
		address, err = between.With(databaseURL, map[string]string{"default_tablespace": p.session})
	}
	if err != nil {
		return databaseURL, err.Error()
	}
	p.ends = append(p.ends, func() error {
		return execute(context.WithoutCancel(ctx), databaseURL, "DROP TABLESPACE "+name)
	})
	p.smallDisk = disk
	return address, ""
}

func execute(ctx context.Context, databaseURL, statement string, args ...any) error {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	_, err = conn.Exec(ctx, statement, args...)
	return errors.Join(err, conn.Close(ctx))
}

// endSessions ends the nodes' connections, whatever they carry, as a database does that
// moves to another machine.
func (p *installation) endSessions(ctx context.Context, _ int, _ time.Duration) error {
	return execute(ctx, p.databaseURL,
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()", p.session)
}

// crash kills one of PostgreSQL's processes, at which it ends all of them and begins
// anew from its log.
func (p *installation) crash(ctx context.Context, _ int, _ time.Duration) error {
	conn, err := pgx.Connect(ctx, p.databaseURL)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	process := int(conn.PgConn().PID())
	if err := syscall.Kill(process, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill PostgreSQL's process %d: %w", process, err)
	}
	_ = conn.Close(ctx) // it is dead
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for {
		if err = execute(ctx, p.databaseURL, "SELECT 1"); err == nil || !pause(ctx, 50*time.Millisecond) {
			return err
		}
	}
}
