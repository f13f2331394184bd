#!/usr/bin/env python3
"""An authorisation server on loopback for tests (RFC 6749, 7636, 7662, 8628):
tokens, device codes, consent, and whether a token is active. What it does wrong
is set by a test in `mode`, what it was asked is in `asked`."""
import base64
import hashlib
import http.server
import json
import secrets
import ssl
import threading
import time
import urllib.parse

CLIENT, SECRET = "client-7", "client-secret-6Yh2"
PUBLIC = "client-8"  # an application that can keep no secret
SCOPE = "mail.all offline"


class OAuth:
    def __init__(self, user):
        self.user = user  # whose mailbox the tokens open
        self.lock = threading.Lock()
        self.known = []  # every secret that was ever given away
        self.reset()
        self.http = self._serve(None)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def reset(self):
        with self.lock:
            self.mode = ""
            self.life = 3600
            self.interval = 1
            self.rotate = True
            self.answers = []  # errors of device codes, before consent
            self.asked = []
            self.active = {}  # access token: until
            self.refresh = set()
            self.codes = {}  # authorisation code: challenge
            self.devices = set()

    def secure(self, cert, key):
        """The same over TLS, with that certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server = self._serve(context)
        return f"https://localhost:{server.server_address[1]}"

    def _serve(self, context):
        handler = type("Handler", (Handler,), {"oauth": self})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # who hangs up is no news
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def make(self, kind):
        token = f"{kind}-{secrets.token_urlsafe(24)}"
        self.known.append(token)
        return token

    def seed(self):
        """A refresh token, as consent elsewhere would have brought it."""
        with self.lock:
            token = self.make("rt")
            self.refresh.add(token)
            return token

    def revoke(self):
        with self.lock:
            self.active = {}

    def count(self, grant):
        with self.lock:
            return sum(1 for f in self.asked if f.get("grant_type") == grant)

    def consent(self, url):
        """What a browser does: the address it ends at."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        assert asked["code_challenge_method"] == "S256", asked
        assert asked["client_id"] == CLIENT and asked["scope"] == SCOPE, asked
        with self.lock:
            code = "4/" + self.make("code")
            self.codes[code] = asked["code_challenge"]
        return asked["redirect_uri"] + "/?" + urllib.parse.urlencode(
            {"state": asked["state"], "code": code})


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send(self, status, body, headers=()):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def error(self, name, words="no", status=400):
        self.send(status, {"error": name, "error_description": words})

    def do_GET(self):
        # Nobody may come here: it is where the redirect leads.
        with self.oauth.lock:
            self.oauth.asked.append({"grant_type": "followed"})
        self.send(200, {"access_token": "stolen", "expires_in": 3600})

    def do_POST(self):
        size = int(self.headers.get("Content-Length", 0))
        form = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode()))
        if self.path == "/introspect":
            return self.introspect(form)
        with self.oauth.lock:
            self.oauth.asked.append(form)
        if (form.get("client_id"), form.get("client_secret")) not in (
                (CLIENT, SECRET), (PUBLIC, None)):
            return self.error("invalid_client", status=401)
        if form.get("scope") != SCOPE:
            return self.error("invalid_scope", "AADSTS900144: no scope")
        if not self.wrong(form):
            if self.path == "/device":
                self.device()
            elif self.path == "/token":
                self.token(form)
            else:
                self.send(404, {})

    def wrong(self, form):
        mode = self.oauth.mode
        if mode == "slow":
            time.sleep(15)
        elif mode == "huge":
            self.send(200, b'{"x":"' + b"y" * 300000 + b'"}')
        elif mode == "redirect":
            self.send(302, {}, [("Location", "/elsewhere")])
        elif mode == "html":
            self.send(200, b"<html>access_token</html>")
        elif mode == "array":
            self.send(200, [1, 2])
        elif mode == "line":
            self.send(200, {"access_token": "a\nb", "expires_in": 3600})
        elif mode == "none":
            self.send(200, {"expires_in": 3600})
        elif mode == "down":
            self.send(503, b"try later", [("Retry-After", "77")])
        elif mode == "invalid_grant":
            self.error("invalid_grant", "the token %s of %s was revoked\r\nx: y" % (
                form.get("refresh_token"), form.get("client_secret")))
        else:
            return False
        return mode != "slow"

    def introspect(self, form):
        with self.oauth.lock:
            until = self.oauth.active.get(form.get("token"), 0)
        if until < time.time():
            return self.send(200, {"active": False})
        self.send(200, {"active": True, "username": self.oauth.user})

    def device(self):
        with self.oauth.lock:
            code = self.oauth.make("dc")
            self.oauth.devices.add(code)
        self.send(200, {
            "device_code": code, "user_code": "WDJB-MJHT", "expires_in": 60,
            "verification_uri": "https://login.example/device",
            "interval": self.oauth.interval})

    def give(self, refresh):
        token = self.oauth.make("at")
        self.oauth.active[token] = time.time() + self.oauth.life
        body = {"access_token": token, "token_type": "Bearer",
                "expires_in": self.oauth.life}
        if refresh:
            body["refresh_token"] = self.oauth.make("rt")
            self.oauth.refresh.add(body["refresh_token"])
        return body

    def token(self, form):
        o, grant = self.oauth, form.get("grant_type", "")
        with o.lock:
            if grant == "client_credentials":
                return self.send(200, self.give(False))
            if grant == "refresh_token":
                if form.get("refresh_token") not in o.refresh:
                    return self.error("invalid_grant", "used before, or never given")
                if o.rotate:
                    o.refresh.discard(form["refresh_token"])
                return self.send(200, self.give(o.rotate))
            if grant == "authorization_code":
                made = base64.urlsafe_b64encode(hashlib.sha256(
                    form.get("code_verifier", "").encode()).digest()).decode()
                if o.codes.pop(form.get("code"), None) != made.rstrip("="):
                    return self.error("invalid_grant", "the code does not fit")
                return self.send(200, self.give(True))
            if grant.endswith(":device_code"):
                if form.get("device_code") not in o.devices:
                    return self.error("bad_verification_code")
                if o.answers:
                    return self.error(o.answers.pop(0))
                return self.send(200, self.give(True))
        self.error("unsupported_grant_type")
