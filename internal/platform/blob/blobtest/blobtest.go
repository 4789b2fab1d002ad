// Package blobtest starts a real S3 server for tests: the Versity gateway of
// ../versitygw, which checks signatures, as a program of its own.
package blobtest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Key and Secret open every server. The secret holds what an address must quote.
const (
	Key    = "sluse-tests"
	Secret = "p%/+@:s ?#x"
)

// Server is an S3 server that runs.
type Server struct {
	// Address is where it listens, host and port.
	Address string
	folder  string
	program *exec.Cmd
	client  *minio.Client
}

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	server, err := Run()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	return server
}

// Run builds and starts a server; Stop ends it. The first build of a machine takes
// most of a minute; afterwards Go has it in its cache.
func Run() (_ *Server, err error) {
	// Not the test's folder: the path of the server's socket must be short.
	s := &Server{}
	if s.folder, err = os.MkdirTemp("", "sluse-s3-"); err != nil {
		return nil, fmt.Errorf("make a folder for the S3 server: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.folder))
		}
	}()
	_, here, _, _ := runtime.Caller(0)
	path := filepath.Join(s.folder, "versitygw")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", path, ".") //nolint:gosec // a program of this repository, into a folder of our own
	build.Dir = filepath.Join(filepath.Dir(here), "..", "versitygw")
	if said, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the S3 server: %w: %s", err, said)
	}
	if err := s.start(path); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) start(path string) error {
	s.program = exec.CommandContext(context.Background(), path, s.folder, Key, Secret) //nolint:gosec // the program built above
	var complaints bytes.Buffer                                                        // it complains of every connection that is given up
	s.program.Stderr = &complaints
	out, err := s.program.StdoutPipe()
	if err != nil {
		return fmt.Errorf("listen to the S3 server: %w", err)
	}
	if err := s.program.Start(); err != nil {
		return fmt.Errorf("start the S3 server: %w", err)
	}
	lines := bufio.NewScanner(out)
	for s.Address == "" && lines.Scan() {
		s.Address, _ = strings.CutPrefix(lines.Text(), "http://")
		if s.Address == lines.Text() {
			s.Address = "" // it tells of other things first
		}
	}
	if s.Address == "" {
		return errors.Join(errors.New("the S3 server did not start"), s.program.Wait(), errors.New(complaints.String()))
	}
	s.client, err = minio.New(s.Address, &minio.Options{Creds: credentials.NewStaticV4(Key, Secret, ""), Region: "us-east-1"})
	if err != nil {
		return fmt.Errorf("speak to the S3 server: %w", err)
	}
	return nil
}

// Stop ends the server and removes what it kept. A second time does nothing.
func (s *Server) Stop() error {
	if s.folder == "" {
		return nil
	}
	folder := s.folder
	s.folder = ""
	err := s.program.Process.Kill()
	_ = s.program.Wait() // it says that it was killed
	return errors.Join(err, os.RemoveAll(folder))
}

// Bucket makes a bucket, where it is not there yet, and returns what SLUSE_BLOB_URL would be.
func (s *Server) Bucket(ctx context.Context, name string) (string, error) {
	err := s.client.MakeBucket(ctx, name, minio.MakeBucketOptions{})
	if err != nil && minio.ToErrorResponse(err).Code != "BucketAlreadyOwnedByYou" {
		return "", fmt.Errorf("make a bucket: %w", err)
	}
	return s.URL(Key, Secret, name), nil
}

// URL is what SLUSE_BLOB_URL would be for a key, a secret and a bucket.
func (s *Server) URL(key, secret, bucket string) string {
	return (&url.URL{Scheme: "s3", User: url.UserPassword(key, secret), Host: s.Address, Path: "/" + bucket, RawQuery: "insecure=1"}).String()
}

// KeepVersions has a bucket keep what is deleted.
func (s *Server) KeepVersions(ctx context.Context, bucket string) error {
	return s.client.EnableVersioning(ctx, bucket)
}

// BringBack takes away the marks of deletion in a bucket, as docs/operations.md has it
// done by hand, and returns how many there were.
func (s *Server) BringBack(ctx context.Context, bucket string) (n int, err error) {
	for found := range s.client.ListObjects(ctx, bucket, minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
		if err = errors.Join(err, found.Err); found.Err != nil || !found.IsDeleteMarker || !found.IsLatest {
			continue
		}
		n++
		err = errors.Join(err, s.client.RemoveObject(ctx, bucket, found.Key, minio.RemoveObjectOptions{VersionID: found.VersionID}))
	}
	return n, err
}

// Keys lists what is in a bucket.
func (s *Server) Keys(ctx context.Context, bucket string) (list []string, err error) {
	for found := range s.client.ListObjects(ctx, bucket, minio.ListObjectsOptions{Recursive: true}) {
		list, err = append(list, found.Key), errors.Join(err, found.Err)
	}
	return list, err
}

// Unfinished lists what was begun in parts in a bucket, and neither ended nor given up.
func (s *Server) Unfinished(ctx context.Context, bucket string) (list []string, err error) {
	for found := range s.client.ListIncompleteUploads(ctx, bucket, "", true) {
		list, err = append(list, found.Key), errors.Join(err, found.Err)
	}
	return list, err
}
