-- +goose Up
-- What is attached to a post, as it was when it was attached; '' for nothing. A page
-- of posts is read without asking for files.
ALTER TABLE discussion_post ADD COLUMN files TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE discussion_post DROP COLUMN files;
