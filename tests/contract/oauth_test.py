#!/usr/bin/env python3
"""OAuth 2.0 over a real Dovecot and Postfix and a token server on loopback:
log-in both ways, refreshing, rotation, refusals, servers that do wrong, and how
the first token comes. Prints one line a check; exits 1 when one failed."""
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from gateway import US, Checks, Gateway, Servers, ends_as_exit, wait_for  # noqa: E402
from oauth_server import CLIENT, PUBLIC, SCOPE, SECRET, OAuth  # noqa: E402

check = Checks()
heard = []  # all that any command said

SECTION = """\
[oauth]
provider = other
client_id = {client}
client_secret_file = client.secret
scope = {scope}
token_url = {url}/token
device_url = {url}/device
auth_url = {url}/authorize
timeout = 2s
"""


class Box(Gateway):
    """A gateway whose mailbox logs in by tokens."""

    def __init__(self, servers, oauth, name, more, url=None, **over):
        super().__init__(f"{servers.dir}/{name}", servers, tick="1s", **over)
        self.store = self.dir + "/tokens/ar"
        path = self.dir + "/mailboxes/ar.conf"
        with open(path) as f:
            conf = re.sub("password_file.*\n", "", f.read())
        with open(path, "w") as f:
            f.write(conf + SECTION.format(
                client=CLIENT, scope=SCOPE, url=url or oauth.url) + more)
        self.secret("client.secret", SECRET)

    def secret(self, name, text):
        with open(os.open(f"{self.dir}/{name}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC,
                          0o600), "w") as f:
            f.write(text + "\n")

    def run(self, *words, env=None):
        got = super().run(*words, env=env)
        heard.extend(got[1:])
        return got

    def said(self, *words):
        """Exit status, and all that it printed."""
        status, out, err = self.run(*words)
        return status, out + err

    def kept(self):
        with open(self.store) as f:
            first, *rest = f.read().split("\n")
        return {"access": first, **dict(x.split(" ", 1) for x in rest if " " in x)}

    def edit(self, **values):
        """What time, or somebody else, would have changed in the store."""
        kept = {**self.kept(), **{k: str(v) for k, v in values.items()}}
        access = kept.pop("access")
        self.secret("tokens/ar", "\n".join(
            [access] + [f"{k} {v}" for k, v in kept.items()]))

    def expire(self):
        now = int(time.time())
        self.edit(fetched=now - 3400, expires=now + 200)

    def forget(self):
        if os.path.exists(self.store):
            os.remove(self.store)


def log_of(servers, which):
    with open(f"{servers.dir}/{which}", errors="replace") as f:
        return f.read()


def mechanisms(servers, words):
    with open(servers.dir + "/dovecot/mechanisms", "w") as f:
        f.write(f"auth_mechanisms = plain login {words}\n")
    subprocess.run(["doveadm", "-c", servers.dir + "/dovecot/dovecot.conf", "reload"],
                   check=True)
    time.sleep(1)
    # smtpd keeps the list it was told, and a link to those who told it.
    subprocess.run(["postfix", "-c", servers.dir + "/postfix/etc", "reload"],
                   check=True, capture_output=True)
    time.sleep(1)


