"""second_client.py PORT USER PASSWORD CA move|count|live FOLDER...

Another IMAP client. move: takes the mails of INBOX in an order of its own and
moves each second one to the FOLDER, the others it deletes and expunges; prints
the Message-ID of each that was deleted. count: prints how often each
Message-ID lies in the folders, one line a mail; live: without those that are
marked \\Deleted.
"""
import imaplib
import random
import re
import ssl
import sys


def ids(client, folder, live=True):
    client.select(f'"{folder}"', readonly=True)
    answer = client.uid("FETCH", "1:*",
                        "(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1]
    for part in answer:
        if isinstance(part, tuple):
            head = part[0].decode()
            uid = re.search(r"UID (\d+)", head)
            if not live or "\\Deleted" not in head:
                yield uid and uid[1], part[1].decode().strip()


def move(client, folder):
    mails = list(ids(client, "INBOX"))
    random.Random(5).shuffle(mails)
    client.select("INBOX")
    movable = "MOVE" in client.capabilities
    for n, (uid, message_id) in enumerate(mails):
        if n % 2 == 0 and movable:
            client.uid("MOVE", uid, f'"{folder}"')
            continue
        client.uid("STORE", uid, "+FLAGS.SILENT", "(\\Deleted)")
        answer = client.uid("EXPUNGE", uid)
        if answer[0] == "OK":
            print(message_id)


def main():
    port, user, password, ca, verb, *folders = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    client = imaplib.IMAP4_SSL("localhost", int(port), ssl_context=context)
    client.login(user, password)
    client.capabilities = client.capability()[1][0].decode().split()
    if verb == "move":
        move(client, folders[0])
    else:
        counts = {}
        for folder in folders:
            for _, message_id in ids(client, folder, verb == "live"):
                counts[message_id] = counts.get(message_id, 0) + 1
        for message_id, count in sorted(counts.items()):
            print(count, message_id)
    client.logout()


main()
