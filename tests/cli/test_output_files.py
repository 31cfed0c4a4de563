"""The one rule of ``--output``: what a file is named, and what it never replaces."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        ("draw", "svg"),
        ("show --html", "html"),
        ("plot", "svg"),
        ("report", "html"),
        ("prescribe --html", "html"),
    ],
)
def test_what_a_file_is_made_from_is_never_written_over(
    vmo, knee: Path, log: Path, command: str, ending: str
):
    """A protocol stays as it is even where its name ends as the file that was asked for."""
    own = knee.with_name(f"knee.{ending}")
    own.write_bytes(knee.read_bytes())
    word, *options = command.split()
    logs = [log] if word in {"plot", "report", "prescribe"} else []
    done = vmo(word, own, *logs, *options, "--output", own)
    assert (done.exit_code, own.read_bytes()) == (2, knee.read_bytes())
    assert "stays as it is; choose another file" in done.stderr


@pytest.mark.parametrize(
    "command", ["draw", "show --html", "plot", "report", "prescribe --html", "schema protocol"]
)
def test_a_wrong_ending_is_refused_with_those_that_are_right(vmo, knee: Path, log: Path, command: str):
    """Each command that writes a file says which endings it takes, and leaves a log alone."""
    word, *options = command.split()
    sources = [] if word == "schema" else [knee, log][: 2 if word in {"plot", "report", "prescribe"} else 1]
    mine = knee.with_name("mine.csv")
    mine.write_bytes(log.read_bytes())
    done = vmo(word, *sources, *options, "--output", mine)
    assert (done.exit_code, mine.read_bytes()) == (2, log.read_bytes())
    assert "is not named as a" in done.stderr
    assert "write a name that ends in ." in done.stderr
