"""Tokens that nobody made: in process (tests/attack/tokens.c), then over HTTP
at the real portal. Accepted: none."""

import base64
import os
import random
import subprocess
import sys

from house import Client, House, number

PAGES = ["", "/account", "/invoice/INV-1", "/invoice/INV-1/pdf", "/pay",
         "/statement", "/documents", "/messages"]


def raw_of(token):
    return bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))


def text_of(raw):
    return base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")


def forge(rng, links):
    """(purpose, token) that is none of ours."""
    purpose, token = rng.choice(links)
    raw = raw_of(token)
    how = rng.randrange(7)
    if how == 0:
        at = rng.randrange(len(raw))
        raw[at] ^= 1 << rng.randrange(8)
    elif how == 1:
        raw[-64:] = rng.randbytes(64)
    elif how == 2:
        other = raw_of(rng.choice(links)[1])
        at = rng.randrange(1, min(len(raw), len(other)))
        raw = raw[:at] + other[at:]
    elif how == 3:
        return purpose, token[:rng.randrange(len(token))]
    elif how == 4:
        return purpose, token + rng.choice("AZaz09-_")
    elif how == 5:
        others = [p for p in ("pay", "dispute", "account", "document")
                  if p != purpose]
        return rng.choice(others), token
    else:
        raw = bytearray(rng.randbytes(rng.randrange(1, 300)))
    return purpose, text_of(raw)


def main():
    program = os.path.join(os.environ.get("BUILD", "build"),
                           "tests/attack/tokens")
    # A few of those that are made are genuine by chance: some more.
    bad = subprocess.run([program, str(number("TOKENS", 10500000))]).returncode
    sys.stdout.flush()
    rng = random.Random(6)
    house = House()
    try:
        house.load("customers", [["account", "name", "currency"]] +
                   [["C-%d" % i, "Company %d" % i, "USD"] for i in range(8)])
        house.load("contacts", [["account", "name", "email", "role"]] +
                   [["C-%d" % i, "Pat", "pat@c%d.example" % i, "ap"]
                    for i in range(8)])
        links = []
        for i in range(8):
            for purpose in ("pay", "dispute", "account", "document"):
                path = house.link(purpose, "C-%d" % i)
                links.append((purpose, path.split("/")[2]))
        genuine = set(links)
        house.start()
        client = Client(house)
        wanted = number("TOKENS_HTTP", 100000)
        tried = accepted = lost = asked = 0
        while tried < wanted:
            purpose, token = forge(rng, links)
            if (purpose, token) in genuine or not token:
                continue
            page = rng.choice(PAGES)
            status, _, body = client.ask(
                "POST" if rng.random() < 0.05 else "GET",
                "/%s/%s%s" % (purpose, token, page))
            tried += 1
            if status not in (404, 405, 413, 414, 431) or b"Company" in body:
                accepted += 1
                print("  %d for /%s/%s%s" % (status, purpose, token, page))
            if tried % 500 == 0:
                purpose, token = rng.choice(links)
                asked += 1
                lost += client.ask("GET", "/%s/%s" % (purpose,
                                                      token))[0] != 200
        print("tokens: %d tried over HTTP, %d accepted; of %d genuine %d "
              "refused" % (tried, accepted, asked, lost))
        bad += accepted + lost
    finally:
        house.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
