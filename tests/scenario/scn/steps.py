"""The steps of a page: what happens in it. What it wants is in wants.py."""

import html
import json
import os
import re
import shlex
import shutil
import time

from . import portal, post
from .page import BadPage, Failed
from .wants import want

STEPS = []


def step(pattern):
    def add(function):
        STEPS.append((re.compile(pattern), function))
        return function
    return add


def play(world, this):
    if this.text.startswith("want "):
        want(world, this)
        return
    for pattern, function in STEPS:
        match = pattern.fullmatch(this.text)
        if match:
            function(world, this, *match.groups())
            return
    raise BadPage(this.line, "no such step; README.md tells the words")


def today(world, text):
    """{today}, {today-12}, {today+5}: days on the clock of the page."""
    def day(match):
        at = world.now() + 86400 * int(match.group(1) or 0)
        return time.strftime("%Y-%m-%d", time.gmtime(at))
    return re.sub(r"\{today([+-]\d+)?\}", day, text)


def reply_addresses(world, text):
    """{reply address of the last mail to A}: where an answer would go."""
    def address(match):
        right = post.reply_address(letter_to(world, "last", match.group(2)))
        if not match.group(1).startswith("a "):
            return right
        # The same, with one letter of the tag changed.
        at = right.index("@") - 3
        letter = "x" if right[at] != "x" else "y"
        return right[:at] + letter + right[at + 1:]
    def listed(match):
        """Of a list of several: where its n-th link would answer to."""
        page = post.part_text(letter_to(world, "last", match.group(2)), "html")
        found = re.findall(r"mailto:([^?\"]+)", page)
        return html.unescape(found[int(match.group(1)) - 1])
    text = re.sub(r"\{answer address (\d+) in the last mail to ([^\s}]+)\}",
                  listed, text)
    return re.sub(r"\{(reply address of|a reply address like that of) "
                  r"the last mail to ([^\s}]+)\}", address, text)


# --------------------------------------------------------- the company's side

@step(r"now (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")
def set_now(world, this, instant):
    world.clock = instant


@step(r"on the clock of this machine")
def real_clock(world, this):
    world.clock = None


@step(r"config (\w+\.\w+) = ?(.*)")
def configure(world, this, name, value):
    lines = [value] + this.body().splitlines()
    world.gateway[name] = "\n\t".join(l for l in lines if l)
    world.write_config()


@step(r"mailbox (\w+\.\w+) = ?(.*)")
def configure_mailbox(world, this, name, value):
    world.mailbox[name] = value
    world.write_config()


@step(r"with the shipped calendars")
def shipped_calendars(world, this):
    """Other pages keep no holidays."""
    here = os.path.dirname(os.path.realpath(world.path("templates")))
    os.symlink(os.path.join(here, "calendars"), world.path("calendars"))


@step(r"file (\S+)")
def write_file(world, this, name):
    path = world.path(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(this.body())


@step(r"own templates")
def own_templates(world, this):
    """A copy that the page may change."""
    real = os.path.realpath(world.path("templates"))
    os.unlink(world.path("templates"))
    shutil.copytree(real, world.path("templates"))


@step(r"without (onboarding|disputes|promise|month-end|credit|white-glove)")
def without(world, this, sequence):
    """A company that has not switched that sequence on."""
    if os.path.islink(world.path("templates")):
        own_templates(world, this)
    os.unlink(world.path("templates", sequence, "sequence.conf"))


@step(r"without step ([a-z0-9-]+) of ([a-z-]+)")
def without_step(world, this, step, sequence):
    """A company that has taken one step out of that sequence."""
    if os.path.islink(world.path("templates")):
        own_templates(world, this)
    path = world.path("templates", sequence, "sequence.conf")
    with open(path) as f:
        before, there, after = f.read().partition("[step %s]\n" % step)
    if not there:
        raise Failed("%s has no step %s" % (sequence, step))
    rest = after[after.index("\n["):] if "\n[" in after else "\n"
    with open(path, "w") as f:
        f.write(before + rest.lstrip("\n"))


@step(r"import (\w+)(?:, (\d+) refused)?")
def import_rows(world, this, kind, refused):
    name = "%s-%d.csv" % (kind, len(os.listdir(world.path("in"))))
    path = world.path("in", name)
    text = today(world, this.body())
    # What a page cannot hold as it is.
    text = text.replace("{CR}", "\r").replace("{LF}", "\n")
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)
    world.refused = path + ".refused.csv"
    world.run(["import", kind, path, "--json"], 1 if refused else 0)
    result = json.loads(world.output)
    world.imported = result["import"]
    if result["refused"] != int(refused or 0):
        raise Failed("%d rows were refused, not %s\n%s" % (
            result["refused"], refused or 0, world.errors))


