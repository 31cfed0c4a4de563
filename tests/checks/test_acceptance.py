"""A finding is let be only with its reason, stays visible, and an acceptance of nothing is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vmo_rehab import Diagnostic, Protocol, ProtocolError, Severity, check, loads
from vmo_rehab.cli import main
from vmo_rehab.report.phase_text import phase_lines
from vmo_rehab.report.protocol_text import protocol_in_words

CORPUS = Path(__file__).parents[1] / "diagnostics"
NO_WAY_BACK = (CORPUS / "V503" / "bad.yaml").read_text(encoding="utf-8")
NO_FLAGS = (CORPUS / "V502" / "bad.yaml").read_text(encoding="utf-8")
CLEAN = (CORPUS / "V503" / "clean.yaml").read_text(encoding="utf-8")


def with_accepted(text: str, *entries: str) -> str:
    """Let a file accept something."""
    return text.replace(
        "sources:\n", "accepted:\n" + "".join(f"  - {{{one}}}\n" for one in entries) + "sources:\n"
    )


def read(text: str, *entries: str) -> Protocol:
    """Read a file that accepts something."""
    return loads(with_accepted(text, *entries))


def codes(found: tuple[Diagnostic, ...]) -> list[tuple[str, Severity]]:
    """Return what was found, in short."""
    return [(one.code, one.severity) for one in found]


def run(tmp_path: Path, text: str, *options: str) -> Result:
    """Check a file as the command does."""
    path = tmp_path / "protocol.yaml"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(path), *options])


WAY = "code: V503, of: strengthen, because: our table has no way back"


def test_what_is_accepted_stays_visible() -> None:
    """An accepted finding is a note with its reason, at the place of the finding."""
    (plain,), (note,) = check(loads(NO_WAY_BACK)), check(read(NO_WAY_BACK, WAY))
    assert (plain.severity, note.severity) == (Severity.WARNING, Severity.NOTE)
    assert note.what == f"accepted: {plain.what}"
    assert note.cure == "because our table has no way back"
    assert note.span is not None
    assert plain.span is not None
    assert note.span.line == plain.span.line + 2


def test_an_accepted_error_does_not_fail(tmp_path: Path) -> None:
    """The exit code is 1 for an error of V5xx, and 0 with the reason in the file."""
    reason = "code: V502, because: they are asked on paper"
    assert run(tmp_path, NO_FLAGS).exit_code == 1
    result = run(tmp_path, with_accepted(NO_FLAGS, reason))
    assert result.exit_code == 0
    assert "V502 note: accepted: no red flag is asked" in result.output
    assert "because they are asked on paper" in result.output
    assert "1 note in 1 file" in result.output


def test_programs_see_what_is_accepted(tmp_path: Path) -> None:
    """JSON has the reason, SARIF a suppression in the source, GitHub a notice."""
    text = with_accepted(NO_WAY_BACK, WAY)
    (found,) = json.loads(run(tmp_path, text, "--format", "json").output)
    assert (found["severity"], found["accepted"]) == ("note", "our table has no way back")
    (result,) = json.loads(run(tmp_path, text, "--format", "sarif").output)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "our table has no way back"}]
    assert run(tmp_path, text, "--format", "github").output.startswith("::notice ")
    (plain,) = json.loads(run(tmp_path, NO_WAY_BACK, "--format", "json").output)
    assert "accepted" not in plain


@pytest.mark.parametrize("of", ["settle", "squat/goblet", "swollen", "good_form", "freeze"])
def test_another_thing_is_not_meant(of: str) -> None:
    """What is accepted of one thing hides nothing of another, and is told as an acceptance of nothing."""
    found = check(read(NO_WAY_BACK, f"code: V503, of: {of}, because: said elsewhere"))
    assert sorted(codes(found)) == [("V503", Severity.WARNING), ("V606", Severity.WARNING)]


def test_a_finding_is_of_the_smallest_thing() -> None:
    """What stands in an exercise is of the exercise, and accepting it of the phase hides nothing."""
    text = (CORPUS / "V508" / "bad.yaml").read_text(encoding="utf-8")
    (found,) = check(loads(text))
    row = next(row.id for row in loads(text).every_row() if row.id in found.what)
    (phase,) = [one.id for one in loads(text).phases if row in [each.id for each in one.exercises]]
    assert codes(check(read(text, f"code: V508, of: {row}, because: tried"))) == [("V508", Severity.NOTE)]
    assert len(check(read(text, f"code: V508, of: {phase}, because: tried"))) == 2


def test_a_part_of_a_named_criterion_is_of_it() -> None:
    """A part that stands on a line of its own is accepted under the name of its criterion."""
    text = CLEAN.replace(
        "  settled: pain_during <= 3\n",
        "  settled:\n    all:\n      - pain_during <= 3\n      - pain_during <= 4\n",
    )
    assert codes(check(loads(text))) == [("V407", Severity.WARNING)]
    kept = read(text, "code: V407, of: settled, because: both limits stand on our sheet")
    assert codes(check(kept)) == [("V407", Severity.NOTE)]


def test_an_overdue_review_is_judged_with_a_day_alone() -> None:
    """Without a day nobody knows whether a review is due, so its acceptance is not called empty."""
    protocol = read(CLEAN, "code: V507, because: the review is under way")
    assert check(protocol) == ()
    assert codes(check(protocol, dt.date(2028, 1, 1))) == [("V507", Severity.NOTE)]
    assert codes(check(protocol, dt.date(2026, 1, 1))) == [("V606", Severity.WARNING)]


REFUSED = [
    ("code: V401, because: so be it", "V301"),
    ("code: V603, because: so be it", "V301"),
    ("code: V999, because: so be it", "V301"),
    ("code: V503, of: strenghten, because: so be it", "V312"),
    ("code: V503, of: strengthen", "V203"),
    ('code: V503, of: strengthen, because: ""', "V205"),
]


@pytest.mark.parametrize(("entry", "code"), REFUSED)
def test_what_cannot_be_accepted_is_refused(entry: str, code: str) -> None:
    """An error of the flow, an unknown thing and a missing reason are refused when the file is read."""
    with pytest.raises(ProtocolError) as caught:
        read(NO_WAY_BACK, entry)
    assert [one.code for one in caught.value.diagnostics] == [code]


def test_one_thing_is_accepted_once() -> None:
    """A second entry for the same finding is refused."""
    with pytest.raises(ProtocolError) as caught:
        read(NO_WAY_BACK, WAY, WAY)
    assert [one.code for one in caught.value.diagnostics] == ["V336"]


def test_stay_is_said_on_purpose() -> None:
    """A phase that says stay has no finding, is told in English, and one that misspells it is refused."""
    text = NO_WAY_BACK.replace(
        "    progress:\n      - when: settled for 3 sessions in a row\n        to: disc",
        "    regress: stay\n    progress:\n      - when: settled for 3 sessions in a row\n        to: disc",
    )
    protocol = loads(text)
    assert check(protocol) == ()
    assert "  Nothing leads back from here, on purpose." in phase_lines(
        protocol, protocol.phase_by_id["strengthen"]
    )
    assert "  Nothing leads back from here, on purpose." not in phase_lines(
        protocol, protocol.phase_by_id["settle"]
    )
    with pytest.raises(ProtocolError) as caught:
        loads(text.replace("regress: stay", "regress: stey"))
    assert [one.code for one in caught.value.diagnostics] == ["V301"]


def test_what_is_accepted_is_read_as_english() -> None:
    """Whoever reads the protocol as English reads what is let be, and why."""
    line = "  - no way back or down of strengthen (V503): our table has no way back"
    assert line in protocol_in_words(read(NO_WAY_BACK, WAY)).splitlines()
    assert "LET BE" not in protocol_in_words(loads(NO_WAY_BACK))


def test_what_is_accepted_decides_nothing() -> None:
    """The digest is the same with and without what a check is told."""
    stays = NO_WAY_BACK.replace(
        "    goals: [Build strength]\n", "    goals: [Build strength]\n    regress: stay\n"
    )
    assert stays != NO_WAY_BACK
    assert loads(NO_WAY_BACK).digest == read(NO_WAY_BACK, WAY).digest == loads(stays).digest
