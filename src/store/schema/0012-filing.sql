-- Queues as folders. Where a mail lies now: a place that it left has gone_at;
-- loose: it was found there, and what that means is not decided yet.
ALTER TABLE inbox_place ADD COLUMN gone_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inbox_place ADD COLUMN loose SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX inbox_place_here ON inbox_place (mailbox, folder)
	WHERE gone_at = 0;
CREATE INDEX inbox_place_loose ON inbox_place (mailbox)
	WHERE loose = 1;

-- In which queue's folder of a mailbox a mail was put, by us or by a person
-- whose move was taken in, and its place there (empty: not told). due: it is
-- to follow its row.
CREATE TABLE filing (
	mailbox TEXT NOT NULL,
	inbox TEXT NOT NULL REFERENCES inbox (id),
	queue TEXT NOT NULL,
	place TEXT NOT NULL,
	at BIGINT NOT NULL,
	due SMALLINT NOT NULL DEFAULT 0,
	PRIMARY KEY (mailbox, inbox)
);
CREATE INDEX filing_due ON filing (mailbox) WHERE due = 1;

-- How a folder was when all of it had been looked at.
CREATE TABLE filing_folder (
	mailbox TEXT NOT NULL,
	folder TEXT NOT NULL,
	validity BIGINT NOT NULL,
	next BIGINT NOT NULL,
	held BIGINT NOT NULL,
	highest BIGINT NOT NULL,
	PRIMARY KEY (mailbox, folder)
);

-- What a person moved, in its order for each mail. done_at: the ledger has
-- followed.
CREATE TABLE correction (
	inbox TEXT NOT NULL REFERENCES inbox (id),
	ordinal BIGINT NOT NULL,
	mailbox TEXT NOT NULL,
	from_queue TEXT NOT NULL,
	to_queue TEXT NOT NULL,
	at BIGINT NOT NULL,
	done_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (inbox, ordinal)
);
CREATE INDEX correction_open ON correction (at) WHERE done_at = 0;

-- What the moves say of the rules that had decided: the last word on each rule
-- in each mail; and the words in which no rule had found what a person saw.
CREATE TABLE rule_verdict (
	inbox TEXT NOT NULL REFERENCES inbox (id),
	intent TEXT NOT NULL,
	rule TEXT NOT NULL,
	is_right SMALLINT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (inbox, intent, rule)
);
CREATE TABLE rule_missed (
	inbox TEXT NOT NULL REFERENCES inbox (id),
	intent TEXT NOT NULL,
	text TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (inbox, intent)
);
