-- +goose Up
-- Where the newest edit stands that names somebody anew: who has read the newest post
-- after it has read that, too.
ALTER TABLE discussion_thread ADD COLUMN named_seq BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE discussion_thread DROP COLUMN named_seq;
