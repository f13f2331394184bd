"""What a page wants: each line that starts with 'want' is one check."""

import os
import re
import subprocess

from . import post
from .page import BadPage, Failed

WANTS = []
TEXT = r'"((?:[^"\\]|\\.)*)"'


def wants(pattern):
    def add(function):
        WANTS.append((re.compile(pattern), function))
        return function
    return add


def want(world, this):
    text = this.text[len("want "):]
    for pattern, function in WANTS:
        match = pattern.fullmatch(text)
        if match:
            function(world, *match.groups())
            return
    raise BadPage(this.line, "no such want; README.md tells the words")


def plain(text):
    return text.replace('\\"', '"').replace("\\n", "\n")


def squeeze(text):
    """Line ends of a mail's text are where they fit: not what is meant."""
    return re.sub(r"\s+", " ", text)


def expect(so, wanted, got):
    if not so:
        raise Failed("wanted: %s\ngot:    %s" % (wanted, got))


# ------------------------------------------------------------ how many mails

def subjects(paths):
    return ", ".join('"%s"' % post.read_letter(p)["Subject"] for p in paths) \
        or "none"


@wants(r"(new )?mails to (\S+): (\d+)")
def count_mails(world, new, address, n):
    paths = world.new_letters(address) if new else world.letters(address)
    expect(len(paths) == int(n), "%s mails" % n,
           "%d: %s" % (len(paths), subjects(paths)))


@wants(r"no (new )?mail(?: to (\S+))?")
def no_mail(world, new, address):
    for a in [address] if address else world.customers():
        paths = world.new_letters(a) if new else world.letters(a)
        expect(not paths, "no mail to %s" % a, subjects(paths))


@wants(r"no mail contains " + TEXT)
def nowhere(world, text):
    for address in world.customers():
        for path in world.letters(address):
            letter = post.read_letter(path)
            said = squeeze(str(letter["Subject"]) +
                           post.part_text(letter, "plain") +
                           post.part_text(letter, "html"))
            expect(plain(text) not in said, "no mail with it",
                   '"%s" to %s has it' % (letter["Subject"], address))


# -------------------------------------------------------------- what they say

def clause(pattern):
    return wants(r"(?:the )?%s mail to (\S+) " % post.WHICH + pattern)


def pick(world, which, address):
    return post.pick_letter(world.letters(address), which, address)


@clause(r"has subject " + TEXT)
def has_subject(world, which, address, text):
    got = str(pick(world, which, address)["Subject"])
    expect(got == plain(text), plain(text), got)


@clause(r"(subject|text|html) (contains|lacks) " + TEXT)
def part_contains(world, which, address, part, how, text):
    letter = pick(world, which, address)
    if part == "subject":
        got = str(letter["Subject"])
    else:
        got = squeeze(post.part_text(
            letter, "plain" if part == "text" else "html"))
    expect((plain(text) in got) == (how == "contains"),
           "%s %s %s" % (part, how, plain(text)), got)


@clause(r"header ([\w-]+) (is|contains) " + TEXT)
def header_is(world, which, address, name, how, text):
    got = str(pick(world, which, address)[name] or "")
    so = got == plain(text) if how == "is" else plain(text) in got
    expect(so, "%s %s %s" % (name, how, plain(text)), got)


@clause(r"has no header ([\w-]+)")
def no_header(world, which, address, name):
    got = pick(world, which, address)[name]
    expect(got is None, "no %s" % name, got)


@clause(r"has pdf (\S+)")
def has_pdf(world, which, address, name):
    got = post.pdf_names(pick(world, which, address))
    expect(any(name in n for n in got), "a PDF named like %s" % name, got)


@clause(r"has (\d+) pdfs?")
def pdf_count(world, which, address, n):
    got = post.pdf_names(pick(world, which, address))
    expect(len(got) == int(n), "%s PDFs" % n, got)


@clause(r"has no attachment")
def no_attachment(world, which, address):
    got = post.attachment_names(pick(world, which, address))
    expect(not got, "no attachment", got)


