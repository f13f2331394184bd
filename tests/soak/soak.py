#!/usr/bin/env python3
"""A long day: N mails come in while people move, mark and throw away mails in
their own clients, the mail server is restarted, counts its mails anew, and the
gateway is killed. Afterwards the ledger is held against a model of what
they did. Prints what happened and every difference; exits 1 when there is
one."""
import argparse
import imaplib
import os
import random
import signal
import sqlite3
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from gateway import US, Servers, ends_as_exit, wait_for  # noqa: E402
sys.path.insert(0, HERE)
from town import FIRST, QUEUES, Town, folder_of  # noqa: E402


class Person(threading.Thread):
    """Moves mails, one after the other, whatever the server does meanwhile.
    What the server did not answer may have been done or not: `tried` holds
    all, `said` those that it said were done. Of several persons each moves
    and throws away mails of its own, in the same folders at the same time,
    and marks those of all."""

    FLAGS = ["\\Seen", "\\Flagged", "\\Answered", "$Label1", "Later"]

    def __init__(self, town, moves, seed, place=0, persons=1):
        super().__init__(daemon=True)
        self.town = town
        self.place = place
        self.persons = persons
        self.flagged = 0
        self.want = moves
        self.share = 0  # so many until the next trouble
        self.random = random.Random(seed)
        self.tried = {}  # number -> queues it was to be moved to, in order
        self.said = 0
        self.lost = 0  # answers that never came
        self.box = None
        self.ending = False

    def run(self):
        while self.said < self.want and not self.ending:
            if self.said >= self.share:
                time.sleep(0.05)
                continue
            try:
                if self.box is None:
                    self.box = self.town.servers.imap(US)
                self.one()
            except (OSError, imaplib.IMAP4.error, ssl_error) as e:
                self.lost += 1
                self.box = None
                if os.environ.get("V"):
                    print("person: %r" % e, flush=True)
                time.sleep(0.2)

    def mails_of(self, queue):
        self.box.select('"%s"' % folder_of(queue))
        _, got = self.box.uid("SEARCH", "UNDELETED")
        return got[0].split() if got and got[0] else []

    def number(self, uid):
        _, got = self.box.uid(
            "FETCH", uid, "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
        for part in got:
            if isinstance(part, tuple) and b"soak." in part[1]:
                return int(part[1].split(b"soak.")[1][:6])
        return None

    def one(self):
        # Mostly where the gateway puts mails, so that few are moved twice.
        source = self.random.choice(
            list(FIRST.values()) * 4 + QUEUES + ["INBOX"])
        target = self.random.choice([q for q in QUEUES if q != source])
        uids = self.mails_of(source)
        if not uids:
            time.sleep(0.01)
            return
        uid = self.random.choice(uids)
        if self.random.random() < 0.3:
            self.mark(uid)
            uid = self.random.choice(uids)
        number = self.number(uid)
        if number is None or number % self.persons != self.place:
            return
        chance = self.random.random()
        if chance < 0.02:
            self.town.mails[number].deleted = True
            self.drop(uid)
            self.said += 1
            return
        self.tried.setdefault(number, []).append(target)
        if chance < 0.8:
            status = self.box.uid("MOVE", uid, '"%s"' % folder_of(target))[0]
        else:
            # As clients without MOVE do, and not in one go.
            status = self.box.uid("COPY", uid, '"%s"' % folder_of(target))[0]
            if status == "OK":
                time.sleep(self.random.random() / 5)
                self.drop(uid)
        if status == "OK":
            self.said += 1

    def mark(self, uid):
        sign = self.random.choice(["+", "+", "-"])
        self.box.uid("STORE", uid, sign + "FLAGS",
                     "(%s)" % self.random.choice(self.FLAGS))
        self.flagged += 1

    def drop(self, uid):
        self.box.uid("STORE", uid, "+FLAGS", "(\\Deleted)")
        self.box.uid("EXPUNGE", uid)

    def tidy(self):
        """A copy whose original could not be deleted: the person sees to it,
        as those that were to be thrown away."""
        n = 0
        for number, queues in self.town.lies().items():
            mail = self.town.mails[number]
            keep = 0 if mail.deleted else 1
            for queue in queues if mail.deleted else self.spare(queues):
                n += 1
                box = self.town.servers.imap(US)
                box.select('"%s"' % folder_of(queue))
                _, got = box.uid("SEARCH", "HEADER", "Message-ID", mail.id)
                for uid in got[0].split()[: None if not keep else 1]:
                    box.uid("STORE", uid, "+FLAGS", "(\\Deleted)")
                    box.uid("EXPUNGE", uid)
                box.logout()
        return n

    @staticmethod
    def spare(queues):
        """All but one of the folders of queues; the inbox is not the
        person's to tidy."""
        return [q for q in queues if q != "INBOX"][1:]


try:
    from ssl import SSLError as ssl_error
except ImportError:
    ssl_error = OSError


def settled(town, tidy):
    """All that came is handled and followed. Of a copy whose original lies
    there too nothing is known before somebody has tidied up."""
    return not town.one("SELECT count(*) FROM inbox WHERE state = 'new'") \
        and not town.one("SELECT count(*) FROM correction WHERE done_at = 0") \
        and not (tidy and town.one(
            "SELECT count(*) FROM inbox_place WHERE loose = 1 "
            "AND gone_at = 0")) \
        and town.one("SELECT count(*) FROM inbox") >= \
        town.delivered - sum(m.deleted for m in town.mails)


class Model:
    """What has to be true of the ledger, mail by mail."""

    def __init__(self, town, persons):
        self.town = town
        self.tried = {}
        for person in persons:
            self.tried.update(person.tried)
        self.bad = []
        self.left = 0  # in the inbox as well
        self.unread = 0  # thrown away before anybody read them

    def say(self, mail, what):
        self.bad.append("mail %06d (%s): %s" % (mail.number, mail.kind, what))

    def check(self):
        rows, moves = self.town.by_mail(), self.town.moves()
        lies = self.town.lies()
        for mail in self.town.mails:
            if mail.number not in rows:
                self.unread += mail.deleted
                if not mail.deleted:
                    self.say(mail, "is not in the ledger")
                continue
            hash, state, queue = rows[mail.number]
            if state != "done":
                self.say(mail, "is %s" % state)
            self.place(mail, queue, lies.get(mail.number, []))
            self.chain(mail, queue, moves.get(hash, []))
            self.deeds(mail, hash, queue, moves.get(hash, []))
        self.whole()
        return not self.bad

    def place(self, mail, queue, lies):
        """One copy, where its row says; none if it was thrown away. A server
        that died inside a move may have left one in the inbox."""
        there = [q for q in lies if q != "INBOX"]
        self.left += "INBOX" in lies and there != []
        if mail.deleted:
            if there:
                self.say(mail, "was thrown away and lies in %s" % there)
        elif there != [queue]:
            self.say(mail, "lies in %s, its row says %s" % (lies, queue))

    def chain(self, mail, queue, moves):
        """Corrections lead from where it was put to where it is, by what the
        person did, in that order; none of them is made up."""
        at = FIRST[mail.kind]
        tried = iter(self.tried.get(mail.number, []))
        for source, target in moves:
            if source != at:
                self.say(mail, "a move from %s, but it was in %s"
                         % (source, at))
            if target not in tried:
                self.say(mail, "nobody moved it to %s" % target)
            at = target
        if at != queue:
            self.say(mail, "its moves end in %s, its row in %s" % (at, queue))

    def deeds(self, mail, hash, queue, moves):
        def count(sql):
            return self.town.one(sql, (hash,))

        own = mail.kind != "stranger"
        disputes = count("SELECT count(*) FROM dispute WHERE inbox = ? "
                         "AND state <> 'resolved'")
        promises = count("SELECT count(*) FROM promise WHERE inbox = ? "
                         "AND state = 'open'")
        notes = count("SELECT count(*) FROM note WHERE inbox = ? "
                      "AND kind = 'moved'")
        if disputes != (own and queue == "Disputes"):
            self.say(mail, "in %s with %d disputes" % (queue, disputes))
        if promises != (mail.kind == "promise" and queue == "Promises"):
            self.say(mail, "in %s with %d promises" % (queue, promises))
        if notes != (len(moves) if own else 0):
            self.say(mail, "%d moves, %d notes" % (len(moves), notes))
        if queue == "Done":
            if count("SELECT count(*) FROM task WHERE inbox = ? "
                     "AND state = 'open'"):
                self.say(mail, "is done and has an open task")
            if count("SELECT count(*) FROM rest WHERE inbox = ? "
                     "AND ended_at = 0 AND kind <> 'stop'"):
                self.say(mail, "is done and rests")

    def whole(self):
        n = self.town.one("SELECT count(*) FROM inbox")
        if n != len(self.town.mails) - self.unread:
            self.bad.append("%d mails in the ledger, not %d"
                            % (n, len(self.town.mails) - self.unread))
        status, out, err = self.town.gateway.run("verify")
        if status != 0:
            self.bad.append("verify: " + out + err)


class Day:
    def __init__(self, town, a, rnd):
        self.town = town
        self.a = a
        self.rnd = rnd
        self.restarts = self.renumbered = self.kills = 0

    def restart(self):
        self.town.stop_server()
        if self.renumbered < self.a.renumber:
            self.town.renumber(self.rnd.choice(QUEUES + ["INBOX"]))
            self.renumbered += 1
        self.town.start_server()
        self.restarts += 1

    def kill(self):
        self.town.gateway.kill()
        self.town.gateway.start(self.town.gateway.dir + "/log")
        self.kills += 1

    def go(self, persons):
        """Mail comes all the time, the persons move what is filed, and in
        the middle of it there is trouble."""
        a, town = self.a, self.town
        turns = max(a.restarts, 1)
        for turn in range(turns):
            town.deliver(a.mails * (turn + 1) // turns - town.delivered)
            self.filed(town.delivered * 9 // 10 - a.mails // turns)
            for p in persons:
                p.share = p.want * (turn + 1) // turns
            wait_for(lambda: all(p.said >= p.share for p in persons),
                     a.patience / 5, 0.1)
            time.sleep(self.rnd.random() * 2)
            if turn < a.restarts:
                self.restart()
            if turn * a.kills // turns != (turn + 1) * a.kills // turns:
                self.kill()
        for p in persons:
            p.share = p.want

    def filed(self, wanted):
        """Until the gateway has filed so many, or lags."""
        wait_for(lambda: self.town.one("SELECT count(*) FROM filing") >=
                 wanted, self.a.patience / 5, 0.2)


class Progress(threading.Thread):
    """How far it is: one line that changes, or one a minute where standard
    error is no terminal."""

    def __init__(self, day, persons):
        super().__init__(daemon=True)
        self.day = day
        self.persons = persons
        self.began = time.monotonic()
        self.over = threading.Event()

    def line(self):
        town, day = self.day.town, self.day
        return "%4d s  mails %d of %d, filed %d, moves %d of %d, " \
            "restarts %d, renumbered %d, kills %d" % (
                time.monotonic() - self.began, town.delivered,
                len(town.mails), town.one("SELECT count(*) FROM filing"),
                sum(p.said for p in self.persons),
                sum(p.want for p in self.persons), day.restarts,
                day.renumbered, day.kills)

    def run(self):
        tty = sys.stderr.isatty()
        while not self.over.wait(1 if tty else 60):
            try:
                print("\r" + self.line() if tty else self.line(),
                      end="" if tty else "\n", file=sys.stderr, flush=True)
            except sqlite3.Error:
                pass  # the next line says more

    def end(self):
        self.over.set()
        self.join()
        if sys.stderr.isatty():
            print(file=sys.stderr)


def settle(town, a, tidy):
    wait_for(lambda: settled(town, tidy) and not os.listdir(
        town.maildir() + "/new"), a.patience, 0.5)


def play(town, a):
    rnd = random.Random(a.seed)
    persons = [Person(town, a.moves // a.persons +
                      (i < a.moves % a.persons), a.seed + 1 + i, i,
                      a.persons) for i in range(a.persons)]
    day = Day(town, a, rnd)
    progress = Progress(day, persons)
    town.gateway.start(town.gateway.dir + "/log")
    for p in persons:
        p.start()
    progress.start()
    day.go(persons)
    for p in persons:
        p.join(a.patience)
        p.ending = True
        p.join(30)
    settle(town, a, False)
    time.sleep(3)
    tidied = persons[0].tidy()
    time.sleep(3)
    settle(town, a, True)
    time.sleep(3)
    progress.end()
    os.killpg(town.gateway.process.pid, signal.SIGTERM)
    town.gateway.process.wait(30)
    town.gateway.process = None
    model = Model(town, persons)
    well = model.check()
    print("     soak: %d mails, %d moves by %d persons (%d answers lost, %d "
          "tidied), %d flags, %d thrown away, %d corrections, %d restarts, "
          "%d UIDVALIDITY changes, %d kills of the gateway, %d left in the "
          "inbox too; %d s" % (
              len(town.mails), sum(p.said for p in persons), len(persons),
              sum(p.lost for p in persons), tidied,
              sum(p.flagged for p in persons),
              sum(m.deleted for m in town.mails),
              town.one("SELECT count(*) FROM correction"), day.restarts,
              day.renumbered, day.kills, model.left,
              time.monotonic() - progress.began))
    for line in model.bad[:40]:
        print("FAIL " + line)
    print("%s the ledger %s the model" % (
        ("ok  ", "equals") if well else ("FAIL", "differs from")))
    return well


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--mails", type=int, default=10000)
    p.add_argument("--moves", type=int, default=1000)
    p.add_argument("--renumber", type=int, default=20)
    p.add_argument("--restarts", type=int, default=50)
    p.add_argument("--kills", type=int, default=10)
    p.add_argument("--persons", type=int, default=2)
    p.add_argument("--patience", type=int, default=900)
    p.add_argument("--seed", type=int, default=11)
    p.add_argument("--keep", action="store_true")
    a = p.parse_args()
    ends_as_exit()
    servers = Servers()
    town = None
    try:
        town = Town(servers, servers.dir + "/gateway", a.mails)
        town.make_box()
        town.books()
        return 0 if play(town, a) else 1
    finally:
        if town:
            town.gateway.kill()
            if a.keep:
                os.system("cp -r %s /tmp/soak-kept" % town.gateway.dir)
        servers.stop()


if __name__ == "__main__":
    sys.exit(main())
