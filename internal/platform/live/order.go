package live

// order brings the events of a topic into the order of their numbers. Those of
// several nodes, or of several writers at once, may come in another one.
type order struct {
	begun bool
	seen  int64 // everything up to here has been given out
	// ahead holds what came before its turn: nil where it has been given out.
	ahead map[int64]*pendingEvent
}

// begin says that everything up to newest is known to whoever looks. Only the
// first call counts: later ones know no more than what has come since.
func (o *order) begin(newest int64) {
	if o.begun {
		return
	}
	o.begun, o.seen = true, newest
	for seq := range o.ahead {
		if seq <= newest {
			delete(o.ahead, seq)
		}
	}
	o.drain()
}

// missing reports whether something has yet to come before what is there already.
func (o *order) missing() bool { return o.begun && len(o.ahead) > 0 }

// take notes an event and returns those whose turn it is. hole says that something is
// missing still.
func (o *order) take(event pendingEvent) (ready []pendingEvent, hole bool) {
	if o.ahead == nil {
		o.ahead = map[int64]*pendingEvent{}
	}
	if !o.begun {
		// Nobody has caught up yet: all keep it back, and know what they have had.
		if _, known := o.ahead[event.seq]; known {
			return nil, false
		}
		o.ahead[event.seq] = nil
		return []pendingEvent{event}, false
	}
	_, known := o.ahead[event.seq]
	switch {
	case known, event.seq <= o.seen:
		return nil, o.missing()
	case event.seq > o.seen+1:
		o.ahead[event.seq] = &event
		return nil, true
	}
	o.seen = event.seq
	ready = append([]pendingEvent{event}, o.drain()...)
	return ready, o.missing()
}

// drain takes out what follows on what has been seen.
func (o *order) drain() (ready []pendingEvent) {
	for {
		event, known := o.ahead[o.seen+1]
		if !known {
			return ready
		}
		o.seen++
		delete(o.ahead, o.seen)
		if event != nil {
			ready = append(ready, *event)
		}
	}
}

// skip gives up what is missing before newest.
func (o *order) skip(newest int64) (ready []pendingEvent) {
	for seq := range o.ahead {
		if seq <= newest {
			delete(o.ahead, seq)
		}
	}
	o.seen = max(o.seen, newest)
	return o.drain()
}
