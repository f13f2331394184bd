#!/usr/bin/env python3
"""score.py DUNMAIL BUILD: how well mails are understood, in one table.

Over tests/corpus: the samples (whole mails with labels.jsonl), and what the
tests of the corpora say of their mails in lines that begin with "score:".
Files named held* were never looked at while rules were written. Exits 1 when
something could not be measured; a goal that is missed is only told.
"""
import json
import os
import re
import subprocess
import sys
from collections import Counter

HERE = os.path.dirname(os.path.realpath(__file__))
SAMPLES = os.path.join(HERE, "../corpus/samples")
BIG = ("dispute", "promise", "document")
CERTAIN = 0.85  # CLASSIFY_THRESHOLD of src/decide/classify.h
TESTS = ("decide/test_corpus", "decide/test_machine", "mail/test_strip",
         "mail/test_headers")
PLAIN = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"',
         "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00a0": " ",
         "\u202f": " ", "\u200b": "", "\ufeff": ""}


class Rate:
    """So many of so many."""

    def __init__(self):
        self.hit = self.of = 0

    def add(self, yes, of=1):
        self.hit += yes
        self.of += of

    def value(self):
        return self.hit / self.of if self.of else None


class F1:
    def __init__(self):
        self.tp, self.fp, self.fn = Counter(), Counter(), Counter()

    def add(self, wanted, got, free=()):
        for x in set(got) | set(wanted):
            if x in free:
                continue
            self.tp[x] += x in wanted and x in got
            self.fp[x] += x not in wanted
            self.fn[x] += x not in got

    def of(self, x):
        n = 2 * self.tp[x] + self.fp[x] + self.fn[x]
        return 2 * self.tp[x] / n if n else None

    def macro(self, names=None):
        names = names or {x for x in self.tp | self.fn}
        v = [self.of(x) for x in names if self.of(x) is not None]
        return sum(v) / len(v) if v else None


def fold(text):
    for a, b in PLAIN.items():
        text = text.replace(a, b)
    return " ".join(text.split())


def words(text):
    return Counter(re.findall(r"[^\W_]+", fold(text).lower()))


def digits(ref):
    return re.sub(r"\D", "", str(ref or "")).lstrip("0")


def classify(dunmail, folder, labels):
    """One result a file; the locale is the account's, as the ledger has it."""
    by_locale = {}
    for label in labels:
        path = os.path.join(folder, label["file"])
        with open(path, "rb") as f:
            m = re.search(rb"^X-Test-Locale: *(\S+)", f.read(), re.M)
        locale = m.group(1).decode() if m else label.get("locale", "en-US")
        by_locale.setdefault(locale, []).append(path)
    got = {}
    for locale, paths in by_locale.items():
        out = subprocess.run(
            [dunmail, "classify", "--json", "--locale", locale] + paths,
            stdout=subprocess.PIPE, check=True)
        for line in out.stdout.splitlines():
            row = json.loads(line)
            got[os.path.basename(row["file"])] = row
    return got


