"""run.py PAGE...: plays each page in a folder of its own, with a frozen clock,
and prints one line a page; for one that fails, the step and the difference."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from scn.page import BadPage, Failed, read_page
from scn.steps import play
from scn.world import World
import scn.colleague  # noqa: F401 (more words)
import scn.receiver  # noqa: F401


def play_page(path, binary, repo):
    """None when the page holds, else (line, step, what is different)."""
    name = os.path.basename(path)[:-4]
    folder = tempfile.mkdtemp(prefix="scenario-%s-" % name)
    step = world = None
    try:
        page = read_page(path)
        world = World(folder, binary, repo)
        for step in page.steps:
            play(world, step)
        step = None
        world.at_the_end()
        return page.title, None
    except (Failed, BadPage, OSError, ValueError, KeyError,
            subprocess.TimeoutExpired, sqlite3.Error) as e:
        where = step.line if step else getattr(e, "line", 0)
        what = step.text if step else "the page as a whole"
        said = str(e) if isinstance(e, (Failed, BadPage)) else repr(e)
        return name, (where, what, said, folder)
    finally:
        if world:
            world.stop()
        if not os.environ.get("KEEP"):
            shutil.rmtree(folder, ignore_errors=True)


def main(paths):
    repo = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
    build = os.path.join(os.getcwd(), os.environ.get("BUILD", "build"))
    binary = os.path.join(build, "dunmail")
    if not os.access(binary, os.X_OK):
        sys.exit("run.py: no %s: make builds it" % binary)
    passed = failed = 0
    for path in paths:
        name = os.path.basename(path)[:-4]
        title, bad = play_page(path, binary, repo)
        if bad is None:
            passed += 1
            print("ok    %-28s %s" % (name, title))
        else:
            failed += 1
            line, step, difference, folder = bad
            print("FAIL  %s:%d: %s" % (name, line, step))
            for text in difference.splitlines():
                print("        %s" % text)
            if os.environ.get("KEEP"):
                print("        its folder: %s" % folder)
        sys.stdout.flush()
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
