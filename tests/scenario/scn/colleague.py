"""One of our own people in a browser: signs in by mail and looks."""

import html
import re
import time
import urllib.parse

from .page import Failed
from .portal import Connection, from_there, portal_of
from .steps import letter_to, step
from .wants import expect, wants
from . import post


class Colleague:
    """The page that is looked at is that of the portal: "want the page ..."."""

    def __init__(self, world):
        self.world = world
        self.portal = portal_of(world)
        self.cookie = None
        self.said = None  # the last line of Set-Cookie

    def ask(self, method, path, fields=None):
        self.portal.start()
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = Connection(self.world.path("portal.sock"))
        connection.request(method, path, body,
                           from_there(self.portal, headers))
        answer = connection.getresponse()
        self.portal.status = answer.status
        self.portal.location = answer.getheader("Location")
        self.portal.text = answer.read().decode("utf-8", "replace")
        said = answer.getheader("Set-Cookie")
        connection.close()
        if said:
            self.said = said
            value = said.split(";")[0]
            self.cookie = None if value.endswith("=") else value

    def follow(self):
        if self.portal.status == 303:
            self.ask("GET", self.portal.location)

    def press(self, path, button, fields=()):
        """The form that holds the button, at that page."""
        self.ask("GET", path)
        for action, form in re.findall(
                r'(?s)<form method="post" action="([^"]*)">(.*?)</form>',
                self.portal.text):
            if button not in form:
                continue
            hidden = re.search(r'name="form" value="([^"]+)"', form).group(1)
            named = re.search(r'<button[^>]*name="(\w+)" value="(\w+)"[^>]*>'
                              + re.escape(button), form)
            more = [named.groups()] if named else []
            self.ask("POST", html.unescape(action) or path,
                     [("form", hidden)] + list(fields) + more)
            return
        raise Failed("no button %r at %s: %s" % (button, path,
                                                 self.portal.text))


def colleague_of(world):
    if getattr(world, "colleague", None) is None:
        world.colleague = Colleague(world)
    return world.colleague


def sign_in_path(world, which, address):
    letter = letter_to(world, which, address)
    text = post.part_text(letter, "plain")
    found = re.search(r"https://[^/\s]+(/staff/in/[A-Za-z0-9_-]+)", text)
    if not found:
        raise Failed("there is no link to sign in in that mail")
    return found.group(1)


@step(r"a colleague asks to sign in as (\S+)(?: from (\S+))?")
def ask_to_sign_in(world, this, address, place):
    who = colleague_of(world)
    who.cookie = None
    who.portal.place = place
    who.press("/staff", "Send me a link", [("address", address)])
    who.follow()
    who.portal.place = None


@step(r"a colleague opens the sign-in link of the %s mail to (\S+)"
      % post.WHICH)
def open_sign_in(world, this, which, address):
    colleague_of(world).ask("GET", sign_in_path(world, which, address))


@step(r"a colleague signs in by the %s mail to (\S+)" % post.WHICH)
def sign_in(world, this, which, address):
    who = colleague_of(world)
    who.cookie = None
    who.press(sign_in_path(world, which, address), "Sign in")
    who.follow()


@step(r'a colleague looks at "([^"]+)"')
def look(world, this, path):
    colleague_of(world).ask("GET", path)


@step(r'a colleague presses "([^"]+)"')
def press(world, this, button):
    who = colleague_of(world)
    who.press("/staff", button)
    who.follow()


@step(r"a colleague comes back with the old session")
def old_session(world, this):
    who = colleague_of(world)
    who.cookie = who.kept


@step(r"a colleague keeps the session")
def keep_session(world, this):
    who = colleague_of(world)
    who.kept = who.cookie


@step(r"the portal has taken up the new key")
def new_key(world, this):
    """It looks every few seconds, and begins anew: its old keys are all that
    it may read."""
    page = portal_of(world)
    for _ in range(200):
        with open(world.path("portal.log"), "rb") as f:
            said = f.read()
        if b"by=new-key" in said and \
                said.rstrip().rsplit(b"\n", 1)[-1].find(b"listening") >= 0:
            page.ask("GET", "/health")
            return
        time.sleep(0.1)
    raise Failed("the portal goes on with its old keys\n%s" %
                 said.decode("utf-8", "replace"))


@wants(r"the session's cookie is for this page alone")
def cookie_lines(world):
    said = colleague_of(world).said or "none"
    for part in ("; Path=/staff;", "; HttpOnly", "; SameSite=Strict",
                 "; Secure", "; Max-Age=43200"):
        expect(part in said, part, said)


@wants(r"there is no session")
def no_session(world):
    expect(not colleague_of(world).cookie, "no cookie",
           colleague_of(world).cookie)
