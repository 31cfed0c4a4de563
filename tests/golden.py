"""Texts that are kept beside the files they are about, and are written anew on request.

``VMO_GOLDEN=write pytest ...`` writes what is printed now; read the difference before it is kept.
"""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from vmo_rehab.cli import main


def printed(folder: Path, *arguments: str) -> str:
    """Run a command in a folder, and return all that it prints; no path of the machine is in it."""
    with chdir(folder):
        result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.output


def kept(path: Path, text: str) -> str:
    """Return the text that is kept in a file, after writing it anew where that is asked for."""
    if os.environ.get("VMO_GOLDEN") == "write":
        path.write_bytes(text.encode())
    return path.read_bytes().decode()
