#!/usr/bin/env python3
"""Turns a module's SQL into C++ headers.

queries.py queries MODULE queries.sql OUTPUT.h
    Blocks of `-- name: find_conversation`, comment lines that say why, one statement that ends
    with `;`. Each becomes a store::Statement of that name in gatehouse::MODULE::queries.

queries.py migrations MODULE FOLDER OUTPUT.h
    Files NNNN_title.sql, numbered from 0001 without gaps, become gatehouse::MODULE::kMigrations.
"""

import pathlib
import re

from generated import complain, raw_string, run, write

NAME = re.compile(r"^--\s*name:\s*(.*?)\s*$")
IDENTIFIER = re.compile(r"^[a-z][a-z0-9_]*$")
MIGRATION = re.compile(r"^([0-9]{4})_([a-z0-9_]+)\.sql$")
# A string, a quoted name, a comment, or the semicolon that ends a statement.
TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|;", re.DOTALL)


def semicolons(sql):
    return [m.start() for m in TOKEN.finditer(sql) if m.group() == ";"]


def without_comments(sql):
    def keep(match):
        return "" if match.group().startswith(("--", "/*")) else match.group()

    return TOKEN.sub(keep, sql)


def one_statement(path, line, name, lines):
    sql = "\n".join(lines)
    statement = "\n".join(text.rstrip() for text in without_comments(sql).splitlines() if text.strip())
    if not statement.strip(" ;\n"):
        complain(path, line, f"the query '{name}' has no statement")
    ends = semicolons(statement)
    if not ends:
        complain(path, line, f"the query '{name}' does not end with ';'")
    if statement[ends[0] + 1 :].strip():
        rest = sql[semicolons(sql)[0] + 1 :]
        second = len(sql) - len(rest.lstrip())
        extra = line + 1 + sql[:second].count("\n")
        complain(path, extra, f"the query '{name}' holds more than one statement; give the second its own name")
    return statement[: ends[0]].strip("\n")


def comment(lines):
    said = []
    for text in lines:
        if not text.lstrip().startswith("--"):
            break
        said.append(text.lstrip()[2:].strip())
    return said


def blocks(path):
    """Yields (line, name, lines) for each block of the file."""
    name, start, body = None, 0, []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = NAME.match(text)
        if match:
            if name is not None:
                yield start, name, body
            name, start, body = match.group(1), number, []
        elif name is not None:
            body.append(text)
        elif text.strip() and not text.lstrip().startswith("--"):
            complain(path, number, "a statement without a name; put '-- name: what_it_does' above it")
    if name is not None:
        yield start, name, body


def queries(module, source, output):
    path = pathlib.Path(source)
    seen, text = {}, []
    for line, name, body in blocks(path):
        if not IDENTIFIER.match(name):
            complain(path, line, f"'{name}' is not a name in snake_case")
        if name in seen:
            complain(path, line, f"the query '{name}' stands already in line {seen[name]}")
        seen[name] = line
        statement = one_statement(path, line, name, body)
        text += [f"// {said}" if said else "//" for said in comment(body)]
        text.append(f"inline constexpr store::Statement {name}{{")
        text.append(f'    "{module}.{name}", {raw_string(statement, "sql")}}};\n')
    header = [f"// Generated from src/{module}/queries.sql.", "#pragma once\n"]
    header += ['#include "store/statement.h"\n', f"namespace gatehouse::{module}::queries {{\n"]
    footer = [f"}}  // namespace gatehouse::{module}::queries", ""]
    write(output, "\n".join(header + text + footer))


def migrations(module, folder, output):
    rows = []
    for number, path in enumerate(sorted(pathlib.Path(folder).glob("*.sql")), 1):
        match = MIGRATION.match(path.name)
        if not match:
            complain(path, 1, "a migration is called NNNN_title.sql, as in 0001_conversations.sql")
        if int(match.group(1)) != number:
            complain(path, 1, f"expected migration {number:04d} here: numbers have no gaps and no twins")
        sql = path.read_text(encoding="utf-8")
        if not without_comments(sql).strip(" ;\n"):
            complain(path, 1, "the migration holds no statement")
        title = match.group(2).replace("_", " ")
        rows.append(f'    {{"{module}", {number}, "{title}", {raw_string(sql, "sql")}}},')
    text = [f"// Generated from src/{module}/migrations.", "#pragma once\n"]
    text += ['#include "store/migration.h"\n', f"namespace gatehouse::{module} {{\n"]
    text += ["inline constexpr store::Migration kMigrations[] = {"] + rows + ["};\n"]
    text += [f"}}  // namespace gatehouse::{module}", ""]
    write(output, "\n".join(text))


def main(arguments):
    kinds = {"queries": queries, "migrations": migrations}
    if len(arguments) != 4 or arguments[0] not in kinds:
        raise SystemExit(__doc__)
    kinds[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    run(main)
