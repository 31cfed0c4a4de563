"""Answers and facts as a record writes them."""

from __future__ import annotations

import datetime as dt

import pytest

from record.knee import ENROLLED, START
from vmo_rehab.engine.events import Enrolled
from vmo_rehab.errors import RecordError
from vmo_rehab.record.canonical import from_plain, to_plain


@pytest.mark.parametrize("fact", ["hamstring", "2026-01-05", dt.date(2026, 1, 5), "2026-1-5", "text"])
def test_a_fact_comes_back_as_what_it_was(fact: dt.date | str):
    """A label that looks like a date comes back as a label, and a date as a date."""
    enrolled = Enrolled(START, {"graft": fact}, by=ENROLLED.by)
    again = from_plain(Enrolled, to_plain(enrolled))
    assert again == enrolled
    assert type(again.facts["graft"]) is type(fact)


def test_a_fact_that_is_neither_text_nor_day_is_refused():
    """A number is no fact of a record, and the error says what belongs there."""
    plain = to_plain(ENROLLED) | {"facts": {"graft": 3}}
    with pytest.raises(RecordError, match="a date, a label or"):
        from_plain(Enrolled, plain)
