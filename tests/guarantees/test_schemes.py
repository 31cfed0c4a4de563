"""G3 to G6 for loads: every shipped scheme, with sets in any state, and with a pace."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from engine.sample import MACHINE, protocol
from searching import EXAMPLES, QUICK
from vmo_rehab import Protocol
from vmo_rehab.documents.library import schemes
from vmo_rehab.testing import logs, story, violations
from vmo_rehab.testing.guarantees import G3, G4, G5, G6
from vmo_rehab.testing.strategies.rows import dose_under

PACES: list[dict[str, Any] | None] = [
    None,
    None,
    {"steps": 1, "in": "7 days"},
    {"steps": 2, "in": "7 days", "gap": "2 days"},
]


@cache
def under(scheme: str, pace: int) -> Protocol:
    """Return a protocol with one exercise under a scheme, a regress in dose and a freeze."""
    made = schemes()[scheme]
    unit = made.unit.value if made.unit else "kg"
    # Where an increment is more than a few percent of the load, some schemes move nothing.
    load = {"start": f"40 {unit}", "increment": f"1 {unit}", "least": f"5 {unit}", "most": f"90 {unit}"}
    row: dict[str, Any] = {"exercise": MACHINE, "dose": dose_under(scheme), "load": load, "scheme": scheme}
    if PACES[pace]:
        row["pace"] = PACES[pace]
    stay = {"when": "hurt <= 0 in 20 of the last 20 sessions", "to": "end"}
    down = {"when": "morning >= 3", "dose": "one level down"}
    phase = {"id": "one", "exercises": [row], "regress": down, "progress": stay}
    return protocol(freeze={"when": "hurt >= 3"}, phases=[phase])


@settings(QUICK, max_examples=2 * EXAMPLES)
@given(st.sampled_from(sorted(schemes())), st.integers(0, len(PACES) - 1), st.data())
def test_no_scheme_breaks_a_guarantee(scheme: str, pace: int, data: st.DataObject) -> None:
    """Nothing missing raises a load, nothing worse gives more of it; it moves in steps, within its pace."""
    its = under(scheme, pace)
    log = data.draw(logs(its, max_size=8))
    broken = violations(its, log, [G3, G4, G5, G6])
    note(f"{scheme}\n{story(its, log, broken)}")
    assert broken == []