def log_in(servers, oauth):
    """By each mechanism alone, to both servers, and which one when both are."""
    box = Box(servers, oauth, "log-in", "flow = client_credentials\n")
    for offer, used in (("xoauth2 oauthbearer", "OAUTHBEARER"), ("xoauth2", "XOAUTH2"),
                        ("oauthbearer", "OAUTHBEARER")):
        mechanisms(servers, offer)
        before = len(log_of(servers, "dovecot/dovecot.log"))
        sent = len(log_of(servers, "postfix/postfix.log"))
        box.forget()
        status, said = box.said("check")
        check(f"check logs in where {offer} is offered",
              status == 0 and "ok  [smtp]" in said and "ok  [imap]" in said, said)
        imap = wait_for(lambda: re.search(
            "Login: user=<" + US + ">, method=(\\w+)",
            log_of(servers, "dovecot/dovecot.log")[before:]), 5)
        check(f"IMAP by {used}", imap and imap[1] == used,
              log_of(servers, "dovecot/dovecot.log")[before:][-1500:])
        # What was sent tells how.
        customer = f"{offer.split()[0]}{len(offer)}@larkspur.example"
        one_invoice(box, customer, used + str(len(offer)))
        box.run("tick", "--stage", "plan", "--stage", "send")
        smtp = wait_for(lambda: re.search(
            "sasl_method=(\\w+), sasl_username=" + US,
            log_of(servers, "postfix/postfix.log")[sent:]), 5)
        check(f"SMTP by {used}", smtp and smtp[1] == used,
              log_of(servers, "postfix/postfix.log")[sent:][-1500:])
        check("and the mail arrived", wait_for(lambda: servers.files(customer)))
    mechanisms(servers, "")
    status, said = box.said("check")
    check("no token goes to a server that offers neither",
          status == 1 and "log-in" in said, said)
    mechanisms(servers, "xoauth2 oauthbearer")


def one_invoice(box, address, key):
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 20 * 86400))
    box.books("customers", [(f"A-{key}", "Larkspur", "en-US", "UTC", "USD", "9000.00",
                             30, "retail", "", "no")])
    box.books("contacts", [(f"A-{key}", "Dana", address, "", "ap", "en-US")])
    box.books("invoices", [(f"A-{key}", f"INV-{key}", day, day, "100.00", "USD", "")])


def refreshing(servers, oauth):
    oauth.reset()
    box = Box(servers, oauth, "refresh", "flow = refresh\nrefresh_file = seed\n")
    first = oauth.seed()
    box.secret("seed", first)
    status, said = box.said("check")
    check("check begins with the refresh token of a file", status == 0, said)
    check("one request for both servers", oauth.count("refresh_token") == 1)
    mode = stat.S_IMODE(os.stat(box.store).st_mode)
    check("the store is for its owner only", mode == 0o600, oct(mode))
    check("the rotated token is stored", box.kept()["refresh"] != first
          and box.kept()["refresh"] in oauth.refresh)
    box.said("check")
    check("a fresh token is used again", oauth.count("refresh_token") == 1)
    box.expire()
    status, said = box.said("check")
    check("five minutes before its end it is refreshed",
          status == 0 and oauth.count("refresh_token") == 2, said)
    box.expire()
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda _: box.said("check"), range(6)))
    check("six processes at once fetch one token, and use it",
          [s for s, _ in got] == [0] * 6 and oauth.count("refresh_token") == 3,
          f"{oauth.count('refresh_token')} {got}")
    check("nothing is left beside the store",
          sorted(os.listdir(box.dir + "/tokens")) == ["ar", "ar.lock"],
          os.listdir(box.dir + "/tokens"))

    oauth.revoke()
    status, said = box.said("check")
    check("a refused token leads to one refresh and one retry",
          status == 0 and oauth.count("refresh_token") == 4, said)
    oauth.revoke()
    status, said = box.said("check")
    check("but not each time",
          status == 1 and oauth.count("refresh_token") == 4
          and "a moment ago" in said, said)
    box.edit(refused=int(time.time()) - 400)
    status, said = box.said("check")
    check("and after five minutes again", status == 0
          and oauth.count("refresh_token") == 5, said)

    status, said = box.said("oauth", "ar", "--status")
    check("--status says when it ends",
          status == 0 and re.search(r"the token ends \d{4}-\d\d-\d\dT", said), said)
    told = json.loads(box.run("oauth", "ar", "--status", "--json")[1])
    check("and as JSON", told["refreshable"] and told["until"] and not told["stopped"],
          told)

    # A disk that takes nothing: the request that would rotate is not made.
    box.expire()
    asked = oauth.count("refresh_token")
    kept = box.kept()["refresh"]
    os.rename(box.dir + "/tokens", box.dir + "/full")
    os.symlink("/proc/self", box.dir + "/tokens")
    status, said = box.said("check")
    check("no token is rotated that could not be stored", status == 1
          and oauth.count("refresh_token") == asked, said)
    os.remove(box.dir + "/tokens")
    os.rename(box.dir + "/full", box.dir + "/tokens")
    check("and the old one still stands", box.kept()["refresh"] == kept
          and kept in oauth.refresh)
    os.chmod(box.store, 0o640)
    status, said = box.said("check")
    check("a store that others can read is refused", status == 1
          and "readable by others" in said, said)
    os.chmod(box.store, 0o600)


