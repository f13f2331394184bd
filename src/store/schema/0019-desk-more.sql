-- What an import said last, beside what a person has made of it: the import
-- wins when it says something new.
ALTER TABLE account ADD COLUMN collector_said TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN white_glove_said TEXT NOT NULL DEFAULT '';
UPDATE account SET collector_said = collector, white_glove_said =
	CASE WHEN white_glove = 0 THEN '' ELSE 'yes' END;

-- How a call ended: reached, no-answer, ... (src/decide/callword.h); of the
-- kind contact only, and empty for a mail.
ALTER TABLE note ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
CREATE INDEX note_contact ON note (account, at) WHERE kind = 'contact';
