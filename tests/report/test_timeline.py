"""Timelines of records: every session and event is there, and what is missing is seen."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmo_rehab import (
    Cleared,
    Enrolled,
    Performed,
    Record,
    Session,
    SetDone,
    SignedOff,
    load,
    read_log,
)
from vmo_rehab.engine.decision import Kind
from vmo_rehab.report.pictures.marks import decision_mark
from vmo_rehab.report.pictures.timeline import loaded_exercises, timeline_svg
from vmo_rehab.report.pictures.way import patient_way
from vmo_rehab.scales import Scale
from vmo_rehab.testing import logs, protocols

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[2]
FOUNDATION = load("vmo-foundation")
FINE = {**dict.fromkeys(FOUNDATION.red_flags, "absent"), "giving_way": "absent", "effusion": "trace"}
BAND = "terminal-knee-extension/band"


def tree(text):
    """Read XML."""
    return ET.fromstring(text)  # noqa: S314 - our own


def tips(drawn):
    """Return what marks tell when a pointer rests on them."""
    return [one.text for one in tree(drawn).iter(f"{SVG}title")]


def record_of(name):
    """Fold a log of the examples."""
    read = read_log(ROOT / "examples" / name, FOUNDATION)
    record = Record.begin(FOUNDATION, read.enrolled)
    for event in read.events:
        record = record.append(FOUNDATION, event)
    return record


def begin(*events):
    """Return a record of the foundation protocol with some events."""
    facts, baseline = {"injury": dt.date(2026, 2, 1)}, {"pain_usual": 2}
    record = Record.begin(FOUNDATION, Enrolled(dt.date(2026, 3, 2), facts, baseline))
    for event in events:
        record = record.append(FOUNDATION, event)
    return record


def day(number):
    """Return a day of March."""
    return dt.date(2026, 3, number)


def trained(number, load="yellow band", **answers):
    """Return a session with the band."""
    return Session(day(number), {**FINE, **answers}, [Performed(BAND, [SetDone(12, 12, load)])])


LOGS = sorted(path.name for path in (ROOT / "examples").glob("*.csv") if path.name != "soreness.csv")


@pytest.mark.parametrize("name", LOGS)
def test_example_logs_are_drawn(name):
    """Every decision of a log that stands far enough from others has a mark that tells its reason."""
    record = record_of(name)
    told = tips(timeline_svg(FOUNDATION, record))
    for decision in record.fold(FOUNDATION).decisions:
        assert f"{decision.date}: {decision.kind}, {decision.why}" in told


@settings(max_examples=25, deadline=None)
@given(protocols(), st.data())
def test_any_record_is_drawn(protocol, data):
    """A timeline is well-formed, inside its frame, and names every phase and every kind of decision."""
    log = data.draw(logs(protocol, max_size=12))
    record = Record.begin(protocol, log.enrolled)
    for event in log.events:
        record = record.append(protocol, event)
    root = tree(timeline_svg(protocol, record))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}desc").text.startswith(f"From {log.enrolled.on}")
    width, height = (float(one) for one in root.get("viewBox").split()[2:])
    for one in root.findall(f"{SVG}rect"):
        assert 0 <= float(one.get("x", 0)) <= float(one.get("x", 0)) + float(one.get("width")) <= width
        assert 0 <= float(one.get("y", 0)) <= float(one.get("y", 0)) + float(one.get("height")) <= height
    told = list(root.itertext())
    assert all(any(phase.title in text for text in told) for phase in protocol.phases)
    for decision in record.fold(protocol).decisions:
        assert any(re.fullmatch(rf"{decision.kind} \(\d+\)", text) for text in told)


def test_empty_record_and_one_session():
    """A record without sessions is drawn and says so; one with a single session is drawn too."""
    assert "no sessions yet" in timeline_svg(FOUNDATION, begin())
    drawn = timeline_svg(FOUNDATION, begin(trained(3, pain_during=2)))
    assert "no sessions yet" not in drawn
    assert "2026-03-03: pain during training 2" in tips(drawn)


def test_missing_answers_are_seen():
    """An answer that is missing is a hollow mark, and the line breaks there."""
    whole = begin(*(trained(n, pain_during=2, pain_next_morning=1) for n in (3, 6, 9, 12)))
    torn = begin(
        trained(3, pain_during=2, pain_next_morning=1),
        trained(6, pain_during=2, pain_next_morning=1),
        trained(9, pain_during=2),
        trained(12, pain_during=2, pain_next_morning=1),
    )
    lost = "2026-03-09: pain on the morning after training not answered"
    assert lost not in tips(timeline_svg(FOUNDATION, whole))
    assert lost in tips(timeline_svg(FOUNDATION, torn))
    way = patient_way(FOUNDATION, torn)
    morning = next(one for one in way.pain if one.measure.id == "pain_next_morning")
    assert [value for _, value in morning.points] == [1, 1, None, 1]


def test_pain_comes_first_as_it_matters():
    """Pain during training and the next morning are the first lines; other scales are left out."""
    way = patient_way(FOUNDATION, begin(trained(3, pain_during=2, pain_next_morning=1, pain_before=1)))
    assert [one.measure.id for one in way.pain][:3] == ["pain_during", "pain_next_morning", "pain_before"]
    assert all("koos" not in one.measure.id for one in way.pain)


def test_answer_off_the_present_scale():
    """An answer that only an earlier revision's scale had is no point of the line."""
    record = begin(trained(3, pain_during=8), trained(5, pain_during=2))
    narrow = attrs.evolve(FOUNDATION.measures["pain_during"], scale=Scale(0, 5))
    protocol = attrs.evolve(FOUNDATION, measures={**FOUNDATION.measures, "pain_during": narrow})
    assert patient_way(protocol, record).pain[0].points == ((day(3), None), (day(5), 2))


