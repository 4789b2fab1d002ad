package torture

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"sluse/internal/bench/client"
	"sluse/internal/bench/seed"
	"sluse/internal/platform/web"
)

// withWebSocket has Node 20 bring the websocket that later ones always have.
const withWebSocket = "--experimental-websocket"

// packTab packs the frontend's thread page into one file and returns its path; ""
// where that cannot be, which is said.
func (r *run) packTab(ctx context.Context) (string, error) {
	if missing := r.noTabs(ctx); missing != "" {
		missing = "readers with the frontend's own code (" + missing + ")"
		r.say("not made here: %s", missing)
		r.place.leftOut = append(r.place.leftOut, missing)
		return "", nil
	}
	packed, err := filepath.Abs(filepath.Join(r.Folder, "tab"))
	if err != nil {
		return "", fmt.Errorf("pack the frontend's page: %w", err)
	}
	pack := exec.CommandContext(ctx, "node", "e2e/tab/build.mjs", packed) //nolint:gosec // our own script
	pack.Dir = r.Frontend
	if words, err := pack.CombinedOutput(); err != nil {
		return "", fmt.Errorf("pack the frontend's page: %w: %s", err, words)
	}
	return filepath.Join(packed, "tab.mjs"), nil
}

// noTabs says what is missing for the frontend's own code to be run, "" for nothing.
func (r *run) noTabs(ctx context.Context) string {
	if r.Frontend == "" {
		return "the frontend was not named"
	}
	for _, needed := range []string{"node_modules/vite", ".svelte-kit/tsconfig.json"} {
		if _, err := os.Stat(filepath.Join(r.Frontend, needed)); err != nil {
			return needed + " of the frontend is missing: make frontend"
		}
	}
	ask := exec.CommandContext(ctx, "node", withWebSocket, "--print", "typeof WebSocket")
	if told, err := ask.Output(); err != nil || string(bytes.TrimSpace(told)) != "function" {
		return "there is no Node from 20.19 on"
	}
	return ""
}

// tab is the frontend's own page of the thread, run by Node: it looks on, and
// writes through its own outbox.
type tab struct {
	*run
	name    string
	command *exec.Cmd
	to      io.WriteCloser
	from    io.Reader

	mu             sync.Mutex
	ready, resting bool
	shown          map[string]bool
	sent, whole    []string
	up             bool // has gone up, and ends
	returns        int
	reloads        int
}

func (r *run) openTab(ctx context.Context, packed string, number int, person seed.Person) (*tab, error) {
	t := &tab{run: r, name: fmt.Sprintf("page %d", number), shown: map[string]bool{}}
	t.command = exec.CommandContext(ctx, "node", withWebSocket, "--no-warnings", packed) //nolint:gosec // what packTab made
	t.command.Env = append(os.Environ(),
		"SLUSE_TAB_URL="+r.place.url(), "SLUSE_TAB_COOKIE="+web.SessionCookie+"="+person.Token,
		"SLUSE_TAB_PERSON="+person.ID, "SLUSE_TAB_THREAD="+r.world.Fresh)
	log, err := os.Create(filepath.Clean(filepath.Join(r.Folder, fmt.Sprintf("tab%d.log", number))))
	if err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	defer func() { _ = log.Close() }() // the process has its own
	t.command.Stderr = log
	if t.to, err = t.command.StdinPipe(); err == nil {
		t.from, err = t.command.StdoutPipe()
	}
	if err == nil {
		err = t.command.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	return t, nil
}

// said is one line of a tab.
type said struct {
	Ready, Resting     bool
	Shown, Sent, Wrong string
	Refused            *client.Refused
	Whole              []string
	Returns, Reloads   int
}

// listen takes what the tab says until it ends.
func (t *tab) listen() {
	lines := bufio.NewReader(t.from)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var word said
		if err := json.Unmarshal(line, &word); err != nil {
			t.verdict.add("%s said %.200q", t.name, line)
			continue
		}
		t.take(word)
	}
	err := t.command.Wait()
	if !t.is(func() bool { return t.up }) && !errors.Is(err, context.Canceled) {
		t.verdict.add("%s ended by itself (%v); see its log", t.name, err)
	}
}

func (t *tab) take(word said) {
	if word.Wrong != "" {
		t.verdict.add("%s: %s", t.name, word.Wrong)
	}
	if word.Refused != nil {
		t.judge(word.Refused)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ready = t.ready || word.Ready
	t.resting = t.resting || word.Resting
	if word.Shown != "" {
		t.shown[word.Shown] = true
	}
	if word.Sent != "" {
		t.sent = append(t.sent, word.Sent)
	}
	t.reloads = max(t.reloads, word.Reloads)
	if word.Whole != nil {
		t.whole, t.up, t.returns = word.Whole, true, word.Returns
	}
}

func (t *tab) is(so func() bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return so()
}

func (t *tab) shows(postID string) bool { return t.is(func() bool { return t.shown[postID] }) }

// reloaded returns how often the tab had to load anew.
func (t *tab) reloaded() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reloads
}

// list returns the posts of the tab's own that it knows to be taken.
func (t *tab) list() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent
}

func (t *tab) tell(word string) {
	if _, err := io.WriteString(t.to, word+"\n"); err != nil {
		t.verdict.add("%s does not listen: %v", t.name, err)
	}
}

// goUp has the tab show the whole thread and returns what it then shows.
func (t *tab) goUp(ctx context.Context) []string {
	t.tell("whole")
	if !t.until(ctx, func() bool { return t.is(func() bool { return t.up }) }) {
		t.verdict.add("%s does not get up to the first post", t.name)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.whole
}

// rest has the tabs write no more, and waits until what they wrote is sent.
func (r *run) rest(ctx context.Context) {
	for _, t := range r.tabs {
		t.tell("rest")
	}
	for _, t := range r.tabs {
		if !r.until(ctx, func() bool { return t.is(func() bool { return t.resting }) }) {
			r.verdict.add("%s cannot send what was written", t.name)
		}
	}
}