@step(r"tick(?: (fetch|receive|file|plan|send|pay))?")
def tick(world, this, stage):
    world.remember()
    if stage in (None, "fetch"):
        world.fetched = list(world.posted)
    args = ["tick"] + (["--stage", stage] if stage else [])
    world.tick = world.json(args)[-1]


@step(r"run (.*)")
def run(world, this, args):
    world.run(shlex.split(args), 0)


@step(r"the (\w+?)s? in the spool (?:is|are) fetched")
def fetch_spool(world, this, channel):
    """As a print room or a carrier does."""
    folder = world.path("var/spool", channel)
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))


@step(r"undo the last import")
def undo(world, this):
    world.run(["import", "--undo", world.imported], 0)


@step(r"refused: (.*)")
def run_refused(world, this, args):
    """A command that must fail, and say why."""
    args = args.replace("{the last import}",
                        getattr(world, "imported", None) or "")
    world.run(shlex.split(args), 1)
    if not world.errors.strip():
        raise Failed("it failed and said nothing")


@step(r"the gateway last ran (\S+)")
def last_ran(world, this, instant):
    """As after a long silence: what the last round left behind is old."""
    import sqlite3
    db = sqlite3.connect(world.path("var/ledger.db"))
    db.execute("UPDATE meta SET value = ? WHERE name = 'last_round'",
               (today(world, instant),))
    db.commit()
    db.close()


@step(r"the ledger loses payment (\S+)")
def lose_payment(world, this, payment):
    """As after a fault: what was matched with it is still there."""
    import sqlite3
    db = sqlite3.connect(world.path("var/ledger.db"))
    db.execute("DELETE FROM payment WHERE id = ?", (payment,))
    db.commit()
    db.close()


@step(r"restore (\S+)")
def restore(world, this, name):
    for end in ("", "-wal", "-shm"):
        path = world.path("var/ledger.db" + end)
        if os.path.exists(path):
            os.unlink(path)
    shutil.copy(world.path(name), world.path("var/ledger.db"))


# -------------------------------------------------------- the customer's side

def letter_to(world, which, address):
    return post.pick_letter(world.letters(address), which, address)


def quoted(text):
    return text[1:-1].replace('\\"', '"')


MAIL_OPTIONS = []


def option(pattern):
    def add(function):
        MAIL_OPTIONS.append((re.compile(pattern + r",? ?"), function))
        return function
    return add


@option(r"answering the %s mail to ([^\s,]+)" % post.WHICH)
def o_answering(world, draft, which, address):
    draft.answers = letter_to(world, which, address)


@option(r"in its thread only")
def o_thread_only(world, draft):
    draft.to = "ar@harbourpine.example"


@option(r"to its tag only")
def o_tag_only(world, draft):
    draft.threaded = False
    draft.subject = draft.subject or "Your invoices"


@option(r"without References")
def o_no_references(world, draft):
    draft.history = False


@option(r"without quoting it")
def o_no_quote(world, draft):
    draft.quotes = False


@option(r"authenticated")
def o_pass(world, draft):
    draft.headers.append(
        "Authentication-Results: mx.harbourpine.example; dmarc=pass "
        "header.from=" + draft.domain())


@option(r"forged")
def o_fail(world, draft):
    draft.headers.append(
        "Authentication-Results: mx.harbourpine.example; dmarc=fail "
        "header.from=" + draft.domain())


@option(r"dated ([\dT:-]+Z)")
def o_dated(world, draft, instant):
    import calendar
    draft.date = calendar.timegm(time.strptime(instant, "%Y-%m-%dT%H:%M:%SZ"))


@option(r'with subject ("(?:[^"\\]|\\.)*")')
def o_subject(world, draft, text):
    draft.subject = quoted(text)


@option(r'with header ("(?:[^"\\]|\\.)*")')
def o_header(world, draft, text):
    draft.headers.append(reply_addresses(world, quoted(text)))


def note_address(world, text):
    """The address, or `the note address of C-1` as `dunmail account` says."""
    account = re.match(r"(a|the) (?:changed )?note address (?:like that )?"
                       r"of (\S+)", text)
    if not account:
        return text
    found = re.search(r"^  notes to +(\S+)$",
                      world.run(["account", account.group(2)], 0), re.M)
    if not found:
        raise Failed("there is no note address")
    right = found.group(1)
    if account.group(1) == "the":
        return right
    at = right.index("@") - 3
    return right[:at] + ("x" if right[at] != "x" else "y") + right[at + 1:]


