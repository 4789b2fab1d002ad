-- +goose Up
-- What the reply address of a mail stands for: an address has no room for it.
CREATE TABLE notification_reply (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL,
    thread_id  TEXT NOT NULL,
    post_id    TEXT NOT NULL,
    expires_at DATETIME NOT NULL
);
CREATE INDEX notification_reply_expires ON notification_reply (expires_at);

-- +goose Down
DROP TABLE notification_reply;
