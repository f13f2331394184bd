"""The company of a page: its configuration, clock, mailboxes and gateway."""

import calendar
import json
import os
import sqlite3
import subprocess
import time

from . import post
from .page import Failed

GATEWAY = {
    "company.name": "Harbour & Pine Supply Co.",
    "company.address": "18 Quayside Road\n\tPortland, ME 04101",
    "company.phone": "+1 207 555 0118",
    "company.email": "ar@harbourpine.example",
    "company.timezone": "America/New_York",
    "company.currency": "USD",
    "company.bank": "Casco Bay Bank\n\tRouting 011200000\n\tAccount 4471009122",
    "ledger.path": "var/ledger.db",
    # Pages move the clock by weeks; the page on stale ledgers sets it.
    "ledger.stale_after": "0",
    "links.base": "https://pay.harbourpine.example",
    "links.keys": "var/keys",
    "folders.templates": "templates",
    "folders.filters": "filters",
    "folders.documents": "var/documents",
    "staff.fallback": "collections@harbourpine.example",
}
MAILBOX = {
    "mailbox.address": "ar@harbourpine.example",
    "mailbox.display": "Harbour & Pine, Accounts Receivable",
    "mailbox.signature": "Ruth Okafor\n\tHarbour & Pine Supply Co.",
    "send.channel": "maildir",
    "send.maildir": "mail/{address}",
    "read.channel": "maildir",
    "read.maildir": "mail/ar@harbourpine.example",
    "read.authserv_id": "mx.harbourpine.example",
}
OURS = "ar@harbourpine.example"


def sections(values):
    """'section.key' settings as the text of a configuration file."""
    out, last = [], None
    for name in sorted(values):
        section, key = name.split(".", 1)
        if section != last:
            out.append("\n[%s]" % section if out else "[%s]" % section)
            last = section
        out.append("%s = %s" % (key, values[name]))
    return "\n".join(out) + "\n"