ADDRESS = r"((?:a|the) note address (?:like that )?of [^\s,]+|[^\s,]+@[^\s,]+)"


@option(r"to " + ADDRESS)
def o_to(world, draft, address):
    address = note_address(world, address)
    draft.to = draft.to + ", " + address if draft.to else address


@option(r"cc " + ADDRESS)
def o_cc(world, draft, address):
    draft.headers.append("Cc: " + note_address(world, address))


@option(r"bcc " + ADDRESS)
def o_bcc(world, draft, address):
    draft.headers.append("Delivered-To: " + note_address(world, address))


@option(r"with attachment ([^\s,]+)")
def o_attachment(world, draft, name):
    draft.attachments.append(name)


def take_options(world, draft, text):
    while text:
        for pattern, function in MAIL_OPTIONS:
            match = pattern.match(text)
            if match:
                function(world, draft, *match.groups())
                text = text[match.end():]
                break
        else:
            raise Failed("a mail has no option: %s" % text)


@step(r'mail from ((?:"[^"]*" )?[^\s,]+)(?:,? (.*))?')
def mail(world, this, sender, options):
    if sender.startswith('"'):
        name, address = sender.rsplit(" ", 1)
        sender = "%s <%s>" % (name, address)
    draft = post.Draft(world, sender)
    take_options(world, draft, options or "")
    words = today(world, this.body())
    if not words:
        raise Failed("the mail has no words")
    world.post(draft.build(words))


