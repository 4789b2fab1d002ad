-- +goose Up
CREATE TABLE account_passkey (
    id            TEXT PRIMARY KEY,
    person_id     TEXT NOT NULL REFERENCES account_person (id),
    credential_id TEXT NOT NULL UNIQUE,
    record        TEXT NOT NULL,
    name          TEXT NOT NULL,
    created_at    DATETIME NOT NULL,
    last_used_at  DATETIME,
    blocked_at    DATETIME
);
CREATE INDEX account_passkey_person ON account_passkey (person_id);

CREATE TABLE account_challenge (
    id          TEXT PRIMARY KEY,
    purpose     TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    client_hash TEXT NOT NULL,
    ceremony    TEXT NOT NULL,
    created_at  DATETIME NOT NULL,
    expires_at  DATETIME NOT NULL,
    used_at     DATETIME
);
CREATE INDEX account_challenge_client ON account_challenge (client_hash, created_at);
CREATE INDEX account_challenge_age ON account_challenge (created_at);

CREATE TABLE account_passkey_offer (
    person_id   TEXT PRIMARY KEY REFERENCES account_person (id),
    declined_at DATETIME NOT NULL
);

-- +goose Down
DROP TABLE account_passkey_offer;
DROP TABLE account_challenge;
DROP TABLE account_passkey;
