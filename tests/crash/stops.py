#!/usr/bin/env python3
"""A short story played once undisturbed, then once for every point at which
its commands can stop: before and after each commit. After every stop the same
command runs again, and the end must be the same: ledger and mailboxes.

Needs a build with -DDUNMAIL_STOP_POINTS; BUILD_STOP names its folder."""
import collections
import email
import email.policy
import os
import shutil
import sqlite3
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from gateway import HEADS, US, Gateway, answer, dunmail, ends_as_exit, wait_for  # noqa: E402

STOPPED = 86
# What a stop may change: how often something was tried, by whom, and the number
# of the import that brought it.
BATCH = {"batch", "first_batch"}
VOLATILE = {
    "import_batch": {"id", "seq", "unchanged"},
    "touch": {"attempts", "owner", "letter"},
    "letter": {"id", "base", "size", "sum", "bytes"},
    "inbox": {"attempts"},
    # A memory of where was looked, and when a mail had left a place.
    "inbox_place": {"gone_at"},
    "filing_folder": {"validity", "next", "held", "highest"},
}
BOOKS = {
    "customers": [
        (f"S-{n}", f"Shop {n}", "en-US", "UTC", "USD", "9000.00", 30, "retail", "", "no")
        for n in range(1, 8)
    ],
    "contacts": [
        (f"S-{n}", f"Buyer {n}", f"buyer{n}@shop{n}.example", "", "ap", "en-US")
        for n in range(1, 8)
    ],
    "invoices": [
        (f"S-{n}", f"INV-{n:04}", "2026-10-01", f"2026-11-{n + 5:02}", "120.00", "USD", "")
        for n in range(1, 8)
    ],
    "payments": [
        ("S-2", "PAY-1", "2026-11-26", "120.00", "USD", "check", "77", "INV-0002", "120.00")
    ],
}
WORDS = {
    1: "Could you send me a copy of invoice INV-0001?",
    2: "We will pay INV-0002 in full on 2026-11-26.",
    3: "INV-0003 is disputed: the price is wrong, we agreed on 100.00.",
    4: "I am out of the office until 30 November 2026.",
    5: "Thank you, noted.",
}


def step_import(kind):
    return lambda g, env: g.run("--now", "2026-11-23T08:00:00Z", "import", kind,
                                f"{g.dir}/{kind}.csv", env=env)


def step_tick(now):
    return lambda g, env: g.run("--now", now, "tick", env=env)


def step_replies(gateway, _env):
    """Customers answer what they got; the same words in every run."""
    source = os.path.join(gateway.dir, "../replies")
    folder = f"{gateway.dir}/mail/{US}/new"
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(source):
        shutil.copy2(f"{source}/{name}", folder)
    return 0, "", ""


STORY = [
    step_import("customers"),
    step_import("contacts"),
    step_import("invoices"),
    step_tick("2026-11-23T09:00:00Z"),
    step_replies,
    step_tick("2026-11-23T10:00:00Z"),
    step_import("payments"),
    step_tick("2026-12-01T09:00:00Z"),
]
REPLIES_AT = STORY.index(step_replies)


def write_replies(gateway):
    folder = os.path.join(gateway.dir, "../replies")
    os.makedirs(folder)
    for n, words in WORDS.items():
        who = f"buyer{n}@shop{n}.example"
        box = f"{gateway.dir}/mail/{who}/new"
        with open(f"{box}/{os.listdir(box)[0]}", "rb") as f:
            mail = email.message_from_binary_file(f, policy=email.policy.default)
        auto = [("Auto-Submitted", "auto-replied")] if n == 4 else []
        reply, _ = answer(mail, who, words, auto)
        del reply["Date"]
        reply["Date"] = "Mon, 23 Nov 2026 09:30:00 +0000"
        with open(f"{folder}/reply{n}.host", "wb") as f:
            f.write(reply.as_bytes())