@clause(r"has attachment ([^\s\"]+) holding " + TEXT)
def attachment(world, which, address, name, text):
    letter = pick(world, which, address)
    got = {p.get_filename(): p.get_payload(decode=True).decode("utf-8", "replace")
           for p in letter.iter_attachments()}
    expect(got.get(name, "").strip() == text, text, got)


@clause(r"answers mail (\d+) in")
def answers_nth(world, which, address, n):
    """The n-th mail of the page that came in."""
    letter = pick(world, which, address)
    with open(world.lies(world.posted[int(n) - 1]), "rb") as f:
        asked = post.email.message_from_binary_file(
            f, policy=post.email.policy.default)
    got = re.sub(r"\s", "", str(letter["In-Reply-To"] or ""))
    expect(got == post.message_id(asked), post.message_id(asked), got)


@clause(r"has (\d+) invitations?")
def invitation_count(world, which, address, n):
    got = post.invitations(pick(world, which, address))
    expect(len(got) == int(n), "%s invitations" % n, got)


@clause(r'invitation (\d+) contains ("(?:[^"\\]|\\.)*")')
def invitation_contains(world, which, address, n, text):
    got = post.invitations(pick(world, which, address))[int(n) - 1]
    expect(text[1:-1] in got, text, got)


@clause(r'draft (text|subject|header \S+) contains ("(?:[^"\\]|\\.)*")')
def draft_contains(world, which, address, what, text):
    letter = post.attached_mail(pick(world, which, address))
    if what == "text":
        got = " ".join(post.part_text(letter, "plain").split())
    else:
        got = str(letter[what.split()[-1]])
    expect(text[1:-1] in got, text, got)


@clause(r"answers the last mail in")
def answers(world, which, address):
    letter = pick(world, which, address)
    with open(world.lies(world.posted[-1]), "rb") as f:
        asked = post.email.message_from_binary_file(
            f, policy=post.email.policy.default)
    got = re.sub(r"\s", "", str(letter["In-Reply-To"] or ""))
    expect(got == post.message_id(asked), post.message_id(asked), got)


@clause(r"goes to (\S+) only")
def goes_to(world, which, address, to):
    letter = pick(world, which, address)
    got = [a.addr_spec for name in ("To", "Cc", "Bcc") if letter[name]
           for a in letter[name].addresses]
    expect(got == [to], to, got)


# --------------------------------------------------------------- the timeline

KIND = r"(in|out|note|promise|dispute|task)s?"


@wants(r"account (\S+) has (no |\d+ )?" + KIND +
       r'((?: [^"\s]+){0,2}?)(?: saying ' + TEXT + ")?")
def account_has(world, account, count, kind, words, text):
    entries = world.json(["account", account])
    need = words.split()
    found = [e for e in entries if e["kind"] == kind and
             all(w in (e["what"], e["state"]) for w in need) and
             (text is None or plain(text) in squeeze(e["text"] or ""))]
    got = "\n        ".join(
        " ".join(str(e[k] or "-") for k in ("kind", "what", "state", "text"))
        for e in entries if e["kind"] == kind) or "no %s" % kind
    n = (count or "").strip()
    if n == "no":
        expect(not found, "none", got)
    elif n:
        expect(len(found) == int(n), "%s of them" % n, got)
    else:
        expect(found, "one", got)


@wants(r"why (\S+) says (.+)")
def why(world, what, text):
    answer = world.json(["why", what])[0]
    got = "%s: %s" % (answer["verdict"], answer["why"])
    for line in answer["invoices"]:
        if line["invoice"] == what:
            got = "%s: %s" % (line["state"], line["why"])
    expect(text.strip('"') in got, text, got)


@wants(r"why (\S+) holds (\S+)(?: (?:of )?(\S+))?(?: by (\S+))?"
       r"(?: until (\S+))?(?: saying " + TEXT + ")?")
def why_holds(world, what, kind, subject, by, until, text):
    """One of the rows that hold the account back."""
    answer = world.json(["why", what])[0]
    found = [h for h in answer["holds"] if h["kind"] == kind and
             (subject is None or h["subject"] == subject) and
             (by is None or h["by"] == by) and
             (until is None or (h["until"] or "never").startswith(until)) and
             (text is None or plain(text) in h["reason"])]
    expect(found, "such a hold", answer["holds"])