def expiry_in_session(servers, oauth):
    """`run`, with tokens that live six seconds and sessions that end with them."""
    oauth.reset()
    oauth.life = 6
    box = Box(servers, oauth, "session", "flow = refresh\nrefresh_file = seed\n")
    box.secret("seed", oauth.seed())
    box.must("import", "customers", put(box, "c.csv", "account,name\nC-1,Larkspur\n"))
    log = box.dir + "/log"
    box.start(log)

    def log_text():
        with open(log) as f:
            return f.read()

    try:
        for turn in range(3):
            mail = EmailMessage()
            mail["From"], mail["To"] = "dana@larkspur.example", US
            mail["Subject"], mail["Message-ID"] = "Hello", f"<s{turn}@larkspur.example>"
            mail.set_content(f"Good morning, this is mail {turn}.")
            servers.throw("dana@larkspur.example", US, mail)
            came = wait_for(lambda: log_text().count("fetched mailbox=ar") > turn, 20)
            check(f"mail {turn + 1} is read over token after token", came, log_text())
            if turn < 2:
                time.sleep(7)
                subprocess.run(["doveadm", "-c", servers.dir + "/dovecot/dovecot.conf",
                                "kick", US], check=False, capture_output=True)
    finally:
        box.process.terminate()
        box.process.wait(timeout=60)
    heard.append(log_text())
    check("the token was refreshed in between", oauth.count("refresh_token") >= 3)
    check("and none twice", "invalid_grant" not in log_text(), log_text())


def put(box, name, text):
    with open(f"{box.dir}/{name}", "w") as f:
        f.write(text)
    return f"{box.dir}/{name}"


def wrong_servers(servers, oauth):
    oauth.reset()
    box = Box(servers, oauth, "wrong", "flow = client_credentials\n")
    for mode, words in (("slow", "timed out|Timeout"), ("huge", "more than 65536 bytes"),
                        ("redirect", "redirect is not followed"),
                        ("html", "no JSON"), ("array", "no token"),
                        ("line", "no token or number looks like"),
                        ("none", "holds no token"), ("down", "HTTP 503|no JSON")):
        box.forget()
        oauth.mode = mode
        began = time.monotonic()
        status, said = box.said("check")
        check(f"a token server that is wrong: {mode}", status == 1
              and re.search(words, said) and time.monotonic() - began < 12, said)
    wait = int(box.kept()["retry"]) - time.time()
    check("Retry-After is observed", 70 < wait < 78, wait)
    asked = len(oauth.asked)
    oauth.mode = ""
    status, said = box.said("check")
    check("nobody is asked again before the time", status == 1
          and "no token before" in said and len(oauth.asked) == asked, said)
    box.edit(retry=int(time.time()) - 1)
    status, said = box.said("check")
    check("and then it goes on", status == 0 and "failures" not in box.kept(), said)
    box.expire()
    oauth.mode = "down"
    status, said = box.said("check")
    check("while a token lives, a failed refresh hurts nobody", status == 0
          and box.kept()["failures"] == "1", said)
    check("no redirect was followed", oauth.count("followed") == 0)

    oauth.mode = ""
    ca = servers.dir + "/ca/"
    for cert, well in (("server", True), ("wronghost", False), ("expired", False),
                       ("selfsigned", False)):
        url = oauth.secure(ca + cert + ".pem", ca + cert + ".key")
        tls = Box(servers, oauth, "tls-" + cert,
                  f"flow = client_credentials\nca_file = {servers.ca_file}\n", url=url)
        asked = len(oauth.asked)
        status, said = tls.said("check")
        check(f"certificate {cert} of a token server", (status == 0) == well
              and (len(oauth.asked) > asked) == well, said)
    url = oauth.secure(ca + "server.pem", ca + "server.key")
    tls = Box(servers, oauth, "tls-system", "flow = client_credentials\n", url=url)
    status, said = tls.said("check")
    check("the system does not trust the test CA", status == 1
          and "ertificate" in said, said)
    plain = Box(servers, oauth, "plain", "flow = client_credentials\n",
                url="http://login.example.com")
    status, said = plain.said("check", "--offline")
    check("http off this machine is refused", status == 1
          and "does not fit token_url" in said, said)


