package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"

	"sluse/internal/platform/database/dbtest"
)

// TestNothingIsLostThroughKilling lets two people discuss while the server is
// killed, with kill -9, again and again. Both must end with every post that was
// acknowledged, once and in the same order, on either database.
func TestNothingIsLostThroughKilling(t *testing.T) {
	const each, kills = 40, 3
	s := newSurvivor(t)
	s.start()
	signe, mette := s.signIn("reference"), s.signIn("partner")
	thread := mette.openThread()
	var writing, reading sync.WaitGroup
	var acknowledged atomic.Int64
	for _, p := range []*person{signe, mette} {
		reading.Go(func() { p.follow(thread, 2*each) })
		writing.Go(func() {
			for n := range each {
				p.post(thread, fmt.Sprintf("%s nr. %d", p.key, n))
				acknowledged.Add(1)
			}
		})
	}
	for k := range kills {
		// Each time with more said than the last time, in the middle of writing.
		goal := int64((k + 1) * 2 * each / (kills + 1))
		until(t, "more posts", func() bool { return acknowledged.Load() >= goal })
		s.kill()
		s.start()
	}
	writing.Wait()
	reading.Wait()
	if len(signe.acknowledged) != each || len(mette.acknowledged) != each {
		t.Fatalf("acknowledged %d and %d", len(signe.acknowledged), len(mette.acknowledged))
	}
	if !slices.Equal(signe.seen, mette.seen) {
		t.Errorf("they saw different orders:\n%v\n%v", signe.seen, mette.seen)
	}
	inThread := signe.readThread(thread)
	if !slices.Equal(inThread, signe.seen) {
		t.Errorf("the thread has %d posts, live showed %d", len(inThread), len(signe.seen))
	}
	for _, post := range append(signe.acknowledged, mette.acknowledged...) {
		if n := count(inThread, post); n != 1 {
			t.Errorf("an acknowledged post is there %d times", n)
		}
	}
}

func count(list []string, one string) (n int) {
	for _, x := range list {
		if x == one {
			n++
		}
	}
	return n
}

// until waits for a condition, and fails the test after a while without it.
func until(t *testing.T, what string, holds func() bool) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Errorf("waited in vain for %s", what)
			return
		case <-again.C:
		}
	}
}

// survivor is a server that is killed and started again at one address.
type survivor struct {
	t       *testing.T
	folder  string
	address string
	db      string
	command *exec.Cmd
}

func newSurvivor(t *testing.T) *survivor {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &survivor{t: t, folder: filepath.Join(t.TempDir(), "data"), address: listener.Addr().String(), db: dbtest.Options(t).URL}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	return s
}

