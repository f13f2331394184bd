-- Whose an address is, is asked of every mail: the index answers alone, in
-- the order that is wanted.
DROP INDEX contact_email;
CREATE INDEX contact_email ON contact (email_key, account, id);

-- Nobody asks for all open tasks by their time.
DROP INDEX task_open;
