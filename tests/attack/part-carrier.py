"""part-carrier.py [COUNT]: callbacks of the carrier of texts, forged in every
way that comes to mind, against the real portal over HTTP: none may be kept.
Then a genuine one many times, which is kept once. BUILD says where dunmail is.
"""

import base64
import hashlib
import hmac
import os
import random
import shutil
import sys
import tempfile
import time
import urllib.parse

HERE = os.path.dirname(os.path.realpath(__file__))
REPO = os.path.realpath(os.path.join(HERE, "../.."))
sys.path.insert(0, os.path.join(REPO, "tests/scenario"))

from scn import carrier, steps  # noqa: E402,F401
from scn.page import Step  # noqa: E402
from scn.world import World  # noqa: E402

URL = carrier.BASE + "/hook/twilio"
LETTERS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
           "0123456789+/")


def fields_of(n):
    return {"MessageSid": "SM%032x" % n, "SmsStatus": "received",
            "From": "+12075550199", "To": carrier.OURS, "NumMedia": "0",
            "Body": "STOP %d" % n, "AccountSid": carrier.ACCOUNT}


def other_token(token, url, fields, digest=hashlib.sha1):
    text = url + "".join(k + v for k, v in sorted(fields.items()))
    return base64.b64encode(
        hmac.new(token, text.encode(), digest).digest()).decode()


def swap(text, r):
    at = r.randrange(len(text))
    letter = r.choice(LETTERS.replace(text[at], ""))
    return text[:at] + letter + text[at + 1:]


# (query, body, signature) of a genuine call, made wrong.
def random_signature(r, q, f, s):
    return q, f, "".join(r.choice(LETTERS) for _ in range(27)) + "="


def one_letter(r, q, f, s):
    return q, f, swap(s[:-1], r) + "="


def another_key(r, q, f, s):
    return q, f, other_token(r.randbytes(32), URL + q, f)


def no_key(r, q, f, s):
    return q, f, other_token(b"", URL + q, f)


def another_hash(r, q, f, s):
    return q, f, other_token(carrier.TOKEN.encode(), URL + q, f,
                             hashlib.sha256)


def another_body(r, q, f, s):
    return q, dict(f, Body=f["Body"] + "!"), s


def another_number(r, q, f, s):
    return q, dict(f, From="+1207555%04d" % r.randrange(10000)), s


def a_field_more(r, q, f, s):
    return q, dict(f, **{"X%d" % r.randrange(999): "1"}), s


def a_field_less(r, q, f, s):
    f = dict(f)
    del f[r.choice(sorted(f))]
    return q, f, s


def another_address(r, q, f, s):
    return "?touch=%020x" % r.randrange(1 << 79), f, s


def cut(r, q, f, s):
    return q, f, s[:r.randrange(28)]


def padded(r, q, f, s):
    return q, f, s + r.choice(["=", "A", s, " x"])


def folded(r, q, f, s):
    return q, f, s.swapcase()


def url_safe(r, q, f, s):
    safe = s.replace("+", "-").replace("/", "_")
    return q, f, safe if safe != s else safe.rstrip("=")


def none(r, q, f, s):
    return q, f, None


FORGERIES = [random_signature, one_letter, another_key, no_key, another_hash,
             another_body, another_number, a_field_more, a_field_less,
             another_address, cut, padded, folded, url_safe, none]


def ask(line, query, fields, signature):
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    if signature is not None:
        head["X-Twilio-Signature"] = signature
    line.request("POST", "/hook/twilio" + query,
                 urllib.parse.urlencode(fields), head)
    answer = line.getresponse()
    answer.read()
    return answer.status


def kept(world):
    return world.rows("SELECT count(*) FROM hook_event")[0][0]


