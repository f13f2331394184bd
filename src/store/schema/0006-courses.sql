-- A course: one thing that an account goes through in a sequence that is not
-- about its open invoices: a dispute, a promise, a month, a hold, a visit.
-- detail: what its texts need beyond the other tables, JSON.
CREATE TABLE course (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	sequence TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	started_at BIGINT NOT NULL,
	ended_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX course_running ON course (account, sequence) WHERE ended_at = 0;

-- What happened in it, each once: opened, answered, resolved, ...
CREATE TABLE course_event (
	course TEXT NOT NULL REFERENCES course (id),
	what TEXT NOT NULL,
	day TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (course, what)
);

-- Which courses a touch spoke of. One step is said once in one course.
CREATE TABLE touch_course (
	touch TEXT NOT NULL REFERENCES touch (id),
	course TEXT NOT NULL REFERENCES course (id),
	step TEXT NOT NULL,
	occurrence BIGINT NOT NULL,
	day TEXT NOT NULL,
	PRIMARY KEY (touch, course)
);
CREATE UNIQUE INDEX touch_course_once
	ON touch_course (course, step, occurrence);

-- How it reaches somebody: email, letter, phone, ...
ALTER TABLE touch ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';

-- Due ones are asked for by sequence.
DROP INDEX enrolment_next;
CREATE INDEX enrolment_due ON enrolment (sequence, next_at)
	WHERE next_at IS NOT NULL;
