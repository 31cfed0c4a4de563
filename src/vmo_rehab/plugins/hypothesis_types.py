"""The Hypothesis plugin: ``from_type(vmo.Protocol)`` and the like, without an import of ours.

Called in every ``import hypothesis`` of whoever has the package, so it imports nothing else.
"""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies._internal import types

_HOMES: Final = {
    "Decision": "vmo_rehab.engine.decision",
    "Enrolled": "vmo_rehab.engine.events",
    "Episode": "vmo_rehab.engine.episode",
    "Fold": "vmo_rehab.record.record",
    "Log": "vmo_rehab.engine.events",
    "Measure": "vmo_rehab.measures",
    "Phase": "vmo_rehab.protocol.model",
    "Prescription": "vmo_rehab.engine.decision",
    "Protocol": "vmo_rehab.protocol.model",
    "Record": "vmo_rehab.record.record",
    "Session": "vmo_rehab.engine.session",
}
"""The types that values are drawn of, and where they are made."""


def register() -> None:
    """Let Hypothesis know whom to ask for values of our types, once one of them is asked for.

    It has a table for that, by the name of the package, with which it serves NumPy. Where a release has
    none, the types themselves are registered, and so imported.
    """
    table = getattr(types, "_global_extra_lookup", None)
    if isinstance(table, dict):
        table["vmo_rehab"] = _strategy
        return
    import vmo_rehab

    for name in _HOMES:
        st.register_type_strategy(getattr(vmo_rehab, name), _strategy)


def _strategy(thing: Any) -> Any:  # noqa: ANN401 - whatever Hypothesis is asked for, and its own answer
    """Return the strategy of one of our types; ``None`` for any other thing."""
    name = getattr(thing, "__name__", "")
    if _HOMES.get(name, "") != getattr(thing, "__module__", None):
        return None
    from vmo_rehab.testing.strategies.types import STRATEGIES

    return STRATEGIES[name]()
