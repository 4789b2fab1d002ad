package torture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"sluse/internal/bench/client"
	"sluse/internal/bench/texts"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/live"
)

// client is one of the people, who reach any node through the balancer.
func (r *run) client(who int) *client.Client {
	return &client.Client{URL: r.place.url(), Token: r.world.People[who].Token, HTTP: client.NewHTTP(8)}
}

// tryAgainAfter is a person's patience after a request that did not get through.
const tryAgainAfter = 50 * time.Millisecond

// writer writes post after post. Each is tried until it is acknowledged, with the
// id that it was first sent with.
type writer struct {
	*run
	client *client.Client
	number int

	mu           sync.Mutex
	acknowledged []string // ids of posts, in the order of writing
	named        []naming
}

func (w *writer) list() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.acknowledged
}

// write begins no post once writing has ended, and gives up only with giveUp.
func (w *writer) write(writing, giveUp context.Context) {
	for n := 0; pause(writing, postEvery); n++ {
		text := fmt.Sprintf("%s (skriver %d, nr. %d)", texts.Numbered(n), w.number, n)
		named := ""
		if n%mentionEvery == 0 {
			var mention string
			named, mention = w.mention(n)
			text += " " + mention
		}
		postID := w.post(giveUp, text)
		if named != "" && postID != "" {
			w.mu.Lock()
			w.named = append(w.named, naming{postID, named})
			w.mu.Unlock()
		}
	}
}

// mentionEvery: so often somebody is named who is not there, and is told by mail.
const mentionEvery = 25

// mention names one of those who never look.
func (w *writer) mention(n int) (personID, text string) {
	first := writers + readers + 1
	away := first + (n/mentionEvery+w.number)%(len(w.world.People)-first)
	personID = w.world.People[away].ID
	return personID, fmt.Sprintf("@[Person %d Prøve](person:%s)", away, personID)
}

// post tries until it is acknowledged, and returns the post's id; "" if it was given up.
func (w *writer) post(ctx context.Context, text string) (postID string) {
	clientID := id.New()
	for ctx.Err() == nil {
		made, err := w.client.Post(ctx, w.world.Fresh, clientID, text)
		if err == nil {
			w.mu.Lock()
			w.acknowledged = append(w.acknowledged, made.ID)
			w.mu.Unlock()
			return made.ID
		}
		w.judge(err)
		pause(ctx, tryAgainAfter)
	}
	return ""
}

// judge looks at what did not get through. A refusal that passes says so, and what
// to do: anything else is a fault of the server's, for everybody here may do what
// they ask for.
func (r *run) judge(err error) {
	var refused *client.Refused
	if !errors.As(err, &refused) {
		return // the connection: somebody pulled the plug
	}
	r.verdict.refused(refused.Status)
	var problem struct{ Code, Title, Detail, RequestID string }
	passes := refused.Status == http.StatusServiceUnavailable || refused.Status == http.StatusTooManyRequests
	told := refused.Type == "application/problem+json" && json.Unmarshal([]byte(refused.Body), &problem) == nil &&
		problem.Code != "" && problem.Title != "" && problem.Detail != "" && problem.RequestID != ""
	if !passes || !told {
		r.verdict.add("answered %d (%s): %.300s", refused.Status, refused.Type, refused.Body)
	}
}

// reader looks on, live, and comes back whenever the connection ends.
type reader struct {
	*run
	client *client.Client
	name   string

	mu    sync.Mutex
	posts []string
	// known are the posts that were seen: true for those that came live.
	known   map[string]bool
	returns int
	resets  int
}

func (l *reader) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.posts)
}

// reset returns how often the reader had to load anew.
func (l *reader) reset() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.resets
}

func (l *reader) look(ctx context.Context) {
	l.known = map[string]bool{}
	last := int64(0)
	for ctx.Err() == nil {
		if err := l.lookOnce(ctx, &last); err != nil {
			l.verdict.add("%s: %v", l.name, err)
		}
		l.returns++
		pause(ctx, tryAgainAfter)
	}
}

// lookOnce follows the thread over one connection. Its error is a broken promise,
// never a lost connection.
func (l *reader) lookOnce(ctx context.Context, last *int64) error {
	socket, err := l.client.Open(ctx)
	if err != nil {
		l.judge(err)
		return nil
	}
	defer socket.Close()
	defer context.AfterFunc(ctx, socket.Close)()
	topic := "thread:" + l.world.Fresh
	if socket.Send(live.ClientFrame{Type: "subscribe", Topic: topic, After: *last}) != nil {
		return nil
	}
	for {
		frame, err := socket.Next()
		if err != nil {
			return nil
		}
		if goOn, err := l.hear(ctx, frame, last); err != nil || !goOn {
			return err
		}
	}
}

