"""What the company's books and promises say, kept beside the gateway and
without looking into it, and what must hold of every message that it sends.
Written from PRODUCT.md and the manual."""

import os
import re
from collections import Counter
from datetime import date, timedelta

from days import local

CAP_DAYS = 5           # sending.min_gap
GRACE_DAYS = 2         # answers.promise_grace
REST = timedelta(days=5)           # answers.rest_after_reply
STALE = timedelta(hours=30)        # ledger.stale_after
TOO_OLD = timedelta(days=13)       # answers.max_age, less a margin
WINDOW = (8 * 60, 17 * 60 + 30)
FOREVER = date(9999, 1, 1)


class Broken(Exception):
    """An invariant does not hold."""

    def __init__(self, name, account, text):
        super().__init__("%s: %s: %s" % (name, account, text))
        self.name = name
        self.account = account
        self.text = text


def read_steps(path):
    """sequence.conf as [(name, {key: value})] in the order of the file."""
    steps, keys = [], {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = re.match(r"\[step ([\w-]+)\]", line)
            if m:
                keys = {}
                steps.append((m.group(1), keys))
            m = re.match(r"(\w+)\s*=\s*(.*)", line)
            if m:
                keys[m.group(1)] = m.group(2).strip()
    return steps


def read_sequences(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name, "sequence.conf")
        if os.path.exists(path):
            found[name] = dict(read_steps(path))
    return found


class Ladder:
    """The steps of invoicing that count from the due date, in their order."""

    def __init__(self, steps):
        due = [(int(keys["day"]), name, keys) for name, keys in steps.items()
               if keys.get("anchor", "due") == "due" and "day" in keys
               and keys.get("channel", "email") == "email"]
        self.steps = sorted(due, key=lambda s: s[0])
        self.place = {name: i for i, (_, name, _) in enumerate(self.steps)}
        # A call or a letter stands for the mails before it.
        self.beyond = {
            name: sum(s[0] <= int(keys["day"]) for s in self.steps) - 1
            for name, keys in steps.items()
            if keys.get("anchor", "due") == "due" and "day" in keys}

    def day(self, days, country, name, due):
        offset = self.steps[self.place[name]][0]
        return days.roll(country, due + timedelta(days=offset))

    def is_late(self, name):
        """It speaks of what is past due."""
        return name in self.place and self.steps[self.place[name]][0] > 0

    def expected(self, days, country, due, today):
        """The highest step whose day has come; None before the first."""
        best = None
        for offset, name, keys in self.steps:
            if "expires" in keys:
                continue
            if days.roll(country, due + timedelta(days=offset)) <= today:
                best = name
        return best


class Model:
    def __init__(self, company, days, templates):
        self.company = company
        self.days = days
        self.sequences = read_sequences(templates)
        self.ladder = Ladder(self.sequences["invoicing"])
        self.open = {}        # invoice -> minor
        self.applied = {}     # invoice -> minor
        self.unapplied = Counter()
        self.movements = []   # (account, currency, day, kind, minor)
        self.promised = {}    # invoice -> last day
        self.disputed = set()
        self.invoice_rests = {}   # invoice -> (until, why)
        self.account_rests = {}   # account -> (until, why)
        self.contact_rests = {}   # email -> (until day, why)
        self.contact_dead = {}    # email -> why
        self.bounced_at = {}      # email -> instant the gateway knew it
        self.pause_invoice = {}   # -> first free day
        self.pause_account = {}
        self.last_touch = {}      # account -> day of the last one
        self.reminders_on = {}    # account -> day of the last reminder
        self.said = {}            # invoice -> (place, occurrence, day)
        self.last_import = None
        self.answers = {}         # address -> instants
        self.answered = set()     # invoices of which a copy was asked for
        self.proposed = set()     # (white-glove account, step)
        self.checked = Counter()
        self.by_email = {}
        for a in company.accounts.values():
            for c in a.contacts:
                self.by_email[c.email] = c
        self.by_account = {}

    # ------------------------------------------------------------ the ledger

    def invoice(self, inv):
        self.open[inv.id] = inv.minor
        self.by_account.setdefault(inv.account.id, []).append(inv.id)
        self.movements.append((inv.account.id, inv.currency, inv.issued,
                               "invoiced", inv.minor))

    def apply(self, kind, inv, day, minor, applied):
        self.open[inv.id] -= applied
        self.movements.append((inv.account.id, inv.currency, day, kind,
                               minor))
        if self.open[inv.id] < 0:
            raise ValueError("the company paid %s twice" % inv.id)
        if minor > applied:
            self.unapplied[inv.account.id, inv.currency] += minor - applied

    # ---------------------------------------------------- what was agreed on

    def rest_invoices(self, ids, until, why):
        for i in ids:
            if i not in self.invoice_rests or \
                    self.invoice_rests[i][0] < until:
                self.invoice_rests[i] = (until, why)

    def rest_account(self, account, until, why):
        if account not in self.account_rests or \
                self.account_rests[account][0] < until:
            self.account_rests[account] = (until, why)

    def promise(self, ids, day):
        for i in ids:
            self.promised[i] = day

    # ------------------------------------------------------- what must hold

    def need(self, name, account, holds, text):
        self.checked[name] += 1
        if not holds:
            raise Broken(name, account, text)

    def keeps(self, inv_id, now):
        """Why nobody may be asked for it now; None: they may be."""
        inv = self.company.invoices[inv_id]
        a = inv.account
        today = local(now, a.zone).date()
        if self.open[inv_id] == 0:
            return "it is paid"
        if inv_id in self.disputed:
            return "it is disputed"
        day = self.promised.get(inv_id)
        if day and today <= self.grace_ends(day):
            return "it is promised for %s" % day
        until, why = self.invoice_rests.get(inv_id, (now, ""))
        if until > now:
            return "%s until %s" % (why, until)
        if self.pause_invoice.get(inv_id, date.min) > today:
            return "it is paused until %s" % self.pause_invoice[inv_id]
        return None

    def grace_ends(self, day):
        """The last day on which nobody is asked: weekdays only, so that this
        asks less than a calendar with holidays would."""
        n = GRACE_DAYS
        while n:
            day += timedelta(days=1)
            n -= day.weekday() < 5
        return day

    def account_keeps(self, a, now):
        today = local(now, a.zone).date()
        if a.white_glove:
            return "white-glove"
        until, why = self.account_rests.get(a.id, (now, ""))
        if until > now:
            return "%s until %s" % (why, until)
        if self.pause_account.get(a.id, date.min) > today:
            return "paused until %s" % self.pause_account[a.id]
        return None

    def check_reader(self, m, now):
        """Who reads it, and when."""
        a = self.company.accounts[m.account]
        c = self.by_email.get(m.to)
        self.need("goes to a contact on file", a.id,
                  c is not None and c.account is a, "to " + m.to)
        self.check_white_glove(m, a)
        dead = self.contact_dead.get(m.to)
        if dead == "bounce" and m.kind == "answer":
            dead = None  # who wrote from there is answered
        self.need("no mail to a dead or stopped address", a.id, dead is None,
                  "%s: %s" % (m.told(), dead))
        self.need("in the reader's language", a.id,
                  m.language == c.language[:2],
                  "%s: %s, not %s" % (m.told(), m.language, c.language))
        return a, c

    def check_white_glove(self, m, a):
        """No automated mail; a schedule is proposed to them once."""
        once = m.sequence == "white-glove" and \
            (a.id, m.step) not in self.proposed
        self.need("white-glove gets no automated mail", a.id,
                  not a.white_glove or once, m.told())
        if a.white_glove:
            self.proposed.add((a.id, m.step))

    def check_other_channel(self, m, now):
        """A letter, a text message, a call: the same rules, by the rows that
        it was made from."""
        a = self.company.accounts[m.account]
        self.check_white_glove(m, a)
        if m.response:
            return
        self.check_cap(m, a, a.contacts[0], now)
        why = self.account_keeps(a, now)
        self.need("nobody is asked who rests", a.id, why is None,
                  "%s: %s" % (m.told(), why))
        for inv_id, _, _ in m.lines:
            why = self.keeps(inv_id, now)
            self.need("not paid, promised, disputed or held", a.id,
                      why is None or m.sequence != "invoicing",
                      "%s asks for %s, and %s" % (m.told(), inv_id, why))

    def check_hours(self, m, a, c, now):
        here = local(now, c.zone or a.zone)
        minute = here.hour * 60 + here.minute
        lo, hi = WINDOW
        if c.hours:
            lo, hi = max(lo, c.hours[0]), min(hi, c.hours[1])
        self.need("within the reader's hours", a.id, lo <= minute < hi,
                  "%s at %s, hours %s" % (m.told(), here, (lo, hi)))
        country = self.days.country(a, c)
        self.need("on a business day of the reader", a.id,
                  self.days.business(country, here.date()),
                  "%s on %s, %s" % (m.told(), here.strftime("%a %F"),
                                    country))

    def gap_of(self, m):
        text = self.sequences.get(m.sequence, {}).get(m.step, {}).get(
            "min_gap")
        if text is None:
            return CAP_DAYS
        return int(text.rstrip("dw")) * (7 if text.endswith("w") else 1)

    def check_cap(self, m, a, c, now):
        today = local(now, a.zone).date()
        last = self.last_touch.get(a.id)
        gap = self.gap_of(m)
        if last is not None and gap > 0:
            first = self.days.add(self.days.country(a, c), last, gap)
            self.need("within the cap on touches", a.id, today >= first,
                      "%s on %s, the last touch was on %s, so not before %s"
                      % (m.told(), today, last, first))
        if m.sequence == "invoicing" and gap > 0:
            self.need("one reminder an account and day", a.id,
                      self.reminders_on.get(a.id) != today, m.told())
        self.need("no reminder from a stale ledger", a.id,
                  now - self.last_import <= STALE,
                  "%s, the last import was at %s" % (m.told(),
                                                     self.last_import))

    def check_asked(self, m, a, now):
        """The invoices that it asks for, one by one, and their sums."""
        self.need("names invoices", a.id, bool(m.rows), m.told())
        for inv_id, digits in m.rows.items():
            inv = self.company.invoices.get(inv_id)
            self.need("only the account's own invoices", a.id,
                      inv is not None and inv.account is a, m.told())
            late = inv.due < local(now, a.zone).date()
            self.need("calls past due what is, and soon due what is not",
                      a.id, late == self.ladder.is_late(m.step),
                      "%s lists %s, due %s" % (m.told(), inv_id, inv.due))
            why = self.keeps(inv_id, now)
            self.need("not paid, promised, disputed or held", a.id,
                      why is None,
                      "%s asks for %s, and %s" % (m.told(), inv_id, why))
            open_now = str(self.open[inv_id])
            self.need("asks for what is open", a.id,
                      any(d.lstrip("0") == open_now for d in digits),
                      "%s: %s is open with %s %s: %s" % (
                          m.told(), inv_id, open_now, inv.currency, digits))
        self.need("nobody is asked who rests", a.id,
                  self.account_keeps(a, now) is None,
                  "%s: %s" % (m.told(), self.account_keeps(a, now)))
        rest, why = self.contact_rests.get(m.to, (date.min, ""))
        self.need("nobody is written to who is away", a.id,
                  rest <= local(now, a.zone).date(),
                  "%s: %s until %s" % (m.told(), why, rest))
        self.check_whole(m, a, now)

    def check_whole(self, m, a, now):
        """All its past-due invoices that may be asked for stand in it."""
        today = local(now, a.zone).date()
        if local(m.planned, a.zone).date() != today:
            return  # it waited for a yes: what that was given to stays so
        for inv_id in self.by_account.get(a.id, ()):
            inv = self.company.invoices[inv_id]
            if inv.due >= today or self.open[inv_id] == 0 or \
                    self.keeps(inv_id, now) or \
                    not self.ladder.is_late(m.step):
                continue
            if self.loose(inv_id, now):
                continue
            self.need("one message with all that is past due", a.id,
                      inv_id in m.rows, "%s lacks %s" % (m.told(), inv_id))

    def loose(self, inv_id, now):
        """Held perhaps: the gateway may know more than this model."""
        return inv_id in self.promised or inv_id in self.invoice_rests or \
            inv_id in self.answered

    def check_ladder(self, m, a, c, now):
        """Each step in its turn, on or after its day, once."""
        today = local(now, a.zone).date()
        country = self.days.country(a, c)
        for inv_id, step, occurrence in m.said:
            inv = self.company.invoices[inv_id]
            place = self.ladder.place.get(step)
            if place is None:
                continue
            keys = self.ladder.steps[place][2]
            first = self.ladder.day(self.days, country, step, inv.due)
            if "repeat" in keys:
                n = int(keys["repeat"].rstrip("d"))
                first += timedelta(days=n * (occurrence - 1))
            self.need("no step before its day", a.id, today >= first,
                      "%s says %s of %s (due %s) on %s, before %s" % (
                          m.told(), step, inv_id, inv.due, today, first))
            if "expires" in keys and step == m.step:
                end = inv.due + timedelta(days=int(keys["expires"]))
                self.need("no step after its end", a.id, today <= end,
                          "%s says %s of %s (due %s) on %s" % (
                              m.told(), step, inv_id, inv.due, today))
            before = self.said.get(inv_id, (-1, 0, None))
            self.need("each step once, upwards", a.id,
                      (place, occurrence) > before[:2],
                      "%s says %s %d of %s, after %s on %s" % (
                          m.told(), step, occurrence, inv_id, before[:2],
                          before[2]))

    def check_message(self, m, now):
        """One message that left at that instant."""
        a, c = self.check_reader(m, now)
        if m.kind == "answer":
            self.check_answer(m, now)
            return
        if m.response:
            return
        self.check_hours(m, a, c, now)
        self.check_cap(m, a, c, now)
        if m.sequence == "invoicing":
            self.check_ladder(m, a, c, now)
            self.check_asked(m, a, now)
        if m.sequence == "month-end":
            self.check_statement(m, a)

    def remember(self, m, now):
        """It was said, whatever was wrong with it."""
        a = self.company.accounts[m.account]
        if m.kind == "answer" or m.response:
            return
        today = local(now, a.zone).date()
        touched = ["last_touch"]
        if m.sequence == "invoicing":
            touched.append("reminders_on")
        for what in touched:
            m.before[what, a.id] = getattr(self, what).get(a.id)
            getattr(self, what)[a.id] = today
        self.reached(m, today)

    def reached(self, m, today):
        for inv_id, step, occurrence in m.said:
            m.before["said", inv_id] = self.said.get(inv_id)
            if step in self.ladder.place:
                self.said[inv_id] = (self.ladder.place[step], occurrence,
                                     today)
            elif step in self.ladder.beyond:
                self.said[inv_id] = max(
                    self.said.get(inv_id, (-1, 0, today)),
                    (self.ladder.beyond[step], 1, today))

    def asked_staff(self, m, now):
        """A step of the ladder that a person of ours does."""
        if m.sequence == "invoicing":
            self.reached(m, local(
                now, self.company.accounts[m.account].zone).date())

    def bounced(self, m):
        """It reached nobody: as if it had not been said."""
        for (what, key), value in m.before.items():
            if value is None:
                getattr(self, what).pop(key, None)
            else:
                getattr(self, what)[key] = value

    def check_answer(self, m, now):
        day = [at for at in self.answers.get(m.to, ())
               if now - at < timedelta(hours=24)]
        self.need("at most five answers an address in a day", m.account,
                  len(day) < 5, m.told())
        self.answers[m.to] = day + [now]

    def check_statement(self, m, a):
        """opening + movements = closing, by the company's own books."""
        end = local(m.planned, a.zone).date().replace(day=1) - timedelta(1)
        closing = Counter()
        for account, currency, day, kind, minor in self.movements:
            if account == a.id and day <= end:
                closing[currency] += minor if kind == "invoiced" else -minor
        told = {x["currency"]: x["closing"] for x in m.statement["sections"]}
        self.need("each statement proves", a.id, m.statement["proves"],
                  m.statement["why"])
        for currency, minor in closing.items():
            self.need("each statement balances", a.id,
                      told.get(currency, 0) == minor,
                      "%s: %s closes with %d, not %d" % (
                          m.told(), currency, minor, told.get(currency, 0)))

    # ------------------------------------------------------------- progress

    def behind(self, now):
        """Past-due invoices whose ladder has gone on without them."""
        found = {}
        for inv_id, minor in self.open.items():
            if minor == 0:
                continue
            inv = self.company.invoices[inv_id]
            a = inv.account
            today = local(now, a.zone).date()
            if inv.due >= today:
                continue
            self.checked["past-due invoices looked at"] += 1
            want = self.ladder.expected(
                self.days, self.days.country(a, a.contacts[0]), inv.due,
                today)
            place = self.ladder.place[want] if want else -1
            if self.said.get(inv_id, (-1, 0))[0] < place:
                found.setdefault(a.id, []).append(inv_id)
        return found

    def check_reason(self, account, inv_ids, why, now):
        """`why --json` of an account with invoices that lag behind."""
        a = self.company.accounts[account]
        lines = {i["invoice"]: i for i in why["invoices"]}
        for inv_id in inv_ids:
            line = lines.get(inv_id)
            self.need("an open invoice is known to why", account,
                      line is not None, inv_id)
            if line["state"] == "held":
                stated = line["why"]
            elif why["verdict"] != "send":
                stated = why["why"]
            else:
                stated = ""
            if why["holds"] and stated in ("no step is due", ""):
                stated = why["holds"][0]["kind"]  # waits for a yes
            self.need("who lags behind has a stated reason", account,
                      stated not in ("", "no step is due",
                                     "nothing new to say", "not due yet"),
                      "%s (due %s, said %s) at %s: %s" % (
                          inv_id, self.company.invoices[inv_id].due,
                          self.said.get(inv_id), now, why))
            self.check_stated(a, inv_id, stated, now)

    def check_stated(self, a, inv_id, stated, now):
        """The reason is a true one, as far as this model can tell."""
        if stated == "disputed":
            self.need("a stated reason is true", a.id,
                      inv_id in self.disputed, "%s: %s" % (inv_id, stated))
        if stated.startswith("promised for"):
            self.need("a stated reason is true", a.id,
                      inv_id in self.promised, "%s: %s" % (inv_id, stated))
        if stated.startswith("white-glove"):
            self.need("a stated reason is true", a.id, a.white_glove,
                      "%s: %s" % (inv_id, stated))
