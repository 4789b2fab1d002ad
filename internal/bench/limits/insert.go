package limits

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	_ "github.com/mattn/go-sqlite3" // the product's database

	"sluse/internal/bench/texts"
	"sluse/internal/kernel/id"
)

// Inserted is what the insert loop reached.
type Inserted struct {
	PerSecond float64 `json:"ops_per_s"`
	P50       float64 `json:"p50_ms"`
	P95       float64 `json:"p95_ms"`
	P99       float64 `json:"p99_ms"`
	CPU       float64 `json:"cpu_us_per_op"`
	// Sync is how long the machine takes to write one page durably, in ms.
	Sync float64 `json:"fsync_ms"`
}

const schema = `CREATE TABLE post (id TEXT PRIMARY KEY, thread TEXT NOT NULL, seq INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL);
CREATE UNIQUE INDEX post_order ON post (thread, seq)`

// Insert writes posts into a new SQLite file in folder for a while, group of them
// in each durable transaction, and writes what it reached as JSON.
func Insert(ctx context.Context, folder string, group int, lasting time.Duration, out io.Writer) (err error) {
	path := filepath.Join(folder, id.New()+".db")
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("make the table: %w", err)
	}
	var took []time.Duration
	before, begun, rows := spent(), time.Now(), 0
	for time.Since(begun) < lasting && ctx.Err() == nil {
		started := time.Now()
		if err := insert(ctx, db, rows, group); err != nil {
			return err
		}
		took = append(took, time.Since(started))
		rows += group
	}
	elapsed, used := time.Since(begun), spent()-before
	slices.Sort(took)
	at := func(q float64) float64 {
		return float64(took[min(int(q*float64(len(took))), len(took)-1)].Microseconds()) / 1000
	}
	synced, err := syncTime(folder)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(Inserted{
		PerSecond: float64(rows) / elapsed.Seconds(), P50: at(0.5), P95: at(0.95), P99: at(0.99),
		CPU: float64(used.Microseconds()) / float64(max(rows, 1)), Sync: synced,
	})
}

func insert(ctx context.Context, db *sql.DB, from, group int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for n := range group {
		_, err := tx.ExecContext(ctx, "INSERT INTO post (id, thread, seq, author, text) VALUES (?, 't', ?, 'a', ?)", id.New(), from+n, texts.Numbered(from+n))
		if err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("insert: %w", err)
		}
	}
	return tx.Commit()
}

// spent is the time that this process has had on the processor.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// syncTime is the median of writing 4 KiB and waiting for the disk.
func syncTime(folder string) (float64, error) {
	file, err := os.CreateTemp(folder, "fsync-*")
	if err != nil {
		return 0, fmt.Errorf("measure fsync: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	defer func() { _ = file.Close() }()
	page, took := make([]byte, 4096), []time.Duration(nil)
	for range 101 {
		begun := time.Now()
		if _, err := file.Write(page); err != nil {
			return 0, err
		}
		if err := file.Sync(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	return float64(took[len(took)/2].Microseconds()) / 1000, nil
}
