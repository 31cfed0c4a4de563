"""The explanation: a tree of what was compared with what, on which sessions, and the line that says so.

It is computed from the very findings that decided, and put into words only
when it is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from attrs import field, frozen

from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Counted,
    Criterion,
    Fold,
    Folded,
    Hits,
    Named,
    Spell,
    Streak,
)
from vmo_rehab.engine.evaluate import BEYOND, Finding
from vmo_rehab.engine.seen import Reading
from vmo_rehab.source import NOWHERE, Span
from vmo_rehab.truth import TRUE, UNKNOWN, Truth


@frozen
class Cited:
    """One answer an explanation rests on.

    Args:
        session: the day of the session it was read in.
        term: what was asked, as criteria write it.
        value: the value in the scale's words, or ``not known (reason)``.
        entered: the day a state measure was entered, if not in that session.
    """

    session: dt.date
    term: str
    value: str
    entered: dt.date | None = None


@frozen
class Node:
    """One criterion, explained.

    Args:
        criterion: its text as the file has it.
        words: the same in English.
        truth: true, false or unknown.
        found: what was compared: the value, or how many sessions.
        needed: what would make it true.
        off: how far off it is; empty when it is true.
        place: file, line and column.
        source: key of the source, if the file gives one.
        session: the day it was read for; ``None`` where no criterion was read.
        cited: the answers it was read from.
        parts: the criteria below; of a window one for each session it counted, newest first.
    """

    criterion: str
    words: str
    truth: Truth
    found: str = ""
    needed: str = ""
    off: str = ""
    place: str = ""
    source: str = ""
    session: dt.date | None = None
    cited: tuple[Cited, ...] = ()
    parts: tuple[Node, ...] = ()

    def all_cited(self) -> Iterator[Cited]:
        """Yield every answer of this node and those below."""
        yield from self.cited
        for part in self.parts:
            yield from part.all_cited()


@frozen
class Asked:
    """One rule that was asked: what it is for, what was found, whether it decided.

    Args:
        role: ``red flag``, ``today``, ``hold``, ``until``, ``regress``, ``freeze``, ``progress``, ``gate``,
            ``lapse``, ``escalate``, ``rise``, ``limit``, ``review``, ``override`` or ``session``.
        name: which one, in words: ``regress to terminal-knee-extension``.
        truth: the answer.
        decisive: whether the decision rests on it.
        finding: the criterion's finding; ``None`` where the rule has no criterion.
        needed: for a rule without a criterion, what was needed.
        found: for a rule without a criterion, what was found.
        place: where the file says so.
    """

    role: str
    name: str
    truth: Truth
    decisive: bool = False
    finding: Finding | None = None
    needed: str = ""
    found: str = ""
    place: Span | None = None


@frozen
class Rule:
    """A rule in words; ``node`` holds its criterion, explained."""

    role: str
    name: str
    decisive: bool
    node: Node


@frozen(slots=False, eq=False)
class Explanation:
    """Every rule that was asked for one decision, put into words when read.

    Args:
        make: gives the rules in the order of precedence; called once, when first read.
    """

    make: Callable[[], tuple[Asked | Rule, ...]] = field(repr=False)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in words."""
        return tuple(
            one if isinstance(one, Rule) else Rule(one.role, one.name, one.decisive, _node_of(one))
            for one in self.make()
        )

    @property
    def decisive(self) -> tuple[Rule, ...]:
        """The rules the decision rests on."""
        return tuple(rule for rule in self.rules if rule.decisive)

    def cited(self) -> Iterator[Cited]:
        """Yield every answer that any rule was read from."""
        for rule in self.rules:
            yield from rule.node.all_cited()


NOT_KEPT: Final = Explanation(tuple)
"""Stands where an explanation was left out because it can be computed again."""


def _node_of(asked: Asked) -> Node:
    place = str(asked.place) if asked.place and asked.place != NOWHERE else ""
    if asked.finding is None:
        return Node(asked.name, asked.name, asked.truth, asked.found, asked.needed, place=place)
    return explain(asked.finding)


def explain(finding: Finding) -> Node:
    """Put one finding into words.

    Args:
        finding: what the evaluation found.

    Returns:
        The tree: criterion, truth, values and sessions, what was needed, how far off.
    """
    criterion = finding.criterion
    found, off, cited = _told(finding)
    return Node(
        criterion=line(criterion),
        words=english(criterion),
        truth=finding.truth,
        found=found,
        needed=english(criterion),
        off="" if finding.truth is TRUE else off,
        place="" if criterion.span == NOWHERE else str(criterion.span),
        source=getattr(criterion, "source", ""),
        session=finding.seen.date,
        cited=cited,
        parts=tuple(map(explain, finding.parts)),
    )


