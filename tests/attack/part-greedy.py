"""Slow and greedy clients: a thousand sockets that send a byte now and then, and
others that ask for the largest page again and again. Somebody else's request is
answered meanwhile, within half a second."""

import os
import resource
import selectors
import socket
import sys
import threading
import time

from house import Client, House, number


class Slow(threading.Thread):
    """All of them in one thread: each sends a byte a second of a header that
    never ends; one that is shut out comes back."""

    def __init__(self, house, count):
        super().__init__(daemon=True)
        self.house, self.count = house, count
        self.ends = False
        self.open = {}
        self.born = self.refused = 0

    def connect(self, n):
        s = socket.socket()
        s.setblocking(False)
        # Many addresses: one alone may not have so many.
        s.bind(("127.0.%d.%d" % (1 + n // 200, 1 + n % 200), 0))
        try:
            s.connect(("127.0.0.1", self.house.port))
        except BlockingIOError:
            pass
        self.open[n] = s
        self.born += 1

    def run(self):
        text = b"GET /account/" + b"A" * 4000
        at = {}
        while not self.ends:
            began = time.time()
            for n in range(self.count):
                if n not in self.open:
                    self.connect(n)
                    at[n] = 0
                    continue
                try:
                    self.open[n].send(text[at[n]:at[n] + 1])
                    at[n] += 1
                except BlockingIOError:
                    pass
                except OSError:
                    self.refused += 1
                    self.open.pop(n).close()
            time.sleep(max(0.05, 1 - (time.time() - began)))
        for s in self.open.values():
            s.close()


class Greedy(threading.Thread):
    def __init__(self, house, path, source):
        super().__init__(daemon=True)
        self.client = Client(house, source)
        self.path = path
        self.ends = False
        self.asked = self.limited = 0

    def run(self):
        while not self.ends:
            try:
                status, _, _ = self.client.ask("GET", self.path)
            except OSError:
                continue
            self.asked += 1
            self.limited += status == 429


def measure(house, path, seconds):
    """Each time a new connection, as somebody who comes by."""
    times = []
    until = time.time() + seconds
    while time.time() < until:
        began = time.time()
        try:
            status, _, _ = Client(house, "127.0.9.9", timeout=10).ask(
                "GET", path)
        except OSError:
            status = 0
        times.append((time.time() - began) if status == 200 else 99.0)
        time.sleep(0.25)  # within the budget of one link
    return sorted(times)


def at(times, part):
    return times[min(len(times) - 1, int(len(times) * part))] * 1000


def main():
    count = number("SLOW", 1000, 300)
    seconds = number("SECONDS", 40, 8)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    # The budgets as they are shipped: they are what is tried here.
    house = House({"portal": {"per_minute": "1200", "per_link": "300"}})
    try:
        house.load("customers", [["account", "name", "currency"],
                                 ["A-1", "Greedy", "USD"],
                                 ["A-2", "Genuine", "USD"]])
        house.load("invoices", [["account", "invoice", "issued", "due",
                                 "amount", "currency"]] + [
            ["A-%d" % (1 + n % 2), "INV-%d" % n, "2026-09-25", "2026-10-25",
             "500.00", "USD"] for n in range(100)])
        paths = [house.link("account", "A-%d" % n) for n in (1, 2)]
        # The clock goes on: budgets are by the minute.
        house.start_clock()
        before = measure(house, paths[1], 2)
        slow = Slow(house, count)
        greedy = [Greedy(house, paths[0] + "/statement/pdf",
                         "127.0.8.%d" % (1 + n)) for n in range(8)]
        for t in [slow] + greedy:
            t.start()
        time.sleep(2)
        times = measure(house, paths[1], seconds)
        held = len(slow.open)
        for t in [slow] + greedy:
            t.ends = True
        for t in [slow] + greedy:
            t.join(20)
        worst, most = times[-1] * 1000, at(times, 0.95)
        print("greedy: %d slow sockets (%d of %d made, %d shut out), %d greedy "
              "requests (%d limited); %d genuine ones: median %.0f ms, 95 %% "
              "%.0f ms, worst %.0f ms (alone: %.0f ms)" % (
                  held, slow.born, count, slow.refused,
                  sum(g.asked for g in greedy),
                  sum(g.limited for g in greedy), len(times),
                  at(times, 0.5), most, worst, at(before, 0.5)))
        house.stop()
        return 0 if most < 500 and times[-1] < 99 else 1
    finally:
        house.close()


if __name__ == "__main__":
    sys.exit(main())
