package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the program itself, so that the tests see what
// an operator sees: exit codes, output, signals.
func TestMain(m *testing.M) {
	if os.Getenv("SLUSE_TEST_AS_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is the command with arguments, on a data folder of its own and without
// the settings of whoever runs the tests.
func program(t *testing.T, folder string, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	command.Env = []string{"SLUSE_TEST_AS_PROGRAM=1", "SLUSE_DATA_DIR=" + folder, "PATH=" + os.Getenv("PATH"), "GOCOVERDIR=" + t.TempDir()}
	command.Dir = t.TempDir()
	return command
}

func TestWrongSettingsStopTheStartInOneLine(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	cases := map[string][]string{
		"SLUSE_SMTP_URL":  {"serve", "--base-url=https://sluse.example"},
		"SLUSE_BASE_URL":  {"serve", "--addr=0.0.0.0:8080"},
		"SLUSE_LOG":       {"serve", "--demo", "--log=xml"},
		"SLUSE_MAIL_FROM": {"serve", "--smtp-url=smtp://mail.example"},
		"SLUSE_OIDC_DOMAINS": {
			"serve", "--demo", "--addr=localhost:0", "--base-url=http://localhost:8080", "--oidc-issuer=https://login.example", "--oidc-client-id=sluse", "--oidc-client-secret=s",
			"--oidc-domains=kolding.example=0621,thisted.example=9999",
		},
	}
	for setting, args := range cases {
		var words bytes.Buffer
		command := program(t, folder, args...)
		command.Stderr = &words
		if err := command.Run(); err == nil {
			t.Errorf("%v started", args)
		}
		text := strings.TrimRight(words.String(), "\n")
		if !strings.HasPrefix(text, "sluse: "+setting+" ") || strings.Contains(text, "\n") {
			t.Errorf("%v: %q", args, text)
		}
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("something was written before the settings were checked")
	}
}

// An address that another program has is said before anything is promised.
func TestTakenAddressesStopTheStartInOneLine(t *testing.T) {
	other, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	taken := other.Addr().String()
	for setting, args := range map[string][]string{
		"SLUSE_ADDR":         {"--addr=" + taken},
		"SLUSE_METRICS_ADDR": {"--addr=127.0.0.1:0", "--metrics-addr=" + taken},
		"SLUSE_INBOUND_ADDR": {"--addr=127.0.0.1:0", "--inbound-addr=" + taken, "--inbound-domain=svar.sluse.example"},
	} {
		words, err := program(t, filepath.Join(t.TempDir(), "data"), append([]string{"serve", "--smtp-url=log:", "--base-url=http://127.0.0.1:8080"}, args...)...).CombinedOutput()
		text := strings.TrimRight(string(words), "\n")
		if err == nil || !strings.HasPrefix(text, "sluse: "+setting+" ") || !strings.Contains(text, "give another") || strings.Contains(text, "\n") {
			t.Errorf("%v: %v %q", args, err, text)
		}
	}
}

func TestDescriptionIsPrintedWithoutSettings(t *testing.T) {
	text, err := program(t, filepath.Join(t.TempDir(), "data"), "openapi").Output()
	if err != nil {
		t.Fatal(err)
	}
	var description struct {
		Paths map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(text, &description); err != nil {
		t.Fatal(err)
	}
	if description.Paths["/api/installation"] == nil || description.Paths["/api/live"] == nil {
		t.Errorf("paths %v", description.Paths)
	}
}

func TestDatabaseThatDoesNotAnswerIsNamedInOneLine(t *testing.T) {
	command := program(t, filepath.Join(t.TempDir(), "data"), "serve", "--demo", "--addr=127.0.0.1:0",
		"--database-url=postgres://u:hunter2@127.0.0.1:1/d") // nobody listens at port 1
	words, err := command.CombinedOutput()
	if err == nil || strings.Count(string(words), "\n") != 1 || !strings.Contains(string(words), "SLUSE_DATABASE_URL") || strings.Contains(string(words), "hunter2") {
		t.Errorf("%v %s", err, words)
	}
}

// started waits for the line that says where the server answers.
func started(t *testing.T, out io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address, found := strings.CutPrefix(lines.Text(), "Sluse answers at "); found {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return address
		}
	}
	t.Fatal("the server did not say where it answers")
	return ""
}

func TestServeUntilToldToStop(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	command := program(t, folder, "serve", "--demo", "--addr=127.0.0.1:0")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = io.Discard
	begun := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	address := started(t, out)
	t.Logf("started in %s", time.Since(begun))
	for _, path := range []string{"/healthz", "/readyz", "/api/installation"} {
		answer, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, answer.Status)
		}
	}
	if words, err := program(t, folder, "healthcheck", "--addr="+strings.TrimPrefix(address, "http://")).CombinedOutput(); err != nil {
		t.Errorf("healthcheck: %v %s", err, words)
	}
	backup := filepath.Join(t.TempDir(), "backup.tar.gz")
	if words, err := program(t, folder, "backup", backup).CombinedOutput(); err != nil {
		t.Errorf("backup beside the running server: %v %s", err, words)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("the end: %v", err)
	}
	if err := program(t, folder, "healthcheck", "--addr="+strings.TrimPrefix(address, "http://")).Run(); err == nil {
		t.Error("nobody answers, and healthcheck is content")
	}
	if words, err := program(t, filepath.Join(t.TempDir(), "other"), "restore", backup).CombinedOutput(); err != nil {
		t.Errorf("restore: %v %s", err, words)
	}
	if words, err := program(t, folder, "restore", backup).CombinedOutput(); err == nil || !strings.Contains(string(words), "SLUSE_DATA_DIR is in use") {
		t.Errorf("restore over data: %v %s", err, words)
	}
}

