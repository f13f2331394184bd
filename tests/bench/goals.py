#!/usr/bin/env python3
"""goals.py RESULTS.jsonl RESULTS.json: what was asked and what was measured.

Exits 1 if a measured goal is not met and STRICT is set in the environment.
"""
import json
import os
import statistics
import sys


def ratio(row, base):
    """Median over the rounds in which both ran."""
    both = row["rates"].keys() & base["rates"].keys()
    return statistics.median(row["rates"][i] / base["rates"][i] for i in both)


def at_least(of, wanted, who="dunmail"):
    def judge(rows):
        got = ratio(rows[who], rows[of])
        return f"{got:.2f}", got >= wanted
    return judge


def at_most(of, wanted, who):
    """The time of `who` in times of that of `of`."""
    def judge(rows):
        got = 1 / ratio(rows[who], rows[of])
        return f"{got:.2f}", got <= wanted
    return judge


def per_second(wanted, who):
    def judge(rows):
        got = statistics.median(rows[who]["rates"].values())
        return f"{got:,.0f}", got >= wanted
    return judge


def memory(wanted, *who):
    def judge(rows):
        got = max(rows[name]["rss_mb"] for name in who)
        return f"{got:.0f} MB", got <= wanted
    return judge


def no_more_memory(of, wanted, who):
    def judge(rows):
        got = rows[who]["rss_mb"] / rows[of]["rss_mb"]
        return f"{got:.2f}", got <= wanted
    return judge


def cpu_beyond(of, milliseconds, who, times):
    """What one run takes more than a run of `of`, both done so often."""
    def judge(rows):
        got = (rows[who]["cpu"] - rows[of]["cpu"]) / times * 1000
        return f"{got:.1f} ms", got <= milliseconds
    return judge


def quick(milliseconds, who):
    """The 99th percentile of the worst round."""
    def judge(rows):
        got = rows[who]["p99_ms"]
        return f"{got:.1f} ms", got <= milliseconds
    return judge


GOALS = (
    ("smtp", "send: >= 0.7 of smtp-source -s 16", at_least("source-16", .7)),
    ("smtp", "send: >= 15 x nodemailer", at_least("nodemailer", 15)),
    ("wan", "send 20 ms away: >= nodemailer", at_least("nodemailer", 1)),
    ("wan", "send 20 ms away: >= 1.7 of smtp-source -s 4",
     at_least("source-4", 1.7)),
    ("imap", "replies: >= 3 x mbsync's plain pull", at_least("mbsync", 3)),
    ("imap", "replies: >= 20 x imapflow + mailparser",
     at_least("imapflow", 20)),
    ("read", "understand: >= 10 x mailparser + email-reply-parser",
     at_least("mailparser", 10)),
    ("read", "the rules: >= 1,000 median replies a second",
     per_second(1000, "rules")),
    ("import", "import: >= 0.25 of sqlite3 .import", at_least("sqlite3", .25)),
    ("import", "second import: >= 2 x the first",
     at_least("dunmail", 2, "dunmail-again")),
    ("import", "import: memory <= 200 MB",
     memory(200, "dunmail", "dunmail-again")),
    ("tick", "idle tick, big ledger: <= 1.2 x the small one's time",
     at_most("small", 1.2, "big")),
    ("due", "1,000 due steps, big ledger: <= 1.2 x the small one's time",
     at_most("small", 1.2, "big")),
    ("due", "the planner's memory: <= 1.2 x that of the small ledger",
     no_more_memory("small", 1.2, "big")),
    ("due", "nothing due, big ledger: <= 5 ms of CPU beyond a start",
     cpu_beyond("version", 5, "idle", 20)),
    ("portal", "a page of 50 invoices: >= 0.2 of nginx's static file",
     at_least("nginx", .2, "portal")),
    ("portal", "200 readers, 2,000 pages a second: p99 <= 10 ms",
     quick(10, "portal-paced")),
    ("portal", "the portal's memory <= 32 MB",
     memory(32, "portal", "portal-paced")),
    ("start", "--version: <= 1.5 x an empty program",
     at_most("empty", 1.5, "version")),
    ("start", "classify one mail: <= 1.5 x an empty program",
     at_most("empty", 1.5, "classify")),
)


def main():
    parts = {}
    if os.path.exists(sys.argv[1]):
        with open(sys.argv[1]) as f:
            parts = {r["part"]: r for r in map(json.loads, f)}
    verdicts = []
    for part, goal, judge in GOALS:
        if part not in parts:
            continue
        try:
            measured, met = judge(parts[part]["rows"])
        except (KeyError, statistics.StatisticsError):
            measured, met = "not measured", None
        verdicts.append({"part": part, "goal": goal, "measured": measured,
                         "met": met})
    print(f"\n{'goal':58}{'measured':>14}   met?")
    for v in verdicts:
        met = {True: "yes", False: "NO", None: "-"}[v["met"]]
        print(f"{v['goal']:58}{v['measured']:>14}   {met}")
    with open(sys.argv[2], "w") as f:
        json.dump({"goals": verdicts, "parts": parts}, f, indent=1)
    if os.environ.get("STRICT") and any(v["met"] is False for v in verdicts):
        return 1
    return 0


sys.exit(main())
