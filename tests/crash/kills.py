#!/usr/bin/env python3
"""The gateway over a real Postfix and Dovecot, killed CRASH_N times at random
moments (the whole process group, SIGKILL) and started again, while invoices
come due and customers answer what they get. At the end: nothing lost, nothing
twice, and the ledger says what happened.

CRASH_N=1000     kills
CRASH_BATCH=6    invoices that come due before each start
CRASH_RTT=8      milliseconds that the mail server is away, so that the time
                 between a final dot and its reply is long enough to be hit
CRASH_SEED=...   of the random moments; printed, to play the same again
"""
import collections
import datetime
import email.parser
import fcntl
import os
import random
import smtplib
import socket
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from gateway import ROOT, Gateway, Servers, ends_as_exit, wait_for  # noqa: E402

KILLS = int(os.environ.get("CRASH_N", "1000"))
BATCH = int(os.environ.get("CRASH_BATCH", "6"))
RTT = os.environ.get("CRASH_RTT", "8")
SEED = int(os.environ.get("CRASH_SEED", str(int(time.time()))))
WARM = 3  # starts that are not disturbed, to see how long sending takes here
DRAIN = 8  # kills after which it may finish what has piled up
BUYERS = "buyer@shop.example"  # everybody's mail: buyer+00001@, buyer+00002@, ...
STAFF = "collections@example.com"
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
PAYDAY = (TODAY + datetime.timedelta(days=5)).isoformat()

# What customer N writes, by N modulo the length; and what is to come of it:
# template of the answer, and the table that has one row more.
STORIES = [
    ("Could you please send me a copy of invoice {}?", "", "document", None),
    ("Payment of invoice {} will be made on " + PAYDAY + ".", "",
     "promise-confirmed", "promise"),
    ("Invoice {} is disputed: we were charged the wrong price.", "",
     "dispute-acknowledged", "dispute"),
    ("I am out of the office and will read your message next week. {}",
     "Auto-Submitted: auto-replied\r\n", None, None),
]


def story(number):
    return STORIES[number % len(STORIES)]


def invoice(number):
    return f"INV-{number:05}"


class Customers(threading.Thread):
    """Read what arrives, as it arrives, and answer every first reminder."""

    def __init__(self, servers):
        super().__init__(daemon=True)
        self.servers = servers
        self.folder = f"{servers.mail_dir}/{BUYERS}"
        self.arrived = collections.Counter()  # by Message-ID
        self.replies = {}  # number of the customer: Message-ID of the answer
        self.server = None
        self.failure = None
        self.over = threading.Event()

    def run(self):
        try:
            while not self.over.is_set():
                if not self.read_new():
                    time.sleep(0.02)
        except Exception as e:  # told at the end, by the main thread
            self.failure = e

    def read_new(self):
        try:
            names = sorted(os.listdir(self.folder + "/new"))
        except FileNotFoundError:
            return False
        for name in names:
            with open(f"{self.folder}/new/{name}", "rb") as f:
                mail = email.parser.BytesHeaderParser().parse(f)
            os.rename(f"{self.folder}/new/{name}", f"{self.folder}/cur/{name}:2,S")
            self.arrived[str(mail["Message-ID"]).strip()] += 1
            number = int(str(mail["To"]).split("+")[1].split("@")[0])
            if mail["In-Reply-To"] is None and number not in self.replies:
                self.reply(number, mail)
        return bool(names)

    def count_staff(self):
        """The staff's mails too, when all is over."""
        for path in self.servers.files(STAFF):
            with open(path, "rb") as f:
                mail = email.parser.BytesHeaderParser().parse(f)
            self.arrived[str(mail["Message-ID"]).strip()] += 1

    def reply(self, number, mail):
        words, head, _, _ = story(number)
        sender = BUYERS.replace("@", f"+{number:05}@")
        to = str(mail["Reply-To"]).split("<")[-1].strip("> \r\n")
        ours = str(mail["Message-ID"]).strip()
        theirs = f"<reply.{number}@shop.example>"
        subject = str(mail["Subject"]).replace("\r", "").replace("\n", "")
        now = email.utils.formatdate()
        text = (
            f"From: {sender}\r\nTo: {to}\r\nSubject: Re: {subject}\r\nDate: {now}\r\n"
            f"Message-ID: {theirs}\r\nIn-Reply-To: {ours}\r\nReferences: {ours}\r\n"
            f"{head}\r\n{words.format(invoice(number))}\r\n\r\n"
            "On Mon, Nov 2, 2026 at 9:00 AM, Loop Supply wrote:\r\n> Dear customer,\r\n"
        )
        if self.server is None:
            self.server = smtplib.SMTP("localhost", self.servers.port("submission"))
            self.server.starttls(context=self.servers.tls)
            self.server.login(BUYERS, self.servers.password)
        self.server.sendmail(sender, [to], text.encode())
        self.replies[number] = theirs


