#!/usr/bin/env python3
"""Measures Gatehouse beside named peers in one run: rounds alternate, medians are kept.

Writes build/bench/results.json. "A core" is the server's own CPU time, so the load generator on the same
machine does not count.
"""

import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from served import AGENT, OWNER, Api, Gatehouse, Server, an_agent  # noqa: E402

LOAD = ROOT / "build/release/bench/gatehouse_load"
DECISIONS = ROOT / "build/release/bench/gatehouse_decisions"
IDENTITY = ROOT / "build/release/bench/gatehouse_identity_bench"
RESULTS = ROOT / "build/bench/results.json"
ROUNDS = 3


def cpu_seconds(pid):
    """User and system time of a process and its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_kib(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.M).group(1))


def load(server, arguments):
    """One round. Returns the load's own figures and the server's CPU seconds."""
    process = subprocess.Popen([LOAD, "--url", server.url, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("bench: the load could not be prepared")
    before = cpu_seconds(server.pid)
    process.stdin.write("\n")
    process.stdin.flush()
    figures = json.loads(process.stdout.readline())
    process.wait()
    if figures["failed"]:
        raise SystemExit(f"bench: {figures['failed']} requests failed: {figures}")
    figures["cpu"] = cpu_seconds(server.pid) - before
    figures["per_core"] = figures["done"] / figures["cpu"]
    figures["per_second"] = figures["done"] / figures["seconds"]
    return figures


def median(rounds, name):
    return statistics.median(one[name] for one in rounds)


def certificate(folder):
    key, cert = folder / "peer.key", folder / "peer.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=localhost", "-keyout", key, "-out", cert], check=True, capture_output=True)
    return key, cert


def messages(folder, results):
    """A visitor's message with every control on, beside a server that merely stores it."""
    key, cert = certificate(folder)
    ours, theirs = [], []
    for number in range(ROUNDS):
        peer = Server(["node", ROOT / "bench/peer/server.js", folder / f"peer-{number}.db", key, cert], r"ready (\S+)")
        theirs.append(load(peer, ["--threads", "64", "--connections", "2", "--messages", "60"]))
        peer.stop()
        gatehouse = Gatehouse(folder / f"round-{number}")
        gatehouse.set_up()
        ours.append(load(gatehouse, ["--widget", gatehouse.widget, "--session", gatehouse.api.cookies["__Host-gh_access"],
                                     "--csrf", gatehouse.api.csrf]))
        gatehouse.stop()
    for name, unit, figure in (("message, per core", "messages/s of CPU", "per_core"),
                               ("message, seen", "messages/s", "per_second"), ("message, p50", "ms", "p50_ms"),
                               ("message, p99", "ms", "p99_ms")):
        add(results, name, median(ours, figure), unit, "express 5 + helmet + hpp + better-sqlite3 FULL",
            median(theirs, figure))


NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {cert}; ssl_certificate_key {key};
    location / {{ default_type application/json; return 200 '{{"status":"ok"}}'; }} }} }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    def __init__(self, folder):
        key, cert = certificate(folder)
        port = free_port()
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, port=port, cert=cert, key=key))
        self.process = subprocess.Popen(["nginx", "-c", config, "-p", folder], stderr=subprocess.DEVNULL)
        self.url = f"https://127.0.0.1:{port}"
        while True:
            workers = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
            if workers:
                break
        self.pid = int(workers[0])

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)


def gets(folder, results):
    ours, theirs = [], []
    arguments = ["--get", "/health", "--threads", "32", "--connections", "2", "--messages", "1000"]
    for _ in range(ROUNDS):
        nginx = Nginx(folder)
        theirs.append(load(nginx, arguments))
        nginx.stop()
        # Each round begins with fresh limits.
        gatehouse = Gatehouse(folder / "get")
        ours.append(load(gatehouse, arguments))
        gatehouse.stop()
    add(results, "GET small JSON, per core", median(ours, "per_core"), "requests/s of CPU", "nginx 1.22",
        median(theirs, "per_core"))


