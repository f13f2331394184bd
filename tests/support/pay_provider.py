#!/usr/bin/env python3
"""A payment provider on loopback for tests, as far as hosted pages go: pages
that are made, read and closed, what becomes of the money, and events that are
signed. Its clock is the test's. What it does wrong is set in `mode`, what it
was asked is in `asked`."""
import hashlib
import hmac
import http.server
import json
import re
import threading
import time
import urllib.parse

KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
SECRET = "whsec_c2VjcmV0LW9mLXRoZS13ZWJob29r"


def fields(text):
    """a[b][0]=c as nested objects; lists are objects with numbers."""
    out = {}
    for name, value in urllib.parse.parse_qsl(text, keep_blank_values=True,
                                              strict_parsing=bool(text)):
        keys = re.findall(r"[^\[\]]+", name)
        at = out
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        if keys[-1] in at:
            raise ValueError("twice: " + name)
        at[keys[-1]] = value
    return out


class Provider:
    def __init__(self, version="2026-09-30.endive"):
        self.version = version
        self.lock = threading.RLock()
        self.mode = ""  # down, cut, slow-lane, refuse
        self.asked = []
        self.sessions = {}
        self.disputes = {}
        self.keys = {}  # Idempotency-Key: (form, status, answer)
        self.events = []  # not told yet
        self.told = []
        self.count = 0
        self.clock = time.time
        handler = type("Handler", (Handler,), {"provider": self})
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None
        self.url = "http://127.0.0.1:%d" % self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    def name(self, kind):
        self.count += 1
        return "%s_test_%06d" % (kind, self.count)

    # ------------------------------------------------------------ their side

    def create(self, form):
        types = ("allowed_payment_method_types" if "endive" in self.version
                 else "payment_method_types")
        line = form["line_items"]
        money = {i["price_data"]["currency"] for i in line.values()}
        if form["mode"] != "payment" or len(money) != 1 or types not in form:
            return 400, error("invalid_request_error", "parameter_unknown")
        total = sum(int(i["price_data"]["unit_amount"]) * int(i["quantity"])
                    for i in line.values())
        left = int(form["expires_at"]) - self.clock()
        if not 1800 <= left <= 86400:
            return 400, error("invalid_request_error", "expires_at")
        if total < 30:
            return 400, error("invalid_request_error", "amount_too_small")
        s = {
            "id": self.name("cs"), "object": "checkout.session",
            "mode": "payment", "status": "open", "payment_status": "unpaid",
            "amount_total": total, "currency": money.pop(),
            "client_reference_id": form["client_reference_id"],
            "metadata": form["metadata"], "payment_intent": None,
            "expires_at": int(form["expires_at"]), "livemode": False,
        }
        s["url"] = "https://checkout.example/c/pay/" + s["id"]
        s["method"] = form[types]["0"]
        self.sessions[s["id"]] = s
        return 200, s

    def shown(self, s, expand=True):
        s = dict(s)
        s.pop("method", None)
        if s["status"] != "open":
            s["url"] = None
        if not expand and s["payment_intent"]:
            s["payment_intent"] = s["payment_intent"]["id"]
        return s

    def event(self, kind, thing):
        self.events.append({
            "id": self.name("evt"), "object": "event", "type": kind,
            "created": int(self.clock()), "livemode": False,
            "api_version": self.version, "data": {"object": thing}})

    def expire(self, s, by_clock=False):
        if s["status"] != "open":
            return 400, error("invalid_request_error", "")
        s["status"] = "expired"
        self.event("checkout.session.expired", self.shown(s, False))
        return 200, self.shown(s)

    # --------------------------------------------------- what customers do

    def last(self):
        return self.sessions[sorted(self.sessions)[-1]]

    def begin(self, s, received):
        """The customer has filled in the page."""
        if s["status"] != "open":
            raise ValueError("that page is " + s["status"])
        s["status"] = "complete"
        s["payment_intent"] = {
            "id": self.name("pi"), "object": "payment_intent",
            "status": "processing", "amount": s["amount_total"],
            "amount_received": 0, "currency": s["currency"],
            "metadata": s["metadata"], "latest_charge": None,
            "last_payment_error": None}
        if received:
            self.arrive(s, False)
        self.event("checkout.session.completed", self.shown(s, False))

    def arrive(self, s, later=True):
        pi = s["payment_intent"]
        pi.update(status="succeeded", amount_received=pi["amount"])
        pi["latest_charge"] = {
            "id": self.name("ch"), "object": "charge", "amount": pi["amount"],
            "amount_refunded": 0, "disputed": False, "currency": s["currency"],
            "payment_intent": pi["id"], "metadata": s["metadata"]}
        s["payment_status"] = "paid"
        if later:
            self.event("checkout.session.async_payment_succeeded",
                       self.shown(s, False))

    def fail(self, s, code="insufficient_funds"):
        pi = s["payment_intent"]
        pi.update(status="requires_payment_method",
                  last_payment_error={"code": "payment_intent_payment_"
                                      "attempt_failed", "decline_code": code})
        self.event("checkout.session.async_payment_failed",
                   self.shown(s, False))

    def refund(self, s, amount):
        charge = s["payment_intent"]["latest_charge"]
        charge["amount_refunded"] += amount
        self.event("charge.refunded", charge)
        self.event("refund.created", {
            "id": self.name("re"), "object": "refund", "amount": amount,
            "payment_intent": s["payment_intent"]["id"], "metadata": {}})

    def dispute(self, s, status):
        charge = s["payment_intent"]["latest_charge"]
        charge["disputed"] = True
        d = self.disputes.setdefault(s["payment_intent"]["id"], {
            "id": self.name("dp"), "object": "dispute",
            "amount": charge["amount"], "currency": s["currency"],
            "payment_intent": s["payment_intent"]["id"], "metadata": {}})
        d["status"] = status
        closed = status in ("won", "lost")
        self.event("charge.dispute." + ("closed" if closed else "created"), d)
        self.event("charge.dispute.funds_" + (
            "reinstated" if status == "won" else "withdrawn"), d)

    # ------------------------------------------------------------- answering

    def answer(self, method, path, query, form):
        parts = path.strip("/").split("/")
        if parts[:2] == ["v1", "disputes"] and method == "GET":
            found = self.disputes.get(query.get("payment_intent"))
            return 200, {"object": "list", "has_more": False,
                         "data": [found] if found else []}
        if parts[:3] != ["v1", "checkout", "sessions"]:
            return 404, error("invalid_request_error", "resource_missing")
        if len(parts) == 3 and method == "POST":
            return self.create(form)
        s = self.sessions.get(parts[3]) if len(parts) > 3 else None
        if s is None:
            return 404, error("invalid_request_error", "resource_missing")
        if s["status"] == "open" and s["expires_at"] <= self.clock():
            self.expire(s)
        if len(parts) == 4 and method == "GET":
            return 200, self.shown(s)
        if parts[4:] == ["expire"] and method == "POST":
            return self.expire(s)
        return 404, error("invalid_request_error", "resource_missing")


