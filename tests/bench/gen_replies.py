#!/usr/bin/env python3
"""gen_replies.py COUNT ACCOUNTS MAILDIR: replies as customers' programs write them.

Each comes from the contact of an account of gen_ledger.py and names one of
that account's invoices. Shapes: Gmail, Outlook, Apple Mail, plain text,
out-of-office and delivery reports; text and HTML, several charsets and
transfer encodings, the reminder quoted below, sometimes twice, now and then
with a PDF. The same arguments always give the same mails.
"""
import base64
import html
import os
import quopri
import random
import sys
import textwrap
from email.header import Header

from gen_ledger import account, address, amount, company, person

OURS = "Example Supply, Accounts Receivable"
BOX = "ar@example.com"

SAY = {
    "en": (
        "We dispute invoice {inv}: the price agreed was lower than the one you charged. Please send a corrected invoice.",
        "Two cartons of {inv} arrived damaged, so we will not pay before you have issued a credit.",
        "Payment of {amount} for {inv} will go out on December 4.",
        "We will transfer the full amount of {inv} next Friday.",
        "Could you please send me a copy of invoice {inv}? I cannot find it.",
        "Please send the proof of delivery for {inv}, our warehouse has no record of it.",
        "{inv} was paid on November 16 by wire, reference 7730921. Please check your records.",
        "Please send us a statement of our account.",
        "Can you confirm your bank details for {inv}?",
        "Could we pay {inv} in three monthly instalments?",
        "I am no longer in charge of payables, please write to my colleague in future.",
        "Please call me about {inv}.",
        "Thank you, well received. I have passed it on.",
        "What is the purchase order behind {inv}?",
    ),
    "de": (
        "wir beanstanden die Rechnung {inv}: der berechnete Preis stimmt nicht mit der Bestellung überein.",
        "die Rechnung {inv} wird am 04.12.2026 bezahlt.",
        "bitte senden Sie uns eine Kopie der Rechnung {inv}.",
        "die Rechnung {inv} haben wir bereits am 16.11.2026 überwiesen.",
    ),
    "fr": (
        "nous contestons la facture {inv} : la quantité livrée est inférieure à la commande.",
        "le règlement de la facture {inv} partira le 4 décembre.",
        "pourriez-vous m'envoyer un duplicata de la facture {inv} ?",
    ),
    "es": (
        "la factura {inv} ya fue pagada el 16 de noviembre.",
        "¿podría enviarme una copia de la factura {inv}?",
    ),
}
GREET = {"en": "Hello,", "de": "Guten Tag,", "fr": "Bonjour,", "es": "Buenos días,"}
BYE = {"en": "Kind regards", "de": "Mit freundlichen Grüßen",
       "fr": "Cordialement", "es": "Un saludo"}
MORE = (
    "Please note that our office is closed on Thursday.",
    "I copy my colleague from purchasing, who knows the order.",
    "For the other items we are still waiting for the goods receipt.",
    "Your reference and ours are in the subject line.",
)
CONFIDENTIAL = ("This message and its attachments are confidential and meant "
                "for the addressee only. If you are not the addressee, please "
                "delete it and tell the sender. Views expressed are the "
                "author's own.")
STYLE = "\n".join(
    f"p.MsoNormal{i}, li.MsoNormal{i} {{margin:0cm; font-size:11.0pt; "
    "font-family:\"Calibri\",sans-serif; mso-fareast-language:EN-US;}}"
    for i in range(24))


