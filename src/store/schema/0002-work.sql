-- What is going on: enrolments, touches and their mails, the inbox, and what
-- came of it.

-- next_at: the instant at which the planner looks again; null: not before
-- something changes. One small index makes a tick cost what is due.
CREATE TABLE enrolment (
	account TEXT NOT NULL REFERENCES account (id),
	sequence TEXT NOT NULL,
	next_at BIGINT,
	episode BIGINT NOT NULL DEFAULT 1,
	reason TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (account, sequence)
);
CREATE INDEX enrolment_next ON enrolment (next_at) WHERE next_at IS NOT NULL;

-- kind: reminder, answer, staff
-- state: planned, ready, sending, accepted, deferred, failed, uncertain,
--        skipped, bounced
CREATE TABLE touch (
	id TEXT NOT NULL PRIMARY KEY,
	natural_key TEXT NOT NULL UNIQUE,
	account TEXT NOT NULL,
	contact TEXT NOT NULL,
	kind TEXT NOT NULL,
	sequence TEXT NOT NULL,
	step TEXT NOT NULL,
	level BIGINT NOT NULL,
	episode BIGINT NOT NULL,
	template TEXT NOT NULL,
	mailbox TEXT NOT NULL,
	recipient TEXT NOT NULL,
	thread TEXT NOT NULL,
	inbox TEXT NOT NULL,
	params TEXT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	planned_at BIGINT NOT NULL,
	not_before BIGINT NOT NULL,
	attempts BIGINT NOT NULL DEFAULT 0,
	owner TEXT NOT NULL DEFAULT '',
	settled_at BIGINT NOT NULL DEFAULT 0,
	reply_code BIGINT NOT NULL DEFAULT 0,
	reply_text TEXT NOT NULL DEFAULT '',
	message_id TEXT NOT NULL DEFAULT '',
	subject TEXT NOT NULL DEFAULT ''
);
CREATE INDEX touch_due ON touch (kind, not_before)
	WHERE state IN ('planned', 'ready', 'deferred');
CREATE INDEX touch_sending ON touch (owner)
	WHERE state IN ('sending', 'uncertain');
CREATE INDEX touch_account ON touch (account, planned_at);
CREATE INDEX touch_answers ON touch (recipient, planned_at)
	WHERE kind = 'answer';

CREATE TABLE touch_mail (
	touch TEXT NOT NULL PRIMARY KEY REFERENCES touch (id),
	bytes BYTEA NOT NULL
);

-- Which invoices a touch spoke of; step is empty for those only listed. One
-- step is said once for one invoice: the engine sees to it.
CREATE TABLE touch_invoice (
	touch TEXT NOT NULL REFERENCES touch (id),
	invoice TEXT NOT NULL,
	sequence TEXT NOT NULL,
	step TEXT NOT NULL,
	level BIGINT NOT NULL,
	occurrence BIGINT NOT NULL,
	day TEXT NOT NULL,
	PRIMARY KEY (touch, invoice)
);
CREATE UNIQUE INDEX touch_invoice_once
	ON touch_invoice (invoice, sequence, step, occurrence)
	WHERE step <> '';

-- state: new, done, parked, duplicate
-- decisions: the rule and the words behind each, [[intent, rule, words], ...]
CREATE TABLE inbox (
	id TEXT NOT NULL PRIMARY KEY,
	mailbox TEXT NOT NULL,
	folder TEXT NOT NULL,
	place TEXT NOT NULL,
	received_at BIGINT NOT NULL,
	size BIGINT NOT NULL,
	state TEXT NOT NULL,
	attempts BIGINT NOT NULL DEFAULT 0,
	message_id TEXT NOT NULL DEFAULT '',
	account TEXT NOT NULL DEFAULT '',
	contact TEXT NOT NULL DEFAULT '',
	touch TEXT NOT NULL DEFAULT '',
	threaded TEXT NOT NULL DEFAULT '',
	kind TEXT NOT NULL DEFAULT '',
	guard_rule TEXT NOT NULL DEFAULT '',
	trust TEXT NOT NULL DEFAULT '',
	intents TEXT NOT NULL DEFAULT '',
	queue TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL DEFAULT '',
	handled_at BIGINT NOT NULL DEFAULT 0,
	decisions TEXT NOT NULL DEFAULT ''
);
CREATE INDEX inbox_open ON inbox (received_at)
	WHERE state = 'new';
