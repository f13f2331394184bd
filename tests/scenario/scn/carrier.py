"""A carrier of texts and calls, as Twilio's API has it, and the portal that
it calls. It takes nothing that the API does not know by name."""

import base64
import hashlib
import hmac
import http.client
import http.server
import json
import os
import re
import socket
import subprocess
import threading
import time
import urllib.parse
import xml.etree.ElementTree

from .page import Failed
from .steps import step
from .wants import TEXT, expect, plain, squeeze, wants

ACCOUNT = "AC" + "0" * 32
KEY = "SK" + "1" * 32
SECRET = "secret-of-the-key"
TOKEN = "token-that-signs"
OURS = "+12075550100"
NUMBER = r"(\+\d+)"
BASE = "https://pay.harbourpine.example"


def names_of_api(repo):
    """Which fields may be posted where: from the API's own description."""
    path = os.path.join(repo, "tests/carrier/twilio-2010-04-01.openapi.json")
    with open(path, encoding="utf-8") as f:
        paths = json.load(f)["paths"]
    found = {}
    for name, methods in paths.items():
        content = methods["post"]["requestBody"]["content"]
        schema = list(content.values())[0]["schema"]
        found[name.rsplit("/", 1)[1]] = set(schema["properties"])
    return found


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def check(self):
        c = self.server.carrier
        user = base64.b64encode(("%s:%s" % (KEY, SECRET)).encode()).decode()
        if self.headers["Authorization"] != "Basic " + user:
            c.wrong.append("not logged in")
        start = "/2010-04-01/Accounts/%s/" % ACCOUNT
        if not self.path.startswith(start):
            c.wrong.append("no such address: " + self.path)
        return self.path[len(start):].split("?")[0]

    def ask_mock(self, body):
        """make carrier: what a mock of the API's description says to it."""
        mock = os.environ.get("CARRIER_MOCK")
        if not mock:
            return
        line = http.client.HTTPConnection(mock, timeout=20)
        line.request("POST", self.path, body, {
            n: self.headers[n] for n in ("Authorization", "Content-Type")})
        answer = line.getresponse()
        said = answer.read().decode()
        if answer.status != 201:
            self.server.carrier.wrong.append("%d %s" % (answer.status, said))
        self.server.carrier.mocked += 1

    def do_GET(self):
        c = self.server.carrier
        self.check()
        if c.mute:
            self.reply(500, {"status": 500})
            return
        to = urllib.parse.parse_qs(self.path.split("?", 1)[1])["To"][0]
        self.reply(200, {"messages": [m for m in reversed(c.texts)
                                      if m["to"] == to]})

    def do_POST(self):
        c = self.server.carrier
        what = self.check()
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size)
        self.ask_mock(body)
        pairs = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True,
                                       strict_parsing=True)
        odd = {n for n, _ in pairs} - c.names.get(what, set())
        if odd:
            c.wrong.append("%s has no field %s" % (what, sorted(odd)))
        fields = dict(pairs)
        if c.refuse:
            status = 429 if c.refuse == "20429" else 400  # too fast
            self.reply(status, {"code": int(c.refuse), "status": status,
                             "message": "refused by the page"})
            return
        made = c.add(what, fields)
        if c.deaf:
            self.close_connection = True
            self.connection.close()
            return
        self.reply(201, made)


class Carrier:
    def __init__(self, repo):
        self.names = names_of_api(repo)
        self.texts, self.calls, self.wrong = [], [], []
        self.refuse, self.deaf, self.mute = None, False, False
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.carrier = self
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        self.portal, self.mocked = None, 0
        self.count = 0
        self.said = ""

    def add(self, what, fields):
        self.count += 1
        text = what == "Messages.json"
        made = {
            "sid": ("SM" if text else "CA") + "%032x" % self.count,
            "status": "queued", "to": fields["To"], "from": fields["From"],
            "body": fields.get("Body"), "date_created":
                time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime()),
        }
        (self.texts if text else self.calls).append(dict(made, **{
            "fields": fields}))
        return made

    def close(self):
        if self.mocked:
            with open(os.environ["CARRIER_COUNT"], "a") as f:
                f.write("%d\n" % self.mocked)
        self.server.shutdown()
        self.server.server_close()
        if self.portal:
            self.portal.terminate()
            self.portal.wait()


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("pay.harbourpine.example")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(self.path)


