package app

import (
	"testing"
)

const megabyte = 1 << 20

func TestMemoryGoesBackOnceLoadIsOver(t *testing.T) {
	e := ease{percent: calmPercent}
	back := 0
	tick := func(rounds uint64) {
		t.Helper()
		if e.next(rounds, 20*megabyte) {
			back++
		}
	}
	for range 60 { // nobody there
		tick(0)
	}
	if back != 1 || e.percent != calmPercent {
		t.Fatalf("at rest: given back %d times, %d %%; want once, what starting needed, and %d %%", back, e.percent, calmPercent)
	}
	for range 30 { // many people
		tick(4)
	}
	if back != 1 || e.percent != busyPercent {
		t.Fatalf("under load: given back %d times, %d %%; want no more, and %d %%", back-1, e.percent, busyPercent)
	}
	for range 30 { // as many: now that it waits for more it has fewer rounds
		tick(1)
	}
	if back != 1 || e.percent != busyPercent {
		t.Fatalf("under load for longer: given back %d times, %d %%; want no more, and %d %%", back-1, e.percent, busyPercent)
	}
	for range 30 {
		tick(0)
	}
	if back != 2 || e.percent != calmPercent {
		t.Fatalf("at rest again: given back %d times, %d %%; want once, and %d %%", back-1, e.percent, calmPercent)
	}
}

func TestMemoryGoesBackAfterACrowdThatCameInTheMiddleOfATick(t *testing.T) {
	e, back := ease{percent: calmPercent}, 0
	for _, rounds := range []uint64{0, 0, 0, 0, 1, 1, 0, 0, 0, 0} {
		if e.next(rounds, 20*megabyte) {
			back++
		}
	}
	if back != 2 {
		t.Errorf("given back %d times, want twice: what starting needed, and what the crowd did", back)
	}
}

func TestTheCollectorWaitsForNoMoreThanThereIsRoomFor(t *testing.T) {
	for inUse, want := range map[uint64]int{0: 300, megabyte: 300, 32 * megabyte: 300, 64 * megabyte: 200, 640 * megabyte: 110, 1 << 40: 100} {
		e := ease{percent: calmPercent}
		e.next(busyRounds, inUse)
		if e.percent != want {
			t.Errorf("%d MB in use: %d %%, want %d %%", inUse/megabyte, e.percent, want)
		}
	}
}