@step(r"mail of (\d+) megabytes from (\S+)")
def large(world, this, size, sender):
    draft = post.Draft(world, sender)
    head = draft.build("All of our paperwork.\n")
    line = b"x" * 77 + b"\n"
    world.post(head + line * (int(size) * 1024 * 1024 // len(line)))


@step(r"bounce (\S+ )?of the last mail to (\S+)(?: claiming (<\S+>))?")
def bounced(world, this, status, address, claimed):
    letter = letter_to(world, "last", address)
    world.post(post.bounce(world, letter, address,
                           (status or "5.1.1").strip(), claimed))


@step(r"bounce (\S+ )?for (\S+) claiming (<\S+>)")
def forged_bounce(world, this, status, address, claimed):
    world.post(post.bounce(world, None, address,
                           (status or "5.1.1").strip(), claimed))


@step(r"complaint about the last mail to (\S+)")
def complained(world, this, address):
    letter = letter_to(world, "last", address)
    world.post(post.complaint(world, letter, address))


@step(r"raw mail")
def raw(world, this):
    text = today(world, this.body())
    text = text.replace("{now}", post.rfc_date(world.now()))
    text = reply_addresses(world, text)
    world.post(text.encode("utf-8"))


@step(r"calendar of (\S+) (accepts|declines|proposes (\S+) for) date (\d+)"
      r"(?:, (authenticated|forged|without the tag))?(?:, with (another id|the id .*))?")
def calendar_answers(world, this, sender, verb, start, number, trust, uid):
    """An answer to an invitation in the first mail to them, or the last."""
    found = []
    for path in world.letters(sender):
        found += post.invitations(post.read_letter(path))
    if len(found) < int(number):
        raise Failed("there are %d invitations to %s" % (len(found), sender))
    invitation = found[int(number) - 1]
    genuine = post.calendar_field(invitation, "UID")[4:]
    if uid == "another id":
        uid = genuine[:5] + ("0" if genuine[5] != "0" else "1") + genuine[6:]
    elif uid:
        uid = uid[len("the id "):]
    if start and start.startswith(";"):
        start = "DTSTART" + start
    draft = post.Draft(world, sender)
    if trust == "without the tag":
        invitation = re.sub(r"(mailto:\w+)\+dm-[^@]*@", r"\1@", invitation)
    elif trust:
        {"authenticated": o_pass, "forged": o_fail}[trust](world, draft)
    world.post(post.calendar_answer(world, sender, invitation, {
        "state": {"accepts": "ACCEPTED", "declines": "DECLINED"}.get(
            verb, "TENTATIVE"),
        "start": start, "uid": uid, "headers": draft.headers,
        "words": today(world, this.body()).strip() or "(no words)"}))


@step(r"empty mail")
def empty(world, this):
    world.post(b"")


@step(r"bytes (.*)")
def some_bytes(world, this, text):
    """A mail given as a Python bytes literal, for what no editor keeps."""
    import ast
    world.post(ast.literal_eval('b"""%s"""' % text))


@step(r"the last mail to (\S+) comes back")
def comes_back(world, this, address):
    with open(world.letters(address)[-1], "rb") as f:
        world.post(f.read())


@step(r"the same mail again")
def again(world, this):
    with open(world.lies(world.posted[-1]), "rb") as f:
        world.post(f.read())


# ---------------------------------------------- a person in the mail client

def posted(world, which):
    mail = world.posted[-1 if which == "last" else 0]
    path = world.lies(mail)
    if path is None:
        raise Failed("the %s mail lies nowhere" % which)
    return mail, path


@step(r"a collector (moves|copies) the (last|first) mail to (\w+)"
      r"(, under a new name)?")
def collector_moves(world, this, how, which, queue, renamed):
    """As Dovecot does for a client; as mutt does, under a new name."""
    mail, path = posted(world, which)
    folder = world.path("mail", post_box(world)) if queue == "inbox" \
        else world.queue_folder(queue)
    name = os.path.basename(path)
    if how == "copies" or renamed:
        world.sent_in += 1
        name = "%d.%d.mutt:2,S" % (world.now(), world.sent_in)
    target = os.path.join(folder, "cur", name)
    if how == "copies":
        shutil.copy(path, target)
    else:
        os.rename(path, target)
    if renamed:
        world.posted[world.posted.index(mail)] = target
        world.fetched = [target if f == mail else f for f in world.fetched]


@step(r"a collector throws the (last|first) mail away")
def collector_throws(world, this, which):
    os.unlink(posted(world, which)[1])


def post_box(world):
    return os.path.basename(world.mailbox["read.maildir"])


@step(r"a collector empties the folder of (\S+)")
def collector_empties(world, this, account):
    for path in world.account_folder(account):
        os.unlink(path)


@step(r"a stop left the filing of (\S+) open")
def filing_left_open(world, this, account):
    """As if the process had ended before it could tick anything off."""
    import sqlite3
    db = sqlite3.connect(world.path("var/ledger.db"))
    with db:
        db.execute("UPDATE shelf SET state = 'open' WHERE account = ?",
                   (account,))
    db.close()


# ------------------------------------------------- the customer in a browser

@step(r"customer opens the (pay|dispute|account|document) link of the "
      r"%s mail to (\S+)" % post.WHICH)
def open_link(world, this, purpose, which, address):
    page = portal.portal_of(world)
    page.base = portal.link_in(letter_to(world, which, address), purpose)
    page.get(page.base)


@step(r'customer opens page "([^"]*)"')
def open_page(world, this, name):
    page = portal.portal_of(world)
    page.get(page.below(name))


@step(r'customer sends form "([^"]+)"')
def send_form(world, this, name):
    page = portal.portal_of(world)
    fields, files = portal.fields_of(today(world, this.body()))
    page.send(page.below(name), fields, files)


@step(r"customer sends the same form again")
def send_again(world, this):
    portal.portal_of(world).again()


@step(r"customer looks what became of it")
def look_again(world, this):
    page = portal.portal_of(world)
    page.get(page.done)
    page.follow()


@step(r"somebody asks for a new link to (\S+?)(?: from (\S+))?")
def ask_for_link(world, this, address, place):
    page = portal.portal_of(world)
    page.place = place
    page.send("/new", [("address", address)], [])
    page.place = None


@step(r"somebody asks (\d+) times for new links to strangers from (\S+)")
def ask_for_many(world, this, n, place):
    for i in range(int(n)):
        ask_for_link(world, this, "s%d@nowhere.example" % i, place)


def old_posts(world, n, kind, account, answer):
    import sqlite3
    db = sqlite3.connect(world.path("var/ledger.db"))
    with db:
        db.executemany(
            "INSERT INTO post (id, at, kind, account, contact, link, "
            "language, fields, state, answer) VALUES (?, ?, ?, ?, '', '', "
            "'en', '{}', 'done', ?)",
            [(os.urandom(9).hex(), world.now(), kind, account, answer)
             for _ in range(int(n))])
    db.close()


@step(r"the ledger holds (\d+) forms of (\S+) that were done today")
def many_forms(world, this, n, account):
    old_posts(world, n, "message", account, "")


@step(r"the ledger holds (\d+) forms for new links of today,"
      r" (mailed|of strangers)")
def many_links(world, this, n, whose):
    old_posts(world, n, "new-link", "",
              "link" if whose == "mailed" else "no-link")


@step(r"customer opens by this link what became of the last form")
def open_foreign(world, this):
    page = portal.portal_of(world)
    page.get(page.below("done/" + page.done.rsplit("/", 1)[-1]))


from . import carrier  # noqa: E402,F401  more steps
from . import drawer  # noqa: E402,F401
from . import till  # noqa: E402,F401
