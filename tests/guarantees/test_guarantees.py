"""The promises of the design, over generated protocols and logs."""

from __future__ import annotations

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from searching import EXAMPLES, QUICK
from vmo_rehab import Kind, Log, Protocol
from vmo_rehab.testing import GUARANTEES, logs, protocols, story, violations
from vmo_rehab.testing.guarantees import G7
from vmo_rehab.testing.otherwise import present_flags
from vmo_rehab.testing.walking import Step, steps

OF_LOGS = [one for one in GUARANTEES if one is not G7]
"""Those that hold whether a protocol makes sense or not."""
DRAWN = {"any": (False, 3 * EXAMPLES, OF_LOGS), "sensible": (True, max(1, EXAMPLES // 3), GUARANTEES)}
LONGEST = 12


def walked(data: st.DataObject) -> list[Step]:
    """Draw a protocol and a log of it, and return its steps."""
    protocol = data.draw(protocols())
    return list(steps(protocol, data.draw(logs(protocol, max_size=LONGEST))))


@pytest.mark.parametrize("kind", DRAWN)
def test_no_log_breaks_a_guarantee(kind: str) -> None:
    """Whatever is drawn, nothing that the design promises is broken (G1 to G10)."""
    sensible, many, guarantees = DRAWN[kind]

    @settings(QUICK, max_examples=many)
    @given(protocols(sensible=sensible), st.data())
    def search(protocol: Protocol, data: st.DataObject) -> None:
        log: Log = data.draw(logs(protocol, max_size=LONGEST))
        broken = violations(protocol, log, guarantees)
        note(story(protocol, log, broken))
        assert broken == []

    search()


@QUICK
@given(st.data())
def test_g2_a_referral_names_every_flag_that_is_up(data: st.DataObject) -> None:
    """A decision names the red flags of the day and those not yet cleared, and no others."""
    for step in walked(data):
        raised = {*present_flags(step.protocol, step.session), *step.before.state.flags}
        assert set(step.decision.red_flags) == raised


@QUICK
@given(st.data())
def test_g6_a_level_stays_within_its_load(data: st.DataObject) -> None:
    """No level is off the load of its row, and without a scheme from outside it rises one step at a time."""
    for step in walked(data):
        here = {row.id: row for row in step.protocol.loads_in(step.before.state.phase)}
        for name, level in step.after.state.levels.items():
            load = here[name].load
            assert load is not None
            assert load.least <= level <= load.most
            if not here[name].scheme.id:
                assert level <= load.up(step.before.state.levels.get(name, load.start))


@QUICK
@given(st.data())
def test_what_is_prescribed_is_open_and_can_be_done(data: st.DataObject) -> None:
    """Nothing locked is prescribed, and nothing that lacks equipment without saying so."""
    for step in walked(data):
        after, protocol = step.after, step.protocol
        there_is, rows = after.enrolled.equipment, protocol.phase_by_id[after.state.phase].exercises
        opened = {name for names in after.state.unlocked.values() for name in names}
        shut = {row.id for row in rows if row.unlock} - opened
        for item in step.decision.prescription.items:
            assert item.exercise not in shut
            needed = protocol.exercises[item.exercise].equipment
            assert item.note or there_is is None or set(needed) <= set(there_is)


def test_generated_logs_reach_every_decision() -> None:
    """The strategies reach every decision, so that the properties above are not empty."""
    reached: set[Kind] = set()

    @settings(QUICK, max_examples=150, database=None)
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        reached.update(step.decision.kind for step in walked(data))

    collect()
    assert reached == set(Kind)
