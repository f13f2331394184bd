-- What an account told us about itself, by filling in the form of the welcome
-- mail: payables-contact, payables-email, po-needed, payment-run, best-hours.
-- source: the mail it came with.
CREATE TABLE account_fact (
	account TEXT NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	source TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (account, name)
);

-- A talk that is proposed to a white-glove account: its civil day and minute
-- there. course: the subject of the course that proposed it.
-- state: proposed, accepted, declined, moved, cancelled
-- uid: of its calendar event, keyed; sequence: counts its changes (RFC 5546).
CREATE TABLE visit (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	course TEXT NOT NULL,
	day TEXT NOT NULL,
	minute BIGINT NOT NULL,
	state TEXT NOT NULL,
	uid TEXT NOT NULL,
	sequence BIGINT NOT NULL DEFAULT 0,
	at BIGINT NOT NULL
);
CREATE UNIQUE INDEX visit_uid ON visit (uid);
CREATE INDEX visit_account ON visit (account, day);
