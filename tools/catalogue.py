#!/usr/bin/env python3
"""catalogue.py CONTROLS_FOLDER OUTPUT.h

Turns controls/*.yaml into the constexpr table that `enforced<ID>` looks ids up in. Refuses a
control that lacks a field, an id that stands twice and a source that is no clause.
"""

import pathlib
import re

import yaml

from generated import complain, literal, run, write

ID = re.compile(r"^[A-Z]{3,4}-[0-9]{2}$")
KINDS = ("enforced", "measured", "attested")
TEXTS = ("title", "statement", "probe", "bar", "default")


def clauses(folder):
    lines = (folder / "clauses.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split("\t")[0] for line in lines if line}


def line_of(path, control):
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"^- id: {re.escape(control)}$", text, re.MULTILINE)
    return text[: found.start()].count("\n") + 1 if found else 1


def checked(path, control, known):
    name = str(control.get("id", ""))
    line = line_of(path, name)
    if not ID.match(name):
        complain(path, line, f"'{name}' is not a control id; an id looks like EDGE-01")
    for field in TEXTS:
        if not str(control.get(field) or "").strip():
            complain(path, line, f"{name} has no {field}")
    if control.get("kind") not in KINDS:
        complain(path, line, f"{name}: the kind must be one of {', '.join(KINDS)}")
    if control.get("round") not in (1, 2, 3):
        complain(path, line, f"{name}: the round must be 1, 2 or 3")
    if not control.get("sources"):
        complain(path, line, f"{name} names no source clause")
    for source in control["sources"]:
        if str(source) not in known:
            complain(path, line, f"{name}: the clause {source} is not in clauses.tsv")
    return control


def read(folder):
    known, controls = clauses(folder), {}
    for path in sorted(folder.glob("*.yaml")):
        for control in yaml.safe_load(path.read_text(encoding="utf-8")):
            checked(path, control, known)
            if control["id"] in controls:
                complain(path, line_of(path, control["id"]), f"{control['id']} stands twice in the catalogue")
            controls[control["id"]] = control
    return [controls[name] for name in sorted(controls)]


HEAD = """// Generated from controls/*.yaml.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse {

enum class ControlKind : std::uint8_t { enforced, measured, attested };

struct ControlRow {
  std::string_view id;
  std::string_view title;
  std::string_view statement;
  ControlKind kind;
  std::string_view probe;
  std::string_view bar;
  std::string_view default_;
  std::string_view family;
  int round;
  std::span<const std::string_view> sources;
};
"""


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    controls = read(pathlib.Path(arguments[0]))
    ids = ", ".join(literal(control["id"]) for control in controls)
    text = [HEAD, "// Sorted, so that a lookup may bisect."]
    text.append(f"inline constexpr std::array<std::string_view, {len(controls)}> kControlIds{{{ids}}};\n")
    text.append("namespace catalogue_data {")
    for control in controls:
        name = control["id"].replace("-", "_")
        sources = ", ".join(literal(str(source)) for source in control["sources"])
        text.append(f"inline constexpr std::string_view k{name}[] = {{{sources}}};")
    text.append("}  // namespace catalogue_data\n")
    text.append(f"inline constexpr std::array<ControlRow, {len(controls)}> kCatalogue{{{{")
    for control in controls:
        fields = {field: " ".join(str(control[field]).split()) for field in TEXTS}
        name, family = control["id"], control["id"].split("-")[0]
        text.append(f"    {{{literal(name)}, {literal(fields['title'])},")
        text.append(f"     {literal(fields['statement'])}, ControlKind::{control['kind']},")
        text.append(f"     {literal(fields['probe'])}, {literal(fields['bar'])},")
        text.append(f"     {literal(fields['default'])}, {literal(family)}, {control['round']},")
        text.append(f"     catalogue_data::k{name.replace('-', '_')}}},")
    text += ["}};\n", "}  // namespace gatehouse", ""]
    write(arguments[1], "\n".join(text))


if __name__ == "__main__":
    run(main)
