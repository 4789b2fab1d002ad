// Command versitygw runs a real S3 server for tests: the Versity gateway, which
// checks signatures, over a folder. It is a module of its own, so that the program
// does not depend on it.
//
//	versitygw FOLDER KEY SECRET
//
// prints the address that it listens on, a free port of this machine, when it is
// ready, and serves until it is ended.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: versitygw FOLDER KEY SECRET")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(folder, key, secret string) error {
	store, err := open(folder)
	if err != nil {
		return err
	}
	// The gateway does not tell which free port it was given. So it listens on a
	// socket, and what comes to a port of ours is passed on byte by byte.
	socket := filepath.Join(folder, "s3.sock")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	ended := make(chan error, 2)
	go func() {
		ended <- embedgw.RunVersityGW(context.Background(), store, &embedgw.Config{
			RootUserAccess: key, RootUserSecret: secret, Ports: []string{socket}, Quiet: true, KeepAlive: true,
			MaxConnections: 1000, MaxRequests: 1000, MultipartMaxParts: 10_000,
		})
	}()
	go func() { ended <- announce(listener, socket) }()
	return <-ended
}

// open keeps objects in a folder. What the gateway knows of them goes into files
// of their own: extended attributes are not on every file system. Buckets keep
// versions where that is switched on.
func open(folder string) (*posix.Posix, error) {
	root, about, versions := filepath.Join(folder, "buckets"), filepath.Join(folder, "about"), filepath.Join(folder, "versions")
	for _, dir := range []string{root, about, versions} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make a folder: %w", err)
		}
	}
	attributes, err := meta.NewSideCar(about)
	if err != nil {
		return nil, fmt.Errorf("keep attributes: %w", err)
	}
	store, err := posix.New(root, attributes, posix.PosixOpts{SideCarDir: about, VersioningDir: versions})
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	return store, nil
}

// announce says where the gateway is once it answers, and passes connections on.
func announce(listener net.Listener, socket string) error {
	for range time.Tick(10 * time.Millisecond) {
		if probe, err := net.Dial("unix", socket); err == nil {
			_ = probe.Close()
			break
		}
	}
	fmt.Println("http://" + listener.Addr().String())
	for {
		client, err := listener.Accept()
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go pass(client, socket)
	}
}

func pass(client net.Conn, socket string) {
	server, err := net.Dial("unix", socket)
	if err != nil {
		log.Print(errors.Join(err, client.Close()))
		return
	}
	var ends = make(chan error, 2)
	go func() { _, err := io.Copy(server, client); ends <- err }()
	go func() { _, err := io.Copy(client, server); ends <- err }()
	<-ends // either side is gone: so is the other
	_, _ = client.Close(), server.Close()
}