func (s *survivor) start() {
	s.t.Helper()
	s.command = program(s.t, s.folder, "serve", "--demo", "--addr="+s.address, "--base-url=http://"+s.address)
	s.command.Env = append(s.command.Env, "SLUSE_DATABASE_URL="+s.db)
	var words bytes.Buffer
	s.command.Stderr = &words
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	until(s.t, "the server to be ready", func() bool {
		answer, err := http.Get("http://" + s.address + "/readyz")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
	if s.t.Failed() {
		s.t.Fatalf("the server says: %s", words.String())
	}
}

func (s *survivor) kill() {
	if s.command != nil && s.command.Process != nil {
		_ = s.command.Process.Kill()
		_ = s.command.Wait()
		s.command = nil
	}
}

// person is somebody at an API client, with their cookie.
type person struct {
	t            *testing.T
	key, address string
	http         *http.Client
	acknowledged []string
	seen         []string
}

func (s *survivor) signIn(role string) *person {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	p := &person{t: s.t, key: role, address: s.address, http: &http.Client{Jar: jar, Timeout: 10 * time.Second}}
	var personas struct {
		Items []struct{ Key, Role string }
	}
	p.must(http.MethodGet, "/api/demo/personas", nil, &personas)
	for _, persona := range personas.Items {
		if persona.Role == role {
			p.must(http.MethodPost, "/api/demo/sign-ins", map[string]string{"key": persona.Key}, nil)
			return p
		}
	}
	s.t.Fatalf("no persona is a %s: %+v", role, personas)
	return nil
}

// must does one request and fails the test if it is refused.
func (p *person) must(method, path string, body, into any) {
	p.t.Helper()
	if status, err := p.do(method, path, body, into); err != nil || status >= 300 {
		p.t.Fatalf("%s %s: %d %v", method, path, status, err)
	}
}

func (p *person) do(method, path string, body, into any) (int, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequestWithContext(p.t.Context(), method, "http://"+p.address+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Origin", "http://"+p.address)
	answer, err := p.http.Do(request)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err = io.ReadAll(answer.Body)
	if err == nil && into != nil && answer.StatusCode < 300 {
		err = json.Unmarshal(text, into)
	}
	return answer.StatusCode, err
}

func (p *person) openThread() string {
	p.t.Helper()
	var me struct {
		Memberships []struct{ ProgrammeSlug string }
	}
	p.must(http.MethodGet, "/api/me", nil, &me)
	var thread struct{ ID string }
	p.must(http.MethodPost, "/api/programmes/"+me.Memberships[0].ProgrammeSlug+"/threads",
		map[string]string{"clientId": uuid.NewString(), "title": "Holder det?"}, &thread)
	return thread.ID
}

// post says something until the server has acknowledged it, as the frontend's
// outbox does: the same client id each time.
func (p *person) post(thread, text string) {
	body := map[string]string{"clientId": uuid.NewString(), "text": text}
	until(p.t, "a post to be acknowledged", func() bool {
		var post struct{ ID string }
		status, err := p.do(http.MethodPost, "/api/threads/"+thread+"/posts", body, &post)
		if err != nil || status >= 500 {
			return false
		}
		if status >= 300 {
			p.t.Errorf("a post was refused: %d", status)
		}
		p.acknowledged = append(p.acknowledged, post.ID)
		return true
	})
}

// follow reads live until it has seen so many posts, coming back after what it
// has whenever the connection ends.
func (p *person) follow(thread string, posts int) {
	last := int64(0)
	until(p.t, "every post to be shown live", func() bool {
		p.followOnce(thread, posts, &last)
		return len(p.seen) >= posts
	})
}

func (p *person) followOnce(thread string, posts int, last *int64) {
	dialer := websocket.Dialer{Jar: p.http.Jar, HandshakeTimeout: 5 * time.Second}
	header := http.Header{"Origin": {"http://" + p.address}}
	socket, answer, err := dialer.DialContext(p.t.Context(), "ws://"+p.address+"/api/live", header)
	if err != nil {
		return // it is down just now
	}
	_ = answer.Body.Close()
	defer func() { _ = socket.Close() }()
	if socket.WriteJSON(map[string]any{"type": "subscribe", "topic": "thread:" + thread, "after": *last}) != nil {
		return
	}
	for len(p.seen) < posts {
		var f frame
		if err := socket.ReadJSON(&f); err != nil {
			return
		}
		switch {
		case f.Type == "denied" || f.Type == "reset":
			p.t.Errorf("got %s", f.Type)
		case f.Type != "event" || f.Seq <= *last:
		case f.Seq != *last+1:
			return // a hole: come back and ask
		default:
			*last = f.Seq
			p.note(f)
		}
	}
}

// frame is what of a live frame matters here.
type frame struct {
	Type, Verb string
	Seq        int64
	Data       json.RawMessage
}

func (p *person) note(f frame) {
	if f.Verb != "post.created" {
		return
	}
	var data struct{ Post struct{ ID string } }
	if err := json.Unmarshal(f.Data, &data); err != nil {
		p.t.Error(err)
	}
	p.seen = append(p.seen, data.Post.ID)
}

func (p *person) readThread(thread string) (ids []string) {
	p.t.Helper()
	var list struct{ Items []struct{ ID, Text string } }
	p.must(http.MethodGet, "/api/threads/"+thread+"/posts?limit=100", nil, &list)
	for _, post := range list.Items {
		if strings.Contains(post.Text, "nr. ") {
			ids = append(ids, post.ID)
		}
	}
	return ids
}
