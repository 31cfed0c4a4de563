"""Every code has a section, a bad file and a clean file."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from contextlib import chdir
from pathlib import Path

import pytest

from golden import kept, printed
from vmo_rehab import Diagnostic, LogError, ProtocolError, check, load, load_cases, read_log, run_cases
from vmo_rehab.codes import CODES
from vmo_rehab.documents.exercises import exercises_of
from vmo_rehab.documents.library import load_scheme
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.yaml_text import read

HERE = Path(__file__).parent
TESTS = HERE.parent
PAGE = (HERE.parents[1] / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
KNEE = HERE / "small-knee.yaml"
TODAY = dt.date(2026, 4, 1)
"""The last day that a log of the corpus may have, and the day for which reviews are due."""

MADE = {
    "V121": lambda: "title: [" + "a," * 100_001 + "]\n",
    "V122": lambda: "# " + "a" * 1_000_000,
    "L103": lambda: "# " + "a" * 2_000_000,
    "L104": lambda: "date,event,reps\n" + "2026-03-02,nothing,x\n" * 300,
}
"""Bad files that are too large to keep."""
NO_FILE = {"V323"}
"""Codes that say there is no file."""
CATALOGUE = {"V340", "V341", "V342", "V343", "V344", "V345"}
"""Codes of the catalogue's exercises; their files are read as a catalogue of their own."""
SCHEMES = {"V346", "V347", "V348", "V349"}
"""Codes of scheme files."""

V = [code for code in CODES if code.startswith("V")]
FOLDERS = sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name in CODES)
SECTIONS = dict(re.findall(r"^### (\w+) [^\n]*\n(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE))


def file(code: str, word: str, tmp_path: Path) -> Path:
    """Return a code's bad or clean file, made where it is too large to keep."""
    if word == "bad" and code in MADE:
        path = tmp_path / f"bad.{'yaml' if code[0] == 'V' else 'csv'}"
        path.write_text(MADE[code](), encoding="utf-8")
        return path
    (path,) = HERE.glob(f"{code}/{word}.*")
    return path


def in_catalogue(path: Path) -> list[Diagnostic]:
    """Read a file of exercises as if the catalogue had no other, and return what is amiss."""
    amiss: list[Diagnostic] = []
    file = structure(ExercisesFile, read(path.read_text(encoding="utf-8"), path.name), amiss)
    exercises_of([file] if file else [], amiss)
    return amiss


def found(code: str, path: Path) -> list[str]:
    """Read a file, and return the codes of what is amiss; cases are run, whole protocols checked."""
    try:
        if code in CATALOGUE:
            return [one.code for one in in_catalogue(path)]
        if code in SCHEMES:
            load_scheme(path)
            return []
        if code.startswith("L2"):
            results = run_cases(load_cases(path)).results
            return [one.code for result in results for one in result.failures]
        if code.startswith(("V4", "V5", "V6")):
            return [one.code for one in check(load(path), TODAY)]
        if code.startswith("V"):
            load(path)
        else:
            read_log(path, load(KNEE), latest=TODAY)
    except (ProtocolError, LogError) as error:
        return [one.code for one in error.diagnostics]
    return []


def told(path: Path) -> str:
    """Return all that is told of a bad file: what a command prints, or what its reader finds."""
    code, name = path.parent.name, path.name
    if code in CATALOGUE:
        return "\n\n".join(map(str, in_catalogue(path))) + "\n"
    if code.startswith("V"):
        return printed(path.parent, "check", name, "--on", str(TODAY))
    if code.startswith("L2"):
        return printed(path.parent, "test", name)
    with chdir(path.parent), pytest.raises(LogError) as caught:
        read_log(name, load(KNEE), latest=TODAY)
    return f"{caught.value}\n"


def test_the_page_has_a_section_for_every_code() -> None:
    """Sections and codes are the same, in the same order, with the same titles."""
    titles = re.findall(r"^### (\w+) (.+)$", PAGE, re.MULTILINE)
    assert sorted(titles) == sorted(CODES.items())


def test_every_protocol_code_has_its_files() -> None:
    """No code of a protocol file goes without a folder."""
    assert [code for code in V if code not in FOLDERS] == []


@pytest.mark.parametrize("code", [code for code in FOLDERS if code not in NO_FILE])
def test_the_bad_file_gives_the_code(code: str, tmp_path: Path) -> None:
    """The bad file has this code among its findings."""
    assert code in found(code, file(code, "bad", tmp_path))


@pytest.mark.parametrize("code", [code for code in FOLDERS if code not in {*MADE, *NO_FILE}])
def test_what_is_told_of_the_bad_file(code: str, tmp_path: Path) -> None:
    """Place, line, caret and cure are the words that are kept beside the bad file."""
    path = file(code, "bad", tmp_path)
    text = told(path)
    assert code in text
    assert text == kept(path.with_name("told.txt"), text)


@pytest.mark.parametrize("code", FOLDERS)
def test_the_clean_file_is_read(code: str, tmp_path: Path) -> None:
    """The clean file has nothing amiss."""
    assert found(code, file(code, "clean", tmp_path)) == []


@pytest.mark.parametrize("code", [code for code in FOLDERS if code in SECTIONS])
def test_the_page_shows_what_was_mended(code: str, tmp_path: Path) -> None:
    """The lines of the section's example are those in which the bad and the clean file differ."""
    shown = re.search(r"^```diff\n(.*?)^```", SECTIONS[code], re.DOTALL | re.MULTILINE)
    if shown is None:
        assert code in {"V109", "V121", "V122", "V140", "V323", "L101", "L102", "L103", "L104", "L105"}
        return
    texts = [file(code, word, tmp_path).read_text(encoding="utf-8").split("\n") for word in ("bad", "clean")]
    lines = list(difflib.unified_diff(*texts, n=0, lineterm=""))[2:]
    assert shown[1].rstrip("\n").split("\n") == [line for line in lines if not line.startswith("@@")]


def test_a_protocol_that_is_not_there() -> None:
    """A name that is neither a shipped protocol nor a file has its own code."""
    assert found("V323", HERE / "V323" / "bad.yaml") == ["V323"]


def test_every_log_code_is_tested() -> None:
    """Each code of a log has its files, or a test that names it."""
    named = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py"))
    assert [c for c in CODES if c.startswith("L") and c not in FOLDERS and c not in named] == []
