// Package blob keeps the bytes of files, and nothing about them: what a file is
// called, whose it is and who may read it stands in the database.
//
// Invariants:
//   - A blob is whole or not there: Put shows it only when every byte is durable.
//   - A blob never changes. What is new gets a key of its own.
//   - A key is an id that the program made; nothing that a person wrote becomes
//     part of a path.
//
// There are two stores: a folder of this machine, and a bucket of any S3-compatible
// service for installations with several nodes.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sluse/internal/kernel/id"
)

// ErrNotFound is what reading a blob that is not there comes to.
var ErrNotFound = errors.New("blob: not found")

// ErrExists is what writing a blob a second time comes to.
var ErrExists = errors.New("blob: is there already")

// Info is what a store knows of a blob.
type Info struct {
	// Key is the id under which it was put.
	Key string
	// Size in bytes.
	Size int64
	// StoredAt is when it became whole, by the store's own clock.
	StoredAt time.Time
}

// Store keeps blobs. All methods may be called at the same time by many.
type Store interface {
	// Put keeps size bytes of content, at least one, under key. When it returns nil they are
	// durable; on any error nothing is there. A key that is taken is ErrExists, a
	// content that is shorter or longer than size an error.
	Put(ctx context.Context, key string, content io.Reader, size int64) error
	// Open reads from offset on: length bytes, or to the end where length is -1. A
	// blob that is not there is ErrNotFound. The caller closes what it gets.
	Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error)
	// Stat tells what is there under key, or ErrNotFound.
	Stat(ctx context.Context, key string) (Info, error)
	// Delete removes a blob. Deleting what is not there is no error.
	Delete(ctx context.Context, key string) error
	// List calls visit with every blob, in no order, until it returns an error,
	// which List gives back.
	List(ctx context.Context, visit func(Info) error) error
	// Check looks whether the store can be read and written, leaving nothing behind.
	Check(ctx context.Context) error
	// Where names the store for operators, without secrets.
	Where() string
}

// checkKey keeps everything that is no id of ours away from paths.
func checkKey(key string) error {
	if !id.Valid(key) {
		return fmt.Errorf("blob: %q is no id", key)
	}
	return nil
}

// checkPut refuses what no store can keep alike: the protocol of S3 has no sure way
// to send nothing.
func checkPut(key string, size int64) error {
	if size < 1 {
		return fmt.Errorf("blob: %s would be empty", key)
	}
	return checkKey(key)
}

// exactly reads size bytes and not one more or less.
func exactly(content io.Reader, size int64) io.Reader { return &measured{content: content, left: size} }

// errSize says that a content is not as long as was said.
var errSize = errors.New("blob: the content is not as long as was said")

type measured struct {
	content io.Reader
	left    int64
}

// Read implements io.Reader.
func (m *measured) Read(into []byte) (int, error) {
	n, err := m.content.Read(into)
	m.left -= int64(n)
	if m.left < 0 || (errors.Is(err, io.EOF) && m.left > 0) {
		return 0, errSize
	}
	return n, err
}

// Reader reads one blob from any place, for http.ServeContent. It opens the store
// at the place where it is first read, so a range costs no more than its bytes.
type Reader struct {
	ctx   context.Context //nolint:containedctx // a reader belongs to the one request that it serves
	store Store
	info  Info
	at    int64
	open  io.ReadCloser
}

// NewReader returns a Reader of a blob that is there. Close it.
func NewReader(ctx context.Context, store Store, info Info) *Reader {
	return &Reader{ctx: ctx, store: store, info: info}
}

// Read implements io.Reader.
func (r *Reader) Read(into []byte) (int, error) {
	if r.at >= r.info.Size {
		return 0, io.EOF
	}
	if r.open == nil {
		opened, err := r.store.Open(r.ctx, r.info.Key, r.at, -1)
		if err != nil {
			return 0, err
		}
		r.open = opened
	}
	n, err := r.open.Read(into)
	r.at += int64(n)
	return n, err
}

// Seek implements io.Seeker.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	to := offset
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		to += r.at
	case io.SeekEnd:
		to += r.info.Size
	default:
		return 0, fmt.Errorf("blob: seek from %d", whence)
	}
	if to < 0 {
		return 0, errors.New("blob: seek before the start")
	}
	if to == r.at {
		return to, nil
	}
	r.at = to
	return to, r.Close()
}

// Close lets go of the store. A Reader that is read again opens it anew.
func (r *Reader) Close() error {
	if r.open == nil {
		return nil
	}
	opened := r.open
	r.open = nil
	return opened.Close()
}
