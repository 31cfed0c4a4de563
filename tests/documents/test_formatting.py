"""Formatting: one style, comments kept, the meaning never another."""

from __future__ import annotations

import difflib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.restyled import Restyled

from vmo_rehab import ProtocolError, VmoRehabError, loads
from vmo_rehab.documents import formatting
from vmo_rehab.documents.formatting import formatted
from vmo_rehab.documents.text.comments import comments_of
from vmo_rehab.documents.text.layout import WIDTH, layout
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.testing import documents

ROOT = Path(__file__).parents[2]
SHIPPED = [*sorted((ROOT / "protocols").rglob("*.yaml")), ROOT / "src/vmo_rehab/cli/commands/skeleton.yaml"]
CLEAN = sorted((ROOT / "tests" / "diagnostics").glob("*/clean.yaml"))


def styled(text: str) -> str:
    """Lay out a text that is no whole file."""
    return layout(read(text), {})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_shipped_files_are_in_the_style(path):
    """The shipped files are the model of the style: nothing in them would change."""
    text = path.read_text(encoding="utf-8")
    changes = difflib.unified_diff(text.splitlines(), formatted(text, path).splitlines(), lineterm="", n=0)
    assert list(changes) == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.parent.name)
def test_clean_files_keep_their_meaning(path):
    """Every clean file of the corpus is formatted once and for all, with its comments."""
    text = path.read_text(encoding="utf-8")
    once = formatted(text, path)
    assert formatted(once, path) == once
    before, after = (comments_of(read(one)) for one in (text, once))
    assert [one.text for one in after] == [one.text for one in before]


@settings(max_examples=20)
@given(document=documents(), seed=st.integers(0, 2**32))
def test_any_style_becomes_one(document, seed):
    """However a protocol is written, its digest, its comments and their order stay, and twice is once."""
    restyled = Restyled(random.Random(seed))
    text = restyled.text(document)
    once = formatted(text)
    assert loads(once).digest == loads(text).digest
    assert formatted(once) == once
    assert sorted(one.text for one in comments_of(read(once))) == sorted(restyled.comments)
    assert "≤" not in once
    assert "\n\n\n" not in once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:   1\nb: [ x,y ]", "a: 1\nb: [x, y]\n"),
        ("'a': \"some words\"", "a: some words\n"),
        ("a: 'no'\nb: '5'\nc: \"x: y\"\nd: 'true'", 'a: "no"\nb: "5"\nc: "x: y"\nd: "true"\n'),
        ("a: 'say \"no\"'", "a: 'say \"no\"'\n"),
        ('a: "two\\nlines"', 'a: "two\\nlines"\n'),
        ("a:\n- b: 1\n  c: 2\n-   d: 3", "a:\n  - b: 1\n    c: 2\n  - d: 3\n"),
        ("a:\n    -   - x\n        - y", "a:\n  - - x\n    - y\n"),
        ("a:\n   b:\n      c: 1", "a:\n  b:\n    c: 1\n"),
        ("{a: 1, b: [x]}", "{a: 1, b: [x]}\n"),
        ("? a\n: b", "a: b\n"),
        ("---\na: 1\n...\n", "a: 1\n"),
        ("a: [x: 1, y]", "a: [{x: 1}, y]\n"),
        ("a: []\nb: {}", "a: []\nb: {}\n"),
    ],
)
def test_spacing_indents_and_quotes(text, expected):
    """Blanks, indents and quotes are the same everywhere; quotes stay where a word could be another thing."""
    if text.startswith("{"):
        expected = "a: 1\nb: [x]\n"
    assert styled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# top\n\n\na: 1 # one\n\n\n# two\nb: 2", "# top\n\na: 1  # one\n\n# two\nb: 2\n"),
        (
            "a: # on a\n    b: 1\n    # end of a\n# before c\nc: 1",
            "a:  # on a\n  b: 1\n  # end of a\n# before c\nc: 1\n",
        ),
        ("a: 1      # lined\nbb: 2     # up", "a: 1      # lined\nbb: 2     # up\n"),
        ("a: {b: 1, # one\n    c: 2}  # all", "a:  # all\n  b: 1  # one\n  c: 2\n"),
        ("a: [x,\n  # on y\n  y]", "a:\n  - x\n  # on y\n  - y\n"),
        ("a:\n  -\n    # on b\n    b: 1", "a:\n  # on b\n  - b: 1\n"),
        ("a:\n  # on b\n  - b: 1\n\n  - b: 2", "a:\n  # on b\n  - b: 1\n\n  - b: 2\n"),
        ("a: 'x # y' # z", 'a: "x # y"  # z\n'),
        ("a: x#y", "a: x#y\n"),
        ("a: >-   # why\n      one\n      two\n\n# b\nb: 1", "a: >-   # why\n  one\n  two\n\n# b\nb: 1\n"),
        ("a:\n\n  b: 1\n# last", "a:\n  b: 1\n# last\n"),
        ("- {a: 1} # x\n- b # y", "- {a: 1}  # x\n- b  # y\n"),
        ("a: # x\n  b # y", "# x\na: b  # y\n"),
    ],
)
def test_comments_and_blank_lines(text, expected):
    """A comment stays with what it stands above or behind; of several blank lines one is left."""
    assert styled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n    one\n\n      two\n", "a: |\n  one\n\n    two\n"),
        ("a:\n - >2\n    one\n   two\n", "a:\n  - >2\n     one\n    two\n"),
        ("a: |+\n  one\n\nb: 1", 'a: "one\\n\\n"\n\nb: 1\n'),
        ("a: one\n  two\n  three", "a: one two three\n"),
        ("a: 'one\n\n  two'", 'a: "one\\ntwo"\n'),
    ],
)
def test_texts_of_several_lines(text, expected):
    """A text behind | or > keeps its lines; another one is written on one line."""
    assert styled(text) == expected
    assert read(styled(text)) == read(text)


