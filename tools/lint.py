#!/usr/bin/env python3
"""Rules of this project that no compiler knows: who may include whom, where time and randomness
come from, what must not be in a file. `./dev check` runs it; `python3 tools/lint.py` alone too.

A line that breaks a rule for a good reason ends with `// lint: REASON`.
"""

import pathlib
import re
import subprocess
import sys

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)
EXCUSED = re.compile(r"//\s*lint:\s*\S")
BEAST = "boost/beast"
MOST_BEAST_UNITS = 3
LONGEST_FILE = 400

# (what is found, where it is fine, what to do instead), for C++ below src/.
RULES = [
    (r"std::chrono::\w+_clock::now\b|\bclock_gettime\s*\(|\bgettimeofday\s*\(|(?<![\w.>:])(?:std::)?time\s*\(\s*(?:nullptr|0|NULL)\s*\)",
     ("src/base/",), "take the time from base::Clock"),
    (r"(?<![\w.>:])(?:std::)?s?rand\s*\(|std::random_device|std::mt19937|\barc4random|\bgetrandom\s*\(|\bRAND_bytes\b|\brandombytes_",
     ("src/base/", "src/crypto/"), "take randomness from base::Random"),
    (r"\b(?:secure_)?getenv\s*\(", ("src/base/",), "configuration comes from main, never from the environment"),
    (r"\bsleep_(?:for|until)\b|\b(?:u|nano)?sleep\s*\(", ("src/base/",), "wait on a deadline of net or on an event"),
    (r"\bdetached\b", ("src/net/",), "only net starts coroutines that nobody awaits"),
    (r"\bstd::regex\b|#\s*include\s*<regex>", (), "std::regex has no bound on time; write a small parser"),
    (r"#\s*include\s*<boost/beast", ("src/net/",), "only net includes Beast"),
]
# For every text file of the project. Written so that this file does not match itself.
TEXT_RULES = [
    (r"\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b", "names a package registry; clients know their own"),
    (r"(?<![\w.~-])/(?:[w]ork|[r]oot|home/[a-z]+)/[\w.-]+", "names a path of one machine"),
    (r"-----BEGIN (?:[A-Z]+ )*PRIVATE [K]EY-----\s*\n\s*[A-Za-z0-9+/]{40}", "holds a private key"),
    (r"\b(?:AKIA[0-9A-Z]{16}|gh[opsu]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|xox[abp]-[\w-]{20,}|sk_live_\w{20,}|npm_[A-Za-z0-9]{36})\b",
     "holds something that looks like a live token"),
    (r"\b(?:TO[D]O|FIX[M]E)\b", "holds unfinished work; finish it or write an issue"),
]
NOT_OURS = ("package-lock.json", "controls/", "LICENSE", "fuzz/corpus/")
ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|SOCKET)\(\s*\"([^\"]+)\"")


