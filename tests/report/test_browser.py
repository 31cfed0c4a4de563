"""Pages in a real browser, where there is one: nothing is asked for, nothing is amiss, A4 on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from vmo_rehab.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on this machine")
A4 = (595, 842)
"""Points."""
LOG = ("vmo-foundation", EXAMPLES / "flare.csv")
DAY = ("--html", "--on", "2026-06-12", "--answers")


def opened(page: Path, *options: str) -> list[str]:
    """Open a page, and return what the browser complains of."""
    words = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0"),
        *("--disable-background-networking", f"--user-data-dir={page.parent / 'profile'}"),
        *(*options, page.as_uri()),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    return [line for line in done.stderr.splitlines() if ":CONSOLE" in line]


def made(folder: Path, *words: object) -> Path:
    """Make a page by a command."""
    page = folder / "page.html"
    assert CliRunner().invoke(main, [*map(str, words), "--output", str(page)]).exit_code == 0
    return page


@pytest.mark.parametrize(
    "words",
    [
        ("show", "acl-reconstruction", "--html"),
        ("report", "vmo-foundation", EXAMPLES / "seed-path.csv"),
        ("prescribe", *LOG, "--html"),
    ],
    ids=["protocol", "patient", "handout"],
)
def test_nothing_is_asked_for(tmp_path: Path, words: tuple[object, ...]) -> None:
    """The browser has nothing to say of a page; a page that asked for anything would be told here."""
    page = made(tmp_path, *words)
    assert opened(page, "--dump-dom") == []
    if words[0] == "prescribe":
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<main>", '<main><img src="https://example.invalid/a.png">'), "utf-8")
        assert any("Content Security Policy" in line for line in opened(page, "--dump-dom"))


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        (("prescribe", *LOG, "--html"), {4, 5, 6}),
        (("prescribe", *LOG, *DAY, "effusion=2+ red_flags=none giving_way=absent pain_before=2"), {2}),
        (("prescribe", *LOG, *DAY, "red_flags=calf_pain"), {1, 2}),
    ],
    ids=["training", "on hold", "referred"],
)
def test_a_handout_is_printed_on_a4(tmp_path: Path, words: tuple[object, ...], pages: set[int]) -> None:
    """Every sheet is A4, and there are as many as the exercises need; fonts differ between machines."""
    page, pdf = made(tmp_path, *words), tmp_path / "page.pdf"
    opened(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    written = pdf.read_bytes()
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", written)
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {A4}
    assert len(re.findall(rb"/Type /Page\b", written)) in pages
