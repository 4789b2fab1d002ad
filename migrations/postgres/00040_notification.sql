-- +goose Up
CREATE TABLE notification_preference (
    person_id  TEXT PRIMARY KEY,
    answers    BOOLEAN NOT NULL,
    mentions   BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE notification_stop (
    person_id  TEXT NOT NULL,
    thread_id  TEXT NOT NULL,
    stopped_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, thread_id)
);

CREATE TABLE notification_seen (
    person_id TEXT PRIMARY KEY,
    seen_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE notification_told (
    person_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    post_id   TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    PRIMARY KEY (person_id, thread_id)
);

-- +goose Down
DROP TABLE notification_told;
DROP TABLE notification_seen;
DROP TABLE notification_stop;
DROP TABLE notification_preference;
