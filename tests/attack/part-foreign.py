"""Every customer asks for everything of all others: what an account holds is
marked, and no mark may be seen by another. What is another's is answered by the
same bytes as what is nobody's."""

import re
import sys
import urllib.parse

from house import Client, House, form_id, number

# With dots: the ids of forms are random letters and digits.
MARK = re.compile(rb"(?i)zq\.(\d+)\.x")
MUST_MISS = ("invoice/%s", "invoice/%s/pdf", "payments/%s", "payments/%s/pdf",
             "done/%s")


def mark(n):
    return "ZQ.%d.X" % n


def books(house, count):
    every = range(count)
    house.load("customers", [["account", "name", "currency", "collector"]] + [
        ["A-%d" % n, "%s & Sons" % mark(n), "USD", ""] for n in every])
    house.load("contacts", [["account", "name", "email", "phone", "role"]] + [
        ["A-%d" % n, "Pat %s" % mark(n), "%s@a%d.example" % (mark(n), n),
         "+1207555%04d" % n, "ap"] for n in every])
    house.load("invoices", [["account", "invoice", "issued", "due", "amount",
                             "currency", "po"]] + [
        ["A-%d" % n, "INV-%d" % n, "2026-09-25", "2026-10-25",
         "%d.00" % (5000 + n), "USD", "PO %s" % mark(n)] for n in every])
    house.load("payments", [["account", "payment", "received", "amount",
                             "currency", "method", "reference", "invoice",
                             "applied"]] + [
        ["A-%d" % n, "PAY-%d" % n, "2026-10-20", "100.00", "USD", "wire",
         "ref %s" % mark(n), "INV-%d" % n, "60.00"] for n in every])
    house.load("credits", [["account", "credit", "issued", "amount",
                            "currency", "invoice", "applied", "reason"]] + [
        ["A-%d" % n, "CR-%d" % n, "2026-10-21", "50.00", "USD",
         "INV-%d" % n, "20.00", "because %s" % mark(n)] for n in every])


def send(client, base, page, fields):
    status, _, text = client.ask("GET", base + "/" + page)
    if status != 200 or b'name="form"' not in text:
        return status, None
    status, headers, _ = client.post(base + "/" + page,
                                     [("form", form_id(text))] + fields)
    return status, headers.get("Location")


def paths_of(house, n, posts):
    """What names something of that account, at each page that takes it."""
    contact = house.contacts[n]
    quoted = urllib.parse.quote
    for page in ("invoice/%s", "invoice/%s/pdf", "pay/%s", "dispute/%s",
                 "promise/%s", "request/%s", "invoice?number=%s"):
        yield page, page % ("INV-%d" % n)
    for money in ("PAY-%d" % n, "CR-%d" % n):
        for page in ("payments/%s", "payments/%s/pdf"):
            yield page, page % money
    if posts.get(n):
        yield "done/%s", "done/%s" % posts[n]
    for page in ("statement/%s", "statement/%s/pdf", "documents/%s",
                 "account/%s"):
        yield page, page % ("A-%d" % n)
    for page in ("messages/%s", "preferences/%s"):
        yield page, page % quoted(contact)


def main():
    count = number("FOREIGN", 200, 12)
    house = House()
    bad = []
    try:
        books(house, count)
        house.contacts = {int(a[2:]): c for a, c in house.rows(
            "SELECT account, id FROM contact")}
        bases = {n: house.link("account", "A-%d" % n, "--to",
                               "%s@a%d.example" % (mark(n), n))
                 for n in range(count)}
        house.run("tick")
        house.start()
        client = Client(house)
        posts = {}
        for n in range(count):
            _, to = send(client, bases[n], "messages",
                         [("words", "a word of %s" % mark(n))])
            posts[n] = to.rsplit("/", 1)[1] if to else None
        house.run("tick")
        absent = {}
        for page in MUST_MISS:
            _, _, absent[page] = client.ask(
                "GET", bases[0] + "/" + page % "nobody-has-this")
        asked = seen = missed = own = 0
        for n in range(count):
            for other in range(count):
                for page, path in paths_of(house, other, posts):
                    status, _, text = client.ask("GET",
                                                 bases[n] + "/" + path)
                    marks = {int(m) for m in MARK.findall(text)}
                    if n == other:
                        own += bool(marks) or status == 200
                        continue
                    asked += 1
                    missed += status == 404
                    if marks - {n} or status >= 500:
                        seen += 1
                        bad.append("%s of A-%d to A-%d: %d, marks %s" % (
                            path, other, n, status, sorted(marks)))
                    elif page in absent and (status != 404 or
                                             text != absent[page]):
                        bad.append("%s of A-%d to A-%d: %d, not as what is "
                                   "nobody's" % (path, other, n, status))
        if own < count * 8:
            bad.append("of what is their own only %d pages were shown" % own)
        print("foreign: %d requests for what is another's (%d answered 404), "
              "foreign data %d; own pages %d" % (asked, missed, seen, own))

        # The same by forms.
        sent = 0
        for n in range(count):
            other = (n + 1) % count
            invoice = [("invoices", "INV-%d" % other),
                       ("invoice", "INV-%d" % other)]
            for page, fields in (
                    ("dispute", [("reason", "pricing"), ("words", "mine")]),
                    ("promise", [("day", "2026-11-09")]),
                    ("pay", [("method", "card")])):
                send(client, bases[n], page, invoice + fields)
                sent += 1
        house.run("tick", now="2026-11-02T15:05:00Z")
        for table in ("dispute", "promise"):
            got = house.rows("SELECT count(*) FROM " + table)[0][0]
            if got:
                bad.append("%d rows of %s came of foreign forms" % (got,
                                                                    table))
        send(client, bases[0], "dispute", [
            ("invoices", "INV-0"), ("reason", "pricing"), ("words", "mine")])
        before = house.rows("SELECT count(*) FROM dispute")[0][0]
        house.run("tick", now="2026-11-02T15:06:00Z")
        if house.rows("SELECT count(*) FROM dispute")[0][0] != before + 1:
            bad.append("a form about what is their own had no effect")
        print("foreign: %d forms about what is another's, effects %d" % (
            sent, before +
            house.rows("SELECT count(*) FROM promise")[0][0]))
    finally:
        house.close()
    for line in bad[:20]:
        print("  " + line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
