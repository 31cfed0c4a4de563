"""Small words that every report shares: counts, lists, lines that fold."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Self

from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.tree import All, AnyOf, AtLeast, Criterion
from vmo_rehab.engine.session import Absent
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.reference import Reference
from vmo_rehab.source import Span


class Placed(str):
    """A line that also knows where the file says so; a plain text leaves that out."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, words: str, span: Span) -> Self:
        """Make a line of words and their place."""
        line = super().__new__(cls, words)
        line.span = span
        return line


def indented(lines: Iterable[str], blanks: int) -> Iterator[str]:
    """Move lines to the right; what they know of their place goes with them.

    Example:
        >>> list(indented(["- one", "  two"], 4))
        ['    - one', '      two']
    """
    for line in lines:
        moved = " " * blanks + line
        yield Placed(moved, line.span) if isinstance(line, Placed) else moved


def count(number: int, noun: str) -> str:
    """Write a number with its noun.

    Example:
        >>> count(1, "session"), count(3, "session")
        ('1 session', '3 sessions')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def a_week(number: int | None) -> str:
    """Write how often a week; empty where nobody says.

    Example:
        >>> a_week(3), a_week(None)
        ('3 sessions a week', '')
    """
    return f"{count(number, 'session')} a week" if number else ""


def with_load(load: str) -> str:
    """Write a load as a sentence has it; empty where nothing is loaded.

    Example:
        >>> with_load("red band"), with_load("0 kg"), with_load("")
        ('with red band', 'without weight', '')
    """
    if load in ("0 kg", "0 lb"):
        return "without weight"
    return f"with {load}" if load else ""


def days(number: int) -> str:
    """Write a number of days, in weeks where they are whole.

    Example:
        >>> days(10), days(7), days(42)
        ('10 days', '7 days', '6 weeks')
    """
    weeks, rest = divmod(number, 7)
    return count(weeks, "week") if weeks > 1 and not rest else count(number, "day")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a", "b"], "or")
        ('a, b and c', 'a or b')
    """
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def plain(name: str) -> str:
    """Write an id as words: ``calf_pain`` as ``calf pain``."""
    return name.replace("_", " ")


def called(protocol: Protocol, phase: str) -> str:
    """Name a phase by its title; an unknown one by its id."""
    known = protocol.phase_by_id.get(phase)
    return known.title if known else phase


def anchor_in_words(protocol: Protocol, anchor: Anchor) -> str:
    """Write a time after something: ``4 weeks after injury``."""
    if anchor.after == "start":
        after = "the start"
    elif anchor.after in protocol.phase_by_id:
        after = f"entry to {called(protocol, anchor.after)}"
    else:
        after = plain(anchor.after)
    return f"{days(anchor.days)} after {after}"


def with_titles(protocol: Protocol, sentence: str) -> str:
    """Write a sentence of the engine with the titles of phases where it has their ids behind "after"."""
    for phase in protocol.phases:
        if phase.id != "start":
            anchor = rf"(\d (?:day|week)s?) after {re.escape(phase.id)}(?![\w-])"
            title = phase.title.replace("\\", r"\\")
            sentence = re.sub(anchor, rf"\1 after entry to {title}", sentence)
    return sentence


def titled(protocol: Protocol, measure: str) -> str:
    """Name a measure by its title; an unknown one by its id in words."""
    known = protocol.measures.get(measure)
    return known.title if known else plain(measure)


def scale_in_words(measure: Measure) -> str:
    """Say what can be answered: ``0 to 10``, ``absent or present``."""
    scale = measure.scale
    return listed(scale.labels, "or") if scale.labels else scale.describe()


def answers_in_words(protocol: Protocol, answers: Iterable[tuple[str, object]]) -> str:
    """Write answers in one line: ``pain before training 2, effusion trace``."""
    return ", ".join(
        f"{titled(protocol, name)} {one.why.in_words if isinstance(one, Absent) else one}"
        for name, one in answers
    )


def reference_line(reference: Reference) -> str:
    """Write a source: the paper, its DOI, and how sure its evidence is."""
    doi = f" doi:{reference.doi}" if reference.doi else ""
    evidence = f" ({reference.evidence})" if reference.evidence else ""
    return f"{reference.cite}{doi}{evidence}"


def bullets(words: Iterable[str], indent: int = 2) -> list[str]:
    """Write each of some texts as a line with a hyphen."""
    return [f"{' ' * indent}- {one}" for one in words]


def criterion_lines(lead: str, criterion: Criterion, indent: int = 2) -> list[str]:
    """Write ``lead`` and a criterion; a group becomes a list below.

    Args:
        lead: the beginning of the sentence, with its bullet.
        criterion: what follows.
        indent: blanks before the first line.

    Returns:
        The lines; the first knows where the criterion stands.
    """
    first, *rest = indented(_lines(lead, criterion), indent)
    return [Placed(first, criterion.span), *rest]


def _lines(lead: str, criterion: Criterion) -> Iterator[str]:
    match criterion:
        case All(parts, source) if parts:
            head = "both of these hold" if len(parts) == 2 else "all of these hold"
        case AnyOf(parts, source) if parts:
            head = "either of these holds" if len(parts) == 2 else "any of these holds"
        case AtLeast(needed, parts, source):
            head = f"at least {needed} of these hold"
        case _:
            yield f"{lead} {english(criterion)}".lstrip()
            return
    yield f"{lead} {head}{f' [{source}]' if source else ''}:".lstrip()
    inner = "    " if lead.startswith("- ") else "  "
    for part in parts:
        for line in _lines("-", part):
            yield inner + line


def folded(text: str, width: int) -> str:
    """Fold lines that are longer than ``width``; what follows hangs under the words of its line.

    Args:
        text: any number of lines.
        width: columns, at least 20.

    Example:
        >>> print(folded("  - one two three four five six", 24))
          - one two three four
            five six
    """
    return "\n".join(_fold(line, max(20, width)) for line in text.split("\n"))


def _fold(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    words = line.lstrip()
    lead = len(line) - len(words)
    mark = words.split(" ", 1)[0]
    hang = lead + (len(mark) + 1 if mark in ("-", "+", "?", "*") or mark.rstrip(".").isdecimal() else 0)
    hang = min(hang, width // 2)
    return textwrap.fill(
        words,
        width,
        initial_indent=" " * min(lead, width // 2),
        subsequent_indent=" " * hang,
        break_on_hyphens=False,
    )
