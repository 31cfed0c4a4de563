"""A small protocol made in code, and the events that the record tests are written with."""

from __future__ import annotations

import datetime as dt

import attrs

from vmo_rehab.criteria.parser import parse
from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.criteria.vocabulary import Vocabulary
from vmo_rehab.engine.events import Enrolled
from vmo_rehab.engine.session import Answer, Performed, Session, SetDone
from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.protocol.dosage import Dose, Ladder, Prescribed
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import (
    Fact,
    FactKind,
    Hold,
    LapseTier,
    Phase,
    Progress,
    Protocol,
    Regress,
    SignOffNeeded,
)
from vmo_rehab.protocol.scheme import STEPS
from vmo_rehab.scales import Scale
from vmo_rehab.source import NOWHERE

START = dt.date(2026, 3, 2)
MEASURES = {
    measure.id: measure
    for measure in (
        Measure("pain_during", "pain during training", Scale(0, 10), Asked.DURING),
        Measure("pain_next_morning", "pain next morning", Scale(0, 10), Asked.NEXT_MORNING),
        Measure("pain_usual", "usual pain", Scale(0, 10), Asked.VISIT, valid_for=90),
        Measure("rep_quality", "quality", Scale(0, 100, unit="%"), Asked.DURING, Worse.LOW, from_reps=True),
        Measure(
            "effusion", "effusion", Scale.of_labels(["0", "trace", "1+", "2+"]), Asked.VISIT, valid_for=60
        ),
        Measure("fever", "fever", PRESENCE, Asked.CHECK_IN, red_flag=True),
        Measure("calf", "calf pain", PRESENCE, Asked.CHECK_IN, red_flag=True),
    )
}
BAND = Exercise("terminal-knee-extension/band", "knee extension with a band")
WORDS = Vocabulary(MEASURES, baselines=["pain_usual"], holds=["swollen"], exercises=[BAND.id])


def criterion(line: str) -> Criterion:
    """Read one criterion; a test must not go on with a broken one."""
    found: list[object] = []
    tree = parse(line, WORDS, lambda *finding: found.append(finding), lambda _, __: NOWHERE)
    assert tree is not None, found
    return tree


ROWS = (
    Prescribed(
        BAND,
        Dose(sets=1, reps=(10, 15)),
        Ladder(("yellow", "red", "green"), 0),
        STEPS,
        rise=criterion("pain_during <= 2 for 2 sessions in a row"),
    ),
)
PROTOCOL = Protocol(
    id="knee",
    revision="1",
    title="Knee",
    intended_use="tests",
    facts={"injury": Fact("injury", FactKind.DATE), "graft": Fact("graft", FactKind.LABEL, ("hamstring",))},
    baseline=("pain_usual",),
    start="bend",
    red_flags=("fever",),
    lapse=(LapseTier(21, load=70, empties_merit=True),),
    measures=MEASURES,
    holds=(Hold("swollen", criterion("effusion >= 2+"), rest=2, until=criterion("effusion <= 1+")),),
    phases=(
        Phase(
            id="bend",
            title="Bend",
            exercises=ROWS,
            progress=(Progress(criterion("pain_during <= 3 for 2 sessions in a row"), "load"),),
        ),
        Phase(
            id="load",
            title="Load",
            exercises=ROWS,
            regress=(Regress(criterion("pain_next_morning > 5"), "bend"),),
            progress=(Progress(criterion("pain_during <= 1 for 2 sessions in a row"), "run"),),
        ),
        Phase(
            id="run",
            title="Run",
            exercises=ROWS,
            regress=(Regress(criterion("pain_during > 5 in 2 of the last 3 sessions"), "load"),),
            progress=(
                Progress(
                    criterion("pain_during <= 1 for 2 sessions in a row"),
                    "done",
                    SignOffNeeded("physiotherapist", 14),
                ),
            ),
        ),
        Phase(id="done", title="Done", final=True),
    ),
    digest="d1",
)
RENAMED = attrs.evolve(
    PROTOCOL,
    revision="2",
    digest="d2",
    start="fold",
    phases=(
        attrs.evolve(PROTOCOL.phases[0], id="fold"),
        attrs.evolve(PROTOCOL.phases[1], regress=(Regress(criterion("pain_next_morning > 5"), "fold"),)),
        *PROTOCOL.phases[2:],
    ),
)
ENROLLED = Enrolled(START, {"injury": "2026-01-05", "graft": "hamstring"}, {"pain_usual": 2}, by="clerk")


def day(number: int) -> dt.date:
    """Return a day, counted from the start."""
    return START + dt.timedelta(days=number)


def trained(number: int, pain: Answer = 2, **answers: Answer) -> Session:
    """Return a session with one good set; answers that a test does not care about are harmless."""
    given = {"pain_during": pain, "fever": "absent", "effusion": "0", **answers}
    return Session(day(number), given, [Performed(BAND.id, [SetDone(12, 12, "yellow")])])
