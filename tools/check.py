#!/usr/bin/env python3
"""check.py [--all] [--fix] [FILE...]

Format, lints, tidy, generated files, types and shell, in the order in which they are cheap. Tidy reads the files
given, or those changed since the last commit but one; with --all it reads every file. --fix
formats instead of complaining.
"""

import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys
import time

import lint

CXX = (".cpp", ".h")
DATABASE = pathlib.Path("build/release")


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def git_lines(*arguments):
    done = output_of("git", *arguments)
    return set(done.stdout.splitlines()) if done.returncode == 0 else set()


def changed():
    # The first commit has no parent: then everything counts as changed.
    if output_of("git", "rev-parse", "-q", "--verify", "HEAD~1").returncode != 0:
        return set(lint.project_files())
    return git_lines("diff", "--name-only", "HEAD~1") | git_lines("ls-files", "-o", "--exclude-standard")


class Report:
    def __init__(self):
        self.failed = False

    def part(self, title, run):
        began = time.monotonic()
        print(f"{title} ... ", end="", flush=True)
        complaints = run()
        if complaints is None:
            print("skipped")
            return
        self.failed = self.failed or bool(complaints)
        word = "FAILED" if complaints else "done"
        print(f"{word}, {time.monotonic() - began:.0f} s")
        for complaint in complaints:
            print(f"  {complaint}")


def complaints_of(*command):
    done = output_of(*command)
    text = (done.stdout + done.stderr).strip()
    return text.splitlines() if done.returncode != 0 else []


def formatting(files, fix):
    if fix and files:
        return complaints_of("clang-format-19", "-i", *files)
    found = complaints_of("clang-format-19", "--dry-run", "-Werror", *files) if files else []
    unformatted = sorted({line.split(":")[0] for line in found if "-Wclang-format-violations" in line})
    return [f"{file}: not formatted; ./dev check --fix does it" for file in unformatted] or found


def tidy(files):
    database = json.loads((DATABASE / "compile_commands.json").read_text(encoding="utf-8"))
    known = {pathlib.Path(entry["file"]).resolve() for entry in database}
    files = [file for file in files if pathlib.Path(file).resolve() in known]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        runs = pool.map(lambda file: complaints_of("clang-tidy-19", "--quiet", "-p", str(DATABASE), file), files)
        return [line for run in runs for line in run if " warnings generated" not in line]


def web_types():
    complaints = []
    for folder in ("web/dashboard", "web/widget", "test/browser"):
        package = pathlib.Path(folder, "package.json")
        if package.exists() and "check" in json.loads(package.read_text(encoding="utf-8")).get("scripts", {}):
            complaints += complaints_of("npm", "run", "--silent", "check", "-w", folder)
    return complaints


def generated_types():
    return complaints_of("npm", "run", "--silent", "types", "-w", "web/dashboard", "--", "--check")


def shell(files):
    return complaints_of("shellcheck", "-x", *files) if shutil.which("shellcheck") else None


def main(arguments):
    everything, fix = "--all" in arguments, "--fix" in arguments
    named = [argument for argument in arguments if argument not in ("--all", "--fix")]
    files = lint.project_files()
    sources = [file for file in files if file.endswith(CXX)]
    recent = set(named) or (set(files) if everything else changed())
    to_tidy = [file for file in sources if file in recent and file.endswith(".cpp")]

    report = Report()
    report.part(f"Format of {len(sources)} files", lambda: formatting(sources, fix))
    report.part(f"Lints and module directions of {len(files)} files", lambda: lint.complaints(files))
    report.part("Shell", lambda: shell(["dev", ".ci/run"]))
    report.part("Types generated from the API are current", generated_types)
    report.part("Types of the web code", web_types)
    report.part(f"Tidy of {len(to_tidy)} files", lambda: tidy(to_tidy))
    for note in lint.notes(files):
        print(f"note: {note}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
