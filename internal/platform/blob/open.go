package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"sluse/internal/kernel/id"
)

// Open returns the store that an installation is set to: the bucket at address,
// or the folder where address is empty.
func Open(address, folder string) (Store, error) {
	if address == "" {
		return NewDirectory(folder), nil
	}
	return NewS3(address)
}

// probe writes a few bytes, reads them back and removes them.
func probe(ctx context.Context, store Store) (err error) {
	key, text := id.New(), []byte("sluse looks whether files can be kept here")
	if err := store.Put(ctx, key, bytes.NewReader(text), int64(len(text))); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Delete(context.WithoutCancel(ctx), key)) }()
	content, err := store.Open(ctx, key, 0, -1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	read, err := io.ReadAll(content)
	if err != nil {
		return fmt.Errorf("blob: read back: %w", err)
	}
	if !bytes.Equal(read, text) {
		return errors.New("blob: what was written is not what is read back")
	}
	return nil
}
