-- +goose Up
ALTER TABLE notification_entry ADD COLUMN posts BIGINT NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE notification_entry DROP COLUMN posts;
