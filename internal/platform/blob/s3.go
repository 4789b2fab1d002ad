package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"sluse/internal/kernel/id"
)

// S3 keeps blobs in a bucket of an S3-compatible service.
type S3 struct {
	client *minio.Client
	bucket string
	host   string
}

// ErrAddress is an address of a bucket that cannot be read. It never repeats the
// address, which holds a password.
var ErrAddress = errors.New("blob: not an address of a bucket")

// tries is how often a service is asked that does not answer: somebody waits.
const tries = 3

// NewS3 returns the store at s3://key:secret@host:port/bucket. The query may hold
// insecure=1 (no TLS) and region=…. It asks nobody yet: Check does.
func NewS3(address string) (*S3, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User == nil || u.Fragment != "" {
		return nil, ErrAddress
	}
	secret, known := u.User.Password()
	bucket := strings.Trim(u.Path, "/")
	if !known || u.User.Username() == "" || bucket == "" || strings.Contains(bucket, "/") {
		return nil, ErrAddress
	}
	region := u.Query().Get("region")
	if region == "" {
		region = "us-east-1" // what every service that has no regions calls its own
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(u.User.Username(), secret, ""), Region: region,
		Secure: u.Query().Get("insecure") != "1", BucketLookup: minio.BucketLookupPath,
		MaxRetries: tries,
	})
	if err != nil {
		return nil, ErrAddress
	}
	return &S3{client: client, bucket: bucket, host: u.Host}, nil
}

// Where implements Store.
func (s *S3) Where() string { return "s3://" + s.host + "/" + s.bucket }

// Put implements Store. The service shows an object only when it is whole; that a
// key is free is looked at first, which is enough since keys are ids of ours.
func (s *S3) Put(ctx context.Context, key string, content io.Reader, size int64) error {
	if err := checkPut(key, size); err != nil {
		return err
	}
	if _, err := s.Stat(ctx, key); err == nil {
		return fmt.Errorf("blob: put %s in place: %w", key, ErrExists)
	} else if !errors.Is(err, ErrNotFound) {
		return err
	}
	rest := exactly(content, size)
	_, err := s.client.PutObject(ctx, s.bucket, key, rest, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: size <= onePart, NumThreads: 1,
	})
	if err == nil {
		err = ended(rest)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("blob: write %s: %w", key, err), s.undo(ctx, key))
	}
	return nil
}

// undo takes away what may have been written, also when the request was given up.
func (s *S3) undo(ctx context.Context, key string) error {
	return s.Delete(context.WithoutCancel(ctx), key)
}

// onePart is up to where an object is sent in one request.
const onePart = 64 << 20

// ended makes sure that a content has nothing left: the client reads size bytes
// and would not notice more.
func ended(rest io.Reader) error {
	var surplus [1]byte
	if n, err := rest.Read(surplus[:]); n != 0 || (err != nil && !errors.Is(err, io.EOF)) {
		return errSize
	}
	return nil
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	info, err := s.Stat(ctx, key)
	if err != nil {
		return nil, err
	}
	if offset >= info.Size || length == 0 {
		return http.NoBody, nil
	}
	last := info.Size - 1
	if length > 0 {
		last = min(last, offset+length-1)
	}
	options := minio.GetObjectOptions{}
	if offset > 0 || last < info.Size-1 {
		if err := options.SetRange(offset, last); err != nil {
			return nil, fmt.Errorf("blob: read %s: %w", key, err)
		}
	}
	content, _, _, err := minio.Core{Client: s.client}.GetObject(ctx, s.bucket, key, options)
	if err != nil {
		return nil, s.translate(key, err)
	}
	return content, nil
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, key string) (Info, error) {
	if err := checkKey(key); err != nil {
		return Info{}, err
	}
	found, err := s.client.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{})
	if err != nil {
		return Info{}, s.translate(key, err)
	}
	return Info{Key: key, Size: found.Size, StoredAt: found.LastModified.UTC()}, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	err := s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	if err != nil && !errors.Is(s.translate(key, err), ErrNotFound) {
		return fmt.Errorf("blob: delete %s: %w", key, err)
	}
	return nil
}

// List implements Store.
func (s *S3) List(ctx context.Context, visit func(Info) error) error {
	// The client sends until its context ends: it must, when visit gives up.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for found := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Recursive: true}) {
		if found.Err != nil {
			return fmt.Errorf("blob: list: %w", found.Err)
		}
		if !id.Valid(found.Key) {
			continue // not one of ours
		}
		if err := visit(Info{Key: found.Key, Size: found.Size, StoredAt: found.LastModified.UTC()}); err != nil {
			return fmt.Errorf("blob: list: %w", err)
		}
	}
	return ctx.Err()
}

// Check implements Store.
func (s *S3) Check(ctx context.Context) error {
	if err := s.ask(ctx); err != nil {
		return s.explain(err)
	}
	return probe(ctx, s)
}

// ask puts a question whose refusal has words: a HEAD request is refused without.
func (s *S3) ask(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for found := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Recursive: true, MaxKeys: 1}) {
		return found.Err
	}
	return ctx.Err()
}

// explain says to an operator why a service refuses us.
func (s *S3) explain(err error) error {
	var said string
	switch minio.ToErrorResponse(err).Code {
	case "InvalidAccessKeyId":
		said = "the service does not know the key"
	case "SignatureDoesNotMatch":
		said = "the secret does not fit the key"
	case "RequestTimeTooSkewed":
		said = "this machine's clock and the service's are too far apart"
	case "AccessDenied", "AllAccessDisabled":
		said = "the key may not read the bucket " + s.bucket
	case minio.NoSuchBucket:
		said = "there is no bucket " + s.bucket
	case "PermanentRedirect", "AuthorizationHeaderMalformed":
		said = "the bucket is in another region: add &region=… to the address"
	case "":
		said = "the service does not answer"
	default:
		said = "the service refuses"
	}
	return fmt.Errorf("blob: %s: %w", said, err)
}

func (s *S3) translate(key string, err error) error {
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return fmt.Errorf("%w: %s", ErrNotFound, key)
	}
	return fmt.Errorf("blob: read %s: %w", key, err)
}
