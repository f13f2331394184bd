"""What customers do when a mail reaches them: they pay, promise, dispute, ask,
are away, or are gone. Each draws from a stream of its own, so that one who
acts otherwise does not move the others."""

import random
from datetime import datetime, time, timedelta, timezone

from days import local, zone
from model import FOREVER, REST

NEVER = datetime.max.replace(tzinfo=timezone.utc)
HUMAN = ("promise", "dispute", "paid", "foreign", "document", "hardship",
         "bank", "unsubscribe")
DISPUTES = [
    "%s is wrong. We were charged more than the price we agreed. Please "
    "correct it, we cannot approve it like this.",
    "We dispute invoice %s: two of the cartons arrived damaged.",
    "We never received the goods on invoice %s.",
]
# Nobody's words to a rule of another language: a person has to read them.
FOREIGN = {
    "de": "Guten Tag,\n\nich habe %s an die Kollegen weitergegeben, bitte "
          "haben Sie noch etwas Geduld.\n\nMit freundlichen Grüßen",
    "fr": "Bonjour,\n\nj'ai transmis %s à mes collègues, merci de patienter "
          "encore un peu.\n\nCordialement",
    "es": "Buenos días:\n\nHe pasado %s a mis compañeros, le ruego un poco "
          "de paciencia.\n\nUn saludo",
    "en": "Hello,\n\nI have passed %s on to my manager.\n\nRegards",
}


def spoken_day(day):
    return "%d %s" % (day.day, day.strftime("%B %Y"))


class Reply:
    """One mail that will come in, and what follows from it."""

    def __init__(self, at, kind, message, words="", invoices=(), day=None):
        self.at = at
        self.kind = kind
        self.message = message
        self.words = words
        self.invoices = list(invoices)
        self.day = day


