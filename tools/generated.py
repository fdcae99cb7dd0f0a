"""What the generators share: complaints that name file and line, and files written only on change."""

import pathlib
import re
import sys


class Complaint(Exception):
    """Something in an input file that its author has to mend."""


def complain(path, line, text):
    raise Complaint(f"{path}:{line}: {text}")


def run(main):
    """Runs `main` on the arguments and turns a complaint into one line and exit code 1."""
    try:
        main(sys.argv[1:])
    except Complaint as complaint:
        print(complaint, file=sys.stderr)
        sys.exit(1)


def write(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # What did not change keeps its time, so that nothing is compiled again for it.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def raw_string(text, tag):
    """A C++ raw string; the tag grows until it cannot occur in the text."""
    while f'){tag}"' in text:
        tag += "_"
    return f'R"{tag}({text}){tag}"'


def literal(text):
    """An ordinary C++ string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{re.sub(r"[?][?]", "?" + chr(92) + "?", escaped)}"'
