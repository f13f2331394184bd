"""Paying over a provider's hosted page: what customers, the provider and banks
do. The web process is not run: its rows are written as it would."""

import json
import os
import random
import sqlite3
import sys

from . import portal
from .page import Failed
from .steps import step
from .wants import expect, wants

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../support"))
import pay_provider  # noqa: E402


def write(world, sql, args):
    db = sqlite3.connect(world.path("var/ledger.db"))
    db.execute(sql, args)
    db.commit()
    db.close()


def secret(world, name, text):
    path = world.path(name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text + "\n")
    os.chmod(path, 0o600)
    return name


def provider(world):
    found = getattr(world, "provider", None)
    if found is None:
        raise Failed("the page has no payment provider")
    return found


@step(r"with payments by (.+)")
def with_payments(world, this, methods):
    world.provider = pay_provider.Provider()
    world.provider.clock = world.now
    world.wishes = 0
    world.gateway.update({
        "payments.provider": "stripe",
        "payments.secret_file": secret(world, "api.key", pay_provider.KEY),
        "payments.webhook_secret_file": secret(world, "hook.key",
                                               pay_provider.SECRET),
        "payments.api": world.provider.url,
        "payments.methods": methods,
    })
    world.write_config()


MINOR = {"JPY": 0, "KWD": 3}


def minor(amount, currency):
    digits = MINOR.get(currency, 2)
    whole, _, cents = amount.partition(".")
    return int(whole + cents.ljust(digits, "0")[:digits])


@step(r"(\S+) of (\S+) wants to pay (.+) ([A-Z]{3}) by (\w+)")
def wants_to_pay(world, this, contact, account, what, currency, method):
    """INV-1 100.00, INV-2 50.00"""
    lines = ""
    for one in what.split(", "):
        invoice, amount = one.split()
        lines += "%s\t%d\n" % (invoice, minor(amount, currency))
    world.wishes += 1
    key = world.rows("SELECT id FROM contact WHERE account = ? AND email = ?",
                     (account, contact))
    write(world, "INSERT INTO post (id, at, kind, account, contact, link, "
          "language, fields) VALUES (?, ?, 'pay', ?, ?, '', 'en', ?)",
          ("%032x" % world.wishes, world.now(), account, key[0][0],
           json.dumps({"currency": currency, "method": method,
                       "lines": lines})))


@step(r"the customer pays(?: on page (\d+))?")
def pays(world, this, n):
    page = page_of(world, n)
    provider(world).begin(page, page["method"] == "card")


def page_of(world, n):
    p = provider(world)
    if not p.sessions:
        raise Failed("the provider has no page")
    return p.sessions[sorted(p.sessions)[int(n) - 1]] if n else p.last()


@step(r"page (\d+) runs out at the provider")
def runs_out(world, this, n):
    provider(world).expire(page_of(world, n))


@step(r"the debit arrives")
def arrives(world, this):
    provider(world).arrive(page_of(world, None))


@step(r"the debit fails")
def fails(world, this):
    provider(world).fail(page_of(world, None))


@step(r"the provider pays (\S+) back")
def refunds(world, this, amount):
    page = page_of(world, None)
    provider(world).refund(page, minor(amount, page["currency"].upper()))


@step(r"the bank (disputes the payment|loses the dispute|wins the dispute)")
def disputes(world, this, what):
    status = {"disputes the payment": "needs_response",
              "loses the dispute": "won", "wins the dispute": "lost"}[what]
    provider(world).dispute(page_of(world, None), status)


@step(r"the provider is (down|well|cut off|busy|unwilling|about to stumble)")
def mood(world, this, what):
    provider(world).mode = {"down": "down", "well": "", "cut off": "cut",
                            "busy": "slow-lane", "unwilling": "refuse",
                            "about to stumble": "stumble"}[what]


@step(r"the provider's page says another (amount|currency|reference|digest)")
def lies(world, this, what):
    page = page_of(world, None)
    if what == "amount":
        page["amount_total"] += 1
    elif what == "currency":
        page["currency"] = "eur" if page["currency"] != "eur" else "usd"
    elif what == "reference":
        page["metadata"] = dict(page["metadata"], checkout="f" * 32)
    else:
        page["metadata"] = dict(page["metadata"], digest="0" * 32)


def tell(world, event):
    write(world, "INSERT INTO hook_event (source, id, at, bytes) "
          "VALUES ('stripe', ?, ?, ?) ON CONFLICT DO NOTHING",
          (event["id"], world.now(), json.dumps(event).encode()))


@step(r"the provider tells it")
def tells(world, this):
    p = provider(world)
    for event in p.events:
        tell(world, event)
    p.told += p.events
    p.events = []


@step(r"the provider tells all again (\d+) times, shuffled")
def tells_again(world, this, times):
    """In another order, each under its own id and under new ones."""
    p = provider(world)
    p.told += p.events
    p.events = []
    chance = random.Random(7)
    for n in range(int(times)):
        for event in chance.sample(p.told, len(p.told)):
            tell(world, dict(event, id="%s_%d" % (event["id"], n % 3)))
        world.run(["tick", "--stage", "pay"], 0)


@step(r"nobody hears of it")
def lost(world, this):
    provider(world).events = []


@step(r"customer opens the page that the provider leads back to")
def leads_back(world, this):
    form = next(pay_provider.fields(text) for method, path, text in
                provider(world).asked if path.endswith("/sessions"))
    page = portal.portal_of(world)
    page.get(page.path(form["success_url"]))


@wants(r"payment (\d+) is (\w+)")
def checkout_is(world, n, state):
    rows = world.rows("SELECT state FROM checkout ORDER BY at, id")
    got = [r[0] for r in rows]
    expect(len(got) >= int(n) and got[int(n) - 1] == state, state, got)


@wants(r"wish (\d+) (leads to a page|is refused: (\S+)|waits)")
def wish(world, n, what, word):
    state, answer = world.rows("SELECT state, answer FROM post WHERE id = ?",
                               ("%032x" % int(n),))[0]
    want = {"leads to a page": state == "done" and
            answer.startswith("https://checkout.example/"),
            "waits": state == "new"}
    expect(want.get(what, state == "refused" and answer == word), what,
           (state, answer))


@wants(r"(\S+) is paid in full")
def in_full(world, invoice):
    rows = world.rows("SELECT i.amount, coalesce((SELECT sum(a.amount) FROM "
                      "application a WHERE a.invoice = i.id), 0) "
                      "FROM invoice i WHERE i.id = ?", (invoice,))
    expect(rows and rows[0][0] == rows[0][1], "all of it", rows)


@wants(r"payments of (\S+): (.+)")
def payments(world, account, wanted):
    """All of them, as "ID AMOUNT"; "a page's" for the provider's own."""
    rows = world.rows("SELECT id, amount FROM payment WHERE account = ? "
                      "ORDER BY id", (account,))
    got = ", ".join("%s %d" % ("ours" if i.startswith("pi_") else i, a)
                    for i, a in rows) or "none"
    expect(got == wanted, wanted, got)


@wants(r"(\d+) pages? open at the provider")
def pages_open(world, n):
    got = [s["id"] for s in provider(world).sessions.values()
           if s["status"] == "open"]
    expect(len(got) == int(n), n, got)


@wants(r"the provider was asked for (\d+) pages?")
def pages_made(world, n):
    got = len(provider(world).sessions)
    expect(got == int(n), n, got)
