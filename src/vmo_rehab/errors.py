"""The errors this library raises, drawn as a tree.

VmoRehabError
 +-- ProtocolError        a protocol file (or its catalogue) cannot be used; carries diagnostics
 +-- LogError             a patient's log or one report cannot be used; carries diagnostics
 +-- EnrolmentError       a patient cannot be enrolled as asked; carries diagnostics
 +-- EventError           an event does not fit the episode it is applied to
 |    +-- EpisodeSuspended  a session or a day's plan was asked of a suspended episode
 |    +-- EpisodeFinal      a session or a day's plan was asked of a discharged episode
 +-- RecordError          a record cannot be read, or does not fit its protocol
      +-- ReplayError       replaying a record gives something else than it holds
"""

from __future__ import annotations

from collections.abc import Iterable

from vmo_rehab.diagnostics import Diagnostic, in_order


class VmoRehabError(Exception):
    """Any error this library raises on purpose."""


class RefusedError(VmoRehabError):
    """Something was refused, with all the reasons at once.

    Attributes:
        diagnostics: every finding, sorted by place.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.diagnostics)


class ProtocolError(RefusedError):
    """A protocol file cannot be used."""


class LogError(RefusedError):
    """A patient's log, or one report in it, cannot be used; nothing of it was taken."""


class EnrolmentError(RefusedError):
    """A patient cannot be enrolled as asked."""


class EventError(VmoRehabError):
    """An event does not fit the episode; the episode is unchanged."""


class EpisodeSuspended(EventError):  # noqa: N818 - the state is the error
    """The episode is suspended; unsuspend it first."""


class EpisodeFinal(EventError):  # noqa: N818 - the state is the error
    """The episode has ended in a final phase."""


class RecordError(VmoRehabError):
    """A record cannot be read, or belongs to another protocol."""


class ReplayError(RecordError):
    """A replayed record differs from what it holds; the first event that differs is named."""
