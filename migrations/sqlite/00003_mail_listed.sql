-- +goose Up
-- Administrators list mails by state, newest first.
CREATE INDEX mail_outbox_listed ON mail_outbox (state, id);

-- +goose Down
DROP INDEX mail_outbox_listed;
