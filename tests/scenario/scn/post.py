"""Mails of a page: those that customers and machines write, and those that
the gateway delivered."""

import email
import email.policy
import email.utils
import re

from .page import Failed


def read_letter(path):
    with open(path, "rb") as f:
        return email.message_from_binary_file(f, policy=email.policy.default)


# Which of several mails: of those of one tick no order is promised, so that
# pages name by subject ("About to be sent") what comes beside another.
WHICH = r'(last|first|"[^"]+")'


def pick_letter(paths, which, address):
    """The oldest, the newest, or the newest with that in its subject."""
    letters = [read_letter(p) for p in reversed(paths)]
    if which == "first":
        letters.reverse()
    elif which != "last":
        letters = [x for x in letters if which[1:-1] in str(x["Subject"])]
    if not letters:
        raise Failed("there is no such mail to %s" % address)
    return letters[0]


def part_text(letter, kind):
    """The words of the part of that type ('plain', 'html')."""
    for part in letter.walk():
        if part.get_content_type() == "text/" + kind and \
                part.get_content_disposition() != "attachment":
            return part.get_content().replace("\r\n", "\n")
    return ""


def pdf_names(letter):
    """Names of the attached PDFs; one that is no PDF fails the page."""
    names = []
    for part in letter.walk():
        if part.get_content_type() != "application/pdf":
            continue
        data = part.get_content()
        if not data.startswith(b"%PDF-"):
            raise Failed("attachment %s is no PDF" % part.get_filename())
        names.append(part.get_filename() or "")
    return names


def attachment_names(letter):
    return [p.get_filename() or "?" for p in letter.iter_attachments()
            if p.get_content_disposition() == "attachment"]


def invitations(letter):
    """The attached calendars, unfolded; one that no REQUEST is fails."""
    found = []
    for part in letter.walk():
        if part.get_content_type() != "text/calendar":
            continue
        if part.get_param("method") not in ("REQUEST", "CANCEL"):
            raise Failed("an invitation without a method")
        text = part.get_payload(decode=True).decode("utf-8")
        found.append(re.sub(r"\r\n[ \t]", "", text))
    return found


def attached_mail(letter):
    """The one mail in the mail."""
    for part in letter.walk():
        if part.get_content_type() == "message/rfc822":
            return part.get_payload()[0]
    raise Failed("no mail is attached")


def calendar_field(text, name):
    """The line of that property, with its parameters."""
    match = re.search(r"^%s[;:].*$" % name, text, re.M)
    return match.group(0).rstrip("\r") if match else ""


def message_id(letter):
    return re.sub(r"\s", "", str(letter["Message-ID"] or ""))


def reply_address(letter):
    value = letter["Reply-To"] or letter["From"]
    return value.addresses[0].addr_spec


def address_of(text):
    return email.utils.parseaddr(text)[1]


def rfc_date(seconds):
    return email.utils.formatdate(seconds)


class Draft:
    """One mail on its way to the gateway, in the words of a mail client."""

    def __init__(self, world, sender):
        self.world = world
        self.sender = sender
        self.answers = None  # a delivered letter
        self.to = None
        self.threaded = True
        self.history = True  # References, as nearly all clients write them
        self.quotes = True
        self.subject = None
        self.date = world.now()
        self.headers = []
        self.attachments = []

    def domain(self):
        return address_of(self.sender).rsplit("@", 1)[-1]

    def head(self):
        letter = self.answers
        to = self.to
        subject = self.subject
        if letter is not None:
            to = to or reply_address(letter)
            subject = subject or "Re: " + str(letter["Subject"])
        number = len(self.world.posted) + 1
        lines = [
            "From: " + self.sender,
            "To: " + (to or "ar@harbourpine.example"),
            "Subject: " + (subject or "Your invoices"),
            "Date: " + rfc_date(self.date),
            "Message-ID: <in-%d@%s>" % (number, self.domain()),
        ]
        if letter is not None and self.threaded:
            lines.append("In-Reply-To: " + message_id(letter))
            if self.history:
                chain = str(letter["References"] or "").split()
                lines.append("References: " +
                             "\n ".join(chain + [message_id(letter)]))
        return lines + self.headers + ["MIME-Version: 1.0"]

    def quoted(self):
        if self.answers is None or not self.quotes:
            return ""
        text = part_text(self.answers, "plain").rstrip("\n")
        return "\nOn %s, Harbour & Pine wrote:\n%s\n" % (
            self.answers["Date"].datetime.strftime("%a, %b %d, %Y at %H:%M"),
            "\n".join(("> " + l).rstrip() for l in text.split("\n")))

    def build(self, words):
        text = words + self.quoted()
        lines = self.head()
        plain = ["Content-Type: text/plain; charset=utf-8",
                 "Content-Transfer-Encoding: 8bit", "", text]
        if not self.attachments:
            return "\n".join(lines + plain).encode("utf-8")
        out = lines + ['Content-Type: multipart/mixed; boundary="part"', "",
                       "--part"] + plain
        for name in self.attachments:
            out += ["--part", "Content-Type: application/octet-stream",
                    'Content-Disposition: attachment; filename="%s"' % name,
                    "", "(the bytes of %s)" % name]
        return "\n".join(out + ["--part--", ""]).encode("utf-8")


