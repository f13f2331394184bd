-- Work of our own people by mail.

-- Who looks after accounts is asked of every mail that none of the contacts
-- sent.
CREATE INDEX account_collector ON account (collector);

-- What moves money is asked for by one person and decided by another; limits
-- have a table of their own (0009). kind: release (of the account's hold),
-- credit (an amount, for the dispute of invoice `subject`). touch: the mail
-- that asks for the yes. state: open, approved, rejected
CREATE TABLE desk_request (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	why TEXT NOT NULL,
	touch TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'open',
	requested_by TEXT NOT NULL CHECK (requested_by <> ''),
	requested_key TEXT NOT NULL CHECK (requested_key <> ''),
	requested_at BIGINT NOT NULL,
	decided_by TEXT NOT NULL DEFAULT '',
	decided_key TEXT NOT NULL DEFAULT '',
	decided_at BIGINT NOT NULL DEFAULT 0,
	decided_why TEXT NOT NULL DEFAULT '',
	CHECK (decided_key <> requested_key),
	CHECK (state = 'open' OR decided_key <> '')
);
CREATE UNIQUE INDEX desk_request_open ON desk_request (account, kind, subject)
	WHERE state = 'open';
CREATE UNIQUE INDEX desk_request_touch ON desk_request (touch);
CREATE INDEX task_inbox ON task (inbox) WHERE state = 'open';

-- The same mail by two ways is one mail.
CREATE INDEX inbox_message ON inbox (message_id) WHERE message_id <> '';
