"""The real gateway in a folder of its own: imports, rounds, and the messages
that came of them."""

import hashlib
import json
import os
import re
import sqlite3
import sys
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email import policy

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "../scenario"))
from scn import post  # noqa: E402
from scn.world import OURS, World  # noqa: E402

LINK = re.compile(r"https://pay\.harbourpine\.example/(\w+)/[\w-]+")
ROW = re.compile(r"^(INV-\d+)((?:\s{2,}\S.*)?)$", re.M)
TOUCHES = """SELECT t.id, t.account, t.kind, t.sequence, t.step, t.recipient,
    t.message_id, t.channel, t.planned_at FROM touch t
    WHERE t.settled_at = ? AND t.state IN ('accepted', 'uncertain')
    ORDER BY t.id"""
SAID = "SELECT invoice, step, occurrence FROM touch_invoice WHERE touch = ?"


class Message:
    """One message that left."""

    def __init__(self, row, at):
        (self.id, self.account, self.kind, self.sequence, self.step, self.to,
         self.message_id, self.channel, planned) = row
        self.at = at
        self.planned = datetime.fromtimestamp(planned, timezone.utc)
        self.before = {}  # what the model held before it
        self.rows = {}
        self.lines = []   # (invoice, step, occurrence), from the ledger
        self.said = []    # those with a step
        self.amounts = set()
        self.raw = b""
        self.text = ""
        self.language = ""
        self.subject = ""
        self.response = False
        self.files = []
        self.statement = None  # what the gateway says of that month

    def told(self):
        return "%s %s/%s to %s (%s)" % (self.kind, self.sequence or "-",
                                        self.step or "-", self.to, self.id)

    def read(self, raw):
        """What the reader gets, and the same with random marks taken out."""
        self.raw = raw
        letter = message_from_bytes(raw)
        self.language = str(letter["Content-Language"] or "")
        masked = [name + ": " + value for name, value in letter.items()]
        for part in letter.walk():
            kind = part.get_content_type()
            if kind.startswith("text/"):
                words = part.get_payload(decode=True).decode("utf-8")
                masked.append(LINK.sub(r"link to \1", words))
                if kind == "text/plain" and not self.text:
                    self.text = words.replace("\r\n", "\n")
            elif not part.is_multipart():
                self.files.append(part.get_filename() or kind)
                # A QR code of a link is a random mark, too.
                masked.append("file " + self.files[-1])
        self.masked = "\n".join(masked).encode("utf-8", "replace")
        self.amounts = {re.sub(r"\D", "", x).lstrip("0") or "0" for x in
                        re.findall(r"\d[\d.,'\u00a0\u202f]*", self.text)}
        for m in ROW.finditer(self.text):
            self.rows[m.group(1)] = [re.sub(r"\D", "", cell) for cell in
                                     re.split(r"\s{2,}", m.group(2))]

    def letter(self):
        return message_from_bytes(self.raw, policy=policy.default)


class Gateway:
    def __init__(self, folder, binary, repo):
        self.world = World(folder, binary, repo)
        w = self.world
        w.gateway.update({"ledger.stale_after": "30h",
                          "sending.first_approved": "1",
                          "sending.per_hour": "100000"})
        w.mailbox["send.maildir"] = "mail/out"
        w.write_config()
        os.symlink(os.path.join(repo, "calendars"), w.path("calendars"))
        os.makedirs(w.path("mail/out/new"))
        os.makedirs(w.path("var/keys"), mode=0o700)
        # Fixed, so that names made from it are the same in every run.
        key = w.path("var/keys/master.key")
        with open(key, "wb") as f:
            f.write(bytes(range(32)))
        os.chmod(key, 0o600)
        self.digest = hashlib.sha256()
        self.files = 0
        self.sent = 0

    def at(self, now):
        self.world.clock = now.astimezone(timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%SZ")
        return int(now.timestamp())

    def run(self, now, *args):
        self.at(now)
        return self.world.run(list(args), 0)

    def take_in(self, now, kind, header, rows):
        """An export of the accounting system, as a file."""
        self.files += 1
        path = self.world.path("in", "%05d-%s.csv" % (self.files, kind))
        with open(path, "w", encoding="utf-8") as f:
            f.write(header + "\n")
            for row in rows:
                f.write(",".join('"%s"' % str(c).replace('"', '""')
                                 if c != "" else "" for c in row) + "\n")
        self.take_again(now, kind, path)
        return path

    def take_again(self, now, kind, path):
        return json.loads(self.run(now, "import", kind, path, "--json"))

    def tick(self, now):
        """One round; the messages that left in it."""
        seconds = self.at(now)
        self.world.fetched = list(self.world.posted)
        self.world.tick = self.world.json(["tick"])[-1]
        folder = self.world.path("mail/out/new")
        raw = {}
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as f:
                data = f.read()
            os.unlink(os.path.join(folder, name))
            m = re.search(rb"^Message-ID: <([^>]+)>", data, re.M)
            raw[m.group(1).decode()] = data
        messages = []
        db = self.open()
        for row in db.execute(TOUCHES, (seconds,)).fetchall():
            message = Message(row, now)
            message.lines = db.execute(SAID, (message.id,)).fetchall()
            message.said = [r for r in message.lines if r[1]]
            if message.message_id in raw:
                message.read(raw.pop(message.message_id))
                self.digest.update(message.masked)
            if message.sequence == "month-end":
                end = message.planned.date().replace(day=1) - timedelta(1)
                message.statement = self.world.json(
                    ["statement", message.account,
                     "--month", end.strftime("%Y-%m")])[-1]
            messages.append(message)
        db.close()
        self.sent += len(messages)
        return messages, raw

    def open(self):
        uri = "file:%s?mode=ro" % self.world.path("var/ledger.db")
        return sqlite3.connect(uri, uri=True)

    # --------------------------------------------------------------- mail in

    def post(self, reply):
        w, m = self.world, reply.message
        w.clock = reply.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        letter = m.letter()
        if reply.kind == "bounce":
            w.post(post.bounce(w, letter, m.to, "5.1.1", None))
        elif reply.kind == "delay":
            w.post(post.bounce(w, letter, m.to, "4.4.1", None))
        elif reply.kind == "complaint":
            w.post(post.complaint(w, letter, m.to))
        else:
            draft = post.Draft(w, m.to)
            draft.answers = letter
            if reply.kind == "away":
                draft.subject = "Automatic reply: %s" % letter["Subject"]
                draft.headers.append("Auto-Submitted: auto-replied")
            # Quoted links are salted, and the name of a mail is its hash.
            w.post(re.sub(LINK.pattern.encode(),
                          b"https://pay.harbourpine.example/\\1",
                          draft.build(reply.words + "\n")))

    def kept_as_they_came(self):
        """Each mail that was fetched lies in the ledger, byte for byte."""
        self.world.check_kept()
        return len(self.world.fetched)
