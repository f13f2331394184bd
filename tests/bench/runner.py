#!/usr/bin/env python3
"""Run commands side by side on a machine that is never quite idle.

Rows come on standard input: name, units, prepare, command, check, separated
by tabs. Each round runs every row once, in rotated order (A B C, B C A, ...),
so that a slow minute hits all of them. Prepare and check are not timed; a row
whose command or check fails is reported and left out. Printed for each row:
the median rate, and the median of the ratios to the base row of the same
round with the smallest and the largest.

A command may print secs=S to be billed for that time instead of its whole
life (a peer's start-up is not what is compared), units=N to say how many it
did, and of a server that it asks p99_ms=M and rss_mb=R.
"""
import argparse
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time


def shell(text):
    return subprocess.run(["bash", "-c", text], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def ticks(pid):
    """Processor seconds of a server and the children that it still has."""
    total, todo = 0, [pid]
    while todo:
        p = todo.pop()
        try:
            with open(f"/proc/{p}/stat") as f:
                fields = f.read().rpartition(")")[2].split()
            total += sum(int(x) for x in fields[11:15])
            with open(f"/proc/{p}/task/{p}/children") as f:
                todo += [int(x) for x in f.read().split()]
        except OSError:
            pass
    return total / os.sysconf("SC_CLK_TCK")


def timed(command, servers):
    """GNU time stands between: a child's peak memory must not be ours."""
    with tempfile.NamedTemporaryFile("r") as told:
        busy = sum(map(ticks, servers))
        start = time.perf_counter()
        done = subprocess.run(
            ["/usr/bin/time", "-q", "-o", told.name, "-f", "%M %U %S",
             "bash", "-c", command], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        secs = time.perf_counter() - start
        busy = sum(map(ticks, servers)) - busy
        peak, user, system = told.read().split()[-3:]
    out = done.stdout.decode("utf-8", "replace")
    run = {"secs": secs, "rss_mb": int(peak) / 1024, "status": done.returncode,
           "cpu": float(user) + float(system), "server_cpu": busy, "out": out}
    for key in ("secs", "units", "p99_ms", "rss_mb"):
        found = re.findall(rf"^{key}=([0-9.]+)$", out, re.M)
        if found:
            run[key] = float(found[-1])
    return run


def started(command, times):
    """Start a program again and again with nothing between it and us."""
    argv = shlex.split(command)
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    status = 0
    start = time.perf_counter()
    for _ in range(times):
        pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
        status |= os.waitpid(pid, 0)[1]
    secs = time.perf_counter() - start
    os.close(null)
    return {"secs": secs, "status": status, "rss_mb": 0, "cpu": 0,
            "server_cpu": 0, "out": f"status {status}"}


class Row:
    def __init__(self, line):
        fields = line.rstrip("\n").split("\t")
        self.name, units, self.prepare, self.command, self.check = fields
        self.units = float(units)
        self.runs = {}
        self.failure = None

    def fail(self, where, text):
        self.failure = f"{where}: {text.strip()[-600:]}"
        print(f"bench: {self.name} failed in {self.failure}", file=sys.stderr)

    def once(self, number, args):
        if self.failure:
            return
        before = shell(self.prepare)
        if before.returncode:
            return self.fail("prepare", before.stdout.decode())
        if args.direct:
            run = started(self.command, int(self.units))
        else:
            run = timed(self.command, args.server)
        if run["status"]:
            return self.fail(f"command (status {run['status']})", run["out"])
        after = shell(self.check)
        if after.returncode:
            return self.fail("check", after.stdout.decode() + run["out"])
        run["rate"] = run.get("units", self.units) / run["secs"]
        self.runs[number] = run

    def median(self, key):
        return statistics.median(r[key] for r in self.runs.values())

    def worst(self, key):
        return max((r[key] for r in self.runs.values() if key in r),
                   default=None)

    def result(self, base):
        ratios = [r["rate"] / base.runs[i]["rate"]
                  for i, r in self.runs.items() if i in base.runs]
        return {"name": self.name, "rate": self.median("rate"),
                "secs": self.median("secs"), "cpu": self.median("cpu"),
                "server_cpu": self.median("server_cpu"),
                "rss_mb": max(r["rss_mb"] for r in self.runs.values()),
                "ratios": ratios, "rounds": len(self.runs),
                "p99_ms": self.worst("p99_ms"),
                "rates": {i: r["rate"] for i, r in self.runs.items()}}


def table(title, base, rows, results):
    print(f"\n{title}  (load {os.getloadavg()[0]:.1f})")
    print(f"  {'':34}{'rate/s':>10}{'of ' + base:>16}{'min..max':>16}"
          f"{'CPU s':>8}{'server':>8}{'MB':>6}")
    for row in rows:
        if row.name not in results:
            print(f"  {row.name:34}{'failed':>10}")
            continue
        r = results[row.name]
        spread = f"{min(r['ratios']):.3g}..{max(r['ratios']):.3g}"
        rate = f"{r['rate']:,.0f}" if r["rate"] >= 100 else f"{r['rate']:.3g}"
        print(f"  {row.name:34}{rate:>10}"
              f"{statistics.median(r['ratios']):>16.3g}{spread:>16}"
              f"{r['cpu']:>8.2f}{r['server_cpu']:>8.2f}{r['rss_mb']:>6.0f}")
    sys.stdout.flush()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--part", required=True)
    p.add_argument("--base", required=True)
    p.add_argument("--title", required=True)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--out", required=True)
    p.add_argument("--server", type=int, action="append", default=[])
    p.add_argument("--direct", action="store_true")
    args = p.parse_args()
    rows = [Row(line) for line in sys.stdin]
    for number in range(args.rounds):
        turn = number % len(rows)
        for row in rows[turn:] + rows[:turn]:
            row.once(number, args)
    done = [r for r in rows if r.runs and not r.failure]
    base = next((r for r in done if r.name == args.base), None)
    if base is None:
        print(f"bench: {args.title}: no base to compare with", file=sys.stderr)
        return 1
    results = {r.name: r.result(base) for r in done}
    table(args.title, base.name, rows, results)
    failed = {r.name: r.failure for r in rows if r.failure}
    with open(args.out, "a") as f:
        f.write(json.dumps({"part": args.part, "title": args.title,
                            "base": base.name, "rows": results,
                            "failed": failed, "at": time.time()}) + "\n")
    return 0


sys.exit(main())