class Customers:
    def __init__(self, company, model):
        self.company = company
        self.model = model
        self.pays = {}     # day -> [(invoice, part, over)]
        self.credits = {}  # day -> [(invoice, part)]
        self.replies = []
        self.leaving = set()
        self.counts = {}

    def stream(self, *key):
        return random.Random("%d %s" % (self.company.seed,
                                        " ".join(map(str, key))))

    # --------------------------------------------------------------- paying

    def plan_payment(self, inv):
        r = random.Random(inv.seed)
        mean, scatter = inv.account.manner
        day = inv.due + timedelta(days=max(-10, int(r.gauss(mean, scatter))))
        kind = r.random()
        if kind < 0.05:
            return  # forgotten for good, unless somebody asks
        if kind < 0.11:
            self.pay(inv, day, 0.5)
            self.pay(inv, day + timedelta(days=25))
        else:
            self.pay(inv, day, over=kind > 0.98)

    def pay(self, inv, day, part=1.0, over=False):
        while day.weekday() > 4:
            day += timedelta(days=1)
        self.pays.setdefault(day, []).append((inv, part, over))

    # ------------------------------------------------------------- answering

    def when(self, r, contact, now):
        """Some day soon, in their own office hours."""
        here = local(now, contact.zone or contact.account.zone)
        day = here.date() + timedelta(days=r.choice([0, 0, 1, 1, 2, 4]))
        at = datetime.combine(day, time(9 + r.randrange(8), r.randrange(60)),
                              zone(contact.zone or contact.account.zone))
        return max(at.astimezone(timezone.utc), now + timedelta(minutes=7))

    def read(self, message, now):
        """A reminder has reached somebody."""
        r = self.stream("reply", message.account, now.date())
        contact = self.model.by_email[message.to]
        a = contact.account
        if contact.email in self.leaving:
            return
        ids = sorted(message.rows)
        some = ids[:1 + (r.random() < 0.3)]
        at = self.when(r, contact, now)
        day = local(at, a.zone).date()
        kind = self.choose(r)
        if r.random() < 0.25:  # it did what it was sent for
            for i in ids:
                self.pay(self.company.invoices[i],
                         day + timedelta(days=r.randrange(1, 7)))
        make = getattr(self, "do_" + kind, None)
        if make:
            make(r, at, message, contact, some, day)

    def choose(self, r):
        kinds = [("promise", 11), ("dispute", 4), ("document", 5),
                 ("paid", 5), ("foreign", 5), ("away", 4), ("bounce", 0.8),
                 ("delay", 1), ("unsubscribe", 0.4), ("hardship", 0.25),
                 ("bank", 0.25), ("complaint", 0.2), ("silence", 63)]
        return r.choices([k for k, _ in kinds], [w for _, w in kinds])[0]

    def add(self, *args, **named):
        self.replies.append(Reply(*args, **named))

    def do_promise(self, r, at, m, contact, some, day):
        until = day + timedelta(days=r.randrange(3, 19))
        words = r.choice([
            "We will pay %s on %s.", "%s will be paid on %s.",
            "Payment of %s is scheduled for %s."])
        self.add(at, "promise", m, words % (
            " and ".join(some), spoken_day(until)), some, until)
        fate = r.random()
        for i in some:
            inv = self.company.invoices[i]
            if fate < 0.65:
                self.pay(inv, until - timedelta(days=r.randrange(2)))
            elif fate < 0.8:
                self.pay(inv, until, 0.4)
            elif fate < 0.95:
                self.pay(inv, until + timedelta(days=r.randrange(9, 30)))

    def do_dispute(self, r, at, m, contact, some, day):
        self.add(at, "dispute", m, r.choice(DISPUTES) % some[0], some[:1])
        if r.random() < 0.6:
            self.credits.setdefault(
                day + timedelta(days=r.randrange(8, 40)), []).append(
                    (self.company.invoices[some[0]],
                     r.choice([1.0, 1.0, 0.5])))

    def do_document(self, r, at, m, contact, some, day):
        self.add(at, "document", m, "Could you please send me a copy of "
                 "invoice %s? It never reached our system." % some[0],
                 some[:1])

    def do_paid(self, r, at, m, contact, some, day):
        self.add(at, "paid", m, "We paid %s last week by bank transfer."
                 % some[0], some[:1])
        if r.random() < 0.8:
            self.pay(self.company.invoices[some[0]],
                     day + timedelta(days=r.randrange(0, 4)))

    def do_foreign(self, r, at, m, contact, some, day):
        self.add(at, "foreign", m,
                 FOREIGN[contact.language[:2]] % some[0], some[:1])

    def do_away(self, r, at, m, contact, some, day):
        back = day + timedelta(days=r.randrange(3, 11))
        self.add(m.at + timedelta(minutes=1), "away", m,
                 "I am out of the office until %s and will read your message "
                 "when I am back." % spoken_day(back), day=back)

    def do_bounce(self, r, at, m, contact, some, day):
        self.leaving.add(contact.email)
        self.add(m.at + timedelta(minutes=2), "bounce", m)

    def do_delay(self, r, at, m, contact, some, day):
        self.add(m.at + timedelta(hours=5), "delay", m)

    def do_unsubscribe(self, r, at, m, contact, some, day):
        self.leaving.add(contact.email)
        self.add(at, "unsubscribe", m, "Please remove me from your automated "
                 "reminders. Stop emailing me.")

    def do_hardship(self, r, at, m, contact, some, day):
        self.add(at, "hardship", m, "We have filed for chapter 11 bankruptcy "
                 "last week. Please direct all claims to our attorney.")

    def do_bank(self, r, at, m, contact, some, day):
        self.add(at, "bank", m, "Please note that your bank details have "
                 "changed, as your colleague wrote to us. Kindly confirm the "
                 "new account number.")

    def do_complaint(self, r, at, m, contact, some, day):
        self.leaving.add(contact.email)
        self.add(at, "complaint", m)

    # --------------------------------------------------- what follows from it

    def due(self, now):
        """Those that have come by now, in their order."""
        come = sorted((x for x in self.replies if x.at <= now),
                      key=lambda x: (x.at, x.message.id))
        self.replies = [x for x in self.replies if x.at > now]
        return come

    def heard(self, reply, now):
        """The gateway takes it in now: what must hold from here on."""
        m, model = reply.message, self.model
        self.counts[reply.kind] = self.counts.get(reply.kind, 0) + 1
        if reply.kind in HUMAN and reply.at > model.bounced_at.get(
                m.to, reply.at):
            model.contact_dead.pop(m.to, None)
            model.bounced_at.pop(m.to)
        if reply.kind == "promise":
            model.rest_invoices(reply.invoices, reply.at + REST,
                                "promised and not handled")
            if reply.day > local(now, model.company.accounts[
                    m.account].zone).date():
                model.promise(reply.invoices, reply.day)
        elif reply.kind == "dispute":
            model.disputed.update(reply.invoices)
        elif reply.kind in ("paid", "foreign"):
            model.rest_invoices(reply.invoices, reply.at + REST,
                                "a reply (%s) rests it" % reply.kind)
        elif reply.kind == "document":
            model.answered.update(reply.invoices)
        elif reply.kind == "away":
            # A week at most: the gateway does not wait for ever.
            week = (now + timedelta(days=7)).date()
            model.contact_rests[m.to] = (min(reply.day, week), "away")
        elif reply.kind in ("bounce", "complaint", "unsubscribe"):
            model.contact_dead[m.to] = reply.kind
            if reply.kind == "bounce":
                model.bounced(m)
                model.bounced_at[m.to] = now
        elif reply.kind in ("hardship", "bank"):
            model.rest_account(m.account, NEVER, reply.kind)
