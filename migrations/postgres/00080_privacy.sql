-- +goose Up
-- What has happened goes after two years, and with it its frames, which must be
-- found by their event; who did it is what the trail is asked for most.
CREATE INDEX activity_frame_event ON activity_frame (event_id);
CREATE INDEX activity_event_actor ON activity_event (actor_id, id);

ALTER TABLE account_person ADD COLUMN erased_at TIMESTAMPTZ;

CREATE TABLE privacy_run (
    id          TEXT PRIMARY KEY,
    day         TEXT NOT NULL UNIQUE,
    started_at  TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
);

CREATE TABLE privacy_removal (
    run_id  TEXT NOT NULL REFERENCES privacy_run (id),
    rule    TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    removed BIGINT NOT NULL,
    failed  BOOLEAN NOT NULL,
    PRIMARY KEY (run_id, rule)
);

CREATE TABLE privacy_export (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL,
    state        TEXT NOT NULL,
    done         BIGINT NOT NULL,
    total        BIGINT NOT NULL,
    size         BIGINT NOT NULL,
    locale       TEXT NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    ready_at     TIMESTAMPTZ,
    expires_at   TIMESTAMPTZ
);
CREATE INDEX privacy_export_person ON privacy_export (person_id, requested_at);
CREATE INDEX privacy_export_requested ON privacy_export (requested_at);

CREATE TABLE privacy_notice (
    person_id TEXT PRIMARY KEY,
    sent_at   TIMESTAMPTZ NOT NULL,
    due_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX privacy_notice_due ON privacy_notice (due_at);

-- +goose Down
DROP TABLE privacy_notice;
DROP TABLE privacy_export;
DROP TABLE privacy_removal;
DROP TABLE privacy_run;
ALTER TABLE account_person DROP COLUMN erased_at;
DROP INDEX activity_event_actor;
DROP INDEX activity_frame_event;
