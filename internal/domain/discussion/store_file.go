package discussion

import (
	"context"
	"encoding/json"
	"fmt"
)

// setFiles writes what is attached to a post beside it: read with the post, it costs
// a page of posts nothing, and files do not change.
func (s store) setFiles(ctx context.Context, p Post) error {
	files := ""
	if len(p.Files) > 0 {
		text, err := json.Marshal(p.Files)
		if err != nil {
			return fmt.Errorf("discussion: files of post: %w", err)
		}
		files = string(text)
	}
	return wrap("set files", s.db.Tx(ctx).Exec("UPDATE discussion_post SET files = ? WHERE id = ?", files, p.ID).Error)
}

// filesIn reads what setFiles wrote. What it did not write is no file.
func filesIn(text string) []PostFile {
	var files []PostFile
	if json.Unmarshal([]byte(text), &files) != nil {
		return nil
	}
	return files
}
