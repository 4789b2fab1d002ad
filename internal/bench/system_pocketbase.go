package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"sluse/internal/bench/client"
	"sluse/internal/bench/process"
	"sluse/internal/bench/texts"
)

// pocketBase is what one would really choose instead: a collection of posts with a
// membership rule, and realtime subscriptions to it.
type pocketBase struct {
	process *process.Server
	http    *http.Client
	streams *http.Client // without a limit of time
	world   struct {
		Thread string
		People []struct{ ID, Token string }
	}
}

// peerPeople is how many people PocketBase is filled with.
const peerPeople = 1000

func (b *Bench) startPocketBase(ctx context.Context) (system, error) {
	folder, err := os.MkdirTemp(b.Folder, "pocketbase-*")
	if err != nil {
		return nil, err
	}
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	world := filepath.Join(folder, "world.json")
	server, err := process.Start(ctx, "http://"+address, "/api/health", filepath.Join(folder, "server.log"), nil,
		b.Peer, folder, address, strconv.Itoa(peerPeople), world)
	if err != nil {
		return nil, err
	}
	s := &pocketBase{process: server, http: client.NewHTTP(connections), streams: client.NewHTTP(peerPeople + connections)}
	s.streams.Timeout = 0
	text, err := os.ReadFile(filepath.Clean(world))
	if err == nil {
		err = json.Unmarshal(text, &s.world)
	}
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func (s *pocketBase) name() string    { return "PocketBase" }
func (s *pocketBase) server() weighed { return s.process }

func (s *pocketBase) stop() error {
	s.http.CloseIdleConnections()
	s.streams.CloseIdleConnections()
	return s.process.Stop()
}

func (s *pocketBase) post(ctx context.Context, writer int, _ place, number int) error {
	who := s.world.People[writer%len(s.world.People)]
	return s.ask(ctx, who.Token, recordsPath, map[string]string{"thread": s.world.Thread, "author": who.ID, "text": texts.Numbered(number)})
}

const recordsPath = "/api/collections/posts/records"

func (s *pocketBase) kept(ctx context.Context) (map[int]int, error) {
	all := map[int]int{}
	for number, more := 1, true; more; number++ {
		said, err := s.send(ctx, http.MethodGet, s.world.People[0].Token, fmt.Sprintf("%s?perPage=%d&page=%d&skipTotal=1&sort=id&fields=text", recordsPath, keptAtOnce, number), nil)
		if err != nil {
			return nil, err
		}
		var page struct{ Items []struct{ Text string } }
		if err := json.Unmarshal(said, &page); err != nil {
			return nil, fmt.Errorf("read PocketBase's posts: %w", err)
		}
		for _, post := range page.Items {
			all[texts.Number([]byte(post.Text))]++
		}
		more = len(page.Items) == keptAtOnce
	}
	return all, nil
}

// keptAtOnce is how many posts are read at a time.
const keptAtOnce = 500

func (s *pocketBase) ask(ctx context.Context, token, path string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = s.send(ctx, http.MethodPost, token, path, text)
	return err
}

func (s *pocketBase) send(ctx context.Context, method, token, path string, body []byte) (said []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, s.process.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", token)
	answer, err := s.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	said, err = io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("PocketBase answered %s: %.200s", answer.Status, said)
	}
	return said, err
}

func (s *pocketBase) listen(ctx context.Context, who int, _ place) (listener, error) {
	token := s.world.People[who%len(s.world.People)].Token
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.process.URL+"/api/realtime", http.NoBody)
	if err != nil {
		return nil, err
	}
	answer, err := s.streams.Do(request)
	if err != nil {
		return nil, err
	}
	e := &events{body: answer.Body, lines: bufio.NewReaderSize(answer.Body, 8192)}
	hello, err := e.Read()
	if err != nil {
		return nil, errors.Join(err, answer.Body.Close())
	}
	var greeting struct {
		ClientID string `json:"clientId"`
	}
	if err := json.Unmarshal(hello, &greeting); err != nil {
		return nil, errors.Join(err, answer.Body.Close())
	}
	err = s.ask(ctx, token, "/api/realtime", map[string]any{"clientId": greeting.ClientID, "subscriptions": []string{"posts/*"}})
	return e, err
}

// events reads server-sent events.
type events struct {
	body  io.ReadCloser
	lines *bufio.Reader
}

// Read returns the data of the next event.
func (e *events) Read() ([]byte, error) {
	for {
		line, err := e.lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if data, found := bytes.CutPrefix(line, []byte("data:")); found {
			return data, nil
		}
	}
}

// Close ends the stream.
func (e *events) Close() { _ = e.body.Close() }
