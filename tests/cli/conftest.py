"""What the tests of the command line share: a protocol made by ``new``, a log of it, a runner."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vmo_rehab.cli import main

ROOT = Path(__file__).parents[2]
CODE = "import sys; from vmo_rehab.cli import main; sys.exit(main(prog_name='vmo-rehab'))"


@pytest.fixture
def vmo() -> Callable[..., Result]:
    """Run a command in this process; an error that would print a traceback fails the test."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(one) for one in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.stderr
        return result

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command in a process of its own, with bytes in and out."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        whole = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
        words = [sys.executable, "-c", CODE, *map(str, arguments)]
        return subprocess.run(words, capture_output=True, env=whole, check=False, timeout=60)

    return run


@pytest.fixture
def knee(vmo: Callable[..., Result], tmp_path: Path) -> Path:
    """Make the protocol that ``new`` writes."""
    assert vmo("new", "my-knee", "--to", tmp_path).exit_code == 0
    return tmp_path / "my-knee" / "protocol.yaml"


@pytest.fixture
def log() -> Path:
    """Name the log of a patient in that protocol."""
    return Path(__file__).parent / "patient.csv"
