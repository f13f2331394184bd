"""A program of the house that is told of what happens: a receiver on loopback
that verifies as docs/HOWTO.md says."""

import http.server
import json
import os
import re
import threading

from .page import Failed
from .steps import step
from .wants import expect, wants


def recipe():
    """verify() of docs/HOWTO.md, as it stands there."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "../../../docs/HOWTO.md"),
              encoding="utf-8") as f:
        code = re.search(r"```python\n(.*?)```", f.read(), re.S).group(1)
    names = {}
    exec(compile(code, "docs/HOWTO.md", "exec"), names)
    return names["verify"]


class Receiver:
    """Keeps what is well signed; counts what is not."""

    def __init__(self):
        self.secrets = [b"first-secret-0123456789abcdef"]
        self.status = 200
        self.told, self.refused, self.asked = [], 0, 0
        self.verify = recipe()
        self.server = None
        self.start(0)

    def start(self, port):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(outer.take(self.headers, body))
                if 300 <= outer.status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.server = None

    def take(self, headers, body):
        self.asked += 1
        good = any(self.verify(s, headers["Dunmail-Signature"], body)
                   for s in self.secrets)
        event = json.loads(body) if good else {}
        if not good or event.get("id") != headers["Dunmail-Event"]:
            self.refused += 1
            return 400
        if self.status == 200:
            self.told.append(event)
        return self.status


def receiver_of(world):
    r = getattr(world, "receiver", None)
    if r is None:
        raise Failed("there is no receiver of events on this page")
    return r


def write_secrets(world, lines):
    path = world.path("hook.secrets")
    with open(path, "w", encoding="ascii") as f:
        f.write("".join(line + "\n" for line in lines))
    os.chmod(path, 0o600)


@step(r"a receiver of events")
def begin(world, this):
    world.receiver = Receiver()
    world.gateway["hooks.url"] = ("http://127.0.0.1:%d/events"
                                  % world.receiver.port)
    world.gateway["hooks.secret_file"] = "hook.secrets"
    write_secrets(world, ["first-secret-0123456789abcdef"])
    world.write_config()


@step(r"the receiver answers (\d+)")
def answers(world, this, status):
    receiver_of(world).status = int(status)


@step(r"the receiver is away")
def away(world, this):
    receiver_of(world).stop()


@step(r"the receiver is back")
def back(world, this):
    r = receiver_of(world)
    r.start(r.port)


@step(r"we sign with (\S+)(?: and (\S+))?")
def sign(world, this, *names):
    write_secrets(world, [n for n in names if n])


@step(r"the receiver takes (\S+)(?: and (\S+))?")
def takes(world, this, *names):
    receiver_of(world).secrets = [n.encode() for n in names if n]


@wants(r"the receiver was told (\d+) events?")
def told(world, n):
    got = receiver_of(world).told
    expect(len(got) == int(n), "%s events" % n, json.dumps(got))


@wants(r"the receiver was asked (\d+) times?")
def asked(world, n):
    got = receiver_of(world).asked
    expect(got == int(n), n, got)


@wants(r"the receiver refused (\d+) requests?")
def refused(world, n):
    got = receiver_of(world).refused
    expect(got == int(n), n, got)


@wants(r"event (\d+) (has|lacks) (\{.*\})")
def event_has(world, n, how, body):
    event = receiver_of(world).told[int(n) - 1]
    wanted = json.loads(body)
    same = all(event.get(k) == v for k, v in wanted.items())
    expect(same == (how == "has"), body, json.dumps(event))


@wants(r"no event was told twice")
def once(world):
    ids = [e["id"] for e in receiver_of(world).told]
    expect(len(ids) == len(set(ids)), "each once", ids)
