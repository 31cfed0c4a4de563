"""Nothing is shown that was not run: every block of every page is executed, loaded or compared."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from docs.pages import ROOT, blocks, name, pages
from docs.running import Running, refreshing

DIFFS = {"docs/reference/diagnostics.md"}
"""Pages whose diffs a test of their own compares with files."""


@pytest.mark.parametrize("page", pages(), ids=name)
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block of the page is what it says, and every output is what the command prints."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    running = Running(tmp_path)
    for block in blocks(page):
        running.check(block)
    if refreshing():
        _refresh(page, running.shown)
    assert not running.wrong, "\n\n".join(running.wrong)


def _refresh(page: Path, shown: dict[int, str]) -> None:
    """Write what commands print into a page, save where the page leaves lines out."""
    lines = page.read_text(encoding="utf-8").split("\n")
    for line, output in sorted(shown.items(), reverse=True):
        end = lines.index("```", line)
        if "..." not in lines[line:end]:
            lines[line:end] = output.rstrip("\n").split("\n")
    page.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("page", pages(), ids=name)
def test_no_fence_is_left_open(page: Path) -> None:
    """Every fence of a page opens or closes a block that was read."""
    fences = re.findall(r"^ *(?:```|~~~)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(fences) == 2 * len(blocks(page))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_no_block_is_empty(page: Path) -> None:
    """A block has something in it; refreshing the outputs of a page leaves its commands."""
    assert all(block.text.strip() for block in blocks(page))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the repository leads to one, and every anchor to a heading of it."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in _anchors(there), target


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_diffs_stand_where_they_are_compared() -> None:
    """A diff is on no page but those whose diffs are compared with files."""
    found = {name(page) for page in pages() for block in blocks(page) if block.language == "diff"}
    assert found <= DIFFS


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    """The index links to every page below docs."""
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        path = page.relative_to(ROOT / "docs").as_posix()
        assert path == "README.md" or f"({path})" in index
