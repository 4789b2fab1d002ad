-- +goose Up
-- What a person wants to be mailed of, and how soon: by kind, in all programmes
-- (programme_id '') or in one.
CREATE TABLE notification_choice (
    person_id    TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    kind         TEXT NOT NULL,
    pace         TEXT NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, programme_id, kind)
);
CREATE INDEX notification_choice_pace ON notification_choice (kind, pace);
INSERT INTO notification_choice (person_id, programme_id, kind, pace, updated_at)
    SELECT person_id, '', 'answered', 'never', updated_at FROM notification_preference WHERE NOT answers;
INSERT INTO notification_choice (person_id, programme_id, kind, pace, updated_at)
    SELECT person_id, '', 'named', 'never', updated_at FROM notification_preference WHERE NOT mentions;
-- Contracts: no version that was released reads it.
DROP TABLE notification_preference;

CREATE TABLE notification_digest (
    person_id TEXT NOT NULL,
    day       TEXT NOT NULL,
    sent_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, day)
);

CREATE TABLE notification_round (
    day     TEXT PRIMARY KEY,
    done_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE notification_round;
DROP TABLE notification_digest;
CREATE TABLE notification_preference (
    person_id  TEXT PRIMARY KEY,
    answers    BOOLEAN NOT NULL,
    mentions   BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
DROP TABLE notification_choice;
