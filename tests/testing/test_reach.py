"""Generated logs of the shipped protocols come everywhere: each phase, decision, and truth of a criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from vmo_rehab import Kind, Log, Truth, load, load_cases, shipped
from vmo_rehab.cases.coverage import Seen
from vmo_rehab.documents.library import folder
from vmo_rehab.testing import logs, steps

pytestmark = pytest.mark.search

LOGS = 2000
"""Logs drawn of each protocol, at most; the same on every run. Most need a fraction of them."""
NO_DECISION = {
    "effusion-gate": {Kind.PROGRESS},
    "soreness-rules": {Kind.PROGRESS, Kind.REGRESS},
}
"""The only way on from the one phase discharges; where there is no way back, nothing regresses."""


def missed(seen: Seen, never: Mapping[str, frozenset[Truth]]) -> Iterator[str]:
    """Yield what the logs of a protocol have not come to, but for what its cases say cannot be."""
    protocol = seen.protocol
    yield from (f"phase {phase.id}" for phase in protocol.phases if phase.id not in seen.phases)
    yield from (kind for kind in Kind if kind not in seen.decisions | NO_DECISION.get(protocol.id, set()))
    for one in seen.coverage(never).criteria:
        assert not one.contradicted
        yield from (f"{one.criterion}: {truth}" for truth in one.missing)


@pytest.mark.parametrize("name", shipped())
def test_logs_come_everywhere(name: str) -> None:
    """Each phase, each kind of decision and each truth of a rule comes up in the logs of a protocol."""
    seen, tried, done = Seen(load(name)), 0, False
    never = load_cases(folder() / name / "cases.yaml").never

    def everywhere(log: Log) -> bool:
        nonlocal tried, done
        tried += 1
        for step in steps(seen.protocol, log):
            seen.note(step.decision)
        done = done or (tried % 20 == 0 and not any(missed(seen, never)))
        return done

    how = settings(
        max_examples=LOGS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    try:
        find(logs(seen.protocol), everywhere, settings=how)
    except NoSuchExample:
        assert list(missed(seen, never)) == []
