"""A gateway over the real servers of servers.sh, for tests: its folder, its
commands, and customers who read and write mail as people do."""
import email
import email.policy
import imaplib
import json
import os
import shutil
import signal
import smtplib
import ssl
import subprocess
import tempfile
import time
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVERS = os.path.join(ROOT, "tests/support/servers.sh")
US = "ar@example.com"


def dunmail(build=None):
    build = build or os.environ.get("BUILD", "build")
    return os.path.join(ROOT, build, "dunmail")


def ends_as_exit():
    """SIGTERM and SIGINT end as an exception, so that servers are stopped."""

    def leave(number, _):
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)


def wait_for(what, seconds=30, every=0.02):
    """What comes, truthy, of calling `what` until then; else None."""
    until = time.monotonic() + seconds
    while True:
        got = what()
        if got or time.monotonic() > until:
            return got or None
        time.sleep(every)


class Servers:
    """Postfix and Dovecot on free ports, in a folder of their own."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="dunmail-test.")
        try:
            subprocess.run([SERVERS, "start", self.dir], check=True)
        except BaseException:
            self.stop()
            raise
        with open(self.dir + "/env") as f:
            for line in f:
                name, _, value = line.strip().partition("=")
                setattr(self, name.lower(), value.strip('"'))
        self.tls = ssl.create_default_context(cafile=self.ca_file)

    def stop(self):
        subprocess.run([SERVERS, "stop", self.dir], check=False)
        shutil.rmtree(self.dir, ignore_errors=True)

    def port(self, name):
        return int(getattr(self, name.lower() + "_port"))

    def imap(self, user):
        box = imaplib.IMAP4_SSL("localhost", self.port("imaps"), ssl_context=self.tls)
        box.login(user, self.password)
        return box

    def submit(self, sender, to, message):
        """As a customer does: by their own server, with their own log-in."""
        with smtplib.SMTP("localhost", self.port("submission")) as s:
            s.starttls(context=self.tls)
            s.login(sender, self.password)
            s.sendmail(sender, [to], message.as_bytes(policy=email.policy.SMTP))

    def throw(self, sender, to, message):
        """As anybody on the internet can: to the MX, without log-in."""
        with smtplib.SMTP("localhost", self.port("mx")) as s:
            s.sendmail(sender, [to], message.as_bytes(policy=email.policy.SMTP))

    def files(self, user):
        """Paths of the mails in the INBOX of a user, oldest first."""
        found = []
        for sub in ("new", "cur"):
            folder = f"{self.mail_dir}/{user}/{sub}"
            try:
                with os.scandir(folder) as entries:
                    found += [(e.stat().st_mtime_ns, e.path) for e in entries]
            except FileNotFoundError:
                pass
        return [path for _, path in sorted(found)]

    def read(self, user):
        """The mails in the INBOX of a user, over IMAP, oldest first."""
        box = self.imap(user)
        box.select("INBOX", readonly=True)
        _, found = box.search(None, "ALL")
        mails = []
        for number in found[0].split():
            _, data = box.fetch(number, "(BODY.PEEK[])")
            mails.append(
                email.message_from_bytes(data[0][1], policy=email.policy.default)
            )
        box.logout()
        return mails


CONF = """\
[company]
name = Loop Supply Company
email = {us}
currency = USD
timezone = UTC
bank = First Example Bank
[ledger]
path = ledger.db
[links]
base = https://pay.example.com
keys = keys
[folders]
templates = {root}/templates
filters = {root}/filters
documents = documents
[sending]
from = 00:00
to = 24:00
weekdays_only = no
min_gap = 0d
per_hour = 1000000
[staff]
fallback = collections@example.com
mails_per_hour = 100000
[run]
tick = {tick}
"""

BOX = """\
[mailbox]
address = {us}
display = Loop Supply, Accounts Receivable
[send]
channel = server
connections = {connections}
[smtp]
host = localhost
port = {smtp_port}
tls = {smtp_tls}
user = {us}
password_file = {password_file}
ca_file = {ca_file}
timeout = 30s
[read]
channel = server
poll = 5s
authserv_id = {authserv_id}
[imap]
host = localhost
port = {imap_port}
tls = {imap_tls}
user = {us}
password_file = {password_file}
ca_file = {ca_file}
timeout = 30s
"""

LOCAL_BOX = """\
[mailbox]
address = {us}
[send]
channel = maildir
maildir = mail/{{address}}
[read]
channel = maildir
maildir = mail/{us}
poll = 5s
authserv_id = mx.example.com
"""

HEADS = {
    "customers": "account,name,language,timezone,currency,credit_limit,"
    "terms_days,segment,collector,white_glove",
    "contacts": "account,name,email,phone,role,language",
    "invoices": "account,invoice,issued,due,amount,currency,po",
    "payments": "account,payment,received,amount,currency,method,reference,"
    "invoice,applied",
}


class Gateway:
    """The real binary on a folder with its configuration and ledger."""

    def __init__(self, folder, servers=None, binary=None, tick="5s", **over):
        self.dir = folder
        self.binary = binary or dunmail()
        self.process = None
        self.env = dict(os.environ)
        os.makedirs(folder + "/mailboxes", mode=0o700)
        with open(folder + "/gateway.conf", "w") as f:
            f.write(CONF.format(root=ROOT, us=US, tick=tick))
        with open(folder + "/mailboxes/ar.conf", "w") as f:
            if servers is None:
                f.write(LOCAL_BOX.format(us=US))
                return
            values = {
                "us": US,
                "connections": 4,
                "smtp_port": servers.submission_port,
                "smtp_tls": "starttls",
                "imap_port": servers.imaps_port,
                "imap_tls": "implicit",
                "password_file": servers.password_file,
                "ca_file": servers.ca_file,
                "authserv_id": servers.authserv_id,
            }
            values.update(over)
            f.write(BOX.format(**values))

    def command(self, *words):
        return [self.binary, "-c", self.dir + "/gateway.conf", *words]

    def run(self, *words, env=None):
        """One command to its end: (status, standard output, error)."""
        done = subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            env={**self.env, **(env or {})},
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    def must(self, *words):
        status, out, err = self.run(*words)
        if status != 0:
            raise AssertionError(f"dunmail {' '.join(words)}: {status}\n{out}{err}")
        return out

    def books(self, kind, rows, *options):
        path = f"{self.dir}/{kind}.csv"
        with open(path, "w") as f:
            f.write(HEADS[kind] + "\n")
            f.writelines(",".join(str(x) for x in row) + "\n" for row in rows)
        return self.must(*options, "import", kind, path)

    def json(self, *words):
        return [json.loads(x) for x in self.must(*words, "--json").splitlines()]

    def start(self, log, *options):
        """`dunmail run` in a process group of its own."""
        with open(log, "ab") as f:
            self.process = subprocess.Popen(
                self.command(*options, "run"),
                stdin=subprocess.DEVNULL,
                stdout=f,
                stderr=f,
                env=self.env,
                start_new_session=True,
            )

    def group(self):
        """Processes of the gateway's group that still live."""
        if self.process is None:
            return []
        alive = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat") as f:
                    fields = f.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == self.process.pid and fields[0] != "Z":
                alive.append(int(pid))
        return alive

    def kill(self):
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None


