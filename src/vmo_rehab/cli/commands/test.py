"""``vmo-rehab test``: a protocol's cases, run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs
import click
from attrs import frozen

from vmo_rehab.cases.model import Cases
from vmo_rehab.cases.reading import load_cases
from vmo_rehab.cases.running import Tested, run_cases
from vmo_rehab.cli.output import document, say, table
from vmo_rehab.cli.refusals import FINE, FOUND, NO_CASES, WrongWord, code_of
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.library import shipped
from vmo_rehab.errors import ProtocolError
from vmo_rehab.record.canonical import to_json
from vmo_rehab.report.case_text import (
    HEADERS,
    closing_line,
    coverage_in_words,
    coverage_row,
    failures_in_words,
    result_line,
)

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab test
  vmo-rehab test my-knee/protocol.yaml --full
  vmo-rehab test vmo-foundation -k "red flag" --no-coverage
"""


@frozen
class _Tried:
    """One protocol or file of cases: the cases that were run, or why none could be."""

    name: str
    tested: Tested | None = None
    error: ProtocolError | None = None

    @property
    def without(self) -> bool:
        """Whether there are no cases, and nothing is wrong besides."""
        return self.error is not None and any(one.code == NO_CASES for one in self.error.diagnostics)


@click.command(
    "test", short_help="Run the cases beside a protocol: what it is expected to do.", epilog=_EXAMPLES
)
@click.argument("names", nargs=-1, metavar="[PROTOCOL]...")
@click.option("-k", "text", metavar="TEXT", default="", help="Only the cases that have TEXT in their name.")
@click.option(
    "--coverage/--no-coverage",
    default=True,
    help="Tell which criteria the cases have seen true, false and unknown; on, if left out.",
)
@click.option("--full", is_flag=True, help="Fail unless every criterion was seen true, false and unknown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.pass_context
def test(
    ctx: click.Context, names: tuple[str, ...], text: str, coverage: bool, full: bool, as_json: bool
) -> None:
    """Run the cases of protocols: days as they are logged, and the decisions that are expected.

    PROTOCOL is a protocol whose cases stand beside it (cases.yaml), or one file of cases; without any, all
    shipped protocols. Exit code 0: all came out as expected. 1: something did not, or is amiss in a file.
    2: a file cannot be read.
    """
    tried = [_try(name, text) for name in names or shipped()]
    done = [one.tested for one in tried if one.tested]
    if text and done and not any(one.results for one in done):
        raise WrongWord(f'no case has "{text}" in its name')
    if as_json:
        document(to_json({"protocols": [_plain(one) for one in tried]}))
    else:
        for one in tried:
            _tell(one, coverage=coverage)
        if done:
            say(closing_line(done))
    ctx.exit(max((_code(one, named=bool(names), full=full) for one in tried), default=FINE))


def _try(name: str, text: str) -> _Tried:
    try:
        cases = load_cases(name)
    except ProtocolError as error:
        return _Tried(name, error=error)
    return _Tried(name, run_cases(_narrowed(cases, text)))


def _narrowed(cases: Cases, text: str) -> Cases:
    kept = tuple(case for case in cases.cases if text.casefold() in case.name.casefold())
    return attrs.evolve(cases, cases=kept)


def _code(one: _Tried, *, named: bool, full: bool) -> int:
    """Return the exit code that one asks for; a shipped protocol that nobody named may have no cases."""
    if one.error:
        if one.without and not named:
            return FOUND if full else FINE
        return code_of(one.error)
    assert one.tested  # noqa: S101 - one of the two
    return FINE if one.tested.passed and (one.tested.coverage.full or not full) else FOUND


def _tell(one: _Tried, *, coverage: bool) -> None:
    if one.error:
        say(f"{one.error}\n", err=True)
    if one.tested:
        say("\n".join(_results(one.name, one.tested)), fold=True)
        if coverage:
            table(HEADERS, [coverage_row(covered) for covered in one.tested.coverage.criteria])
            lines = coverage_in_words(one.tested.protocol.phase_by_id, one.tested.coverage)
            say("\n" + "\n".join(lines) + "\n", fold=True)


def _results(name: str, tested: Tested) -> Iterator[str]:
    yield name
    yield from map(result_line, tested.results)
    yield ""
    for result in tested.results:
        if not result.passed:
            yield f"{failures_in_words(result)}\n"


def _plain(one: _Tried) -> dict[str, Any]:
    if one.error:
        return {"name": one.name, "refused": [_finding(found) for found in one.error.diagnostics]}
    assert one.tested  # noqa: S101 - one of the two
    tested, coverage = one.tested, one.tested.coverage
    return {
        "name": one.name,
        "protocol": tested.protocol.id,
        "revision": tested.protocol.revision,
        "digest": tested.protocol.digest,
        "cases": [
            {
                "case": result.case.name,
                "passed": result.passed,
                "failures": [_finding(found) for found in result.failures],
            }
            for result in tested.results
        ],
        "criteria": [
            {
                "criterion": covered.criterion,
                "place": covered.place,
                "seen": sorted(map(str, covered.seen)),
                "never": sorted(map(str, covered.never)),
                "missing": list(map(str, covered.missing)),
            }
            for covered in coverage.criteria
        ],
        "decisions": sorted(coverage.decisions),
        "phases": sorted(coverage.phases),
    }


def _finding(found: Diagnostic) -> dict[str, str]:
    place = str(found.span) if found.span else ""
    return {"code": found.code, "what": found.what, "cure": found.cure, "place": place}
