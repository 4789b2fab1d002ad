package apptest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"sluse/internal/platform/web"
)

// Client asks the app on behalf of one person, or of nobody.
type Client struct {
	t   testing.TB
	app *App
	// Name is the person's, "" for nobody.
	Name string
	// Token is the session's, "" for nobody.
	Token string
}

// Answer is what came back, read whole.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// JSON reads the answer's body into value.
func (a Answer) JSON(t testing.TB, value any) {
	t.Helper()
	if err := json.Unmarshal(a.Body, value); err != nil {
		t.Fatalf("answer %d is no JSON: %v in %.300s", a.Status, err, a.Body)
	}
}

// Get asks for path.
func (c *Client) Get(path string) Answer {
	c.t.Helper()
	return c.Do(http.MethodGet, path, nil, nil)
}

// Post sends body to path.
func (c *Client) Post(path string, body any) Answer {
	c.t.Helper()
	return c.Do(http.MethodPost, path, body, nil)
}

// Do sends one request as a browser on our own page would. body is nil for none, a
// string to be sent as it is, or any value to be sent as JSON. The answer's body
// is compared with the API's description.
func (c *Client) Do(method, path string, body any, headers map[string]string) Answer {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.app.URL+path, reader(c.t, body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Origin", c.app.URL)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	if c.Token != "" {
		request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: c.Token})
	}
	response, err := c.app.http.Do(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	c.keepToken(response)
	answer := Answer{Status: response.StatusCode, Header: response.Header, Body: text}
	c.app.checkAnswer(c.t, method, path, answer)
	return answer
}

// keepToken follows the cookie as a browser does.
func (c *Client) keepToken(response *http.Response) {
	for _, cookie := range response.Cookies() {
		if cookie.Name == web.SessionCookie {
			c.Token = cookie.Value
			if cookie.MaxAge < 0 {
				c.Token = ""
			}
		}
	}
}

func reader(t testing.TB, body any) io.Reader {
	t.Helper()
	switch content := body.(type) {
	case nil:
		return http.NoBody
	case string:
		return strings.NewReader(content)
	default:
		text, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(text)
	}
}