def answer(mail, sender, words, headers=(), thread=True):
    """A person's answer to a mail that was delivered, quoting it."""
    reply = EmailMessage(policy=email.policy.SMTP)
    to = parseaddr(str(mail.get("Reply-To" if thread else "From") or mail["From"]))[1]
    reply["From"] = sender
    reply["To"] = to
    reply["Subject"] = "Re: " + str(mail["Subject"]).replace("\r\n", "")
    reply["Date"] = formatdate(localtime=False)
    reply["Message-ID"] = make_msgid(domain="customer.example")
    if thread:
        reply["In-Reply-To"] = str(mail["Message-ID"]).strip()
        reply["References"] = str(mail["Message-ID"]).strip()
    for name, value in headers:
        reply[name] = value
    quoted = mail.get_body(("plain",)).get_content().splitlines()[:20]
    reply.set_content(
        words
        + "\n\nOn Mon, Nov 2, 2026 at 9:00 AM, Loop Supply wrote:\n"
        + "".join(f"> {line}\n" for line in quoted)
    )
    return reply, to


class Checks:
    """One line a check; how many failed."""

    def __init__(self):
        self.failed = 0

    def __call__(self, name, well, detail=""):
        print(("ok   " if well else "FAIL ") + name, flush=True)
        if not well:
            self.failed += 1
            if detail:
                print("     " + str(detail).strip().replace("\n", "\n     "))
        return bool(well)
