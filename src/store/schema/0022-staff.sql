-- Our own people look at the ledger in a browser.

-- Who signed in, and who signed out everywhere: posts about nobody's account,
-- by the address of who did it.
CREATE INDEX post_staff ON post (contact, kind) WHERE account = '';
CREATE INDEX post_new_staff ON post (at)
	WHERE state = 'new' AND kind IN ('sign-in', 'signed-in', 'sign-out');

CREATE INDEX touch_sign_in ON touch (recipient, planned_at)
	WHERE kind = 'staff' AND template = 'sign-in';

-- The words of a mail that belongs to no account stand in what was told of it.
CREATE INDEX staff_case_inbox ON staff_case (inbox);

CREATE INDEX inbox_queue ON inbox (queue, received_at) WHERE queue <> '';
