#!/usr/bin/env python3
"""bom.py BUILD EXECUTABLE... > bom.cdx.json

What the executables are made of, as CycloneDX 1.5: the Debian packages of the shared libraries they
load and of every header that was compiled in (asked of ninja and the loader, not listed by hand), and
the npm packages whose code or data ends up in them. Same build, same bytes.
"""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

LICENCE = re.compile(r"^License:\s*(\S.*)$", re.MULTILINE)


def run(*command, check=True):
    return subprocess.run(command, capture_output=True, text=True, check=check).stdout


def libraries(executables):
    """Every shared library that the loader would map."""
    return {pathlib.Path(match.group(1)) for executable in executables
            for match in re.finditer(r"(?:=> )?(/\S+) \(0x", run("ldd", executable))}


def headers(build):
    """Every file outside of the project that a compiler read."""
    listed = run("ninja", "-C", build, "-t", "deps")
    return {pathlib.Path(path) for path in re.findall(r"^\s+(/usr/\S+)$", listed, re.MULTILINE)}


def packages_with(files):
    """Debian package -> version, of whatever these files belong to."""
    # dpkg knows files by where they were before /usr was merged, too.
    names = sorted({name for file in files
                    for name in {str(file), str(file.resolve()), str(file.resolve()).removeprefix("/usr")}})
    owners = set()
    for at in range(0, len(names), 500):
        for line in run("dpkg-query", "-S", *names[at:at + 500], check=False).splitlines():
            if ": " in line and not line.startswith("diversion"):
                owners.update(name.strip() for name in line.split(": ")[0].split(","))
    shown = run("dpkg-query", "-W", "-f", "${binary:Package}\t${Package}\t${Version}\t${source:Package}\t${Architecture}\n", *sorted(owners))
    return [line.split("\t")[1:] for line in shown.splitlines()]


def licences(package):
    """As the package's machine-readable copyright file names them; empty when it has none."""
    path = pathlib.Path("/usr/share/doc", package, "copyright")
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return sorted({name.strip() for name in LICENCE.findall(text)})


def debian_component(name, version, source, architecture):
    quoted = urllib.parse.quote(version, safe="")
    return {
        "type": "library", "bom-ref": f"deb:{name}", "name": name, "version": version, "scope": "required",
        "licenses": [{"license": {"name": licence}} for licence in licences(name)],
        "purl": f"pkg:deb/debian/{name}@{quoted}?arch={architecture}&distro=debian-12",
        "properties": [{"name": "debian:source", "value": source}],
    }


def npm_components(lock):
    for path, entry in sorted(json.loads(lock.read_text(encoding="utf-8"))["packages"].items()):
        if not path.startswith("node_modules/") or entry.get("link") or "version" not in entry:
            continue
        name = path.rsplit("node_modules/", 1)[1]
        component = {
            "type": "library", "bom-ref": f"npm:{path}", "name": name, "version": entry["version"],
            # What only builds or tests is part of the list, but of no executable.
            "scope": "excluded" if entry.get("dev") else "required",
            "licenses": [{"license": {"name": entry["license"]}}] if "license" in entry else [],
            "purl": f"pkg:npm/{urllib.parse.quote(name, safe='/')}@{entry['version']}",
        }
        if entry.get("integrity", "").startswith("sha512-"):
            digest = base64.b64decode(entry["integrity"].removeprefix("sha512-"))
            component["hashes"] = [{"alg": "SHA-512", "content": digest.hex()}]
        yield component


def main(build, executables):
    version = run(executables[0], "--version").strip()
    components = [debian_component(*package) for package in packages_with(headers(build) | libraries(executables))]
    components += npm_components(pathlib.Path("package-lock.json"))
    files = [{"type": "file", "name": pathlib.Path(path).name,
              "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()}]}
             for path in executables]
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "gatehouse", "name": "gatehouse", "version": version,
                                   "licenses": [{"license": {"id": "Apache-2.0"}}], "components": files}},
        "components": components,
    }
    json.dump(document, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