@wants(r"why (\S+) is held by nothing")
def why_free(world, what):
    answer = world.json(["why", what])[0]
    expect(not answer["holds"], "no hold", answer["holds"])


@wants(r"why (\S+) next (never|\S+)")
def why_next(world, what, instant):
    got = world.json(["why", what])[0]["next"]
    expect((got or "never").startswith(instant), instant, got or "never")


@wants(r"(\S+) open (\S+) ([A-Z]{3})")
def open_amount(world, what, minor, currency):
    for line in world.json(["why", what])[0]["invoices"]:
        if line["invoice"] == what:
            got = "%d %s" % (line["open_minor"], line["currency"])
            expect(got == "%s %s" % (minor, currency),
                   "%s %s" % (minor, currency), got)
            return
    expect(minor == "0", "%s %s" % (minor, currency), "nothing is open")


# -------------------------------------------------------------- looking ahead

def plan(world, until):
    return world.json(["plan"] + (["--until", until] if until else []))


def plan_text(items):
    return "\n        ".join("%s %s %s %s %s: %s" % (
        i["at"], i["account"], i["action"], i["step"] or "-", i["to"] or "-",
        ", ".join("%s %s" % (l["invoice"], l["state"]) for l in i["invoices"]))
        for i in items) or "nothing"


@wants(r"plan(?: until (\S+))?: (\S+) (\S+) on (\S+)")
def plan_has(world, until, what, step, on):
    items = plan(world, until)
    found = [i for i in items if i["action"] == "send" and i["step"] == step
             and i["at"].startswith(on) and
             (i["account"] == what or any(
                 l["invoice"] == what and l["state"] == "due"
                 for l in i["invoices"]))]
    expect(len(found) == 1, "one such message", plan_text(items))


@wants(r"plan(?: until (\S+))?: (nothing|\d+ messages?) for (\S+)")
def plan_count(world, until, count, account):
    items = plan(world, until)
    n = 0 if count == "nothing" else int(count.split()[0])
    found = [i for i in items
             if i["action"] == "send" and i["account"] == account]
    expect(len(found) == n, count, plan_text(items))


@wants(r"(\d+) messages? to approve")
def to_approve(world, n):
    items = world.json(["approve"])
    expect(len(items) == int(n), "%s messages" % n, items)


# ----------------------------------------------------- the mail that came last

def foresee(world):
    return world.json(["inbound", "--dry-run", world.lies(world.posted[-1])])[0]


@wants(r"inbound (kind|account|queue|document answer|staff command|sender|"
       r"intents|actions) (is|are|include|exclude) (.+)")
def inbound(world, what, how, text):
    answer = foresee(world)
    if what == "sender":
        got = "%(trust)s %(role)s" % answer["sender"]
    elif what == "actions":
        got = " ".join(a["action"] for a in answer["actions"])
    else:
        got = answer[what.replace(" ", "_")]
    if isinstance(got, list):
        got = " ".join(sorted(got))
    got = str(got or "none")
    if how in ("include", "exclude"):
        so = (text in got.split()) == (how == "include")
    else:
        so = got == text
    expect(so, "%s %s" % (how, text), got)


@wants(r"inbound error")
def inbound_error(world):
    world.run(["inbound", "--dry-run", "--json",
               world.lies(world.posted[-1])], 1)
    expect('"error"' in world.output, "an error", world.output)


# ----------------------------------------------------------- the gateway's word

# ------------------------------------------------------------------ the spool

def spooled(world, channel):
    """What lies there to be fetched, oldest first."""
    found = [i for i in world.json(["spool"]) if i["channel"] == channel]
    return sorted(found, key=lambda i: os.stat(world.path(i["file"])).st_mtime_ns)


