package web_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/platform/web"
)

func TestReadiness(t *testing.T) {
	asked := 0
	s := newServer(t, func(o *web.Options) {
		o.Ready = []web.Check{{Name: "database", Ask: func(context.Context) error { asked++; return nil }}}
	})
	for range 3 {
		if answer := ask(t, s, http.MethodGet, "/readyz", "", nil); answer.Code != 200 {
			t.Errorf("ready: %d", answer.Code)
		}
	}
	if asked != 1 {
		t.Errorf("the database was asked %d times within a second", asked)
	}
	s.StopTaking()
	problemIn(t, ask(t, s, http.MethodGet, "/readyz", "", nil), 503)
}

func TestNotReady(t *testing.T) {
	s := newServer(t, func(o *web.Options) {
		o.Ready = []web.Check{{Name: "database", Ask: func(context.Context) error { return errors.New("secret cause") }}}
	})
	p := problemIn(t, ask(t, s, http.MethodGet, "/readyz", "", nil), 503)
	if failed, ok := p.Params["failed"].([]any); !ok || len(failed) != 1 || failed[0] != "database" {
		t.Errorf("params %v", p.Params)
	}
	if answer := ask(t, s, http.MethodGet, "/healthz", "", nil); answer.Code != 200 {
		t.Errorf("alive all the same: %d", answer.Code)
	}
}

func TestServeLetsRequestsFinish(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Public = append(o.Public, "slow") })
	begun, finish := make(chan struct{}), make(chan struct{})
	huma.Register(s.API, huma.Operation{OperationID: "slow", Method: http.MethodGet, Path: "/api/slow", Summary: "slow"},
		func(context.Context, *struct{}) (*wordOutput, error) {
			close(begun)
			<-finish
			return word("done"), nil
		})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	left, served := make(chan struct{}), make(chan error, 1)
	go func() { served <- s.Serve(ctx, listener, func() { close(left) }) }()
	answered := make(chan string, 1)
	go func() {
		answer, err := http.Get("http://" + listener.Addr().String() + "/api/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		answered <- string(body)
	}()
	<-begun
	stop()
	<-left
	problemIn(t, ask(t, s, http.MethodGet, "/readyz", "", nil), 503)
	close(finish)
	if body := <-answered; body != `{"word":"done","list":[]}`+"\n" {
		t.Errorf("the request that had begun got %q", body)
	}
	if err := <-served; err != nil {
		t.Errorf("serve ended with %v", err)
	}
	if _, err := http.Get("http://" + listener.Addr().String() + "/healthz"); err == nil {
		t.Error("it still answers")
	}
}
