-- +goose Up
-- Beginnings of words are found in the index of whole ones here; SQLite has indexes of its own for them.
SELECT 1;

-- +goose Down
SELECT 1;
