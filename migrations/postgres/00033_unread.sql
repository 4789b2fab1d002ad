-- +goose Up
-- Counting what somebody has not read, and finding who wrote, without looking at the posts themselves.
CREATE INDEX discussion_post_unread ON discussion_post (thread_id, seq, author_id) WHERE deleted_at IS NULL;
-- Pinned posts, which every page of a thread shows, without looking for them among all.
CREATE INDEX discussion_post_pinned ON discussion_post (thread_id, seq) WHERE pinned_at IS NOT NULL;

-- +goose Down
DROP INDEX discussion_post_pinned;
DROP INDEX discussion_post_unread;
