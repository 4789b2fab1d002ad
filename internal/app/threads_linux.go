package app

import (
	"runtime"
	"syscall"
)

// behindOthers is how far the priority of what follows from posts is below that of the
// requests (nice): on a busy core it gets a tenth of what one of them does, and all that
// they leave.
const behindOthers = 10

// giveWay has the caller work on a thread of its own that gives way to the others, and
// ends with the caller's goroutine. What others may have to wait for, such as a
// transaction, does not belong there.
func giveWay() {
	runtime.LockOSThread()
	// Of a thread, on Linux (setpriority(2), notes). Where it is refused all are equal.
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, behindOthers)
}
