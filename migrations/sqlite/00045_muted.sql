-- +goose Up
-- Stopping a thread's mails from a mail is muting the thread: what stood in a table of its own is one state now.
INSERT INTO discussion_follow (thread_id, person_id, state)
SELECT thread_id, person_id, 'muted' FROM notification_stop
WHERE EXISTS (SELECT 1 FROM discussion_thread WHERE id = notification_stop.thread_id)
ON CONFLICT (thread_id, person_id) DO UPDATE SET state = 'muted';
CREATE INDEX discussion_follow_person ON discussion_follow (person_id, state);
-- The old table stays for nodes of the version before, which read and write it until they are replaced; what they
-- write counts here too. A version after this one drops it.
-- +goose StatementBegin
CREATE TRIGGER notification_stop_mutes AFTER INSERT ON notification_stop
WHEN EXISTS (SELECT 1 FROM discussion_thread WHERE id = NEW.thread_id)
BEGIN
    INSERT INTO discussion_follow (thread_id, person_id, state) VALUES (NEW.thread_id, NEW.person_id, 'muted')
    ON CONFLICT (thread_id, person_id) DO UPDATE SET state = 'muted';
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER notification_stop_mutes;
DROP INDEX discussion_follow_person;
