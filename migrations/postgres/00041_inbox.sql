-- +goose Up
CREATE TABLE notification_entry (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    reason       TEXT NOT NULL,
    verb         TEXT NOT NULL,
    actor_id     TEXT NOT NULL,
    source_id    TEXT NOT NULL,
    seq          BIGINT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    read_at      TIMESTAMPTZ,
    digest_day   TEXT NOT NULL
);
CREATE UNIQUE INDEX notification_entry_source ON notification_entry (person_id, source_id, verb);
CREATE INDEX notification_entry_subject ON notification_entry (person_id, subject_id, id);
CREATE INDEX notification_entry_source_id ON notification_entry (source_id);
CREATE INDEX notification_entry_at ON notification_entry (at);

-- +goose Down
DROP TABLE notification_entry;
