package torture_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sluse/internal/bench/torture"
	"sluse/internal/platform/database/dbtest"
)

// The short form of make torture: on SQLite one node, on PostgreSQL three.
func TestNothingThatWasAcknowledgedIsLost(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "sluse")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "sluse/cmd/sluse")
	if words, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, words)
	}
	options := torture.Options{
		Binary: binary, Folder: t.TempDir(), Nodes: 1, For: 20 * time.Second, Seed: 2026, Words: t.Output(),
		Frontend: filepath.Join("..", "..", "..", "frontend"),
	}
	if options.DatabaseURL = os.Getenv(dbtest.Variable); options.DatabaseURL != "" {
		options.Nodes = 3
	}
	report, err := torture.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(report)
	for _, wrong := range report.Wrong {
		t.Error(wrong)
	}
}
