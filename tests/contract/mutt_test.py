#!/usr/bin/env python3
"""docs/COLLECTOR.md by a collector in mutt: the settings, the lines and the
orders are read from that page, so that what it shows is what works. Real
Dovecot and Postfix, the real gateway running. One line a check; exits 1 when
one failed."""
import os
import re
import sqlite3
import sys
import threading
import time
from email.message import EmailMessage

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from gateway import ROOT, US, Checks, Gateway, Servers, ends_as_exit, wait_for  # noqa: E402
from mutt import Mutt  # noqa: E402

RUTH, CREDIT, PAT = "ruth@example.com", "credit@example.com", "pat@acme.example"
TASK = "[C-1] A person is needed"
check = Checks()


def day(offset):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86400 * offset))


class Page:
    """What docs/COLLECTOR.md tells a collector to write."""

    def __init__(self):
        with open(ROOT + "/docs/COLLECTOR.md") as f:
            self.text = f.read()

    def rc(self, servers):
        rc = re.search(r"```muttrc\n(.*?)```", self.text, re.S)[1]
        rc = rc.replace("mail.example.com:587",
                        "localhost:%d" % servers.port("submission"))
        return rc.replace("mail.example.com",
                          "localhost:%d" % servers.port("imaps")) + (
            'set imap_pass = "%s" smtp_pass = "%s"\n'
            'set ssl_ca_certificates_file = "%s"\n'
            % (servers.password, servers.password, servers.ca_file))

    def lines(self, pattern):
        """The first cells of all tables that match; days that lie ahead."""
        found = re.findall(r"^\| `(%s)`" % pattern, self.text, re.M)
        return [re.sub(r"\d{4}-\d\d-\d\d", day(25), x) for x in found]


class Office:
    """The company, its customers, and Ruth."""

    def __init__(self, servers):
        self.servers = servers
        self.page = Page()
        self.gateway = Gateway(servers.dir + "/gateway", servers, tick="1s")
        self.home = servers.dir + "/home"
        os.mkdir(self.home)
        self.configure()
        self.books()

    def configure(self):
        """All that is due goes late this day, so that the digest, which has
        its time at any hour, lists it."""
        path = self.gateway.dir + "/gateway.conf"
        with open(path) as f:
            text = f.read()
        with open(path, "w") as f:
            f.write(text.replace("[staff]\n", """[staff]
people = lee@example.com: Lee Wong
credit = %s
credit_alone = 10000
worklist_at = 00:00
digest = yes
""" % CREDIT).replace("from = 00:00", "from = 23:45"))

    def books(self):
        worklist = ["W-%d" % n for n in range(1, 8)]
        self.gateway.books("customers", [
            (a, "Company " + a, "en-US", "UTC", "USD", "1000.00", 30, "",
             RUTH, "no") for a in ["C-1", "C-2", "C-9"] + worklist])
        self.gateway.books("contacts", [
            ("C-1", "Pat Miller", PAT, "+1 555 0100", "ap", "en-US"),
            ("C-2", "Bo Lind", "bo@birch.example", "", "ap", "en-US"),
            ("C-9", "Cy Dern", "cy@cedar.example", "", "ap", "en-US")] + [
            (a, "Di " + a, a.lower() + "@work.example", "+1 555 01" + a[2:],
             "ap", "en-US") for a in worklist])
        self.gateway.books("invoices", [
            ("C-1", "INV-1001", day(-40), day(-9), "1842.50", "USD", ""),
            ("C-1", "INV-1002", day(-40), day(-8), "300.00", "USD", ""),
            ("C-1", "INV-1003", day(-40), day(-7), "700.00", "USD", ""),
            ("C-2", "INV-2001", day(-40), day(-9), "500.00", "USD", ""),
            ("C-9", "INV-9001", day(-32), day(-2), "400.00", "USD", "")] + [
            (a, "INV-" + a, day(-40), day(-9), "2000.00", "USD", "")
            for a in worklist])

    def customer(self, sender, words):
        m = EmailMessage()
        m["From"], m["To"], m["Subject"] = sender, US, "Our account"
        m.set_content(words)
        self.servers.submit(sender, [US], m)

    # --------------------------------------------------------- what came of it

    def rows(self, sql, *args):
        db = sqlite3.connect("file:%s/ledger.db?mode=ro" % self.gateway.dir,
                             uri=True, timeout=30)
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()

    def comes(self, what, sql, *args, seconds=30):
        check(what, wait_for(lambda: self.rows(sql, *args), seconds, 0.1))

    def mails(self, who, subject):
        return [m for m in self.servers.read(who) if subject in m["Subject"]]

    def mail(self, who, subject, count=1):
        """The newest of them, once there are so many."""
        def look():
            got = self.mails(who, subject)
            return got[-1] if len(got) >= count else None
        return wait_for(look, 30, 0.3)

    @staticmethod
    def words(mail):
        return re.sub(r"\s+", " ", mail.get_body(("plain",)).get_content()) \
            if mail else ""

    # ----------------------------------------------------------------- in mutt

    def mutt(self, *args, user=RUTH):
        rc = self.page.rc(self.servers).replace(RUTH, user)
        return Mutt(self.home, rc, *args)

    def answer(self, subject, text, user=RUTH):
        """r, write, y, in answer to the newest mail with that subject."""
        answers = len(self.mails(user, "Re: "))
        m = self.mutt(user=user)
        try:
            m.wait("Mutt: ")
            m.keys('l~s "%s"\r*' % re.sub(r"[^\w ]", ".", subject))
            m.wait("To view all")
            m.type(text + "\n")
            m.keys("r")
            m.wait("y:Send")
            m.send()
        finally:
            m.end()
        return answers

    def ordered(self, subject, text, user=RUTH):
        """The gateway's answer to it."""
        n = self.answer(subject, text, user)
        return self.words(self.mail(user, "Re: ", n + 1))

    def move(self, source, target):
        m = self.mutt("-f", "=" + source)
        try:
            m.wait("Our account")
            m.keys("l~f birch\r")
            m.wait("To view all")
            m.keys("s")
            m.wait("Save to mailbox")
            m.keys("=%s\r" % target)
            m.wait("Del:1")
            m.keys("$")
            m.wait("1 deleted")
        finally:
            m.end()


