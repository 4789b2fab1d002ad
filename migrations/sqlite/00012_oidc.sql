-- +goose Up
CREATE TABLE account_oidc_flow (
    state_hash   TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    client_hash  TEXT NOT NULL,
    next         TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    expires_at   DATETIME NOT NULL,
    used_at      DATETIME
);
CREATE INDEX account_oidc_flow_client ON account_oidc_flow (client_hash, created_at);
CREATE INDEX account_oidc_flow_age ON account_oidc_flow (created_at);

CREATE TABLE account_identity (
    issuer       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    person_id    TEXT NOT NULL REFERENCES account_person (id),
    created_at   DATETIME NOT NULL,
    last_used_at DATETIME NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (person_id, issuer)
);

-- +goose Down
DROP TABLE account_identity;
DROP TABLE account_oidc_flow;
