#!/usr/bin/env python3
"""The whole loop over a real Dovecot and Postfix: books in, reminders out,
customers answer, the gateway acts. Prints one line a check and how long each
answer took; exits 1 when a check failed."""
import datetime
import os
import signal
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from gateway import US, Checks, Gateway, Servers, answer, ends_as_exit, wait_for  # noqa: E402

check = Checks()
TODAY = datetime.datetime.now(datetime.timezone.utc).date()


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


# account, address, days past due of its invoice
PEOPLE = {
    "copy": ("L-1", "dana@larkspur.example", 12),
    "promise": ("L-2", "jonas@meridian.example", 21),
    "dispute": ("L-3", "priya@tamarack.example", 31),
    "away": ("L-4", "oliver@quill.example", 5),
    "forged": ("L-5", "marisol@blueheron.example", 13),
    "bounce": ("L-6", "bounce@hollow.example", 11),
    "gone": ("L-7", "gone@vandelay.example", 11),
    "later": ("L-8", "later@slow.example", 11),
}
# Never writes, so that nothing in the mailbox rests its reminders.
QUIET = ("Q-1", "books@quiet.example", 12)
ON_FILE_SECOND = "second@vandelay.example"


def invoice(who):
    return "INV-" + PEOPLE.get(who, QUIET)[0][2:].zfill(4)


def fill(gateway, people):
    gateway.books(
        "customers",
        [(a, f"{w} Ltd", "en-US", "UTC", "USD", "25000.00", 30, "retail", "", "no")
         for w, (a, _, _) in people.items()],
    )
    rows = [(a, f"Person {w}", e, "", "ap", "en-US") for w, (a, e, _) in people.items()]
    if "gone" in people:
        rows.append((people["gone"][0], "Second", ON_FILE_SECOND, "", "escalation", "en-US"))
    gateway.books("contacts", rows)
    gateway.books(
        "invoices",
        [(a, invoice(w), day(-late - 30), day(-late), "1842.50", "USD", "PO-1")
         for w, (a, _, late) in people.items()],
    )


def refused(servers, folder, name, **over):
    """Neither check nor tick speaks with such a server."""
    gateway = Gateway(folder, servers, **over)
    fill(gateway, {"quiet": QUIET})
    status, _, err = gateway.run("check")
    check(f"check refuses {name}", status == 1 and "log-in failed" in err, err)
    status, _, err = gateway.run("tick")
    check(f"tick refuses {name}", status == 1, err)
    states = sqlite3.connect(folder + "/ledger.db").execute(
        "SELECT state FROM touch WHERE kind = 'reminder'").fetchall()
    wanted = "accepted" if "imap_port" in over else "deferred"
    check(f"tick with {name} lost nothing", states == [(wanted,)], states)


def certificates(servers):
    for bad in ("WRONGHOST", "EXPIRED", "SELFSIGNED", "OLDTLS"):
        port = servers.port(bad)
        folder = f"{servers.dir}/{bad}"
        refused(servers, folder + "-smtp", f"smtp {bad}", smtp_port=port,
                smtp_tls="implicit")
        refused(servers, folder + "-imap", f"imap {bad}", imap_port=port)
    refused(servers, servers.dir + "/PLAIN-smtp", "smtp without STARTTLS",
            smtp_port=servers.mx_port)
    heard = b""
    for log in os.listdir(servers.dir + "/bad"):
        if log.endswith(".log"):
            with open(f"{servers.dir}/bad/{log}", "rb") as f:
                heard += f.read()
    check("no word was said to the wrong servers", heard == b"", heard)
    arrived = wait_for(lambda: len(servers.files(QUIET[1])) == 4)
    check("the wrong imap servers kept no reminder back", arrived)


def tasks(gateway, who):
    return [x["what"] for x in gateway.json("account", PEOPLE[who][0])
            if x["kind"] == "task"]


def has(gateway, who, kind, what=None, state=None):
    return any(
        x["kind"] == kind and what in (None, x["what"]) and state in (None, x["state"])
        for x in gateway.json("account", PEOPLE[who][0]))


def reminders(servers, gateway):
    began = time.monotonic()
    for who in ("copy", "promise", "dispute", "away", "forged"):
        address = PEOPLE[who][1]
        arrived = wait_for(lambda: servers.files(address))
        check(f"{address} has a reminder", arrived)
    print(f"     reminders arrived within {time.monotonic() - began:.2f} s")
    mail = servers.read(PEOPLE["copy"][1])[0]
    check("it names the invoice and has its PDF",
          invoice("copy") in mail.get_body(("plain",)).get_content()
          and [p for p in mail.iter_attachments()
               if p.get_content_type() == "application/pdf"], mail.as_string()[:800])
    check("the second contact takes over from a dead address",
          wait_for(lambda: servers.files(ON_FILE_SECOND)))
    check("the dead address is a task", wait_for(
        lambda: "bad-address" in tasks(gateway, "gone")), tasks(gateway, "gone"))
    check("a recipient for later is tried later",
          wait_for(lambda: has(gateway, "later", "out", None, "deferred")),
          gateway.must("account", PEOPLE["later"][0]))


def reply(servers, who, words, headers=(), wanted=True):
    """Reply as that customer; the answer and how long it took to arrive."""
    address = PEOPLE[who][1]
    before = len(servers.files(address))
    mail, to = answer(servers.read(address)[0], address, words, headers)
    servers.submit(address, to, mail)
    began = time.monotonic()
    if not wanted:
        return mail
    arrived = wait_for(lambda: len(servers.files(address)) > before, 60)
    took = time.monotonic() - began
    if not check(f"{who}: an answer came", arrived):
        return None
    print(f"     {who}: {took:.2f} s from reply to answer")
    got = servers.read(address)[-1]
    check(f"{who}: in the customer's own thread",
          str(got["In-Reply-To"]).strip() == str(mail["Message-ID"]).strip(),
          got["In-Reply-To"])
    return got


