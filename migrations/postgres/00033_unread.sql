-- +goose Up
-- Counting what somebody has not read, and finding who wrote, without looking at the posts themselves.
CREATE INDEX discussion_post_unread ON discussion_post (thread_id, seq, author_id) WHERE deleted_at IS NULL;

-- +goose Down
DROP INDEX discussion_post_unread;
