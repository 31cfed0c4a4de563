"""What cases are made of: an enrolment, days, and what is expected on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from attrs import field, frozen

from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.engine.events import Applied, Enrolled, LateAnswer
from vmo_rehab.engine.session import Absent, Answer, SetDone
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.truth import Truth

REFUSED: Final = "refused"
"""What stands for a decision where the row is not taken."""
REFER: Final = "refer"
"""What stands for the kind of a day on which the patient is sent on."""
ABSENT: Final = "absent"
"""What stands for the load of an exercise that is not prescribed."""
NO_LOAD: Final = "no load"
"""What stands for the load of an exercise without one."""
NONE: Final = "none"
"""What stands for nothing asked and no flag."""


class What(StrEnum):
    """What can be expected of a row."""

    TODAY = "today"
    DECISION = "decision"
    PHASE = "phase"
    DOSE = "dose"
    ASKS = "asks"
    FLAGS = "flags"


class Done(StrEnum):
    """What was done on a day, in a word."""

    AS_PRESCRIBED = "as prescribed"
    CUT_SHORT = "cut short"
    NOTHING = "nothing"


def _place() -> Any:  # noqa: ANN401 - as attrs.field
    return field(eq=False, repr=False)


@frozen
class Expected:
    """One thing that is expected.

    Args:
        what: the key of the row.
        value: as it is written, loads the way a prescription writes them.
        at: where it stands.
        of: the exercise, for a dose.
    """

    what: What
    value: str
    at: Scalar = _place()
    of: str = ""


@frozen
class Day:
    """What a row says of a session.

    Args:
        usual: the usual answers; those about training count on days with training alone. ``None`` for one
            that is left out.
        own: the row's own answers, which win.
        of_exercise: answers about one exercise alone.
        done: what was done.
        sets: the exercises that were done otherwise; no sets for one that was not.
        as_many: the repetitions of a set that asks for as many as can be done; ``None`` where that is not
            said, and such a set has to stand under ``sets``.
        effort: how hard each set was that is done as prescribed.
    """

    usual: Mapping[str, Answer | None]
    own: Mapping[str, Answer | None]
    of_exercise: Mapping[str, Mapping[str, Answer]] = field(factory=dict)
    done: Done = Done.AS_PRESCRIBED
    sets: Mapping[str, tuple[SetDone, ...]] = field(factory=dict)
    as_many: int | None = None
    effort: Answer = Absent()


@frozen
class Row:
    """One day of a case, or one event on it.

    Args:
        on: the day.
        event: the session as the row tells it, or the event.
        expected: what is expected; none for a day that is only history.
        at: where it stands.
    """

    on: dt.date
    event: Day | Applied | LateAnswer
    expected: tuple[Expected, ...]
    at: Scalar = _place()


@frozen
class Case:
    """A case.

    Args:
        name: a sentence that says the fact.
        enrolled: how the patient comes in.
        rows: the days, in order.
        at: where it stands.
    """

    name: str
    enrolled: Enrolled
    rows: tuple[Row, ...]
    at: Scalar = _place()


@frozen
class Cases:
    """The cases of a protocol; made by `load_cases`.

    Args:
        protocol: whose they are.
        cases: in the order of the files.
        never: truth values that a criterion cannot have, by its text.
    """

    protocol: Protocol
    cases: tuple[Case, ...]
    never: Mapping[str, frozenset[Truth]] = field(factory=dict)
