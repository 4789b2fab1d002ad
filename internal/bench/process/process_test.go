package process_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"sluse/internal/bench/process"
)

// TestServersHaveACoreOfTheirOwn asks as the load does, which has been put on another
// core: it knows of no core but that one, and servers must not share it.
func TestServersHaveACoreOfTheirOwn(t *testing.T) {
	const asLoad = "PROCESS_TEST_AS_LOAD"
	if os.Getenv(asLoad) == "" {
		if text, err := exec.Command("taskset", "-c", "1", "true").CombinedOutput(); err != nil {
			t.Logf("no second core, or no taskset, to put the load on: %v %s", err, text)
			return
		}
		load := exec.Command("taskset", "-c", "1", os.Args[0], "-test.run=^TestServersHaveACoreOfTheirOwn$")
		load.Env = append(os.Environ(), asLoad+"=1")
		if text, err := load.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return
	}
	name, args := process.OnServerCore("grep", "Cpus_allowed_list", "/proc/self/status")
	text, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, core, _ := strings.Cut(string(text), "\t"); strings.TrimSpace(core) != "0" {
		t.Errorf("a server may use the cores %q", core)
	}
}
