"""The commands about a patient: run, today, explain."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from vmo_rehab.cli.commands import today as today_module

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.csv"))
ANSWERS = "pain_before=2 effusion=trace red_flags=none"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples(vmo, example):
    """Each example runs, and each of its sessions can be explained."""
    protocol = re.search(r"^# protocol: (\S+)", example.read_text(encoding="utf-8"), re.MULTILINE)[1]
    result = vmo("run", protocol, example)
    assert result.exit_code == 0, result.stderr
    (day, *_) = json.loads(vmo("run", protocol, example, "--json").stdout)["now"][-1:]
    assert vmo("explain", protocol, example, "--on", day["date"]).exit_code == 0


def test_run(vmo, knee, log):
    """Each session has its row: day, phase, decision, reason; other events stand in their place."""
    result = vmo("run", knee, log)
    assert result.exit_code == 0
    rows = [re.split(r"\s{2,}", line) for line in result.stdout.splitlines() if line.startswith("2026-")]
    assert [(row[0][-5:], row[-2]) for row in rows] == [
        ("03-02", "stay"),
        ("03-03", "late answer"),
        ("03-04", "stay"),
        ("03-06", "regress *"),
        ("03-07", "late answer"),
        ("03-09", "hold"),
        ("03-11", "resume"),
        ("03-13", "stay"),
        ("03-18", "refer"),
        ("03-19", "red flags cleared"),
    ]
    assert "(then: stay)" in result.stdout
    assert "* decided otherwise than on the day" in result.stdout
    assert "on hold after a red flag that was cleared" in result.stdout


def test_run_prescribes(vmo, knee, log, tmp_path):
    """While training goes on, what to do and what to ask next is told."""
    short = tmp_path / "short.csv"
    lines = log.read_text(encoding="utf-8").splitlines()
    short.write_text("\n".join(lines[:10]), encoding="utf-8")
    result = vmo("run", knee, short)
    assert "WHAT TO DO NEXT" in result.stdout
    assert "(terminal-knee-extension/band)" in result.stdout
    assert "WHAT TO ASK NEXT" in result.stdout


def test_run_json(vmo, knee, log):
    """One JSON document and nothing else, the same each time; issued and now stand side by side."""
    first, again = vmo("run", knee, log, "--json"), vmo("run", knee, log, "--json")
    assert first.stdout == again.stdout
    assert first.stdout.count("\n") == 1
    whole = json.loads(first.stdout)
    assert [one["kind"] for one in whole["issued"]][2] == "stay"
    assert [one["kind"] for one in whole["now"]][2] == "regress"
    assert len(whole["events"]) == 10
    assert whole["prescription"]["do"] == "rest"
    assert whole["unfit"] == []


def test_run_names_what_does_not_fit(vmo, knee, log, tmp_path):
    """An event that does not fit is named, the rest is told, and the code is 1."""
    bad = tmp_path / "log.csv"
    row = "2026-03-20,signed-off,,,,,,,,,,,clerk,discharged,"
    bad.write_text(f"{log.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    result = vmo("run", knee, bad)
    assert result.exit_code == 1
    assert "NOT TAKEN, BECAUSE IT DOES NOT FIT" in result.stdout
    assert (
        "sign-off of 2026-03-20 (for discharged, by clerk (physiotherapist)): no way leads from"
        in result.stdout
    )
    as_json = vmo("run", knee, bad, "--json")
    assert as_json.exit_code == 1
    assert "no way leads" in json.loads(as_json.stdout)["unfit"][0]["why"]


def test_run_names_refused_sessions(vmo, knee, log, tmp_path):
    """A session of a suspended episode is named by its day, and the rest is told."""
    bad, lines = tmp_path / "log.csv", log.read_text(encoding="utf-8").splitlines()[:9]
    lines += ["2026-03-05,suspended,,,,,,,,,,,clerk,,", "2026-03-06,,,,,,3,,,trace,none,,,,"]
    bad.write_text("\n".join(lines), encoding="utf-8")
    result = vmo("run", knee, bad)
    assert result.exit_code == 1
    assert "  - the session of 2026-03-06: the episode is suspended" in result.stdout
    assert "NOW\n  Settle and straighten: the episode is suspended" in result.stdout


def test_run_without_sessions(vmo, knee, tmp_path):
    """A log with an enrolment alone tells what the first session is."""
    log = tmp_path / "log.json"
    log.write_text('{"format": 1, "enrolled": {"on": "2026-03-02"}, "events": []}', encoding="utf-8")
    given = ["--start", "2026-03-02", "--fact", "injury=2026-02-01", "--baseline", "pain_usual=2"]
    result = vmo("run", knee, log, *given, "--side", "left")
    assert result.exit_code == 0, result.stderr
    assert "The log has no sessions yet." in result.stdout
    assert "WHAT TO DO NEXT" in result.stdout


def test_enrolment_is_asked_for(vmo, knee, tmp_path):
    """A fact that is missing is named, with the two ways to give it."""
    log = tmp_path / "log.csv"
    log.write_text("# start: 2026-03-02\ndate\n2026-03-02\n", encoding="utf-8")
    result = vmo("run", knee, log)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the fact injury is missing" in result.stderr
    assert "--start DATE --fact NAME=VALUE" in result.stderr


def test_enrolment_options_need_a_start(vmo, knee, log):
    """A fact without a start is refused, for it would be lost."""
    result = vmo("run", knee, log, "--fact", "injury=2026-02-01")
    assert result.exit_code == 2
    assert "need --start" in result.stderr


def test_equipment_decides_what_is_prescribed(vmo, tmp_path):
    """What the patient has is given beside the log; the band gives way to what can be done."""
    log = tmp_path / "log.csv"
    log.write_text("date\n2026-03-02\n", encoding="utf-8")
    given = ["--start", "2026-03-02", "--fact", "injury=2026-02-01", "--baseline", "pain_usual=2"]
    result = vmo("run", "vmo-foundation", log, *given, "--equipment", "small ball, wall")
    assert "(terminal-knee-extension/ball)" in result.stdout
    assert "In the place of Terminal knee extension with a band." in result.stdout
    result = vmo("run", "vmo-foundation", log, *given, "--equipment", "none")
    assert "(quad-set)" in result.stdout
    result = vmo("run", "vmo-foundation", log, *given, "--equipment", "smal ball")
    assert (result.exit_code, 'did you mean "small ball"?' in result.stderr) == (2, True)


@pytest.mark.parametrize("file", ["none.csv", "log.xlsx"])
def test_logs_that_cannot_be_read(vmo, knee, file):
    """A log that is missing, or of no known kind, gives code 2."""
    result = vmo("run", knee, file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_bad_log(vmo, knee, tmp_path):
    """Findings in a log stand on standard error with their places; the code is 1."""
    log = tmp_path / "log.csv"
    log.write_text("# start: 2026-03-02\ndate,pain_before\n2026-03-02,11\n", encoding="utf-8")
    result = vmo("run", knee, log)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{log}:3:" in result.stderr


def test_today(vmo, knee, log):
    """The day, what it is, and why; red flags that are not answered are asked before anything else."""
    result = vmo("today", knee, log, "--on", "2026-03-20")
    assert result.exit_code == 0
    assert result.stdout.startswith("2026-03-20: REST - no training today\nWhy: ")
    assert "But first: 3 red flags not answered" in result.stdout


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["pain_before=6", "effusion=trace", "red_flags=none"], "RESCUE"),
        ([ANSWERS], "TRAIN as prescribed"),
        (["pain_before = 2, effusion = trace red_flags=none"], "TRAIN as prescribed"),
        (["red_flags=calf_pain"], "REFER"),
        (["red_flags=declined pain_before=2"], "But first: 3 red flags not answered"),
        (["effusion=2+ red_flags=none"], "REST"),
    ],
)
def test_today_answers(vmo, knee, log, tmp_path, answers, told):
    """Answers are taken one by one or several together."""
    short = tmp_path / "short.csv"
    short.write_text("\n".join(log.read_text(encoding="utf-8").splitlines()[:9]), encoding="utf-8")
    words = [word for one in answers for word in ("--answers", one)]
    result = vmo("today", knee, short, "--on", "2026-03-20", *words)
    assert result.exit_code == 0, result.stderr
    assert told in result.stdout


@pytest.mark.parametrize(
    ("answers", "told", "code"),
    [
        ("pain_before", "is not NAME=VALUE", 2),
        ("", "is not NAME=VALUE", 2),
        ("pain_before=2 pain_before=3", "gives pain_before twice", 2),
        ("red_flags=none calf_pain=present", "gives calf_pain twice", 2),
        ("red_flags=calf", '"calf" is not a red flag', 2),
        ("pain_befor=2", 'did you mean "pain_before"?', 1),
        ("pain_before=11", "off the scale", 1),
    ],
)
def test_today_bad_answers(vmo, knee, log, answers, told, code):
    """An answer that cannot be used is named with what to write."""
    result = vmo("today", knee, log, "--on", "2026-03-20", "--answers", answers)
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr


def test_today_is_the_machines_day(vmo, knee, log, monkeypatch):
    """Without a date the machine's clock is asked, here and nowhere else."""
    monkeypatch.setattr(today_module, "wall_day", lambda: dt.date(2026, 3, 25))
    assert vmo("today", knee, log).stdout.startswith("2026-03-25: ")


