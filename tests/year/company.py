"""A company of so many accounts, drawn from a seed: who they are, what they
buy, and how they pay. Nothing here knows the gateway."""

import random
from datetime import date, timedelta

# language, time zone, currency, weight
PLACES = [
    ("en-US", "America/New_York", "USD", 22),
    ("en-US", "America/Chicago", "USD", 12),
    ("en-US", "America/Los_Angeles", "USD", 10),
    ("de-DE", "Europe/Berlin", "EUR", 16),
    ("fr-FR", "Europe/Paris", "EUR", 13),
    ("es-ES", "Europe/Madrid", "EUR", 10),
    ("en-GB", "Europe/London", "GBP", 7),
    ("en-JP", "Asia/Tokyo", "JPY", 5),
    ("en-KW", "Asia/Kuwait", "KWD", 5),
]
DIGITS = {"JPY": 0, "KWD": 3}
FIRST = ("Pat Uta Jules Inés Priya Omar Yuki Bea Hélène Jürgen Chloé Íñigo "
         "Noor Sam Ruth Edith Kenji Zoë").split()
LAST = ("Miller Kern Moreau Ibáñez Raman Haddad Sato Burns Lefèvre Größe "
        "O'Neill Núñez Rossi Lind Okafor Ostrander").split()
TRADE = ("Bakery Builders Foods Tools Paper Optics Marine Textiles Glass "
         "Supply").split()
ODD = ["שלום ספרים", "مؤسسة النور للتجارة", "<b>Bold</b> & Sons",
       "*Star* _Under_ [x](http://x.example)", "山田商店", "A" * 180]


def minor_text(minor, currency):
    """12345 as 123.45, in the places of its currency."""
    places = DIGITS.get(currency, 2)
    if places == 0:
        return str(minor)
    return "%d.%0*d" % (minor // 10 ** places, places, minor % 10 ** places)


class Contact:
    def __init__(self, account, name, role, language):
        self.account = account
        self.name = name
        self.role = role
        self.language = language
        self.email = ""
        self.zone = None  # other than the account's
        self.hours = None


class Account:
    def __init__(self, number):
        self.id = "C-%04d" % number
        self.contacts = []
        self.words = number  # how much they like to write


class Invoice:
    def __init__(self, number, account, issued, due, minor, currency, po):
        self.id = "INV-%06d" % number
        self.account = account
        self.issued = issued
        self.due = due
        self.minor = minor
        self.currency = currency
        self.po = po


def draw_account(number, seed):
    r = random.Random("%d account %d" % (seed, number))
    a = Account(number)
    place = r.choices(PLACES, [p[3] for p in PLACES])[0]
    a.language, a.zone, a.currency = place[:3]
    last = r.choice(LAST)
    a.name = "%s %s %d" % (last, r.choice(TRADE), number)
    if r.random() < 0.03:
        a.name = "%s %d" % (r.choice(ODD), number)
    a.segment = r.choice(["retail", "retail", "wholesale", "public"])
    a.white_glove = r.random() < 0.05
    a.terms = r.choice([14, 30, 30, 30, 45, 60])
    a.collector = "collector%d@harbourpine.example" % r.randrange(1, 5)
    a.size = r.choice([20, 90, 90, 400]) * 100
    a.limit = a.size * r.choice([3, 6, 20])
    # How they pay: days after the due date, and how far that scatters.
    a.manner = r.choices([(-4, 4), (6, 8), (24, 20), (50, 40)],
                         [52, 28, 14, 6])[0]
    a.rate = r.choice([0.3, 0.8, 1.0, 2.2])  # invoices a month
    roles = ["ap"] + r.choice([[], ["buyer"], ["buyer", "escalation"],
                               ["ap", "executive"]])
    for i, role in enumerate(roles):
        c = Contact(a, "%s %s" % (r.choice(FIRST), last), role, a.language)
        c.email = "%s%d@c%04d.example" % (role, i, number)
        if r.random() < 0.04:
            c.language = "en" + a.language[2:]
        if r.random() < 0.08:
            c.hours = r.choice([(540, 720), (780, 960), (600, 1050)])
            if a.language == "en-US" and r.random() < 0.4:
                c.zone = "America/Los_Angeles"
        a.contacts.append(c)
    return a


class Company:
    def __init__(self, seed, accounts, first, last):
        self.seed = seed
        self.accounts = {}
        self.invoices = {}
        self.issued = {}  # day -> invoices
        for n in range(1, accounts + 1):
            a = draw_account(n, seed)
            self.accounts[a.id] = a
        for a in self.accounts.values():
            self.draw_invoices(a, first, last)

    def draw_invoices(self, a, first, last):
        """From two months before the first day on, so that there is a past."""
        r = random.Random("%d invoices %s" % (self.seed, a.id))
        day = first - timedelta(days=60)
        while day <= last:
            if day.weekday() < 5 and r.random() < a.rate / 21.0:
                self.draw_invoice(a, r, day)
            day += timedelta(days=1)

    def draw_invoice(self, a, r, day):
        number = 100001 + len(self.invoices)
        minor = max(1, int(a.size * r.lognormvariate(0, 0.7)))
        if a.currency == "KWD":
            minor = minor * 10 + r.randrange(10)
        currency = a.currency
        if r.random() < 0.02:
            currency = "USD" if currency == "EUR" else "EUR"
        inv = Invoice(number, a, day, day + timedelta(days=a.terms), minor,
                      currency, "PO-%d" % number if r.random() < .7 else "")
        inv.seed = r.randrange(1 << 30)
        self.invoices[inv.id] = inv
        self.issued.setdefault(day, []).append(inv)


def parse_day(text):
    return date.fromisoformat(text)
