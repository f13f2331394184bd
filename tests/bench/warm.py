#!/usr/bin/env python3
"""warm.py PORT USER: read a mailbox once, so that no row pays for the index."""
import imaplib
import sys

box = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
box.login(sys.argv[2], "bench")
count = int(box.select("INBOX")[1][0])
for what in ("(UID FLAGS RFC822.SIZE)", "(UID BODY.PEEK[])"):
    for first in range(1, count + 1, 1000):
        box.fetch(f"{first}:{min(count, first + 999)}", what)
box.logout()
print(count)
