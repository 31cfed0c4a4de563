"""Single sessions of a protocol."""

from __future__ import annotations

from hypothesis import strategies as st

from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.session import Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.strategies.days import KINDS, day_of
from vmo_rehab.testing.strategies.patients import some_patients
from vmo_rehab.testing.strategies.writing import GAPS, next_day
from vmo_rehab.testing.walking import a_protocol


def sessions(protocol: Protocol, episode: Episode | None = None) -> st.SearchStrategy[Session]:
    """Draw the session that comes next: a day of any kind of patient.

    Args:
        protocol: the protocol.
        episode: where the patient is; at the start if left out.

    Returns:
        A strategy for sessions that `vmo_rehab.step` takes with that episode.

    Example:
        >>> from hypothesis import find
        >>> from vmo_rehab import load
        >>> find(sessions(load("soreness-rules")), lambda one: one.trained).trained
        True
    """
    here = episode or enrol(protocol, some_patients(a_protocol(protocol))[0])

    @st.composite
    def session(draw: st.DrawFn) -> Session:
        kind, gap = draw(st.sampled_from(KINDS)), draw(st.sampled_from(GAPS))
        return day_of(draw, kind, protocol, here, next_day(here, gap))

    return session()
