"""Machines that follow every link of a mail, and every link of the pages behind
them, by GET, HEAD and OPTIONS: the ledger stays as it is, to the byte."""

import html
import re
import sys
import urllib.parse

from house import Client, House, number

HREF = re.compile(rb'(?:href|src|action)="([^"]*)"')


def links_of(house, letter):
    text = ""
    for part in letter.walk():
        if part.get_content_maintype() == "text":
            text += part.get_content()
    found = re.findall(re.escape(house.base) + r"(/[^\s\"<>)]+)",
                       html.unescape(text))
    return sorted(set(found))


def main():
    count = number("MAILS", 1000, 60)
    house = House()
    try:
        every = range(count)
        house.load("customers", [["account", "name", "currency"]] + [
            ["A-%d" % n, "Company %d" % n, "USD"] for n in every])
        house.load("contacts", [["account", "name", "email", "role"]] + [
            ["A-%d" % n, "Pat", "pat@a%d.example" % n, "ap"] for n in every])
        house.load("invoices", [["account", "invoice", "issued", "due",
                                 "amount", "currency"]] + [
            ["A-%d" % n, "INV-%d" % n, "2026-09-25", "2026-10-25", "500.00",
             "USD"] for n in every])
        house.run("tick")
        house.start()
        # A colleague's link too: that one lets in only who presses the button.
        client = Client(house)
        cookie = house.sign_in()
        mails = links = asked = 0
        paths = set()
        for _, letter in house.mails():
            found = links_of(house, letter)
            mails += bool(found)
            paths.update(found)
        before = house.digest()
        seen = set(paths)
        for path in sorted(paths):
            links += 1
            status, _, text = client.ask("GET", path)
            for method in ("HEAD", "OPTIONS"):
                client.ask(method, path)
            asked += 3
            if status != 200:
                continue
            for target in HREF.findall(text):
                to = urllib.parse.urljoin(house.base + path,
                                          html.unescape(target.decode()))
                if not to.startswith(house.base):
                    continue
                to = to[len(house.base):]
                if to in seen:
                    continue
                seen.add(to)
                client.ask("GET", to)
                client.ask("HEAD", to)
                asked += 2
        # And somebody who is signed in lets a machine look at all there is.
        client.cookie = cookie
        for path in ("/staff", "/staff/queues", "/staff/tasks", "/staff/out",
                     "/staff?q=pat", "/staff/account?id=A-0",
                     "/staff/documents?id=A-0", "/staff/statement?id=A-0"):
            for method in ("GET", "HEAD", "OPTIONS"):
                client.ask(method, path)
                asked += 1
        house.stop()
        after = house.digest()
        print("prefetch: %d links of %d mails, %d requests; the ledger is %s"
              % (links, mails, asked,
                 "as it was" if before == after else "CHANGED"))
        return 0 if before == after and mails >= count else 1
    finally:
        house.close()


if __name__ == "__main__":
    sys.exit(main())
