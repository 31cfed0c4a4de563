"""Commands that write files anew: fmt and migrate; whole or not at all, and only with the same meaning."""

from __future__ import annotations

import os
import stat

import pytest
from click.testing import CliRunner

from vmo_rehab import ProtocolError
from vmo_rehab.cli import main, rewriting
from vmo_rehab.documents import migrating
from vmo_rehab.documents.migrating import migrated

CASES = "format: 1\ncases:\n- {case: 'Rest',   rows: [{date: 2026-03-02}]} # one\n"
STYLED = "format: 1\ncases:\n  - {case: Rest, rows: [{date: 2026-03-02}]}  # one\n"


@pytest.fixture
def cases(tmp_path):
    """Make a file of cases that is not in the style."""
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


def test_fmt_writes(vmo, cases):
    """A file is written in the style, with its permissions; a second time there is nothing to do."""
    cases.chmod(0o640)
    done = vmo("fmt", cases)
    assert (done.exit_code, done.stdout) == (0, f"{cases}: formatted\n")
    assert cases.read_text(encoding="utf-8") == STYLED
    if os.name == "posix":
        assert stat.S_IMODE(cases.stat().st_mode) == 0o640
    assert vmo("fmt", cases).stdout == f"{cases}: is in the style already\n"
    assert [path.name for path in cases.parent.iterdir()] == ["cases.yaml"]


def test_fmt_keeps_links(vmo, cases):
    """A link stays a link; what it points to is written."""
    link = cases.with_name("link.yaml")
    try:
        link.symlink_to(cases)
    except OSError:
        pytest.skip("no links here")
    assert vmo("fmt", link).exit_code == 0
    assert link.is_symlink()
    assert cases.read_text(encoding="utf-8") == STYLED


def test_fmt_checks_and_shows(vmo, cases):
    """--check and --diff write nothing; only --check has an exit code of its own."""
    checked = vmo("fmt", cases, "--check")
    assert (checked.exit_code, checked.stdout) == (1, f"{cases}: would be formatted\n")
    shown = vmo("fmt", cases, "--diff")
    assert shown.exit_code == 0
    assert "-- {case: 'Rest',   rows:" in shown.stdout
    assert vmo("fmt", cases, "--diff", "--check").exit_code == 1
    assert cases.read_text(encoding="utf-8") == CASES


def test_fmt_of_several(vmo, cases, knee):
    """What is amiss in one file is told with its place, the file stays, and the others go on."""
    bad = cases.with_name("bad.yaml")
    bad.write_text("format: 1\ncases: 7\n", encoding="utf-8")
    done = vmo("fmt", bad, cases, knee.parent)
    assert done.exit_code == 1
    assert f"{bad}:2:8: V202 error" in done.stderr
    assert (
        done.stdout.splitlines()[-1] == "1 file formatted, 1 file as before and 1 file refused and as before"
    )
    assert bad.read_text(encoding="utf-8") == "format: 1\ncases: 7\n"


def test_fmt_of_what_cannot_be_opened(vmo, tmp_path):
    """A file that is not there, or is no text, has exit code 2."""
    assert vmo("fmt", tmp_path / "none.yaml").exit_code == 2
    (tmp_path / "latin.yaml").write_bytes(b"title: \xe9\n")
    assert vmo("fmt", tmp_path / "latin.yaml").exit_code == 2
    assert vmo("fmt").exit_code == 2


def test_fmt_of_standard_input():
    """A hyphen reads standard input, and nothing but the text comes out."""
    run = CliRunner().invoke
    assert run(main, ["fmt", "-"], input=CASES).stdout == STYLED
    checked = run(main, ["fmt", "-", "--check"], input=CASES)
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert run(main, ["fmt", "-", "--diff"], input=CASES).stdout.startswith("--- <stdin>\n")


def test_a_broken_write_leaves_the_file(vmo, cases, monkeypatch):
    """If the new file cannot take the old one's place, the old one is as it was, and nothing else is left."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rewriting.os, "fsync", full)
    done = vmo("fmt", cases)
    assert (done.exit_code, done.stderr) == (2, f"{cases}: cannot be opened: No space left on device\n")
    assert cases.read_text(encoding="utf-8") == CASES
    assert [path.name for path in cases.parent.iterdir()] == ["cases.yaml"]


def renamed(root):
    """Make the step from a format 0 in which cases were called examples."""
    return [(entry.key, "cases") for entry in root.entries if entry.name == "examples"]


OLD = "# mine\nformat: 0   # old\nexamples:  # all\n- {case: 'Rest', rows: [{date: 2026-03-02}]}\n"
NEW = OLD.replace("format: 0", "format: 1").replace("examples:", "cases:")


def test_migrate_takes_each_step():
    """A file of an older format is rewritten step by step; comments and lines stay where they are."""
    assert migrated(OLD, steps={0: renamed}) == NEW
    assert migrated(OLD.replace("\n", "\r\n"), steps={0: renamed}) == NEW.replace("\n", "\r\n")
    older = OLD.replace("format: 0", "format: -1")
    assert migrated(older, steps={-1: lambda _: [], 0: renamed}) == NEW


def test_migrate_of_a_file(vmo, cases, monkeypatch):
    """The command writes a file as the steps make it; one in the newest format stays."""
    monkeypatch.setattr(migrating, "STEPS", {0: renamed})
    monkeypatch.setattr(migrating.migrated, "__defaults__", ("<text>", {0: renamed}))
    cases.write_text(OLD, encoding="utf-8")
    assert vmo("migrate", cases, "--check").exit_code == 1
    assert vmo("migrate", cases).stdout == f"{cases}: rewritten in format 1\n"
    assert cases.read_text(encoding="utf-8") == NEW
    assert vmo("migrate", cases).stdout == f"{cases}: is in format 1 already\n"


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("format: 2\ncases: []\n", "use a newer vmo-rehab"),
        ("format: 0\ncases: []\n", "write it anew in format 1: vmo-rehab new ID"),
        ("cases: []\n", "write format: 1 at its beginning"),
        ("format: one\n", "write format: 1 at its beginning"),
    ],
)
def test_migrate_refuses(text, cure):
    """A newer format, one without a way on and a file without one are refused, each with its cure."""
    with pytest.raises(ProtocolError, match="V322") as refused:
        migrated(text)
    assert refused.value.diagnostics[0].cure == cure


def test_migrate_refuses_what_a_step_would_break():
    """What comes out of the steps has to be read without a finding."""
    with pytest.raises(ProtocolError, match="V203"):
        migrated(OLD, steps={0: lambda _: []})