def error(kind, code):
    return {"error": {"type": kind, "code": code, "message": "no"}}


def sign(body, at, secret=SECRET, scheme="v1"):
    mac = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256)
    return "t=%d,%s=%s" % (at, scheme, mac.hexdigest())


class Handler(http.server.BaseHTTPRequestHandler):
    provider = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, status, thing):
        body = json.dumps(thing).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def check(self):
        p = self.provider
        if self.headers.get("Authorization") != "Bearer " + KEY:
            return 401, error("invalid_request_error", "")
        if self.headers.get("Stripe-Version") != p.version:
            return 400, error("invalid_request_error", "version")
        if p.mode == "down":
            return 503, error("api_error", "")
        if p.mode == "slow-lane":
            return 429, error("rate_limit_error", "rate_limit")
        if p.mode == "refuse" and self.command == "POST":
            return 400, error("invalid_request_error", "payment_method_"
                              "unactivated")
        return None

    def serve(self):
        p = self.provider
        url = urllib.parse.urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length).decode()
        with p.lock:
            p.asked.append((self.command, url.path, text))
            bad = self.check()
            if bad:
                self.say(*bad)
                return
            key = self.headers.get("Idempotency-Key")
            known = p.keys.get(key) if key else None
            if known and known[0] != (url.path, text):
                self.say(400, error("idempotency_error", ""))
                return
            if known:
                self.say(known[1], known[2])
                return
            if p.mode == "stumble" and self.command == "POST":
                p.mode = ""  # and says the same to the same key for a day
                if key:
                    p.keys[key] = ((url.path, text), 500,
                                   error("api_error", ""))
                self.say(500, error("api_error", ""))
                return
            try:
                status, thing = p.answer(
                    self.command, url.path,
                    dict(urllib.parse.parse_qsl(url.query)), fields(text))
            except (KeyError, ValueError) as e:
                status, thing = 400, error("invalid_request_error", str(e))
            if key:
                p.keys[key] = ((url.path, text), status, thing)
            if p.mode == "cut":  # done, and nobody hears of it
                p.mode = ""
                self.close_connection = True
                return
        self.say(status, thing)

    do_GET = do_POST = do_DELETE = serve
