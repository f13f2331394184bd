"""mutt in a terminal of its own, for a person who types."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

# What a terminal is told beside the text.
CONTROL = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-B0]|[=>78M])|[\x0e\x0f]")


class Mutt:
    """Keys go in, the screen comes out. `editor` writes what was given to
    `typed` above the quoted mail, as a person does."""

    windows = 0

    def __init__(self, folder, rc, *args):
        self.typed = folder + "/typed"
        editor = folder + "/editor.sh"
        with open(editor, "w") as f:
            f.write('#!/bin/sh\ncat "%s" "$1" >"$1.new" && cat "$1.new" '
                    '>"$1" && rm "$1.new"\n' % self.typed)
        os.chmod(editor, 0o755)
        Mutt.windows += 1
        self.rc = "%s/muttrc-%d" % (folder, Mutt.windows)
        with open(self.rc, "w") as f:
            # People take longer than the second by which it is seen.
            f.write(rc + '\nset editor = "%s" abort_unmodified = no\n'
                    % editor)
        self.seen = ""  # of the screen since the last wait, and before it
        self.mark = 0
        self.pid, self.tty = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="vt100", HOME=folder, LC_ALL="C.UTF-8")
            os.execvp("mutt", ["mutt", "-n", "-F", self.rc, *args])
        fcntl.ioctl(self.tty, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 45, 150, 0, 0))

    def read(self, seconds):
        if select.select([self.tty], [], [], seconds)[0]:
            try:
                data = os.read(self.tty, 65536)
            except OSError:  # it has ended
                return False
            self.seen += CONTROL.sub(" ", data.decode("utf-8", "replace"))
            return bool(data)
        return True

    def wait(self, *words, seconds=20):
        """Until one of them comes up behind what was waited for last."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for word in words:
                hit = re.search(word, self.seen[self.mark:])
                if hit:
                    self.mark += hit.end()
                    return word
            if not self.read(0.1):
                break
        raise AssertionError("mutt does not show %s; its screen: %s" % (
            " or ".join(map(repr, words)),
            re.sub(r"\s+", " ", self.seen)[-1500:]))

    def keys(self, text):
        while self.read(0.02) and select.select([self.tty], [], [], 0)[0]:
            pass
        self.mark = len(self.seen)
        os.write(self.tty, text.encode())

    def send(self):
        """y, in the menu of a mail that is written. Where the editor ended
        in another second than mutt took the time, it asks about the file."""
        self.keys("y")
        if self.wait("Mail sent", r"Update encoding") != "Mail sent":
            self.keys("y")
            self.wait("Mail sent")

    def type(self, text):
        """What the editor will put above the quoted mail."""
        with open(self.typed, "w") as f:
            f.write(text)

    def end(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.tty)
        self.pid = None
