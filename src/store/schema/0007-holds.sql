-- Of a contact: a zone other than the account's, and the hours (minutes of
-- their day) in which they like to be written to; 0 to 0: the company's.
ALTER TABLE contact ADD COLUMN timezone TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN hours_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN hours_to BIGINT NOT NULL DEFAULT 0;

-- A rest is of an invoice, of a contact, or of the whole account. told_at:
-- when its end was announced.
ALTER TABLE rest ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE rest ADD COLUMN by_whom TEXT NOT NULL DEFAULT '';
ALTER TABLE rest ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX rest_pause ON rest (until)
	WHERE kind = 'pause' AND ended_at = 0 AND told_at = 0;

-- A touch that waits for a person's yes; its not_before is out of reach until
-- then. why: step (it asks for it) or text (the words are new).
-- state: waiting, given, gone (the touch was not needed any more)
CREATE TABLE approval (
	touch TEXT NOT NULL PRIMARY KEY REFERENCES touch (id),
	why TEXT NOT NULL,
	hash TEXT NOT NULL,
	state TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	looked_at BIGINT NOT NULL,
	given_at BIGINT NOT NULL DEFAULT 0,
	by_whom TEXT NOT NULL DEFAULT ''
);
CREATE INDEX approval_waiting ON approval (looked_at)
	WHERE state = 'waiting';

-- Texts by the hash of their source, and how often one was let go.
CREATE TABLE text_known (
	hash TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	first_at BIGINT NOT NULL,
	given BIGINT NOT NULL DEFAULT 0
);