def test_long_texts_and_brackets():
    """Brackets fill lines of 120 columns; a text that came on several lines is folded."""
    words = [f"number {place}" for place in range(30)]
    folded = styled("a: " + "\n  ".join(words))
    assert folded.startswith("a: >-\n  number 0 number 1 ")
    listed = styled(f"a: [{', '.join(words)}]")
    assert listed.startswith("a:\n  [number 0, number 1, ")
    assert listed.splitlines()[2].startswith("   number ")
    mapped = styled(f"a: [{{{', '.join(f'k{place}: {word}' for place, word in enumerate(words))}}}]")
    assert all(max(map(len, text.splitlines())) <= WIDTH for text in (folded, listed))
    assert read(mapped) == read(styled(mapped))
    alone = f'a: {{cite: "{"word, " * 30}", doi: 10.1}}\n'
    assert styled(alone) == alone
    for text in (folded, listed, mapped):
        assert styled(text) == text


def test_criteria_are_written_in_one_way():
    """Signs and blanks of a criterion come out as the language writes them; a not stays a not."""
    text = (ROOT / "tests" / "diagnostics" / "small-knee.yaml").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if "pain_during <= 3" in one)
    loose = text.replace(line, line.replace("pain_during <= 3", "pain_during   ≤ 3"))
    assert loose != text
    assert "pain_during <= 3" in formatted(loose)
    assert "≤" not in formatted(loose)
    turned = text.replace(line, line.replace("pain_during <= 3", "{not: pain_during  > 3}"))
    assert "{not: pain_during > 3}" in formatted(turned)


def test_line_ends_and_marks():
    """A file with CRLF keeps it, in every line; a byte order mark goes, a last line end comes."""
    text = "format: 1\ncases:\n  - {case: Rest, rows: [{date: 2026-03-02}]}"
    assert formatted(text) == f"{text}\n"
    assert formatted(text.replace("\n", "\r\n")) == f"{text}\n".replace("\n", "\r\n")
    assert formatted(f"\ufeff{text}") == f"{text}\n"


@pytest.mark.parametrize("text", ["", "format: 2\ncases: []", "format: 1\nsummary: x", "a: [", "phases: 1"])
def test_a_file_with_findings_is_refused(text):
    """What is amiss is told as when the file is read; nothing comes out."""
    with pytest.raises(ProtocolError):
        formatted(text)


def test_another_meaning_is_refused(monkeypatch):
    """Should the layout ever say something else, or nothing that can be read, it is not given out."""
    text = "format: 1\ncases:\n  - {case: Rest, rows: [{date: 2026-03-02}]}\n"
    for wrong in (text.replace("03-02", "03-03"), "a: [", f"# new\n{text}"):
        monkeypatch.setattr(formatting, "layout", lambda *_, wrong=wrong: wrong)
        with pytest.raises(VmoRehabError, match="would say something else; it stays as it is"):
            formatted(text, "mine.yaml")
