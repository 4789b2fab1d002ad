-- +goose Up
CREATE TABLE search_entry (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    scope        TEXT NOT NULL,
    title        TEXT NOT NULL,
    at           DATETIME NOT NULL,
    length       BIGINT NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE INDEX search_entry_programme ON search_entry (programme_id, at);

-- The tokens are made by internal/platform/search, in letters that unicode61
-- leaves as they are. docid is search_entry.id.
CREATE VIRTUAL TABLE search_token USING fts4 (tokens, tokenize=unicode61 "remove_diacritics=0", prefix="3,4,5");

-- +goose Down
DROP TABLE search_token;
DROP TABLE search_entry;
