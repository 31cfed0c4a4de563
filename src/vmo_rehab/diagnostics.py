"""Findings about a text: what was found, where, what was expected and the cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from vmo_rehab.source import Span

_SURE: Final = 0.8
"""From this likeness on a word is a slip of the pen; below it, what holds the word as a whole comes first."""
_MOST_SHOWN: Final = 12
_MANY: Final = 3
_WORDS: Final = re.compile(r"[a-z0-9]+")


class Severity(StrEnum):
    """How much a finding weighs: an error refuses the file, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Diagnostic:
    """One finding about a protocol file or a patient's log.

    Args:
        code: family and number, such as ``V204``; each code has a section in
            ``docs/reference/diagnostics.md``.
        what: one sentence with the value that was found.
        cure: one sentence that says what to do; may be empty.
        span: where; ``None`` where no place exists (a value handed over in code).
        severity: an error refuses, a warning does not.
        related: other places that matter, each with a word on it.
        line_text: the source line, so that the finding can be shown without the file.
        accepted: the reason for which the file lets it be; empty where it does not.

    Example:
        >>> found = Diagnostic("V204", 'unknown key "leave_wen" in a phase', 'did you mean "leave_when"?',
        ...                    Span("knee.yaml", 2, 3, 2, 12, 9, 18), line_text="  leave_wen: x")
        >>> print(found)
        knee.yaml:2:3: V204 error: unknown key "leave_wen" in a phase
          2 |   leave_wen: x
            |   ^^^^^^^^^
            = did you mean "leave_when"?
    """

    code: str
    what: str
    cure: str = ""
    span: Span | None = None
    severity: Severity = Severity.ERROR
    related: tuple[tuple[str, Span], ...] = ()
    line_text: str = field(default="", eq=False)
    accepted: str = ""

    @property
    def headline(self) -> str:
        """The finding on one line: place, code, severity, what."""
        place = f"{self.span}: " if self.span else ""
        return f"{place}{self.code} {self.severity}: {self.what}"

    def __str__(self) -> str:
        lines = [self.headline]
        if self.span and self.line_text:
            number = str(self.span.line)
            gutter = " " * len(number)
            wide = self.span.end_col - self.span.col if self.span.end_line == self.span.line else 1
            wide = min(wide, len(self.line_text) - self.span.col + 1)
            lead = "".join("\t" if sign == "\t" else " " for sign in self.line_text[: self.span.col - 1])
            lines += [f"  {number} | {self.line_text}", f"  {gutter} | {lead}{'^' * max(1, wide)}"]
        else:
            gutter = ""
        lines += [f"  {gutter} = {word}: {place}" for word, place in self.related]
        if self.cure:
            lines.append(f"  {gutter} = {self.cure}")
        return "\n".join(lines)


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort findings by place, those without a place first; equal ones are said once."""
    seen = dict.fromkeys(found)
    return tuple(
        sorted(
            seen,
            key=lambda d: ((d.span.path, d.span.index, d.span.end_index) if d.span else ("", -1, -1), d.code),
        )
    )


def errors(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Keep the findings that refuse a text."""
    return tuple(d for d in found if d.severity is Severity.ERROR)


def did_you_mean(
    word: str,
    known: Iterable[str],
    otherwise: str = "known: {}",
    called: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Return a cure for an unknown word: the nearest known one, else the list of all.

    Args:
        word: what was written.
        known: what could have been written.
        otherwise: the sentence where nothing is near; ``{}`` becomes the list.
        called: what some of the known ones are called besides.

    Example:
        >>> did_you_mean("pian_during", ["pain_during", "pain_after"])
        'did you mean "pain_during"?'
        >>> did_you_mean("pain", ["koos_pain", "pain_during", "effusion"])
        'did you mean one of: koos_pain, pain_during?'
        >>> did_you_mean("swelling", ["effusion", "pain"], called={"effusion": ["swelling of the knee"]})
        'did you mean "effusion"?'
        >>> did_you_mean("x", ["b", "a"])
        'known: a, b'
    """
    choices = sorted(known)
    names = {one: called.get(one, ()) for one in choices} if called else {}
    near = _same(word, names) or difflib.get_close_matches(word, choices, 1, _SURE)
    holding = [] if near else _holding(word, choices, names)
    if len(holding) > 1:
        return f"did you mean one of: {_first_of(holding)}?"
    near = near or holding or difflib.get_close_matches(word, choices, 1)
    if near:
        return f'did you mean "{near[0]}"?'
    if not choices:
        return "none are declared"
    return otherwise.format(_first_of(choices))


def _same(word: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the first choice that is called so, whatever signs stand between the words."""
    words = _WORDS.findall(word.lower())
    called = [one for one in names if words in [_WORDS.findall(name.lower()) for name in names[one]]]
    return called[:1] if words else []


def _holding(word: str, choices: list[str], names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the choices that have all the words of an id among theirs: ``pain_during`` for ``pain``."""
    words = set(_WORDS.findall(word.lower()))
    if not words:
        return []

    def hold(*called: str) -> bool:
        return any(words <= set(_WORDS.findall(name.lower())) for name in called)

    by_id = [one for one in choices if hold(one)]
    return by_id if len(by_id) > _MANY else [one for one in choices if hold(one, *names.get(one, ()))]


def _first_of(choices: list[str]) -> str:
    more = f" and {len(choices) - _MOST_SHOWN} more" if len(choices) > _MOST_SHOWN else ""
    return ", ".join(choices[:_MOST_SHOWN]) + more
