-- +goose Up
-- Whether posts of a thread have been deleted is asked for with every moment in which somebody posts.
CREATE INDEX discussion_post_deleted ON discussion_post (thread_id) WHERE deleted_at IS NOT NULL;

-- +goose Down
DROP INDEX discussion_post_deleted;
