-- +goose Up
CREATE TABLE search_entry (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    scope        TEXT NOT NULL,
    title        TEXT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    length       BIGINT NOT NULL,
    -- The tokens are made by internal/platform/search, never by PostgreSQL.
    tokens       TSVECTOR NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE INDEX search_entry_programme ON search_entry (programme_id, at);
CREATE INDEX search_entry_tokens ON search_entry USING GIN (tokens);

-- +goose Down
DROP TABLE search_entry;
