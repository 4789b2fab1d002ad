-- +goose Up
-- Of the beginnings of words one length is enough: the longer ones are found among few words, and each length costs a third of writing.
CREATE VIRTUAL TABLE search_token_new USING fts4 (tokens, tokenize=unicode61 "remove_diacritics=0", prefix="3");
INSERT INTO search_token_new (docid, tokens) SELECT docid, tokens FROM search_token;
-- Contracts: nothing; the table comes back under its name in the same transaction.
DROP TABLE search_token;
-- Contracts: nothing, as above.
ALTER TABLE search_token_new RENAME TO search_token;

-- +goose Down
CREATE VIRTUAL TABLE search_token_old USING fts4 (tokens, tokenize=unicode61 "remove_diacritics=0", prefix="3,4,5");
INSERT INTO search_token_old (docid, tokens) SELECT docid, tokens FROM search_token;
DROP TABLE search_token;
ALTER TABLE search_token_old RENAME TO search_token;