def idle(folder, results):
    gatehouse = Gatehouse(folder / "idle")
    gatehouse.set_up()
    gatehouse.stop()
    again = Gatehouse(folder / "idle")
    add(results, "cold start", again.seconds_to_ready, "s", "goal", 0.3)
    empty = memory_kib(again.pid)
    add(results, "idle memory", empty / 1024, "MiB", "goal", 60)
    count = 5000
    process = subprocess.Popen([LOAD, "--url", again.url, "--widget", gatehouse.widget, "--idle", str(count)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("bench: the idle sockets could not be opened")
    add(results, "idle WebSocket over TLS", (memory_kib(again.pid) - empty) / count, "KiB a socket", "goal", 24)
    process.stdin.close()
    process.wait()
    again.stop()


def decisions(folder, results):
    """One question to the decision point, of a member with a hundred granted bots."""
    figures = [json.loads(subprocess.run([DECISIONS], capture_output=True, text=True, check=True).stdout)
               for _ in range(ROUNDS)]
    add(results, "authorisation, allowed", median(figures, "allowed_ns"), "ns", "goal", 1000)
    add(results, "authorisation, refused", median(figures, "refused_ns"), "ns", "goal", 1000)


# Keycloak's documentation asks for one vCPU for each 15 password logins a second (it hashes with OWASP's
# minimum for Argon2id: 19 MiB, 2 passes).
KEYCLOAK_LOGINS = 15
LOGINS = 40


def identity(folder, results):
    """Logins over HTTPS beside the bare hash; access tokens; how soon an ended session is seen."""
    figures = json.loads(subprocess.run([IDENTITY], capture_output=True, text=True, check=True).stdout)
    cost = f"{figures['memory_kib'] // 1024} MiB, {figures['passes']} passes"
    gatehouse = Gatehouse(folder / "identity")
    gatehouse.set_up()
    before = cpu_seconds(gatehouse.pid)
    for _ in range(LOGINS):
        Api(gatehouse.url).post("/api/v1/session", OWNER)
    logins = LOGINS / (cpu_seconds(gatehouse.pid) - before)
    add(results, "logins, per core", logins, "logins/s of CPU", f"bare libsodium, {cost}", 1 / figures["bare"])
    add(results, "password check", 1 / figures["ours"], "checks/s of CPU", f"bare libsodium, {cost}",
        1 / figures["bare"])
    add(results, "password check, OWASP minimum", 1 / figures["ours_owasp"], "checks/s of CPU",
        "Keycloak, documented logins/s a vCPU", KEYCLOAK_LOGINS)
    add(results, "access token, seen before", figures["seen"] * 1e6, "us", "goal", 3)
    add(results, "access token, fresh", figures["fresh"] * 1e6, "us", "goal", 40)
    add(results, "API key", figures["key"] * 1e6, "us", "goal", 3)
    revocation(gatehouse, results)
    gatehouse.stop()


def revocation(gatehouse, results):
    """From the request that ends a session to the close of its socket, while thousands are open."""
    process = subprocess.Popen([LOAD, "--url", gatehouse.url, "--widget", gatehouse.widget, "--idle", "5000"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("bench: the idle sockets could not be opened")
    agent = an_agent(gatehouse)
    seen = []
    for _ in range(ROUNDS):
        other = Api(gatehouse.url)
        other.csrf = other.post("/api/v1/session", AGENT)["csrf"]
        socket = agent_socket(gatehouse, other)
        began = time.monotonic()
        agent.delete("/api/v1/sessions")
        while socket.recv(4096):
            pass
        seen.append(time.monotonic() - began)
        socket.close()
    add(results, "revocation, 5,000 sockets open", statistics.median(seen) * 1000, "ms", "goal", 1000)
    process.stdin.close()
    process.wait()


def agent_socket(gatehouse, api):
    """A WebSocket of a member, opened by hand."""
    host, port = api.host.split(":")
    plain = socket.create_connection((host, int(port)))
    wire = ssl._create_unverified_context().wrap_socket(plain, server_hostname=host)
    cookies = "; ".join(f"{k}={v}" for k, v in api.cookies.items())
    wire.sendall((f"GET /api/v1/socket HTTP/1.1\r\nHost: {api.host}\r\nOrigin: {api.origin}\r\nCookie: {cookies}\r\n"
                  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                  f"Sec-WebSocket-Protocol: gatehouse.v1, csrf.{api.csrf}\r\n\r\n").encode())
    if b" 101 " not in wire.recv(4096):
        raise SystemExit("bench: the socket was not opened")
    return wire


def add(results, name, value, unit, peer, peer_value):
    row = {"name": name, "value": round(value, 3), "unit": unit, "peer": peer, "peer_value": round(peer_value, 3),
           "ratio": round(value / peer_value, 3) if peer_value else None}
    results.append(row)
    print(f"{name:<28} {row['value']:>12} {unit:<20} {peer}: {row['peer_value']} (ratio {row['ratio']})", flush=True)


def install_peer():
    if (ROOT / "bench/peer/node_modules/better-sqlite3/build/Release/better_sqlite3.node").exists():
        return
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT / "bench/peer", check=True)
    subprocess.run(["npm", "rebuild", "better-sqlite3", "--build-from-source", "--ignore-scripts=false"],
                   cwd=ROOT / "bench/peer", check=True)


def main():
    install_peer()
    results = []
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-bench-"))
    try:
        for part in (messages, gets, idle, decisions, identity):
            part(folder, results)
    finally:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=2) + "\n")
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