def of(world):
    if getattr(world, "carrier", None) is None:
        raise Failed("there is no carrier: texts over a carrier")
    return world.carrier


def start_portal(world, c):
    sock = world.path("var/portal.sock")
    c.portal = subprocess.Popen(
        [world.binary, "-c", world.path("gateway.conf"), "portal"],
        cwd=world.folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=open(world.path("portal.log"), "ab"))
    for _ in range(400):
        if c.portal.poll() is not None:
            break
        try:
            Unix(sock).connect()
            return
        except OSError:
            time.sleep(0.05)
    with open(world.path("portal.log")) as f:
        raise Failed("the portal does not start\n" + f.read())


def sign(url, fields):
    text = url + "".join(k + v for k, v in sorted(fields.items()))
    mac = hmac.new(TOKEN.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(mac).decode()


def tell(world, url, fields, forged=False):
    """As the carrier calls us; what we answer."""
    c = of(world)
    if c.portal is None:
        start_portal(world, c)
    fields = dict(fields, AccountSid=ACCOUNT, ApiVersion="2010-04-01")
    signature = sign(url, fields)
    if forged:
        signature = signature[:-2] + ("A=" if signature[-2] != "A" else "B=")
    line = Unix(world.path("var/portal.sock"))
    line.request("POST", url[len(BASE):], urllib.parse.urlencode(fields), {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": signature})
    answer = line.getresponse()
    c.said = answer.read().decode()
    line.close()
    wanted = 400 if forged else 200
    if answer.status != wanted:
        raise Failed("the portal answered %d, not %d\n%s" % (
            answer.status, wanted, c.said))
    if not forged:
        xml.etree.ElementTree.fromstring(c.said.encode())


def last(things, number, what):
    found = [x for x in things if x["to"] == number]
    if not found:
        raise Failed("no %s to %s" % (what, number))
    return found[-1]


# ----------------------------------------------------------- what happens

@step(r"texts over a carrier")
def begin(world, this):
    repo = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../.."))
    world.carrier = c = Carrier(repo)
    if not os.path.exists(world.path("portal")):
        os.symlink(os.path.join(repo, "portal"), world.path("portal"))
    for name, value in (("secret", SECRET), ("token", TOKEN)):
        with open(world.path(name), "w") as f:
            f.write(value + "\n")
        os.chmod(world.path(name), 0o600)
    world.gateway.update({
        "texts.carrier": "twilio", "texts.account": ACCOUNT,
        "texts.key": KEY, "texts.secret_file": "secret",
        "texts.token_file": "token", "texts.number": OURS,
        "texts.api": "http://127.0.0.1:%d" % c.server.server_port,
        "texts.countries": "US, DE", "texts.calls": "yes",
        "portal.listen": "unix:var/portal.sock"})
    world.write_config()


@step(r"the carrier refuses with (\d+)")
def refuses(world, this, code):
    of(world).refuse = code


@step(r"the carrier loses its answers")
def loses(world, this):
    of(world).deaf = True


@step(r"the carrier cannot be asked")
def cannot_be_asked(world, this):
    """What it has, that is."""
    of(world).mute = True


@step(r"the carrier takes and answers again")
def takes(world, this):
    c = of(world)
    c.refuse, c.deaf, c.mute = None, False, False


@step(r"(?:(a forged )text|text) from " + NUMBER + r"(, twice)?")
def text_in(world, this, forged, number, twice):
    c = of(world)
    c.count += 1
    fields = {"MessageSid": "SM%032x" % c.count, "SmsStatus": "received",
              "From": number, "To": OURS, "NumMedia": "0",
              "Body": this.body()[:-1]}
    for _ in range(2 if twice else 1):
        tell(world, BASE + "/hook/twilio", fields, bool(forged))


@step(r"the carrier says (\w+)(?: (\d+))? of the (first|last) text to " + NUMBER)
def status(world, this, state, code, which, number):
    found = [t for t in of(world).texts if t["to"] == number]
    if not found:
        raise Failed("no text to " + number)
    text = found[0 if which == "first" else -1]
    fields = {"MessageSid": text["sid"], "SmsSid": text["sid"],
              "MessageStatus": state, "SmsStatus": state,
              "From": OURS, "To": number}
    if code:
        fields["ErrorCode"] = code
    tell(world, text["fields"]["StatusCallback"], fields)


def call_fields(call, state):
    return {"CallSid": call["sid"], "CallStatus": state, "From": OURS,
            "To": call["to"], "Direction": "outbound-api"}


@step(r"the last call to " + NUMBER + r" is answered by (\w+)")
def answered(world, this, number, by):
    call = last(of(world).calls, number, "call")
    tell(world, call["fields"]["Url"],
         dict(call_fields(call, "in-progress"), AnsweredBy=by))


@step(r"key (\d) in the last call to " + NUMBER)
def key(world, this, digit, number):
    """Goes where the words that were just said send it."""
    call = last(of(world).calls, number, "call")
    found = re.search(r'action="([^"]+)"', of(world).said)
    if not found:
        raise Failed("no key is waited for\n" + of(world).said)
    tell(world, found.group(1).replace("&amp;", "&"),
         dict(call_fields(call, "in-progress"), Digits=digit))


@step(r"the last call to " + NUMBER + r" ends ([\w-]+)(?: (\d+))?"
      r"(?:, answered by (\w+))?")
def ended(world, this, number, state, code, by):
    call = last(of(world).calls, number, "call")
    fields = call_fields(call, state)
    if by:
        fields["AnsweredBy"] = by
    if code:
        fields["ErrorCode"] = code
    tell(world, call["fields"]["StatusCallback"], fields)


# ---------------------------------------------------------- what is wanted

@wants(r"(texts|calls) to " + NUMBER + r": (\d+)")
def count(world, what, number, n):
    c = of(world)
    got = [x for x in (c.texts if what == "texts" else c.calls)
           if x["to"] == number]
    expect(len(got) == int(n), "%s %s" % (n, what),
           "%d: %s" % (len(got), [x["body"] for x in got]))


@wants(r"no (text|call) at all")
def none(world, what):
    c = of(world)
    got = c.texts if what == "text" else c.calls
    expect(not got, "no " + what, [(x["to"], x["body"]) for x in got])


@wants(r"last text to " + NUMBER + r" (contains|lacks) " + TEXT)
def text_says(world, number, how, text):
    got = squeeze(last(of(world).texts, number, "text")["body"])
    expect((plain(text) in got) == (how == "contains"),
           "%s %s" % (how, plain(text)), got)


@wants(r"the call (says|does not say) " + TEXT)
def call_says(world, how, text):
    got = squeeze("".join(xml.etree.ElementTree.fromstring(
        of(world).said.encode()).itertext()))
    expect((plain(text) in got) == (how == "says"),
           "%s %s" % (how, plain(text)), got)


@wants(r"the carrier understood all")
def understood(world):
    expect(not of(world).wrong, "nothing wrong", of(world).wrong)


@wants(r"number \+?(\d+) is (stopped|ok|dead|wrong|unknown)")
def number_is(world, number, state):
    rows = world.rows("SELECT state FROM phone WHERE number = ?",
                      ("+" + number.lstrip("+"),))
    got = rows[0][0] if rows and rows[0][0] else "unknown"
    expect(got == state, state, got)


@wants(r"carrier has the last text to " + NUMBER + r" as (\w+)")
def state_is(world, number, state):
    """In the ledger, as we know it."""
    rows = world.rows("SELECT state FROM text_out WHERE number = ? "
                      "ORDER BY at DESC LIMIT 1", (number,))
    expect(rows and rows[0][0] == state, state, rows)


@wants(r"(\d+) texts in all")
def texts_in_all(world, n):
    got = of(world).texts
    expect(len(got) == int(n), "%s texts" % n, [t["to"] for t in got])
