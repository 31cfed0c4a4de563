"""The command that tells what differs between two protocols, and for which patients."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def newer(knee):
    """Make another edition of the protocol: a longer stay, and a flare only with more pain."""
    path = knee.with_name("newer.yaml")
    text = knee.read_text(encoding="utf-8")
    changed = text.replace("morning >= 6", "morning >= 8").replace("min_stay: 7 days", "min_stay: 40 days")
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return path


def test_nothing(vmo, knee):
    """Equal protocols: one line, and exit code 0."""
    done = vmo("diff", knee, knee.parent, "--exit-code")
    assert (done.exit_code, done.stdout) == (0, "nothing differs\n")


def test_differences(vmo, knee, newer):
    """Each difference has a line, with its leaning; the exit code is asked for."""
    done = vmo("diff", knee, newer)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "2 differences, 1 less cautious and 1 more cautious"
    assert "phase settle, least stay: 7 days -> 40 days (more cautious)" in done.stdout
    assert vmo("diff", knee, newer, "--exit-code").exit_code == 1


def test_logs(vmo, knee, newer, log, tmp_path):
    """Each log is told: the first other decision and the next session; what cannot be read is named."""
    folder = tmp_path / "logs"
    folder.mkdir()
    shutil.copy(log, folder / "a.csv")
    (folder / "b.csv").write_text("date,nothing\n", encoding="utf-8")
    done = vmo("diff", knee, newer, "--logs", folder)
    assert done.exit_code == 1
    assert "  a.csv: decided otherwise first on 2026-03-" in done.stdout
    assert "  b.csv: cannot be followed" in done.stdout
    assert "b.csv:" in done.stderr
    whole = json.loads(vmo("diff", knee, newer, "--logs", folder, "--json").stdout)
    assert len(whole["differences"]) == 2
    assert [one["log"] for one in whole["logs"]] == ["a.csv", "b.csv"]
    (folder / "b.csv").unlink()
    same = vmo("diff", knee, knee, "--logs", folder, "--exit-code")
    assert (same.exit_code, same.stdout) == (0, "nothing differs\n\nLOGS\n  a.csv: the same\n")


def test_what_cannot_be_compared(vmo, knee, tmp_path):
    """No such protocol, and a folder without logs, have exit code 2."""
    assert vmo("diff", knee, "no-such-protocol").exit_code == 2
    done = vmo("diff", knee, knee, "--logs", tmp_path)
    assert done.exit_code == 2
    assert "has no logs" in done.stderr
