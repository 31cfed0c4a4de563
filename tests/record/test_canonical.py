"""Canonical JSON: what goes in comes out, and nothing else comes in."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record.anything import values
from record.knee import ENROLLED, PROTOCOL, day, trained
from vmo_rehab.diagnostics import Diagnostic, Severity
from vmo_rehab.engine.decision import Decision, Flag, Kind
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode, State, Stay
from vmo_rehab.engine.events import Amended, Cleared, Enrolled, Event, LateAnswer, Move, Overridden, Voided
from vmo_rehab.engine.seen import Reading, Seen
from vmo_rehab.engine.session import Absent, Session, Why
from vmo_rehab.engine.step import step
from vmo_rehab.errors import RecordError
from vmo_rehab.protocol.model import Do
from vmo_rehab.record.canonical import DEEPEST, from_json, from_plain, to_json, to_plain
from vmo_rehab.record.converter import EVENTS
from vmo_rehab.record.record import Record
from vmo_rehab.source import Span
from vmo_rehab.truth import TRUE

KINDS = [*EVENTS.values(), State, Episode, Seen, Reading, Diagnostic, Decision, Record]


def small_record() -> Record:
    record = Record.begin(PROTOCOL, ENROLLED).append(PROTOCOL, trained(0)).append(PROTOCOL, trained(2))
    return record.append(PROTOCOL, LateAnswer(day(3), day(2), {"pain_next_morning": Absent("declined")}))


RECORD = small_record()
AWAITING = RECORD.append(PROTOCOL, trained(4))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_value_comes_back_as_it_was(kind: type):
    """Writing and reading give the same value, of the same types, and written again the same bytes."""

    @settings(max_examples=60, deadline=None)
    @given(values(kind))
    def holds(value: Any) -> None:
        text = to_json(value)
        again = from_json(kind, text)
        assert again == value
        # A word of an enumeration equals its bare text; only its repr tells them apart.
        assert repr(again) == repr(value)
        assert to_json(again) == text
        if isinstance(value, Decision):
            assert repr(again.prescription) == repr(value.prescription)
            assert repr(again.ask) == repr(value.ask)
            assert again.explanation.rules == value.explanation.rules

    holds()


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_an_event_says_what_it_is(kind: type):
    """A reader that expects any event gets the one that was written."""

    @settings(max_examples=20, deadline=None)
    @given(values(kind))
    def holds(value: Any) -> None:
        assert type(from_json(Event, to_json(value))) is kind

    holds()


def test_a_record_comes_back_with_its_decisions_and_explanations():
    """A whole record is read back equal, explanations included."""
    again = from_json(Record, to_json(RECORD))
    assert again == RECORD
    assert to_json(again) == to_json(RECORD)
    rules = [decision.explanation.rules for decision in again.issued]
    assert rules == [decision.explanation.rules for decision in RECORD.issued]


def test_the_words_of_a_record_come_back_as_what_they_are():
    """A decision, a flag or a reason read from a file is the one of the library, not its bare text."""
    again = from_json(Record, to_json(AWAITING))
    assert repr(again) == repr(AWAITING)
    decision = again.issued[2]
    assert decision.kind is Kind.STAY
    assert decision.flags[0] is Flag.AWAITING
    assert decision.prescription.do is Do.AS_PRESCRIBED
    assert decision.ask[0].why is Why.NOT_YET


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ('"kind":"stay"', r"\$.issued\[\d\].kind: expected one of refer, hold, .*, found 'banana'"),
        ('"do":"as prescribed"', r"\$.issued\[0\].telling.prescription.do: expected one of .*'banana'"),
        ('"flags":["awaiting"]', r"\$.issued\[\d\].flags\[0\]: expected one of review, .*'banana'"),
        ('"absent":"declined"', r"\$.events\[2\].answers.pain_next_morning.absent: .*'banana'"),
    ],
)
def test_a_word_that_no_enumeration_has_is_refused_with_its_place(word: str, place: str):
    """An unknown word in a record is never taken in."""
    text = to_json(AWAITING)
    old = word.split(":")[1].strip("[]")
    assert word in text
    with pytest.raises(RecordError, match=place):
        from_json(Record, text.replace(word, word.replace(old, '"banana"')))


def test_an_override_that_asks_for_no_move_is_refused_with_its_place():
    """What an event's own class would refuse is refused as unreadable."""
    text = to_json(Overridden(day(1), Move.RESUME, "code", "why", "dr", day(9)))
    with pytest.raises(
        RecordError, match=r"\$.move: expected one of progress, regress, resume, found 'jump'"
    ):
        from_json(Overridden, text.replace("resume", "jump"))