CREATE INDEX inbox_parked ON inbox (received_at)
	WHERE state = 'parked' AND handled_at = 0;
CREATE INDEX inbox_account ON inbox (account, received_at)
	WHERE state <> 'new';

CREATE TABLE inbox_raw (
	inbox TEXT NOT NULL PRIMARY KEY REFERENCES inbox (id),
	raw BYTEA NOT NULL
);

-- Every place a mail was met in; the same mail met again is counted here.
CREATE TABLE inbox_place (
	mailbox TEXT NOT NULL,
	folder TEXT NOT NULL,
	place TEXT NOT NULL,
	inbox TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (mailbox, folder, place)
);

CREATE TABLE mailbox_cursor (
	mailbox TEXT NOT NULL,
	folder TEXT NOT NULL,
	uidvalidity BIGINT NOT NULL,
	next_uid BIGINT NOT NULL,
	PRIMARY KEY (mailbox, folder)
);

CREATE TABLE note (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	invoice TEXT NOT NULL,
	at BIGINT NOT NULL,
	author TEXT NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	inbox TEXT NOT NULL
);
CREATE INDEX note_account ON note (account, at);

-- Why reminders rest: a reply not handled yet, an absence, a person's pause,
-- a stop. invoice is empty for the whole account; until 0 means for good.
CREATE TABLE rest (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	invoice TEXT NOT NULL,
	kind TEXT NOT NULL,
	reason TEXT NOT NULL,
	since BIGINT NOT NULL,
	until BIGINT NOT NULL,
	inbox TEXT NOT NULL,
	ended_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX rest_account ON rest (account) WHERE ended_at = 0;

-- state: open, kept, partly-kept, broken, cancelled
CREATE TABLE promise (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	contact TEXT NOT NULL,
	day TEXT NOT NULL,
	amount BIGINT,
	currency TEXT NOT NULL,
	conditional SMALLINT NOT NULL,
	state TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	closed_at BIGINT NOT NULL DEFAULT 0,
	applied_before BIGINT NOT NULL DEFAULT 0,
	inbox TEXT NOT NULL
);
CREATE INDEX promise_account ON promise (account);

CREATE TABLE promise_invoice (
	promise TEXT NOT NULL REFERENCES promise (id),
	invoice TEXT NOT NULL,
	is_open SMALLINT NOT NULL,
	PRIMARY KEY (promise, invoice)
);
CREATE UNIQUE INDEX promise_invoice_open ON promise_invoice (invoice)
	WHERE is_open = 1;

-- state: open, escalated, resolved
CREATE TABLE dispute (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	invoice TEXT NOT NULL,
	reason TEXT NOT NULL,
	state TEXT NOT NULL,
	opened_at BIGINT NOT NULL,
	opened_by TEXT NOT NULL,
	closed_at BIGINT NOT NULL DEFAULT 0,
	inbox TEXT NOT NULL
);
CREATE INDEX dispute_account ON dispute (account);
CREATE UNIQUE INDEX dispute_open ON dispute (invoice)
	WHERE state <> 'resolved';

-- Work for a person. state: open, done
CREATE TABLE task (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	state TEXT NOT NULL,
	at BIGINT NOT NULL,
	done_at BIGINT NOT NULL DEFAULT 0,
	inbox TEXT NOT NULL
);
CREATE INDEX task_open ON task (at) WHERE state = 'open';
CREATE INDEX task_account ON task (account);

-- A link that no longer opens.
CREATE TABLE link_revoked (
	id TEXT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL
);
