-- The morning's mails: what our own people answer to them.

-- Not on the worklist until then; reminders go on.
CREATE TABLE snooze (
	account TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
	until BIGINT NOT NULL,
	by_whom TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- One of ours holds all that would go to customers. ended_at 0: it stands.
CREATE TABLE standstill (
	id TEXT NOT NULL PRIMARY KEY,
	reason TEXT NOT NULL,
	by_whom TEXT NOT NULL CHECK (by_whom <> ''),
	since BIGINT NOT NULL,
	ended_at BIGINT NOT NULL DEFAULT 0,
	ended_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX standstill_open ON standstill (since) WHERE ended_at = 0;
