-- The ledger: who buys on credit, what was invoiced, paid and credited.
-- Money is in minor units, civil dates are ISO text, instants are UTC seconds.
-- An invoice's open amount is derived: amount less its applications.

CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
);

-- as_of: the day whose figures these are. finished_at: all of it is in;
-- stopped_at: something ended it before that.
CREATE TABLE import_batch (
	id TEXT NOT NULL PRIMARY KEY,
	seq BIGINT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	source TEXT NOT NULL,
	as_of TEXT NOT NULL,
	started_at BIGINT NOT NULL,
	finished_at BIGINT,
	stopped_at BIGINT,
	added BIGINT NOT NULL DEFAULT 0,
	changed BIGINT NOT NULL DEFAULT 0,
	unchanged BIGINT NOT NULL DEFAULT 0,
	refused BIGINT NOT NULL DEFAULT 0,
	quarantined BIGINT NOT NULL DEFAULT 0,
	totals TEXT NOT NULL DEFAULT '',
	undone_at BIGINT
);

-- What a row held before a batch changed it, so that the batch can be undone.
CREATE TABLE import_before (
	batch TEXT NOT NULL,
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	before TEXT NOT NULL,
	PRIMARY KEY (batch, kind, id)
);

-- Rows for customers that are not known yet. They wait, they are not lost.
CREATE TABLE quarantine (
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	account TEXT NOT NULL,
	row TEXT NOT NULL,
	batch TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (kind, id)
);
CREATE INDEX quarantine_account ON quarantine (account);

CREATE TABLE account (
	id TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	language TEXT NOT NULL,
	timezone TEXT NOT NULL,
	currency TEXT NOT NULL,
	credit_limit BIGINT NOT NULL DEFAULT 0,
	terms_days BIGINT NOT NULL DEFAULT 0,
	segment TEXT NOT NULL,
	collector TEXT NOT NULL,
	white_glove SMALLINT NOT NULL DEFAULT 0,
	created_at BIGINT NOT NULL,
	first_batch TEXT NOT NULL,
	batch TEXT NOT NULL
);

-- state: ok, bounced (hard), complained, stopped (asked not to be mailed)
CREATE TABLE contact (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	email_key TEXT NOT NULL,
	phone TEXT NOT NULL,
	role TEXT NOT NULL,
	language TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'ok',
	state_at BIGINT NOT NULL DEFAULT 0,
	first_batch TEXT NOT NULL,
	batch TEXT NOT NULL,
	UNIQUE (account, email_key)
);
CREATE INDEX contact_email ON contact (email_key);

CREATE TABLE invoice (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	issued TEXT NOT NULL,
	due TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	po TEXT NOT NULL,
	first_batch TEXT NOT NULL,
	batch TEXT NOT NULL
);
CREATE INDEX invoice_account ON invoice (account);

CREATE TABLE payment (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	received TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	method TEXT NOT NULL,
	reference TEXT NOT NULL,
	first_batch TEXT NOT NULL,
	batch TEXT NOT NULL
);
CREATE INDEX payment_account ON payment (account);

CREATE TABLE credit (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	issued TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	reason TEXT NOT NULL,
	first_batch TEXT NOT NULL,
	batch TEXT NOT NULL
);
CREATE INDEX credit_account ON credit (account);

-- kind: payment or credit; source: its id
CREATE TABLE application (
	kind TEXT NOT NULL,
	source TEXT NOT NULL,
	invoice TEXT NOT NULL REFERENCES invoice (id),
	amount BIGINT NOT NULL CHECK (amount >= 0),
	first_batch TEXT NOT NULL,
	batch TEXT NOT NULL,
	PRIMARY KEY (kind, source, invoice)
);
CREATE INDEX application_invoice ON application (invoice);
