#!/usr/bin/env python3
"""count_tests.py LOG_FOLDER SUITE=EXIT_CODE...

Adds up the JUnit reports that the suites left as LOG_FOLDER/junit-SUITE.xml. The last line is
`N passed, N failed`; skipped tests are named above it and count as neither. A suite that failed
without naming a failed test counts as one failure.
"""

import pathlib
import sys
import xml.etree.ElementTree


def outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.get("status") == "fail":
        return "failed"
    if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
        return "skipped"
    return "passed"


def cases(report):
    if not report.exists():
        return []
    try:
        return list(xml.etree.ElementTree.parse(report).iter("testcase"))
    except xml.etree.ElementTree.ParseError:
        return []


def main(arguments):
    folder = pathlib.Path(arguments[0])
    total = {"passed": 0, "failed": 0, "skipped": 0}
    print()
    for suite in arguments[1:]:
        name, code = suite.split("=")
        counts = {"passed": 0, "failed": 0, "skipped": 0}
        for case in cases(folder / f"junit-{name}.xml"):
            result = outcome(case)
            counts[result] += 1
            if result != "passed":
                print(f"{result}: {name}: {case.get('name')}")
        if code != "0" and counts["failed"] == 0:
            counts["failed"] = 1
            print(f"failed: {name}: the suite did not run to its end; see {folder}/{name}.log")
        if not any(counts.values()):
            print(f"skipped: {name} has no tests yet")
            continue
        for result, count in counts.items():
            total[result] += count
        print(f"{name}: " + ", ".join(f"{result} {count}" for result, count in counts.items() if count))
    print(f"{total['passed']} passed, {total['failed']} failed")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