def attack(world, count):
    r = random.Random(20261122)
    path = world.path("var/portal.sock")
    line = carrier.Unix(path)
    accepted, statuses, began = 0, {}, time.time()
    for n in range(count):
        forge = FORGERIES[n % len(FORGERIES)]
        query = r.choice(["", "?touch=00112233445566778899"])
        fields = fields_of(n)
        good = carrier.sign(URL + query, fields)
        while True:
            bad = forge(r, query, fields, good)
            if bad != (query, fields, good):
                break
        try:
            status = ask(line, *bad)
        except OSError:
            line.close()
            line = carrier.Unix(path)
            status = ask(line, *bad)
        statuses[status] = statuses.get(status, 0) + 1
        accepted += status == 200
        if status == 200:
            print("accepted: %s %s" % (forge.__name__, bad))
    line.close()
    print("carrier: %d forged callbacks of %d kinds in %.0f s, accepted %d, "
          "kept %d (answers: %s)" % (
              count, len(FORGERIES), time.time() - began, accepted,
              kept(world), statuses))
    return accepted == 0 and kept(world) == 0


def repeat(world):
    line = carrier.Unix(world.path("var/portal.sock"))
    fields = fields_of(1)
    signature = carrier.sign(URL, fields)
    ok = sum(ask(line, "", fields, signature) == 200 for _ in range(100))
    line.close()
    print("carrier: one genuine callback 100 times: answered %d, kept %d" % (
        ok, kept(world)))
    return ok == 100 and kept(world) == 1


CUSTOMERS = """import customers
    account,name,language,currency
    C-1,Acme Bakery,en-US,USD
import contacts
    account,name,email,role,phone
    C-1,Pat Miller,pat@acme.example,ap,(207) 555-0199
import invoices
    account,invoice,issued,due,amount,currency
    C-1,INV-1001,2026-10-03,2026-11-02,100.00,USD
"""
WORDS = ["Will pay INV-1001 on Friday", "We promise 100.00 on 2026-12-01",
         "INV-1001 is wrong, the price is not what we agreed",
         "Please send me a copy of INV-1001", "Call me", "ok"]


def play(world, text):
    todo = []
    for line in text.splitlines():
        if line.startswith(" "):
            todo[-1].block.append(line)
        else:
            todo.append(Step(0, line))
    for step in todo:
        steps.play(world, step)


def spoofed(world, count):
    """Whoever forges the sender of a text speaks for nobody, and does not
    make us send without end."""
    line = carrier.Unix(world.path("var/portal.sock"))
    r = random.Random(7)
    began = time.time()
    for n in range(count):
        fields = fields_of(10 ** 9 + n)
        fields["From"] = "+12075550199" if n % 2 else \
            "+1207555%04d" % r.randrange(10000)
        fields["Body"] = "%s (%d)" % (r.choice(WORDS), n)
        if ask(line, "", fields, carrier.sign(URL, fields)) != 200:
            raise SystemExit("a genuine callback was refused")
        if n % 1000 == 999 or n == count - 1:
            world.run(["tick"], 0)
    line.close()
    one = lambda sql: world.rows(sql)[0][0]  # noqa: E731
    promises = one("SELECT count(*) FROM promise")
    disputes = one("SELECT count(*) FROM dispute")
    c = world.carrier
    others = sum(t["to"] != "+12075550199" for t in c.texts)
    print("carrier: %d texts with forged senders, read in %.0f s: promises "
          "%d, disputes %d, texts back %d, of them to strangers %d" % (
              count, time.time() - began, promises, disputes, len(c.texts),
              others))
    return not (promises or disputes or others) and len(c.texts) <= 6 and \
        not c.wrong


def main(count):
    folder = tempfile.mkdtemp(prefix="attack-carrier-")
    binary = os.path.join(REPO, os.environ.get("BUILD", "build"), "dunmail")
    world = World(folder, binary, REPO)
    try:
        play(world, "now 2026-11-05T15:00:00Z\ntexts over a carrier\n" +
             CUSTOMERS)
        # All of it comes from one place.
        world.gateway.update({"portal.per_minute": "1000000"})
        world.write_config()
        world.run(["tick"], 0)
        carrier.start_portal(world, world.carrier)
        good = attack(world, count)
        good = repeat(world) and good
        good = spoofed(world, count // 10) and good
        return 0 if good else 1
    finally:
        world.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else
                  int(100000 * float(os.environ.get("ATTACK_N", "1")))))
