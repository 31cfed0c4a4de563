"""The editions of a protocol that a record has gone through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from vmo_rehab.engine.stand_ins import shown
from vmo_rehab.errors import RecordError
from vmo_rehab.protocol.dosage import as_prescribed
from vmo_rehab.protocol.model import Protocol

_SHOWN: Final = 12


@frozen
class Edition:
    """One state of a protocol: its id, the author's name for this state, and the digest of all in it."""

    protocol: str
    revision: str
    digest: str

    @classmethod
    def of(cls, protocol: Protocol) -> Edition:
        """Name a protocol's edition."""
        return cls(protocol.id, protocol.revision, protocol.digest)

    def __str__(self) -> str:
        return f"{self.protocol} {self.revision} (digest {self.digest[:_SHOWN]})"


@frozen
class Editions:
    """The editions a record has gone through, each with its protocol.

    Args:
        names: the editions, the first first.
        protocols: by digest; every edition's is there.
    """

    names: tuple[Edition, ...]
    protocols: Mapping[str, Protocol]

    @classmethod
    def among(cls, names: Iterable[Edition], protocols: Mapping[str, Protocol]) -> Editions:
        """Pick the protocols of some editions.

        Raises:
            RecordError: one is missing; it is named.
        """
        named = tuple(names)
        for edition in named:
            if edition.digest not in protocols:
                given = ", ".join(str(Edition.of(one)) for one in protocols.values()) or "none"
                raise RecordError(f"the record needs the protocol {edition}; given: {given}")
        return cls(named, {edition.digest: protocols[edition.digest] for edition in named})

    def know_phase(self, phase: str) -> bool:
        """Tell whether any of them has a phase."""
        return any(phase in protocol.phase_by_id for protocol in self.protocols.values())

    def know_load(self, exercise: str, load: str) -> bool:
        """Tell whether any of them prescribes a load of an exercise."""
        loads = (protocol.loads.get(exercise, ()) for protocol in self.protocols.values())
        return any(as_prescribed(one, load) is not None for one in loads)


def by_digest(protocols: Protocol | Iterable[Protocol]) -> dict[str, Protocol]:
    """Return the protocols a caller gave, by digest.

    Raises:
        RecordError: something else was given.
    """
    given = tuple(protocols) if isinstance(protocols, Iterable) else (protocols,)
    for one in given:
        if not isinstance(one, Protocol):
            whole = protocols if isinstance(protocols, str) else one
            raise RecordError(f"expected a Protocol, found {shown(whole)}; load one with vmo_rehab.load")
    return {protocol.digest: protocol for protocol in given}
