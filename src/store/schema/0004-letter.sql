-- The bytes of a letter as it was frozen. Letters of one template differ in
-- little: all but the first of a batch are kept as what sets them apart from
-- that one, their base (null: kept whole). Others may lean on a row, so none
-- is ever changed: a touch that is frozen anew gets another one. Numbered as
-- they come, for a random key costs a page of its index with every letter.
-- size and sum are those of the letter, not of what is kept of it.
-- Letters of earlier versions stay in touch_mail, whole.
CREATE TABLE letter (
	id INTEGER NOT NULL PRIMARY KEY,
	base BIGINT REFERENCES letter (id),
	size BIGINT NOT NULL,
	sum BIGINT NOT NULL,
	bytes BYTEA NOT NULL
);
-- Not a reference to the engine: to be able to take back a row that breaks
-- one, SQLite copies every page that the update of a touch writes to. verify
-- looks instead.
ALTER TABLE touch ADD COLUMN letter BIGINT;
