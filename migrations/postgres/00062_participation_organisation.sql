-- +goose Up
CREATE INDEX programme_participation_organisation ON programme_participation (organisation_id);

-- +goose Down
DROP INDEX programme_participation_organisation;
