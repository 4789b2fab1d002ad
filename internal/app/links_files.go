package app

import (
	"context"

	"sluse/internal/domain/discussion"
	"sluse/internal/domain/document"
	"sluse/internal/kernel/actor"
)

// subjectPost is what posts are called that files are attached to.
const subjectPost = "post"

// postFiles keeps the files of posts for discussion.
type postFiles struct{ documents *document.Module }

// FilesOfPosts lets discussion keep files in the feature of documents.
func FilesOfPosts(documents *document.Module) discussion.Files { return postFiles{documents} }

// Attach implements discussion.Files.
func (l postFiles) Attach(ctx context.Context, a actor.Actor, programmeID, postID string, fileIDs []string) ([]discussion.PostFile, error) {
	attached, err := l.documents.Attach(ctx, a, programmeID, document.Subject{Type: subjectPost, ID: postID}, fileIDs)
	if err != nil {
		return nil, err
	}
	files := make([]discussion.PostFile, len(attached))
	for n, f := range attached {
		files[n] = discussion.PostFile{ID: f.ID, Name: f.Name, Extension: f.Extension, Size: f.Size, MediaType: f.MediaType, Preview: f.Preview}
	}
	return files, nil
}

// Drop implements discussion.Files.
func (l postFiles) Drop(ctx context.Context, postID string, fileIDs []string) error {
	return l.documents.Drop(ctx, document.Subject{Type: subjectPost, ID: postID}, fileIDs)
}

// Release implements discussion.Files.
func (l postFiles) Release(ctx context.Context, postID string) error {
	return l.documents.Release(ctx, document.Subject{Type: subjectPost, ID: postID})
}
