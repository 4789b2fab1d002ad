-- +goose Up
-- The names of what was attached to a post before it was edited; '' for nothing.
ALTER TABLE discussion_edit ADD COLUMN files TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE discussion_edit DROP COLUMN files;
