-- +goose Up
ALTER TABLE programme_programme ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE programme_programme DROP COLUMN hidden;
