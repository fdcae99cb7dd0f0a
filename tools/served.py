"""A server of ours for tools that talk to one: started on a free port, set up, spoken to as a browser does."""

import base64
import hmac
import http.client
import json
import pathlib
import re
import ssl
import struct
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / "build/release/gatehouse"
OWNER = {"email": "owner@example.com", "password": "quartz-lantern-mosaic-42"}
AGENT = {"email": "agent@example.com", "password": "velvet-harbour-copper-77"}


class Server:
    """A child that says on a line of its output that it is ready, and where."""

    def __init__(self, command, pattern):
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for line in self.process.stdout:
            found = re.search(pattern, line)
            if found:
                self.url = found.group(1)
                break
        else:
            raise SystemExit(f"{command[0]} did not start")
        self.seconds_to_ready = time.monotonic() - self.began
        self.pid = self.process.pid

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


class Api:
    """Just enough of a browser: cookies and the session's token."""

    def __init__(self, url):
        self.host = url.removeprefix("https://")
        self.origin = url
        self.cookies = {}
        self.csrf = ""

    def post(self, path, body):
        return self.ask("POST", path, None if body is None else json.dumps(body))

    def delete(self, path):
        return self.ask("DELETE", path, None)

    def ask(self, method, path, body):
        context = ssl._create_unverified_context()  # our own server on this machine
        connection = http.client.HTTPSConnection(self.host, context=context)
        headers = {"Content-Type": "application/json", "Origin": self.origin, "X-Gatehouse-CSRF": self.csrf,
                   "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        for line in response.headers.get_all("set-cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        answer = json.loads(response.read() or "{}")
        if response.status >= 300:
            raise SystemExit(f"{path} answered {response.status} {answer}")
        return answer


def one_time_code(key):
    """RFC 6238, as an authenticator app does it."""
    secret = base64.b32decode(key.replace(" ", ""))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), "sha1")
    number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def add_factor(api):
    """A new owner may do nothing else."""
    key = api.post("/api/v1/factors/apps/secret", None)["secret"]
    api.post("/api/v1/factors/apps", {"name": "Gatehouse", "code": one_time_code(key)})


class Gatehouse(Server):
    def __init__(self, folder):
        self.data = folder / "data"
        super().__init__([BINARY, "serve", "--data", self.data, "--listen", "127.0.0.1:0"], r"gatehouse ready (\S+)")

    def set_up(self):
        link = subprocess.run([BINARY, "admin", "setup-link", "--data", self.data], capture_output=True, text=True,
                              check=True).stdout
        api = Api(self.url)
        session = api.post("/api/v1/setup", {"token": link.strip().split("#")[1], "name": "Gatehouse",
                                             "email": OWNER["email"], "password": OWNER["password"],
                                             "workspace": "Gatehouse"})
        api.csrf = session["csrf"]
        add_factor(api)
        self.api = api
        self.widget = api.post("/api/v1/bots", {"name": "Gatehouse"})["widget"]


def an_agent(gatehouse):
    """Signed in with a password alone, which owners cannot be."""
    invitation = gatehouse.api.post("/api/v1/invitations", {"email": AGENT["email"], "role": "agent"})
    api = Api(gatehouse.url)
    api.csrf = api.post("/api/v1/invitations/accept", {"token": invitation["link"].split("#")[1], "name": "Agent",
                                                       "password": AGENT["password"]})["csrf"]
    return api
