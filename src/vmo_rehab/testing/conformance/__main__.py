"""The library's own engine as a command: ``python -m vmo_rehab.testing.conformance``."""

from __future__ import annotations

import sys

from vmo_rehab.testing.conformance import Library, serve

if __name__ == "__main__":
    for line in serve(Library(), sys.stdin):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
