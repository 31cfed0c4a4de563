"""Generated logs of the shipped protocols come everywhere: each phase, decision, and truth of a criterion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from vmo_rehab import Kind, Log, Protocol, load, load_cases, shipped
from vmo_rehab.cases.coverage import Seen
from vmo_rehab.documents.library import folder
from vmo_rehab.testing import logs
from vmo_rehab.testing.walking import Step, steps

LOGS = 80
"""Logs drawn of each protocol, the same on every run."""
NO_DECISION = {
    "effusion-gate": {Kind.PROGRESS},
    "soreness-rules": {Kind.PROGRESS, Kind.REGRESS},
}
"""The only way on from the one phase discharges; where there is no way back, nothing regresses."""
RARE: dict[str, set[str]] = {}
"""What so few logs do not come to."""


def drawn(protocol: Protocol) -> list[Step]:
    """Draw logs and return their steps; a step that several share is there once."""
    made: dict[int, Step] = {}

    @settings(
        max_examples=LOGS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(logs(protocol))
    def collect(log: Log) -> None:
        made.update((id(step.decision), step) for step in steps(protocol, log))

    collect()
    return list(made.values())


def missed(name: str) -> Iterator[str]:
    """Yield what the logs of a protocol do not come to."""
    protocol = load(name)
    seen = Seen(protocol)
    for step in drawn(protocol):
        seen.note(step.decision)
    never = load_cases(folder() / name / "cases.yaml").never
    yield from (f"phase {phase.id}" for phase in protocol.phases if phase.id not in seen.phases)
    yield from (kind for kind in Kind if kind not in seen.decisions | NO_DECISION.get(name, set()))
    for one in seen.coverage(never).criteria:
        assert not one.contradicted
        yield from (f"{one.criterion}: {truth}" for truth in one.missing)


@pytest.mark.parametrize("name", shipped())
def test_logs_come_everywhere(name: str) -> None:
    """Each phase, each kind of decision and each truth of a rule comes up in the logs of a protocol."""
    assert set(missed(name)) - RARE.get(name, set()) == set()
