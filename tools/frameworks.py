#!/usr/bin/env python3
"""frameworks.py SOURCE_ROOT OUTPUT.h

Turns controls/frameworks/*.tsv into constexpr tables: what each requirement of a framework is met
by. Refuses an unknown control, a requirement that stands twice, a probe that does not exist or
attacks none of the row's controls, and a file that is not there: a claim must not outlive its proof.
"""

import pathlib
import re

from generated import complain, literal, run, write

CONTROL = re.compile(r"^- id: (\S+)$", re.MULTILINE)
PROBE = re.compile(r'\{"([A-Z]{3,4}-[0-9]{2})",\s*"((?:[^"\\]|\\.)*)"')
COLUMNS = ["requirement", "title", "how", "controls", "proof"]
HOW = ("live", "build", "document", "open", "none")
# In the order in which people read them.
FILES = ("asvs-5.0.0", "owasp-top10-2021", "owasp-top10-2025", "iso27001-2022-annex-a", "soc2-tsc", "cis-v8.1")


def known_controls(root):
    return {name for path in (root / "controls").glob("*.yaml")
            for name in CONTROL.findall(path.read_text(encoding="utf-8"))}


def known_probes(root):
    """Title -> the controls that it attacks."""
    probes = {}
    for path in (root / "src/assurance/probes").glob("*.cpp"):
        for control, title in PROBE.findall(path.read_text(encoding="utf-8")):
            probes.setdefault(title, set()).add(control)
    return probes


def parts(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def checked(root, path, line, row, controls, probes):
    how, named, proof = row["how"], parts(row["controls"]), row["proof"]
    name = row["requirement"]
    if how not in HOW:
        complain(path, line, f"{name}: '{how}' is none of {', '.join(HOW)}")
    if not row["title"] or not proof:
        complain(path, line, f"{name} lacks a title, or what proves it, or why it is not met")
    for control in named:
        if control not in controls:
            complain(path, line, f"{name}: there is no control {control}")
    if how == "none" and named:
        complain(path, line, f"{name} does not apply, so no control covers it")
    if how != "none" and not named:
        complain(path, line, f"{name} names no control")
    if how == "live":
        for title in parts(proof):
            if title not in probes:
                complain(path, line, f"{name}: there is no probe '{title}'")
            if not probes[title] & set(named):
                complain(path, line, f"{name}: the probe '{title}' attacks none of {', '.join(named)}")
    if how in ("build", "document"):
        for file in parts(proof):
            if not (root / file).is_file():
                complain(path, line, f"{name}: there is no file {file}")
    return {**row, "controls": named}


def read(root, path, controls, probes):
    notes, rows, names, begun = {}, [], set(), False
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if text.startswith("# "):
            key, _, value = text[2:].partition(": ")
            notes[key] = value
            continue
        fields = text.split("\t")
        if not begun:
            if fields != COLUMNS:
                complain(path, line, f"the columns are {', '.join(COLUMNS)}")
            begun = True
            continue
        if len(fields) != len(COLUMNS):
            complain(path, line, f"{len(fields)} columns instead of {len(COLUMNS)}")
        row = checked(root, path, line, dict(zip(COLUMNS, fields)), controls, probes)
        if row["requirement"] in names:
            complain(path, line, f"{row['requirement']} stands twice")
        names.add(row["requirement"])
        rows.append(row)
    if "name" not in notes or "notice" not in notes:
        complain(path, 1, "begins with '# name: ' and '# notice: '")
    return notes, rows


HEAD = """// Generated from controls/frameworks/*.tsv.
#pragma once

#include <string_view>

#include "assurance/frameworks.h"

namespace gatehouse::assurance::framework_data {
"""


def table(key, rows):
    name = re.sub(r"\W", "_", key)
    for number, row in enumerate(rows):
        if row["controls"]:
            yield (f"inline constexpr std::string_view k_{name}_{number}[] = "
                   f"{{{', '.join(map(literal, row['controls']))}}};")
    yield f"inline constexpr Requirement k_{name}[] = {{"
    for number, row in enumerate(rows):
        span = f"k_{name}_{number}" if row["controls"] else "{}"
        texts = ", ".join(literal(row[field]) for field in ("requirement", "title"))
        yield f"    {{{texts}, Coverage::{row['how']}, {span}, {literal(row['proof'])}}},"
    yield "};\n"


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    root = pathlib.Path(arguments[0])
    folder = root / "controls/frameworks"
    for path in folder.glob("*.tsv"):
        if path.stem not in FILES:
            complain(path, 1, "is not among the frameworks of tools/frameworks.py")
    controls, probes = known_controls(root), known_probes(root)
    lines, list_of_all = [HEAD], []
    for key in FILES:
        notes, rows = read(root, folder / f"{key}.tsv", controls, probes)
        lines += table(key, rows)
        name = re.sub(r"\W", "_", key)
        list_of_all.append(f"    {{{literal(key)}, {literal(notes['name'])}, {literal(notes['notice'])}, k_{name}}},")
    lines += ["inline constexpr Framework kFrameworks[] = {", *list_of_all, "};\n",
              "}  // namespace gatehouse::assurance::framework_data", ""]
    write(arguments[1], "\n".join(lines))


if __name__ == "__main__":
    run(main)
