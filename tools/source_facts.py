#!/usr/bin/env python3
"""source_facts.py SOURCE_FOLDER CLAUSES.tsv OUTPUT.h

What the sources say about themselves, as C++ tables: where each control is enforced
(`enforced<"ID">`), every error that can be answered (`constexpr ErrorKind`), and the clauses
that the controls keep.
"""

import pathlib
import re

from generated import complain, literal, run, write

POINT = re.compile(r'enforced<"([A-Z]{3,4}-[0-9]{2})">')
ERROR = re.compile(r"constexpr ErrorKind k\w+\{(.*?)\};", re.DOTALL)
PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^,\s"]+|,')


def product_files(folder):
    """Tests and what only helps them are no product."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".h", ".cpp") and "test" not in path.name:
            yield path


def points(path, name, text):
    for match in POINT.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        if not text[line : match.start()].lstrip().startswith("//"):
            yield match.group(1), name, text[: match.start()].count("\n") + 1


def errors(path, text):
    for match in ERROR.finditer(text):
        fields = [""]
        for part in PART.findall(match.group(1)):
            if part == ",":
                fields.append("")
            else:
                fields[-1] += part[1:-1] if part.startswith('"') else part.rsplit(":", 1)[-1]
        if len(fields) not in (3, 4):
            complain(path, text[: match.start()].count("\n") + 1, "an ErrorKind has a code, a fault, a sentence, and perhaps a control")
        yield tuple(fields + [""] * (4 - len(fields)))


def clauses(path):
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line:
            clause, kind, gist = line.split("\t")
            yield clause, kind, gist


def table(type_name, name, rows):
    yield f"inline constexpr std::array<{type_name}, {len(rows)}> {name}{{{{"
    for row in rows:
        yield "    {" + ", ".join(str(field) if isinstance(field, int) else literal(field) for field in row) + "},"
    yield "}};\n"


HEAD = """// Generated from the sources and controls/clauses.tsv.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::assurance::source_facts {

struct Point { std::string_view control; std::string_view file; int line; };
struct ErrorRow { std::string_view code; std::string_view fault; std::string_view message; std::string_view control; };
struct Clause { std::string_view id; std::string_view kind; std::string_view gist; };
"""


def main(arguments):
    if len(arguments) != 3:
        raise SystemExit(__doc__)
    folder, found, kinds = pathlib.Path(arguments[0]), [], []
    for path in product_files(folder):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(folder.parent).as_posix()
        found += points(path, name, text)
        kinds += errors(path, text)
    lines = [HEAD]
    lines += table("Point", "kPoints", sorted(found))
    lines += table("ErrorRow", "kErrors", sorted(kinds))
    lines += table("Clause", "kClauses", list(clauses(pathlib.Path(arguments[1]))))
    lines += ["}  // namespace gatehouse::assurance::source_facts", ""]
    write(arguments[2], "\n".join(lines))


if __name__ == "__main__":
    run(main)
