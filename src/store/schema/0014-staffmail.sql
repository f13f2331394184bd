-- What was handed to a person: one case a mail of a customer's.

-- touch: the mail that tells it. told: single (that mail leaves), waits (too
-- many for one hour), digest (it is listed in the mail `digest`), gone (done
-- before anybody was told). late_at: when somebody else is told of it, if
-- nobody has answered by then; 0: not watched.
CREATE TABLE staff_case (
	touch TEXT NOT NULL PRIMARY KEY REFERENCES touch (id),
	inbox TEXT NOT NULL,
	account TEXT NOT NULL,
	person TEXT NOT NULL,
	at BIGINT NOT NULL,
	told TEXT NOT NULL,
	told_at BIGINT NOT NULL DEFAULT 0,
	digest TEXT NOT NULL DEFAULT '',
	late_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX staff_case_waits ON staff_case (person, at) WHERE told = 'waits';
CREATE INDEX staff_case_told ON staff_case (person, told_at)
	WHERE told = 'single' OR told = 'digest';
CREATE INDEX staff_case_late ON staff_case (late_at) WHERE late_at > 0;
CREATE INDEX staff_case_digest ON staff_case (digest) WHERE digest <> '';

-- Files that a person's mail carries to a customer: wanted of the mail `inbox`,
-- then taken out of it and kept here.
CREATE TABLE enclosure_wanted (
	touch TEXT NOT NULL PRIMARY KEY REFERENCES touch (id),
	inbox TEXT NOT NULL
);
CREATE TABLE enclosure (
	touch TEXT NOT NULL REFERENCES touch (id),
	place BIGINT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	bytes BYTEA NOT NULL,
	PRIMARY KEY (touch, place)
);