def test_canonical_json_is_fixed_to_the_byte():
    """Keys are sorted, there are no blanks, and every form of answer has its own way to be written."""
    answers = {"e": 0.1, "d": Decimal("0.50"), "c": True, "b": "trace", "a": 3, "f": Absent(Why.STALE)}
    assert to_json(Session(day(0), answers)) == (
        '{"answers":{"a":3,"b":"trace","c":true,"d":{"decimal":"0.50"},"e":{"decimal":"0.1"},'
        '"f":{"absent":"stale"}},"date":"2026-03-02","event":"session"}'
    )
    assert (
        to_json(Voided(day(1), 4, "ärztin")) == '{"by":"ärztin","event":"voided","on":"2026-03-03","place":4}'
    )
    seen = Seen(1, day(0), "bend", True, TRUE, {"x": Reading(4, 4), "y": Reading(4, 4, None, day(0))})
    assert to_json(seen) == (
        '{"date":"2026-03-02","earns":"true","number":1,"phase":"bend",'
        '"readings":{"x":4,"y":{"low":4,"on":"2026-03-02"}},"trained":true}'
    )


def test_an_event_inside_another_goes_without_its_kind():
    """Where the kind is known it is not said again."""
    plain = to_plain(Amended(day(1), Session(day(0)), "clerk"))
    assert plain["session"] == {"date": "2026-03-02"}
    assert from_plain(Amended, plain) == Amended(day(1), Session(day(0)), "clerk")


def test_a_young_state_is_small():
    """What decides for a patient costs at most 300 bytes in the first phase."""
    episode = enrol(PROTOCOL, ENROLLED)
    assert len(to_json(episode.state).encode()) <= 200
    for number in range(3):
        _, episode = step(PROTOCOL, episode, trained(2 * number, 9))
    assert len(to_json(episode.state).encode()) <= 280


def test_a_field_that_equals_another_is_left_out_and_comes_back():
    """Whether the last session was one with sets is told apart from there having been none."""
    young = State(phase="bend", stay=Stay(day(0)), last=day(2), last_trained=day(2))
    assert to_plain(young) == {"phase": "bend", "stay": {"since": "2026-03-02"}, "last": "2026-03-04"}
    for state in (young, attrs.evolve(young, last_trained=None), attrs.evolve(young, last=None)):
        assert from_json(State, to_json(state)) == state


@given(st.floats())
def test_no_float_is_ever_written(number: float):
    """A float is written as the decimal it shows; one that is no number as a word."""
    again = from_json(Session, to_json(Session(day(0), {"x": number}))).answers["x"]
    assert again == (
        Decimal(repr(number)) if Decimal(repr(number)).is_finite() else str(Decimal(repr(number)))
    )
    assert type(again) in (Decimal, str)


def test_half_a_character_becomes_the_replacement_character():
    """Text that no file can hold is mended when it is written, and refused when it is read."""
    assert from_plain(Cleared, to_plain(Cleared(day(0), "a\ud800"))).by == "a\ufffd"
    with pytest.raises(RecordError, match=r"\$.by: expected a text, found half a character in it"):
        from_json(Cleared, '{"event":"cleared","on":"2026-03-02","by":"a\\ud800"}')


