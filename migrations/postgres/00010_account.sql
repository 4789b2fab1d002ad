-- +goose Up
CREATE TABLE account_person (
    id            TEXT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    title         TEXT NOT NULL,
    locale        TEXT NOT NULL,
    administrator BOOLEAN NOT NULL,
    persona       TEXT UNIQUE,
    disabled_at   TIMESTAMPTZ,
    created_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL
);

CREATE TABLE account_sign_in (
    id          TEXT PRIMARY KEY,
    email       TEXT NOT NULL,
    email_hash  TEXT NOT NULL,
    client_hash TEXT NOT NULL,
    next        TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    code_hash   TEXT NOT NULL,
    token_hash  TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL,
    used_at     TIMESTAMPTZ
);
CREATE INDEX account_sign_in_address ON account_sign_in (email_hash, created_at);
CREATE INDEX account_sign_in_client ON account_sign_in (client_hash, created_at);
CREATE INDEX account_sign_in_token ON account_sign_in (token_hash);
CREATE INDEX account_sign_in_age ON account_sign_in (created_at);

CREATE TABLE account_session (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES account_person (id),
    token_hash   TEXT NOT NULL UNIQUE,
    device       TEXT NOT NULL,
    browser      TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX account_session_person ON account_session (person_id);

-- +goose Down
DROP TABLE account_session;
DROP TABLE account_sign_in;
DROP TABLE account_person;
