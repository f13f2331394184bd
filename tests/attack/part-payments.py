"""Forged webhooks of the payment provider, and genuine ones that come many
times, in any order, while processes die. See README.md."""

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../scenario"))
sys.path.insert(0, os.path.join(HERE, "../support"))
import pay_provider  # noqa: E402
from scn import portal, till  # noqa: E402
from scn.steps import play  # noqa: E402,F401  fills the tables of steps
from scn.world import World  # noqa: E402

N = float(os.environ.get("ATTACK_N", "1"))
CLOCK = "2026-11-02T14:00:00Z"
chance = random.Random(20261102)


def company(checkouts):
    """A ledger with that many invoices, each wished to be paid."""
    folder = tempfile.mkdtemp(prefix="attack-payments-")
    repo = os.path.realpath(os.path.join(HERE, "../.."))
    binary = os.path.join(repo, os.environ.get("BUILD", "build"), "dunmail")
    w = World(folder, binary, repo)
    w.clock = CLOCK
    till.with_payments(w, None, "card, us_bank_account")
    rows = {"customers": ["account,name,currency"],
            "contacts": ["account,name,email,role"],
            "invoices": ["account,invoice,issued,due,amount,currency"]}
    for i in range(checkouts):
        rows["customers"].append("C-%d,Company %d,USD" % (i, i))
        rows["contacts"].append("C-%d,Pat,pat%d@acme.example,ap" % (i, i))
        rows["invoices"].append("C-%d,INV-%d,2026-09-01,2026-10-01,%d.00,USD"
                                % (i, i, 100 + i))
    for kind, lines in rows.items():
        path = w.path("in", kind + ".csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        w.run(["import", kind, path], 0)
    w.run(["tick", "--stage", "plan"], 0)  # makes the keys
    for i in range(checkouts):
        till.wants_to_pay(w, None, "pat%d@acme.example" % i, "C-%d" % i,
                          "INV-%d %d.00" % (i, 100 + i), "USD",
                          ("card", "us_bank_account")[i % 2])
    return w


def pay(w, killed=False):
    """One round; or one that is ended somewhere within it."""
    argv = [w.binary, "-c", w.path("gateway.conf"), "--now", w.clock, "tick",
            "--stage", "pay", "--json"]
    p = subprocess.Popen(argv, cwd=w.folder, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL)
    if killed:
        time.sleep(chance.random() * 0.25)
        p.send_signal(signal.SIGKILL)
    out = p.communicate(timeout=120)[0]
    return p.returncode, out


def settle(w):
    """Until nothing is left to be done."""
    for _ in range(100):
        pay(w)
        left = w.rows("SELECT (SELECT count(*) FROM post WHERE state = 'new') "
                      "+ (SELECT count(*) FROM hook_event WHERE state = 'new')"
                      " + (SELECT count(*) FROM checkout WHERE look_at > 0 "
                      "AND (state <> 'open' OR tries > 0))")[0][0]
        if left == 0:
            return
        at = w.now() + 60  # what was put off is due again
        w.clock = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    sys.exit("payments: it does not come to rest")


def lives(w, wave):
    """What becomes of the n-th payment, in four waves."""
    p = w.provider
    ours = sorted(p.sessions, key=lambda k: p.sessions[k][
        "client_reference_id"])  # they may be made in any order
    for n, key in enumerate(ours):
        s = p.sessions[key]
        kind, card = n % 6, s["method"] == "card"
        if wave == 0 and kind != 5:
            p.begin(s, card)
        elif kind == 5:
            if wave == 1:
                p.expire(s)
        elif wave == 1 and not card:
            if kind in (1, 3):
                p.arrive(s)
        elif wave == 2 and s["payment_status"] == "paid":
            if kind in (0, 3):
                p.refund(s, 700 + n)
            elif kind == 4:
                p.dispute(s, "needs_response")
        elif wave == 3 and s["payment_status"] == "paid":
            if kind == 0:
                p.refund(s, 100)
            elif kind == 4:
                p.dispute(s, ("won", "lost")[n % 4 // 2])


def digest(w):
    return [w.rows(q) for q in (
        "SELECT id, state, received, refunded, withdrawn, booked, amount "
        "FROM checkout ORDER BY id",
        "SELECT account, sum(amount), count(*) FROM payment GROUP BY account "
        "ORDER BY account",
        "SELECT invoice, sum(amount) FROM application GROUP BY invoice "
        "HAVING sum(amount) > 0 ORDER BY invoice",
        "SELECT account, invoice, kind FROM rest WHERE ended_at = 0 "
        "ORDER BY account, invoice, kind")]


def owed(w):
    """What the provider holds for us."""
    total = 0
    for s in w.provider.sessions.values():
        pi = s["payment_intent"]
        charge = pi["latest_charge"] if pi else None
        if charge is None:
            continue
        total += pi["amount_received"] - charge["amount_refunded"]
        d = w.provider.disputes.get(pi["id"])
        if d and d["status"] != "won":
            total -= d["amount"]
    return total


class Door:
    """The real portal, one connection that stays."""

    def __init__(self, w):
        self.w = w
        self.portal = portal.portal_of(w)
        self.connection = None
        self.portal.start()

    def kill(self):
        self.portal.process.kill()
        self.portal.process.wait()
        self.portal.process = None
        self.connection = None

    def post(self, body, header):
        for _ in range(5):
            try:
                if self.connection is None:
                    self.portal.start()
                    self.connection = portal.Connection(
                        self.w.path("portal.sock"))
                headers = {"Content-Type": "application/json"}
                if header is not None:
                    headers["Stripe-Signature"] = header
                self.connection.request("POST", "/hook/stripe", body, headers)
                answer = self.connection.getresponse()
                answer.read()
                return answer.status
            except (OSError, http.client.HTTPException):
                self.connection = None
        return 0

    def tell(self, event):
        body = json.dumps(event).encode()
        return self.post(body, pay_provider.sign(body, int(time.time())))


def forge(body, n):
    """One of the ways to be wrong."""
    now = int(time.time())
    good = pay_provider.sign(body, now)
    t, v1 = good.split(",v1=")
    at = chance.randrange(64)
    flipped = v1[:at] + "%x" % (int(v1[at], 16) ^ 1 << chance.randrange(4)) + \
        v1[at + 1:]
    ways = [
        (body, None), (body, ""), (body, t), (body, "v1=" + v1),
        (body, t + ",v1=" + "%064x" % chance.getrandbits(256)),
        (body, t + ",v1=" + flipped),
        (body, t + ",v1=" + v1[:chance.randrange(64)]),
        (body, t + ",v1=" + v1.upper()) if v1.upper() != v1 else (body, None),
        (body, t + ",v1=" + v1 + "0"),
        (body, t + ",v0=" + v1),
        (body + b" ", good),
        (body.replace(b"1", b"2", 1), good),
        (body, pay_provider.sign(body, now - 301 - n % 90000)),
        (body, pay_provider.sign(body, now + 302 + n % 90000)),
        (body, pay_provider.sign(body, now, "whsec_%032x" % n)),
        (body, pay_provider.sign(body, now, "")),
        (body, pay_provider.sign(body, now, scheme="v0")),
        (body, "t=%d,%s" % (now + 1, good.split(",")[1])),
        (body, "%s,%s" % (t, good)),
        (body, good.replace("t=", "t= ")),
        (b"", good),
    ]
    return ways[n % len(ways)]


def forged():
    w = company(2)
    settle(w)
    w.provider.begin(w.provider.last(), True)
    event = w.provider.events[-1]
    before = digest(w)
    door, count, accepted = Door(w), int(100000 * N), 0
    started = time.time()
    for n in range(count):
        body = json.dumps(dict(event, id="evt_forged_%d" % n)).encode()
        accepted += door.post(*forge(body, n)) in (0, 200)
    rows = w.rows("SELECT count(*) FROM hook_event")[0][0]
    genuine = door.tell(event)
    settle(w)
    same = digest(w) != before  # the genuine one did something
    door.portal.stop()
    end(w)
    print("%d forged webhooks in %.0f s: %d accepted, %d kept; "
          "the genuine one: %d" % (count, time.time() - started, accepted,
                                   rows, genuine))
    return accepted == 0 and rows == 0 and genuine == 200 and same


def calm(checkouts):
    w = company(checkouts)
    settle(w)
    for wave in range(4):
        lives(w, wave)
        till.tells(w, None)
        settle(w)
    return w


def storm(checkouts, times):
    w = company(checkouts)
    kills = 0
    for _ in range(10):  # pages are made while the process dies
        w.provider.mode = chance.choice(("", "", "cut", "down"))
        kills += pay(w, True)[0] == -signal.SIGKILL
        w.provider.mode = ""
    settle(w)
    door, told = Door(w), []
    for wave in range(4):
        lives(w, wave)
        told += w.provider.events
        w.provider.events = []
        for turn in range(times // 4):
            for n, event in enumerate(chance.sample(told, len(told))):
                if door.tell(event) != 200:
                    sys.exit("payments: a genuine event was refused")
                if n % 400 == 150:
                    door.kill()
                    kills += 1
                if n % 300 == 0:
                    w.provider.mode = chance.choice(("", "", "down", "cut"))
                    kills += pay(w, True)[0] == -signal.SIGKILL
            w.provider.mode = ""
    settle(w)
    door.portal.stop()
    return w, kills, len(told)


def end(w):
    w.run(["verify"], 0)
    w.provider.close()
    shutil.rmtree(w.folder, ignore_errors=True)


def shuffled():
    checkouts, times = max(12, int(420 * N)), 20
    started = time.time()
    one = calm(checkouts)
    other, kills, events = storm(checkouts, times)
    same = digest(one) == digest(other)
    booked = other.rows("SELECT coalesce(sum(amount), 0) FROM payment")[0][0]
    right = booked == owed(other)
    if not same:
        for a, b in zip(digest(one), digest(other)):
            print([x for x in zip(a, b) if x[0] != x[1]][:3])
    end(one)
    end(other)
    print("%d genuine events %d times, %d kills, in %.0f s: ledger %s, "
          "%d booked, %s" % (events, times, kills, time.time() - started,
                             "identical" if same else "DIFFERENT", booked,
                             "as the provider has it" if right else "WRONG"))
    return same and right and events >= 1000 * min(N, 1)


if __name__ == "__main__":
    good = [forged(), shuffled()]
    sys.exit(0 if all(good) else 1)
