"""The pictures of the documentation are those that the commands draw today."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from vmo_rehab.cli import main

ROOT = Path(__file__).parents[2]
PICTURES = {
    "vmo-foundation.svg": ["draw", "vmo-foundation"],
    "flare.svg": ["plot", "vmo-foundation", str(ROOT / "examples" / "flare.csv")],
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_fresh(name):
    """A committed picture is what its command draws, and small."""
    path = ROOT / "docs" / "how-to" / "pictures" / name
    drawn = CliRunner().invoke(main, PICTURES[name]).stdout
    if os.environ.get("VMO_DOCS") == "write":
        path.write_text(drawn, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == drawn
    assert path.stat().st_size < 100_000
