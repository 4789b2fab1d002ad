// Package process runs servers under measurement: each a tree of processes on a
// core of its own, with its use of the processor and of memory.
package process

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Server is a running server.
type Server struct {
	// URL is where it answers.
	URL     string
	command *exec.Cmd
	log     *os.File
}

// ServerCore is the core that servers run on; the load takes another.
const ServerCore = "0"

// canPin reports whether a command can be put on the servers' core. How many cores there
// are is nothing to go by: the load, which asks, has been put on another one.
var canPin = sync.OnceValue(func() bool {
	return exec.Command("taskset", "-c", ServerCore, "true").Run() == nil
})

// OnServerCore returns what runs a command on the servers' core, where that can be had.
func OnServerCore(name string, args ...string) (string, []string) {
	if !canPin() {
		return name, args
	}
	return "taskset", append([]string{"-c", ServerCore, name}, args...)
}

// Start runs a command on the servers' core and waits until ready answers 200. The
// command's words go to a file beside its data.
func Start(ctx context.Context, url, ready, logFile string, environment []string, name string, args ...string) (*Server, error) {
	log, err := os.Create(filepath.Clean(logFile))
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	threads := "GOMAXPROCS=1"
	if canPin() {
		threads = "GOMAXPROCS=" // what a program makes of its one core is its own affair
	}
	name, args = OnServerCore(name, args...)
	command := exec.CommandContext(ctx, name, args...) //nolint:gosec // the bench's own servers
	command.Env = append(append(os.Environ(), threads), environment...)
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	if err := command.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", name, err), log.Close())
	}
	s := &Server{URL: url, command: command, log: log}
	if err := s.await(ctx, url+ready); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// startWithin is how long a server may take to answer.
const startWithin = time.Minute

func (s *Server) await(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer; see %s", address, s.log.Name())
		case <-again.C:
		}
	}
}

// Stop ends the server as a signal does, or by force when it takes too long.
func (s *Server) Stop() error {
	pid := s.command.Process.Pid
	_ = syscall.Kill(pid, syscall.SIGTERM)
	force := time.AfterFunc(10*time.Second, func() { _ = syscall.Kill(-pid, syscall.SIGKILL) })
	defer force.Stop()
	err := s.command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil // it was told to end
	}
	return errors.Join(err, s.log.Close())
}

// Kill ends the server and its children at once, without a word.
func (s *Server) Kill() error {
	_ = syscall.Kill(-s.command.Process.Pid, syscall.SIGKILL)
	_ = s.command.Wait() // it was killed
	return s.log.Close()
}

// LimitFiles bounds how large the server may make a file: so many bytes, or "unlimited".
func (s *Server) LimitFiles(ctx context.Context, bytes string) error {
	limit := exec.CommandContext(ctx, "prlimit", "--pid", strconv.Itoa(s.command.Process.Pid), "--fsize="+bytes+":") //nolint:gosec // the bench's own server
	if words, err := limit.CombinedOutput(); err != nil {
		return fmt.Errorf("limit the server's files: %w: %s", err, words)
	}
	return nil
}

// Use is what a tree of processes has used.
type Use struct {
	// CPU is the time on the processor since it began.
	CPU time.Duration
	// RSS is the memory that it holds now, in KiB.
	RSS int64
	// Private is the part of it that is no file's, in KiB: heaps and stacks.
	Private int64
}

// Use returns what the server and its children have used until now.
func (s *Server) Use() (Use, error) {
	var total Use
	for _, pid := range tree(s.command.Process.Pid) {
		used, err := useOf(pid)
		if err != nil && pid != s.command.Process.Pid {
			continue // a child that has just ended
		}
		if err != nil {
			return Use{}, fmt.Errorf("what the server uses: %w", err)
		}
		total.CPU += used.CPU
		total.RSS += used.RSS
		total.Private += used.Private
	}
	return total, nil
}

func tree(pid int) []int {
	pids := []int{pid}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return pids
	}
	for _, field := range strings.Fields(string(text)) {
		if child, err := strconv.Atoi(field); err == nil {
			pids = append(pids, tree(child)...)
		}
	}
	return pids
}

// tick is the unit of /proc/PID/stat, the same on every Linux.
const tick = 10 * time.Millisecond

func useOf(pid int) (Use, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Use{}, err
	}
	// The name, in brackets, may hold spaces. After it utime is the 12th field,
	// stime the 13th and the pages in memory the 22nd; threads that have ended count.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 22 {
		return Use{}, fmt.Errorf("/proc/%d/stat is short", pid)
	}
	var numbers [3]int64
	for i, at := range []int{11, 12, 21} {
		if numbers[i], err = strconv.ParseInt(fields[at], 10, 64); err != nil {
			return Use{}, err
		}
	}
	private, err := privateOf(pid)
	return Use{
		CPU:     time.Duration(numbers[0]+numbers[1]) * tick,
		RSS:     numbers[2] * int64(os.Getpagesize()) / 1024,
		Private: private,
	}, err
}

// privateOf returns the memory of a process that is no file's, in KiB.
func privateOf(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "RssAnon:")
	var kib int64
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		return 0, fmt.Errorf("/proc/%d/status: %w", pid, err)
	}
	return kib, nil
}

// FreeAddress returns an address of this machine that nobody listens on.
func FreeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().String(), listener.Close()
}
