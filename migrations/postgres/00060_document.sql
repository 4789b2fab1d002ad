-- +goose Up
CREATE TABLE document_file (
    id           TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL,
    owner_id     TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    size         BIGINT NOT NULL,
    sha256       TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    uploaded_at  TIMESTAMPTZ NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    removed_at   TIMESTAMPTZ
);
CREATE UNIQUE INDEX document_file_client ON document_file (owner_id, client_id);
CREATE INDEX document_file_subject ON document_file (subject_type, subject_id) WHERE subject_id <> '';
CREATE INDEX document_file_loose ON document_file (uploaded_at) WHERE subject_id = '' AND removed_at IS NULL;

CREATE TABLE document_document (
    id               TEXT PRIMARY KEY,
    programme_id     TEXT NOT NULL,
    title            TEXT NOT NULL,
    description      TEXT NOT NULL,
    category         TEXT NOT NULL,
    position         BIGINT NOT NULL,
    public           BOOLEAN NOT NULL,
    client_id        TEXT NOT NULL,
    created_at       TIMESTAMPTZ NOT NULL,
    created_by       TEXT NOT NULL,
    versions         BIGINT NOT NULL,
    withdrawn_at     TIMESTAMPTZ,
    withdrawn_by     TEXT NOT NULL,
    withdrawn_reason TEXT NOT NULL,
    rev              BIGINT NOT NULL
);
CREATE UNIQUE INDEX document_document_client ON document_document (created_by, client_id);
CREATE INDEX document_document_programme ON document_document (programme_id, position, id);

CREATE TABLE document_version (
    document_id TEXT NOT NULL REFERENCES document_document (id),
    number      BIGINT NOT NULL,
    file_id     TEXT NOT NULL REFERENCES document_file (id),
    note        TEXT NOT NULL,
    added_at    TIMESTAMPTZ NOT NULL,
    added_by    TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
);
CREATE UNIQUE INDEX document_version_file ON document_version (file_id);

CREATE TABLE document_reading (
    document_id TEXT NOT NULL REFERENCES document_document (id),
    number      BIGINT NOT NULL,
    person_id   TEXT NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (document_id, number, person_id)
);

-- +goose Down
DROP TABLE document_reading;
DROP TABLE document_version;
DROP TABLE document_document;
DROP TABLE document_file;
