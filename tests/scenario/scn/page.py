"""A page: a title, a few sentences, then steps.

A step starts at the first column. A line indented by two blanks goes on with
it; lines indented by four or more are its block (rows of a CSV file, the
words of a mail). '#' at the first column starts a remark.
"""

import re


class BadPage(Exception):
    """The page itself is wrong."""

    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


class Failed(Exception):
    """What the page wants is not so."""


class Step:
    def __init__(self, line, text):
        self.line = line
        self.text = text
        self.block = []

    def body(self):
        """The block without its indent."""
        lines = [l[4:] for l in self.block]
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join(lines) + "\n" if lines else ""


class Page:
    def __init__(self, title, steps):
        self.title = title
        self.steps = steps


def read_page(path):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    if not lines or not lines[0].strip() or lines[0][0] in " #":
        raise BadPage(1, "the first line is no title")
    # The sentences after the title end at the first empty line.
    i = 1
    while i < len(lines) and lines[i].strip():
        i += 1
    steps = []
    for n in range(i, len(lines)):
        line = lines[n]
        if not line.strip():
            # Inside a block an empty line belongs to it.
            if steps and steps[-1].block:
                steps[-1].block.append("")
        elif line[0] == "#":
            continue
        elif not line.startswith(" "):
            steps.append(Step(n + 1, re.sub(r"\s+", " ", line.strip())))
        elif not steps:
            raise BadPage(n + 1, "an indented line before any step")
        elif line.startswith("    "):
            steps[-1].block.append(line)
        elif line.startswith("  "):
            steps[-1].text += " " + re.sub(r"\s+", " ", line.strip())
        else:
            raise BadPage(n + 1, "indented by one blank")
    if not steps:
        raise BadPage(1, "the page has no steps")
    return Page(lines[0].strip(), steps)
