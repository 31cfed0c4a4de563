"""The package's own names, and how a finding is written."""

from __future__ import annotations

import pytest

import vmo_rehab
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.source import Span


def test_every_public_name_is_there_and_listed() -> None:
    """Each name of `__all__` can be had and is listed; another name is an error that says so."""
    for name in vmo_rehab.__all__:
        assert getattr(vmo_rehab, name) is not None
        assert name in dir(vmo_rehab)
    with pytest.raises(AttributeError, match="module 'vmo_rehab' has no attribute 'Machine'"):
        vmo_rehab.Machine  # noqa: B018 - reading it is what is tested


def test_a_version_is_had_before_anything_else_is_loaded() -> None:
    """The version can be asked of the package itself."""
    assert vmo_rehab.__version__.count(".") == 2


def test_a_finding_without_a_cure_ends_with_its_place() -> None:
    """A finding is its headline, the marked line, related places, and a cure where there is one."""
    place = Span("knee.yaml", 3, 2, 3, 4, 20, 22)
    found = Diagnostic(
        "V336", "one stands twice", "", place, related=(("the first", place),), line_text="\tone: x"
    )
    assert str(found).splitlines() == [
        "knee.yaml:3:2: V336 error: one stands twice",
        "  3 | \tone: x",
        "    | \t^^",
        "    = the first: knee.yaml:3:2",
    ]


def test_a_long_list_of_known_words_is_cut() -> None:
    """Of more than twelve words the first twelve are shown, and how many more there are."""
    words = [f"w{number:02}" for number in range(15)]
    assert did_you_mean("unlike", words).endswith("w11 and 3 more")
    assert did_you_mean("w01x", words) == 'did you mean "w01"?'
    assert did_you_mean("x", []) == "none are declared"


def test_what_a_thing_is_called_is_looked_at_too() -> None:
    """Called so as a whole comes first; what holds the word is proposed, unless many ids hold it already."""
    called = {"effusion": ["swelling of the knee"], "bend": ["TKE"], "lag": ["cable TKE"]}
    known = ["effusion", "bend", "lag", "large_swelling", *(f"pain_at_hour_{number}" for number in range(4))]
    assert did_you_mean("tke", known, called=called) == 'did you mean "bend"?'
    assert did_you_mean("swelling", known, called=called) == "did you mean one of: effusion, large_swelling?"
    many = did_you_mean("pain", known, called={"lag": ["pain at night"]})
    assert many == ("did you mean one of: pain_at_hour_0, pain_at_hour_1, pain_at_hour_2, pain_at_hour_3?")
    assert did_you_mean("?", ["a"], called={"a": ["!"]}) == "known: a"
