-- +goose Up
-- What many people write at one moment changes few pages of an index that begins with the time, and one for each of them where it begins with who they are.
-- Clients make their ids of the time. An older version finds and conflicts by the new index as by the old one.
CREATE UNIQUE INDEX discussion_post_sent ON discussion_post (client_id, author_id);
-- Contracts: nothing needs the columns in that order.
DROP INDEX discussion_post_client;

-- Who did it is read from the same entries as when; an older version reads them, too.
CREATE INDEX activity_event_done ON activity_event (programme_id, id, actor_id);
-- Contracts: nothing; the one above begins with the same columns.
DROP INDEX activity_event_programme;
-- Contracts: nothing but what a person did, which the index above tells.
DROP INDEX activity_event_actor;

-- +goose Down
CREATE INDEX activity_event_actor ON activity_event (actor_id, id);
CREATE INDEX activity_event_programme ON activity_event (programme_id, id);
DROP INDEX activity_event_done;
CREATE UNIQUE INDEX discussion_post_client ON discussion_post (author_id, client_id);
DROP INDEX discussion_post_sent;
