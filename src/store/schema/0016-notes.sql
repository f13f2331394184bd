-- Who follows an account; key: the folded address.
CREATE TABLE follower (
	account TEXT NOT NULL REFERENCES account (id),
	address_key TEXT NOT NULL CHECK (address_key <> ''),
	address TEXT NOT NULL,
	since BIGINT NOT NULL,
	PRIMARY KEY (account, address_key)
);
CREATE INDEX follower_person ON follower (address_key, account);

-- What each of them was told. No instant says that: what is written later may
-- bear an earlier one.
CREATE TABLE follower_told (
	address_key TEXT NOT NULL,
	note TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (address_key, note)
);
CREATE INDEX follower_told_at ON follower_told (at);

-- The tree of folders by account. kind: in, out, note; item: the id of that
-- row. state: open (about to be written, or written and not known to be),
-- done.
CREATE TABLE shelf (
	mailbox TEXT NOT NULL,
	kind TEXT NOT NULL,
	item TEXT NOT NULL,
	account TEXT NOT NULL,
	state TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (mailbox, kind, item, account)
);
CREATE INDEX shelf_open ON shelf (mailbox) WHERE state = 'open';

-- Up to when all that came is on the shelf, or about to be.
CREATE TABLE shelf_mark (
	mailbox TEXT NOT NULL,
	kind TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (mailbox, kind)
);
CREATE INDEX inbox_handled ON inbox (handled_at, id)
	WHERE state = 'done' AND account <> '';
CREATE INDEX touch_settled ON touch (settled_at, id)
	WHERE state IN ('accepted', 'bounced');
CREATE INDEX note_at ON note (at, id);
