"""``vmo-rehab diff``: what is different between two protocols, and for which patients."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click
from attrs import frozen

from vmo_rehab.cli.output import document, say
from vmo_rehab.cli.patient import Patient, read_patient
from vmo_rehab.cli.refusals import CANNOT_READ, FINE, FOUND, WrongWord, code_of
from vmo_rehab.compare.model import Difference
from vmo_rehab.compare.patients import Outcome, outcome
from vmo_rehab.compare.protocols import diff as differences
from vmo_rehab.documents.library import load
from vmo_rehab.errors import RefusedError, VmoRehabError
from vmo_rehab.record.canonical import to_json
from vmo_rehab.report.difference_text import closing_line, difference_line, outcome_line
from vmo_rehab.report.words import count

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab diff vmo-foundation my-knee/protocol.yaml
  vmo-rehab diff old.yaml new.yaml --logs patients
  vmo-rehab diff old.yaml new.yaml --exit-code
"""
_AS_IN_THE_LOG: Final = {"start": None, "facts": (), "baseline": (), "side": None, "equipment": None}


@frozen
class _Followed:
    """One log: what came out, or why it could not be read."""

    name: str
    outcome: Outcome | None = None
    unread: str = ""
    code: int = FINE


@click.command("diff", short_help="Tell what differs between two protocols.", epilog=_EXAMPLES)
@click.argument("old")
@click.argument("new")
@click.option(
    "--logs",
    type=click.Path(exists=True, file_okay=False),
    metavar="FOLDER",
    help="Tell for each log in a folder whether the patient would be decided otherwise.",
)
@click.option("--exit-code", is_flag=True, help="Exit code 1 if anything differs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, logs: str | None, exit_code: bool, as_json: bool) -> None:
    """Tell what is different between two protocols, and whether it is more or less cautious.

    OLD and NEW are ids of shipped protocols, files, or folders with a protocol.yaml. A change is called more
    or less cautious only where that is certain. Exit code 0: both were read. 1: a file or a log has something
    amiss, or, with --exit-code, anything differs. 2: a file cannot be read.
    """
    found = differences(load(old), load(new))
    followed = [_follow(old, new, path) for path in _logs(logs)] if logs else []
    if as_json:
        document(to_json({"differences": [_plain(one) for one in found], "logs": [*map(_log, followed)]}))
    else:
        for one in found:
            say(difference_line(one), fold=True)
        say(closing_line(found))
        _tell(followed)
    differs = found or any(one.outcome and not one.outcome.same for one in followed)
    ctx.exit(max([FOUND if exit_code and differs else FINE, *(one.code for one in followed)]))


def _logs(folder: str) -> list[Path]:
    paths = sorted(path for path in Path(folder).iterdir() if path.suffix in (".csv", ".json"))
    if not paths:
        raise WrongWord(f"{folder} has no logs; they end in .csv or .json")
    return paths


def _follow(old: str, new: str, path: Path) -> _Followed:
    try:
        before, after = (read_patient(protocol, str(path), _AS_IN_THE_LOG) for protocol in (old, new))
    except RefusedError as error:
        first, *others = error.diagnostics
        more = f" (and {count(len(others), 'finding')} more)" if others else ""
        return _Followed(path.name, unread=f"{first}{more}", code=code_of(error))
    except VmoRehabError as error:
        return _Followed(path.name, unread=str(error), code=code_of(error))
    except OSError as error:
        return _Followed(path.name, unread=error.strerror or str(error), code=CANNOT_READ)
    return _Followed(path.name, _outcome(before, after))


def _outcome(before: Patient, after: Patient) -> Outcome:
    decided = before.fold.decisions, after.fold.decisions
    return outcome(*decided, before.prescription, after.prescription)


def _tell(followed: list[_Followed]) -> None:
    if followed:
        say("\nLOGS")
    for one in followed:
        if one.outcome:
            say(f"  {outcome_line(one.name, one.outcome)}", fold=True)
        else:
            say(f"  {one.name}: cannot be followed")
            say(one.unread, err=True)


def _plain(one: Difference) -> dict[str, Any]:
    return {
        "where": one.where,
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "leaning": one.leaning or "",
        "place": str(one.place or ""),
    }


def _log(one: _Followed) -> dict[str, Any]:
    if one.outcome is None:
        return {"log": one.name, "refused": one.unread}
    old, new = one.outcome.parted or (None, None)
    decisions = [
        {"date": way.date, "kind": way.kind, "phase": way.phase_after} if way else None for way in (old, new)
    ]
    return {
        "log": one.name,
        "same": one.outcome.same,
        "old": decisions[0],
        "new": decisions[1],
        "next_old": list(one.outcome.before),
        "next_new": list(one.outcome.after),
    }
