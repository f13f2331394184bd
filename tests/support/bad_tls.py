#!/usr/bin/env python3
"""bad_tls.py DIR NAME:PORT:CERT[:old]...

TLS ports that nobody may speak to: each presents DIR/ca/CERT.pem, greets
nobody and writes what it hears, decrypted, to DIR/bad/NAME.log. With `old` it
speaks no more than TLS 1.1.
"""
import socket
import ssl
import sys
import threading
import warnings


def listen(folder, name, port, cert, old):
    warnings.simplefilter("ignore", DeprecationWarning)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/ca/{cert}.pem", f"{folder}/ca/{cert}.key")
    if old:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    listener = socket.create_server(("127.0.0.1", port))
    threading.Thread(
        target=serve, args=(listener, context, f"{folder}/bad/{name}.log")
    ).start()


def serve(listener, context, path):
    while True:
        plain, _ = listener.accept()
        plain.settimeout(10)
        try:
            with context.wrap_socket(plain, server_side=True) as conn, open(
                path, "ab", buffering=0
            ) as log:
                while heard := conn.recv(65536):
                    log.write(heard)
        except OSError:
            plain.close()


for spec in sys.argv[2:]:
    fields = spec.split(":")
    listen(sys.argv[1], fields[0], int(fields[1]), fields[2], "old" in fields[3:])
