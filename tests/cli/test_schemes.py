"""The command that lists the schemes and shows one, and the check of a scheme file."""

from __future__ import annotations

from pathlib import Path

from vmo_rehab.documents.library import folder, schemes
from vmo_rehab.report.scheme_text import scheme_in_words

OWN = "format: 1\nid: mine\ntitle: Mine\nsummary: Ours.\nrise: {sets: every, reps: top, by: one level}\n"


def test_the_list_has_every_scheme(vmo):
    """Each scheme stands on one line, sorted by id, with the loads it is for."""
    head, *rows = vmo("schemes").stdout.splitlines()
    assert head.split() == ["id", "loads", "title"]
    assert [row.split()[0] for row in rows] == sorted(schemes())
    assert rows[5].split()[:2] == ["dapre-lb", "lb"]


def test_one_scheme_is_shown(vmo):
    """An id prints that scheme in plain English."""
    assert vmo("schemes", "dapre").stdout == scheme_in_words(schemes()["dapre"]) + "\n"


def test_a_scheme_of_ones_own_is_shown(vmo, tmp_path: Path):
    """A file is shown as a shipped one is; what is amiss in it is told."""
    path = tmp_path / "mine.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert vmo("schemes", path).stdout.startswith("Mine\nmine\n\nOurs.\n")
    path.write_text(OWN.replace("top", "tip"), encoding="utf-8")
    result = vmo("schemes", path)
    assert result.exit_code == 1
    assert 'V301 error: "tip" is not a number of repetitions to reach' in result.stderr


def test_an_unknown_id_is_told_with_the_nearest(vmo):
    """A misspelt id is answered by the one that was meant."""
    result = vmo("schemes", "dapree")
    assert result.exit_code == 2
    assert 'there is no scheme "dapree"; did you mean "dapre"?' in result.stderr


def test_a_scheme_file_is_checked(vmo, tmp_path: Path):
    """A scheme file is checked as one, by its keys or its folder."""
    path = tmp_path / "mine.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert vmo("check", path).stdout == f"{path}: nothing to mend\n"
    path.write_text(OWN.replace("every", "evry"), encoding="utf-8")
    result = vmo("check", path)
    assert result.exit_code == 1
    assert 'V301 error: one of 2 words is due, and the text "evry" stands here' in result.stdout
    assert "1 error in 1 file" in result.stdout
    assert vmo("check", folder() / "schemes" / "dapre.yaml").exit_code == 0
