-- +goose Up
CREATE TABLE mail_outbox (
    id             TEXT PRIMARY KEY,
    recipient      TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    kind           TEXT NOT NULL,
    subject        TEXT NOT NULL,
    message        TEXT NOT NULL,
    state          TEXT NOT NULL,
    attempts       BIGINT NOT NULL,
    next_try       TIMESTAMPTZ,
    server_code    BIGINT NOT NULL,
    server_words   TEXT NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL,
    claimed_at     TIMESTAMPTZ,
    done_at        TIMESTAMPTZ,
    sent_at        TIMESTAMPTZ,
    dedupe_key     TEXT,
    kept           TEXT NOT NULL
);
CREATE UNIQUE INDEX mail_outbox_dedupe ON mail_outbox (dedupe_key);
CREATE INDEX mail_outbox_state ON mail_outbox (state, claimed_at);
CREATE INDEX mail_outbox_done ON mail_outbox (done_at);

-- +goose Down
DROP TABLE mail_outbox;