class Reply:
    def __init__(self, rng, i, accounts):
        self.rng = rng
        self.who = i % accounts
        number = self.who * pow(7919, -1, accounts) % accounts
        self.inv = f"INV-{number:08}"
        self.amount = "$" + amount(number)
        self.name, self.mail = person(self.who), address(self.who)
        self.domain = self.mail.split("@")[1]
        self.subject = f"Reminder: invoice {self.inv} is past due"
        self.id = f"{i}.{rng.getrandbits(48):x}@mx.{self.domain}"
        self.minute = i % 60
        self.lang = rng.choices(("en", "de", "fr", "es"), (80, 9, 7, 4))[0]

    def new_text(self):
        rng, lang = self.rng, self.lang
        say = rng.choice(SAY[lang]).format(inv=self.inv, amount=self.amount)
        lines = [GREET[lang], "", say]
        lines += rng.sample(MORE, rng.choice((0, 0, 1, 2))) if lang == "en" else []
        lines += ["", BYE[lang], "", self.name, company(self.who),
                  f"Tel. +1 555 01{self.who % 100:02}"]
        if rng.random() < .3:
            lines += [""] + textwrap.wrap(CONFIDENTIAL, 74)
        return lines

    def quoted(self):
        row = f"{self.inv}   11/18/2026   5 days late   {self.amount}"
        token = f"{self.rng.getrandbits(700):0175x}"
        text = [f"Dear {self.name},", "",
                "Perhaps this was overlooked: our books show this invoice as "
                "unpaid after the due date.", "", row, "",
                f"Pay online: https://pay.example.com/p/{token}",
                "You can also pay by bank transfer:", "First Example Bank",
                "Routing 000000000", "Account 0000000000", "",
                "Our bank details have not changed, and we never announce new "
                "ones by e-mail.", "",
                "If you have paid in the last few days, thank you, and please "
                "ignore this message.", "", OURS, "+1 217 555 0100"]
        for _ in range(self.rng.choices((0, 1, 2, 4), (60, 22, 12, 6))[0]):
            text += ["", "-----", ""] + text[:21]
        return text

    def headers(self, sender=None, subject=None, extra=()):
        sender = sender or f"{Header(self.name, 'utf-8').encode()} <{self.mail}>"
        subject = subject or f"Re: {self.subject}"
        stamp = f"Mon, 23 Nov 2026 09:{self.minute:02}:11 +0000"
        sign = "\n\t".join(base64.b64encode(self.rng.randbytes(54)).decode()
                           for _ in range(5))
        return "\n".join((
            f"Received: from mx.{self.domain} (mx.{self.domain} [192.0.2.9])",
            f"\tby mail.example.com (Postfix) with ESMTPS id {self.rng.getrandbits(40):X}",
            f"\tfor <{BOX}>; {stamp}",
            f"Received: by mx.{self.domain} with SMTP id {self.rng.getrandbits(60):x};",
            f"\t{stamp}",
            "X-Spam-Status: No, score=-1.9 required=5.0 tests=DKIM_SIGNED,",
            "\tDKIM_VALID,DKIM_VALID_AU,SPF_HELO_NONE,SPF_PASS autolearn=ham",
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;",
            f"\td={self.domain}; s=s1; h=from:to:subject:date; b={sign}",
            f"From: {sender}", f"To: {OURS} <{BOX}>",
            f"Subject: {Header(subject, 'utf-8', 900).encode()}",
            f"Date: {stamp}", f"Message-ID: <{self.id}>",
            f"In-Reply-To: <{self.rng.getrandbits(80):x}@example.com>",
            *extra, "MIME-Version: 1.0", ""))


def part(kind, text, charset, coding, more=""):
    raw = text.encode(charset, "replace")
    if coding == "base64":
        body = base64.encodebytes(raw).decode()
    elif coding == "quoted-printable":
        body = quopri.encodestring(raw).decode()
    else:
        body = raw.decode(charset)
    return (f"Content-Type: {kind}; charset={charset}{more}\n"
            f"Content-Transfer-Encoding: {coding}\n\n{body}\n")


def multipart(rng, kind, parts, more=""):
    edge = f"=_{rng.getrandbits(80):x}"
    return (f'Content-Type: multipart/{kind};{more} boundary="{edge}"\n\n'
            + "".join(f"--{edge}\n{p}\n" for p in parts) + f"--{edge}--\n")


def in_html(lines, mark):
    return "".join(f"<{mark}>{html.escape(x) or '&nbsp;'}</{mark.split()[0]}>\n"
                   for x in lines)


def coding_of(rng):
    charset = rng.choice(("utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252"))
    coding = "base64" if rng.random() < .15 else "quoted-printable"
    return charset, coding


def both(rng, text, page, html_alone):
    charset, coding = coding_of(rng)
    if rng.random() < html_alone:
        return part("text/html", page, charset, coding)
    return multipart(rng, "alternative",
                     (part("text/plain", text, charset, coding),
                      part("text/html", page, charset, coding)))


def gmail(r):
    new, old = r.new_text(), r.quoted()
    intro = f"On Mon, Nov 23, 2026 at 8:{r.minute:02} AM {OURS} <\n{BOX}> wrote:"
    text = "\n".join(new + ["", intro, ""] + ["> " + x for x in old])
    page = ('<div dir="ltr">' + in_html(new, "div") + '</div><br><div class='
            '"gmail_quote"><div dir="ltr" class="gmail_attr">'
            + html.escape(intro) + '<br></div><blockquote class="gmail_quote" '
            'style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:'
            '1ex">' + "<br>".join(map(html.escape, old)) + "</blockquote></div>")
    return r.headers(), both(r.rng, text, page, .05)


def outlook(r):
    new, old = r.new_text(), r.quoted()
    words = r.rng.choice((("From", "Sent", "To", "Subject"),
                          ("From", "Sent", "To", "Subject"),
                          ("Von", "Gesendet", "An", "Betreff")))
    head = list(zip(words, (f"{OURS} <{BOX}>", "Monday, November 23, 2026 8:10 AM",
                            f"{r.name} <{r.mail}>", r.subject)))
    rule = r.rng.choice(("-----Original Message-----", "_" * 32))
    text = "\n".join(new + ["", rule] + [f"{k}: {v}" for k, v in head] + [""] + old)
    page = ("<html><head><style><!--\n" + STYLE + "\n--></style></head><body>"
            + in_html(new, 'p class="MsoNormal"')
            + '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:'
            '3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
            + "<br>".join(f"<b>{k}:</b> {html.escape(v)}" for k, v in head)
            + "</p></div>" + in_html(old, 'p class="MsoNormal"')
            + "</body></html>")
    return r.headers(), both(r.rng, text, page, .7)