def _told(finding: Finding) -> tuple[str, str, tuple[Cited, ...]]:
    match finding.criterion:
        case Compare():
            return _compared(finding, finding.criterion)
        case Streak() | Hits() | Spell():
            return _counted(finding, finding.criterion)
        case Folded():
            return _folded(finding, finding.criterion)
        case Named():
            found, off, _ = _told(finding.parts[0])
            return found, off, ()
        case group:
            true = sum(part.truth is TRUE for part in finding.parts)
            open_ = sum(part.truth is UNKNOWN for part in finding.parts)
            found = f"{true} of {len(finding.parts)} true" + (f", {open_} unknown" if open_ else "")
            return found, f"{_needed(group)} needed", ()


def _needed(group: All | AnyOf | AtLeast) -> int:
    if isinstance(group, AtLeast):
        return group.needed
    return len(group.parts) if isinstance(group, All) else 1


def _compared(finding: Finding, criterion: Compare) -> tuple[str, str, tuple[Cited, ...]]:
    term, seen, reading = criterion.term, finding.seen, finding.reading
    if reading is None or finding.bound is None:
        return finding.note, finding.note, ()
    value = show(criterion, reading)
    cited = Cited(seen.date, str(term), value, reading.on if reading.on != seen.date else None)
    limit = f"{criterion.op} {show_steps(criterion, finding.bound)}"
    off = finding.note or (
        f"not known: {_reason(reading)}" if finding.truth is UNKNOWN else f"{value}, needed {limit}"
    )
    return value, off, (cited,) if isinstance(term, Answered) else ()


def show_steps(criterion: Compare, steps: int) -> str:
    """Write a number of steps in the scale of what is compared."""
    term = criterion.term
    return term.measure.scale.show(steps) if isinstance(term, Answered) else str(steps)


def show(criterion: Compare, reading: Reading) -> str:
    """Write a reading: a value, or why it is not known and what is left of it."""
    if reading.why is None:
        return "never" if reading.low == BEYOND else show_steps(criterion, reading.low)
    term = criterion.term
    if isinstance(term, Counted):
        return "not known"
    scale = term.measure.scale
    if (reading.low, reading.high) == (scale.lowest, scale.highest):
        return f"not known ({_reason(reading)})"
    return f"{scale.show(reading.low)} to {scale.show(reading.high)} ({_reason(reading)})"


def _reason(reading: Reading) -> str:
    return reading.why.in_words if reading.why else "whether this day earns merit is open"


def _counted(finding: Finding, criterion: Streak | Hits | Spell) -> tuple[str, str, tuple[Cited, ...]]:
    truths = [part.truth for part in finding.parts]
    if isinstance(criterion, Streak):
        run = next((n for n, truth in enumerate(truths) if truth is not TRUE), len(truths))
        missing = criterion.sessions - run
        return f"{run} of {criterion.sessions} sessions", _more(missing, truths), ()
    true = sum(truth is TRUE for truth in truths)
    if isinstance(criterion, Hits):
        found = f"{true} of the last {len(truths)} sessions"
        return found, _more(max(finding.more, criterion.hits - true), truths), ()
    found = f"{true} of {len(truths)} sessions in {criterion.days} days"
    missing = criterion.sessions - len(truths)
    if missing > 0:
        return found, _more(missing, truths), ()
    if true == len(truths):
        return found, f"the stay must be {criterion.days} days long", ()
    return found, "every session of these days must comply", ()


def _more(missing: int, truths: list[Truth]) -> str:
    open_ = sum(truth is UNKNOWN for truth in truths)
    word = "one more" if missing == 1 else f"{missing} more"
    return f"{word} session{'s' * (missing != 1)}" + (f"; {open_} not known" if open_ else "")


def _folded(finding: Finding, criterion: Folded) -> tuple[str, str, tuple[Cited, ...]]:
    if finding.reading is None or finding.bound is None:
        return f"{len(finding.parts)} of {criterion.sessions} sessions", _more(finding.more, []), ()
    ends = dict.fromkeys((finding.reading.low, finding.reading.high))
    found = " to ".join(show_steps(criterion.of, steps) for steps in ends)
    if criterion.fold is Fold.WORST:
        found = f"worst {found}"
    else:
        found = f"sum {found} over {len(finding.parts)} sessions"
    limit = show_steps(criterion.of, finding.bound)
    word = "sum " if criterion.fold is Fold.MEAN else ""
    return found, f"{found}, needed {word}{criterion.of.op} {limit}", ()


def shortfalls(criterion: Criterion, finding: Finding) -> Iterator[Finding]:
    """Yield the smallest criteria that keep a finding from being true, in the order of the text."""
    if finding.truth is TRUE:
        return
    if isinstance(criterion, Named | All) and finding.parts:
        for part in finding.parts:
            yield from shortfalls(part.criterion, part)
    else:
        yield finding
