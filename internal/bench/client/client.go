// Package client speaks to a running Sluse as a browser tab does: a session, posts
// with an id of their own, a websocket. Load generators and torture tests share it.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/web"
)

// Client acts for one person at one address.
type Client struct {
	// URL is where the server answers, without a slash at the end.
	URL string
	// Token is the session's.
	Token string
	// HTTP may be shared by many clients.
	HTTP *http.Client
}

// NewHTTP returns a client of HTTP with room for so many connections at a time.
func NewHTTP(connections int) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{
		DialContext: dialer.DialContext, MaxIdleConns: connections, MaxIdleConnsPerHost: connections,
		MaxConnsPerHost: connections, DisableCompression: true, IdleConnTimeout: time.Minute,
	}}
}

// Refused is an answer that is no success.
type Refused struct {
	Status int    `json:"status"`
	Type   string `json:"type"` // of the body
	Body   string `json:"body"`
}

// refusal reads an answer that is no success.
func refusal(answer *http.Response) *Refused {
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
	_ = answer.Body.Close()
	return &Refused{answer.StatusCode, answer.Header.Get("Content-Type"), string(text)}
}

// Error implements error.
func (r *Refused) Error() string { return fmt.Sprintf("answered %d: %s", r.Status, r.Body) }

// Post is what matters of a post that was made.
type Post struct {
	ID  string `json:"id"`
	Seq int64  `json:"seq"`
}

// Post writes in a thread. An empty clientID takes a new one; to try again, give
// the same.
func (c *Client) Post(ctx context.Context, thread, clientID, text string) (Post, error) {
	if clientID == "" {
		clientID = id.New()
	}
	var made Post
	err := c.Do(ctx, http.MethodPost, "/api/threads/"+thread+"/posts", map[string]string{"clientId": clientID, "text": text}, &made)
	return made, err
}

// Get reads path to its end and returns how many bytes it had.
func (c *Client) Get(ctx context.Context, path string) (int64, error) {
	answer, err := c.send(ctx, http.MethodGet, path, http.NoBody)
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(io.Discard, answer.Body)
	if closing := answer.Body.Close(); err == nil {
		err = closing
	}
	return size, err
}

// Do sends body as JSON (nil: none) and reads the answer into result (nil: not).
func (c *Client) Do(ctx context.Context, method, path string, body, result any) error {
	var content io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		content = bytes.NewReader(text)
	}
	answer, err := c.send(ctx, method, path, content)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if result == nil {
		_, err = io.Copy(io.Discard, answer.Body)
		return err
	}
	if err := json.NewDecoder(answer.Body).Decode(result); err != nil {
		return fmt.Errorf("read the answer of %s: %w", path, err)
	}
	_, err = io.Copy(io.Discard, answer.Body) // so that the connection is used again
	return err
}

// send returns an answer that is a success; its body is the caller's to close.
func (c *Client) send(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.URL+path, body)
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", path, err)
	}
	request.Header.Set("Origin", c.URL)
	if body != http.NoBody {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		request.Header.Set("Cookie", web.SessionCookie+"="+c.Token)
	}
	answer, err := c.HTTP.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return nil, refusal(answer)
	}
	return answer, nil
}
