-- Texts and calls over a carrier: what was handed to it, and what it said.

-- touch: what was said; at: when it was taken to be sent; asked: somebody
-- waits for it. parts: how many messages the carrier counts; cost: what that
-- is thought to be, in hundredths of the minor unit.
-- sid: the carrier's name for it. state: taken, uncertain, then the carrier's
-- own words, which only go forward: queued, sent, delivered, ... code: of the
-- carrier's error. keys: those pressed in a call, in their order.
CREATE TABLE text_out (
	touch TEXT NOT NULL PRIMARY KEY REFERENCES touch (id),
	channel TEXT NOT NULL,
	number TEXT NOT NULL,
	at BIGINT NOT NULL,
	asked SMALLINT NOT NULL DEFAULT 0,
	parts BIGINT NOT NULL,
	cost BIGINT NOT NULL,
	sid TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL DEFAULT 'taken',
	state_at BIGINT NOT NULL DEFAULT 0,
	code TEXT NOT NULL DEFAULT '',
	answered_by TEXT NOT NULL DEFAULT '',
	keys TEXT NOT NULL DEFAULT '',
	looked_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX text_out_sid ON text_out (sid) WHERE sid <> '';
CREATE INDEX text_out_number ON text_out (number, at);
CREATE INDEX text_out_at ON text_out (at);
CREATE INDEX text_out_uncertain ON text_out (touch) WHERE state = 'uncertain';

-- A telephone number (+49...), whoever's it is. state: ok (its owner said that
-- we may), stopped (that we may not), wrong (it is not theirs), dead (nothing
-- arrives). failures: in a row.
CREATE TABLE phone (
	number TEXT NOT NULL PRIMARY KEY,
	state TEXT NOT NULL DEFAULT '',
	at BIGINT NOT NULL,
	by_whom TEXT NOT NULL DEFAULT '',
	failures BIGINT NOT NULL DEFAULT 0
);
