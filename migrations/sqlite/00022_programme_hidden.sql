-- +goose Up
ALTER TABLE programme_programme ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE programme_programme DROP COLUMN hidden;
