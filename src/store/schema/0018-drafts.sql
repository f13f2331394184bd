-- Drafts of personal mails, for a collector to send.

-- token: a keyed hash of the touch's id; it stands in what the draft bears and
-- is known again by it. person: whose draft it is; recipient: the customer, by
-- address; both folded. collector: whose mailbox it goes into (the name of
-- their file); empty: it went by mail.
-- state: made, open (about to be put there, or put there and not known to be),
-- lies, mailed, sent, void (the talk was called off or moved).
-- place: where it lies; mine: it lies there as we put it. gone_at: it does not
-- lie there any more. found: the mail of the inbox that is it, sent.
-- due_at: when it should have been sent; told_at: they were reminded; late_at:
-- when somebody else is told, 0: never.
CREATE TABLE draft (
	touch TEXT NOT NULL PRIMARY KEY REFERENCES touch (id),
	token TEXT NOT NULL UNIQUE,
	account TEXT NOT NULL,
	contact TEXT NOT NULL,
	person TEXT NOT NULL,
	recipient TEXT NOT NULL,
	collector TEXT NOT NULL,
	subject TEXT NOT NULL,
	words TEXT NOT NULL,
	state TEXT NOT NULL,
	is_open SMALLINT NOT NULL,
	folder TEXT NOT NULL DEFAULT '',
	place TEXT NOT NULL DEFAULT '',
	mine SMALLINT NOT NULL DEFAULT 0,
	at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	gone_at BIGINT NOT NULL DEFAULT 0,
	found TEXT NOT NULL DEFAULT '',
	settled_at BIGINT NOT NULL DEFAULT 0,
	changed SMALLINT NOT NULL DEFAULT 0,
	told_at BIGINT NOT NULL DEFAULT 0,
	late_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX draft_due ON draft (due_at) WHERE is_open = 1;
CREATE INDEX draft_left ON draft (collector) WHERE is_open = 0 AND place <> '';
CREATE INDEX draft_found ON draft (found) WHERE found <> '';

-- A collector's mailbox that cannot be had, and since when.
CREATE TABLE draft_box_down (
	collector TEXT NOT NULL PRIMARY KEY,
	since BIGINT NOT NULL,
	why TEXT NOT NULL
);

-- The talks in calendars. diary_of: in whose calendar of ours a talk stands
-- (an address; empty: nobody's), as the account's collector diary_for; they
-- were told it so often (diary_sequence, which calendars go by), last as it
-- was after so many changes (diary_seen). diary_due: look again. customer_due:
-- it was called off, and the customer is to be told.
ALTER TABLE visit ADD COLUMN diary_of TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN diary_for TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN diary_sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN diary_seen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN diary_due SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE visit ADD COLUMN customer_due SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX visit_diary_due ON visit (account) WHERE diary_due = 1;
CREATE INDEX visit_diary_of ON visit (account) WHERE diary_of <> '';
