package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"

	"sluse/internal/bench/client"
	"sluse/internal/bench/process"
	"sluse/internal/bench/seed"
	"sluse/internal/bench/texts"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/live"
)

// system is a running server that people write to and that shows others what was
// written.
type system interface {
	name() string
	// server is weighed: what it uses counts.
	server() weighed
	// post writes the text with a number as one of the writers.
	post(ctx context.Context, writer int, where place, number int) error
	// listen connects one of the people and returns once they get what is written.
	listen(ctx context.Context, who int, where place) (listener, error)
	// kept returns how often each post of the quiet thread is there, by its number.
	kept(ctx context.Context) (map[int]int, error)
	stop() error
}

// place is where the people of a work meet.
type place int

const (
	quiet   place = iota // a thread without listeners
	crowded              // a thread that everybody may look at
	seminar              // a thread of three hundred
)

// listener gets what is written.
type listener interface {
	// Read returns the next message, valid until the next call.
	Read() ([]byte, error)
	Close()
}

// sluse is the product.
type sluse struct {
	process *process.Server
	world   seed.World
	http    *http.Client
}

func (b *Bench) startSluse(ctx context.Context) (system, error) {
	folder, err := b.fresh()
	if err != nil {
		return nil, err
	}
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	environment := append([]string{
		"SLUSE_ADDR=" + address, "SLUSE_DATA_DIR=" + folder, "SLUSE_SMTP_URL=log:", "SLUSE_BASE_URL=http://" + address,
	}, b.Environment...)
	server, err := process.Start(ctx, "http://"+address, "/readyz", filepath.Join(folder, "server.log"), environment, b.Binary, "serve")
	if err != nil {
		return nil, err
	}
	return &sluse{server, b.world, client.NewHTTP(connections)}, nil
}

// connections is how many requests may be under way at a time.
const connections = 512

func (s *sluse) name() string    { return "sluse" }
func (s *sluse) server() weighed { return s.process }
func (s *sluse) stop() error     { s.http.CloseIdleConnections(); return s.process.Stop() }

// of returns a person's client. People take turns, so that the bounds on requests
// of one session hold as for everybody.
func (s *sluse) of(who int) *client.Client {
	return &client.Client{URL: s.process.URL, Token: s.world.People[who%len(s.world.People)].Token, HTTP: s.http}
}

func (s *sluse) thread(where place) string {
	switch where {
	case crowded:
		return s.world.Crowded
	case seminar:
		return s.world.Live
	default:
		return s.world.Fresh
	}
}

// sessionLasts is after how many posts another session is taken: before the bounds
// are met, warming up counted in, and seldom enough for a session to be known.
const sessionLasts = 120

func (s *sluse) post(ctx context.Context, writer int, where place, number int) error {
	sessions := s.world.Writers[writer%len(s.world.Writers)]
	c := &client.Client{URL: s.process.URL, Token: sessions[number/sessionLasts%len(sessions)], HTTP: s.http}
	_, err := c.Post(ctx, s.thread(where), id.New(), texts.Numbered(number))
	return err
}

func (s *sluse) kept(ctx context.Context) (map[int]int, error) {
	all, path := map[int]int{}, "/api/threads/"+s.thread(quiet)+"/posts?limit=100"
	// Page by page as somebody else, within the bounds on the requests of each.
	for next, who := path, 0; next != ""; who++ {
		var page struct {
			Items []struct {
				Text string
				Seq  int64
			}
			Older bool
		}
		if err := s.of(who%s.world.Seminar).Do(ctx, http.MethodGet, next, nil, &page); err != nil {
			return nil, err
		}
		for _, post := range page.Items {
			all[texts.Number([]byte(post.Text))]++
		}
		next = ""
		if page.Older && len(page.Items) > 0 {
			next = fmt.Sprintf("%s&before=%d", path, page.Items[0].Seq)
		}
	}
	return all, nil
}

func (s *sluse) listen(ctx context.Context, who int, where place) (listener, error) {
	socket, err := s.of(who).Open(ctx)
	if err != nil {
		return nil, err
	}
	// A tab has its person's topic besides the one that it shows.
	if err := socket.Send(live.ClientFrame{Type: "subscribe", Topic: "person:" + s.world.People[who].ID, After: -1}); err != nil {
		return nil, err
	}
	_, err = socket.Subscribe("thread:"+s.thread(where), -1, nil)
	return tab{socket}, err
}

// tab is a person's socket, of which only the posts that were made are heard.
type tab struct{ *client.Socket }

// Read implements listener.
func (t tab) Read() ([]byte, error) {
	for {
		message, err := t.Socket.Read()
		if err != nil || tellsOfPost(message) {
			return message, err
		}
	}
}

// created is how a frame names its verb. In a text the quotes would be escaped.
var created = []byte(`"verb":"post.created"`)

// tellsOfPost reports whether a frame tells of a new post: a reaction, too, brings
// the whole post, which is not there a second time for that.
func tellsOfPost(frame []byte) bool { return bytes.Contains(frame, created) }

// bare is the limit of live delivery: a broadcaster that keeps nothing.
type bare struct {
	process *process.Server
	http    *http.Client
}

func (b *Bench) startBare(ctx context.Context) (system, error) {
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	server, err := process.Start(ctx, "http://"+address, "/ready", filepath.Join(b.Folder, "bare.log"), nil, b.Self, "bare", "broadcast", address)
	if err != nil {
		return nil, err
	}
	return &bare{server, client.NewHTTP(connections)}, nil
}

func (s *bare) name() string    { return "bare" }
func (s *bare) server() weighed { return s.process }
func (s *bare) stop() error     { s.http.CloseIdleConnections(); return s.process.Stop() }

func (s *bare) post(ctx context.Context, _ int, _ place, number int) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.process.URL+"/post", strings.NewReader(texts.Numbered(number)))
	if err != nil {
		return err
	}
	answer, err := s.http.Do(request)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		err = errors.New("the broadcaster answered " + answer.Status)
	}
	return errors.Join(err, answer.Body.Close())
}

func (s *bare) kept(context.Context) (map[int]int, error) {
	return nil, errors.New("the broadcaster keeps nothing")
}

func (s *bare) listen(ctx context.Context, _ int, _ place) (listener, error) {
	socket, err := client.OpenAt(ctx, strings.Replace(s.process.URL, "http", "ws", 1)+"/live", nil)
	if err != nil {
		return nil, err
	}
	return socket, nil
}
