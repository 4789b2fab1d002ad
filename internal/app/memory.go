package app

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// A round of the garbage collector costs the same however much it finds. While much is
// going on it therefore waits for more, and once that is over the memory goes back to
// the machine: what connecting a thousand people needed in passing does not stay.

const (
	easeEvery = time.Second
	// busyRounds within easeEvery mean that much is going on; at most calmRounds within
	// calmTicks times easeEvery mean that it is over.
	busyRounds = 2
	calmRounds = 1
	calmTicks  = 3
	// seldom is after how many ticks memory is given back again where little goes on.
	seldom = 30
	// calmPercent and busyPercent are how much may be added to what is in use before a
	// round begins; no more than busyExtra is added beyond calmPercent.
	calmPercent = 100
	busyPercent = 300
	busyExtra   = 64 << 20
)

// ease is what the collector is told.
type ease struct {
	percent int
	// rounds are those of the last ticks, newest last.
	rounds [calmTicks]uint64
	// ticks counts those since the memory was given back last.
	ticks int
	// given is set as long as little has happened since then.
	given bool
}

// next takes how many rounds there were since the last tick and how many bytes are in
// use, and says whether memory is to be given back.
func (e *ease) next(rounds, inUse uint64) (giveBack bool) {
	copy(e.rounds[:], e.rounds[1:])
	e.rounds[calmTicks-1] = rounds
	e.ticks++
	var lately uint64
	for _, n := range e.rounds {
		lately += n
	}
	// Two rounds may stand on either side of a tick, as when a thousand people come at once.
	if lately >= busyRounds || rounds > 0 && e.ticks >= seldom {
		e.given = false
	}
	switch {
	case e.ticks >= calmTicks && lately <= calmRounds:
		giveBack = !e.given
		e.percent = calmPercent
	case rounds >= busyRounds || e.percent != calmPercent:
		e.percent = busy(inUse)
	}
	if giveBack {
		e.ticks, e.given = 0, true
	}
	return giveBack
}

func busy(inUse uint64) int {
	extra := int(busyExtra * 100 / max(inUse, 1))
	return min(calmPercent+extra, busyPercent)
}

// easeCollector works until ctx ends. Whoever has set GOGC knows better.
func easeCollector(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	samples := []metrics.Sample{{Name: "/gc/cycles/total:gc-cycles"}, {Name: "/gc/heap/live:bytes"}}
	ticker := time.NewTicker(easeEvery)
	defer ticker.Stop()
	state, told, before := ease{percent: calmPercent}, calmPercent, uint64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		metrics.Read(samples)
		rounds := samples[0].Value.Uint64()
		giveBack := state.next(rounds-before, samples[1].Value.Uint64())
		if state.percent != told {
			told = state.percent
			debug.SetGCPercent(told)
		}
		if giveBack {
			// In two rounds: what lies in pools goes with the second, and a stack that
			// has grown gets half as large in each.
			runtime.GC()
			debug.FreeOSMemory()
			metrics.Read(samples) // those were rounds of ours
		}
		before = samples[0].Value.Uint64()
	}
}
