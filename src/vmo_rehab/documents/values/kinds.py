"""The kinds of single values: the forms their readers hold them to, and what a JSON Schema says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from vmo_rehab.documents.values.arcs import ARC
from vmo_rehab.documents.values.changes import CHANGE
from vmo_rehab.documents.values.leaves import ISO, KEBAB, SNAKE

RANGE: Final = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
TIME: Final = re.compile(r"(\d{1,5})\s*(s|min)")
TEMPO: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{1,2})")
ANCHOR: Final = re.compile(r"(.+?)\s+after\s+(\S+)")
REACH: Final = re.compile(r"(top|bottom)(?: ?\+ ?(\d{1,2}))?")
_WHICH: Final = r"of (?:set (\d{1,2})|last set)"
ENTERED: Final = re.compile(rf"(good_reps|effort) {_WHICH}")
CHANGED: Final = re.compile(rf"load {_WHICH}")

MOST_SETS: Final = 20
MOST_PER_WEEK: Final = 21
MOST_STEPS: Final = 20
MOST_CHOSEN: Final = 20
MOST_SESSIONS: Final = 20
MOST_TESTS: Final = 10
MOST_TIMES: Final = 60

MEASURES: Final = "measures"
RED_FLAGS: Final = "red_flags"
EXERCISES: Final = "exercises"
SCHEMES: Final = "schemes"
"""The lists of the shipped library that values can be names out of."""


@frozen
class Kind:
    """What a value may be.

    Args:
        schema: what a JSON Schema says of it.
        known: the list of names that is suggested; others may stand as well.
    """

    schema: Mapping[str, Any] = field(factory=dict)
    known: str = ""


def _formed(form: str, *examples: str) -> Kind:
    """Make the kind of a text in a form; blanks around it pass, as the readers let them."""
    shown = " or ".join(examples[:2])
    schema = {
        "type": "string",
        "pattern": rf"^\s*(?:{form})\s*$",
        "patternErrorMessage": f"write it such as {shown}",
        "examples": list(examples),
    }
    return Kind(schema)


def _id(form: re.Pattern[str], *examples: str) -> Kind:
    return _formed(form.pattern, *examples)


def whole(low: int, high: int) -> Kind:
    """Make the kind of a whole number.

    >>> whole(1, 20).schema["maximum"]
    20
    """
    return Kind({"type": "integer", "minimum": low, "maximum": high})


def _counted(form: re.Pattern[str], *examples: str) -> Kind:
    """Make the kind of one number or a stretch of numbers, which YAML takes as a number or as a text."""
    text = _formed(form.pattern, *examples).schema
    return Kind({**text, "type": ["integer", "string"]})


ANY: Final = Kind({"type": ["string", "number", "boolean"]})
TEXT: Final = Kind({"type": "string", "pattern": r"\S", "patternErrorMessage": "write the text"})
BOOLEAN: Final = Kind({"type": "boolean"})
NUMBER: Final = Kind({"type": "number"})
FORMAT: Final = Kind({"enum": [1]})
DATE: Final = _formed(ISO.pattern, "2027-11-01")
DURATION: Final = _formed(r"\d{1,6}\s*(?:[Dd]ays?|[Ww]eeks?|DAYS?|WEEKS?)", "10 days", "6 weeks")
PERCENT: Final = _formed(r"\d{1,6}%", "90%")
KEBAB_ID: Final = _id(KEBAB, "leg-extension", "my-knee")
SNAKE_ID: Final = _id(SNAKE, "pain_during", "swollen")
SECONDS: Final = _formed(TIME.pattern, "45 s", "15 min")
REPS: Final = _counted(RANGE, "10", "8-12")
TEMPO_OF: Final = _formed(TEMPO.pattern, "4-1-3")
ARC_OF: Final = _formed(ARC.pattern, "90-45 deg", "60 deg")
WEIGHT: Final = _formed(r"[+-]?\d+(?:\.\d+)?\s*(?:kg|lb)", "2.5 kg", "5 lb")
AMOUNT: Final = _formed(r"\d{1,6}(?:\.\d{1,3})?\s*(?:kg|lb|%)", "10 kg", "5%")
CHANGE_OF: Final = _formed(
    rf"keep|one level up|one level down|{CHANGE.pattern}", "keep", "+2.5 kg", "-5 to -2.5 kg", "one level up"
)
ONE_LEVEL: Final = _formed(rf"one level|{CHANGE.pattern}", "one level", "+5 to +10 %")
AFTER: Final = _formed(ANCHOR.pattern, "4 weeks after injury", "10 days after start")
RETURN: Final = _formed(r"\d{1,6}%|same level|one level down", "90%", "same level", "one level down")
REACH_OF: Final = _formed(REACH.pattern, "top", "top + 2", "bottom")
ENTERED_WITH: Final = _formed(ENTERED.pattern, "good_reps of set 3", "effort of last set")
CHANGED_LOAD: Final = _formed(CHANGED.pattern, "load of set 3", "load of last set")
SETS: Final = whole(1, MOST_SETS)
PER_WEEK: Final = whole(1, MOST_PER_WEEK)
STEPS: Final = whole(1, MOST_STEPS)
CHOSEN: Final = whole(1, MOST_CHOSEN)
SESSIONS: Final = whole(1, MOST_SESSIONS)
TESTS: Final = whole(1, MOST_TESTS)
TIMES: Final = whole(2, MOST_TIMES)
REPS_OF_SET: Final = Kind({"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["max"]}]})

EXERCISE: Final = Kind({"type": "string"}, EXERCISES)
MEASURE: Final = Kind({"type": "string"}, MEASURES)
RED_FLAG: Final = Kind({"type": "string"}, RED_FLAGS)
SCHEME: Final = Kind({"type": "string"}, SCHEMES)
STAY: Final = Kind({"enum": ["stay"]})
CRITERION: Final = Kind({"$ref": "#/$defs/criterion"})
OF_LIMIT: Final = Kind({"type": "string", "examples": ["leg-extension/*", "all"]}, EXERCISES)
