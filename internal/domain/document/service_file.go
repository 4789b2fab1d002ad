package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// What a person may have sent in at a time without attaching it to anything.
const (
	maxLoose      = 40
	maxLooseBytes = 1 << 30
	// looseWait is what somebody is told to wait who has too much of it.
	looseWait = time.Hour
)

// Upload is a file on its way in.
type Upload struct {
	// ClientID is made by the client; the same one never makes two files.
	ClientID string
	// Name is what the client calls the file; it is not believed.
	Name    string
	Content io.Reader
}

// AllowUpload says whether the actor may send files in at all, before any is read.
func (s *Service) AllowUpload(ctx context.Context, slug string) error {
	a, programmeID, err := s.member(ctx, slug)
	if err != nil {
		return err
	}
	return MayUpload(a, programmeID)
}

// Upload takes a file in, which then belongs to nothing and is known to its owner
// alone. Called again with the same client id it returns the file that it took in
// then, without reading the content; made is false.
func (s *Service) Upload(ctx context.Context, slug string, u Upload) (view FileView, made bool, err error) {
	a, programmeID, err := s.member(ctx, slug)
	if err != nil {
		return FileView{}, false, err
	}
	if err := MayUpload(a, programmeID); err != nil {
		return FileView{}, false, err
	}
	if earlier, found, err := s.earlierFile(ctx, a, programmeID, u.ClientID); err != nil || found {
		return viewFile(earlier), false, err
	}
	f := File{ID: id.New(), ProgrammeID: programmeID, OwnerID: a.PersonID, ClientID: u.ClientID, Name: cleanName(u.Name)}
	if err := s.expect(ctx, a, f); err != nil {
		return FileView{}, false, err
	}
	received, err := s.receive(u.Content, &f)
	if err != nil {
		return FileView{}, false, err
	}
	defer func() { err = errors.Join(err, received.Close()) }()
	if err := examine(received, &f); err != nil {
		return FileView{}, false, err
	}
	return s.keep(ctx, a, received, f)
}

// expect refuses by the name, before anything is read.
func (s *Service) expect(ctx context.Context, a actor.Actor, f File) error {
	if masked, found := likelyCPR(f.Name); found {
		return refused("file.name_cpr", map[string]any{"masked": masked})
	}
	if _, err := kindOf(f.Name); err != nil {
		return err
	}
	count, bytes, err := s.store.looseOf(ctx, a.PersonID)
	if err != nil {
		return err
	}
	if count >= maxLoose || bytes >= maxLooseBytes {
		return fault.NewLimited("file.too_many_loose", looseWait)
	}
	return nil
}

// receive writes what comes in to a file that nobody else sees and that vanishes
// when it is closed, or when the program dies.
func (s *Service) receive(content io.Reader, f *File) (received *os.File, err error) {
	if err := os.MkdirAll(s.Incoming, 0o700); err != nil {
		return nil, fmt.Errorf("make room for a file: %w", err)
	}
	if received, err = os.CreateTemp(s.Incoming, "upload-"); err != nil {
		return nil, fmt.Errorf("make room for a file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, received.Close())
		}
	}()
	if err := os.Remove(received.Name()); err != nil {
		return nil, fmt.Errorf("make room for a file: %w", err)
	}
	sum := sha256.New()
	if f.Size, err = io.Copy(io.MultiWriter(received, sum), io.LimitReader(content, MaxSize+1)); err != nil {
		return nil, broken(err)
	}
	f.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return received, checkSize(f.Size)
}

// broken tells a line that broke from a disk that is full.
func broken(err error) error {
	var onDisk *os.PathError
	if errors.As(err, &onDisk) {
		return fmt.Errorf("receive a file: %w", err)
	}
	return fault.NewInvalid("file.cut_off", fault.Field{Field: "file", Code: "file.cut_off"}).Because(err)
}

// examine looks at the whole content before any of it is kept.
func examine(received *os.File, f *File) (err error) {
	if f.MediaType, err = inspect(f.Name, received, f.Size); err != nil {
		return err
	}
	if strings.HasPrefix(f.MediaType, "text/") {
		return scanText(io.NewSectionReader(received, 0, f.Size))
	}
	return nil
}

// keep makes the bytes durable and then writes the row that speaks of them. What
// lies between is swept away if we die there.
func (s *Service) keep(ctx context.Context, a actor.Actor, received *os.File, f File) (FileView, bool, error) {
	if err := s.Blobs.Put(ctx, f.ID, io.NewSectionReader(received, 0, f.Size), f.Size); err != nil {
		return FileView{}, false, fault.NewUnavailable("file.store_away").Because(err)
	}
	f.UploadedAt = s.Clock.Now()
	err := s.DB.Write(ctx, func(ctx context.Context) error { return s.store.addFile(ctx, f) })
	if err == nil {
		return viewFile(f), true, nil
	}
	err = errors.Join(err, s.Blobs.Delete(context.WithoutCancel(ctx), f.ID))
	if fault.Is(err, fault.Conflict) { // the same was sent twice at once, and the other came first
		earlier, found, earlierErr := s.earlierFile(ctx, a, f.ProgrammeID, f.ClientID)
		if found || earlierErr != nil {
			return viewFile(earlier), false, earlierErr
		}
	}
	return FileView{}, false, err
}

// earlierFile finds what a retry sent in the first time.
func (s *Service) earlierFile(ctx context.Context, a actor.Actor, programmeID, clientID string) (File, bool, error) {
	if !id.Valid(clientID) {
		return File{}, false, errClientID
	}
	f, found, err := s.store.fileOfClient(ctx, a.PersonID, clientID)
	switch {
	case err != nil || !found:
		return File{}, false, err
	case f.ProgrammeID != programmeID:
		return File{}, false, fault.NewConflict("document.client_id_used")
	case f.RemovedAt != nil:
		return File{}, false, fault.NewGone("file.removed")
	}
	return f, true, nil
}

// Forget takes away a file that its owner has sent in and attached to nothing.
func (s *Service) Forget(ctx context.Context, fileID string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		f, err := s.store.file(ctx, fileID)
		if err != nil {
			return err
		}
		if err := MayUse(a, f); err != nil {
			return err
		}
		return s.discard(ctx, loose(fileID))
	})
}
