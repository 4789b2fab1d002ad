-- +goose Up
CREATE TABLE discussion_thread (
    id           TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    title        TEXT NOT NULL,
    audience     TEXT NOT NULL,
    state        TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    created_by   TEXT NOT NULL,
    closed_at    DATETIME,
    closed_by    TEXT NOT NULL,
    last_post_at DATETIME NOT NULL,
    last_post_by TEXT NOT NULL,
    post_count   BIGINT NOT NULL,
    last_seq     BIGINT NOT NULL,
    rev          BIGINT NOT NULL
);
CREATE UNIQUE INDEX discussion_thread_client ON discussion_thread (created_by, client_id);
CREATE INDEX discussion_thread_programme ON discussion_thread (programme_id, last_post_at, id);
CREATE INDEX discussion_thread_subject ON discussion_thread (subject_type, subject_id);

CREATE TABLE discussion_post (
    id             TEXT PRIMARY KEY,
    thread_id      TEXT NOT NULL REFERENCES discussion_thread (id),
    seq            BIGINT NOT NULL,
    author_id      TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    text           TEXT NOT NULL,
    html           TEXT NOT NULL,
    quote_id       TEXT NOT NULL,
    created_at     DATETIME NOT NULL,
    edited_at      DATETIME,
    deleted_at     DATETIME,
    deleted_by     TEXT NOT NULL,
    deleted_reason TEXT NOT NULL,
    pinned_at      DATETIME,
    rev            BIGINT NOT NULL
);
CREATE UNIQUE INDEX discussion_post_order ON discussion_post (thread_id, seq);
CREATE UNIQUE INDEX discussion_post_client ON discussion_post (author_id, client_id);
CREATE INDEX discussion_post_quote ON discussion_post (quote_id) WHERE quote_id <> '';

CREATE TABLE discussion_edit (
    id         TEXT PRIMARY KEY,
    post_id    TEXT NOT NULL REFERENCES discussion_post (id),
    text       TEXT NOT NULL,
    written_at DATETIME NOT NULL
);
CREATE INDEX discussion_edit_post ON discussion_edit (post_id, id);

CREATE TABLE discussion_reaction (
    post_id   TEXT NOT NULL REFERENCES discussion_post (id),
    person_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    at        DATETIME NOT NULL,
    PRIMARY KEY (post_id, person_id, kind)
);

CREATE TABLE discussion_mention (
    post_id   TEXT NOT NULL REFERENCES discussion_post (id),
    kind      TEXT NOT NULL,
    target_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    PRIMARY KEY (post_id, kind, target_id)
);
CREATE INDEX discussion_mention_target ON discussion_mention (kind, target_id, thread_id, seq);

CREATE TABLE discussion_read (
    thread_id TEXT NOT NULL REFERENCES discussion_thread (id),
    person_id TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    at        DATETIME NOT NULL,
    PRIMARY KEY (thread_id, person_id)
);

CREATE TABLE discussion_follow (
    thread_id TEXT NOT NULL REFERENCES discussion_thread (id),
    person_id TEXT NOT NULL,
    state     TEXT NOT NULL,
    PRIMARY KEY (thread_id, person_id)
);

-- +goose Down
DROP TABLE discussion_follow;
DROP TABLE discussion_read;
DROP TABLE discussion_mention;
DROP TABLE discussion_reaction;
DROP TABLE discussion_edit;
DROP TABLE discussion_post;
DROP TABLE discussion_thread;
