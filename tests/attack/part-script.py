"""Scripts in every field that is shown: books, contacts, forms, file names,
notes, what is searched for. Each page of each account has to have the elements
and attributes of the page of a harmless account of the same shape, and leads
nowhere else; a sample is opened in a browser that would run it."""

import html.parser
import itertools
import shutil
import sqlite3
import subprocess
import sys
import urllib.parse
import uuid

from house import Client, House, form_id, number

CODE = "document.title='PWNED'"
CORES = [
    "<script>%s</script>", "<ScRiPt>%s</sCrIpT>", "<script src=data:,%s>",
    "<img src=x onerror=%s>", "<img src=x onerror=\"%s\">", "<svg/onload=%s>",
    "<svg><script>%s</script></svg>", "<body onload=%s>",
    "<iframe srcdoc='<script>%s</script>'>", "<a href=javascript:%s>x</a>",
    "<input autofocus onfocus=%s>", "<details open ontoggle=%s>",
    "<video><source onerror=%s>", "<math><mi xlink:href=javascript:%s>",
    "<style>@import 'javascript:%s'</style>", "<object data=javascript:%s>",
    "<base href=javascript:%s//>", "<meta http-equiv=refresh content=0;%s>",
    "<form action=javascript:%s><button>x", "<marquee onstart=%s>",
    "javascript:%s", "JaVaScRiPt:%s", "data:text/html,<script>%s</script>",
    "{{{company.name}}}<script>%s</script>", "{{> content}}%s",
    "{{#account}}<script>%s</script>{{/account}}", "&lt;script&gt;%s",
    "&#60;script&#62;%s&#60;/script&#62;", "\\u003cscript\\u003e%s",
    "+ADw-script+AD4-%s", "\uff1cscript\uff1e%s", "<!--><script>%s</script>-->",
    "<![CDATA[<script>%s</script>]]>", "<?xml version='1.0'?>%s",
]
BEFORE = ["", "\">", "'>", "\" onmouseover=%s x=\"", "' onfocus=%s x='",
          "</title>", "</textarea>", "</style>", "</script>", "</td></table>",
          "</option></select>", "-->", "]]>", "`", "\\", "</h1>", "</dl></section>",
          "%%3C", "&quot;&gt;", "\"><!--"]
AFTER = ["", "<", "\"", "<!--", "<plaintext>"]


