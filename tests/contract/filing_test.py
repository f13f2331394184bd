#!/usr/bin/env python3
"""Queues as folders over a real Dovecot: filing, what a second client moves,
expunges and copies at the same time, and folders that count anew. Prints one
line a check; exits 1 when one failed."""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
sys.path.insert(0, os.path.join(HERE, "../soak"))
from gateway import US, Checks, Servers, ends_as_exit  # noqa: E402
from town import FIRST, QUEUES, Town, folder_of  # noqa: E402

check = Checks()


class Client:
    """A person's mail program."""

    def __init__(self, town):
        self.town = town
        self.box = town.servers.imap(US)

    def uid(self, number, queue):
        self.box.select('"%s"' % folder_of(queue))
        _, got = self.box.uid("SEARCH", "HEADER", "Message-ID",
                              "soak.%06d@" % number)
        return got[0].split()[0] if got[0] else None

    def move(self, number, source, target):
        uid = self.uid(number, source)
        return uid and self.box.uid(
            "MOVE", uid, '"%s"' % folder_of(target))[0] == "OK"

    def copy(self, number, source, target):
        return self.box.uid("COPY", self.uid(number, source),
                            '"%s"' % folder_of(target))[0] == "OK"

    def mark_deleted(self, number, source):
        self.box.uid("STORE", self.uid(number, source), "+FLAGS",
                     "(\\Deleted)")

    def expunge(self):
        self.box.expunge()

    def flags(self, number, queue):
        uid = self.uid(number, queue)
        return self.box.uid("FETCH", uid, "(FLAGS)")[1][0].decode()

    def validity(self, queue):
        _, got = self.box.status('"%s"' % folder_of(queue), "(UIDVALIDITY)")
        return got[0].split()[-1]


def tick(town):
    return town.gateway.json("tick")[-1]


def queue_of(town, number):
    return town.by_mail()[number][2]


def open_disputes(town, number):
    return town.one("SELECT count(*) FROM dispute WHERE inbox = ? AND "
                    "state <> 'resolved'", (town.by_mail()[number][0],))


def filed(town):
    town.deliver(10)
    got = tick(town)
    lies = town.lies()
    check("ten mails are filed", got["filed"] == 10 and not got["moved"], got)
    check("each in the folder of its queue",
          all(lies[m.number] == [FIRST[m.kind]] for m in town.mails[:10]), lies)
    client = Client(town)
    _, names = client.box.lsub()
    names = b" ".join(names).decode()
    check("the folders are subscribed", all(q in names for q in QUEUES), names)
    check("a keyword an intent", "$Dispute" in client.flags(0, "Disputes")
          and "$Promise" in client.flags(1, "Promises"),
          client.flags(0, "Disputes"))
    check("nobody has seen it", "\\Seen" not in client.flags(0, "Disputes"))
    check("their places were told: none is read again", town.one(
        "SELECT count(*) FROM filing WHERE place = ''") == 0)
    got = tick(town)
    check("nothing more to do", got["filed"] == got["moved"] == 0, got)
    return client


def moved(town, client):
    client.move(3, "Unsure", "Disputes")
    client.move(1, "Promises", "Done")
    got = tick(town)
    check("two moves of a person", got["moved"] == 2, got)
    check("the ledger follows", queue_of(town, 3) == "Disputes"
          and open_disputes(town, 3) == 1 and queue_of(town, 1) == "Done")
    check("the promise is cancelled", town.one(
        "SELECT state FROM promise WHERE inbox = ?",
        (town.by_mail()[1][0],)) == "cancelled")
    check("once", tick(town)["moved"] == 0)
    client.move(3, "Disputes", "Unsure")
    tick(town)
    check("moved back it is undone", open_disputes(town, 3) == 0
          and queue_of(town, 3) == "Unsure")


def copied(town, client):
    client.copy(5, "Disputes", "Paid")
    check("a copy says nothing", tick(town)["moved"] == 0
          and queue_of(town, 5) == "Disputes")
    client.mark_deleted(5, "Disputes")
    check("marked as deleted, the original is gone", tick(town)["moved"] == 1
          and queue_of(town, 5) == "Paid" and open_disputes(town, 5) == 0)
    client.expunge()
    check("and nothing more when it is expunged", tick(town)["moved"] == 0)


def expunged(town, client):
    client.mark_deleted(8, "Unsure")
    client.expunge()
    check("what is thrown away stays in the ledger", tick(town)["moved"] == 0
          and queue_of(town, 8) == "Unsure")