// Where the signing key comes from outside, a backup lacks it, and says so.
func TestBackupSaysWhereTheKeyIs(t *testing.T) {
	for secret, want := range map[string]string{"": "data and the signing key: keep", strings.Repeat("7b", 32): "SLUSE_SECRET, the signing key, somewhere else"} {
		folder := filepath.Join(t.TempDir(), "data")
		for _, args := range [][]string{{"admin", "name", "anna@sluse.example", "Anna Berg"}, {"backup", filepath.Join(t.TempDir(), "sluse.tar.gz")}} {
			command := program(t, folder, args...)
			command.Env = append(command.Env, "SLUSE_SECRET="+secret)
			words, err := command.CombinedOutput()
			if err != nil || args[0] == "backup" && !strings.Contains(string(words), want) {
				t.Errorf("%v with SLUSE_SECRET=%q: %v %s", args, secret, err, words)
			}
		}
	}
}

// Through pipes a backup comes out of a container and goes into another: the bytes
// on standard output and nothing else, nothing of it left behind, and no half of one.
func TestBackupGoesThroughPipes(t *testing.T) {
	folder, other, room := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "other"), t.TempDir()
	piped := func(folder string, in io.Reader, args ...string) (out []byte, words string, err error) {
		command := program(t, folder, args...)
		command.Env = append(command.Env, "TMPDIR="+room)
		var said strings.Builder
		command.Stdin, command.Stderr = in, &said
		out, err = command.Output()
		return out, said.String(), err
	}
	if _, words, err := piped(folder, nil, "admin", "name", "anna@sluse.example", "Anna Berg"); err != nil {
		t.Fatal(err, words)
	}
	backup, words, err := piped(folder, nil, "backup", "-")
	if err != nil || !strings.HasPrefix(words, "The backup holds 2 files") {
		t.Fatalf("%v %s", err, words)
	}
	if out, words, err := piped(other, bytes.NewReader(backup[:len(backup)-40]), "restore", "-"); err == nil {
		t.Errorf("half a backup is restored: %s%s", out, words)
	}
	if out, words, err := piped(other, bytes.NewReader(backup), "restore", "-"); err != nil || !strings.HasPrefix(string(out), "Restored 2 files") {
		t.Fatalf("%v %s%s", err, out, words)
	}
	if out, words, err := piped(other, nil, "admin", "list"); err != nil || !strings.Contains(string(out), "anna@sluse.example") {
		t.Errorf("%v %s%s", err, out, words)
	}
	// What is thrown away goes to a device, too, and is no terminal.
	unread := program(t, folder, "backup", "-")
	unread.Env = append(unread.Env, "TMPDIR="+room)
	if err := unread.Run(); err != nil {
		t.Errorf("a backup that nobody keeps: %v", err)
	}
	if out, words, err := piped(filepath.Join(room, "nothing"), nil, "backup", "-"); err == nil || len(out) > 0 {
		t.Errorf("a backup of nothing: %d bytes, %s", len(out), words)
	}
	if left, err := os.ReadDir(room); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestRefusalsAreSentences(t *testing.T) {
	folder, room := filepath.Join(t.TempDir(), "data"), t.TempDir()
	backup := filepath.Join(room, "sluse.tar.gz")
	for _, args := range [][]string{{"admin", "name", "anna@sluse.example", "Anna Berg"}, {"backup", backup}} {
		if words, err := program(t, folder, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v %s", args, err, words)
		}
	}
	for want, args := range map[string][]string{
		`sluse: "anna" is not a mail address: write it as anna@sluse.example`:   {"admin", "name", "anna"},
		`sluse: nobody in Sluse has the address "bo@sluse.example": see how it`: {"admin", "disable", "bo@sluse.example"},
		`sluse: the name cannot be used: `:                                      {"admin", "name", "bo@sluse.example", strings.Repeat("Bo ", 200)},
		`sluse: ` + backup + ` is there already, and nothing is overwritten: `:  {"backup", backup},
		`sluse: no backup can be written in `:                                   {"backup", filepath.Join(room, "nowhere", "sluse.tar.gz")},
		`sluse: unexpected argument serv`:                                       {"serv"},
		`sluse: --mail-delay: expected duration but got "soon"`:                 {"doctor", "--mail-delay=soon"},
		`sluse: there is no backup ` + room:                                     {"restore", filepath.Join(room, "nothing.tar.gz")},
	} {
		words, err := program(t, folder, args...).CombinedOutput()
		if err == nil || !strings.HasPrefix(string(words), want) || strings.Count(string(words), "\n") != 1 {
			t.Errorf("%v: %v %s", args, err, words)
		}
	}
}

func TestDoctorEndsWithOneWhereSomethingIsWrong(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	words, err := program(t, folder, "doctor", "--base-url=https://sluse.example", "--mail-from=sluse@sluse.example", "--smtp-url=smtp://127.0.0.1:1").CombinedOutput()
	if err == nil || !strings.Contains(string(words), "WRONG  mail") || !strings.Contains(string(words), "ok     clock") {
		t.Errorf("%v:\n%s", err, words)
	}
}
