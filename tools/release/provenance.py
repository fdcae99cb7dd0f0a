#!/usr/bin/env python3
"""provenance.py VERSION COMMIT BOM FILE... > provenance.json

Who built what from what: an in-toto statement with SLSA provenance (https://slsa.dev/provenance/v1).
The materials are the source at one commit and every package that the component list names.
"""

import hashlib
import json
import pathlib
import platform
import subprocess
import sys

SOURCE = "git+https://gatehouse.invalid/gatehouse"


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def compiler():
    return subprocess.run(["clang++-19", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


def main(version, commit, bom, files):
    components = json.loads(pathlib.Path(bom).read_text(encoding="utf-8"))["components"]
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": pathlib.Path(path).name, "digest": {"sha256": sha256(path)}} for path in files],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "https://gatehouse.invalid/builds/dev-release/v1",
                "externalParameters": {"version": version, "source": SOURCE},
                "internalParameters": {"preset": "release", "compiler": compiler(), "machine": platform.machine()},
                "resolvedDependencies": [{"uri": SOURCE, "digest": {"gitCommit": commit}}]
                + [{"uri": component["purl"]} for component in components if component["scope"] == "required"],
            },
            "runDetails": {"builder": {"id": "https://gatehouse.invalid/builders/dev-release"}},
        },
    }
    json.dump(statement, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
