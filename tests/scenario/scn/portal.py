"""The customer in a browser: the real portal of a page, on a socket of its
own, asked as a browser without JavaScript asks it."""

import email.utils
import html
import http.client
import os
import re
import socket
import subprocess
import time
import urllib.parse
import uuid

from . import post
from .page import Failed

HOST = "pay.harbourpine.example"


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__(HOST, timeout=20)
        self.at = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(20)
        self.sock.connect(self.at)


class Portal:
    """Started when it is first asked, and again when the clock was moved."""

    def __init__(self, world):
        self.world = world
        self.process = None
        self.clock = None
        self.base = None      # of the link in use
        self.status = None
        self.text = ""
        self.location = None
        self.place = None     # where they ask from, as a proxy says
        self.last = None      # what was posted, to be posted again

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def start(self):
        world = self.world
        if self.process is not None and self.clock == world.clock:
            return
        self.stop()
        at = world.path("portal.sock")
        if os.path.exists(at):
            os.unlink(at)
        argv = [world.binary, "-c", world.path("gateway.conf")]
        if world.clock is not None:
            argv += ["--now", world.clock]
        self.log = open(world.path("portal.log"), "ab")
        self.process = subprocess.Popen(
            argv + ["portal"], cwd=world.folder, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log)
        self.clock = world.clock
        for _ in range(400):
            if self.process.poll() is not None:
                break
            try:
                self.ask("GET", "/health")
                return
            except OSError:
                time.sleep(0.025)
        with open(world.path("portal.log"), "rb") as f:
            raise Failed("the portal does not start\n%s" %
                         f.read().decode("utf-8", "replace"))

    def ask(self, method, path, body=None, headers=None):
        connection = Connection(self.world.path("portal.sock"))
        try:
            connection.request(method, path, body, from_there(self, headers))
            answer = connection.getresponse()
            self.status = answer.status
            self.location = answer.getheader("Location")
            self.text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def path(self, url):
        parts = urllib.parse.urlsplit(url)
        return parts.path + ("?" + parts.query if parts.query else "")

    def get(self, path):
        self.start()
        self.ask("GET", path)
        return self.text

    def below(self, page):
        if self.base is None:
            raise Failed("no link was opened")
        return self.base + ("/" + urllib.parse.quote(page) if page else "")

    def follow(self):
        for _ in range(3):
            if self.status != 303:
                return
            self.get(self.path(self.location))

    def send(self, path, fields, files):
        """Opens the page of the form, fills it in and sends it."""
        page = self.get(path)
        found = re.search(r'<input type="hidden" name="form" value="([^"]+)">',
                          page)
        if not found:
            raise Failed("there is no form at that page (status %d)" %
                         self.status)
        fields = [("form", html.unescape(found.group(1)))] + fields
        if files or 'enctype="multipart/form-data"' in page:
            body, kind = multipart(fields, files)
        else:
            body = urllib.parse.urlencode(fields).encode()
            kind = "application/x-www-form-urlencoded"
        action = re.search(r'<form method="post" action="([^"]+)"', page)
        to = html.unescape(action.group(1)) if action else path
        self.last = (to, body, {"Content-Type": kind})
        self.again()

    def again(self):
        to, body, headers = self.last
        self.ask("POST", to, body, headers)
        self.done = self.path(self.location) if self.status == 303 else None
        self.follow()

    def words(self):
        """What a reader reads."""
        body = re.sub(r"(?s)^.*?<main[^>]*>(.*)</main>.*$", r"\1", self.text)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ",
                                                        body)))


def from_there(page, headers):
    headers = dict(headers or {})
    if page.place is not None:
        headers["X-Forwarded-For"] = page.place
    return headers


def multipart(fields, files):
    mark = uuid.uuid4().hex
    out = []
    for name, value in fields:
        out.append(('--%s\r\nContent-Disposition: form-data; name="%s"'
                    '\r\n\r\n' % (mark, name)).encode() + value.encode())
    for name, data in files:
        out.append(('--%s\r\nContent-Disposition: form-data; name="files"; '
                    'filename="%s"\r\nContent-Type: application/x-thing'
                    '\r\n\r\n' % (mark, name)).encode() + data)
    return (b"\r\n".join(out) + ("\r\n--%s--\r\n" % mark).encode(),
            "multipart/form-data; boundary=" + mark)


def portal_of(world):
    """The page's own; the first use tells the gateway that it has one."""
    if getattr(world, "portal", None) is None:
        if "portal.listen" not in world.gateway:
            world.gateway["portal.listen"] = "unix:" + \
                world.path("portal.sock")
            here = os.path.dirname(os.path.realpath(world.path("filters")))
            world.gateway["portal.texts"] = os.path.join(here, "portal")
            world.write_config()
        world.portal = Portal(world)
    return world.portal


def link_in(letter, purpose):
    page = post.part_text(letter, "plain") + post.part_text(letter, "html")
    found = re.search(r"https://%s(/%s/[A-Za-z0-9_-]+)" % (HOST, purpose),
                      page)
    if not found:
        raise Failed("there is no such link in that mail")
    return found.group(1)


def fields_of(text):
    """'name: value' a line; 'file: name' attaches one; lines without a name
    go on with the one before."""
    fields, files = [], []
    for line in text.splitlines():
        match = re.match(r"(\w+): ?(.*)$", line)
        if match and match.group(1) == "file":
            name, _, size = match.group(2).partition(" of ")
            data = b"(the bytes of %s)" % name.encode()
            if size:
                data *= int(size.split()[0]) * 1024 * 1024 // len(data)
            files.append((name, data))
        elif match:
            fields.append((match.group(1), match.group(2)))
        elif fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + "\n" + line)
    return fields, files