def project_files():
    """Tracked files and new ones that are not ignored."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True)
    return sorted(file for file in set(listed.stdout.splitlines()) if pathlib.Path(file).is_file())


def read(file):
    return pathlib.Path(file).read_text(encoding="utf-8", errors="replace")


def is_cxx(file):
    return file.endswith((".cpp", ".h"))


def blank(match):
    """The same number of lines, so that line numbers stay true; an excuse stays readable."""
    return match.group() if EXCUSED.match(match.group()) else re.sub(r"[^\n]", " ", match.group())


def place(file, text, offset):
    return f"{file}:{text[:offset].count(chr(10)) + 1}"


def line_at(text, offset):
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]


def forbidden_calls(files):
    for file in files:
        if not (is_cxx(file) and file.startswith("src/")):
            continue
        text = COMMENT.sub(blank, read(file))
        for pattern, fine_in, remedy in RULES:
            if fine_in and file.startswith(fine_in):
                continue
            for match in re.finditer(pattern, text):
                if not EXCUSED.search(line_at(text, match.start())):
                    yield f"{place(file, text, match.start())}: '{match.group().strip()}': {remedy}"


def forbidden_text(files):
    for file in files:
        if file.startswith(NOT_OURS):
            continue
        text = read(file)
        if "\0" in text:
            continue
        for pattern, complaint in TEXT_RULES:
            for match in re.finditer(pattern, text):
                yield f"{place(file, text, match.start())}: {complaint}"


def resolved_addresses(files):
    if "package-lock.json" in files and '"resolved": "http' in read("package-lock.json"):
        yield "package-lock.json:1: holds download addresses; run npm install with the project's .npmrc"


def declared_uses():
    """Module -> the modules that its CMakeLists.txt names after USES."""
    uses = {}
    for path in pathlib.Path("src").glob("*/CMakeLists.txt"):
        text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
        call = re.search(r"gatehouse_module\(\s*(\w+)([^)]*)\)", text)
        if call:
            words = call.group(2).split()
            start = words.index("USES") + 1 if "USES" in words else len(words)
            stop = next((i for i in range(start, len(words)) if words[i].isupper()), len(words))
            uses[call.group(1)] = set(words[start:stop])
    return uses


def smuggled_modules():
    """LIBRARIES is for what comes from outside; a module named there would escape the list."""
    for path in sorted(pathlib.Path("src").glob("*/CMakeLists.txt")):
        text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
        for name in sorted(set(declared_uses()) & set(re.findall(r"\bgatehouse_(\w+)", text))):
            if name != path.parent.name:
                yield f"{path}:1: {path.parent.name} links gatehouse_{name} past USES and the list in cmake/modules.cmake"


def module_of(file):
    parts = pathlib.PurePath(file).parts
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def module_directions(files):
    uses = declared_uses()
    for file in filter(is_cxx, files):
        own = module_of(file)
        text = COMMENT.sub(blank, read(file))
        for match in INCLUDE.finditer(text):
            quote, name = match.groups()
            other = name.split("/")[0]
            if quote != '"' or other not in uses or other == own:
                continue
            if "/internal/" in name:
                yield f"{place(file, text, match.start())}: {name} is internal to {other}; include its public header"
            elif own in uses and other not in uses[own] and not file.endswith("_test.cpp"):
                yield f"{place(file, text, match.start())}: {own} includes {name} but does not say USES {other}"


def beast_units(files):
    """No more than three translation units may pay for Beast, directly or through our headers."""
    known = {file.removeprefix("src/"): file for file in files if is_cxx(file) and file.startswith("src/")}
    includes = {file: [name for _, name in INCLUDE.findall(read(file))] for file in known.values()}

    def reaches(file, seen):
        seen.add(file)
        for name in includes[file]:
            if name.startswith(BEAST) or (name in known and known[name] not in seen and reaches(known[name], seen)):
                return True
        return False

    units = [file for file in includes if file.endswith(".cpp") and not file.endswith("_test.cpp") and reaches(file, set())]
    if len(units) > MOST_BEAST_UNITS:
        yield f"{len(units)} translation units include Beast, at most {MOST_BEAST_UNITS} may: {', '.join(units)}"


def golden_routes(files):
    """Every row of a route table stands in the printed policy that test/golden holds."""
    tables = [file for file in files if file.startswith("src/") and file.endswith("_routes.cpp")]
    golden = [file for file in files if file.startswith("test/golden/") and "policy" in file]
    if not tables:
        return
    if not golden:
        yield f"{tables[0]}:1: there are route tables but no test/golden/policy.txt"
        return
    printed = "\n".join(read(file) for file in golden)
    for file in tables:
        text = COMMENT.sub(blank, read(file))
        for match in ROUTE.finditer(text):
            if not re.search(re.escape(match.group(2)) + r"(?![\w/{])", printed):
                yield f"{place(file, text, match.start())}: {match.group(1)} {match.group(2)} is not in the golden policy; rebaseline it"


def complaints(files):
    rules = (forbidden_calls, forbidden_text, resolved_addresses, module_directions, beast_units, golden_routes)
    return [complaint for rule in rules for complaint in rule(files)] + list(smuggled_modules())


def notes(files):
    """What a reviewer should look at; none of it fails."""
    for file in files:
        if file.endswith((".cpp", ".h", ".ts", ".tsx", ".py", ".sh")) and (length := read(file).count("\n")) > LONGEST_FILE \
                and "/generated/" not in file and not file.endswith(".d.ts"):
            yield f"{file} has {length} lines: is there a second idea in it?"
    reveals = sum(COMMENT.sub("", read(file)).count("reveal(") for file in files
                  if is_cxx(file) and file.startswith("src/") and not file.startswith("src/base/"))
    if reveals:
        yield f"secrets are revealed in {reveals} places"


if __name__ == "__main__":
    found = complaints(project_files())
    print("\n".join(found))
    sys.exit(1 if found else 0)