BAD = {
    "not json": ("{", "line 1, column 2: not JSON"),
    "empty": ("", "not JSON"),
    "a list for an event": ("[]", r"\$: expected keys and values, found a list"),
    "no kind": ("{}", r"\$.event: expected one of enrolled, session, .*, found nothing"),
    "another kind": ('{"event":"voided","on":"2026-03-02","place":1,"by":""}', r"\$.event: expected session"),
    "unknown key": ('{"event":"session","date":"2026-03-02","dat":1}', r"\$: expected no other keys .*'dat'"),
    "missing key": ('{"event":"session"}', r"\$: the key date is missing"),
    "key twice": ('{"event":"session","date":"2026-03-02","date":"2026-03-02"}', r"\$.date: .* stands twice"),
    "no such day": ('{"event":"session","date":"2026-02-30"}', r"\$.date: expected a date like 2026-03-02"),
    "week date": ('{"event":"session","date":"2026-W10-1"}', r"\$.date: expected a date"),
    "1 for true": (
        '{"event":"session","date":"2026-03-02","cut_short":1}',
        r"\$.cut_short: expected true or",
    ),
    "float": ('{"event":"session","date":"2026-03-02","answers":{"x":0.5}}', r"\$.answers.x: .*found 0.5"),
    "huge exponent": (
        '{"event":"session","date":"2026-03-02","answers":{"x":1e999999}}',
        r"\$.answers.x: .*inf",
    ),
    "NaN": ('{"event":"session","date":"2026-03-02","answers":{"x":NaN}}', r"\$.answers.x: .*found nan"),
    "long number": (
        '{"event":"session","date":"2026-03-02","answers":{"x":' + "9" * 5000 + "}}",
        r"\$.answers.x: expected",
    ),
    "padded decimal": (
        '{"event":"session","date":"2026-03-02","answers":{"x":{"decimal":"00.5"}}}',
        r"\$.answers.x.decimal: expected a number as its shortest text",
    ),
    "unknown reason": (
        '{"event":"session","date":"2026-03-02","answers":{"x":{"absent":"lost"}}}',
        r"\$.answers.x.absent: expected one of not-asked, declined",
    ),
    "long text": (f'{{"event":"session","date":"{"x" * 99}"}}', f"found '{'x' * 40}' and more"),
    "null answer": (
        '{"event":"session","date":"2026-03-02","answers":{"x":null}}',
        r"\$.answers.x: .*nothing",
    ),
    "text for a list": (
        '{"event":"session","date":"2026-03-02","exercises":"ab"}',
        r"\$.exercises: expected a list, found 'ab'",
    ),
    "deep in": (
        '{"event":"session","date":"2026-03-02","exercises":[{"exercise":"a","sets":[{"reps":1},{"reps":"2"}]}]}',
        r"\$.exercises\[0\].sets\[1\].reps: expected a whole number of at most 18 digits, found '2'",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_what_is_unreadable_is_refused_with_its_place(text: str, message: str):
    """Every refusal names the place and what was expected there."""
    with pytest.raises(RecordError, match=message):
        from_json(Session, text)


def test_places_and_pairs_of_a_diagnostic_are_read_strictly():
    """A pair is a list of two."""
    span = Span("a.yaml", 1, 2, 3, 4, 5, 6)
    found = Diagnostic("V100", "what", span=span, severity=Severity.NOTE, related=(("the first", span),))
    plain = to_plain(found)
    assert from_plain(Diagnostic, plain) == found
    plain["related"][0].append(1)
    with pytest.raises(RecordError, match=r"\$.related\[0\]: expected a list of 2, found 3 values"):
        from_plain(Diagnostic, plain)


def test_an_absence_alone_is_read_strictly():
    """An absence is an object with its reason, and nothing else."""
    assert from_plain(Absent, to_plain(Absent("declined"))) == Absent("declined")
    with pytest.raises(RecordError, match=r'^\$: expected {"absent": "declined"}, found 3$'):
        from_plain(Absent, 3)


def test_a_place_in_a_record_is_told_from_its_top():
    """The path leads from the record to the answer."""
    plain = to_plain(RECORD)
    plain["events"][1]["answers"]["pain_during"] = 2.0
    with pytest.raises(RecordError, match=r"^\$.events\[1\].answers.pain_during: expected .*, found 2.0$"):
        from_plain(Record, plain)
    plain = to_plain(RECORD)
    plain["issued"][0]["telling"]["why"] = 2
    with pytest.raises(RecordError, match=r"^\$.issued\[0\].telling.why: expected a text, found 2"):
        from_plain(Record, plain)


def bomb(levels: int) -> list[Any]:
    """Return lists of the same ten lists: small in memory, huge when unrolled."""
    inner: list[Any] = []
    for _ in range(levels):
        inner = [inner] * 10
    return inner


def test_depth_and_size_bombs_are_refused(monkeypatch: pytest.MonkeyPatch):
    """Data that is nested or repeated beyond all need is refused before it is read."""
    deep = f"more than {DEEPEST} lists and objects"
    for text in ("[" * 1000 + "]" * 1000, "[" * 1_000_000 + "]" * 1_000_000, '{"a":' * 500 + "1" + "}" * 500):
        with pytest.raises(RecordError, match=deep):
            from_json(Record, text)
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(RecordError, match=deep):
        from_plain(Record, endless)
    with pytest.raises(RecordError, match="more than 4,000,000 values"):
        from_plain(Record, bomb(12))
    monkeypatch.setattr("vmo_rehab.record.canonical.LONGEST", 100)
    with pytest.raises(RecordError, match="more than 100 characters"):
        from_json(Record, " " * 101)
    with pytest.raises(RecordError, match="more than 100 characters"):
        to_json(RECORD)


def test_a_value_of_the_wrong_make_cannot_be_written():
    """What holds something of another type is refused; no other error comes up."""
    for wrong in (
        Session("2026-03-02"),
        Session(dt.datetime(2026, 3, 2, 8)),
        Cleared(day(0), b"clerk"),
        Voided(day(0), object(), "clerk"),
        Cleared(day(0), float("nan")),
        Enrolled(day(0), {1: "a", "b": "c"}),
        Enrolled(day(0), 7),
        attrs.evolve(trained(0), exercises=(object(),)),
    ):
        with pytest.raises(RecordError, match="cannot be written"):
            to_json(wrong)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just([[1]]),
    st.just({"event": "session"}),
    st.just({"absent": []}),
    st.just({"decimal": {}}),
)


def spots(data: Any) -> list[tuple[Any, Any]]:
    """Return every place in plain data, as its container and key."""
    found = []
    keys = data.keys() if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        found += [(data, key), *spots(data[key])]
    return found


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_changed_record_is_read_or_refused(data: st.DataObject):
    """Whatever stands in the place of any value, reading gives a record or a `RecordError`."""
    plain = json.loads(to_json(RECORD))
    container, key = data.draw(st.sampled_from(spots(plain)))
    action = data.draw(st.sampled_from(["replace", "delete", "rename"]))
    if action == "replace" or isinstance(container, list):
        container[key] = data.draw(JUNK)
    elif action == "delete":
        del container[key]
    else:
        container[data.draw(st.text(max_size=3))] = container.pop(key)
    with suppress(RecordError):
        record = from_plain(Record, plain)
        assert from_plain(Record, to_plain(record)) == record


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_changed_text_is_read_or_refused(data: st.DataObject):
    """Whatever is cut from the text or put into it, reading gives a record or a `RecordError`."""
    text = to_json(RECORD)
    start = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 20))
    text = text[:start] + data.draw(st.text('{}[]",:\\e1-. \ud800a\x00', max_size=5)) + text[start + cut :]
    with suppress(RecordError):
        from_json(Record, text)
