"""A collector's own mailbox: drafts that lie there, and what they do."""

import os
import re

from . import post
from .page import Failed
from .steps import option, step
from .wants import TEXT, expect, plain, squeeze, wants


def folder(world, who, name):
    path = world.path("mail", who, "." + name)
    for part in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(path, part), exist_ok=True)
    return path


def drafts(world, who):
    found = []
    for part in ("new", "cur"):
        path = os.path.join(folder(world, who, "Drafts"), part)
        found += [os.path.join(path, n) for n in os.listdir(path)]
    return sorted(found, key=lambda p: (os.stat(p).st_mtime_ns, p))


def last_draft(world, who):
    found = drafts(world, who)
    if not found:
        raise Failed("there is no draft of %s" % who)
    return found[-1]


def new_file(world, who, name, raw):
    world.sent_in += 1
    path = os.path.join(folder(world, who, name), "cur",
                        "%d.%d.client:2,S" % (world.now(), world.sent_in))
    with open(path, "wb") as f:
        f.write(raw)


def without(raw, *names):
    """The mail without these fields of its header."""
    head, body = raw.split(b"\r\n\r\n", 1)
    kept = []
    skips = False
    for line in head.split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            name = line.split(b":")[0].decode().lower()
            skips = name in names
        if not skips:
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


def as_sent(world, raw, how):
    """What a mail program makes of a draft."""
    raw = without(raw, "bcc", "x-unsent", "date")
    stamp = post.email.utils.formatdate(world.now(), usegmt=True)
    if "by another program" in how:  # Reply-To alone stays
        raw = without(raw, "message-id", "references", "x-draft-token")
        raw = b"Message-ID: <%d.other@harbourpine.example>\r\n" % \
            world.now() + raw
    if "with changed words" in how:
        raw = raw.replace(b"Kind regards", b"See you soon")
    return ("Date: %s\r\n" % stamp).encode() + raw


@step(r"(\S+@\S+) has a mailbox of their own")
def has_mailbox(world, this, who):
    name = who.split("@")[0]
    os.makedirs(world.path("collectors"), exist_ok=True)
    with open(world.path("collectors", name + ".conf"), "w") as f:
        f.write("[collector]\naddress = %s\n[read]\nchannel = maildir\n"
                "maildir = mail/%s\n" % (who, who))


@step(r"the mailbox of (\S+@\S+) cannot be had")
def cannot_be_had(world, this, who):
    """Something that is no folder stands in its place."""
    path = world.path("mail", who, ".Drafts")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w"):
        pass


@step(r"(\S+@\S+) sends the draft((?:, [a-z ]+)*)")
def sends(world, this, who, how):
    path = last_draft(world, who)
    with open(path, "rb") as f:
        raw = f.read()
    new_file(world, who, "Sent", as_sent(world, raw, how))
    if "and keeps it" not in how:
        os.unlink(path)


@step(r"(\S+@\S+) sends the draft that came by mail, copying us"
      r"((?:, [a-z ]+)*)")
def sends_attached(world, this, who, how):
    """Of the last mail to them; our server passed the sender."""
    raw = post.attached_mail(post.read_letter(
        world.letters(who)[-1])).as_bytes(policy=post.email.policy.SMTP)
    bcc = re.search(rb"(?im)^Bcc: (.*?)\r?$", raw).group(1)
    top = ("Authentication-Results: mx.harbourpine.example; dmarc=pass "
           "header.from=%s\r\nDelivered-To: " % who.split("@")[1]).encode()
    world.post(top + bcc + b"\r\n" + as_sent(world, raw, how))


@step(r"(\S+@\S+) edits the draft")
def edits(world, this, who):
    """As most programs do: another mail in its place."""
    path = last_draft(world, who)
    with open(path, "rb") as f:
        raw = f.read().replace(b"Kind regards", b"Yours")
    new_file(world, who, "Drafts", raw)
    os.unlink(path)


@step(r"(\S+@\S+) deletes the draft")
def deletes(world, this, who):
    os.unlink(last_draft(world, who))


@wants(r"drafts of (\S+@\S+): (\d+)")
def count(world, who, n):
    found = drafts(world, who)
    expect(len(found) == int(n), n, [os.path.basename(p) for p in found])


@wants(r"the draft of (\S+@\S+) (text|header \S+) contains " + TEXT)
def contains(world, who, what, text):
    letter = post.read_letter(last_draft(world, who))
    got = squeeze(post.part_text(letter, "plain")) if what == "text" \
        else str(letter[what.split()[1]])
    expect(plain(text) in got, plain(text), got)


@wants(r"the draft of (\S+@\S+) is marked as one")
def marked(world, who):
    name = os.path.basename(last_draft(world, who))
    expect("D" in name.split(":2,")[-1], ":2,DS", name)


@wants(r"the draft for (\S+) is (made|open|lies|mailed|sent|void)"
       r"(, with changed words)?")
def state(world, account, wanted, changed):
    got = world.rows("SELECT state, changed FROM draft WHERE account = ? "
                     "ORDER BY at DESC LIMIT 1", (account,))
    expect(got and got[0] == (wanted, 1 if changed else 0),
           (wanted, changed), got)


@option(r"answering the draft in the last mail to ([^\s,]+)")
def o_answering_draft(world, draft, address):
    """As who got it, in the end, answers it."""
    draft.answers = post.attached_mail(
        post.read_letter(world.letters(address)[-1]))
