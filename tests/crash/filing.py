#!/usr/bin/env python3
"""The gateway killed (the whole process group, SIGKILL) while it moves mails
into the folders of their queues on a real Dovecot. At the end every mail lies
in one folder, where its row says; nothing is lost, nothing is there twice,
and no move of the gateway's own counts as a person's.

CRASH_FILE_SECS=15  so long it is killed again and again
CRASH_SEED=...      of the random moments; printed, to play the same again
"""
import os
import random
import re
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
sys.path.insert(0, os.path.join(HERE, "../soak"))
from gateway import Servers, ends_as_exit, wait_for  # noqa: E402
from kills import wait_unlocked  # noqa: E402
from soak import Model  # noqa: E402
from town import Town  # noqa: E402

SECS = float(os.environ.get("CRASH_FILE_SECS", "15"))
SEED = int(os.environ.get("CRASH_SEED", str(int(time.time()))))
EACH = 12  # mails before each start
MOST = 720


def filed(town):
    return town.one("SELECT count(*) FROM filing")


def handled(town):
    return town.one("SELECT count(*) FROM inbox WHERE state = 'done'")


def unsent(town):
    """Invoices go out meanwhile; that is tried elsewhere."""
    waiting = town.one("SELECT count(*) FROM touch WHERE state <> 'accepted'")
    return 0 if waiting or not town.one("SELECT count(*) FROM touch") \
        else town.delivered + 1


def until(town, log, what):
    """Seconds from a start until all mails are that."""
    began = time.monotonic()
    town.gateway.start(log)
    if not wait_for(lambda: what(town) >= max(town.delivered, 1), 60):
        raise AssertionError("undisturbed, it does not end: "
                             + open(log).read()[-2000:])
    took = time.monotonic() - began
    town.gateway.kill()
    wait_unlocked(town.gateway)
    return took


def undisturbed(town, log):
    """What is read in one run is filed at the beginning of the next."""
    until(town, log, unsent)
    town.deliver(EACH)
    return max(until(town, log, handled), until(town, log, filed))


def between(town):
    """Mails that were moved when the kill came, and nobody had written that
    down: how often it hit what this is about."""
    known = {int(re.search(r"soak\.(\d+)@", mid[0])[1]) for mid in town.rows(
        "SELECT i.message_id FROM filing f JOIN inbox i ON i.id = f.inbox")}
    return sum(queues != ["INBOX"] and number not in known
               for number, queues in town.lies().items())


def play(town):
    log = town.gateway.dir + "/log"
    failures, kills, hit = [], 0, 0
    longest = 1.2 * max(undisturbed(town, log) for _ in range(3))
    end = time.monotonic() + SECS
    while time.monotonic() < end and town.delivered + EACH < MOST:
        town.deliver(EACH)
        town.gateway.start(log)
        time.sleep(random.uniform(0, longest))
        if town.gateway.process.poll() is not None:
            failures.append("run ended by itself with %d"
                            % town.gateway.process.poll())
        town.gateway.kill()
        wait_unlocked(town.gateway)
        kills += 1
        hit += between(town)
    town.gateway.start(log)
    del town.mails[town.delivered:]
    if not wait_for(lambda: filed(town) >= town.delivered, 60, 0.2):
        failures.append("it never came to rest: %d of %d filed"
                        % (filed(town), town.delivered))
    time.sleep(2)  # one more round, which must change nothing
    town.gateway.kill()
    wait_unlocked(town.gateway)
    model = Model(town, [])
    model.check()
    failures += model.bad
    if model.left:
        failures.append("%d mails lie in the inbox, too" % model.left)
    made_up = town.one("SELECT count(*) FROM correction")
    if made_up:
        failures.append("%d moves that nobody made" % made_up)
    print("     filing: %d mails, %d kills within %.2f s of a start, %d mails "
          "moved and not written down (CRASH_SEED=%d)"
          % (town.delivered, kills, longest, hit, SEED))
    return failures


def main():
    ends_as_exit()
    random.seed(SEED)
    servers = Servers()
    town = None
    try:
        town = Town(servers, servers.dir + "/gateway", MOST)
        town.make_box()
        town.books()
        failures = play(town)
    finally:
        if town:
            town.gateway.kill()
        servers.stop()
    for text in failures[:20]:
        print("FAIL " + text)
    if not failures:
        print("ok   killed while it files: nothing lost, nothing twice, no "
              "move that nobody made")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