class Distance:
    """The submission port, a few milliseconds away."""

    def __init__(self, port):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, ROOT + "/tests/bench/delay.py", str(self.port), port, RTT],
            stderr=subprocess.DEVNULL)
        if not wait_for(self.listens, 20):
            raise AssertionError("delay.py does not listen")

    def listens(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self):
        self.process.terminate()
        self.process.wait()


def wait_unlocked(gateway):
    """The killed ones are gone when nobody holds the ledger's lock."""
    with open(gateway.dir + "/ledger.db.lock", "a") as f:
        fcntl.flock(f, fcntl.LOCK_EX)


def come_due(gateway, first, count):
    due = (TODAY - datetime.timedelta(days=12)).isoformat()
    issued = (TODAY - datetime.timedelta(days=42)).isoformat()
    gateway.books("invoices", [(f"K-{n}", invoice(n), issued, due, "120.00", "USD", "")
                               for n in range(first, first + count)])


def reminded(gateway):
    return rows(gateway, "SELECT count(*) FROM touch WHERE kind = 'reminder' "
                "AND state IN ('accepted', 'uncertain')")[0][0]


def undisturbed(gateway, log, total):
    """Seconds from a start until all reminders are out, on this machine, today."""
    began = time.monotonic()
    gateway.start(log)
    if not wait_for(lambda: reminded(gateway) >= total, 120, 0.01):
        raise AssertionError("undisturbed, it does not send: " + open(log).read()[-2000:])
    took = time.monotonic() - began
    gateway.kill()
    wait_unlocked(gateway)
    return took


def kill_at_random(gateway, log, longest, failures):
    wanted = random.uniform(0, longest)
    gateway.start(log)
    time.sleep(wanted)
    status = gateway.process.poll()
    if status is not None:
        failures.append(f"run ended by itself with {status}")
    gateway.kill()
    wait_unlocked(gateway)


def rows(gateway, sql, *values):
    db = sqlite3.connect(f"file:{gateway.dir}/ledger.db?mode=ro", uri=True, timeout=30)
    got = db.execute(sql, values).fetchall()
    db.close()
    return got


def at_rest(gateway, customers, total):
    """Nothing is left to do, but what is uncertain and waits its quarter hour."""
    counts = rows(
        gateway,
        "SELECT count(*) FILTER (WHERE state IN ('planned', 'ready', 'sending') "
        "OR (state = 'deferred' AND reason NOT LIKE 'uncertain%')), "
        "count(*) FILTER (WHERE kind = 'reminder'), "
        "count(*) FILTER (WHERE kind = 'reminder' AND state = 'accepted'), "
        "count(*) FILTER (WHERE kind <> 'staff' AND state = 'accepted'), "
        "count(*) FILTER (WHERE kind = 'staff' AND state = 'accepted'), "
        "(SELECT count(*) FROM inbox WHERE state = 'done') FROM touch")
    busy, reminded, received, accepted, told, read = counts[0]
    replies = len(customers.replies)
    return (busy == 0 and reminded == total and replies >= received
            and read == replies and len(customers.arrived) >= accepted
            and len(customers.servers.files(STAFF)) >= told)


class Verdict:
    """What the ledger and the mailboxes say, against what should be."""

    def __init__(self, gateway, customers, total):
        self.failures = []
        self.lost = self.twice = self.surprising = 0
        self.customers = customers
        self.touches = rows(
            gateway, "SELECT id, account, kind, template, state, message_id, inbox, "
            "attempts FROM touch")
        self.reported = {x[0].split("/", 1)[1] for x in rows(
            gateway, "SELECT id FROM task WHERE kind = 'uncertain'")}
        self.inbox = {x[0]: x[1:] for x in rows(
            gateway, "SELECT message_id, id, state, account FROM inbox")}
        self.interrupted = sum(t[7] > 1 for t in self.touches)
        self.read_twice = len(rows(gateway, "SELECT message_id FROM inbox "
                                   "GROUP BY message_id HAVING count(*) > 1"))
        self.effects = {
            table: collections.Counter(
                x[0] for x in rows(gateway, f"SELECT inbox FROM {table}"))
            for table in ("promise", "dispute")
        }
        self.mails()
        for number in range(total):
            self.account(number)

    def fail(self, text):
        self.failures.append(text)

    def mails(self):
        ids = {f"<{t[5].strip('<>')}>": t for t in self.touches}
        for mail, times in self.customers.arrived.items():
            touch = ids.get(mail)
            if touch is None:
                self.surprising += 1
                self.fail(f"nobody sent {mail}")
            elif times > 1:
                self.twice += 1
                if touch[0] not in self.reported:
                    self.fail(f"{touch[0]} ({touch[3]}) arrived {times} times")
        for mail, touch in ids.items():
            if self.customers.arrived[mail] > 0:
                continue
            if touch[0] in self.reported:
                continue
            self.lost += 1
            self.fail(f"{touch[0]} ({touch[3]}, {touch[4]}) never arrived")

    def account(self, number):
        mine = [t for t in self.touches if t[1] == f"K-{number}"]
        reminders = [t for t in mine if t[2] == "reminder"]
        if len(reminders) != 1:
            self.fail(f"K-{number} has {len(reminders)} reminders")
            return
        if reminders[0][4] not in ("accepted", "uncertain"):
            self.fail(f"K-{number}: reminder is {reminders[0][4]}")
        reply = self.customers.replies.get(number)
        if reply is None:
            # Lost in the window and reported: then nobody could answer.
            if reminders[0][0] not in self.reported:
                self.fail(f"K-{number} never got its reminder")
            return
        found = self.inbox.get(reply.strip("<>")) or self.inbox.get(reply)
        if found is None or found[1] != "done" or found[2] != f"K-{number}":
            self.fail(f"K-{number}: the reply is {found}")
            return
        _, _, template, table = story(number)
        for told in (t for t in mine if t[2] == "staff"):
            if told[4] not in ("accepted", "uncertain", "deferred"):
                self.fail(f"K-{number}: mail to the staff is {told[4]}")
        answers = [t for t in mine if t[2] == "answer"]
        wanted = [template] if template else []
        if [t[3] for t in answers] != wanted or any(t[6] != found[0] for t in answers):
            self.fail(f"K-{number}: answered with {[t[3] for t in answers]}, not {wanted}")
        for name, effects in self.effects.items():
            if effects[found[0]] != (1 if name == table else 0):
                self.fail(f"K-{number}: {effects[found[0]]} rows of {name}")


