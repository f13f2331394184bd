"""A company with a portal, for those who attack it: a folder, a ledger with
generated books, the built program, mails in Maildirs."""

import email
import email.policy
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

REPO = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BINARY = os.path.join(REPO, os.environ.get("BUILD", "build"), "dunmail")
SHARE = float(os.environ.get("ATTACK_N", "1"))
NOW = "2026-11-02T15:00:00Z"


def number(name, full, least=1):
    """How many: the share ATTACK_N of all; ATTACK_TOKENS=... has the last
    word."""
    return int(os.environ.get("ATTACK_" + name,
                              max(least, int(full * SHARE))))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def csv(rows):
    def cell(s):
        s = str(s)
        return '"%s"' % s.replace('"', '""') if re.search('[",\r\n]', s) else s
    return "".join(",".join(cell(c) for c in row) + "\n" for row in rows)


class House:
    def __init__(self, settings=None):
        self.folder = tempfile.mkdtemp(prefix="attack-")
        self.port = free_port()
        self.base = "http://127.0.0.1:%d" % self.port
        self.process = None
        self.settings = {
            "portal": {"listen": "127.0.0.1:%d" % self.port,
                       "texts": os.path.join(REPO, "portal"),
                       # An attacker with many addresses has many budgets.
                       "per_minute": "1000000", "per_link": "1000000",
                       "posts_per_minute": "1000000",
                       "posts_per_link": "1000000"},
        }
        for section, values in (settings or {}).items():
            self.settings.setdefault(section, {}).update(values)
        self.write_config()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write_config(self):
        known = subprocess.run([BINARY, "check", "--settings"],
                               stdout=subprocess.PIPE).stdout.decode()
        sections = {
            "company": {"name": "Harbour & Pine Supply Co.",
                        "email": "ar@harbourpine.example",
                        "timezone": "America/New_York", "currency": "USD",
                        "bank": "Casco Bay Bank"},
            "ledger": {"path": "var/ledger.db", "stale_after": "0"},
            "links": {"base": self.base, "keys": "var/keys"},
            "folders": {"templates": os.path.join(REPO, "templates"),
                        "filters": os.path.join(REPO, "filters"),
                        "documents": "var/documents"},
            "staff": {"fallback": "collections@harbourpine.example"},
            "sending": {"from": "00:00", "to": "24:00",
                        "weekdays_only": "no", "per_hour": "1000000"},
        }
        for section, values in self.settings.items():
            sections.setdefault(section, {}).update(values)
        os.makedirs(self.path("mailboxes"), exist_ok=True)
        with open(self.path("gateway.conf"), "w", encoding="utf-8") as f:
            for section, values in sections.items():
                f.write("[%s]\n" % section)
                for name, value in values.items():
                    if section != "portal" or \
                            re.search(r"(?m)^#? ?%s\b" % name, known):
                        f.write("%s = %s\n" % (name, value))
        with open(self.path("mailboxes/ar.conf"), "w") as f:
            f.write("[mailbox]\naddress = ar@harbourpine.example\n"
                    "display = Harbour & Pine\n[send]\nchannel = maildir\n"
                    "maildir = mail/{address}\n[read]\nchannel = maildir\n"
                    "maildir = mail/ar@harbourpine.example\n"
                    "authserv_id = mx.harbourpine.example\n")
        for name in ("new", "cur", "tmp"):
            os.makedirs(self.path("mail/ar@harbourpine.example", name),
                        exist_ok=True)

    def run(self, *args, now=NOW, status=0):
        done = subprocess.run(
            [BINARY, "-c", self.path("gateway.conf"), "--now", now] +
            list(args), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=600)
        if done.returncode != status:
            raise SystemExit("dunmail %s: %d\n%s%s" % (
                " ".join(args), done.returncode, done.stdout.decode(),
                done.stderr.decode()))
        return done.stdout.decode()

    def load(self, kind, rows):
        path = self.path(kind + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(csv(rows))
        return self.run("import", kind, path)

    def start_clock(self):
        """The portal on the clock of this machine."""
        self.start(None)

    def start(self, now=NOW):
        self.log = open(self.path("portal.log"), "ab")
        self.process = subprocess.Popen(
            [BINARY, "-c", self.path("gateway.conf")] +
            (["--now", now] if now else []) + ["portal"], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log)
        for _ in range(600):
            try:
                status, _, _ = Client(self).ask("GET", "/health")
                if status == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        with open(self.path("portal.log")) as f:
            raise SystemExit("the portal does not start\n" + f.read())

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            status = self.process.wait(timeout=60)
            self.process = None
            if status != 0:
                with open(self.path("portal.log")) as f:
                    raise SystemExit("the portal ended with %d\n%s" % (
                        status, f.read()[-4000:]))

    def close(self):
        try:
            self.stop()
        finally:
            if not os.environ.get("KEEP"):
                shutil.rmtree(self.folder, ignore_errors=True)
            else:
                print("  folder: " + self.folder)

    def rows(self, sql, args=()):
        db = sqlite3.connect(self.path("var/ledger.db"), timeout=60)
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()

    def digest(self):
        """Of every row of every table."""
        db = sqlite3.connect(self.path("var/ledger.db"), timeout=60)
        h = hashlib.sha256()
        tables = [r[0] for r in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "ORDER BY name")]
        for table in tables:
            h.update(table.encode())
            for row in sorted(map(repr,
                                  db.execute('SELECT * FROM "%s"' % table))):
                h.update(row.encode())
        db.close()
        return h.hexdigest()

    def mails(self, address=None):
        top = self.path("mail")
        for who in sorted(os.listdir(top)):
            if address is not None and who != address:
                continue
            for box in ("new", "cur"):
                at = os.path.join(top, who, box)
                for name in sorted(os.listdir(at) if os.path.isdir(at) else []):
                    with open(os.path.join(at, name), "rb") as f:
                        yield who, email.message_from_binary_file(
                            f, policy=email.policy.default)

    def link(self, purpose, account, *more):
        return self.run("link", purpose, account, *more).strip()[
            len(self.base):]

    def sign_in(self, address="collections@harbourpine.example", now=NOW):
        """The cookie of a colleague."""
        c = Client(self)
        form = form_id(c.ask("GET", "/staff")[2])
        c.post("/staff", [("form", form), ("address", address)])
        self.run("tick", now=now)
        link = None
        for _, m in self.mails(address):
            text = m.get_body(("plain",)).get_content()
            found = re.search(r"/staff/in/[\w-]+", text)
            link = found.group(0) if found else link
        form = form_id(c.ask("GET", link)[2])
        _, headers, _ = c.post(link, [("form", form)])
        return headers["Set-Cookie"].split(";")[0]


def form_id(page):
    return re.search(rb'name="form" value="([^"]+)"', page).group(1).decode()


class Client:
    """One connection that is kept, opened again where it went."""

    def __init__(self, house, source="127.0.0.1", timeout=30):
        self.house = house
        self.source = source
        self.timeout = timeout
        self.connection = None
        self.cookie = None

    def ask(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.cookie:
            headers["Cookie"] = self.cookie
        for turn in range(2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.house.port, timeout=self.timeout,
                    source_address=(self.source, 0))
            try:
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
                return answer.status, answer.headers, answer.read()
            except (http.client.HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if turn:
                    raise
        return None

    def post(self, path, fields):
        import urllib.parse
        return self.ask("POST", path, urllib.parse.urlencode(fields), {
            "Content-Type": "application/x-www-form-urlencoded"})
