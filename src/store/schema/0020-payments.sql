-- Payments by a hosted page of a provider. A checkout is one wish to pay, by
-- its form; its session is theirs. Money is in minor units of the currency.

-- state: created (the wish is written down, their page may exist), open,
-- processing (begun, not paid), paid, failed, expired, refunded (all or part),
-- disputed, mismatch (what they say is not what was asked for: a person looks).
-- op: of the request that makes their page: a try again has the same key.
-- payment: the row of `payment` that holds the money; booked: 1 it is ours, 0
-- none yet, 2 an import brought it, and it is the import's.
-- look_at: ask them then; null: not before they say something.
-- tell: what the customer and the collector are still to be told; empty:
-- nothing.
CREATE TABLE checkout (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	contact TEXT NOT NULL,
	language TEXT NOT NULL,
	at BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	method TEXT NOT NULL,
	provider TEXT NOT NULL,
	op TEXT NOT NULL,
	digest TEXT NOT NULL,
	expires_at BIGINT NOT NULL,
	state TEXT NOT NULL,
	session TEXT NOT NULL DEFAULT '',
	provider_payment TEXT NOT NULL DEFAULT '',
	payment TEXT NOT NULL DEFAULT '',
	booked SMALLINT NOT NULL DEFAULT 0,
	received BIGINT NOT NULL DEFAULT 0,
	refunded BIGINT NOT NULL DEFAULT 0,
	withdrawn BIGINT NOT NULL DEFAULT 0,
	reason TEXT NOT NULL DEFAULT '',
	look_at BIGINT,
	tries BIGINT NOT NULL DEFAULT 0,
	tell TEXT NOT NULL DEFAULT '',
	changed_at BIGINT NOT NULL
);
CREATE INDEX checkout_look ON checkout (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX checkout_account ON checkout (account, at);
CREATE INDEX checkout_tell ON checkout (changed_at) WHERE tell <> '';
CREATE INDEX checkout_ours ON checkout (account) WHERE booked = 1;
CREATE UNIQUE INDEX checkout_session ON checkout (session)
	WHERE session <> '';
CREATE INDEX checkout_provider_payment ON checkout (provider_payment)
	WHERE provider_payment <> '';

-- is_open: their page could still be paid, or is being paid. An invoice has one
-- such at most: the engine sees to it.
CREATE TABLE checkout_invoice (
	checkout TEXT NOT NULL REFERENCES checkout (id),
	place BIGINT NOT NULL,
	invoice TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	is_open SMALLINT NOT NULL,
	PRIMARY KEY (checkout, place),
	UNIQUE (checkout, invoice)
);
CREATE UNIQUE INDEX checkout_invoice_open ON checkout_invoice (invoice)
	WHERE is_open = 1;
CREATE INDEX checkout_invoice_invoice ON checkout_invoice (invoice);
