"""``python -m vmo_rehab``: the command line."""

from __future__ import annotations

from vmo_rehab.cli import main

if __name__ == "__main__":
    main(prog_name="vmo-rehab")
