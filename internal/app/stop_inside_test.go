package app

import (
	"os"
	"regexp"
	"testing"
	"time"

	"sluse/internal/platform/web"
)

// Containers are killed after a while. Ours are given longer than the program
// takes to end at most: requests that drain, then jobs that finish.
func TestContainersAreGivenTimeToStop(t *testing.T) {
	compose, err := os.ReadFile("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	given := regexp.MustCompile(`stop_grace_period: (\S+)`).FindAllSubmatch(compose, -1)
	if len(given) != 2 {
		t.Fatalf("%d times to stop; want that of the one program and that of the nodes", len(given))
	}
	for _, period := range given {
		if killed, err := time.ParseDuration(string(period[1])); err != nil || killed <= web.DrainTimeout+stopTimeout {
			t.Errorf("killed after %s, which is less than %s and %s (%v)", period[1], web.DrainTimeout, stopTimeout, err)
		}
	}
}
