#!/usr/bin/env python3
"""A folder for each account over a real Dovecot: what came, what left and notes
lie there once, whatever a stop left open. Prints one line a check; exits 1 when
one failed."""
import email
import email.policy
import os
import sqlite3
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from gateway import (US, Checks, Gateway, Servers, answer,  # noqa: E402
                     ends_as_exit, wait_for)

check = Checks()
PAT = "pat@example.com"
LEE = "collections@example.com"
ODD = "B/2.x"  # neither a level nor a dot of the server's
FOLDERS = {"C-1": "dunmail/accounts/C-1", ODD: "dunmail/accounts/B=2F2=2Ex"}


def day(back):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - back * 86400))


class Desk:
    def __init__(self, servers):
        self.servers = servers
        self.gateway = Gateway(servers.dir + "/gateway", servers)
        box = self.gateway.dir + "/mailboxes/ar.conf"
        with open(box) as f:
            text = f.read()
        with open(box, "w") as f:
            f.write(text.replace("poll = 5s", "poll = 5s\n"
                                 "account_folders = yes"))

    def books(self):
        g = self.gateway
        g.books("customers", [(a, a, "en", "UTC", "USD", "", "", "", "", "")
                              for a in FOLDERS])
        g.books("contacts", [("C-1", "Pat", PAT, "", "ap", "")])
        g.books("invoices", [("C-1", "INV-1", day(50), day(20), "10.00",
                              "USD", "")])

    def tick(self):
        return self.gateway.json("tick")[-1]

    def lies(self, account):
        """The mails in the folder of that account; None: there is none."""
        box = self.servers.imap(US)
        if box.select('"%s"' % FOLDERS[account], readonly=True)[0] != "OK":
            return None
        found = []
        for number in box.search(None, "ALL")[1][0].split():
            _, data = box.fetch(number, "(FLAGS BODY.PEEK[])")
            found.append((data[0][0].decode(), email.message_from_bytes(
                data[0][1], policy=email.policy.default)))
        box.logout()
        return found

    def ledger(self, sql):
        db = sqlite3.connect(self.gateway.dir + "/ledger.db")
        with db:
            rows = db.execute(sql).fetchall()
        db.close()
        return rows

    def append(self, raw):
        box = self.servers.imap(US)
        box.append("INBOX", None, None, raw.replace("\n", "\r\n").encode())
        box.logout()


def subjects(mails):
    return [str(m["Subject"]) for _, m in mails or []]


def fill(desk):
    desk.tick()
    wait_for(lambda: desk.servers.read(PAT))
    first = desk.servers.read(PAT)[0]
    reply, to = answer(first, PAT, "When does the truck come?")
    desk.servers.submit(PAT, to, reply)
    wait_for(lambda: desk.servers.files(US))
    desk.gateway.must("note", "C-1", "Pat is on leave \u2013 until May.")
    desk.gateway.must("note", ODD, "An odd number.")
    line = [x for x in desk.gateway.must("account", "C-1").splitlines()
            if x.startswith("  notes to")][0]
    # No Message-ID: one is given to the copy.
    desk.append("Authentication-Results: %s; dmarc=pass "
                "header.from=example.com\nFrom: %s\nTo: %s\nDate: %s\n"
                "Subject: on the telephone\n\nThey called.\n"
                % (desk.servers.authserv_id, LEE, line.split()[-1],
                   time.strftime("%a, %d %b %Y %H:%M:%S +0000",
                                 time.gmtime())))
    desk.tick()
    desk.tick()


def filed(desk):
    mails = desk.lies("C-1")
    names = subjects(mails)
    check("what we sent, what came, two notes", mails is not None and
          len([n for n in names if n == "on the telephone"]) == 1 and
          len([n for n in names if n.startswith("[C-1] note")]) == 1 and
          any(n.startswith("Re: ") for n in names), names)
    check("as many as were written down", len(mails or []) == desk.ledger(
        "SELECT count(*) FROM shelf WHERE account = 'C-1' "
        "AND state = 'done'")[0][0], names)
    check("nobody's new mail", all("\\Seen" in f for f, _ in mails or []))
    check("each has an id", all(m["Message-ID"] for _, m in mails or []))
    check("a note's words are whole", any(
        "on leave \u2013 until May." in m.get_content() for _, m in mails
        if str(m["Subject"]).startswith("[C-1] note")))
    check("a name that is no folder's", len(desk.lies(ODD) or []) == 1)
    desk.tick()
    check("once", subjects(desk.lies("C-1")) == names)
    return names


def stopped(desk, names):
    desk.ledger("UPDATE shelf SET state = 'open'")
    desk.tick()
    check("what a stop left open is not filed twice",
          subjects(desk.lies("C-1")) == names)
    check("and is ticked off", not desk.ledger(
        "SELECT 1 FROM shelf WHERE state = 'open'"))
    box = desk.servers.imap(US)
    box.select('"%s"' % FOLDERS["C-1"])
    box.store("1:*", "+FLAGS", "(\\Deleted)")
    box.expunge()
    box.logout()
    desk.tick()
    check("what people throw away stays away", not desk.lies("C-1"))
    desk.ledger("UPDATE shelf SET state = 'open' WHERE account = 'C-1'")
    desk.tick()
    check("what was not written is", sorted(subjects(desk.lies("C-1"))) ==
          sorted(names), subjects(desk.lies("C-1")))


def main():
    ends_as_exit()
    servers = Servers()
    try:
        desk = Desk(servers)
        desk.books()
        fill(desk)
        stopped(desk, filed(desk))
        check("verify", desk.gateway.run("verify")[0] == 0)
    finally:
        servers.stop()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
