-- Late interest and fixed sums as they were told, each once for an invoice and
-- a level (the place of the step that told them). kind: interest (all of it up
-- to day), fixed. Never a part of what is open.
CREATE TABLE charge (
	invoice TEXT NOT NULL REFERENCES invoice (id),
	level BIGINT NOT NULL,
	kind TEXT NOT NULL,
	amount BIGINT NOT NULL,
	currency TEXT NOT NULL,
	day TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (invoice, level, kind)
);
