#!/usr/bin/env python3
"""Accounts, contacts and invoices as CSV, in the columns that `import` reads.

  gen_ledger.py customers ACCOUNTS
  gen_ledger.py contacts ACCOUNTS
  gen_ledger.py invoices COUNT ACCOUNTS FIRST_DUE LAST_DUE [CHANGED_PERCENT]
  gen_ledger.py jsonl ACCOUNTS      the same for a peer: one object an account

The same arguments always give the same bytes. With CHANGED_PERCENT the amount
of that share of the rows differs from the file without it.
"""
import datetime
import json
import sys

FIRST = ("Ada", "Bruno", "Chloé", "Dieter", "Elena", "Farid", "Grace", "Hugo",
         "Inès", "Jonas", "Karin", "Liam", "María", "Noor", "Olga", "Paul")
LAST = ("Okafor", "Müller", "García", "Schmidt", "Rossi", "Novak", "Jansen",
        "Dubois", "Smith", "Silva", "Larsen", "Kowalski", "Brown", "Moreau")
TRADE = ("Tools", "Logistics", "Foods", "Marine", "Textiles", "Optics",
         "Paper", "Robotics", "Farms", "Glass", "Motors", "Printing")
FORM = ("Ltd", "GmbH", "SARL", "Inc.", "S.L.", "B.V.", "AG", "LLC")


def pick(options, i, salt):
    return options[(i * 2654435761 + salt * 40503 >> 7) % len(options)]


def account(i):
    return f"A{i:07}"


def person(i):
    return f"{pick(FIRST, i, 1)} {pick(LAST, i, 2)}"


def company(i):
    return f"{pick(LAST, i, 3)} {pick(TRADE, i, 4)} {pick(FORM, i, 5)}"


def address(i):
    return f"payables{i}@customer{i}.example"


def amount(i):
    return f"{(i * 48271 % 900000 + 10000) / 100:.2f}"


def customers(count):
    yield "account,name,language,timezone,currency,credit_limit,terms_days,segment,collector,white_glove\n"
    for i in range(count):
        yield f"{account(i)},{company(i)},en,America/Chicago,USD,250000.00,30,standard,,no\n"


def contacts(count):
    yield "account,name,email,phone,role,language\n"
    for i in range(count):
        yield f"{account(i)},{person(i)},{address(i)},+1 555 01{i % 100:02} {i % 10000:04},ap,en\n"


def invoices(count, accounts, first, last, changed=0):
    first = datetime.date.fromisoformat(first)
    span = (datetime.date.fromisoformat(last) - first).days + 1
    days = [((first + datetime.timedelta(d - 30)).isoformat(),
             (first + datetime.timedelta(d)).isoformat()) for d in range(span)]
    yield "account,invoice,issued,due,amount,currency,po\n"
    # Every account gets its share; neighbours in the file are strangers.
    for i in range(count):
        issued, due = days[i * 7919 % span]
        much = amount(i + 1 if i * 31 % 100 < changed else i)
        yield f"{account(i * 7919 % accounts)},INV-{i:08},{issued},{due},{much},USD,PO-{i * 13 % 99991}\n"


def due(count, accounts, day):
    """One past-due invoice for each of so many accounts, far apart."""
    day = datetime.date.fromisoformat(day)
    issued = day - datetime.timedelta(30)
    yield "account,invoice,issued,due,amount,currency,po\n"
    for i in range(count):
        yield f"{account(i * accounts // count)},DUE-{i:08},{issued},{day},{amount(i)},USD,\n"


def jsonl(count):
    for i in range(count):
        yield json.dumps({
            "account": account(i), "company": company(i), "contact": person(i),
            "email": address(i),
            "invoices": [{"number": f"INV-{i:08}", "po": f"PO-{i * 13 % 99991}",
                          "due": "11/18/2026", "late": 5,
                          "open": "$" + amount(i)}]}, ensure_ascii=False) + "\n"


def main():
    what, *rest = sys.argv[1:]
    rest = [int(x) if x.isdigit() else x for x in rest]
    makers = {"customers": customers, "contacts": contacts,
              "invoices": invoices, "jsonl": jsonl, "due": due}
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(makers[what](*rest))


if __name__ == "__main__":
    main()
