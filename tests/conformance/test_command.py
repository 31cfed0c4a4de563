"""Engines that are commands, asked in lines of JSON: real processes, good ones and bad ones."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import vmo_rehab as vmo
from conformance.engines import WithoutRecord
from vmo_rehab.testing import conformance
from vmo_rehab.testing.conformance.items import START
from vmo_rehab.testing.conformance.lines import LineError, Request, reply_line, reply_of

SELF = [sys.executable, "-m", "vmo_rehab.testing.conformance"]
THEMES = ("corrections", "events", "unknown", "limits", "red-flags", "baselines")
CASES = [case for case in conformance.cases() if case.theme in THEMES]
ENROL = {"event": "enrolled", "on": "2026-01-05"}


@pytest.fixture
def engine() -> conformance.Engine:
    """Return the library's own engine behind a process."""
    return conformance.command(SELF, corrects=True)


def script(tmp_path: Path, text: str, **options: Any) -> conformance.Engine:
    """Return an engine that is a small program of its own."""
    path = tmp_path / "engine.py"
    path.write_text("import sys, time\n" + text, "utf-8")
    return conformance.command([sys.executable, str(path)], **options)


def test_the_library_conforms_behind_a_process(engine: conformance.Engine) -> None:
    """Every word of requests, replies and refusals survives the way through lines of JSON."""
    report = conformance.check(engine, CASES)
    assert report.conforms, str(report)


def test_a_command_that_takes_no_corrections_is_not_asked_for_them() -> None:
    """Unless it is said that a command keeps a record, its cases of corrections are told as not run."""
    report = conformance.check(conformance.command(SELF), CASES[:20])
    assert {result.case.theme for result in report.not_run} == {"corrections"}
    assert report.mismatches == ()


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("sys.exit(3)", "CommandError: the command ended with exit code 3 instead of a reply"),
        (
            "sys.stdin.readline(); print('hello')",
            "LineError: expected one JSON object on a line, found hello",
        ),
        (
            "sys.stdin.readline(); print('{\"phse\": 1}')",
            "LineError: unknown keys of a reply: phse; it has phase",
        ),
        ("sys.stdin.readline(); print('{\"phase\": 1}')", "LineError: phase: expected a text, found 1"),
    ],
)
def test_what_a_command_does_instead_is_told(tmp_path: Path, text: str, got: str) -> None:
    """A command that ends, or writes what is no reply, is a mismatch with what it did."""
    (found,) = conformance.run(script(tmp_path, text), CASES[0])
    assert found.what == "answer"
    assert found.got.startswith(got)


def test_a_command_that_is_too_slow_is_ended(tmp_path: Path) -> None:
    """A command that never replies does not hang the check, and the next case finds it started anew."""
    text = (
        "import os\nfirst = not os.path.exists('seen')\nopen('seen', 'w').close()\nsys.stdin.readline()\n"
        "if first: time.sleep(60)\n"
        'print(\'{"episode": 1, "phase": "elsewhere"}\', flush=True)\nsys.stdin.readline()\n'
    )
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        engine = script(tmp_path, text, patience=2.0)
        (slow,) = conformance.run(engine, CASES[0])
        (found,) = conformance.run(engine, CASES[0])
    finally:
        os.chdir(here)
    assert slow.got == "CommandError: no reply within 2 seconds"
    assert (found.what, found.got) == ("phase", "elsewhere")


def test_a_program_that_is_not_there_is_told_at_once() -> None:
    """A misspelt program is an error of its own, and not two hundred cases that are not met."""
    with pytest.raises(FileNotFoundError):
        conformance.command(["no-such-engine-anywhere"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "expected one JSON object on a line, found an empty line"),
        ("[1]", "expected one JSON object"),
        ('{"ask": ["fever", 1]}', r"ask: expected a list of texts, found \[\"fever\", 1\]"),
        ('{"levels": []}', "levels: expected an object"),
        ('{"levels": {"a": 5}}', "levels of a: expected a text, found 5"),
        ('{"truth": "true"}', "truth: expected an object"),
        ('{"truth": {"a": true}}', "truth of a: expected a list of texts"),
        ('{"decisions": {"monday": "stay"}}', "decisions: Invalid isoformat string"),
        ('{"refused": 1}', "refused: expected a list of texts, found 1"),
    ],
)
def test_a_line_that_is_no_reply_is_refused(line: str, said: str) -> None:
    """Each part of a reply is of its kind, or it is told what was found."""
    with pytest.raises(LineError, match=said):
        reply_of(line)


def test_a_reply_reads_back_as_written() -> None:
    """What is written of a reply is all of it."""
    reply = conformance.Reply(
        episode={"a": [1]},
        phase="one",
        decision="stay",
        do="rest",
        flags=("review",),
        escalate_to=("physician",),
        red_flags=("alarm",),
        ask=("hurt",),
        choices=("two",),
        prescribed=("lunge",),
        withheld=("squat",),
        arcs={"lunge": "0-60"},
        levels={"lunge": "5 kg"},
        truth={"freeze": ("false", "true")},
        decisions={START: "stay"},
    )
    assert reply_of(reply_line(reply)) == reply


def test_one_word_will_do_for_a_list_of_one() -> None:
    """A refusal and a truth may be one word."""
    assert reply_of('{"truth": {"freeze": "true"}}').truth == {"freeze": ("true",)}
    with pytest.raises(conformance.Refused) as caught:
        reply_of('{"refused": "final", "message": "over"}')
    assert (caught.value.why, str(caught.value)) == ({"final"}, "over")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ask": "walk"}, "expected ask"),
        ({"events": []}, "expected ask"),
        ({"ask": "step", "episode": 4}, "there is no episode 4"),
        ({"ask": "step"}, "there is no episode None"),
        ({"ask": "correct", "episode": 0}, "takes no corrections"),
    ],
)
def test_a_served_engine_takes_only_requests(change: dict[str, Any], said: str) -> None:
    """A line that asks for what cannot be is an error, and no reply is made up for it."""
    first = Request("enrol", CASES[0].protocol(), vmo.Enrolled(START, {}, {"usual": 1})).line()
    lines = [first, json.dumps({**json.loads(first), **change})]
    with pytest.raises(LineError, match=said):
        list(conformance.serve(WithoutRecord(), lines))


def test_a_served_engine_refuses_in_words() -> None:
    """An error of the library goes out as a refusal, and so does one of the engine's own."""

    class Closed(conformance.Library):
        def enrol(self, protocol: str, enrolled: Any, /) -> conformance.Reply:
            raise conformance.Refused("enrolment", "closed on Mondays")

    line = json.dumps({"ask": "enrol", "protocol": "format: 1", "event": ENROL})
    (closed,) = conformance.serve(Closed(), [line])
    (broken,) = conformance.serve(conformance.Library(), [line])
    assert json.loads(closed) == {"refused": ["enrolment"], "message": "closed on Mondays"}
    assert json.loads(broken)["refused"] == ["protocol"]
