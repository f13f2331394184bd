"""The year in one table, as a person wants to read it."""

from collections import Counter

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Table:
    def __init__(self):
        self.cells = Counter()   # ((sequence, step), month) -> n
        self.months = []
        self.counts = Counter()

    def message(self, m, now):
        month = now.strftime("%Y-%m")
        if month not in self.months:
            self.months.append(month)
        if m.kind == "answer":
            row = ("answers", m.step or "answer")
        elif m.sequence:
            row = (m.sequence, m.step)
        else:
            row = (m.kind, m.step or "to people of ours")
        self.cells[row, month] += 1

    def count(self, what, n=1):
        self.counts[what] += n


def lines(year):
    t = year.table
    rows = sorted({row for row, _ in t.cells})
    yield "%-32s" % "messages" + "".join(
        "%6s" % MONTHS[int(m[5:]) - 1] for m in t.months) + "   all"
    for row in rows:
        n = [t.cells[row, m] for m in t.months]
        yield "%-32s" % ("%s %s" % row)[:32] + "".join(
            "%6s" % (x or ".") for x in n) + "%6d" % sum(n)
    n = [sum(t.cells[row, m] for row in rows) for m in t.months]
    yield "%-32s" % "all" + "".join("%6d" % x for x in n) + "%6d" % sum(n)


def show(year, seconds):
    model = year.model
    paid = sum(1 for v in model.open.values() if v == 0)
    print("%s to %s: %d accounts, %d invoices (%d paid or credited), "
          "%d mails in" % (year.first, year.last, len(year.company.accounts),
                           len(model.open), paid,
                           len(year.gateway.world.posted)))
    print()
    for line in lines(year):
        print(line)
    print()
    print("what came in: " + ", ".join(
        "%d %s" % (n, kind) for kind, n in
        sorted(year.customers.counts.items())))
    print("at the end:   %d invoices promised or disputed, %d accounts at "
          "rest, %d addresses dead" % (
              sum(1 for i, v in model.open.items() if v and
                  (i in model.promised or i in model.disputed)),
              len(model.account_rests), len(model.contact_dead)))
    if year.table.counts:
        print("and:          " + ", ".join(
            "%d %s" % (n, what) for what, n in
            sorted(year.table.counts.items())))
    print()
    print("checked")
    for name, n in sorted(model.checked.items()):
        print("%9d  %s" % (n, name))
    print()
    print("digest %s in %.0f s" % (
        year.digests[-1][:32] if year.digests else "-", seconds))


def broken(at, e):
    print("BROKEN on %s: %s\n    account %s: %s" % (
        at.strftime("%F %H:%MZ"), e.name, e.account, e.text), flush=True)
