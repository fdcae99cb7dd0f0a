#!/usr/bin/env python3
"""hardening.py EXECUTABLE

What the release promises of its machine code (controls ASR-09, ASR-12), read from the file itself:
position independent, relocations read-only and bound at start, no stack or segment that is both
written and executed, stack protectors, checked library calls, control-flow marks, no search path,
and no trace of the switch that mutants have. Prints one line for each; exit code 1 when one fails.
"""

import pathlib
import platform
import re
import subprocess
import sys

MUTANT_SWITCH = b"GATEHOUSE_MUTANT"


def readelf(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], capture_output=True, text=True, check=True).stdout


def findings(path):
    """(holds, what) in the order they are printed."""
    header, program, dynamic = readelf("-h", path), readelf("-l", path), readelf("-d", path)
    symbols = readelf("--dyn-syms", path)
    yield "DYN (Position-Independent Executable" in header, "position independent"
    yield "GNU_RELRO" in program and "BIND_NOW" in dynamic, "relocations are read-only after start"
    stack = re.search(r"GNU_STACK.*", program)
    yield bool(stack) and " RWE " not in stack.group(), "the stack is not executable"
    yield not re.search(r"^\s+LOAD.*RWE", program, re.MULTILINE), "nothing is written and executed"
    yield "TEXTREL" not in dynamic, "no relocations in code"
    yield "RPATH" not in dynamic and "RUNPATH" not in dynamic, "no library search path"
    yield "__stack_chk_fail" in symbols, "stack protectors"
    yield bool(re.search(r"__\w+_chk@", symbols.replace("__stack_chk_fail", ""))), "checked library calls"
    if platform.machine() == "x86_64":
        notes = readelf("-n", path)
        yield "IBT" in notes or marks_branches(path), "marks where indirect branches may land"
    yield MUTANT_SWITCH not in pathlib.Path(path).read_bytes(), "no control can be switched off"


def marks_branches(path):
    """Debian's start files carry no mark, so the linker drops the note; the code still has them."""
    code = pathlib.Path(path).read_bytes()
    return code.count(b"\xf3\x0f\x1e\xfa") > 1000  # endbr64


def main(path):
    failed = 0
    for holds, what in findings(path):
        failed += not holds
        print(f"{'yes' if holds else 'NO '}  {what}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
