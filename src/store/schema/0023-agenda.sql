-- When an account is looked at in a sequence. What is due at one time lies
-- together, so that a tick writes what is due and not a page of a large
-- ledger for each of it. An account may stand here several times: a look is
-- free to come too early, and removes the row that made it.
CREATE TABLE agenda (
	sequence TEXT NOT NULL,
	at BIGINT NOT NULL,
	account TEXT NOT NULL,
	PRIMARY KEY (sequence, at, account)
) /*WITHOUT ROWID*/;
INSERT INTO agenda (sequence, at, account)
	SELECT sequence, next_at, account FROM enrolment
	WHERE next_at IS NOT NULL ORDER BY sequence, next_at, account;

-- Who is in a sequence, and in its how-manieth round.
CREATE TABLE membership (
	account TEXT NOT NULL REFERENCES account (id),
	sequence TEXT NOT NULL,
	episode BIGINT NOT NULL DEFAULT 1,
	PRIMARY KEY (account, sequence)
) /*WITHOUT ROWID*/;
INSERT INTO membership (account, sequence, episode)
	SELECT account, sequence, episode FROM enrolment
	ORDER BY account, sequence;
DROP TABLE enrolment;
