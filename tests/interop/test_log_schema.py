"""The JSON Schema of logs says what their reader does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from vmo_rehab import load, read_log, write_json
from vmo_rehab.interop.json_log import KINDS, WHOLE
from vmo_rehab.interop.log_schema import log_schema
from vmo_rehab.testing import logs, protocols

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "diagnostics"
LOGS = sorted(CORPUS.glob("L*/*.json"))
READ = [path for path in LOGS if path.stem == "clean"]
SEEN = {"L123", "L124", "L125"}
"""Faults of shape, which the schema sees."""
NOT_SEEN = {
    "L120": "the text is no JSON",
    "L121": "a key that stands twice is lost to other readers",
    "L122": "numbers that JSON does not have",
    "L133": "which protocol it is read with",
}
VALIDATOR = Draft202012Validator(log_schema())


def passes(text: str) -> bool:
    return VALIDATOR.is_valid(json.loads(text))


@pytest.mark.parametrize("path", READ, ids=lambda one: one.parent.name)
def test_clean_logs_pass(path):
    """The schema has nothing against a log of the corpus that is read."""
    assert passes(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("L*/bad.json")), ids=lambda one: one.parent.name)
def test_faults_of_shape_are_seen(path):
    """Unknown and missing keys, and values of a wrong kind are seen; what is not seen is listed."""
    code = path.parent.name
    try:
        seen = not passes(path.read_text(encoding="utf-8"))
    except ValueError:
        seen = False
    assert (seen, code in SEEN, code in NOT_SEEN) in {(True, True, False), (False, False, True)}


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.csv")), ids=lambda one: one.stem)
def test_example_logs_pass_as_json(path):
    """The shipped example logs, written as JSON, pass."""
    first = path.read_text(encoding="utf-8").partition("# protocol: ")[2].split("\n")[0]
    assert passes(write_json(read_log(path, load(first or "vmo-foundation"))))


@given(protocols().flatmap(logs))
@settings(max_examples=40)
def test_generated_logs_pass(log):
    """Whatever is written as JSON, the schema lets pass."""
    assert passes(write_json(log))


def test_every_event_has_its_schema():
    """The schema knows the events that the reader knows, and the head's keys."""
    schema = log_schema()
    events = [schema["$defs"][one["$ref"].rpartition("/")[2]] for one in schema["$defs"]["event"]["anyOf"]]
    assert [event["properties"]["event"]["const"] for event in events] == list(KINDS)
    assert tuple(schema["properties"]) == WHOLE


@pytest.mark.parametrize(
    ("event", "good"),
    [
        ({"event": "cleared", "on": "2026-03-02", "by": "A"}, True),
        ({"event": "cleared", "on": "2026-03-02", "by": None}, False),
        ({"event": "cleared", "on": "2026-03-02", "by": "A", "note": None}, True),
        ({"event": "cleared", "on": "2026-03-02", "by": "A", "to": "b"}, False),
        ({"event": "session", "date": "2026-03-02", "answers": {"pain": True}}, False),
        ({"event": "session", "date": "2026-03-02", "answers": {"pain": None}}, True),
        ({"event": "session", "date": "2026-03-02", "answers": {"pain": {"absent": "stale"}}}, False),
        ({"event": "amended", "on": "2026-03-02", "by": "A", "session": {"date": "2026-03-01"}}, True),
        ({"event": "amended", "on": "2026-03-02", "by": "A", "session": "2026-03-01"}, False),
        ({"event": "answer", "on": "2026-03-02", "session": "2026-03-01", "answers": {}}, False),
    ],
)
def test_single_events(event, good):
    """Null is no member, answers are no truth values, and each event has its own keys."""
    assert passes(json.dumps({"format": 1, "events": [event]})) is good
