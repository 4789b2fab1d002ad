-- +goose Up
CREATE TABLE activity_topic (
    name TEXT PRIMARY KEY,
    seq  BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE activity_event (
    id           TEXT PRIMARY KEY,
    at           DATETIME NOT NULL,
    actor_id     TEXT NOT NULL,
    verb         TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    data         TEXT NOT NULL,
    private      TEXT NOT NULL,
    handled_at   DATETIME
);
CREATE INDEX activity_event_unhandled ON activity_event (id) WHERE handled_at IS NULL;
CREATE INDEX activity_event_programme ON activity_event (programme_id, id);
CREATE INDEX activity_event_subject ON activity_event (subject_type, subject_id, id);

CREATE TABLE activity_frame (
    topic    TEXT NOT NULL,
    seq      BIGINT NOT NULL,
    event_id TEXT NOT NULL REFERENCES activity_event (id),
    PRIMARY KEY (topic, seq)
) WITHOUT ROWID;

CREATE TABLE activity_lease (
    name    TEXT PRIMARY KEY,
    holder  TEXT NOT NULL,
    expires DATETIME NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE activity_lease;
DROP TABLE activity_frame;
DROP TABLE activity_event;
DROP TABLE activity_topic;
