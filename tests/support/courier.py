"""courier.py PORT CERT KEY IMAPD MAILDIRS PASSWORD [KEYWORDS]

Lets Courier's imapd, which wants to be started behind a log-in, be reached by
TLS on a port of this machine: takes LOGIN or AUTHENTICATE PLAIN here, then
starts the real server on the Maildir of that user and passes on every byte.
What it offers stands in CAPABILITIES: no MOVE, and keywords only if asked for.
"""
import base64
import os
import socket
import ssl
import subprocess
import sys
import threading

CAPABILITIES = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE"


def log_in(stream, password):
    """The user who logged in and the tag of it, or None."""
    stream.write(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")
    for line in stream:
        tag, _, rest = line.decode("ascii").strip().partition(" ")
        words = rest.split()
        verb = words[0].upper()
        if verb == "CAPABILITY":
            stream.write(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
            stream.write(f"{tag} OK done\r\n".encode())
            continue
        if verb == "AUTHENTICATE":
            if len(words) < 3:
                stream.write(b"+ \r\n")
                words.append(stream.readline().decode("ascii").strip())
            _, user, secret = base64.b64decode(words[2]).decode().split("\0")
        elif verb == "LOGIN":
            user, secret = (w.strip('"') for w in words[1:3])
        else:
            return None
        if secret == password and "/" not in user:
            return user, tag
        stream.write(f"{tag} NO wrong\r\n".encode())
    return None


def make_maildir(path):
    for folder in ("", "cur", "new", "tmp"):
        os.makedirs(os.path.join(path, folder), exist_ok=True)


def libraries(imapd):
    root = os.path.join(os.path.dirname(imapd), "..", "lib")
    return ":".join(d for d, _, files in os.walk(root)
                    if any(".so" in f for f in files))


def start(imapd, home, user, keywords):
    make_maildir(os.path.join(home, "Maildir"))
    env = {"IMAP_CAPABILITY": CAPABILITIES, "TCPREMOTEIP": "127.0.0.1",
           "AUTHENTICATED": user, "LD_LIBRARY_PATH": libraries(imapd),
           "IMAP_IDLE_TIMEOUT": "1", "IMAP_USELOCKS": "1"}
    if keywords:
        env["IMAP_KEYWORDS"] = "1"
    return subprocess.Popen([imapd, "Maildir"], cwd=home, env=env, bufsize=0,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)


def down(stream, server, tag):
    """From imapd; its greeting becomes the answer to the log-in."""
    for line in server.stdout:
        if line.startswith(b"* PREAUTH"):
            stream.write(f"{tag} OK logged in\r\n".encode())
            break
    while data := server.stdout.read(65536):
        stream.write(data)


def serve(conn, args):
    imapd, maildirs, password, keywords = args
    with conn, conn.makefile("rwb", buffering=0) as stream:
        found = log_in(stream, password)
        if not found:
            return
        user, tag = found
        server = start(imapd, os.path.join(maildirs, user), user, keywords)
        back = threading.Thread(target=end_with, args=(conn, stream, server, tag))
        back.start()
        try:
            while data := conn.recv(65536):
                server.stdin.write(data)
        except OSError:
            pass
        server.stdin.close()
        back.join()
        server.wait()


def end_with(conn, stream, server, tag):
    try:
        down(stream, server, tag)
        conn.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def accept(plain, context, args):
    try:
        serve(context.wrap_socket(plain, server_side=True), args)
    except (OSError, ValueError, IndexError):
        plain.close()


def main():
    port, cert, key, imapd, maildirs, password = sys.argv[1:7]
    args = (os.path.abspath(imapd), maildirs, password, len(sys.argv) > 7)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    listener = socket.create_server(("127.0.0.1", int(port)))
    while True:
        plain, _ = listener.accept()
        threading.Thread(target=accept, args=(plain, context, args),
                         daemon=True).start()


main()