def spool_text(path):
    if not path.endswith(".pdf"):
        with open(path, encoding="utf-8", newline="") as f:
            return f.read()
    done = subprocess.run(["pdftotext", "-layout", path, "-"], timeout=60,
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8")


@wants(r"spool (\w+): (\d+)")
def spool_count(world, channel, n):
    got = spooled(world, channel)
    expect(len(got) == int(n), "%s files" % n, got)


@wants(r"last (\w+) in the spool (contains|lacks) " + TEXT)
def spool_contains(world, channel, how, text):
    files = spooled(world, channel)
    if not files:
        raise Failed("there is no %s in the spool" % channel)
    got = squeeze(spool_text(world.path(files[-1]["file"])))
    expect((plain(text) in got) == (how == "contains"),
           "%s %s" % (how, plain(text)), got)


@wants(r"last (\w+) in the spool has at most (\d+) bytes")
def spool_size(world, channel, n):
    got = os.stat(world.path(spooled(world, channel)[-1]["file"])).st_size
    expect(got <= int(n), n, got)


@wants(r"tick (\w+) is (\S+)")
def tick_says(world, key, value):
    got = str(world.tick[key]).lower()
    expect(got == value, value, "%s (%s)" % (got, world.tick))


@wants(r"(output|errors) (?:contains?) " + TEXT)
def output_contains(world, stream, text):
    got = world.output if stream == "output" else world.errors
    expect(plain(text) in got, plain(text), got)


@wants(r"refused rows say " + TEXT)
def refused_says(world, text):
    with open(world.refused, encoding="utf-8", errors="replace") as f:
        got = f.read()
    expect(plain(text) in got, plain(text), got)


@wants(r"dunmail verify ok")
def verify(world):
    world.verify()


# ---------------------------------------- what no command shows: the mail itself

@wants(r"queue (\w+): (\d+)")
def queue(world, name, n):
    rows = world.rows("SELECT queue, kind, reason FROM inbox")
    found = [r for r in rows if r[0] == name]
    expect(len(found) == int(n), "%s mails in %s" % (n, name), rows)


@wants(r"fact of (\S+): (\S+) is (.*)")
def fact(world, account, name, value):
    rows = world.rows(
        "SELECT name, value FROM account_fact WHERE account = ?", (account,))
    expect((name, value) in [tuple(r) for r in rows],
           "%s is %s" % (name, value), rows)


@wants(r"no fact of (\S+): (\S+)")
def no_fact(world, account, name):
    rows = world.rows(
        "SELECT name, value FROM account_fact WHERE account = ?", (account,))
    expect(name not in [r[0] for r in rows], "nothing of " + name, rows)


@wants(r"visit (\d+) of (\S+) is (\w+) on ([\d-]+)(?: at (\d+))?")
def visit(world, n, account, state, day, minute):
    rows = world.rows("SELECT state, day, minute FROM visit "
                      "WHERE account = ? ORDER BY id", (account,))
    got = rows[int(n) - 1] if len(rows) >= int(n) else (None, None, None)
    expect(got[0] == state and got[1] == day and
           (minute is None or got[2] == int(minute)),
           "%s on %s" % (state, day), rows)


@wants(r"(\d+) mails? parked")
def parked(world, n):
    rows = world.rows("SELECT state, reason FROM inbox")
    found = [r for r in rows if r[0] == "parked"]
    expect(len(found) == int(n), "%s parked" % n, rows)


@wants(r"every mail in is kept")
def kept(world):
    world.check_kept()


@wants(r"decision (\S+) by words " + TEXT)
def decision(world, intent, text):
    rows = world.rows("SELECT d.value ->> 0, d.value ->> 1, d.value ->> 2 "
                      "FROM inbox, json_each(decisions) d "
                      "WHERE decisions <> ''")
    expect(any(r[0] == intent and plain(text) in r[2] for r in rows),
           "%s by %s" % (intent, plain(text)), rows)


# ---------------------------------------------------------------- credit holds

@wants(r"file (\S+) has (no )?line (.*)")
def file_line(world, name, no, line):
    with open(world.path(name), encoding="utf-8") as f:
        lines = f.read().splitlines()
    expect((line in lines) != bool(no), (no or "") + line, "\n        ".join(lines))


@wants(r"no file (\S+)")
def no_file(world, name):
    expect(not os.path.exists(world.path(name)), "no " + name, "it is there")


@wants(r"webhooks for (\S+): (\d+)")
def webhooks(world, account, n):
    got = webhook_bodies(world, account)
    expect(len(got) == int(n), n, "\n        ".join(got) or "none")


@wants(r"webhook for (\S+) is (\{.*\})")
def webhook_is(world, account, body):
    got = webhook_bodies(world, account)
    expect(body in got, body, "\n        ".join(got) or "none")


def webhook_bodies(world, account):
    return [row[0] for row in world.rows(
        "SELECT params FROM touch WHERE channel = 'webhook' AND account = ? "
        "ORDER BY planned_at, id", (account,))]


# ------------------------------------------------------------ queues as folders

@wants(r"the (last|first) mail lies in (\w+)")
def lies_in(world, which, queue):
    path = world.lies(world.posted[-1 if which == "last" else 0])
    folder = os.path.basename(os.path.dirname(os.path.dirname(path or "/")))
    got = folder[len(".dunmail."):] if folder.startswith(".dunmail.") \
        else "inbox" if path else "nowhere"
    expect(got == queue, queue, got)


@wants(r"(\d+) mails? in folder (\w+)")
def in_folder(world, n, queue):
    got = [f for sub in ("new", "cur")
           for f in os.listdir(os.path.join(world.queue_folder(queue), sub))]
    expect(len(got) == int(n), n, got)


@wants(r"rules of (\S+) (?:were )?(confirmed|corrected|hit) (\d+) times?")
def rules_say(world, intent, what, n):
    """Each rule that spoke in a mail counts in it."""
    rows = [r for r in world.json(["rules"])
            if r["intent"] == intent and "rule" in r]
    key = {"hit": "hits"}.get(what, what)
    got = max([r[key] for r in rows] or [0])
    expect(got == int(n), n, rows)


@wants(r"precision of rules of (\S+) is (\S+)")
def rules_precision(world, intent, value):
    rows = [r for r in world.json(["rules"])
            if r["intent"] == intent and "rule" in r]
    got = {str(r["precision"]) for r in rows}
    expect(got == {value}, value, rows)


@wants(r"rules missed (\S+) in " + TEXT)
def rules_missed(world, intent, text):
    rows = world.json(["rules"])
    got = [t for r in rows if r["intent"] == intent
           for t in r.get("missed", [])]
    expect(any(plain(text) in t for t in got), plain(text), rows)


@wants(r"rules missed no (\S+)")
def rules_missed_none(world, intent):
    rows = world.json(["rules"])
    got = [t for r in rows if r["intent"] == intent
           for t in r.get("missed", [])]
    expect(not got, "none", got)


# ------------------------------------------------------- folders of accounts

@wants(r"mails in the folder of (\S+): (\d+)")
def account_mails(world, account, n):
    paths = world.account_folder(account)
    expect(len(paths) == int(n), "%s mails" % n,
           "%d: %s" % (len(paths), subjects(paths)))


@wants(r"a mail in the folder of (\S+) contains " + TEXT)
def account_mail(world, account, text):
    texts = [squeeze(post.part_text(post.read_letter(p), "plain"))
             for p in world.account_folder(account)]
    expect(any(plain(text) in t for t in texts), plain(text),
           "\n        ".join(texts) or "none")


# -------------------------------------------------------------- the portal

def page_of(world):
    page = getattr(world, "portal", None)
    if page is None:
        raise Failed("no page of the portal was opened")
    return page


@wants(r"the page (says|lacks) " + TEXT)
def page_says(world, how, text):
    words = page_of(world).words()
    expect((squeeze(plain(text)) in words) == (how == "says"),
           "%s %s" % (how, text), words)


@wants(r"the page has status (\d+)")
def page_status(world, status):
    page = page_of(world)
    expect(page.status == int(status), status,
           "%d: %s" % (page.status, page.words()[:300]))


@wants(r"(\d+) forms? (new|done|refused)")
def count_forms(world, n, state):
    got = world.rows("SELECT count(*) FROM post WHERE state = ?",
                     (state,))[0][0]
    expect(got == int(n), n, got)
