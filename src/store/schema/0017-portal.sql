-- What customers and carriers bring over the web. The web process adds rows to
-- post, post_file and hook_event, and nothing else: others act on them.

-- id: of the form that was shown, so that sending it twice is sending it once.
-- fields: a JSON object of texts, each within its limit but not yet believed.
-- state: new, done, refused; answer: what is shown of it, by name ("disputed")
-- or the address of a hosted page.
CREATE TABLE post (
	id TEXT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL,
	kind TEXT NOT NULL,
	account TEXT NOT NULL,
	contact TEXT NOT NULL,
	link TEXT NOT NULL,
	language TEXT NOT NULL,
	fields TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'new',
	answer TEXT NOT NULL DEFAULT '',
	done_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX post_new ON post (at) WHERE state = 'new';
CREATE INDEX post_account ON post (account, at);

CREATE TABLE post_file (
	post TEXT NOT NULL REFERENCES post (id),
	place BIGINT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	bytes BYTEA NOT NULL,
	PRIMARY KEY (post, place)
);

-- A single link that is good for nothing any more, by the id of its token.
-- (There was a table of that name before; nothing wrote to it.)
DROP TABLE link_revoked;
CREATE TABLE link_revoked (
	id TEXT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL,
	by TEXT NOT NULL
);

-- All links of an account (contact empty: of everybody there) that expire
-- until then: those that were made before somebody said so.
CREATE TABLE link_stop (
	account TEXT NOT NULL,
	contact TEXT NOT NULL,
	until BIGINT NOT NULL,
	at BIGINT NOT NULL,
	by TEXT NOT NULL,
	PRIMARY KEY (account, contact)
);

-- What a provider or carrier told us, its signature verified: raw, once by its
-- id. state: new, done, ignored
CREATE TABLE hook_event (
	source TEXT NOT NULL,
	id TEXT NOT NULL,
	at BIGINT NOT NULL,
	bytes BYTEA NOT NULL,
	state TEXT NOT NULL DEFAULT 'new',
	reason TEXT NOT NULL DEFAULT '',
	done_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (source, id)
);
CREATE INDEX hook_event_new ON hook_event (source, at) WHERE state = 'new';

-- Who opens a page waits for their invoices: side by side, in the order in
-- which they are due, with all that a page says of them.
DROP INDEX invoice_account;
CREATE INDEX invoice_account
	ON invoice (account, due, id, issued, po, amount, currency);

-- What a contact chose, which no import changes. wish_language: empty, none.
ALTER TABLE contact ADD COLUMN wish_language TEXT NOT NULL DEFAULT '';
