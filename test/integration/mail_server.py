#!/usr/bin/python3
"""A real mail server for a test: STARTTLS and AUTH are required, and what it takes is printed.

mail_server.py PORT CERTIFICATE KEY     port 0: the system chooses

Prints "ready PORT", then for each mail a JSON line. Addresses that begin with "rejected" are refused
for good, those that begin with "later" when they come for the first time.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def say(line):
    print(line, flush=True)


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("rejected"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "user": session.auth_data.login.decode(),
            "tls": session.ssl is not None,
            "message": envelope.content.decode("ascii"),
        }))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"gatehouse" and data.password == b"open sesame"
    return AuthResult(success=good, handled=False, auth_data=data)


def main():
    port, certificate, key = sys.argv[1:]
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    loop = asyncio.new_event_loop()
    handler = Handler()

    def connection():
        return SMTP(handler, hostname="localhost", tls_context=tls, require_starttls=True,
                    auth_required=True, authenticator=authenticate, loop=loop)

    listening = loop.run_until_complete(loop.create_server(connection, "127.0.0.1", int(port)))
    say(f"ready {listening.sockets[0].getsockname()[1]}")
    loop.run_forever()


if __name__ == "__main__":
    main()