def labels_of(folder):
    with open(os.path.join(folder, "labels.jsonl"), encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def same_promise(wanted, got):
    return {
        "date": got.get("date") in wanted["dates"] if wanted["dates"]
        else not got.get("date"),
        "amount": got.get("amount_minor") == wanted["amount_minor"],
    }


def score_promises(label, row, dates, amounts):
    left = list(row.get("promise") or [])
    for wanted in label.get("promise") or []:
        best = max(left, default=None, key=lambda p: sum(
            same_promise(wanted, p).values()))
        same = same_promise(wanted, best) if best else {}
        if best:
            left.remove(best)
        if wanted["dates"]:
            dates.add(same.get("date", False))
        if wanted["amount_minor"] is not None:
            amounts.add(same.get("amount", False))


def score_reply(label, row, exact, lost, foreign):
    got = row.get("reply") or ""
    best = min((label["reply"], label.get("reply_with_signoff")
                or label["reply"]), key=lambda w: fold(w) != fold(got))
    exact.add(fold(best) == fold(got))
    want, have = words(label["reply"]), words(got)
    signed = words(label.get("reply_with_signoff") or label["reply"])
    lost.add(sum((want - have).values()), sum(want.values()))
    foreign.add(sum((have - signed).values()), max(1, sum(have.values())))


def score_replies(dunmail, name):
    folder = os.path.join(SAMPLES, name)
    labels = labels_of(folder)
    got = classify(dunmail, folder, labels)
    intents, documents = F1(), F1()
    dates, amounts, exact, lost, foreign, human, acted, right = (
        Rate() for _ in range(8))
    for label in labels:
        row = got.get(label["file"], {})
        human.add(row.get("kind") == "human")
        want = set(label["intents"]) or {"none"}
        have = set(row.get("intents") or ["none"])
        free = set(label.get("optional_intents") or ())
        intents.add(want, have, free)
        documents.add([d["type"] for d in label.get("documents") or ()],
                      [d["type"] for d in row.get("documents") or ()],
                      [d["type"] for d in label.get("documents_optional")
                       or ()])
        score_promises(label, row, dates, amounts)
        score_reply(label, row, exact, lost, foreign)
        sure = row.get("confidence", 0) >= CERTAIN
        acted.add(sure)
        if sure:
            right.add(not ((want ^ have) - free))
    return [
        ("person taken for a machine", 1 - human.value(), "<= 0.004"),
        ("macro-F1 dispute promise document", intents.macro(BIG),
         ">= 0.90" if name == "replies" else ">= 0.85"),
        ("macro-F1 of all intents", intents.macro(), ">= 0.80"),
        ("promise dates", dates.value(), ">= 0.90"),
        ("promise amounts", amounts.value(), ">= 0.90"),
        ("document types, F1", documents.macro(), ">= 0.90"),
        ("reply text equal", exact.value(), ">= 0.90"),
        ("words lost", lost.value(), "<= 0.01"),
        ("foreign words left", foreign.value(), "<= 0.04"),
        ("acts without a person on", acted.value(), ">= 0.60"),
        ("and is right then", right.value(), ">= 0.98"),
    ]


def score_machine(dunmail):
    folder = os.path.join(SAMPLES, "machine")
    labels = labels_of(folder)
    got = classify(dunmail, folder, labels)
    kind, severity, recipient = Rate(), Rate(), Rate()
    for label in labels:
        row = got.get(label["file"], {})
        kind.add(row.get("kind") in [label["kind"]]
                 + (label.get("kind_ok") or []))
        if label.get("bounce"):
            bounce = row.get("bounce") or {}
            severity.add(bounce.get("severity")
                         == label["bounce"]["severity"])
            recipient.add(bounce.get("recipient")
                          == label["bounce"]["recipient"])
    return [("kind", kind.value(), ">= 0.985"),
            ("bounce severity", severity.value(), ">= 0.98"),
            ("bounce recipient", recipient.value(), ">= 0.985")]


def score_tests(build):
    """score: SET | WHAT | VALUE | GOAL, one a line."""
    for test in TESTS:
        path = os.path.join(build, "tests/unit", test)
        out = subprocess.run([path], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False,
                             env=dict(os.environ, SCORE="1"))
        rows = re.findall(r"score: ([^|\n]+)\|([^|\n]+)\|([^|\n]+)\|([^|\n]*)",
                          out.stdout.decode("utf-8", "replace"))
        if not rows:
            raise SystemExit("%s: no figures\n%s" % (
                path, out.stdout.decode("utf-8", "replace")[-2000:]))
        for name, what, value, goal in rows:
            yield (name.strip(), what.strip(), float(value), goal.strip())


def met(value, goal):
    if not goal or value is None:
        return ""
    sign, limit = goal.split()
    return "yes" if (value >= float(limit) if sign == ">="
                     else value <= float(limit)) else "NO"


def main():
    dunmail, build = sys.argv[1:3]
    rows = []
    for name in ("replies", "replies-intl"):
        rows += [("samples " + name,) + r
                 for r in score_replies(dunmail, name)]
    rows += [("samples machine",) + r for r in score_machine(dunmail)]
    rows += score_tests(build)
    last = None
    print("%-26s %-36s %8s  %-9s %s" % (
        "mails", "what", "measured", "goal", "met"))
    for name, what, value, goal in rows:
        print("%-26s %-36s %8s  %-9s %s" % (
            name if name != last else "", what,
            "-" if value is None else "%.3f" % value, goal,
            met(value, goal)))
        last = name


if __name__ == "__main__":
    main()