def open_books(gateway, total):
    gateway.books("customers", [
        (f"K-{n}", f"Shop {n}", "en-US", "UTC", "USD", "9000.00", 30, "retail", "", "no")
        for n in range(total)])
    gateway.books("contacts", [
        (f"K-{n}", f"Buyer {n}", BUYERS.replace("@", f"+{n:05}@"), "", "ap", "en-US")
        for n in range(total)])


def kill_all(servers, failures):
    distance = Distance(servers.submission_port)
    gateway = Gateway(servers.dir + "/gw", servers, tick="1s", smtp_port=distance.port)
    customers = Customers(servers)
    log = servers.dir + "/run.log"
    total = (WARM + KILLS) * BATCH
    began = time.monotonic()
    open_books(gateway, total)
    customers.start()
    try:
        times = []
        for n in range(WARM + KILLS):
            come_due(gateway, n * BATCH, BATCH)
            if n < WARM:
                times.append(undisturbed(gateway, log, (n + 1) * BATCH))
                longest = max(0.4, 1.3 * sorted(times)[len(times) // 2])
                continue
            kill_at_random(gateway, log, longest, failures)
            if n % DRAIN == 0:
                undisturbed(gateway, log, (n + 1) * BATCH)
        gateway.start(log)
        if not wait_for(lambda: customers.failure or at_rest(gateway, customers, total),
                        120, 0.2):
            failures.append("it never came to rest: " + str(rows(
                gateway, "SELECT kind, state, reason, count(*) FROM touch GROUP BY 1, 2, 3")
                + rows(gateway, "SELECT kind, state, count(*) FROM inbox GROUP BY 1, 2"))
                + f" {len(customers.replies)} replies, {total} accounts")
        # All has arrived. A second copy of anything would be behind it.
        time.sleep(1)
    finally:
        gateway.kill()
        customers.over.set()
        customers.join(10)
        distance.end()
    if customers.failure:
        failures.append(f"the customers: {customers.failure!r}")
    customers.count_staff()
    status, out, err = gateway.run("verify")
    if status != 0:
        failures.append(f"verify: {out}{err}")
    verdict = Verdict(gateway, customers, total)
    failures += verdict.failures
    if verdict.read_twice:
        failures.append(f"{verdict.read_twice} replies were read twice")
    with open(log) as f:
        failures += [x.strip() for x in f if " error " in x or "Sanitizer" in x][:5]
    print(f"     kills {KILLS}, mails {sum(customers.arrived.values())}, "
          f"replies {len(customers.replies)}, interrupted {verdict.interrupted}, "
          f"duplicates {verdict.twice}, "
          f"uncertain {len(verdict.reported)}, lost {verdict.lost}, "
          f"within {longest:.2f} s of a start, in {time.monotonic() - began:.0f} s (CRASH_SEED={SEED})")


def main():
    ends_as_exit()
    random.seed(SEED)
    failures = []
    servers = Servers()
    try:
        kill_all(servers, failures)
    finally:
        servers.stop()
    for text in failures[:20]:
        print(f"FAIL {text}")
    if len(failures) > 20:
        print(f"FAIL and {len(failures) - 20} more")
    if not failures:
        print(f"ok   {KILLS} kills: nothing lost, nothing twice")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
