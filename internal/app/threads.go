package app

import (
	"os"
	"runtime"
)

// threadsAtLeast is how many threads of Go's may be at work at once, also where there
// is one core. A thread within SQLite, waiting for the disk perhaps, occupies one of
// these places until the runtime notices, up to 10 ms later; and where there is only one,
// who was answered by the disk waits for whoever computes.
const threadsAtLeast = 2

// allowThreads allows them. Whoever has set GOMAXPROCS knows better; on larger machines
// the runtime does, which looks at what a container may take, too.
func allowThreads() {
	if os.Getenv("GOMAXPROCS") == "" && runtime.NumCPU() < threadsAtLeast {
		runtime.GOMAXPROCS(threadsAtLeast)
	}
}