// hear takes one frame of a connection; goOn is false where the reader comes back and
// asks again for what came after last.
func (l *reader) hear(ctx context.Context, frame live.ServerFrame, last *int64) (goOn bool, err error) {
	topic := "thread:" + l.world.Fresh
	switch {
	case frame.Topic != topic:
	case frame.Type == "denied":
		return false, errors.New("was denied the thread")
	case frame.Type == "reset":
		if !l.reload(ctx) {
			return false, nil // it asks again for the same
		}
		*last = frame.Seq
	case frame.Type != "event":
	case frame.Seq <= *last && l.Older == "": // the older program sends some twice
		return false, fmt.Errorf("event %d came twice over one connection", frame.Seq)
	case frame.Seq <= *last:
	case frame.Seq != *last+1:
		return false, nil // a hole
	default:
		*last = frame.Seq
		return true, l.take(frame)
	}
	return true, nil
}

func (l *reader) take(frame live.ServerFrame) error {
	if frame.Verb != "post.created" {
		return nil
	}
	var event struct {
		Post struct{ ID string }
	}
	if err := json.Unmarshal(frame.Data, &event); err != nil || event.Post.ID == "" {
		return fmt.Errorf("event %d cannot be read: %w", frame.Seq, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	live, known := l.known[event.Post.ID]
	if live {
		return fmt.Errorf("post %s came twice", event.Post.ID)
	}
	l.known[event.Post.ID] = true
	if known {
		return nil // what was loaded anew may have been on its way
	}
	l.posts = append(l.posts, event.Post.ID)
	return nil
}

// reload reads the whole thread, as a page does that was away for too long.
func (l *reader) reload(ctx context.Context) bool {
	all, err := readThread(ctx, l.client, l.world.Fresh)
	if err != nil {
		l.judge(err)
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.resets++
	l.posts, l.known = all, map[string]bool{}
	for _, postID := range all {
		l.known[postID] = false
	}
	return true
}

// readThread returns the ids of a thread's posts, oldest first.
func readThread(ctx context.Context, c *client.Client, thread string) ([]string, error) {
	var all []string
	path := "/api/threads/" + thread + "/posts?limit=100"
	for next := path; next != ""; {
		var page struct {
			Items []struct {
				ID  string
				Seq int64
			}
			Older bool
		}
		if err := c.Do(ctx, http.MethodGet, next, nil, &page); err != nil {
			return nil, err
		}
		ids := make([]string, 0, len(page.Items)+len(all))
		for _, post := range page.Items {
			ids = append(ids, post.ID)
		}
		all = append(ids, all...)
		next = ""
		if page.Older && len(page.Items) > 0 {
			next = fmt.Sprintf("%s&before=%d", path, page.Items[0].Seq)
		}
	}
	return all, nil
}

// newest returns the id of the thread's newest post, "" if it cannot be read.
func (r *run) newest(ctx context.Context) string {
	var page struct{ Items []struct{ ID string } }
	err := r.client(0).Do(ctx, http.MethodGet, "/api/threads/"+r.world.Fresh+"/posts?limit=1", nil, &page)
	if err != nil || len(page.Items) == 0 {
		return ""
	}
	return page.Items[len(page.Items)-1].ID
}

// sleeper opens the thread and never reads: nobody else may feel it.
type sleeper struct{ client *client.Client }

func (s *sleeper) sleep(ctx context.Context, topic string) {
	for ctx.Err() == nil {
		if socket, err := s.client.Open(ctx); err == nil {
			_ = socket.Send(live.ClientFrame{Type: "subscribe", Topic: topic})
			pause(ctx, time.Minute)
			socket.Close()
		}
		pause(ctx, time.Second)
	}
}

// verdict gathers what was wrong.
type verdict struct {
	mu       sync.Mutex
	wrong    []string
	refusals map[int]int
}

// mostWrong is how much is told: the rest is more of the same.
const mostWrong = 30

func (v *verdict) add(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.wrong) < mostWrong {
		v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
	}
}

func (v *verdict) refused(status int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.refusals == nil {
		v.refusals = map[int]int{}
	}
	v.refusals[status]++
}

// refusedWith returns how often somebody was refused with a status.
func (v *verdict) refusedWith(status int) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.refusals[status]
}

func (v *verdict) list() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return strings.Join(v.wrong, "\n")
}
