#!/usr/bin/env python3
"""common_passwords.py LIST OUTPUT

Of a list of passwords, the commonest first, keeps those that a password policy has to know: all of
the first 10,000, and every one of 12 characters or more. Writes the first eight octets of the SHA-256
of each, in lower case, as big-endian numbers in ascending order.
"""

import hashlib
import pathlib
import sys

ALL_OF_THE_FIRST = 10_000
SHORTEST_ALLOWED = 12


def main(source, output):
    lines = pathlib.Path(source).read_bytes().splitlines()
    kept = {
        line.lower()
        for rank, line in enumerate(lines)
        if line and (rank < ALL_OF_THE_FIRST or len(line) >= SHORTEST_ALLOWED)
    }
    if len(kept) < ALL_OF_THE_FIRST // 2:
        raise SystemExit(f"{source}: {len(kept)} passwords are too few; the file is not the list expected")
    digests = sorted({hashlib.sha256(line).digest()[:8] for line in kept})
    pathlib.Path(output).write_bytes(b"".join(digests))


if __name__ == "__main__":
    main(*sys.argv[1:])