def ledger(gateway):
    """Every row of every table, without what may differ."""
    db = sqlite3.connect(f"{gateway.dir}/ledger.db")
    tables = [r[0] for r in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    rows = collections.Counter()
    for table in tables:
        if table.startswith("sqlite_"):
            continue
        cursor = db.execute(f"SELECT * FROM {table}")
        names = [d[0] for d in cursor.description]
        for row in cursor:
            named = dict(zip(names, row))
            # Imported once more after its commit: all there, nothing new.
            if table == "import_batch" and named["unchanged"] and not named["added"]:
                continue
            shown = []
            for name, value in named.items():
                if name in BATCH or name in VOLATILE.get(table, ()):
                    continue
                shown.append(f"{name}={value!r}")
            rows[table + ": " + " ".join(shown)] += 1
    db.close()
    return rows


def mailboxes(gateway):
    """Message-IDs by mailbox, each as often as it lies there."""
    found = collections.Counter()
    for folder, _, names in os.walk(gateway.dir + "/mail"):
        for name in names:
            with open(f"{folder}/{name}", "rb") as f:
                mail = email.message_from_binary_file(f, policy=email.policy.default)
            box = folder.split("/mail/")[1].split("/")[0]
            found[f"mail: {box} to {mail['To']} {mail['Message-ID']}"] += 1
    return found


def state(gateway):
    return ledger(gateway) + mailboxes(gateway)


def play(gateway, steps, env=None):
    for step in steps:
        status, out, err = step(gateway, env)
        if status != 0:
            raise AssertionError(f"{status}: {out}{err}")


def again(gateway, step):
    """The same command once more. A child of the stopped one may still write,
    and as long as it does a second one is refused."""
    def run():
        got = step(gateway, None)
        return None if "another gateway" in got[2] else got

    return wait_for(run, 20) or (None, "", "the ledger stayed locked")


def at(snapshot, work):
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(snapshot, work, symlinks=True)
    gateway = Gateway.__new__(Gateway)
    gateway.dir, gateway.binary, gateway.env = work, BINARY, dict(os.environ)
    return gateway


def undisturbed(folder):
    """Play the story; a snapshot before every step, and the end."""
    gateway = Gateway(folder + "/work", binary=BINARY)
    for kind, rows in BOOKS.items():
        with open(f"{gateway.dir}/{kind}.csv", "w") as f:
            f.write(HEADS[kind] + "\n")
            f.writelines(",".join(str(x) for x in row) + "\n" for row in rows)
    # One secret for all runs: Message-IDs come from it.
    gateway.run("tick", "--stage", "plan")
    for name in os.listdir(gateway.dir):
        if name.startswith("ledger.db"):
            os.unlink(f"{gateway.dir}/{name}")
    for i, step in enumerate(STORY):
        if i == REPLIES_AT:
            write_replies(gateway)
        shutil.copytree(gateway.dir, f"{folder}/before{i}")
        play(gateway, [step], None)
    return state(gateway)


def difference(want, got):
    lines = [f"- {x}" for x in (want - got)] + [f"+ {x}" for x in (got - want)]
    return "\n".join("     " + x[:400] for x in sorted(lines, key=lambda x: x[2:])[:12])


def stop_at(folder, i, n, want):
    """(stopped, difference) of the story with command i stopped at point n."""
    gateway = at(f"{folder}/before{i}", f"{folder}/work")
    status, out, err = STORY[i](gateway, {"DUNMAIL_STOP": str(n)})
    if status == 0:
        return False, ""
    # 1 without a word: the reading process of tick stopped, not tick itself.
    if status != STOPPED and not (status == 1 and err == ""):
        return True, f"     ended with {status}: {err}"
    status, out, err = again(gateway, STORY[i])
    if status != 0:
        return True, f"     did not go on: {status} {err}"
    play(gateway, STORY[i + 1:])
    status, _, err = gateway.run("verify")
    if status != 0:
        return True, f"     verify: {err}"
    return True, difference(want, state(gateway))


def main():
    ends_as_exit()
    folder = tempfile.mkdtemp(prefix="dunmail-stops.")
    stops = failed = 0
    try:
        want = undisturbed(folder)
        mails = sum(1 for x in want if x.startswith("mail: buyer"))
        if mails < 10:
            print(f"FAIL the story is too short: {mails} mails")
            return 1
        for i, step in enumerate(STORY):
            if step is step_replies:
                continue
            n = 1
            while True:
                stopped, wrong = stop_at(folder, i, n, want)
                if not stopped:
                    break
                stops += 1
                if wrong:
                    failed += 1
                    print(f"FAIL command {i} stopped at {n}\n{wrong}", flush=True)
                n += 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if stops < 20:
        print(f"FAIL only {stops} stops: is {BINARY} built with DUNMAIL_STOP_POINTS?")
        return 1
    print(f"{'FAIL' if failed else 'ok  '} {stops} stops, {mails} mails, "
          f"{len(want)} rows and mails compared, {failed} differ")
    return 1 if failed else 0


BINARY = dunmail(os.environ.get("BUILD_STOP", "build/stop"))

if __name__ == "__main__":
    sys.exit(main())
