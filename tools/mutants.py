#!/usr/bin/env python3
"""mutants.py [CONTROL...]

The mutation score of the security policy. For every enforced control a server is started with
that control switched off, and its probe is run: the probe must fail. First the probes run
against the intact server, because a probe that is always red proves nothing.
Ends with `mutants: N killed, M survived`; the exit code is 1 when one survives.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading

# Both sides are the mutant: some lines run in the server, others where files are checked.
GATEHOUSE = "build/mutants/gatehouse"
CONTROL = re.compile(r"^\s*([A-Z]{3,4}-[0-9]{2})\b")
READY = re.compile(r"^gatehouse ready (https://\S+)")
START_SECONDS = 30
VERIFY_SECONDS = 180
PARALLEL = 2


def controls():
    listed = subprocess.run([GATEHOUSE, "policy", "--controls"], capture_output=True, text=True, check=True)
    return [match.group(1) for match in map(CONTROL.match, listed.stdout.splitlines()) if match]


def ready_url(server):
    """The address from the one line that the server prints, or None when it never comes."""
    giving_up = threading.Timer(START_SECONDS, server.kill)
    giving_up.start()
    try:
        for line in server.stdout:
            match = READY.match(line)
            if match:
                return match.group(1)
        return None
    finally:
        giving_up.cancel()


def stop(server):
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    server.stdout.close()


def verdicts(url, folder, only, environment):
    """Control -> (verdict, summary), from the verifier's JSON."""
    report = pathlib.Path(folder, "verdicts.json")
    command = [GATEHOUSE, "verify", "--url", url, "--data", f"{folder}/data", "--json", str(report)]
    if only:
        command += ["--only", only]
    try:
        subprocess.run(command, capture_output=True, timeout=VERIFY_SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired:
        return {}
    if not report.exists():
        return {}
    bundle = json.loads(report.read_text(encoding="utf-8"))
    found = json.loads(bundle["statement"])["controls"]
    return {control["id"]: (control["verdict"], control["summary"]) for control in found}


def probe(switched_off, only):
    with tempfile.TemporaryDirectory(prefix="gatehouse-mutant-") as folder:
        environment = dict(os.environ)
        environment.pop("GATEHOUSE_MUTANT", None)
        if switched_off:
            environment["GATEHOUSE_MUTANT"] = switched_off
        with open(f"{folder}/server.log", "w", encoding="utf-8") as log:
            server = subprocess.Popen(
                [GATEHOUSE, "serve", "--data", f"{folder}/data", "--listen", "127.0.0.1:0"],
                stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
            try:
                url = ready_url(server)
                return verdicts(url, folder, only, environment) if url else {}
            finally:
                stop(server)


def judge(control, intact):
    """(killed, what to say about it)"""
    if intact.get(control, ("never run", ""))[0] != "passed":
        return False, f"its probe is not green on the intact server ({intact.get(control, ('never run', ''))[0]})"
    verdict, summary = probe(control, control).get(control, ("never run", "no verdict: the server or the verifier gave up"))
    return verdict == "failed", f"{verdict}: {summary}"


def main(wanted):
    every = controls()
    unknown = [control for control in wanted if control not in every]
    if unknown:
        print(f"No enforced control is called {', '.join(unknown)}.", file=sys.stderr)
        return 2
    chosen = wanted or every
    intact = probe(None, None)
    killed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=PARALLEL) as pool:
        runs = pool.map(lambda control: (control, *judge(control, intact)), chosen)
        for control, dead, remark in runs:
            killed += dead
            print(f"{'killed  ' if dead else 'SURVIVED'} {control}  {remark}", flush=True)
    survived = len(chosen) - killed
    print(f"mutants: {killed} killed, {survived} survived")
    return 1 if survived or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
