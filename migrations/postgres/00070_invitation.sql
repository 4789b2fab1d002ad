-- +goose Up
CREATE TABLE programme_reservation (
    id              TEXT PRIMARY KEY,
    programme_id    TEXT NOT NULL REFERENCES programme_programme (id),
    organisation_id TEXT NOT NULL REFERENCES programme_organisation (id),
    role            TEXT NOT NULL,
    starts          TEXT NOT NULL,
    until           TIMESTAMPTZ NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    created_by      TEXT NOT NULL
);
CREATE INDEX programme_reservation_programme ON programme_reservation (programme_id);
CREATE INDEX programme_reservation_until ON programme_reservation (until);

CREATE TABLE programme_handover (
    id              TEXT PRIMARY KEY,
    programme_id    TEXT NOT NULL REFERENCES programme_programme (id),
    seat_id         TEXT NOT NULL REFERENCES programme_seat (id),
    successor_seat  TEXT NOT NULL,
    reservation_id  TEXT NOT NULL,
    begins          TEXT NOT NULL,
    previous_ends   TEXT,
    created_at      TIMESTAMPTZ NOT NULL,
    created_by      TEXT NOT NULL,
    taken_back_at   TIMESTAMPTZ
);
CREATE INDEX programme_handover_programme ON programme_handover (programme_id);
CREATE INDEX programme_handover_seat ON programme_handover (seat_id);
CREATE INDEX programme_handover_reservation ON programme_handover (reservation_id);

CREATE TABLE invitation_invitation (
    id              TEXT PRIMARY KEY,
    batch_id        TEXT NOT NULL,
    programme_id    TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    role            TEXT NOT NULL,
    email           TEXT NOT NULL,
    name            TEXT NOT NULL,
    title           TEXT NOT NULL,
    locale          TEXT NOT NULL,
    greeting        TEXT NOT NULL,
    inviter_id      TEXT NOT NULL,
    reservation_id  TEXT NOT NULL,
    handover_id     TEXT NOT NULL,
    begins          TEXT,
    token_hash      TEXT NOT NULL,
    mail_key        TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    sent_at         TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    opened_at       TIMESTAMPTZ,
    asked_at        TIMESTAMPTZ,
    accepted_at     TIMESTAMPTZ,
    person_id       TEXT NOT NULL,
    revoked_at      TIMESTAMPTZ,
    revoked_by      TEXT NOT NULL
);
CREATE UNIQUE INDEX invitation_invitation_batch ON invitation_invitation (inviter_id, batch_id, email);
CREATE INDEX invitation_invitation_programme ON invitation_invitation (programme_id, email);
CREATE INDEX invitation_invitation_expires ON invitation_invitation (expires_at);

CREATE TABLE invitation_sending (
    token_hash    TEXT PRIMARY KEY,
    invitation_id TEXT NOT NULL REFERENCES invitation_invitation (id),
    email         TEXT NOT NULL,
    sender_id     TEXT NOT NULL,
    sent_at       TIMESTAMPTZ NOT NULL
);
CREATE INDEX invitation_sending_invitation ON invitation_sending (invitation_id);
CREATE INDEX invitation_sending_email ON invitation_sending (email, sent_at);
CREATE INDEX invitation_sending_sender ON invitation_sending (sender_id, sent_at);

-- +goose Down
DROP TABLE invitation_sending;
DROP TABLE invitation_invitation;
DROP TABLE programme_handover;
DROP TABLE programme_reservation;
