"""Files of cases to cases: every name, value and day checked against the protocol, all said at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from attrs import frozen

from vmo_rehab.cases.coverage import subjects
from vmo_rehab.cases.model import Case, Cases
from vmo_rehab.cases.rows import BY, RowReader
from vmo_rehab.cases.values import Values, over
from vmo_rehab.criteria.printer import line
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.case_files import case_file, case_files, shape_of
from vmo_rehab.documents.measures import texts
from vmo_rehab.documents.shapes.cases import Answers, CaseEnrolledShape, CasesFile, CaseShape
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.events import Enrolled
from vmo_rehab.errors import EnrolmentError, ProtocolError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.truth import Truth

_TRUTHS: Final = {str(truth): truth for truth in Truth}


def load_cases(source: str | Path) -> Cases:
    """Read the cases of a protocol.

    Args:
        source: the id of a shipped protocol, the path of a protocol or of its folder: then all files of cases
            that stand beside it; or the path of one file of cases.

    Returns:
        The cases, with their protocol.

    Raises:
        ProtocolError: there are no cases, or something is amiss in them or in the protocol; all of it is in
            the error.
        OSError: a file exists and cannot be opened.

    Example:
        >>> cases = load_cases("soreness-rules")
        >>> cases.protocol.id, cases.cases[0].name
        ('soreness-rules', ...)
    """
    files = case_files(source)
    return cases_from(files.protocol, files.shapes)


def load_case_file(path: Path) -> Cases:
    """Read the cases of one file, whatever it is called.

    Args:
        path: a file of cases that names its protocol or stands beside it.

    Raises:
        ProtocolError: something is amiss in the file or in the protocol; all of it is in the error.
        OSError: the file exists and cannot be opened.
    """
    files = case_file(path)
    return cases_from(files.protocol, files.shapes)


def read_cases(text: str, path: str, protocol: Protocol) -> Cases:
    """Read cases from text.

    Args:
        text: the whole text of a file of cases.
        path: what findings call it.
        protocol: whose cases they are.

    Raises:
        ProtocolError: with everything that is amiss.
    """
    return cases_from(protocol, (shape_of(text, path),))


def cases_from(protocol: Protocol, shapes: tuple[CasesFile, ...]) -> Cases:
    """Make cases of what stands in files.

    Args:
        protocol: whose cases they are.
        shapes: what stands in the files.

    Raises:
        ProtocolError: with everything that is amiss.
    """
    found: list[Diagnostic] = []
    values = Values(protocol, found)
    cases: dict[str, Case] = {}
    never: dict[str, frozenset[Truth]] = {}
    for shape in shapes:
        file = _File(values, shape)
        if not shape.cases:
            cure = "write one below cases:, a name and its rows"
            found.append(shape.format.finding("V205", "the file has no case in it", cure))
        for one in shape.cases:
            case = file.case(one)
            if one.case.text in cases:
                where = cases[one.case.text].at.span
                found.append(
                    one.case.finding(
                        "V336", f"the case {shown(one.case.text)} stands twice", f"first: {where}"
                    )
                )
            elif case:
                cases[case.name] = case
        never |= file.never()
    if found:
        raise ProtocolError(found)
    return Cases(protocol, tuple(cases.values()), never)


@frozen
class _File:
    """One file of cases."""

    values: Values
    shape: CasesFile

    def case(self, shape: CaseShape) -> Case | None:
        """Make a case, or ``None`` where its enrolment cannot be."""
        values = self.values
        name = leaves.text(shape.case, values.found)
        enrolled = self._enrolled(shape)
        if enrolled is None or name is None:
            return None
        usual = {**values.answers(self.shape.usual), **values.answers(shape.usual)}
        usual_of = over(values.answers_of(self.shape.usual_of), values.answers_of(shape.usual_of))
        if not shape.rows:
            values.found.append(shape.case.finding("V205", "the case has no row in it", "write its days"))
        rows = RowReader(values, enrolled.on, usual, usual_of).rows(shape.rows)
        return Case(name, enrolled, tuple(rows), shape.case)

    def _enrolled(self, shape: CaseShape) -> Enrolled | None:
        """Lay a case's enrolment over the file's, and try it."""
        values, before = self.values, len(self.values.found)
        given = [one for one in (self.shape.enrolled, shape.enrolled) if one]
        start = next((one.start for one in reversed(given) if one.start), None)
        if start is None:
            what = "the case does not say when the episode starts"
            cure = "write enrolled: {start: 2026-03-02}, in the case or once for the whole file"
            values.found.append(shape.case.finding("V203", what, cure))
            return None
        day = leaves.iso_date(start, values.found)
        if day is None:
            return None
        facts = {name: one.value.text for name, one in _laid(one.facts for one in given).items()}
        baseline = values.given(_laid(one.baseline for one in given))
        signs = [one.sign_off_every_move for one in given if one.sign_off_every_move]
        every = bool(signs and leaves.boolean(signs[-1], values.found))
        there_is = next((one.equipment for one in reversed(given) if one.equipment), None)
        equipment = None if there_is is None else _equipment(texts(there_is, values.found))
        enrolled = Enrolled(day, facts, baseline, BY, every, equipment=equipment)
        return enrolled if len(values.found) == before and self._fits(enrolled, start, given) else None

    def _fits(self, enrolled: Enrolled, start: Scalar, given: list[CaseEnrolledShape]) -> bool:
        parts = {**_laid(one.facts for one in given), **_laid(one.baseline for one in given)}
        try:
            enrol(self.values.protocol, enrolled)
        except EnrolmentError as error:
            for one in error.diagnostics:
                at = next((part.key for name, part in parts.items() if _is_about(one.what, name)), start)
                self.values.found.append(at.finding(one.code, one.what, one.cure))
            return False
        return True

    def never(self) -> dict[str, frozenset[Truth]]:
        """Read the truth values that cannot be, by the criterion's text."""
        values, never = self.values, {}
        known = [line(criterion) for criterion in subjects(values.protocol)]
        for one in self.shape.never:
            leaves.text(one.why, values.found)
            truths = frozenset(self._truth(word) for word in one.truths)
            if values.known(one.criterion, known, "a criterion"):
                never[one.criterion.text] = truths
        return never

    def _truth(self, word: Scalar) -> Truth:
        # Unquoted, true and false are no texts to YAML.
        if word.text not in _TRUTHS:
            leaves.one_of(word, self.values.found, _TRUTHS)
        return _TRUTHS.get(word.text, Truth.UNKNOWN)


def _laid(answers: Iterable[Answers | None]) -> Answers:
    """Lay answers over each other, the later over the earlier."""
    return {name: entry for one in answers for name, entry in (one or {}).items()}


def _is_about(what: str, name: str) -> bool:
    """Whether a finding begins with a name, in quotes or not."""
    return what.startswith((f"{name}:", f'"{name}"'))


def _equipment(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what there is; the word none stands for nothing."""
    return () if names == ("none",) else names