def morning(o):
    worklist = o.mail(RUTH, "Worklist")
    check("the worklist comes", worklist)
    lines = o.page.lines(r"\d [a-z].*?")
    check("the page shows seven codes", len(lines) == 7)
    said = o.ordered("Worklist", "\n".join(lines))
    check("all codes of the page are done: " + said[:60],
          "All of it is done" in said)
    digest = o.mail(RUTH, "About to be sent")
    check("the digest comes, with what is due", "W-3" in o.words(digest))
    for line in o.page.lines(r"skip .*?|send.*?|hold all"):
        said = o.ordered("About to be sent", line)
        check("`%s` is done: %s" % (line, said[:70]),
              said and "Nothing of your mail" not in said)


def answering(o):
    o.answer(TASK, "Dear Pat,\nI will ring you at ten.")
    said = o.words(o.mail(PAT, "Our account"))
    check("the customer has Ruth's words", "I will ring you at ten" in said)
    check("and nothing of the mail to her", "What to do" not in said)


def orders(o):
    lines = o.page.lines(r"#.*?")
    asked = [x for x in lines if x.startswith(("#approve", "#reject"))]
    lines = [x for x in lines if x not in asked]
    check("the page shows every order", {x.split()[0] for x in lines + asked}
          == set(re.findall(r"`(#\w+)", o.ordered(TASK,
                                                  "#help"))))
    for i in range(0, len(lines), 4):
        part = lines[i:i + 4]
        said = o.ordered(TASK, "\n".join(part))
        check("%s: %s" % (" ".join(x.split()[0] for x in part), said[:60]),
              said and "Nothing of your mail" not in said)
    newest = o.mails(RUTH, TASK[6:])[-1]["Subject"]
    check("however long they talk: " + newest, newest.count("Re:") <= 1)
    said = o.ordered("release of the credit hold", "approve", CREDIT)
    check("approved: " + said[:60], "Approved" in said)
    said = o.ordered("credit limit", "#reject too early", CREDIT)
    check("rejected: " + said[:60], "Rejected" in said)


