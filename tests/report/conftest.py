"""A small protocol made in code, and a patient in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from vmo_rehab.documents.build import Catalogue, protocol_from
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Enrolled
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.scales import Scale

DAY = dt.date(2026, 3, 2)
PAIN = Scale(0, 10)
MEASURES = [
    Measure("pain_before", "pain before training", PAIN, Asked.CHECK_IN, question="How bad is the pain now?"),
    Measure("pain_during", "pain during training", PAIN, Asked.DURING),
    Measure("pain_next_morning", "pain next morning", PAIN, Asked.NEXT_MORNING),
    Measure("pain_usual", "usual pain", PAIN, Asked.VISIT),
    Measure("rep_quality", "quality", Scale(0, 100, unit="%"), Asked.DURING, Worse.LOW, from_reps=True),
    Measure("effusion", "swelling", Scale.of_labels(["0", "trace", "1+", "2+"]), Asked.VISIT, valid_for=7),
    Measure(
        "calf_pain", "calf pain", PRESENCE, Asked.CHECK_IN, red_flag=True, question="Is your calf painful?"
    ),
]
EXERCISES = [
    Exercise("extension/band", "Extension with a band", cues=("Go slowly", "Breathe")),
    Exercise("squat/goblet", "Goblet squat"),
    Exercise("bike", "Bike"),
]
CATALOGUE = Catalogue({one.id: one for one in MEASURES}, {one.id: one for one in EXERCISES})
TEXT = """\
format: 1
id: knee
revision: "7"
title: A knee
status: draft
intended_use: Trying the words out.
applies_to: [knees]
not_for: [hips]
review_due: 2027-11-01
sources:
  one2020: {cite: "One A. Journal 2020", doi: 10.1/x, evidence: unverified}
enrolment:
  facts: {injury: {kind: date, required: true}, graft: {labels: [hamstring, patellar]}}
  baseline: [pain_usual]
start: basics
red_flags: [calf_pain]
lapse:
  - {after: 10 days, load: 90%}
  - {after: 21 days, load: 70%, merit: empty}
  - {after: 6 weeks, phase: re-enter, flag: review}
criteria:
  settled: {all: [pain_during <= 3, pain_next_morning <= pain_usual + 1], source: one2020}
  flare: pain_during >= 6
today:
  - {when: pain_before >= 8, do: rest}
  - {when: pain_before >= 5, do: rescue}
rescue: {exercises: [{exercise: bike, dose: {time: 15 min}}]}
hold:
  - id: swollen
    when: effusion >= 2+
    rest: 2 days
    until: effusion <= 1+
    return: 90%
    escalate: {when: sessions_since_swollen <= 2, to: the surgeon}
  - {id: hurting, when: pain_before >= 9}
  - {id: tired, when: pain_before >= 10, rest: 1 day, return: one level down}
freeze: {when: {all: [effusion >= 1+, sessions_since_swollen <= 1]}}
phases:
  - id: basics
    title: The basics
    goals: [Straighten]
    precautions: [Do not snap]
    expected: weeks 0-2
    min_stay: 7 days
    exercises:
      - exercise: extension/band
        dose: {sets: 3, reps: 10-15, per_week: 3}
        load: {ladder: [yellow, red], start: yellow}
        scheme: {rise: rep_quality >= 80%}
    regress: {when: flare, dose: one level down}
    progress:
      - when: {all: [settled for 2 sessions in a row, rep_quality >= 80%]}
        to: strength
  - id: strength
    not_before: 4 weeks after injury
    exercises:
      - exercise: squat/goblet
        dose: {sets: 2, reps: 8}
        load: {start: 5 kg, increment: 2.5 kg, most: 20 kg}
    regress:
      when: {any: [flare, pain_before >= 7, pain_during >= 5 in 2 of the last 3 sessions]}
      to: basics
    progress:
      - when: {at_least: 1, of: [settled for 2 sessions in a row, pain_during <= 1]}
        sign_off: {by: physiotherapist, lasts: 14 days}
        to: done
  - {id: done, final: true}
"""


@pytest.fixture(scope="session")
def knee() -> Protocol:
    """Make the protocol."""
    return protocol_from(TEXT, "knee.yaml", CATALOGUE)


@pytest.fixture
def episode(knee: Protocol) -> Episode:
    """Enrol a patient."""
    return enrol(knee, Enrolled(DAY, {"injury": "2026-01-05"}, {"pain_usual": 2}))


@pytest.fixture
def trained() -> Callable[..., Session]:
    """Make a session with three good sets on the band; ``after`` is days from the start."""

    def session(after: int = 0, good: int = 10, **answers: object) -> Session:
        whole = {"pain_before": 2, "pain_during": 2, "effusion": "trace", "calf_pain": "absent", **answers}
        sets = [SetDone(10, good, "yellow")] * 3
        return Session(DAY + dt.timedelta(after), whole, [Performed("extension/band", sets)])

    return session
