// Package limits holds the least that the work could cost on this machine: a
// broadcaster that keeps nothing, and a loop that does nothing but insert.
package limits

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// queue is how far a listener may be behind.
const queue = 256

type broadcaster struct {
	upgrader websocket.Upgrader
	mu       sync.Mutex
	open     map[chan *websocket.PreparedMessage]struct{}
}

// Broadcast serves until ctx ends: what is posted to /post goes to everybody who
// listens on the websocket /live.
func Broadcast(ctx context.Context, address string) error {
	b := &broadcaster{
		upgrader: websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}},
		open:     map[chan *websocket.PreparedMessage]struct{}{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/ready", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /post", b.post)
	mux.HandleFunc("/live", b.live)
	server := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("broadcast: %w", err)
	}
	return nil
}

func (b *broadcaster) post(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for listener := range b.open {
		select {
		case listener <- message:
		default: // too slow: it loses one, and the bench counts it
		}
	}
}

func (b *broadcaster) live(w http.ResponseWriter, r *http.Request) {
	socket, err := b.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	messages, ended := make(chan *websocket.PreparedMessage, queue), make(chan struct{})
	b.mu.Lock()
	b.open[messages] = struct{}{}
	b.mu.Unlock()
	go func() {
		defer close(ended)
		for {
			if _, _, err := socket.NextReader(); err != nil {
				return
			}
		}
	}()
	defer func() {
		b.mu.Lock()
		delete(b.open, messages)
		b.mu.Unlock()
		_ = socket.Close()
	}()
	for {
		select {
		case message := <-messages:
			if socket.SetWriteDeadline(time.Now().Add(10*time.Second)) != nil || socket.WritePreparedMessage(message) != nil {
				return
			}
		case <-ended:
			return
		}
	}
}