def replies(servers, gateway):
    got = reply(servers, "copy", f"Hi,\n\ncould you send me a copy of invoice "
                f"{invoice('copy')}? It never made it into our system.\n\nThanks, Dana")
    pdfs = [p.get_content() for p in got.iter_attachments()
            if p.get_content_type() == "application/pdf"] if got else []
    check("copy: with one PDF", len(pdfs) == 1 and pdfs[0].startswith(b"%PDF-"))
    reply(servers, "promise", "Dear all,\n\nwe will transfer the full amount for "
          f"{invoice('promise')} on {day(5)}.\n\nKind regards\nJonas")
    check("promise: recorded", has(gateway, "promise", "promise", None, "open"),
          gateway.must("account", PEOPLE["promise"][0]))
    check("promise: no reminder while it lives",
          "promised" in gateway.must("why", invoice("promise")))
    reply(servers, "dispute", f"{invoice('dispute')} is wrong: we were charged 1,842.50 "
          "but the price we agreed was 1,600.00. This is disputed.\n\nPriya")
    check("dispute: opened", has(gateway, "dispute", "dispute", "pricing", "open"),
          gateway.must("account", PEOPLE["dispute"][0]))


def machines(servers, gateway):
    """Nobody answers a machine, or a forger."""
    before = {w: len(servers.files(PEOPLE[w][1])) for w in ("away", "forged")}
    reply(servers, "away", f"I am out of the office until {day(4)} and will read "
          "your message when I am back.",
          [("Auto-Submitted", "auto-replied")], wanted=False)
    check("away: understood", wait_for(lambda: has(gateway, "away", "in", "auto-reply")))
    check("bounce: Postfix's report reached the right account",
          wait_for(lambda: has(gateway, "bounce", "in", "bounce")),
          gateway.must("account", PEOPLE["bounce"][0]))
    check("bounce: the touch is bounced and a person is called",
          has(gateway, "bounce", "out", None, "bounced")
          and "bad-address" in tasks(gateway, "bounce"))
    address = PEOPLE["forged"][1]
    received = servers.read(address)[0]
    for thread in (True, False):
        mail, to = answer(received, address, "Please send a copy of invoice "
                          f"{invoice('forged')} to me today.", thread=thread)
        servers.throw(address, to, mail)
    seen = wait_for(lambda: tasks(gateway, "forged").count("forged") == 2)
    check("forged: both mails called a person", seen,
          gateway.must("account", PEOPLE["forged"][0]))
    # Whatever was to be sent for them would have gone before this answer.
    reply(servers, "copy", f"And a copy of {invoice('copy')} once more, please.")
    for who, count in before.items():
        check(f"{who}: nothing was sent",
              len(servers.files(PEOPLE[who][1])) == count)


def flags(servers):
    """In the inbox and in the folders of the queues."""
    box = servers.imap(US)
    _, lines = box.list('""', "*")
    found = {"ALL": 0, "SEEN": 0, "FLAGGED": 0}
    for line in lines:
        folder = line.decode().rsplit(" ", 1)[1].strip('"')
        if folder != "INBOX" and "dunmail" not in folder:
            continue
        if box.select('"%s"' % folder, readonly=True)[0] != "OK":
            continue
        for what in found:
            found[what] += len(box.search(None, what)[1][0].split())
    box.logout()
    check("a person's flags stand as they were, and none was added",
          found["ALL"] >= 8 and found["SEEN"] == found["FLAGGED"] == 1,
          str(found))


def put_seen_mail(servers):
    """A mail that a person has read before the gateway came."""
    box = servers.imap(US)
    box.append("INBOX", r"(\Seen \Flagged)", None,
               b"From: anna@example.com\r\nTo: ar@example.com\r\n"
               b"Subject: lunch\r\nMessage-ID: <lunch@example.com>\r\n\r\n"
               b"At noon?\r\n")
    box.logout()


def second_gateway(gateway):
    for command in ("run", "tick"):
        status, _, err = gateway.run(command)
        check(f"a second {command} is refused",
              status == 1 and "another gateway" in err, err)


def end(gateway, log):
    began = time.monotonic()
    os.kill(gateway.process.pid, signal.SIGTERM)
    try:
        status = gateway.process.wait(10)
    except Exception:
        status = None
    took = time.monotonic() - began
    check("SIGTERM ends it cleanly within 10 s", status == 0, open(log).read()[-800:])
    print(f"     ended within {took:.2f} s")
    check("and leaves no process behind", not gateway.group(), gateway.group())


def loop(servers):
    gateway = Gateway(servers.dir + "/gw", servers)
    log = servers.dir + "/run.log"
    put_seen_mail(servers)
    fill(gateway, PEOPLE)
    status, out, err = gateway.run("check")
    check("check logs in to both servers", status == 0, out + err)
    gateway.start(log)
    try:
        reminders(servers, gateway)
        second_gateway(gateway)
        replies(servers, gateway)
        machines(servers, gateway)
        flags(servers)
        check("verify", gateway.run("verify")[0] == 0)
        end(gateway, log)
        with open(log) as f:
            errors = [x for x in f if " error " in x or "Sanitizer" in x]
        check("no error was logged", not errors, "".join(errors))
    finally:
        gateway.kill()


def main():
    ends_as_exit()
    servers = Servers()
    try:
        loop(servers)
        certificates(servers)
    finally:
        servers.stop()
    print(f"loop_test: {'FAILED' if check.failed else 'all is well'}")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
