#!/usr/bin/env python3
"""Drafts in a collector's own mailbox over a real Dovecot: put there once,
known again when they are sent, missed when they are deleted, whatever a stop
left and though the folders count anew. Prints one line a check; exits 1 when
one failed."""
import email
import email.policy
import os
import shutil
import sqlite3
import sys
import time
from email.utils import formatdate, make_msgid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from gateway import (ROOT, Checks, Gateway, Servers, dunmail,  # noqa: E402
                     ends_as_exit)

check = Checks()
RUTH = "ruth@example.com"
ACCOUNTS = ["C-%d" % i for i in range(1, 8)]
CONF = """\
[collector]
address = %s
poll = 5s
[imap]
host = localhost
port = %s
user = %s
password_file = %s
ca_file = %s
"""


def day(back):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - back * 86400))


class Ruth:
    """Her mail program. The folder's name is the server's own."""

    def __init__(self, servers):
        self.servers = servers
        self.box = servers.imap(RUTH)
        for name in ("Entwuerfe", "Raus"):
            self.box.create(name)

    def look(self, folder):
        """{account: (uid, flags, mail)} of what bears an account's name."""
        self.box.select(folder)
        found = {}
        for uid in self.box.uid("SEARCH", None, "ALL")[1][0].split():
            _, data = self.box.uid("FETCH", uid, "(FLAGS BODY.PEEK[])")
            mail = email.message_from_bytes(
                data[0][1], policy=email.policy.default)
            text = data[0][0].decode()
            if "\\Deleted" in text:
                continue
            account = str(mail["To"]).split("@")[0].split("<")[-1].upper()
            found.setdefault(account, []).append((uid, text, mail))
        return found

    def remove(self, folder, uid):
        self.box.select(folder)
        self.box.uid("STORE", uid, "+FLAGS", "(\\Deleted)")
        self.box.uid("EXPUNGE", uid)

    def put(self, folder, mail, flags="\\Seen"):
        self.box.append(folder, "(%s)" % flags, None,
                        mail.as_bytes(policy=email.policy.SMTP))

    def send(self, account, keep=False, strip=(), words=None):
        uid, _, mail = self.look("Entwuerfe")[account][0]
        for name in ("Bcc", "X-Unsent", "Date") + tuple(strip):
            del mail[name]
        if "Message-ID" in strip:
            mail["Message-ID"] = make_msgid(domain="example.com")
        mail["Date"] = formatdate()
        if words:
            mail.get_body(("plain",)).set_content(words)
        self.put("Raus", mail)
        if not keep:
            self.remove("Entwuerfe", uid)


class Office:
    def __init__(self, servers):
        self.servers = servers
        self.gateway = Gateway(servers.dir + "/gateway", servers)
        self.own_steps()
        os.mkdir(self.gateway.dir + "/collectors")
        self.write_conf(servers.password_file)

    def own_steps(self):
        """A draft at once for a talk in twenty days, and nothing else."""
        g = self.gateway.dir
        shutil.copytree(ROOT + "/templates", g + "/templates")
        with open(g + "/gateway.conf") as f:
            text = f.read().replace(ROOT + "/templates", "templates")
        with open(g + "/gateway.conf", "w") as f:
            f.write(text + "[white_glove]\nevery = 20d\ncount = 1\n")
        with open(g + "/templates/white-glove/sequence.conf", "w") as f:
            f.write("[sequence]\nanchor = marked\n"
                    "[step draft]\nchannel = draft\nanchor = visit\n"
                    "day = -30\ntone = courtesy\n")

    def write_conf(self, password_file):
        s = self.servers
        with open(self.gateway.dir + "/collectors/ruth.conf", "w") as f:
            f.write(CONF % (RUTH, s.imaps_port, RUTH, password_file,
                            s.ca_file))

    def books(self):
        g = self.gateway
        g.books("customers", [(a, a, "en", "UTC", "USD", "", "", "", RUTH, "")
                              for a in ACCOUNTS])
        g.books("contacts", [(a, "Pat", a.lower() + "@acme.example", "",
                              "executive", "") for a in ACCOUNTS])
        g.books("invoices", [(a, "INV-" + a, day(20), day(-20), "10.00",
                              "USD", "") for a in ACCOUNTS])
        for a in ACCOUNTS:
            g.must("whiteglove", a, "on")

    def tick(self):
        return self.gateway.json("tick")[-1]

    def ledger(self, sql, *args):
        db = sqlite3.connect(self.gateway.dir + "/ledger.db")
        with db:
            rows = db.execute(sql, args).fetchall()
        db.close()
        return rows

    def state(self, account):
        """How it stands; whether its words were changed, or it is gone."""
        return self.ledger("SELECT state, changed, gone_at > 0 AND "
                           "is_open = 1 FROM draft WHERE account = ?",
                           account)[0]

    def notes(self, account):
        return [r[0] for r in self.ledger(
            "SELECT text FROM note WHERE account = ? AND kind = 'contact'",
            account)]


