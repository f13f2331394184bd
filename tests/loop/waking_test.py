#!/usr/bin/env python3
"""A gateway that looks for what is due once an hour acts at once on what comes
over the web: whoever texts STOP is not to be texted once more, and who sent a
form waits before the page."""
import os
import shutil
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from gateway import ROOT, Gateway, wait_for  # noqa: E402

PORTAL = """\
[portal]
listen = unix:%s/portal.sock
texts = %s/portal
"""

TEXT = ("hook_event", "INSERT INTO hook_event (source, id, at, bytes) "
        "VALUES ('twilio', ?, ?, X'00')")
FORM = ("post", "INSERT INTO post (id, at, kind, account, contact, link, "
        "language, fields) VALUES (?, ?, 'message', 'nobody', '', '', 'en', "
        "'{}')")
# The first may still be met by the first look of all; one comes when the other
# was looked at, so the next two come between two ticks.
BROUGHT = [("a text", TEXT), ("a form", FORM), ("another text", TEXT)]


def bring(ledger, sql, key):
    db = sqlite3.connect(ledger, timeout=30)
    with db:
        db.execute(sql, (key, int(time.time())))
    db.close()


def is_seen(ledger, table, key):
    db = sqlite3.connect(ledger, timeout=30)
    found = db.execute("SELECT state FROM %s WHERE id = ?" % table, (key,)).fetchone()
    db.close()
    return found is not None and found[0] != "new"


def main():
    folder = tempfile.mkdtemp(prefix="dunmail-waking.")
    gateway = Gateway(folder + "/gw", tick="1h")
    ledger = gateway.dir + "/ledger.db"
    with open(gateway.dir + "/gateway.conf", "a") as f:
        f.write(PORTAL % (gateway.dir, ROOT))
    bad = 0
    try:
        gateway.start(folder + "/log")
        if not wait_for(lambda: os.path.exists(gateway.dir + "/portal.sock"), 30):
            print("FAIL no portal: " + open(folder + "/log").read()[-2000:])
            return 1
        for name, (table, sql) in BROUGHT:
            bring(ledger, sql, name)
            seen = wait_for(lambda t=table, n=name: is_seen(ledger, t, n), 30)
            print("%s %s is looked at at once" % ("ok  " if seen else "FAIL", name))
            bad += not seen
    finally:
        gateway.kill()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
