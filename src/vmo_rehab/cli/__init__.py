"""The command line: parse arguments, call one function, print, exit code."""

from __future__ import annotations

from vmo_rehab.cli.app import main

__all__ = ["main"]
