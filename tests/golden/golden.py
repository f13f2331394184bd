"""golden.py check|accept RENDER; golden.py pages RENDER FOLDER: every
RENDER (render.c) against extreme data, beside the stored files of this
folder. What must hold of any mail is checked first."""

import hashlib
import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.header import decode_header
from html.parser import HTMLParser

HERE = os.path.dirname(os.path.realpath(__file__))
TEMPLATES = os.path.join(HERE, "../../templates")
STORED = os.path.join(HERE, "texts")
WHOLE = ("none", "three")  # kept as they are; of others, the first and last
VOID = {"meta", "br", "hr", "img", "link"}


class Shape(HTMLParser):
    """Tags that close, and none that a value brought in."""

    def __init__(self):
        super().__init__()
        self.stack = []
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "img", "form", "object"):
            self.wrong.append("a <%s>" % tag)
        for name, value in attrs:
            if name == "href" and not re.match(
                    r"(https://pay\.harbourpine\.example/|mailto:|tel:)",
                    value or ""):
                self.wrong.append("a link to %s" % value)
            if name.startswith("on"):
                self.wrong.append("an attribute %s" % name)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append("</%s> closes nothing" % tag)


def mails(render, texts=()):
    """(text, case, mail) for each that RENDER writes."""
    child = subprocess.Popen([render, TEMPLATES, *texts],
                             stdout=subprocess.PIPE)
    for line in child.stdout:
        text, case, size = line.decode().split()
        raw = child.stdout.read(int(size))
        yield text, case, raw
    if child.wait() != 0:
        sys.exit("golden.py: %s ended with %d" % (render, child.returncode))


def parts(raw):
    """Subject, plain text and HTML as the reader gets them."""
    letter = message_from_bytes(raw)
    found = {p.get_content_type(): p.get_payload(decode=True).decode("utf-8")
             .replace("\r\n", "\n") for p in letter.walk()
             if not p.is_multipart()}
    subject = " ".join(
        b.decode(c or "ascii") if isinstance(b, bytes) else b
        for b, c in decode_header(
            re.sub(r"\r?\n", "", letter["Subject"])))
    return subject, found["text/plain"], found["text/html"]


def wrong_with(text, case, subject, plain, page):
    """What must hold of any mail, whatever the golden files say."""
    # These never go out without what they are about.
    hollow = case == "none" and text.split("/")[0] in ("invoicing", "staff")
    shape = Shape()
    shape.feed(page)
    shape.close()
    wrong = shape.wrong
    if shape.stack:
        wrong.append("<%s> is not closed" % shape.stack[-1])
    for name, text in (("text", plain), ("html", page), ("subject", subject)):
        if "{{" in text or "}}" in text:
            wrong.append("Mustache in the " + name)
    if not subject.strip() and not hollow or "\n" in subject:
        wrong.append("subject %r" % subject)
    if re.search(r"\n\n\n", plain) and not hollow:
        wrong.append("two empty lines in the text")
    if re.search(r"[ \t]\n", plain):
        wrong.append("blanks at the end of a line of text")
    if re.search(r"\(\s*\)|: ,| ,|\s\.\s", plain) and case == "none" and \
            not hollow:
        wrong.append("a hole: %r" % re.search(
            r".*(\(\s*\)|: ,| ,|\s\.\s).*", plain).group(0))
    return wrong


def shown(text):
    """First and last lines, and the hash of all."""
    lines = text.rstrip("\n").split("\n")
    some = lines if len(lines) <= 6 else lines[:3] + ["..."] + lines[-3:]
    return ["%d lines, %s" % (len(lines), hashlib.sha256(
        text.encode("utf-8")).hexdigest()[:20])] + [
            "  " + l[:100] for l in some]


def golden(cases):
    """The stored form of one text: readable, and small."""
    out = []
    for case, (subject, plain, page) in cases.items():
        out.append("=== %s: %s" % (case, subject[:160]))
        out += plain.rstrip("\n").split("\n") if case in WHOLE \
            else shown(plain)
        out.append("--- html: %d lines, %s" % (
            page.count("\n"),
            hashlib.sha256(page.encode("utf-8")).hexdigest()[:20]))
    return "\n".join(out) + "\n"


def collect(render):
    texts, wrong = {}, []
    for text, case, raw in mails(render):
        got = parts(raw)
        texts.setdefault(text, {})[case] = got
        wrong += ["%s %s: %s" % (text, case, w)
                  for w in wrong_with(text, case, *got)]
    return texts, wrong


def accept(texts):
    changed = 0
    for text, cases in texts.items():
        path = os.path.join(STORED, text + ".txt")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        new = golden(cases)
        if not os.path.exists(path) or open(path, encoding="utf-8"
                                            ).read() != new:
            changed += 1
            with open(path, "w", encoding="utf-8") as f:
                f.write(new)
    for path in stored():
        if path not in texts:
            os.unlink(os.path.join(STORED, path + ".txt"))
            changed += 1
    print("golden: %d texts, %d files written" % (len(texts), changed))


def stored():
    return sorted(os.path.relpath(os.path.join(folder, name), STORED)[:-4]
                  for folder, _, names in os.walk(STORED) for name in names)


def difference(old, new):
    import difflib
    lines = list(difflib.unified_diff(old.split("\n"), new.split("\n"),
                                      "stored", "now", lineterm="", n=1))
    return "\n".join("    " + l[:160] for l in lines[:20])


def check(texts):
    bad = 0
    for text in sorted(set(texts) | set(stored())):
        path = os.path.join(STORED, text + ".txt")
        old = open(path, encoding="utf-8").read() \
            if os.path.exists(path) else ""
        new = golden(texts[text]) if text in texts else ""
        if old != new:
            bad += 1
            if bad <= 5:
                print("golden: %s is not as stored\n%s" % (
                    text, difference(old, new)))
    if bad:
        print("golden: %d texts differ; look, then: make golden-accept" % bad)
    return bad


def write_pages(render, folder):
    """The HTML of a selection: German with its long words, all cases; of the
    others what differs most."""
    for text, case, raw in mails(render):
        kind, name = text.split("/")
        language = name.rsplit(".", 1)[1]
        if language != "de" and case not in ("three", "none"):
            continue
        if case == "many" and kind not in ("invoicing", "month-end"):
            continue
        if language in ("fr", "es") and case == "none":
            continue
        with open(os.path.join(folder, "%s.%s.%s.html" % (kind, name, case)),
                  "w", encoding="utf-8") as f:
            f.write(parts(raw)[2])
    return 0


def main(how, render, folder=None):
    if how == "pages":
        return write_pages(render, folder)
    texts, wrong = collect(render)
    for line in wrong:
        print("golden: " + line)
    if how == "accept":
        accept(texts)
        return 1 if wrong else 0
    bad = check(texts)
    if not bad and not wrong:
        print("golden: %d texts, %d mails as stored" % (
            len(texts), sum(len(c) for c in texts.values())))
    return 1 if bad or wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