def queues(o):
    """One mail through the queues, as the page says, each move by s and $."""
    o.comes("filed", "SELECT 1 FROM filing f JOIN inbox i ON i.id = f.inbox "
            "WHERE i.account = 'C-2'")
    about = "SELECT 1 FROM %s WHERE account = 'C-2' AND state = ?"
    kind = "SELECT 1 FROM task WHERE account = 'C-2' AND kind = ? " \
        "AND state = ?"
    o.move("Unsure", "Disputes")
    o.comes("to Disputes: it is open", about % "dispute", "open")
    o.move("Disputes", "Unsure")
    o.comes("back: it is undone", about % "dispute", "resolved")
    o.move("Unsure", "Promises")
    o.comes("to Promises, naming no day: you are asked", kind, "promise",
            "open")
    o.move("Promises", "Paid")
    o.comes("to Paid: a task", kind, "paid", "open")
    o.move("Paid", "Done")
    o.comes("to Done: it is closed", kind, "paid", "done")
    check("five moves, five corrections",
          o.rows("SELECT count(*) FROM correction")[0][0] == 5)


def compose(o, to, subject, text, cc=""):
    m = o.mutt()
    try:
        m.wait("Mutt: ")
        m.type(text + "\n")
        m.keys("m" + to + "\r")
        m.wait("Subject: ")
        m.keys(subject + "\r")
        m.wait("y:Send")
        if cc:
            m.keys("c")
            m.wait("Cc: ")
            m.keys(cc + "\r")
            time.sleep(0.3)
        m.send()
    finally:
        m.end()


def notes(o):
    note = "SELECT 1 FROM note WHERE account = 'C-2' AND author = ? " \
        "AND text LIKE ?"
    compose(o, "bo@birch.example", "Your account",
            "Dear Bo, shall we talk on Monday?", US)
    o.comes("a personal mail with us in Cc is noted", note, RUTH,
            "%talk on Monday%")
    address = re.search(r"ar\+\S+@example\.com",
                        o.gateway.must("account", "C-2"))[0]
    compose(o, address, "Talk", "They moved to Water Street.")
    o.comes("what goes to the note address is noted", note, RUTH,
            "%Water Street%")
    text = o.words(o.mails(RUTH, "A person is needed")[0])
    check("each task names such an address",
          re.search(r"ar\+\S+@example\.com becomes a note", text))
    mail = EmailMessage()
    mail["From"], mail["To"] = "bo@birch.example", RUTH
    mail["Subject"] = "Ruth only"
    mail.set_content("Our INV-2001 is with the warehouse, I will see to it.")
    o.servers.submit("bo@birch.example", [RUTH], mail)
    o.mail(RUTH, "Ruth only")
    m = o.mutt()
    try:
        m.wait("Mutt: ")
        m.keys('l~s "Ruth only"\r')
        m.wait("To view all")
        m.type("For the file.\n")
        m.keys("f" + US + "\r")
        m.wait("y:Send")
        m.send()
    finally:
        m.end()
    o.comes("a forward is noted", note, RUTH,
            "%For the file%warehouse%")


class Beside(threading.Thread):
    """What takes its time, in a second window."""

    def __init__(self, what, *args):
        super().__init__(daemon=True)
        self.what, self.args, self.why = what, args, None
        self.start()

    def run(self):
        try:
            self.what(*self.args)
        except Exception as e:  # told at the end, by the main thread
            self.why = e

    def end(self):
        self.join(120)
        if self.why:
            raise self.why


def main():
    ends_as_exit()
    servers = Servers()
    office = None
    began = time.monotonic()
    try:
        office = o = Office(servers)
        o.gateway.start(o.gateway.dir + "/log")
        o.customer(PAT, "Can somebody please call me back about INV-1001?")
        o.customer("bo@birch.example", "The heron stands by INV-2001, as "
                   "agreed with Walter in the spring.")
        moves = Beside(queues, o)
        morning(o)
        answering(o)
        orders(o)
        notes(o)
        moves.end()
        status, out, err = o.gateway.run("verify")
        check("verify", status == 0, out + err)
    finally:
        if office:
            office.gateway.kill()
            if os.environ.get("KEEP"):
                os.system("rm -rf /tmp/mutt-kept; cp -r %s /tmp/mutt-kept"
                          % office.gateway.dir)
        servers.stop()
    print("%d s" % (time.monotonic() - began))
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
