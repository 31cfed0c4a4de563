"""A protocol in plain English: every rule and every number of it."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import LapseTier
from vmo_rehab.report.protocol_text import protocol_in_words
from vmo_rehab.report.rule_text import lapse_lines
from vmo_rehab.report.words import anchor_in_words, called, count, days, folded, listed, titled

GOLD = Path(__file__).parent / "gold" / "protocol.txt"


def test_whole_protocol(knee):
    """The whole text, word for word: what a clinician signs does not change unseen."""
    assert protocol_in_words(knee) + "\n" == GOLD.read_text(encoding="utf-8")


def test_parts_without_content_are_left_out(knee):
    """A protocol without holds has no heading for them; one that is approved names who approved it."""
    bare = attrs.evolve(
        knee,
        holds=(),
        freezes=(),
        lapse=(),
        today=(),
        rescue=(),
        red_flags=(),
        review_due=None,
        approved_by=("the clinic", "clinic physician"),
    )
    text = protocol_in_words(bare)
    for heading in ("HOLDS:", "FREEZES", "GAPS", "AT THE DOOR", "RED FLAGS", "looked at again"):
        assert heading not in text
    assert "Approved by: the clinic, clinic physician" in text


def test_way_on_without_gates(knee):
    """A way on that only its criterion opens says no more."""
    open_ = attrs.evolve(knee.phases[1].progress[0], sign_off=None)
    strength = attrs.evolve(knee.phases[1], progress=(open_,))
    text = protocol_in_words(attrs.evolve(knee, phases=(strength, knee.phases[2]), start="strength"))
    assert "On to Done" in text
    assert "and only" not in text


def test_lapse_that_changes_nothing(knee):
    """A tier made in code that does nothing says so."""
    assert list(lapse_lines(attrs.evolve(knee, lapse=(LapseTier(9),)))) == [
        "  - 9 days or more: nothing changes."
    ]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("start", "1 day after the start"),
        ("strength", "1 day after entry to Strength"),
        ("a_b", "1 day after a b"),
    ],
)
def test_anchors(knee, after, words):
    """A time counts from the start, a fact, or the entry to a phase."""
    assert anchor_in_words(knee, Anchor(1, after)) == words


def test_names_without_a_title(knee):
    """What the protocol does not know is named by its id."""
    assert called(knee, "elsewhere") == "elsewhere"
    assert titled(knee, "night_pain") == "night pain"


def test_small_words():
    """Counts agree with their nouns, weeks are told where they are whole, lists end with their last word."""
    assert [count(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [days(n) for n in (1, 7, 13, 14)] == ["1 day", "7 days", "13 days", "2 weeks"]
    assert [listed(words) for words in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b and c"]


@pytest.mark.parametrize("width", [5, 20, 33, 60, 79, 200])
def test_folding_loses_nothing(knee, width):
    """Folded to any width, each line fits and every sign that is no blank is there."""
    whole = protocol_in_words(knee)
    narrow = folded(whole, width)
    assert max(map(len, narrow.split("\n"))) <= max(20, width)
    assert narrow.split() == whole.split() or "".join(narrow.split()) == "".join(whole.split())