def test_machine_day():
    """The machine's day is a date."""
    assert isinstance(today_module.wall_day(), dt.date)


def test_bad_date(vmo, knee, log):
    """A day is written as in a log."""
    result = vmo("today", knee, log, "--on", "20.3.2026")
    assert result.exit_code == 2
    assert "write year-month-day, such as 2026-03-02" in result.stderr


def test_session_before_the_last(vmo, knee, log):
    """A day before the last session is refused in the engine's words."""
    result = vmo("today", knee, log, "--on", "2026-03-10", "--answers", ANSWERS)
    assert result.exit_code == 1
    assert "out of order" in result.stderr


def test_explain(vmo, knee, log):
    """Each rule stands with its truth in words, its values by session, and its line."""
    result = vmo("explain", knee, log, "--on", "2026-03-06")
    assert result.exit_code == 0
    assert f"File: {knee}" in result.stdout
    assert "* + true: one level down: " in result.stdout
    assert "[protocol.yaml:" in result.stdout
    assert "- false: " in result.stdout


def test_explain_another_day(vmo, knee, log):
    """A day without a session lists the days that have one."""
    result = vmo("explain", knee, log, "--on", "2026-03-05")
    assert result.exit_code == 2
    assert "there is no session on 2026-03-05; sessions: 2026-03-02, 2026-03-04" in result.stderr
    result = vmo("explain", knee, log)
    assert result.exit_code == 2
    assert "name a day with --on DATE; sessions: 2026-03-02, 2026-03-04" in result.stderr