def apple(r):
    new, old = r.new_text(), r.quoted()
    intro = f"On 23 Nov 2026, at 08:{r.minute:02}, {OURS} <{BOX}> wrote:"
    text = "\n".join(new + ["", "> " + intro, ">"] + ["> " + x for x in old])
    page = ('<html><body style="overflow-wrap: break-word;">'
            + "<br>".join(map(html.escape, new))
            + '<div><br><blockquote type="cite"><div>' + html.escape(intro)
            + '</div><br class="Apple-interchange-newline"><div>'
            + "<br>".join(map(html.escape, old))
            + "</div></blockquote></div></body></html>")
    return r.headers(), both(r.rng, text, page, .3)


def plain(r):
    intro = f"Am 23.11.26 um 08:{r.minute:02} schrieb {OURS}:"
    text = "\n".join(r.new_text() + ["", intro] + ["> " + x for x in r.quoted()])
    flowed = r.rng.choice(("", "; format=flowed"))
    return r.headers(), part("text/plain", text, "utf-8", "8bit", flowed)


def away(r):
    subject, text = r.rng.choice((
        ("Automatic reply", "I am out of the office until November 30 and will "
         "answer when I am back."),
        ("Automatische Antwort", "ich bin bis zum 30.11.2026 nicht im Büro."),
        ("Réponse automatique", "je suis absent jusqu'au 30 novembre.")))
    extra = ("Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All")
    lines = [text, "", r.name]
    if r.rng.random() < .5:
        lines += [""] + ["> " + x for x in r.quoted()]
    return (r.headers(subject=f"{subject}: {r.subject}", extra=extra),
            part("text/plain", "\n".join(lines), "utf-8", "quoted-printable"))


def bounce(r):
    status, why = r.rng.choice((("5.1.1", "550 5.1.1 User unknown"),
                                ("4.2.2", "452 4.2.2 Mailbox full"),
                                ("5.7.1", "554 5.7.1 Rejected as spam")))
    notice = (f"This is the mail system at mx.{r.domain}.\n\nYour message could "
              f"not be delivered.\n\n<{r.mail}>: host mx.{r.domain} said: {why}\n")
    report = (f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; "
              f"mx.{r.domain}\n\nFinal-Recipient: rfc822; {r.mail}\nAction: "
              f"failed\nStatus: {status}\nDiagnostic-Code: smtp; {why}\n")
    old = (f"Content-Type: message/rfc822\n\nFrom: {OURS} <{BOX}>\nTo: "
           f"{r.mail}\nSubject: {r.subject}\nMIME-Version: 1.0\nContent-Type: "
           "text/plain; charset=utf-8\n\n" + "\n".join(r.quoted()) + "\n")
    return (r.headers(sender=f"Mail Delivery System <MAILER-DAEMON@{r.domain}>",
                      subject="Undelivered Mail Returned to Sender",
                      extra=("Auto-Submitted: auto-replied",)),
            multipart(r.rng, "report",
                      (part("text/plain", notice, "us-ascii", "7bit"), report, old),
                      " report-type=delivery-status;"))


SHAPES = ((gmail, 30), (outlook, 35), (apple, 15), (plain, 10), (away, 6),
          (bounce, 4))


def with_pdf(rng, body):
    data = base64.encodebytes(rng.randbytes(rng.randint(1500, 9000))).decode()
    pdf = ('Content-Type: application/pdf; name="remittance.pdf"\n'
           'Content-Disposition: attachment; filename="remittance.pdf"\n'
           f"Content-Transfer-Encoding: base64\n\n{data}\n")
    return multipart(rng, "mixed", (body, pdf))


def main():
    count, accounts, maildir = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    for folder in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(maildir, folder), exist_ok=True)
    shapes, weights = zip(*SHAPES)
    for i in range(count):
        rng = random.Random(i)
        r = Reply(rng, i, accounts)
        shape = rng.choices(shapes, weights)[0]
        head, body = shape(r)
        if shape in (gmail, outlook, apple) and rng.random() < .075:
            body = with_pdf(rng, body)
        data = (head + body).encode("utf-8")
        # Both sizes in the name, as Dovecot's own delivery writes them.
        name = (f"{1795420800 + i // 50}.M{i}P1.bench,S={len(data)},"
                f"W={len(data) + data.count(10)}:2,")
        with open(os.path.join(maildir, "cur", name), "wb") as f:
            f.write(data)


main()