class World:
    def __init__(self, folder, binary, repo):
        self.folder = folder
        self.binary = binary
        self.clock = None  # None: the clock of this machine
        self.gateway = dict(GATEWAY)
        self.mailbox = dict(MAILBOX)
        self.output = ""
        self.errors = ""
        self.status = 0
        self.tick = None
        self.seen = {}  # mails that lay there before the last round
        self.fetched = []
        self.posted = []  # files put into our mailbox, oldest first
        self.sent_in = 0
        self.carrier = None
        for name in ("templates", "filters"):
            os.symlink(os.path.join(repo, name), self.path(name))
        for name in ("new", "cur", "tmp"):
            os.makedirs(self.path("mail", OURS, name))
        os.makedirs(self.path("in"))
        self.write_config()

    def stop(self):
        """What was started beside the page ends with it."""
        if self.carrier:
            self.carrier.close()
        if getattr(self, "portal", None):
            self.portal.stop()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write_config(self):
        os.makedirs(self.path("mailboxes"), exist_ok=True)
        with open(self.path("gateway.conf"), "w", encoding="utf-8") as f:
            f.write(sections(self.gateway))
        with open(self.path("mailboxes", "ar.conf"), "w",
                  encoding="utf-8") as f:
            f.write(sections(self.mailbox))

    def now(self):
        """Seconds since the epoch on the clock of the page."""
        if self.clock is None:
            return int(time.time())
        return calendar.timegm(time.strptime(self.clock,
                                             "%Y-%m-%dT%H:%M:%SZ"))

    def run(self, args, want_status=None):
        argv = [self.binary, "-c", self.path("gateway.conf")]
        if self.clock is not None:
            argv += ["--now", self.clock]
        done = subprocess.run(argv + args, cwd=self.folder, timeout=60,
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.output = done.stdout.decode("utf-8", "replace")
        self.errors = done.stderr.decode("utf-8", "replace")
        self.status = done.returncode
        if want_status is not None and self.status != want_status:
            raise Failed("dunmail %s ended with %d, not %d\n%s%s" % (
                " ".join(args), self.status, want_status, self.output,
                self.errors))
        return self.output

    def json(self, args):
        """Each line of the output as an object."""
        out = self.run(args + ["--json"], 0)
        return [json.loads(line) for line in out.splitlines() if line]

    def verify(self):
        self.run(["verify"], 0)

    def check_kept(self):
        """Each mail that was fetched lies in the ledger as it came. One beyond
        the limit stays in the mailbox, where everything stays."""
        kept = {bytes(row[0]) for row in
                self.rows("SELECT raw FROM inbox_raw")}
        for path in self.fetched:
            path = self.lies(path)
            if path is None:  # a person threw it away
                continue
            with open(path, "rb") as f:
                raw = f.read()
            if len(raw) > 25 << 20 or not raw:
                continue
            if raw not in kept:
                raise Failed("a mail is not kept as it came: %s" % path)

    def check_letters(self):
        """What left is addressed to whom it was delivered, and to no other
        but those to whom the ledger sent a copy."""
        for address in self.addresses():
            for path in self.letters(address):
                letter = post.read_letter(path)
                to = [a.addr_spec.lower() for name in ("To", "Cc", "Bcc")
                      if letter[name] for a in letter[name].addresses]
                own = address.lower()
                copies = [row[0].lower() for row in self.rows(
                    "SELECT recipient FROM touch WHERE kind = 'copy' AND "
                    "message_id = ?", (str(letter["Message-ID"]).strip("<>"),))]
                if own not in to or set(to) - {own} - set(
                        copies + to[:1] if copies else []):
                    raise Failed("the mail to %s names %s" % (address, to))

    def at_the_end(self):
        """What holds on every page, said or not."""
        if self.carrier and self.carrier.wrong:
            raise Failed("the carrier does not understand: %s" %
                         self.carrier.wrong)
        if os.path.exists(self.path("var/ledger.db")):
            self.verify()
            self.check_kept()
            self.check_letters()

    # ------------------------------------------------------------- mailboxes

    def letters(self, address):
        """The mails delivered to that address, oldest first."""
        found = []
        for part in ("new", "cur"):
            folder = self.path("mail", address, part)
            if os.path.isdir(folder):
                found += [os.path.join(folder, n) for n in os.listdir(folder)]
        return sorted(found, key=lambda p: (os.stat(p).st_mtime_ns, p))

    def addresses(self):
        return sorted(a for a in os.listdir(self.path("mail")) if a != OURS)

    def customers(self):
        """All whom "no mail" is about: what needs a person goes to staff."""
        return [a for a in self.addresses()
                if not a.endswith("@" + OURS.split("@")[1])]

    def remember(self):
        """From here on, what arrives is new."""
        self.seen = {a: set(self.letters(a)) for a in self.addresses()}

    def new_letters(self, address):
        return [p for p in self.letters(address)
                if p not in self.seen.get(address, set())]

    def post(self, raw):
        """Put a mail into the mailbox that the gateway reads."""
        self.sent_in += 1
        name = "%d.%d.customer" % (self.now(), self.sent_in)
        tmp = self.path("mail", OURS, "tmp", name)
        with open(tmp, "wb") as f:
            f.write(raw)
        os.utime(tmp, (self.now(), self.now()))
        place = self.path("mail", OURS, "new", name)
        os.rename(tmp, place)
        self.posted.append(place)
        return place

    def lies(self, posted):
        """Where a mail that was put in lies now, by whoever moved it; None:
        nowhere."""
        name = os.path.basename(posted).split(":")[0]
        for folder, _, files in os.walk(self.path("mail", OURS)):
            for file in files:
                if file.split(":")[0] == name:
                    return os.path.join(folder, file)
        return None

    def account_folder(self, account):
        """The mails in the folder of that account."""
        found = []
        for part in ("new", "cur"):
            folder = self.path("mail", OURS, ".dunmail.accounts." + account,
                               part)
            if os.path.isdir(folder):
                found += [os.path.join(folder, n) for n in os.listdir(folder)]
        return found

    def queue_folder(self, queue):
        return self.path("mail", OURS, ".dunmail." + queue)

    # ------------------------------------------- what no command shows (yet)

    def rows(self, sql, args=()):
        """Read-only, straight from the ledger's file."""
        uri = "file:%s?mode=ro" % self.path("var/ledger.db")
        db = sqlite3.connect(uri, uri=True)
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()
