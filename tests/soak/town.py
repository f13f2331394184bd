"""A company with many customers, its mailbox on a real Dovecot, and a person
who reads it in a mail client: what the soak and the contract of filing share.
What each mail says, and so what should come of it, is known beforehand."""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from gateway import US, Gateway, wait_for  # noqa: E402,F401

QUEUES = ["Disputes", "Promises", "Documents", "Paid", "Unsure", "Unmatched",
          "Bounces", "Done"]
KINDS = ["dispute", "promise", "paid", "odd", "stranger"]
# Where the gateway puts each by itself.
FIRST = {"dispute": "Disputes", "promise": "Promises", "paid": "Paid",
         "odd": "Unsure", "stranger": "Unmatched"}
EACH = 10  # invoices and mails of one account


def day(offset):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86400 * offset))


def folder_of(queue):
    return "INBOX" if queue == "INBOX" else "dunmail/" + queue


class Mail:
    """One mail of a customer; its number is in its Message-ID."""

    def __init__(self, number):
        self.number = number
        self.kind = KINDS[number % len(KINDS)]
        self.account = "C-%05d" % (number // EACH)
        self.invoice = "INV-%06d" % number
        self.id = "soak.%06d@customer.example" % number
        self.deleted = False

    def sender(self):
        if self.kind == "stranger":
            return "who%d@stranger.example" % self.number
        return "ap%s@customer.example" % self.account[2:]

    def words(self):
        return {
            "dispute": "%s is wrong. The price we agreed was lower than the "
                       "price we were charged.",
            "promise": "We will pay %%s on %s." % day(20),
            "paid": "We paid %s last Thursday by ACH.",
            "odd": "The heron stands by %s, as agreed with Walter in the "
                   "spring.",
            "stranger": "Hello, somebody told me to write to you about %s.",
        }[self.kind] % self.invoice

    def bytes(self, authserv):
        domain = self.sender().partition("@")[2]
        return ("\r\n".join([
            "Authentication-Results: %s; dmarc=pass header.from=%s"
            % (authserv, domain),
            "From: Somebody <%s>" % self.sender(),
            "To: " + US,
            "Subject: about our account",
            "Date: " + time.strftime("%a, %d %b %Y %H:%M:%S +0000",
                                     time.gmtime()),
            "Message-ID: <%s>" % self.id,
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "", self.words(), ""])).encode()


class Town:
    def __init__(self, servers, folder, count, tick="1s"):
        self.servers = servers
        self.gateway = Gateway(folder, servers, tick=tick)
        conf = folder + "/mailboxes/ar.conf"
        with open(conf) as f:
            text = f.read()
        # Answers go into Maildirs: it is the reading that is tried.
        text = re.sub(r"\[send\]\n.*?\n\n?(?=\[smtp\])",
                      "[send]\nchannel = maildir\nmaildir = %s/out/{address}\n"
                      % folder, text, flags=re.S)
        with open(conf, "w") as f:
            f.write(text)
        self.mails = [Mail(n) for n in range(count)]
        self.delivered = 0

    def books(self):
        accounts = sorted({m.account for m in self.mails})
        self.gateway.books("customers", [
            (a, "Customer " + a, "en-US", "UTC", "USD", "0", 30, "", "", "no")
            for a in accounts])
        self.gateway.books("contacts", [
            (a, "Pat", "ap%s@customer.example" % a[2:], "", "ap", "en-US")
            for a in accounts])
        # Not due: nobody is reminded of anything meanwhile.
        self.gateway.books("invoices", [
            (m.account, m.invoice, day(-5), day(60), "100.00", "USD", "")
            for m in self.mails])

    # ------------------------------------------------------------ the server

    def maildir(self, queue="INBOX"):
        root = "%s/%s" % (self.servers.mail_dir, US)
        return root if queue == "INBOX" else "%s/.dunmail.%s" % (root, queue)

    def deliver(self, count):
        """As a delivery agent does: tmp, then new."""
        box = self.maildir()
        for m in self.mails[self.delivered:self.delivered + count]:
            name = "%d.M%06d.soak" % (time.time(), m.number)
            tmp = os.path.join(box, "tmp", name)
            with open(tmp, "wb") as f:
                f.write(m.bytes(self.servers.authserv_id))
            shutil.chown(tmp, "nobody", "nogroup")
            os.rename(tmp, os.path.join(box, "new", name))
            self.delivered += 1

    def make_box(self):
        self.servers.imap(US).logout()
        for sub in ("", "/new", "/cur", "/tmp"):
            path = self.maildir() + sub
            if not os.path.isdir(path):
                os.makedirs(path)
                shutil.chown(path, "nobody", "nogroup")

    def stop_server(self):
        with open(self.servers.dir + "/dovecot/run/master.pid") as f:
            pid = int(f.read())
        os.kill(pid, 15)
        wait_for(lambda: not os.path.exists("/proc/%d" % pid), 20)

    def start_server(self):
        conf = self.servers.dir + "/dovecot/dovecot.conf"
        subprocess.run(["dovecot", "-c", conf], check=True)

    def renumber(self, queue):
        """Another UIDVALIDITY, as after a restore; the server is down."""
        box = self.maildir(queue)
        for name in os.listdir(box) if os.path.isdir(box) else []:
            if name.startswith(("dovecot-uidlist", "dovecot.index")):
                os.unlink(os.path.join(box, name))

    def lies(self):
        """Message-ID number -> queues of the folders where it lies."""
        found = {}
        for queue in ["INBOX"] + QUEUES:
            for sub in ("new", "cur"):
                path = os.path.join(self.maildir(queue), sub)
                for name in os.listdir(path) if os.path.isdir(path) else []:
                    if "T" in name.partition(":2,")[2]:
                        continue
                    try:
                        with open(os.path.join(path, name), "rb") as f:
                            head = f.read(2000)
                    except FileNotFoundError:
                        continue  # moved meanwhile
                    number = re.search(rb"<soak\.(\d+)@", head)
                    if number:
                        found.setdefault(int(number[1]), []).append(queue)
        return found

    # ------------------------------------------------------------ the ledger

    def rows(self, sql, args=()):
        db = sqlite3.connect("file:%s/ledger.db?mode=ro" % self.gateway.dir,
                             uri=True, timeout=30)
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()

    def one(self, sql, args=()):
        return self.rows(sql, args)[0][0]

    def by_mail(self):
        """Message-ID number -> (hash, state, queue)."""
        return {int(re.search(r"soak\.(\d+)@", mid)[1]): (h, state, queue)
                for h, mid, state, queue in self.rows(
                    "SELECT id, message_id, state, queue FROM inbox "
                    "WHERE message_id LIKE '%soak.%'")}

    def moves(self):
        """hash -> [(from, to)] in their order."""
        out = {}
        for h, a, b in self.rows("SELECT inbox, from_queue, to_queue "
                                 "FROM correction ORDER BY inbox, ordinal"):
            out.setdefault(h, []).append((a, b))
        return out