def test_holds_flags_and_suspensions_are_stretches():
    """A red flag hatches the days from its report to its clearance, and the hold after it to the return."""
    events = [trained(3), Session(day(5), {**FINE, "calf_pain": "present"}), Cleared(day(9), "the clinic")]
    way = patient_way(FOUNDATION, begin(*events, trained(12)))
    assert [(one.what, one.first, one.last) for one in way.stops] == [
        ("red flag, not yet cleared", day(5), day(9)),
        ("on hold", day(9), day(12)),
    ]
    drawn = timeline_svg(FOUNDATION, begin(*events, trained(12)))
    assert "on hold, 2026-03-09 to 2026-03-12" in tips(drawn)
    assert "url(#vmo-refer)" in drawn


def test_events_are_ticks():
    """A sign-off and a gap are ticks that say what they are."""
    signed = SignedOff(day(4), "leg-extension", "the clinic")
    told = tips(timeline_svg(FOUNDATION, begin(trained(3), signed, trained(28))))
    assert "2026-03-04: sign-off, for leg-extension, by the clinic (physiotherapist)" in told
    assert "2026-03-28: gap in training, back after 25 days" in told


def test_loads_are_steps():
    """The level prescribed after each session is told, and what was used."""
    way = patient_way(FOUNDATION, begin(trained(3, "red band"), trained(28)))
    band = next(one for one in way.loads if one.row.id == BAND)
    rungs = band.load.rungs
    assert [rungs[level] for _, level in band.used] == ["red band", "yellow band"]
    assert [rungs[level] for _, level in band.points] == ["yellow band", "yellow band", "no band"]


def test_one_exercise_alone():
    """With an exercise named, only its load is drawn."""
    record = record_of("steady.csv")
    drawn = timeline_svg(FOUNDATION, record, exercise="leg-extension/machine")
    assert "Leg extension on the machine, kg" in drawn
    assert "Terminal knee extension with a band</text>" not in drawn
    assert "leg-extension/machine" in loaded_exercises(FOUNDATION)


def test_many_sessions_stay_few_marks():
    """Two thousand sessions are a picture of ordinary size, with gathered marks that tell how many."""
    protocol = attrs.evolve(FOUNDATION, holds=(), freezes=(), today=())
    record = Record.begin(protocol, begin().enrolled)
    course = record.course(protocol)
    one = record.append(protocol, trained(3, pain_during=2)).course(protocol).taken[0]
    start = dt.date(2026, 3, 3)
    many = tuple(
        attrs.evolve(
            one,
            item=attrs.evolve(
                one.item,
                date=(on := start + dt.timedelta(days=2 * n)),
                event=attrs.evolve(one.item.event, date=on),
            ),
        )
        for n in range(2000)
    )
    held = attrs.evolve(record._held, course=attrs.evolve(course, taken=many))
    drawn = timeline_svg(protocol, attrs.evolve(record, held=held))
    assert len(drawn) < 600_000
    assert any(re.match(r"\d+ times stay", told) for told in tips(drawn))


def test_decisions_differ_without_colour():
    """No two kinds of decision share both shape and letter."""
    seen = {re.sub(r' (fill|stroke)="[^"]*"', "", decision_mark(kind, 50, 50, "")) for kind in Kind}
    assert len(seen) == len(Kind)
