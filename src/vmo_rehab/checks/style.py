"""What makes a protocol easier to read and to trust."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vmo_rehab.checks.uses import uses
from vmo_rehab.checks.words import warning
from vmo_rehab.criteria.tree import Named, walk
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import Span

_LONGEST_TITLE: Final = 60


def style(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield what could be said better."""
    for phase in protocol.phases:
        if not (phase.goals or phase.final):
            what = f"the phase {phase.id} does not say what it is for"
            yield warning("V601", what, "add goals: [...]", phase.span)
        if len(phase.title) > _LONGEST_TITLE:
            yield _long(phase.title, f"the title of {phase.id}", phase.span)
    used = {node.name for use in uses(protocol) for node in walk(use.criterion) if isinstance(node, Named)}
    for name, criterion in protocol.criteria.items():
        if name not in used:
            what = f"no rule uses the criterion {name}"
            yield warning("V602", what, "use it, or remove it", criterion.span)
    for key, source in protocol.sources.items():
        if not source.used:
            what = f"nothing cites the source {key}"
            yield warning(
                "V605", what, "name it where its number stands, in a remark too; or remove it", source.span
            )
    if not protocol.approved_by:
        what = "no clinician has approved this protocol"
        yield warning("V603", what, "write their names under approved_by: [...]", protocol.span)
    if len(protocol.title) > _LONGEST_TITLE:
        yield _long(protocol.title, "the title", protocol.span)


def _long(title: str, words: str, span: Span) -> Diagnostic:
    what = f"{words} has {len(title)} characters"
    return warning("V604", what, f"say it in {_LONGEST_TITLE}, so that it fits a line", span)