def stopping(servers, oauth):
    oauth.reset()
    box = Box(servers, oauth, "stop", "flow = refresh\nrefresh_file = seed\n")
    first = oauth.seed()
    box.secret("seed", first)
    oauth.mode = "invalid_grant"
    said = "".join(box.said("tick")[1] for _ in range(3))
    check("invalid_grant is told with the provider's words",
          "invalid_grant: the token" in said, said)
    check("but no secret in them, and no second line", first not in said
          and SECRET not in said and "\nx: y" not in said, said)
    check("one request, one line of alarm", oauth.count("refresh_token") == 1
          and said.count("oauth-stopped") == 1, said)
    ledger = sqlite3.connect(box.dir + "/ledger.db")
    tasks = ledger.execute("SELECT text FROM task WHERE kind = 'oauth'").fetchall()
    check("one task, that says what to do", len(tasks) == 1
          and "dunmail oauth ar" in tasks[0][0] and first not in tasks[0][0], tasks)
    mails = ledger.execute("SELECT state FROM touch WHERE kind = 'staff'").fetchall()
    check("one mail to staff", len(mails) == 1, mails)
    ledger.close()
    status, said = box.said("oauth", "ar", "--status")
    check("--status says that it stopped", status == 1 and "stopped at" in said, said)
    oauth.mode = ""
    box.secret("seed", oauth.seed())
    status, said = box.said("check")
    check("a new refresh token in the file begins anew", status == 0, said)
    box.said("tick")
    check("and the mail to staff leaves", wait_for(
        lambda: servers.files("collections@example.com")))

    app = Box(servers, oauth, "app", "flow = client_credentials\n")
    app.secret("client.secret", "not-the-secret")
    status, said = app.said("check")
    check("a wrong secret of the application", status == 1
          and "invalid_client" in said and "not-the-secret" not in said, said)
    asked = len(oauth.asked)
    app.said("check")
    check("is not tried again", len(oauth.asked) == asked)
    app.secret("client.secret", SECRET)
    status, said = app.said("check")
    check("until it is another one", status == 0, said)
    box.edit(stopped=int(time.time()), why="invalid_grant", expires=1)
    status, said = box.said("oauth", "ar")
    check("`dunmail oauth` ends a stop", status == 0 and box.said("check")[0] == 0, said)