def calendar_answer(world, sender, invitation, how):
    """What a calendar program answers to it (RFC 5546, 6047)."""
    method = "COUNTER" if how["start"] else "REPLY"
    organizer = calendar_field(invitation, "ORGANIZER")
    to = organizer.rsplit("mailto:", 1)[-1]
    uid = how["uid"] or calendar_field(invitation, "UID")[4:]
    start = how["start"] or calendar_field(invitation, "DTSTART")
    if not start.startswith("DTSTART"):
        start = "DTSTART:" + start
    number = len(world.posted) + 1
    head = [
        "From: " + sender,
        "To: " + to,
        "Subject: %s: %s" % (how["state"].capitalize(),
                             calendar_field(invitation, "SUMMARY")[8:]),
        "Date: " + rfc_date(world.now()),
        "Message-ID: <cal-%d@%s>" % (number, sender.rsplit("@", 1)[-1]),
    ] + how["headers"] + [
        "MIME-Version: 1.0",
        'Content-Type: multipart/alternative; boundary="cal"', "",
        "--cal", "Content-Type: text/plain; charset=utf-8", "",
        how["words"], "--cal",
        'Content-Type: text/calendar; charset="utf-8"; method=' + method, "",
        "BEGIN:VCALENDAR", "PRODID:-//Customer//Calendar//EN",
        "VERSION:2.0", "METHOD:" + method, "BEGIN:VEVENT", organizer,
        "ATTENDEE;PARTSTAT=%s;RSVP=TRUE:mailto:%s" % (how["state"], sender),
        "UID:" + uid, start, calendar_field(invitation, "SEQUENCE"),
        "DTSTAMP:20261101T000000Z", "END:VEVENT", "END:VCALENDAR", "--cal--",
        ""]
    return "\n".join(head).encode("utf-8")


def bounce(world, letter, address, status, claimed_id):
    """A report of RFC 3464 by the server in charge of the address."""
    host = "mx." + address.rsplit("@", 1)[-1]
    hard = status.startswith("5")
    number = len(world.posted) + 1
    return ("""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@%(host)s>
To: ar@harbourpine.example
Subject: %(subject)s
Date: %(date)s
Message-ID: <report-%(number)d@%(host)s>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="rep"

--rep
Content-Type: text/plain; charset=us-ascii

This is the mail system at host %(host)s.
Your message to <%(address)s> could not be delivered.

--rep
Content-Type: message/delivery-status

Reporting-MTA: dns; %(host)s
Arrival-Date: %(date)s

Final-Recipient: rfc822; %(address)s
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; %(code)s %(status)s <%(address)s>: %(why)s

--rep
Content-Type: text/rfc822-headers

From: %(from)s
To: %(address)s
Subject: %(about)s
Message-ID: %(id)s

--rep--
""" % {
        "host": host, "address": address, "status": status,
        "number": number, "date": rfc_date(world.now()),
        "subject": "Undelivered Mail Returned to Sender" if hard
        else "Delayed Mail (still being retried)",
        "action": "failed" if hard else "delayed",
        "code": "550" if hard else "451",
        "why": "User unknown" if hard else "Try again later",
        "from": letter["From"] if letter else "ar@harbourpine.example",
        "about": letter["Subject"] if letter else "Invoices",
        "id": claimed_id or message_id(letter),
    }).encode("utf-8")


def complaint(world, letter, address):
    """A report of RFC 5965: the reader pressed the button for spam."""
    return ("""From: Feedback <fbl@%(domain)s>
To: ar@harbourpine.example
Subject: Complaint
Date: %(date)s
Message-ID: <complaint-%(number)d@%(domain)s>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="rep"

--rep
Content-Type: text/plain

This is an abuse report for a message received from your server.

--rep
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Feedback/1.0
Version: 1

--rep
Content-Type: message/rfc822

From: %(from)s
To: %(address)s
Subject: %(about)s
Message-ID: %(id)s

(the mail)
--rep--
""" % {
        "domain": address.rsplit("@", 1)[-1], "address": address,
        "date": rfc_date(world.now()), "number": len(world.posted) + 1,
        "from": letter["From"], "about": letter["Subject"],
        "id": message_id(letter),
    }).encode("utf-8")