def count_anew(office, folder):
    """As after a server's mishap: the folder gets another UIDVALIDITY."""
    path = "%s/%s/.%s" % (office.servers.mail_dir, RUTH, folder)
    for name in os.listdir(path):
        if name.startswith(("dovecot-uidlist", "dovecot.index")):
            os.unlink(os.path.join(path, name))


def put_once(office, ruth):
    ruth.put("Raus", email.message_from_string(
        "From: ruth@example.com\nTo: mum@home.example\nMessage-ID: <a@b>\n"
        "Subject: Sunday\n\nPrivate.\n"))
    for _ in range(3):
        office.tick()
    lies = ruth.look("Entwuerfe")
    check("a draft for each, in the folder that the server names",
          sorted(lies) == ACCOUNTS and
          all(len(v) == 1 for v in lies.values()), sorted(lies))
    _, flags, mail = lies["C-1"][0]
    check("it is a draft", "\\Draft" in flags and mail["X-Unsent"] == "1",
          flags)
    check("hers, to the customer", RUTH in str(mail["From"]) and
          "c-1@acme.example" in str(mail["To"]))
    check("nothing was mailed to her about it", not [
        m for m in office.servers.read(RUTH)
        if "Your mail to" in str(m["Subject"])])
    check("all lie there, as far as is known", all(
        office.state(a) == ("lies", 0, 0) for a in ACCOUNTS))


def known_again(office, ruth):
    ruth.send("C-1", keep=True)
    ruth.send("C-2", strip=("Message-ID", "References", "X-Draft-Token"),
              words="Dear Pat, see you.")
    office.tick()
    check("sent as it was", office.state("C-1") == ("sent", 0, 0) and
          len(office.notes("C-1")) == 1 and
          "sent as it was" in office.notes("C-1")[0], office.notes("C-1"))
    check("sent by a program of its own mind, in other words",
          office.state("C-2") == ("sent", 1, 0) and
          "Dear Pat, see you." in office.notes("C-2")[0],
          (office.state("C-2"), office.notes("C-2")))
    office.tick()
    check("the draft of a sent mail is taken away",
          "C-1" not in ruth.look("Entwuerfe"))
    check("nothing else was read or kept", office.ledger(
        "SELECT count(*) FROM inbox WHERE mailbox = 'collectors/ruth'")
        == [(2,)] and not [r for r in office.ledger(
            "SELECT raw FROM inbox_raw") if b"Private" in bytes(r[0])])
    check("nor was anything else touched", len(
        ruth.look("Raus").get("MUM", [])) == 1)


def deleted(office, ruth):
    ruth.remove("Entwuerfe", ruth.look("Entwuerfe")["C-3"][0][0])
    uid, _, mail = ruth.look("Entwuerfe")["C-4"][0]
    mail.get_body(("plain",)).set_content("Dear Pat, almost ready.")
    ruth.put("Entwuerfe", mail, "\\Draft \\Seen")
    ruth.remove("Entwuerfe", uid)
    office.tick()
    check("a deleted draft is missed", office.state("C-3") == ("lies", 0, 1),
          office.state("C-3"))
    check("an edited one is not", office.state("C-4") == ("lies", 0, 0) and
          len(ruth.look("Entwuerfe")["C-4"]) == 1, office.state("C-4"))
    office.tick()
    check("and it is not put back", "C-3" not in ruth.look("Entwuerfe"))


def validity(office, folder):
    box = office.servers.imap(RUTH)
    got = box.status(folder, "(UIDVALIDITY)")[1][0].split()[-1]
    box.logout()
    return got


def anew(office, ruth):
    before = [validity(office, f) for f in ("Entwuerfe", "Raus")]
    count_anew(office, "Entwuerfe")
    count_anew(office, "Raus")
    check("the folders count anew", before != [
        validity(office, f) for f in ("Entwuerfe", "Raus")])
    office.tick()
    check("folders that count anew change nothing", all(
        office.state(a) == ("lies", 0, 0) for a in ("C-4", "C-5", "C-6"))
        and len(office.notes("C-1")) == 1 and len(office.notes("C-2")) == 1,
        [office.state(a) for a in ACCOUNTS])
    ruth.box = office.servers.imap(RUTH)
    ruth.send("C-5")
    count_anew(office, "Raus")
    ruth.box = office.servers.imap(RUTH)
    office.tick()
    office.tick()
    check("what was sent meanwhile is found, once",
          office.state("C-5") == ("sent", 0, 0) and
          len(office.notes("C-5")) == 1, office.state("C-5"))