def device(servers, oauth):
    oauth.reset()
    box = Box(servers, oauth, "device", "flow = device\n")
    status, said = box.said("check")
    check("without a token, check says how to come by one", status == 1
          and "`dunmail oauth ar` fetches the first" in said, said)
    oauth.answers = ["authorization_pending", "slow_down"]
    began = time.monotonic()
    status, said = box.said("oauth", "ar")
    took = time.monotonic() - began
    check("device code: shown, waited for, stored", status == 0
          and "https://login.example/device" in said and "WDJB-MJHT" in said
          and box.kept()["refresh"] in oauth.refresh, said)
    check("slow_down adds five seconds", 7.5 < took < 12, took)
    check("and the mailbox logs in", box.said("check")[0] == 0)
    kept = box.kept()
    for error, words in (("expired_token", "in time"), ("access_denied", "denied"),
                         ("invalid_grant", "invalid_grant")):
        oauth.answers = ["authorization_pending", error]
        status, said = box.said("oauth", "ar")
        check(f"device code: {error}", status == 1 and words in said, said)
    check("what failed changed nothing", box.kept() == kept)
    public = Box(servers, oauth, "public", "flow = device\n")
    path = public.dir + "/mailboxes/ar.conf"
    with open(path) as f:
        conf = f.read().replace("client_secret_file = client.secret\n", "")
    put(public, "mailboxes/ar.conf", conf.replace(CLIENT, PUBLIC))
    oauth.answers = []
    status, said = public.said("oauth", "ar")
    check("device code of an application without a secret", status == 0
          and public.said("check")[0] == 0, said)


def browser(servers, oauth):
    oauth.reset()
    box = Box(servers, oauth, "browser", "flow = refresh\n")

    def session(bring):
        p = subprocess.Popen(box.command("oauth", "ar"), stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = ""
        while "localhost/?" not in said:
            line = p.stdout.readline()
            if not line:
                break
            said += line
        url = next(x for x in said.split() if x.startswith(oauth.url))
        out, _ = p.communicate(bring(url) + "\n", timeout=30)
        heard.append(out)
        return p.returncode, said + out

    status, said = session(oauth.consent)
    check("consent in a browser, with PKCE", status == 0
          and box.kept()["refresh"] in oauth.refresh, said)
    check("and the mailbox logs in", box.said("check")[0] == 0)
    status, said = session(lambda url: oauth.consent(url).replace("state=", "state=x"))
    check("an address of another try is refused", status == 1 and "another try" in said,
          said)
    status, said = session(lambda _: "http://localhost/?error=access_denied")
    check("consent that is denied", status == 1 and "denied" in said, said)
    old = oauth.consent(oauth.url + "/authorize?client_id=" + CLIENT + "&scope=" +
                        SCOPE.replace(" ", "+") + "&code_challenge=other&state=s&"
                        "code_challenge_method=S256&redirect_uri=http://localhost")
    status, said = session(lambda _: old.rpartition("code=")[2].replace("%2F", "/"))
    check("a code of somebody else's try is refused by the server", status == 1
          and "invalid_grant" in said, said)


def shared(servers, oauth):
    """The token belongs to a person, the mailbox to many: who logs in is named
    by user alone."""
    oauth.reset()
    oauth.user = "shared@example.com"
    box = Box(servers, oauth, "shared", "flow = client_credentials\n",
              us="shared@example.com")
    status, said = box.said("check")
    check("a shared mailbox, by the token of another", status == 0, said)
    oauth.user = US
    status, said = box.said("check")
    check("which the server decides", status == 1 and "log-in refused" in said, said)


def silence(oauth):
    everything = "\n".join(heard)
    told = [s for s in oauth.known + [SECRET] if s in everything]
    check("no secret was ever printed or logged", not told and len(heard) > 40, told)


def main():
    ends_as_exit()
    oauth = OAuth(US)
    os.environ["OAUTH_URL"] = oauth.url + "/introspect"
    servers = Servers()
    parts = [log_in, refreshing, expiry_in_session, wrong_servers, stopping, device,
             browser, shared]
    wanted = sys.argv[1:]
    try:
        for part in parts:
            if not wanted or part.__name__ in wanted:
                part(servers, oauth)
        silence(oauth) if not wanted else None
    finally:
        servers.stop()
    print(f"oauth_test: {'FAILED' if check.failed else 'all is well'}")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
