"""A protocol for logs, and short ways to read one and to expect a refusal."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from vmo_rehab.codes import CODES
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.errors import LogError
from vmo_rehab.interop.logs import Log, read_csv, read_json
from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.protocol.dosage import Dose, Ladder, Prescribed, Weights
from vmo_rehab.protocol.exercise import Exercise, Fault
from vmo_rehab.protocol.model import Fact, FactKind, Phase, Protocol
from vmo_rehab.scales import Scale

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "logs.md"
DAY = dt.date(2026, 3, 2)
TODAY = dt.date(2026, 4, 1)


FAULTS = (Fault("hips_lift", "h", major=True), Fault("swings", "s", major=True), Fault("slams", "l"))


def knee() -> Protocol:
    """Return a protocol with one measure of each kind, made without a file."""
    pain = Scale(0, 10)
    measures = [
        Measure("pain_before", "pain before", pain, Asked.CHECK_IN),
        Measure("pain_during", "pain during", pain, Asked.DURING),
        Measure("pain_next_morning", "pain next morning", pain, Asked.NEXT_MORNING),
        Measure("pain_usual", "usual pain", pain, Asked.VISIT, valid_for=730),
        Measure("effort", "effort", Scale(0, 20, step=Decimal("0.5")), Asked.AFTER),
        Measure("rep_quality", "quality", Scale(0, 100, unit="%"), Asked.DURING, Worse.LOW, from_reps=True),
        Measure("effusion", "effusion", Scale.of_labels(["0", "trace", "1+"]), Asked.VISIT, valid_for=7),
        Measure("weight", "weight", Scale(300, 2000, Decimal("0.1"), "kg"), Asked.VISIT, valid_for=90),
        Measure("calf_pain", "calf pain", PRESENCE, Asked.CHECK_IN, red_flag=True),
        Measure("fever", "fever", PRESENCE, Asked.CHECK_IN, red_flag=True),
    ]
    band = Prescribed(Exercise("extension/band", "b"), Dose(), Ladder(("red band", "green band"), 0))
    machine = Prescribed(
        Exercise("leg-extension/machine", "m", faults=FAULTS), Dose(), Weights(5000, 2500, 0, 40000)
    )
    lunge = Prescribed(Exercise("lunge/static", "l"), Dose())
    return Protocol(
        id="knee",
        revision="1",
        title="Knee",
        intended_use="tests",
        start="basics",
        equipment=("chair", "leg press"),
        facts={
            "injury": Fact("injury", FactKind.DATE),
            "graft": Fact("graft", FactKind.LABEL, ("hamstring", "patellar")),
        },
        baseline=("pain_usual",),
        red_flags=("calf_pain", "fever"),
        measures={measure.id: measure for measure in measures},
        rescue=(Prescribed(Exercise("bike", "bike"), Dose()),),
        phases=(
            Phase(id="basics", title="Basics", exercises=(band, lunge)),
            Phase(id="strength", title="Strength", exercises=(machine, lunge)),
        ),
    )


KNEE = knee()


def csv(*lines: str, start: str = "# start: 2026-03-02") -> Log:
    return read_csv("\n".join((start, *lines)) + "\n", "log.csv", KNEE, TODAY)


def js(*events: object, **top: object) -> Log:
    whole = {"format": 1, "enrolled": {"on": "2026-03-02"}, "events": list(events)} | top
    return read_json(json.dumps(whole), "log.json", KNEE, TODAY)


def found(call, *args, **kwargs) -> tuple[Diagnostic, ...]:
    with pytest.raises(LogError) as caught:
        call(*args, **kwargs)
    for one in caught.value.diagnostics:
        assert one.code in CODES, one
        assert one.cure, one
    return caught.value.diagnostics


def only(call, *args, **kwargs) -> Diagnostic:
    (one,) = found(call, *args, **kwargs)
    return one


def blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
