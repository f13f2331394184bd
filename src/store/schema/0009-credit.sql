-- How an account stands with its credit. mode: auto (what is owed decides), on
-- (a person holds it), off (never held by itself). since: the day of the hold,
-- or of the warning before it, as held says; empty: neither. excused: a person
-- let go although it is not cured; until that day, or until it is.
-- announced: the last threshold that was told. used_count, hold_count: how
-- many notices and holds there were, so that each has a name of its own.
-- limit_given: the limit as it was approved here; null: it came by import.
CREATE TABLE account_credit (
	account TEXT NOT NULL PRIMARY KEY,
	mode TEXT NOT NULL DEFAULT 'auto',
	held SMALLINT NOT NULL DEFAULT 0,
	reason TEXT NOT NULL DEFAULT '',
	since TEXT NOT NULL DEFAULT '',
	warned_at TEXT NOT NULL DEFAULT '',
	by_whom TEXT NOT NULL DEFAULT '',
	why TEXT NOT NULL DEFAULT '',
	excused TEXT NOT NULL DEFAULT '',
	announced BIGINT NOT NULL DEFAULT 0,
	used_count BIGINT NOT NULL DEFAULT 0,
	hold_count BIGINT NOT NULL DEFAULT 0,
	last_review TEXT NOT NULL DEFAULT '',
	limit_given BIGINT
);
CREATE INDEX account_credit_held ON account_credit (account)
	WHERE since <> '';
CREATE INDEX account_credit_given ON account_credit (account)
	WHERE limit_given IS NOT NULL;

-- Another limit that somebody asks for. Whoever asks does not decide: names are
-- compared folded. state: open, approved, rejected
CREATE TABLE limit_request (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount >= 0),
	was BIGINT NOT NULL,
	currency TEXT NOT NULL,
	why TEXT NOT NULL,
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
CREATE UNIQUE INDEX limit_request_open ON limit_request (account)
	WHERE state = 'open';
