package app_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/document"
	"sluse/internal/kernel/id"
)

// busy has people write and share files until stop is called, and remembers what
// was acknowledged.
type busy struct {
	group  sync.WaitGroup
	ending atomic.Bool

	mu    sync.Mutex
	posts []string
	files map[string]string // documents, with what is in them
}

func keepBusy(t *testing.T, a *apptest.App) *busy {
	t.Helper()
	b := &busy{files: map[string]string{}}
	for _, name := range []string{"Signe", "Karim", "Mette"} {
		client := a.As(t, name)
		b.each(mostPosts, func(n int) {
			answer := client.Post("/api/threads/"+a.Fill["thread"]+"/posts", map[string]string{"clientId": id.New(), "text": fmt.Sprintf("%s, nr. %d", name, n)})
			if answer.Status != http.StatusCreated {
				t.Errorf("%s posts: %d %s", name, answer.Status, answer.Body)
				return
			}
			var post struct{ ID string }
			answer.JSON(t, &post)
			b.mu.Lock()
			defer b.mu.Unlock()
			b.posts = append(b.posts, post.ID)
		})
	}
	jonas := a.As(t, "Jonas")
	b.each(mostFiles, func(n int) {
		content := apptest.PDF + fmt.Sprint("nr. ", n)
		var file document.FileView
		upload(t, jonas, id.New(), "Bilag.pdf", content).JSON(t, &file)
		var added document.DocumentEvent
		jonas.Post("/api/programmes/"+apptest.Together+"/documents", map[string]any{
			"clientId": id.New(), "title": fmt.Sprint("Bilag ", n), "category": "basis", "fileId": file.ID,
		}).JSON(t, &added)
		b.mu.Lock()
		defer b.mu.Unlock()
		b.files[added.Document.ID] = content
	})
	return b
}

// So much is done at most, should the backup take long.
const mostPosts, mostFiles = 2000, 90

func (b *busy) each(most int, do func(n int)) {
	b.group.Go(func() {
		for n := 0; n < most && !b.ending.Load(); n++ {
			do(n)
		}
	})
}

// acknowledged returns what was taken until now.
func (b *busy) acknowledged() (posts []string, files map[string]string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	files = map[string]string{}
	for documentID, content := range b.files {
		files[documentID] = content
	}
	return append([]string(nil), b.posts...), files
}

func (b *busy) stop() {
	b.ending.Store(true)
	b.group.Wait()
}

// A backup that is made while people write and share files holds all that was
// acknowledged before it began, and of what came after only what is whole.
func TestBackupUnderLoadIsRestoredAndServed(t *testing.T) {
	a := apptest.New(t)
	b := keepBusy(t, a)
	defer b.stop()
	waitFor(t, func() bool {
		posts, files := b.acknowledged()
		return len(posts) >= 30 && len(files) >= 3
	})
	posts, files := b.acknowledged()
	target := filepath.Join(t.TempDir(), "backup.tar.gz")
	_, err := app.Backup(t.Context(), a.Settings(), target)
	b.stop()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Stop(); err != nil {
		t.Fatal(err)
	}
	place := emptied(t, a.Settings())
	if _, err := app.Restore(t.Context(), place, target); err != nil {
		t.Fatal(err)
	}
	restored := a.Again(t, place)
	signe := restored.As(t, "Signe")
	there := map[string]bool{}
	for _, postID := range threadOf(t, signe, a.Fill["thread"]) {
		there[postID] = true
	}
	for _, postID := range posts {
		if !there[postID] {
			t.Errorf("post %s was acknowledged before the backup and is not in it", postID)
		}
	}
	var library struct{ Items []struct{ ID string } }
	signe.Get("/api/programmes/"+apptest.Together+"/documents?limit=100").JSON(t, &library)
	_, all := b.acknowledged()
	found := map[string]bool{}
	for _, d := range library.Items {
		found[d.ID] = true
		content, known := all[d.ID]
		if !known {
			continue // of before, or its answer had yet to come
		}
		if file := signe.Get("/api/documents/" + d.ID + "/file"); file.Status != http.StatusOK || string(file.Body) != content {
			t.Errorf("document %s: %d, not what was sent in", d.ID, file.Status)
		}
	}
	for documentID := range files {
		if !found[documentID] {
			t.Errorf("document %s was added before the backup and is not in it", documentID)
		}
	}
	say(t, signe, a.Fill["thread"], "Vi er tilbage.")
}

// threadOf returns the ids of a thread's posts.
func threadOf(t *testing.T, c *apptest.Client, thread string) (ids []string) {
	t.Helper()
	for at := ""; ; {
		var page struct {
			Items []struct {
				ID  string
				Seq int64
			}
			Older bool
		}
		c.Get("/api/threads/"+thread+"/posts?limit=100"+at).JSON(t, &page)
		for _, post := range page.Items {
			ids = append(ids, post.ID)
		}
		if !page.Older {
			return ids
		}
		at = fmt.Sprint("&before=", page.Items[0].Seq)
	}
}