def payloads(count):
    """All of them are different, and none has a control character."""
    out, seen = [], set()
    for after, before, core in itertools.product(AFTER, BEFORE, CORES):
        text = (before.replace("%s", CODE).replace("%%", "%") +
                core.replace("%s", CODE) + after)
        if text not in seen:
            seen.add(text)
            out.append(text)
    if count <= len(out):  # spread, so that a short run has of each
        return [out[i * len(out) // count] for i in range(count)]
    return out


class Shape(html.parser.HTMLParser):
    """Elements with the names of their attributes, and where links lead."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.leads = {}, []
        self.feed(text.decode("utf-8", "strict"))
        self.close()

    def handle_starttag(self, tag, attrs):
        key = (tag, tuple(sorted(name for name, _ in attrs)))
        self.elements[key] = self.elements.get(key, 0) + 1
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction"):
                self.leads.append(value or "")


def leads_away(target):
    return not (target.startswith(("/", "?", "#", "mailto:", "tel:")) or
                target == "") or target.startswith("//")


def books(house, texts):
    """Account 0 is harmless; words of the same number of lines."""
    every = list(enumerate(texts))
    house.load("customers", [["account", "name", "currency", "segment",
                              "collector"]] + [
        ["A-%d" % n, t, "USD", t[:60], t[:100]] for n, t in every])
    house.load("contacts", [["account", "name", "email", "phone", "role"]] + [
        ["A-%d" % n, t, "pat@a%d.example" % n, t[:40], "ap"]
        for n, t in every])
    house.load("invoices", [["account", "invoice", "issued", "due", "amount",
                             "currency", "po"]] + [
        ["A-%d" % n, "INV-%d%s" % (n, k), "2026-09-25", "2026-10-25",
         "500.00", "USD", t] for n, t in every for k in "ab"])
    house.load("payments", [["account", "payment", "received", "amount",
                             "currency", "method", "reference", "invoice",
                             "applied"]] + [
        ["A-%d" % n, "PAY-%d" % n, "2026-10-20", "100.00", "USD", t[:60], t,
         "INV-%da" % n, "60.00"] for n, t in every])
    house.load("credits", [["account", "credit", "issued", "amount",
                            "currency", "invoice", "applied", "reason"]] + [
        ["A-%d" % n, "CR-%d" % n, "2026-10-21", "50.00", "USD",
         "INV-%da" % n, "20.00", t] for n, t in every])


def notes(house, texts):
    db = sqlite3.connect(house.path("var/ledger.db"), timeout=60)
    with db:
        for n, t in enumerate(texts):
            db.execute("INSERT INTO note (id, account, invoice, at, author, "
                       "kind, text, inbox) VALUES (?, ?, '', ?, ?, ?, ?, '')",
                       ("n%d" % n, "A-%d" % n, 1793000000, t, t[:60], t))
            db.execute("INSERT INTO task (id, account, kind, text, state, at, "
                       "inbox) VALUES (?, ?, ?, ?, 'open', ?, '')",
                       ("t%d" % n, "A-%d" % n, t[:60], t, 1793000000))
    db.close()


def multipart(fields, name, data):
    mark = uuid.uuid4().hex
    out = b""
    for key, value in fields:
        out += ('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
                '%s\r\n' % (mark, key, value)).encode()
    quoted = name.replace("\\", "\\\\").replace('"', "%22")
    out += ('--%s\r\nContent-Disposition: form-data; name="files"; '
            'filename="%s"\r\nContent-Type: text/plain\r\n\r\n'
            % (mark, quoted)).encode() + data + b"\r\n"
    return out + ("--%s--\r\n" % mark).encode(), \
        "multipart/form-data; boundary=" + mark


def forms(client, base, n, text):
    sent = 0
    for page, fields in (
            ("message", [("words", text)]),
            ("messages", [("words", text)]),
            ("dispute", [("invoices", "INV-%db" % n), ("reason", "other"),
                         ("words", text)])):
        status, _, shown = client.ask("GET", base + "/" + page)
        if status != 200 or b'name="form"' not in shown:
            continue
        body, kind = multipart([("form", form_id(shown))] + fields,
                               text[:70] + ".txt", b"x")
        status, _, _ = client.ask("POST", base + "/" + page, body,
                                  {"Content-Type": kind})
        sent += status == 303
    return sent


CUSTOMER = ["", "/account", "/invoice/INV-%da", "/invoice/INV-%db",
            "/payments", "/payments/PAY-%d", "/payments/CR-%d", "/statement",
            "/documents", "/messages", "/dispute", "/promise", "/pay",
            "/preferences", "/request"]
STAFF = ["/staff/account?id=A-%d", "/staff/timeline?id=A-%d",
         "/staff/documents?id=A-%d"]
ECHO = ["/staff?q=%s", "/staff/queue?id=%s", "/staff?show=%s"]


class Judge:
    def __init__(self):
        self.pages = 0
        self.bad = []
        self.kept = []  # some, for the browser

    def look(self, name, twin, got):
        """Each is (status, headers, text)."""
        self.pages += 1
        if got[0] != twin[0]:
            self.bad.append("%s: %d, its twin %d" % (name, got[0], twin[0]))
            return
        shape, wanted = Shape(got[2]), Shape(twin[2])
        if shape.elements != wanted.elements:
            more = {k: v for k, v in shape.elements.items()
                    if wanted.elements.get(k) != v}
            self.bad.append("%s: elements %s" % (name, more))
        for target in shape.leads:
            if leads_away(target):
                self.bad.append("%s: leads to %r" % (name, target))
        csp = got[1].get("Content-Security-Policy", "")
        if "default-src 'none'" not in csp or "script-src" in csp:
            self.bad.append("%s: policy %r" % (name, csp))
        if self.pages % 97 == 0:
            self.kept.append((name, got[2]))


def in_browser(binary, house, kept):
    """(opened, pwned); without the policy, which would hide a mistake."""
    opened = pwned = 0
    control = house.path("control.html")
    with open(control, "w") as f:
        f.write("<title>x</title><img src=x onerror=%s>" % CODE)
    works = title_of(binary, house, control) == "PWNED"
    for i, (name, text) in enumerate(kept):
        path = house.path("page-%d.html" % i)
        with open(path, "wb") as f:
            f.write(text)
        opened += 1
        if title_of(binary, house, path) == "PWNED":
            pwned += 1
            print("  ran: " + name)
    return opened, pwned, works


def title_of(binary, house, path):
    out = subprocess.run(
        [binary, "--headless", "--no-sandbox", "--disable-gpu",
         "--user-data-dir=" + house.path("browser"),
         "--virtual-time-budget=1500", "--dump-dom", "file://" + path],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        timeout=120).stdout.decode("utf-8", "replace")
    if "<title>" not in out:
        return None
    return out.split("<title>", 1)[1].split("</title>", 1)[0]


def main():
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    if binary is None:
        sys.exit("script: missing: chromium; make test installs it")
    texts = ["harmless"] + payloads(number("SCRIPTS", 3000, 40))
    # What a payload says does not matter here: a person reads each, so that
    # all pages are alike.
    house = House({"answers": {"certainty": "100"}})
    judge = Judge()
    try:
        books(house, texts)
        bases = {}
        house.run("tick")
        notes(house, texts)
        house.start()
        client, staff = Client(house), Client(house)
        sent = 0
        for n, text in enumerate(texts):
            bases[n] = house.link("account", "A-%d" % n, "--to",
                                  "pat@a%d.example" % n)
            sent += forms(client, bases[n], n, text)
        house.run("tick", now="2026-11-02T15:00:30Z")
        staff.cookie = house.sign_in(now="2026-11-02T15:01:00Z")

        twins = {}
        for n, text in enumerate(texts):
            for page in CUSTOMER:
                got = client.ask("GET", bases[n] + (
                    page % n if "%d" in page else page))
                if n == 0:
                    twins[page] = got
                    continue
                judge.look("%s of %r" % (page, text), twins[page], got)
            for page in STAFF:
                got = staff.ask("GET", page % n)
                if n == 0:
                    twins[page] = got
                    continue
                judge.look("%s of %r" % (page, text), twins[page], got)
        none = {page: staff.ask("GET", page % "zzzzzz") for page in ECHO}
        for text in texts[1:]:
            for page in ECHO:
                got = staff.ask("GET", page % urllib.parse.quote(text[:60]))
                if page.startswith("/staff?q=") and b"Found: 0" not in got[2]:
                    continue  # it is somebody's name: that page was seen
                judge.look("%s of %r" % (page, text), none[page], got)
        for page in ("/staff", "/staff/tasks", "/staff/queues"):
            shape = Shape(staff.ask("GET", page)[2])
            odd = [k for k in shape.elements if k[0] in (
                "script", "img", "svg", "iframe", "object", "math", "video")]
            judge.bad += ["%s: %s" % (page, odd)] if odd else []
        shown = sum(t[0] == 200 for t in twins.values())
        opened, pwned, works = in_browser(
            binary, house, judge.kept[:number("BROWSER", 40, 3)])
        print("script: %d payloads, %d forms, %d pages of %d kinds; other "
              "elements or ways out %d; in a browser %d opened, %d ran "
              "(%s)" % (len(texts) - 1, sent, judge.pages, shown,
                        len(judge.bad), opened, pwned,
                        "one that is not escaped does" if works
                        else "nothing does"))
        if not works or not opened:
            judge.bad.append("the browser runs nothing at all")
    finally:
        house.close()
    for line in judge.bad[:20]:
        print("  " + line)
    return 1 if judge.bad or pwned or shown < 12 or not sent else 0


if __name__ == "__main__":
    sys.exit(main())
