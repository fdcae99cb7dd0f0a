#!/usr/bin/env python3
"""without_sha512.py SQLITE3.c OUTPUT.c

The amalgamation with its portable SHA-512 compression function renamed, so that the one in
sha512.c is called. Each page that is written carries an HMAC-SHA-512.
"""

import pathlib
import sys

DEFINITION = "static\nvoid sha512_transf(sha512_ctx *ctx, const unsigned char *message,"
REPLACED = (
    "void sha512_transf(sha512_ctx *ctx, const unsigned char *message, unsigned int block_nb);\n"
    "void portable_sha512_transf(sha512_ctx *ctx, const unsigned char *message,"
)


def main(source, output):
    text = pathlib.Path(source).read_text(encoding="utf-8")
    if text.count(DEFINITION) != 1:
        sys.exit(f"{source}: sha512_transf is not defined as it was; look at third_party/sqlite again")
    pathlib.Path(output).write_text(text.replace(DEFINITION, REPLACED), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
