-- A list in an index's condition is a table that SQLite builds for every row
-- it writes; alternatives are compared.
DROP INDEX touch_due;
CREATE INDEX touch_due ON touch (kind, not_before)
	WHERE state = 'planned' OR state = 'ready' OR state = 'deferred';

-- What went within the hour, of those that are counted.
CREATE INDEX touch_sent ON touch (settled_at)
	WHERE kind = 'reminder' AND state IN ('accepted', 'uncertain');
