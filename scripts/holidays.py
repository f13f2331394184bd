#!/usr/bin/env python3
"""holidays.py FIRST LAST [FOLDER]: writes calendars/*.ics for those years.

Federal or national days off by their law, with Easter computed and the days
that are kept instead where one falls on a weekend. No clock, no network: the
same years give the same bytes. A day proclaimed for once (a coronation) is
added to the file by hand; what a company keeps of its own as well.
"""

import datetime
import os
import sys

DAY = datetime.timedelta(days=1)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def date(y, m, d):
    return datetime.date(y, m, d)


def easter(y):
    """Easter Sunday, Gregorian (Meeus, Jones, Butcher)."""
    a, b, c = y % 19, y // 100, y % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(y, month, day + 1)


def nth(y, m, weekday, n):
    """The n-th such weekday of a month; -1: its last."""
    if n > 0:
        first = date(y, m, 1)
        return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = date(y + m // 12, m % 12 + 1, 1) - DAY
    return last - DAY * ((last.weekday() - weekday) % 7)


def us(y):
    """5 U.S.C. 6103; kept on Friday or Monday by Executive Order 11582."""
    days = [
        (date(y, 1, 1), "New Year's Day"),
        (nth(y, 1, MON, 3), "Birthday of Martin Luther King, Jr."),
        (nth(y, 2, MON, 3), "Washington's Birthday"),
        (nth(y, 5, MON, -1), "Memorial Day"),
        (date(y, 6, 19), "Juneteenth National Independence Day"),
        (date(y, 7, 4), "Independence Day"),
        (nth(y, 9, MON, 1), "Labor Day"),
        (nth(y, 10, MON, 2), "Columbus Day"),
        (date(y, 11, 11), "Veterans Day"),
        (nth(y, 11, THU, 4), "Thanksgiving Day"),
        (date(y, 12, 25), "Christmas Day"),
    ]
    for day, name in list(days):
        shift = {SAT: -DAY, SUN: DAY}.get(day.weekday())
        if shift:
            days.append((day + shift, name + " (observed)"))
    return days


def gb(y):
    """England and Wales: Banking and Financial Dealings Act 1971."""
    sunday = easter(y)
    days = [
        (sunday - 2 * DAY, "Good Friday"),
        (sunday + DAY, "Easter Monday"),
        (nth(y, 5, MON, 1), "Early May bank holiday"),
        (nth(y, 5, MON, -1), "Spring bank holiday"),
        (nth(y, 8, MON, -1), "Summer bank holiday"),
    ]
    fixed = [(date(y, 1, 1), "New Year's Day"),
             (date(y, 12, 25), "Christmas Day"),
             (date(y, 12, 26), "Boxing Day")]
    kept = {day for day, _ in fixed if day.weekday() < SAT}
    for day, name in fixed:
        days.append((day, name))
        if day.weekday() < SAT:
            continue
        instead = day
        while instead.weekday() >= SAT or instead in kept:
            instead += DAY
        kept.add(instead)
        days.append((instead, name + " (substitute day)"))
    return days


def de(y):
    """Kept in all sixteen states."""
    sunday = easter(y)
    return [
        (date(y, 1, 1), "Neujahr"),
        (sunday - 2 * DAY, "Karfreitag"),
        (sunday + DAY, "Ostermontag"),
        (date(y, 5, 1), "Tag der Arbeit"),
        (sunday + 39 * DAY, "Christi Himmelfahrt"),
        (sunday + 50 * DAY, "Pfingstmontag"),
        (date(y, 10, 3), "Tag der Deutschen Einheit"),
        (date(y, 12, 25), "1. Weihnachtstag"),
        (date(y, 12, 26), "2. Weihnachtstag"),
    ]


def fr(y):
    """Code du travail, L3133-1."""
    sunday = easter(y)
    return [
        (date(y, 1, 1), "Jour de l'an"),
        (sunday + DAY, "Lundi de Pâques"),
        (date(y, 5, 1), "Fête du Travail"),
        (date(y, 5, 8), "Victoire 1945"),
        (sunday + 39 * DAY, "Ascension"),
        (sunday + 50 * DAY, "Lundi de Pentecôte"),
        (date(y, 7, 14), "Fête nationale"),
        (date(y, 8, 15), "Assomption"),
        (date(y, 11, 1), "Toussaint"),
        (date(y, 11, 11), "Armistice 1918"),
        (date(y, 12, 25), "Noël"),
    ]


def es(y):
    """Kept in all of Spain (Real Decreto 2001/1983, art. 45); what a region
    keeps instead of a Sunday is the region's own."""
    sunday = easter(y)
    return [
        (date(y, 1, 1), "Año Nuevo"),
        (date(y, 1, 6), "Epifanía del Señor"),
        (sunday - 2 * DAY, "Viernes Santo"),
        (date(y, 5, 1), "Fiesta del Trabajo"),
        (date(y, 8, 15), "Asunción de la Virgen"),
        (date(y, 10, 12), "Fiesta Nacional de España"),
        (date(y, 11, 1), "Todos los Santos"),
        (date(y, 12, 6), "Día de la Constitución"),
        (date(y, 12, 8), "Inmaculada Concepción"),
        (date(y, 12, 25), "Natividad del Señor"),
    ]


COUNTRIES = {"US": us, "GB": gb, "DE": de, "FR": fr, "ES": es}


def text(value):
    for c in "\\;,":
        value = value.replace(c, "\\" + c)
    return value


def write(folder, code, first, last):
    # The year after can begin in this one: 1 January on a Saturday is kept
    # on 31 December in the United States.
    days = {d for y in range(first, last + 2) for d in COUNTRIES[code](y)
            if first <= d[0].year <= last}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0",
             "PRODID:-//dunmail//scripts/holidays.py//EN"]
    for day, name in sorted(days):
        lines += ["BEGIN:VEVENT",
                  "UID:%s-%s-%s" % (code.lower(), day.isoformat(),
                                    "kept" if "(" in name else "day"),
                  "DTSTAMP:%d0101T000000Z" % first,
                  "DTSTART;VALUE=DATE:%s" % day.strftime("%Y%m%d"),
                  "SUMMARY:%s" % text(name), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    path = os.path.join(folder, code + ".ics")
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write("\r\n".join(lines) + "\r\n")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder = sys.argv[3] if len(sys.argv) == 4 else "calendars"
    for code in COUNTRIES:
        write(folder, code, int(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