def stopped(office, ruth):
    for sql in ("UPDATE draft SET state = 'open', place = '', mine = 0 "
                "WHERE account IN ('C-6', 'C-7')",):
        office.ledger(sql)
    ruth.remove("Entwuerfe", ruth.look("Entwuerfe")["C-7"][0][0])
    office.tick()
    lies = ruth.look("Entwuerfe")
    check("what a stop left unrecorded is not put there twice",
          len(lies["C-6"]) == 1 and office.state("C-6")[0] == "lies",
          office.state("C-6"))
    check("what was not put there is", len(lies.get("C-7", [])) == 1 and
          office.state("C-7")[0] == "lies", office.state("C-7"))
    office.ledger("UPDATE draft SET state = 'open', place = '' "
                  "WHERE account = 'C-7'")
    ruth.send("C-7")
    office.tick()
    office.tick()
    check("one that was sent before it was recorded is not put there again",
          office.state("C-7")[0] == "sent" and
          "C-7" not in ruth.look("Entwuerfe"), office.state("C-7"))


def at_each_commit(office, ruth):
    """Ended before and after each commit of what puts a draft there, and of
    what finds it sent: the next look ends as if nothing had been."""
    binary = dunmail(os.environ.get("BUILD", "build") + "/stop")
    stops, wrong = 0, []

    def play(what, after):
        nonlocal stops
        for n in range(1, 40):
            what()
            office.gateway.binary = binary
            status = office.gateway.run("tick", "--stage", "draft",
                                        env={"DUNMAIL_STOP": str(n)})[0]
            office.gateway.binary = dunmail()
            for _ in range(2):
                office.tick()
            if not after():
                wrong.append((after.__name__, n, office.state("C-6")))
            if status != 86:
                return
            stops += 1

    def to_be_put():
        for uid, _, _ in ruth.look("Entwuerfe").get("C-6", []):
            ruth.remove("Entwuerfe", uid)
        office.ledger("UPDATE draft SET state = 'made', is_open = 1, "
                      "place = '', found = '', mine = 0 "
                      "WHERE account = 'C-6'")

    def lies_once():
        return len(ruth.look("Entwuerfe").get("C-6", [])) == 1 and \
            office.state("C-6") == ("lies", 0, 0)

    def to_be_found():
        to_be_put()
        for uid, _, _ in ruth.look("Raus").get("C-6", []):
            ruth.remove("Raus", uid)
        office.ledger("DELETE FROM note WHERE account = 'C-6' "
                      "AND kind = 'contact'")
        office.tick()
        ruth.send("C-6", strip=("Message-ID",))

    def noted_once():
        return office.state("C-6")[0] == "sent" and \
            len(office.notes("C-6")) == 1 and \
            "C-6" not in ruth.look("Entwuerfe")

    if not os.path.exists(binary):
        check("%s is built" % binary, False)
        return
    play(to_be_put, lies_once)
    play(to_be_found, noted_once)
    check("ended at %d commits, nothing is lost and nothing twice" % stops,
          stops >= 8 and not wrong, wrong)


def checked(office):
    status, out, err = office.gateway.run("check")
    check("check tries the log-in and the folders", status == 0 and
          "[imap] localhost" in out + err, out + err)
    wrong = office.gateway.dir + "/wrong"
    with open(wrong, "w") as f:
        f.write("not-the-password\n")
    os.chmod(wrong, 0o600)
    office.write_conf(wrong)
    status, out, err = office.gateway.run("check")
    check("check finds a wrong password", status == 1 and
          "ruth.conf:5" in out + err and "log-in failed" in out + err,
          out + err)
    office.tick()
    check("it is written down that her mailbox cannot be had", office.ledger(
        "SELECT collector FROM draft_box_down") == [("ruth",)])
    office.write_conf(office.servers.password_file)
    with open(office.gateway.dir + "/collectors/ruth.conf", "a") as f:
        f.write("[read]\n")
    text = open(office.gateway.dir + "/collectors/ruth.conf").read()
    with open(office.gateway.dir + "/collectors/ruth.conf", "w") as f:
        f.write(text.replace("poll = 5s", "poll = 5s\nsent = Nowhere"))
    status, out, err = office.gateway.run("check")
    check("check finds a folder that is not there", status == 1 and
          'no folder "Nowhere"' in out + err, out + err)
    office.write_conf(office.servers.password_file)
    office.tick()
    check("and that it can be had again", not office.ledger(
        "SELECT 1 FROM draft_box_down"))


def main():
    ends_as_exit()
    servers = Servers()
    try:
        ruth = Ruth(servers)
        office = Office(servers)
        office.books()
        put_once(office, ruth)
        known_again(office, ruth)
        deleted(office, ruth)
        anew(office, ruth)
        stopped(office, ruth)
        at_each_commit(office, ruth)
        checked(office)
        check("verify", office.gateway.run("verify")[0] == 0)
    finally:
        servers.stop()
        shutil.rmtree(servers.dir, ignore_errors=True)
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