def renumbered(town, client):
    before = [client.validity(q) for q in QUEUES]
    town.stop_server()
    for queue in ["INBOX"] + QUEUES:
        town.renumber(queue)
    town.start_server()
    client = Client(town)
    after = [client.validity(q) for q in QUEUES]
    check("every folder counts anew",
          all(a != b for a, b in zip(before, after)), (before, after))
    corrections = town.one("SELECT count(*) FROM correction")
    got = tick(town)
    check("known by their bytes: nothing moved, nothing filed",
          got["filed"] == got["moved"] == got["fetched"] == 0, got)
    # And moved while it was renumbered.
    town.stop_server()
    for queue in QUEUES:
        town.renumber(queue)
    town.start_server()
    client = Client(town)
    client.move(6, "Promises", "Disputes")
    got = tick(town)
    check("a move beside it is one", got["moved"] == 1 and town.one(
        "SELECT count(*) FROM correction") == corrections + 1, got)
    check("and followed", open_disputes(town, 6) == 1)
    return client


def before_us(town, client):
    """A person who is faster: before we read it, and before we filed it."""
    town.deliver(1)
    client.move(10, "INBOX", "Paid")
    tick(town)
    check("read from where it was put", town.rows(
        "SELECT folder, state FROM inbox WHERE message_id = ''") ==
        [("dunmail/Paid", "new")])
    got = tick(town)
    check("then it is a move", got["moved"] == 1
          and queue_of(town, 10) == "Paid", got)
    town.deliver(1)
    town.gateway.must("tick", "--stage", "fetch", "--stage", "receive")
    client.move(11, "INBOX", "Unsure")
    got = tick(town)
    check("handled and not filed yet: a move too", got["moved"] == 1
          and got["filed"] == 0 and queue_of(town, 11) == "Unsure", got)
    town.deliver(1)
    town.gateway.must("tick", "--stage", "fetch", "--stage", "receive")
    # As if we had died between our move and its record.
    client.move(12, "INBOX", "Paid")
    got = tick(town)
    check("where its row says: no move of a person", got["moved"] == 0
          and town.lies()[12] == ["Paid"], got)
    got = tick(town)
    check("filed once", got["filed"] == got["moved"] == 0, got)


def twice(town):
    """One mail in two mailboxes: a move in one is followed in the other, and
    is no second move."""
    other = "two@example.com"
    with open(town.gateway.dir + "/mailboxes/ar.conf") as f:
        conf = f.read().replace(US, other)
    with open(town.gateway.dir + "/mailboxes/two.conf", "w") as f:
        f.write(conf)
    town.servers.imap(other).logout()
    root = "%s/%s" % (town.servers.mail_dir, other)
    for sub in ("", "/new", "/cur", "/tmp"):
        os.makedirs(root + sub, exist_ok=True)
        shutil.chown(root + sub, "nobody", "nogroup")
    mail = town.mails[15]
    raw = mail.bytes(town.servers.authserv_id)
    for box in (root, town.maildir()):
        path = box + "/new/1.two"
        with open(path, "wb") as f:
            f.write(raw)
        shutil.chown(path, "nobody", "nogroup")
    got = tick(town)
    check("filed in both mailboxes, handled once", got["filed"] == 2
          and got["handled"] == 1 and open_disputes(town, 15) == 1, got)
    Client(town).move(15, "Disputes", "Paid")
    tick(town)
    got = tick(town)
    there = town.servers.imap(other)
    there.select('"dunmail/Paid"')
    _, found = there.uid("SEARCH", "HEADER", "Message-ID", mail.id)
    check("the copy in the other follows", found[0].split(), found)
    check("one correction", len(town.moves()[town.by_mail()[15][0]]) == 1)
    check("then it is quiet", got["filed"] == got["moved"] == 0, got)
    there.uid("MOVE", found[0].split()[0], '"dunmail/Disputes"')
    got = tick(town)
    check("a move in the other is one, too", got["moved"] == 1
          and open_disputes(town, 15) == 1, got)


def main():
    ends_as_exit()
    servers = Servers()
    try:
        town = Town(servers, servers.dir + "/gateway", 16)
        town.make_box()
        town.books()
        client = filed(town)
        moved(town, client)
        copied(town, client)
        expunged(town, client)
        client = renumbered(town, client)
        before_us(town, client)
        twice(town)
        check("verify", town.gateway.run("verify")[0] == 0)
    finally:
        servers.stop()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
