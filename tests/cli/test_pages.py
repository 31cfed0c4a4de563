"""Pages on the command line: where they go, what is refused, and that they say what the text says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

EXAMPLES = Path(__file__).parents[2] / "examples"
FLARE = ("vmo-foundation", EXAMPLES / "flare.csv")
Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("show", "vmo-foundation", "--html"), "<h1>Vastus medialis foundation</h1>"),
        (("report", *FLARE), "<h2>Each session, the latest first</h2>"),
        (("report", *FLARE, "--html"), "<h2>Each session, the latest first</h2>"),
        (("prescribe", *FLARE, "--html"), "<h1>Your exercises</h1>"),
    ],
)
def test_a_page_goes_to_standard_output_or_to_a_file(vmo: Run, tmp_path: Path, words, title: str) -> None:
    """Both are the same page; with a file, its name alone is printed."""
    file = tmp_path / "page.html"
    page = vmo(*words).stdout
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert title in page
    done = vmo(*words, "--output", file)
    assert (done.exit_code, done.stdout) == (0, f"written: {file}\n")
    assert file.read_text(encoding="utf-8").rstrip("\n") == page.rstrip("\n")
    assert vmo(*words, "--output", file).exit_code == 0


def test_nothing_but_a_page_is_written_over(vmo: Run, tmp_path: Path) -> None:
    """A file that is not named as a page is refused before anything is read, and stays as it is."""
    log = tmp_path / "log.csv"
    log.write_text("kept", encoding="utf-8")
    done = vmo("report", *FLARE, "--output", log)
    assert done.exit_code == 2
    assert f'"{log}" is not named as a page; write a name that ends in .html or .htm' in done.stderr
    assert log.read_text(encoding="utf-8") == "kept"
    nowhere = vmo("report", *FLARE, "--output", tmp_path / "missing" / "page.html")
    assert nowhere.exit_code == 2
    assert "cannot open" in nowhere.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "vmo-foundation", "--output", "a.html"), "--output needs --html"),
        (("prescribe", *FLARE, "--output", "a.html"), "--output needs --html"),
        (("prescribe", *FLARE, "--html", "--json"), "ask for one of them"),
    ],
)
def test_options_that_do_not_go_together(vmo: Run, words, said: str) -> None:
    """A file without a page, and two documents at once, are wrong commands."""
    done = vmo(*words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_report_of_a_log_that_does_not_fit(vmo: Run, tmp_path: Path) -> None:
    """What was not taken is named on the page, and the exit code is 1."""
    log = tmp_path / "log.csv"
    head = "# start: 2026-06-01\n# fact injury: 2026-05-01\n# baseline pain_usual: 2\n"
    rows = "date,event,by\n2026-06-01,unsuspended,the clinic\n"
    log.write_text(f"{head}{rows}", encoding="utf-8")
    done = vmo("report", "vmo-foundation", log)
    assert done.exit_code == 1
    assert "<h2>Not taken, because it does not fit</h2>" in done.stdout
    text = vmo("run", "vmo-foundation", log)
    assert text.exit_code == 1
    assert "NOT TAKEN, BECAUSE IT DOES NOT FIT" in text.stdout


def test_a_report_has_each_row_of_a_run(vmo: Run) -> None:
    """Every session and event that run tells stands on the page."""
    page = vmo("report", *FLARE).stdout
    rows = [
        line
        for line in vmo("run", *FLARE).stdout.splitlines()
        if line.startswith("2026-") or "(then: " in line
    ]
    assert len(rows) > 20
    assert page.count('class="session"') + page.count('class="event"') == len(rows)


def test_a_handout_of_a_day(vmo: Run) -> None:
    """With answers at the door the handout is of that kind of day."""
    day = ("prescribe", *FLARE, "--html", "--on", "2026-06-12", "--answers")
    referred = vmo(*day, "red_flags=calf_pain").stdout
    assert "No training for now." in referred
    assert "Call your physiotherapist now, because of a painful or swollen calf." in referred
    assert 'class="exercise"' not in referred
    rescue = vmo(*day, "pain_before=6 red_flags=none giving_way=absent effusion=trace").stdout
    assert "Stationary bike" in rescue


def test_a_page_on_an_old_code_page(process) -> None:
    """Signs that a code page lacks are written by their numbers; the page is the same."""
    done = process("prescribe", *FLARE, "--html", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"&#9744;" in done.stdout


def test_a_review_that_is_due_is_told_by_the_day_on_the_wall(vmo: Run, knee: Path, monkeypatch) -> None:
    """The page of a protocol whose review is past says so."""
    text = knee.read_text(encoding="utf-8")
    knee.write_text(f"{text}\nreview_due: 2026-01-01\n", encoding="utf-8")
    monkeypatch.setattr("vmo_rehab.cli.commands.show.wall_day", lambda: dt.date(2026, 1, 2))
    assert "The review was due on 2026-01-01." in vmo("show", knee, "--html").stdout
    monkeypatch.setattr("vmo_rehab.cli.commands.show.wall_day", lambda: dt.date(2026, 1, 1))
    assert "The review was due" not in vmo("show", knee, "--html").stdout
