-- +goose Up
CREATE TABLE programme_organisation (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL,
    short             TEXT NOT NULL,
    kind              TEXT NOT NULL,
    municipality_code TEXT UNIQUE,
    created_at        DATETIME NOT NULL
);

CREATE TABLE programme_municipality (
    code            TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL UNIQUE REFERENCES programme_organisation (id),
    name            TEXT NOT NULL,
    population      BIGINT NOT NULL,
    lat             DOUBLE PRECISION NOT NULL,
    lon             DOUBLE PRECISION NOT NULL
);

CREATE TABLE programme_municipality_region (
    code   TEXT NOT NULL REFERENCES programme_municipality (code),
    region TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends   TEXT,
    PRIMARY KEY (code, starts)
);

CREATE TABLE programme_programme (
    id              TEXT PRIMARY KEY,
    slug            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    short_name      TEXT NOT NULL,
    aliases         TEXT NOT NULL,
    fictional       BOOLEAN NOT NULL,
    summary         TEXT NOT NULL,
    purpose         TEXT NOT NULL,
    background      TEXT NOT NULL,
    target_group    TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    network         TEXT NOT NULL,
    funding         TEXT NOT NULL,
    periods         TEXT NOT NULL,
    core_elements   TEXT NOT NULL,
    prerequisites   TEXT NOT NULL,
    fields          TEXT NOT NULL,
    contacts        TEXT NOT NULL,
    call_facts      TEXT,
    starts          TEXT NOT NULL,
    ends            TEXT,
    seat_limit      BIGINT NOT NULL,
    reference_limit BIGINT NOT NULL,
    rev             BIGINT NOT NULL,
    created_at      DATETIME NOT NULL,
    updated_at      DATETIME NOT NULL
);

CREATE TABLE programme_participation (
    id              TEXT PRIMARY KEY,
    programme_id    TEXT NOT NULL REFERENCES programme_programme (id),
    organisation_id TEXT NOT NULL REFERENCES programme_organisation (id),
    kind            TEXT NOT NULL,
    chair           BOOLEAN NOT NULL,
    cluster         TEXT NOT NULL,
    starts          TEXT NOT NULL,
    ends            TEXT,
    created_at      DATETIME NOT NULL
);
CREATE INDEX programme_participation_programme ON programme_participation (programme_id);

CREATE TABLE programme_seat (
    id              TEXT PRIMARY KEY,
    programme_id    TEXT NOT NULL REFERENCES programme_programme (id),
    organisation_id TEXT NOT NULL REFERENCES programme_organisation (id),
    person_id       TEXT NOT NULL,
    role            TEXT NOT NULL,
    starts          TEXT NOT NULL,
    ends            TEXT,
    created_at      DATETIME NOT NULL,
    created_by      TEXT NOT NULL
);
CREATE INDEX programme_seat_programme ON programme_seat (programme_id, person_id);
CREATE INDEX programme_seat_person ON programme_seat (person_id);

CREATE TABLE programme_publication (
    id         TEXT PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL,
    year       BIGINT NOT NULL,
    summary    TEXT NOT NULL,
    audience   TEXT NOT NULL,
    basis      TEXT NOT NULL,
    forms      TEXT NOT NULL,
    contents   TEXT NOT NULL,
    updated_at DATETIME NOT NULL
);

-- +goose Down
DROP TABLE programme_publication;
DROP TABLE programme_seat;
DROP TABLE programme_participation;
DROP TABLE programme_programme;
DROP TABLE programme_municipality_region;
DROP TABLE programme_municipality;
DROP TABLE programme_organisation;
