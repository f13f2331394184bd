"""year.py: a year in the life of a company, by the real gateway. See README.md
beside it."""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

import report
from company import Company, minor_text, parse_day
from customers import Customers
from days import Days, local
from gateway import Gateway
from model import TOO_OLD, Broken, Model

EXPORT = timedelta(hours=5)
# In UTC: each contact's hours, from Tokyo to Los Angeles, meet one of them.
ROUNDS = tuple(timedelta(hours=h, minutes=m) for h, m in (
    (5, 30), (9, 15), (13, 15), (15, 30), (18, 30), (21, 30),
    (25, 30)))
OUTAGE = (parse_day("2027-11-08"), parse_day("2027-11-21"))


class Year:
    def __init__(self, args, repo, binary, folder):
        self.first = parse_day(args.first)
        self.last = self.first + timedelta(days=args.days - 1)
        self.company = Company(args.seed, args.accounts, self.first,
                               self.last)
        self.days = Days(os.path.join(repo, "calendars"))
        self.model = Model(self.company, self.days,
                           os.path.join(repo, "templates"))
        self.customers = Customers(self.company, self.model)
        self.gateway = Gateway(folder, binary, repo)
        self.table = report.Table()
        self.violations = []
        if args.rounds_of:
            self.last = min(self.last, self.first + timedelta(
                days=args.rounds_of - 1))
        self.keep_going = args.keep_going
        self.quiet = args.quiet
        self.late = []       # payments that reach the export later
        self.exported = set()
        self.numbers = {"payment": 0, "credit": 0}
        self.paused = []
        self.digests = []
        self.backlog = False  # the round after the outage

    # ------------------------------------------------------------- the night

    def start(self, day):
        now = self.instant(day, EXPORT) - timedelta(hours=1)
        accounts = self.company.accounts.values()
        g = self.gateway
        g.take_in(now, "customers",
                  "account,name,language,timezone,currency,credit_limit,"
                  "terms_days,segment,collector,white_glove",
                  [(a.id, a.name, a.language, a.zone, a.currency,
                    minor_text(a.limit, a.currency), a.terms, a.segment,
                    a.collector, "yes" if a.white_glove else "no")
                   for a in accounts])
        contacts = [c for a in accounts for c in a.contacts]
        g.take_in(now, "contacts", "account,name,email,role,language",
                  [(c.account.id, c.name, c.email, c.role, c.language)
                   for c in contacts])
        for c in contacts:
            if c.hours:
                g.run(now, "hours", c.email, "%02d:%02d-%02d:%02d" % (
                    divmod(c.hours[0], 60) + divmod(c.hours[1], 60)),
                    *([c.zone] if c.zone else []))

    def instant(self, day, of_day):
        return datetime.combine(day, datetime.min.time(),
                                timezone.utc) + of_day

    def export(self, day):
        """What the accounting system writes each night."""
        now = self.instant(day, EXPORT)
        invoices = []
        for issued in sorted(self.company.issued):
            if issued < day and issued not in self.exported:
                self.exported.add(issued)
                invoices += self.company.issued[issued]
        for inv in invoices:
            self.model.invoice(inv)
            self.customers.plan_payment(inv)
        g = self.gateway
        path = g.take_in(
            now, "invoices", "account,invoice,issued,due,amount,currency,po",
            [(i.account.id, i.id, i.issued, i.due,
              minor_text(i.minor, i.currency), i.currency, i.po)
             for i in invoices])
        g.take_in(now, "payments", "account,payment,received,amount,currency,"
                  "method,reference,invoice,applied", self.payments(day))
        g.take_in(now, "credits", "account,credit,issued,amount,currency,"
                  "invoice,applied,reason", self.credits(day))
        self.model.last_import = now
        if day.weekday() == 0:
            again = g.take_again(now, "invoices", path)
            self.model.need("the same import twice changes nothing", "-",
                            again["added"] == again["changed"] == 0, again)

    def payments(self, day):
        """Those that were received before that day and have been booked."""
        due = self.late
        self.late = []
        for received in sorted(self.customers.pays):
            if received < day:
                due += [(received, x) for x in
                        self.customers.pays.pop(received)]
        rows = []
        for received, (inv, part, over) in due:
            if inv.id not in self.model.open:
                self.late.append((received, (inv, part, over)))
                continue
            r = random.Random("%d late %s %s" % (self.company.seed, inv.id,
                                                 received))
            if received == day - timedelta(days=1) and r.random() < 0.1:
                self.late.append((received, (inv, part, over)))
                continue
            applied = min(self.model.open[inv.id],
                          max(1, int(inv.minor * part)))
            if applied == 0:
                continue
            amount = applied + (inv.minor // 10 if over else 0)
            self.numbers["payment"] += 1
            rows.append((inv.account.id, "P-%06d" % self.numbers["payment"],
                         received, minor_text(amount, inv.currency),
                         inv.currency, "transfer", inv.id, inv.id,
                         minor_text(applied, inv.currency)))
            self.model.apply("paid", inv, received, amount, applied)
        return rows

    def credits(self, day):
        rows = []
        for issued in sorted(self.customers.credits):
            if issued >= day:
                break
            for inv, part in self.customers.credits.pop(issued):
                minor = min(self.model.open[inv.id],
                            max(1, int(inv.minor * part)))
                if minor == 0:
                    continue
                self.numbers["credit"] += 1
                text = minor_text(minor, inv.currency)
                rows.append((inv.account.id,
                             "CM-%05d" % self.numbers["credit"], issued, text,
                             inv.currency, inv.id, text, "dispute"))
                self.model.apply("credited", inv, issued, minor, minor)
        return rows

    # ------------------------------------------------------------ collectors

    def collectors(self, day):
        """The commands of a morning."""
        now = self.instant(day, ROUNDS[1]) - timedelta(hours=2)
        r = random.Random("%d collectors %s" % (self.company.seed, day))
        g, model = self.gateway, self.model
        if self.gateway.world.tick and self.days.business("US", day):
            waiting = [w for w in g.run(now, "approve", "--json").splitlines()
                       if w]
            if waiting:
                g.run(now, "approve", "--all", "--by", "manager")
                self.table.count("approved", len(waiting))
        for what, until in list(self.paused):
            if until > day and r.random() < 0.02:
                g.run(now, "resume", what, "--by", "ruth")
                self.paused.remove((what, until))
                self.resumed(what)
        if r.random() < 0.5:
            return
        a = r.choice(sorted(self.company.accounts.values(),
                            key=lambda a: a.id))
        until = day + timedelta(days=r.randrange(3, 21))
        open_ids = [i for i in model.by_account.get(a.id, ())
                    if model.open[i]]
        kind = r.choice(["account", "invoice", "contact", "call", "call"])
        if kind == "call":
            g.run(now, "note", a.id, "--contact", "spoke with them")
            model.last_touch[a.id] = local(now, a.zone).date()
            self.table.count("calls by people")
            return
        if kind == "invoice" and not open_ids:
            return
        what = {"account": a.id, "contact": a.contacts[0].email,
                "invoice": open_ids[0] if open_ids else ""}[kind]
        g.run(now, "pause", what, "--until", str(until), "--why",
              "as agreed by telephone", "--by", "ruth")
        self.paused.append((what, until))
        self.table.count("pauses of an " + kind if kind != "contact"
                         else "pauses of a contact")
        if kind == "account":
            model.pause_account[a.id] = until
        elif kind == "invoice":
            model.pause_invoice[what] = until
        else:
            model.contact_rests[what] = (until, "paused")

    def resumed(self, what):
        model = self.model
        model.pause_account.pop(what, None)
        model.pause_invoice.pop(what, None)
        model.contact_rests.pop(what, None)
        if model.contact_dead.get(what) != "complaint":
            model.contact_dead.pop(what, None)
        model.account_rests.pop(what, None)
        for inv_id in model.by_account.get(what, ()):
            model.invoice_rests.pop(inv_id, None)
        model.invoice_rests.pop(what, None)

    # ----------------------------------------------------------------- a day

    def guard(self, check, *args):
        """Runs a check; what it finds ends the year, or is kept."""
        try:
            check(*args)
        except Broken as e:
            self.violations.append((self.now, e))
            report.broken(self.now, e)
            if not self.keep_going:
                raise

    def post(self, now):
        come = self.customers.due(now)
        for reply in come:
            self.gateway.post(reply)
        return come

    def round(self, now):
        self.now = now
        come = self.waiting_mail + self.post(now)
        self.waiting_mail = []
        for reply in come:
            if now - reply.at < TOO_OLD:
                self.customers.heard(reply, now)
        messages, strays = self.gateway.tick(now)
        self.guard(self.model.need, "each mail that left has its touch", "-",
                   not strays, sorted(strays))
        reached = set()
        for m in messages:
            self.one(m, now, reached)
        self.answered(come, messages, now)
        self.backlog = False

    def one(self, m, now, reached):
        self.table.message(m, now)
        if m.kind == "staff":
            self.guard(self.model.need, "staff mail stays with staff",
                       m.account, m.to.endswith("@harbourpine.example"),
                       m.told())
            self.model.asked_staff(m, now)
            return
        keys = self.model.sequences.get(m.sequence, {}).get(m.step, {})
        m.response = keys.get("response") == "yes"
        if m.channel in ("letter", "sms", "call"):
            self.guard(self.model.check_other_channel, m, now)
        elif m.channel == "email":
            self.guard(self.model.check_message, m, now)
        else:  # work of our own people, or a file for a machine
            self.model.asked_staff(m, now)
            return
        self.model.remember(m, now)
        if self.backlog and m.kind == "reminder":
            self.guard(self.model.need, "no burst after the outage",
                       m.account, m.account not in reached, m.told())
            reached.add(m.account)
        if m.sequence == "invoicing" and m.rows:
            self.customers.read(m, now)

    def answered(self, come, messages, now):
        """Who asks for a copy has it in the same round."""
        answers = {m.to for m in messages if m.kind == "answer" and m.files}
        for reply in come:
            if reply.kind != "document" or now - reply.at >= TOO_OLD:
                continue
            if self.model.open[reply.invoices[0]] == 0:
                # The gateway knows open invoices only: a person answers.
                self.table.count("copies of paid invoices asked for")
            else:
                self.guard(self.model.need, "a copy asked for is sent at once",
                           reply.message.account, reply.message.to in answers,
                           "asked at %s: %s" % (reply.at, reply.words))

    def reasons(self, now):
        """Whoever's ladder has gone on without them has a stated reason."""
        for account, inv_ids in sorted(self.model.behind(now).items()):
            why = json.loads(self.gateway.run(now, "why", account, "--json"))
            self.guard(self.model.check_reason, account, inv_ids, why, now)

    def look_ahead(self, day):
        """Next month's plan is part of the result."""
        now = self.now
        plan = self.gateway.run(now, "plan", "--json", "--until",
                                str(day + timedelta(days=30)))
        self.gateway.digest.update(plan.encode("utf-8"))
        self.table.count("messages planned ahead", plan.count('"send"'))

    def day(self, day):
        now = self.instant(day, EXPORT)
        self.now = now
        if OUTAGE[0] <= day <= OUTAGE[1]:
            self.waiting_mail += self.post(self.instant(day, ROUNDS[-1]))
            self.backlog = True
            return
        r = random.Random("%d export %s" % (self.company.seed, day))
        if r.random() < 0.97 or day == self.first:
            self.export(day)
        else:
            self.table.count("nights without an export")
        self.round(self.instant(day, ROUNDS[0]))
        self.collectors(day)
        for at in ROUNDS[1:]:
            self.round(self.instant(day, at))
        if day.weekday() == 3 or day == self.last:
            self.reasons(self.now)
        if day.day == 1:
            self.look_ahead(day)
        if (day + timedelta(days=1)).day == 1 or day == self.last:
            self.gateway.run(self.now, "verify")
            self.model.checked["verify holds"] += 1
        self.digests.append(self.gateway.digest.hexdigest())

    def play(self):
        self.waiting_mail = []
        self.start(self.first)
        day = self.first
        while day <= self.last:
            self.day(day)
            self.progress(day)
            day += timedelta(days=1)
        self.model.checked["each mail in is kept as it came"] = \
            self.gateway.kept_as_they_came()

    def progress(self, day):
        if not self.quiet and sys.stderr.isatty():
            sys.stderr.write("\r%s  %d messages" % (day, self.gateway.sent))
            if day == self.last:
                sys.stderr.write("\r\033[K")


def parse(argv):
    p = argparse.ArgumentParser(prog="year.py")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--accounts", type=int, default=500)
    p.add_argument("--days", type=int, default=366)
    p.add_argument("--first", default="2027-03-01")
    p.add_argument("--keep-going", action="store_true",
                   help="list all violations, not only the first")
    p.add_argument("--quiet", action="store_true")
    p.add_argument("--rounds-of", type=int, metavar="DAYS",
                   help="of the same year, end after so many days")
    p.add_argument("--digests", help="write the digest of each day there")
    return p.parse_args(argv)


def main(argv):
    args = parse(argv)
    repo = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
    binary = os.path.join(os.getcwd(), os.environ.get("BUILD", "build"),
                          "dunmail")
    folder = tempfile.mkdtemp(prefix="year-")
    began = time.monotonic()
    year = Year(args, repo, binary, folder)
    status = 0
    try:
        year.play()
    except Broken:
        pass
    finally:
        if args.digests:
            with open(args.digests, "w", encoding="ascii") as f:
                f.write("\n".join(year.digests) + "\n")
        if os.environ.get("KEEP"):
            print("its folder: " + folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    if not args.quiet:
        report.show(year, time.monotonic() - began)
        for at, e in year.violations[:1]:
            report.broken(at, e)
    return 1 if year.violations else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
