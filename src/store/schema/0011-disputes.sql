-- Of a dispute: what of the invoice it is about (null: all of it), how it
-- ended (credited, upheld, withdrawn, part), what was credited, what had been
-- credited on the invoice before it, and what of a credit that was decided is
-- not in the ledger yet: nobody is asked for that.
ALTER TABLE dispute ADD COLUMN amount BIGINT;
ALTER TABLE dispute ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE dispute ADD COLUMN credited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispute ADD COLUMN credited_before BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispute ADD COLUMN awaits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispute ADD COLUMN text TEXT NOT NULL DEFAULT '';
CREATE INDEX dispute_holds ON dispute (invoice)
	WHERE state <> 'resolved' OR awaits > 0;

-- Those that are open already get their turn.
INSERT INTO enrolment (account, sequence, next_at)
	SELECT DISTINCT account, 'disputes', 0 FROM dispute
	WHERE state <> 'resolved'
	AND account IN (SELECT id FROM account)
	AND account NOT IN
	(SELECT account FROM enrolment WHERE sequence = 'disputes');
INSERT INTO enrolment (account, sequence, next_at)
	SELECT DISTINCT account, 'promise', 0 FROM promise
	WHERE state = 'open'
	AND account IN (SELECT id FROM account)
	AND account NOT IN
	(SELECT account FROM enrolment WHERE sequence = 'promise');
