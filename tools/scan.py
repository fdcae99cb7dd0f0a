#!/usr/bin/env python3
"""scan.py [SCANNER...]

Outside scanners against the running application (control ASR-07): testssl.sh looks at TLS, wapiti at every page
and readable route as nobody and as each of two roles, sqlmap at every parameter that a route has. None of them
knows how the program works. Prints what they found that is not explained in EXPLAINED; the last line is
`scan: N routes, N findings`; the exit code is 1 when there are findings. Reports stay in build/scan.
"""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from served import AGENT, ROOT, Api, Gatehouse, an_agent

REPORTS = ROOT / "build/scan"
WAPITI_SECONDS = 120
# What a scanner says of every server of a test, and why it says nothing against ours.
EXPLAINED = {
    "testssl": {
        "cert_chain_of_trust": "the test's certificate is of an authority made for it",
        "cert_trust": "the test's certificate is of an authority made for it",
        "cert_revocation": "an authority made for a test publishes no list",
        "cert_crlDistributionPoints": "an authority made for a test publishes no list",
        "cert_ocspURL": "an authority made for a test answers nobody",
        "engine_problem": "GOST ciphers are not asked for; OpenSSL of Debian has none",
        "DNS_CAArecord": "localhost has no DNS records",
        "cert_caIssuers": "an authority made for a test is published nowhere",
    },
    "wapiti": {"X-XSS-Protection is not set": "browsers have dropped this filter; the content policy stands instead"},
}


def routes(api):
    """Every GET path of the published API, with what its placeholders could hold."""
    described = api.ask("GET", "/api/openapi.json", None)
    for path, methods in sorted(described["paths"].items()):
        if "get" in methods and not path.endswith("socket"):
            queries = [parameter for parameter in methods["get"].get("parameters", []) if parameter["in"] == "query"]
            yield path, queries


def concrete(path, known):
    return re.sub(r"\{(\w+)\}", lambda match: known.get(match.group(1), "x"), path)


def cookie_header(api):
    return "; ".join(f"{name}={value}" for name, value in api.cookies.items())


def testssl(server, _apis, _paths):
    report = REPORTS / "testssl.json"
    subprocess.run(["testssl", "--quiet", "--color", "0", "--warnings", "off", "--jsonfile", report,
                    server.url.removeprefix("https://")], capture_output=True, check=False)
    for finding in json.loads(report.read_text(encoding="utf-8")):
        if finding["severity"] in ("MEDIUM", "HIGH", "CRITICAL", "WARN") and finding["id"] not in EXPLAINED["testssl"]:
            yield f"{finding['id']} ({finding['severity']}): {finding['finding']}"


def wapiti(server, apis, paths):
    for role, api in apis.items():
        report = REPORTS / f"wapiti-{role}.json"
        command = ["wapiti", "-u", server.url + "/", "--scope", "folder", "--verify-ssl", "0", "--flush-session",
                   "--module", "all", "--max-scan-time", str(WAPITI_SECONDS), "--format", "json", "-o", report]
        for path in paths:
            command += ["--start", server.url + path]
        if api:
            command += ["--header", f"Cookie: {cookie_header(api)}", "--header", f"X-Gatehouse-CSRF: {api.csrf}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            yield f"{role}: wapiti gave up: {done.stdout[-300:]}{done.stderr[-300:]}"
            continue
        for kind, found in json.loads(report.read_text(encoding="utf-8"))["vulnerabilities"].items():
            for one in found:
                if one["info"] not in EXPLAINED["wapiti"]:
                    yield f"{role}: {kind}: {one['method']} {one['path']} {one['info']}"


def sqlmap(server, apis, paths):
    for path in paths:
        if "?" not in path and "*" not in path:
            continue
        folder = REPORTS / "sqlmap"
        subprocess.run(["sqlmap", "--batch", "--disable-coloring", "--url", server.url + path, "--level", "1", "--risk",
                        "1", "--cookie", cookie_header(apis["owner"]), "--threads", "4", "--skip-waf",
                        "--ignore-code", "*", "--flush-session", "--output-dir", folder], capture_output=True, check=False)
    for results in (REPORTS / "sqlmap").glob("results-*.csv"):
        with open(results, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row.get("Technique(s)"):
                    yield f"{row['Target URL']}: {row['Parameter']} by {row['Technique(s)']}"
    for log in (REPORTS / "sqlmap").glob("*/log"):
        if log.stat().st_size:
            yield log.read_text(encoding="utf-8")[:400]


SCANNERS = {"testssl": testssl, "wapiti": wapiti, "sqlmap": sqlmap}


def main(wanted):
    unknown = [name for name in wanted if name not in SCANNERS]
    if unknown:
        print(f"No scanner is called {', '.join(unknown)}. There are {', '.join(SCANNERS)}.", file=sys.stderr)
        return 2
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    findings = 0
    with tempfile.TemporaryDirectory(prefix="gatehouse-scan-") as folder:
        server = Gatehouse(pathlib.Path(folder))
        try:
            server.set_up()
            apis = {"nobody": None, "owner": server.api, "agent": an_agent(server)}
            known = {"widget": server.widget, "bot": server.api.ask("GET", "/api/v1/bots", None)["items"][0]["id"]}
            described = list(routes(server.api))
            plain = [concrete(path, known) for path, _ in described]
            # sqlmap tries what stands before a star, and every query.
            marked = [re.sub(r"\{(\w+)\}", lambda match: known.get(match.group(1), "x") + "*", path) for path, _ in described]
            asked = [f"{concrete(path, known)}?" + "&".join(f"{query['name']}=1" for query in queries)
                     for path, queries in described if queries]
            for name in wanted or SCANNERS:
                for finding in SCANNERS[name](server, apis, marked + asked if name == "sqlmap" else plain):
                    findings += 1
                    print(f"{name}: {finding}", flush=True)
            Api(server.url).post("/api/v1/session", AGENT)  # it still lets people in
        finally:
            server.stop()
    print(f"scan: {len(described)} routes, {findings} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
