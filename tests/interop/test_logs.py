"""Reading patients' logs: both forms, every refusal, and what holds for any text."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmo_rehab.codes import CODES
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    BaselineReset,
    Cleared,
    Enrolled,
    LateAnswer,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Absent, Performed, Session, SetDone
from vmo_rehab.errors import LogError
from vmo_rehab.interop import json_text, log_entries
from vmo_rehab.interop.logs import Log, read_csv, read_json, read_log, write_json
from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.protocol.dosage import Dose, Exercise, Ladder, Prescribed, Weights
from vmo_rehab.protocol.model import Fact, FactKind, Phase, Protocol
from vmo_rehab.scales import Scale

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "logs.md"
DAY = dt.date(2026, 3, 2)
TODAY = dt.date(2026, 4, 1)


def knee() -> Protocol:
    """Return a protocol with one measure of each kind, made without a file."""
    pain = Scale(0, 10)
    measures = [
        Measure("pain_before", "pain before", pain, Asked.CHECK_IN),
        Measure("pain_during", "pain during", pain, Asked.DURING),
        Measure("pain_next_morning", "pain next morning", pain, Asked.NEXT_MORNING),
        Measure("pain_usual", "usual pain", pain, Asked.VISIT, valid_for=730),
        Measure("effort", "effort", Scale(0, 20, step=Decimal("0.5")), Asked.AFTER),
        Measure("rep_quality", "quality", Scale(0, 100, unit="%"), Asked.DURING, Worse.LOW, from_reps=True),
        Measure("effusion", "effusion", Scale.of_labels(["0", "trace", "1+"]), Asked.VISIT, valid_for=7),
        Measure("weight", "weight", Scale(300, 2000, Decimal("0.1"), "kg"), Asked.VISIT, valid_for=90),
        Measure("calf_pain", "calf pain", PRESENCE, Asked.CHECK_IN, red_flag=True),
        Measure("fever", "fever", PRESENCE, Asked.CHECK_IN, red_flag=True),
    ]
    band = Prescribed(Exercise("extension/band", "b"), Dose(), Ladder(("red band", "green band"), 0))
    machine = Prescribed(Exercise("leg-extension/machine", "m"), Dose(), Weights(5000, 2500, 0, 40000))
    lunge = Prescribed(Exercise("lunge/static", "l"), Dose())
    return Protocol(
        id="knee",
        revision="1",
        title="Knee",
        intended_use="tests",
        start="basics",
        facts={
            "injury": Fact("injury", FactKind.DATE),
            "graft": Fact("graft", FactKind.LABEL, ("hamstring", "patellar")),
        },
        baseline=("pain_usual",),
        red_flags=("calf_pain", "fever"),
        measures={measure.id: measure for measure in measures},
        rescue=(Prescribed(Exercise("bike", "bike"), Dose()),),
        phases=(
            Phase(id="basics", title="Basics", exercises=(band, lunge)),
            Phase(id="strength", title="Strength", exercises=(machine, lunge)),
        ),
    )


KNEE = knee()


def csv(*lines: str, start: str = "# start: 2026-03-02") -> Log:
    return read_csv("\n".join((start, *lines)) + "\n", "log.csv", KNEE, TODAY)


def js(*events: object, **top: object) -> Log:
    whole = {"format": 1, "enrolled": {"on": "2026-03-02"}, "events": list(events)} | top
    return read_json(json.dumps(whole), "log.json", KNEE, TODAY)


def found(call, *args, **kwargs) -> tuple[Diagnostic, ...]:
    with pytest.raises(LogError) as caught:
        call(*args, **kwargs)
    for one in caught.value.diagnostics:
        assert one.code in CODES, one
        assert one.cure, one
    return caught.value.diagnostics


def only(call, *args, **kwargs) -> Diagnostic:
    (one,) = found(call, *args, **kwargs)
    return one


def blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


# The reference page


def test_page_examples_agree():
    """The page's table and its JSON hold the same log."""
    table, _ = blocks("csv")
    (whole,) = blocks("json")
    assert read_csv(table, "a.csv", KNEE, TODAY) == read_json(whole, "a.json", KNEE, TODAY)


def test_page_example_means_what_it_says():
    """The page's table is read into the events it describes."""
    log = read_csv(blocks("csv")[0], "a.csv", KNEE)
    assert log.enrolled == Enrolled(
        DAY, {"injury": dt.date(2026, 2, 20)}, {"pain_usual": 2}, by="A. Moreau", side="left"
    )
    flags = {"calf_pain": "absent", "fever": "absent"}
    assert log.events == (
        Session(
            DAY,
            {"pain_before": 2, "pain_during": 3, "effusion": "trace", **flags},
            (
                Performed(
                    "leg-extension/machine",
                    (SetDone(10, 9, "5 kg"), SetDone(10, 8, "5 kg")),
                    {"rep_quality": 90},
                ),
                Performed("lunge/static", (SetDone(8),), {"rep_quality": Absent("patient-unsure")}),
            ),
            cut_short=True,
        ),
        Session(
            dt.date(2026, 3, 3),
            {"pain_before": 4, "effusion": Absent("declined"), "calf_pain": "present", "fever": "absent"},
        ),
        LateAnswer(dt.date(2026, 3, 4), DAY, {"pain_during": 4}, by="A. Moreau"),
        Cleared(dt.date(2026, 3, 4), "Dr Okafor", "ultrasound clear"),
        SignedOff(dt.date(2026, 3, 5), "strength", "A. Moreau"),
    )


def test_page_spreadsheet_example():
    """A table with semicolons and decimal commas is read, comment lines padded by a spreadsheet included."""
    session = read_csv(blocks("csv")[1], "a.csv", KNEE).events[0]
    assert session == Session(DAY, {"effort": "6.5"}, (Performed("lunge/static", (SetDone(8), SetDone(7))),))


def test_page_names_every_column_and_event():
    """Every column and event that is read has its place on the page."""
    from vmo_rehab.interop.csv_log import _COLUMNS
    from vmo_rehab.interop.json_log import _KINDS

    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in (*_COLUMNS, *_KINDS) if f"`{name}`" not in text] == []


# Forms of a table


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter, line_end):
    """Delimiter and line ends change nothing."""
    lines = ["# start: 2026-03-02", "date,exercise,reps", '2026-03-02,"lunge/static",8', ",,", "", ""]
    text = line_end.join(lines).replace(",", delimiter)
    assert read_csv(text, "a.csv", KNEE).events == (
        Session(DAY, {}, (Performed("lunge/static", (SetDone(8),)),)),
    )


def test_byte_order_mark_and_file(tmp_path):
    """A file is read by its ending, with a byte order mark or without."""
    text = "# start: 2026-03-02\ndate\n2026-03-02"
    for name, raw in {"a.csv": text.encode(), "b.CSV": text.encode("utf-8-sig")}.items():
        (tmp_path / name).write_bytes(raw)
        assert read_log(tmp_path / name, KNEE).events == (Session(DAY),)
    log = read_log(tmp_path / "a.csv", KNEE)
    (tmp_path / "c.json").write_text(write_json(log), encoding="utf-8-sig")
    assert read_log(str(tmp_path / "c.json"), KNEE, latest=TODAY) == log


def test_file_that_is_not_utf8(tmp_path):
    """A file in another encoding is refused at the byte that shows it."""
    (tmp_path / "a.csv").write_bytes("# note: a\n# enrolled by: Zoë".encode("latin-1"))
    one = only(read_log, tmp_path / "a.csv", KNEE)
    assert (one.code, one.span.line, one.span.col) == ("L101", 2, 18)


def test_file_of_another_kind(tmp_path):
    """A file that is neither CSV nor JSON by its name is refused unopened; a missing one is an OSError."""
    assert only(read_log, tmp_path / "a.xlsx", KNEE).code == "L102"
    with pytest.raises(FileNotFoundError):
        read_log(tmp_path / "a.csv", KNEE)


def test_quoted_cells_and_padded_comments():
    """Quotes keep delimiters, quotes and line ends; a comment that a spreadsheet quoted is still one."""
    log = csv(
        '"# note: one, two",,,',
        "date,event,by,note",
        '2026-03-02,cleared,"Dr ""Bo"" Li, MD","line one\nline two"',
        "2026-03-03",
    )
    assert log.events == (
        Cleared(DAY, 'Dr "Bo" Li, MD', "line one\nline two"),
        Session(dt.date(2026, 3, 3)),
    )


def test_set_rows_of_a_circuit_are_gathered():
    """Sets of one exercise need not be adjacent: a circuit goes round."""
    log = csv(
        "date,exercise,set,reps",
        "2026-03-02,lunge/static,1,8",
        "2026-03-02,bike,1,1",
        "2026-03-02,lunge/static,2,7",
    )
    (session,) = log.events
    assert session.exercises == (
        Performed("lunge/static", (SetDone(8), SetDone(7))),
        Performed("bike", (SetDone(1),)),
    )


@pytest.mark.parametrize(
    ("cell", "calf", "fever"),
    [
        ("none", "absent", "absent"),
        ("fever", "absent", "present"),
        ("fever; calf_pain", "present", "present"),
        ("fever calf_pain", "present", "present"),
        ("declined", Absent("declined"), Absent("declined")),
    ],
)
def test_red_flags_column(cell, calf, fever):
    """The column of red flags answers every red flag of the protocol, or none when it is blank."""
    answers = csv("date,red_flags", f"2026-03-02,{cell}").events[0].answers
    assert answers == {"calf_pain": calf, "fever": fever}
    assert csv("date,red_flags", "2026-03-02,").events[0].answers == {}


@pytest.mark.parametrize(
    ("column", "cell", "answer"),
    [
        ("pain_before", "3", 3),
        ("pain_before", "3.0", 3),
        ("pain_before", "not-asked", Absent("not-asked")),
        ("effusion", "1+", "1+"),
        ("effusion", "0", "0"),
        ("weight", "80.50 kg", "80.5 kg"),
        ("weight", "80", 80),
        ("calf_pain", "present", "present"),
    ],
)
def test_answers_are_kept_in_one_form(column, cell, answer):
    """A whole number is kept as one, all else as its scale writes it; JSON gives the same."""
    assert csv(f"date,{column}", f"2026-03-02,{cell}").events[0].answers == {column: answer}
    written = {"absent": cell} if isinstance(answer, Absent) else cell
    event = {"event": "session", "date": "2026-03-02", "answers": {column: written}}
    assert js(event).events[0].answers == {column: answer}


def test_load_is_kept_as_the_prescription_writes_it():
    """A load in other digits is the same load; one of an unloaded exercise is kept as it is."""
    log = read_csv(
        "# start: 2026-03-02\ndate;exercise;reps;load\n2026-03-02;leg-extension/machine;8;7,50 kg\n"
        "2026-03-02;lunge/static;8;two bottles\n",
        "a.csv",
        KNEE,
    )
    assert [done.sets[0].load for done in log.events[0].exercises] == ["7.5 kg", "two bottles"]


# The enrolment


def test_enrolment_beside_the_log_fills_gaps():
    """What the log leaves out comes from the caller; what it says wins."""
    given_ = Enrolled(dt.date(2026, 2, 1), {"graft": "hamstring"}, {"pain_usual": 5}, "B", True, "right")
    text = "# fact injury: 2026-02-20\n# baseline pain_usual: 2\n# sign_off_every_move: no\ndate\n2026-03-02"
    assert read_csv(text, "a.csv", KNEE, enrolment=given_).enrolled == Enrolled(
        dt.date(2026, 2, 1),
        {"graft": "hamstring", "injury": dt.date(2026, 2, 20)},
        {"pain_usual": 2},
        "B",
        False,
        "right",
    )
    whole = '{"format": 1, "enrolled": {"side": "left"}, "events": []}'
    assert read_json(whole, "a.json", KNEE, enrolment=given_).enrolled.side == "left"
    assert read_json('{"format": 1, "events": []}', "a.json", KNEE, enrolment=given_).enrolled == given_


def test_missing_start_says_both_ways():
    """A log without a start is refused with both ways to give it."""
    one = only(read_csv, "date\n2026-03-02", "a.csv", KNEE)
    assert one.code == "L132"
    assert "# start: 2026-03-02" in one.cure
    assert "--start" in one.cure
    assert only(read_json, '{"format": 1, "events": []}', "a.json", KNEE).code == "L132"
    assert only(js, enrolled={"side": "left"}).code == "L132"


@pytest.mark.parametrize(
    ("line", "code", "cure"),
    [
        ("# strat: 2026-03-02", "L116", 'did you mean "start"?'),
        ("# hello", "L116", "# note:"),
        ("# start: 2026-03-03", "L117", "delete one"),
        ("# side:", "L117", "fill it in"),
        ("# side: lift", "L147", 'did you mean "left"?'),
        ("# sign_off_every_move: true", "L147", "yes"),
        ("# fact injry: 2026-02-20", "L139", 'did you mean "injury"?'),
        ("# fact injury: 20.02.2026", "L126", "write 2026-02-20"),
        ("# fact injury: 2027-02-20", "L128", "happened"),
        ("# fact graft: quad", "L139", "hamstring, patellar"),
        ("# baseline pain_before: 2", "L139", "pain_usual"),
        ("# baseline pain_usual: 12", "L135", "0 to 10"),
        ("# protocol: hip", "L133", "own protocol"),
    ],
)
def test_header_lines_refused(line, code, cure):
    """A header line that cannot be used is refused at its place, with a cure."""
    one = only(csv, line, "date", "2026-03-02")
    assert (one.code, one.span.line, one.line_text) == (code, 2, line)
    assert cure in one.cure


# Refusals of a table


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("# start: 2026-03-02\n", "no table"),
        ("# start: 2026-03-02\ndate,event\n", "no rows"),
        ("# start: 2026-03-02\ndate,event\n,\n\n", "no rows"),
    ],
)
def test_nothing_to_read(text, words):
    """An empty file, one of comments and one without rows are told apart."""
    one = only(read_csv, text, "a.csv", KNEE)
    assert (one.code, words in one.what) == ("L105", True)


@pytest.mark.parametrize(
    ("head", "row", "code", "cure"),
    [
        ("date,pain_befor", "2026-03-02,3", "L113", 'did you mean "pain_before"?'),
        ("date,Pain During", "2026-03-02,3", "L113", 'did you mean "pain_during"?'),
        ("date,exercise.pain_durin", "2026-03-02,", "L139", 'did you mean "pain_during"?'),
        ("date,exercise.fever", "2026-03-02,", "L146", "answer of the session"),
        ("date,event,date", "2026-03-02,,", "L112", "delete or rename"),
        ("event,by", "cleared,Bo", "L114", "date"),
        ("date,event,", "2026-03-02,,3", "L118", "name the column"),
        ("date,event", "2026-03-02,,3", "L111", "quotes"),
        ("date,event", "2026-03-02,,", "L111", "quotes"),
        ("date,note", '2026-03-02,"a" b', "L110", "double"),
        ("date,note", '2026-03-02,"a', "L110", "double"),
        ("date,event", "# note: here", "L115", "above"),
        ("date,event", ",cleared", "L126", "every row"),
        ("date", "01/02/2026", "L126", "2026-02-01 or 2026-01-02"),
        ("date", "13/02/2026", "L126", "write 2026-02-13"),
        ("date", "2026-3-2", "L126", "write 2026-03-02"),
        ("date", "2026-03-02T10:00", "L126", "the day alone: 2026-03-02"),
        ("date", "yesterday", "L126", "year-month-day"),
        ("date", "99/99/2026", "L126", "year-month-day"),
        ("date", "2026-02-30", "L127", "month"),
        ("date", "2026-04-02", "L128", "happened"),
        ("date", "2026-03-01", "L129", "start"),
        ("date,pain_before", "2026-03-02,nan", "L134", "0 to 10"),
        ("date,pain_before", "2026-03-02,inf", "L134", "0 to 10"),
        ("date,pain_before", "2026-03-02,1e1", "L136", "0 to 10"),
        ("date,pain_before", "2026-03-02,not-yet", "L134", "0 to 10"),
        ("date,pain_before", f"2026-03-02,{'9' * 99}", "L134", "0 to 10"),
        ("date,effusion", "2026-03-02,2+", "L134", "0, trace, 1+"),
        ("date,pain_before", "2026-03-02,11", "L135", "0 to 10"),
        ("date,effort,exercise,reps", "2026-03-02,2.25,bike,1", "L135", "steps of 0.5"),
        ("date,weight", "2026-03-02,80 lb", "L136", "30 kg to 200 kg"),
        ("date,pain_before", "2026-03-02,3 kg", "L136", "0 to 10"),
        ("date,pain_before", '2026-03-02,"2,5"', "L137", "2.5"),
        ("date;weight", "2026-03-02;1,000", "L137", "without the comma"),
        ("date,red_flags", "2026-03-02,fevre", "L139", 'did you mean "fever"?'),
        ("date,red_flags", "2026-03-02,none fever", "L139", "alone"),
        ("date,exercise,reps", "2026-03-02,lunge/statik,8", "L139", 'did you mean "lunge/static"?'),
        ("date,event", "2026-03-02,clear", "L139", 'did you mean "cleared"?'),
        ("date,event", "2026-03-02,voided", "L139", "JSON"),
        ("date,event", "2026-03-02,enrolled", "L139", "# start"),
        ("date,exercise,reps", "2026-03-02,bike,8.5", "L140", "digits"),
        ("date,exercise,reps", "2026-03-02,bike,-1", "L140", "digits"),
        ("date,exercise,reps,set", "2026-03-02,bike,1,0", "L140", "digits"),
        ("date,exercise,reps,set", "2026-03-02,bike,1,2", "L149", "in their order"),
        ("date,exercise,reps,good_reps", "2026-03-02,bike,8,9", "L141", "among"),
        ("date,exercise,reps", "2026-03-02,,8", "L142", "name the exercise"),
        ("date,exercise,reps", "2026-03-02,bike,", "L142", "fill in reps"),
        ("date,exercise.rep_quality", "2026-03-02,80", "L142", "name the exercise"),
        ("date,pain_during", "2026-03-02,3", "L143", "late answer"),
        ("date,to", "2026-03-02,strength", "L146", "empty the cell"),
        ("date,cut_short", "2026-03-02,maybe", "L147", "yes"),
        ("date,exercise,reps,load", "2026-03-02,leg-extension/machine,8,5", "L148", "5 kg"),
        ("date,exercise,reps,load", "2026-03-02,extension/band,8,blue band", "L148", "red band"),
    ],
)
def test_rows_refused(head, row, code, cure):
    """What is wrong in a row or a column is refused once, on its line, with a cure."""
    one = only(csv, head, row)
    assert one.code == code
    assert cure in one.cure
    assert one.line_text == (head if one.span.line == 2 else row)
    assert one.span.path == "log.csv"


def test_column_of_a_finding():
    """A finding points at the cell, in characters, behind quotes and wide letters too."""
    one = only(csv, "date,note,pain_before", '2026-03-02,"Zoë, ✓",12')
    assert (one.span.line, one.span.col, one.span.end_col) == (3, 21, 23)
    assert str(one).splitlines()[0] == "log.csv:3:21: L135 error: pain_before: 12 is off the scale"


def test_wrong_delimiter():
    """A table with another delimiter is told which ones there are."""
    diagnostics = found(csv, "date|event", "2026-03-02|")
    assert "commas, semicolons or tabs" in diagnostics[0].cure


def test_all_findings_at_once():
    """Everything wrong in a file is said in one go, in the order of the file."""
    diagnostics = found(
        csv, "date,pain_before,efort", "2026-03-02,11,", "2026-02-30,nan,", start="# side: up"
    )
    assert [one.code for one in diagnostics] == ["L132", "L147", "L113", "L135", "L127"]


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        (["2026-03-03,,", "2026-03-02,,"], "L130", 4),
        (["2026-03-03,,", "2026-03-02,Bo,cleared"], "L130", 4),
        (["2026-03-02,,", "2026-03-02,Bo,cleared", "2026-03-02,,"], "L131", 5),
        (["2026-03-02,,", "2026-03-04,,", "2026-03-02,,"], "L131", 5),
    ],
)
def test_order_of_rows(rows, code, line):
    """Rows out of order and rows of one day that are apart are refused at the later of the two."""
    one = only(csv, "date,by,event", *rows)
    assert (one.code, one.span.line, len(one.related)) == (code, line, 1)


def test_contradiction_names_both_rows():
    """Two values for one question in one session are refused, naming both rows."""
    head = "date,exercise,reps,pain_during,exercise.rep_quality,red_flags,fever,cut_short"
    first = "2026-03-02,bike,1,3,80,none,,yes"
    one = only(csv, head, first, "2026-03-02,bike,1,4,,,,")
    assert (one.code, one.span.line) == ("L138", 4)
    assert one.what == "pain_during is 4 here and 3 on line 3, in one session"
    assert one.related[0][1].line == 3
    assert only(csv, head, first, "2026-03-02,bike,1,,90,,,").code == "L138"
    assert only(csv, head, first, "2026-03-02,bike,1,,,,present,").code == "L138"
    assert only(csv, head, first, "2026-03-02,bike,1,,,fever,,").code == "L138"
    assert only(csv, head, first, "2026-03-02,bike,1,declined,,,,").code == "L138"
    assert only(csv, head, first, "2026-03-02,bike,1,,,,,no").code == "L138"
    assert csv(head, first, first).events[0].exercises[0].sets == (SetDone(1), SetDone(1))


def test_training_answer_names_the_session_it_may_belong_to():
    """Next morning's pain on a row of its own is sent to the last day with sets."""
    one = only(
        csv,
        "date,exercise,reps,pain_next_morning",
        "2026-03-02,bike,1,",
        "2026-03-03,,,2",
        "2026-03-04,,,declined",
    )
    assert (one.code, one.span.line) == ("L143", 4)
    assert "2026-03-02" in one.cure


# Events of a table

EVENTS = "date,event,for,taken,by,role,to,move,reason,note,expires,exercise,reps,pain_before,pain_during,effusion,pain_usual,exercise.rep_quality,red_flags"


def events(*rows: dict[str, str]) -> Log:
    columns = EVENTS.split(",")
    return csv(EVENTS, *(",".join(row.get(name, "") for name in columns) for row in rows))


DONE = {"date": "2026-03-02", "exercise": "bike", "reps": "1"}
OVERRIDE = {
    "date": "2026-03-03",
    "event": "overridden",
    "move": "progress",
    "to": "strength",
    "reason": "clinical-judgement",
    "note": "strong",
    "by": "Bo",
    "expires": "2026-05-01",
}


def test_every_event_of_a_table():
    """Each kind of event is read with all its parts."""
    third = dt.date(2026, 3, 3)
    log = events(
        DONE,
        {"date": "2026-03-03", "event": "assessment", "taken": "2026-03-01", "by": "Bo", "effusion": "trace"},
        OVERRIDE,
        OVERRIDE | {"move": "resume", "to": ""},
        {"date": "2026-03-03", "event": "suspended", "by": "Bo", "reason": "travel"},
        {"date": "2026-03-03", "event": "unsuspended", "by": "Bo"},
        {"date": "2026-03-03", "event": "baseline", "by": "Bo", "pain_usual": "3"},
        {"date": "2026-03-03", "event": "signed-off", "by": "Bo", "role": "surgeon", "to": "strength"},
        {
            "date": "2026-03-03",
            "event": "answer",
            "for": "2026-03-02",
            "by": "Bo",
            "exercise": "bike",
            "pain_during": "2",
            "exercise.rep_quality": "70%",
            "red_flags": "none",
        },
    )
    flags = {"calf_pain": "absent", "fever": "absent"}
    assert log.events[1:] == (
        Assessment(third, {"effusion": "trace"}, "Bo", dt.date(2026, 3, 1)),
        Overridden(third, "progress", "clinical-judgement", "strong", "Bo", dt.date(2026, 5, 1), "strength"),
        Overridden(third, "resume", "clinical-judgement", "strong", "Bo", dt.date(2026, 5, 1)),
        Suspended(third, "Bo", "travel"),
        Unsuspended(third, "Bo"),
        BaselineReset(third, {"pain_usual": 3}, "Bo"),
        SignedOff(third, "strength", "Bo", "surgeon"),
        LateAnswer(third, DAY, {"pain_during": 2, **flags}, by="Bo"),
        LateAnswer(third, DAY, {"rep_quality": 70}, "bike", "Bo"),
    )
    assert read_json(write_json(log), "a.json", KNEE, TODAY) == log


LATE = {"date": "2026-03-03", "event": "answer", "for": "2026-03-02", "pain_during": "2"}


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (LATE | {"for": ""}, "L145", "for"),
        (LATE | {"pain_during": ""}, "L145", "answer"),
        (LATE | {"for": "2026-03-01"}, "L144", "no session on 2026-03-01"),
        (LATE | {"for": "2026-02-30"}, "L127", "no day"),
        (LATE | {"pain_during": "11"}, "L135", "11"),
        (LATE | {"exercise": "bike"}, "L142", "bike"),
        (LATE | {"exercise.rep_quality": "80"}, "L142", "not named"),
        (LATE | {"exercise.rep_quality": "80", "exercise": "lunge/static"}, "L144", "not done"),
        (LATE | {"to": "strength"}, "L146", "to"),
        ({"date": "2026-03-03", "event": "assessment", "pain_before": "1"}, "L146", "in a session"),
        ({"date": "2026-03-03", "event": "assessment"}, "L145", "answers"),
        (
            {"date": "2026-03-03", "event": "assessment", "effusion": "0", "taken": "2026-03-04"},
            "L130",
            "2026-03-04",
        ),
        ({"date": "2026-03-03", "event": "baseline", "pain_before": "1"}, "L139", "baseline"),
        ({"date": "2026-03-03", "event": "cleared"}, "L145", "by"),
        ({"date": "2026-03-03", "event": "suspended"}, "L145", "by"),
        ({"date": "2026-03-03", "event": "unsuspended"}, "L145", "by"),
        ({"date": "2026-03-03", "event": "signed-off", "by": "Bo"}, "L145", "to"),
        ({"date": "2026-03-03", "event": "signed-off", "by": "Bo", "to": "strenght"}, "L139", "strenght"),
        (OVERRIDE | {"note": ""}, "L145", "note"),
        (OVERRIDE | {"move": "jump"}, "L147", "jump"),
        (OVERRIDE | {"to": ""}, "L145", "target"),
        (OVERRIDE | {"move": "resume"}, "L146", "resume"),
        (OVERRIDE | {"expires": "2026-03-01"}, "L130", "before the override"),
        (OVERRIDE | {"to": "x"}, "L139", "phase"),
    ],
)
def test_event_rows_refused(row, code, words):
    """An event row that lacks a part, or has one that does not fit, is refused by the column's name."""
    one = only(events, DONE, row)
    assert (one.code, one.span.line) == (code, 4)
    assert words in one.what


def test_late_answer_day_before_and_check_in():
    """A late answer cannot precede its session, nor give a day without sets an answer about training."""
    log = [{"date": "2026-03-02", "pain_before": "1"}, DONE | {"date": "2026-03-03"}]
    assert only(events, *log, LATE).code == "L143"
    early = LATE | {"date": "2026-03-02", "for": "2026-03-03"}
    assert only(events, *log, early).code == "L130"
    assert events(*log, LATE | {"pain_during": "declined"}).events[-1].answers == {
        "pain_during": Absent("declined")
    }


def test_late_answers_may_stand_below_their_session():
    """A late answer keeps its own day and needs not be moved to it."""
    log = events(DONE, LATE | {"date": "2026-03-20"}, DONE | {"date": "2026-03-04"})
    assert [type(one) for one in log.events] == [Session, LateAnswer, Session]


def test_unreadable_day_does_not_blame_the_late_answer():
    """A session lost to a bad date does not make its late answer wrong as well."""
    assert only(events, DONE | {"date": "2026-3-2"}, LATE).code == "L126"


# JSON

SET = {"reps": 10, "good_reps": 9, "load": "5 kg"}
MACHINE = {"exercise": "leg-extension/machine", "sets": [SET], "answers": {"rep_quality": 80}}
SESSION = {"event": "session", "date": "2026-03-02", "answers": {"pain_during": 3}, "exercises": [MACHINE]}


def test_every_event_only_json_holds():
    """Amendments, voids and migrations are read, and survive writing."""
    log = js(
        SESSION | {"phase": "basics"},
        {
            "event": "amended",
            "on": "2026-03-03",
            "by": "Bo",
            "session": {"date": "2026-03-02", "answers": {"pain_during": None, "pain_before": 1}},
        },
        {"event": "voided", "on": "2026-03-03", "place": 1, "by": "Bo", "reason": "other patient"},
        {"event": "migrated", "on": "2026-03-04", "by": "Bo", "digest": "abc", "phases": {"old": "basics"}},
        {"event": "migrated", "on": "2026-03-04", "by": "Bo", "digest": "abc"},
    )
    third = dt.date(2026, 3, 3)
    assert log.events[0].phase == "basics"
    assert log.events[1:] == (
        Amended(third, Session(DAY, {"pain_before": 1}), "Bo"),
        Voided(third, 1, "Bo", "other patient"),
        Migrated(dt.date(2026, 3, 4), "Bo", "abc", {"old": "basics"}),
        Migrated(dt.date(2026, 3, 4), "Bo", "abc"),
    )
    assert read_json(write_json(log), "a.json", KNEE, TODAY) == log


def changed(**parts: object) -> dict[str, object]:
    return SESSION | parts


def answered(**answers: object) -> dict[str, object]:
    return changed(answers=answers)


def with_set(**parts: object) -> dict[str, object]:
    return changed(exercises=[MACHINE | {"sets": [SET | parts]}])


@pytest.mark.parametrize(
    ("event", "code", "words"),
    [
        ([], "L123", "events[0]: this is a list"),
        ({"date": "2026-03-02"}, "L145", "no event"),
        ({"event": 3}, "L123", "events[0].event: this is a number"),
        ({"event": "sesion", "date": "2026-03-02"}, "L139", "sesion"),
        ({"event": "session"}, "L145", "no date"),
        ({"event": "session", "date": 20260302}, "L123", "a number"),
        ({"event": "session", "date": "02.03.2026"}, "L126", "events[0].date"),
        (changed(pain=3), "L124", "events[0].pain: unknown key"),
        (changed(cut_short="yes"), "L123", "a text"),
        (changed(cut_short=1), "L123", "a number"),
        (changed(phase="x"), "L139", "phase"),
        (changed(answers=[]), "L123", "a list"),
        (changed(exercises={}), "L123", "an object"),
        (changed(exercises=[3]), "L123", "exercises[0]"),
        (changed(exercises=[MACHINE, MACHINE]), "L138", "stands twice"),
        (changed(exercises=[{"sets": [SET]}]), "L145", "no exercise"),
        (changed(exercises=[MACHINE | {"sets": []}]), "L142", "no sets"),
        (changed(exercises=[MACHINE | {"sets": [4]}]), "L123", "sets[0]"),
        (changed(exercises=[MACHINE | {"exercise": "x"}]), "L139", "exercise"),
        (changed(exercises=[MACHINE | {"answers": {"fever": "absent"}}]), "L146", "fever"),
        (with_set(reps=None), "L142", "without repetitions"),
        (with_set(reps=10.5), "L140", "10.5"),
        (with_set(reps=True), "L123", "true or false"),
        (with_set(reps="10"), "L123", "a text"),
        (with_set(good_reps=11), "L141", "11 good"),
        (with_set(load="5"), "L148", "load"),
        (answered(pain_durin=3), "L139", "pain_durin"),
        (answered(pain_during=11), "L135", "events[0].answers.pain_during: 11"),
        (answered(pain_during=True), "L123", "true or false"),
        (answered(pain_during=[3]), "L123", "a list"),
        (answered(pain_during="declined"), "L134", "declined"),
        (answered(pain_during={"absent": "decline"}), "L147", "decline"),
        (answered(pain_during={"absent": "stale"}), "L147", "worked out"),
        (answered(pain_during={"absent": 3}), "L123", "a number"),
        (answered(pain_during={}), "L145", "absent"),
        (answered(pain_during={"absent": "declined", "why": "x"}), "L124", "why"),
        (answered(effort=2.25), "L135", "2.25"),
        (answered(effort="2,5"), "L137", "decimal comma"),
        (answered(effusion="2+"), "L134", "2+"),
        (changed(exercises=[]), "L143", "events[0].answers.pain_during"),
        ({"event": "answer", "on": "2026-03-03", "answers": {"effort": 2}}, "L145", "session"),
        ({"event": "answer", "on": "2026-03-03", "session": "2026-03-02"}, "L145", "answers"),
        (
            {"event": "answer", "on": "2026-03-03", "session": "2026-03-02", "answers": {"effort": None}},
            "L145",
            "answers",
        ),
        (
            {"event": "answer", "on": "2026-03-03", "session": "2026-03-02", "answers": {"effort": 2}},
            "L144",
            "no session",
        ),
        ({"event": "cleared", "on": "2026-03-03", "by": " "}, "L145", "by"),
        ({"event": "cleared", "by": "Bo"}, "L145", "no on"),
        ({"event": "cleared", "on": "2026-03-03", "by": "Bo", "text": "x"}, "L124", "text"),
        ({"event": "voided", "on": "2026-03-03", "place": 1, "by": "Bo"}, "L149", "voided"),
        ({"event": "voided", "on": "2026-03-03", "place": 0, "by": "Bo"}, "L149", "voided"),
        ({"event": "voided", "on": "2026-03-03", "by": "Bo"}, "L145", "place"),
        ({"event": "voided", "on": "2026-03-03", "place": "1", "by": "Bo"}, "L123", "a text"),
        (
            {"event": "amended", "on": "2026-03-03", "by": "Bo", "session": {"date": "2026-03-02"}},
            "L144",
            "no session",
        ),
        ({"event": "amended", "on": "2026-03-03", "by": "Bo"}, "L145", "session"),
        ({"event": "amended", "on": "2026-03-03", "by": "Bo", "session": {}}, "L145", "date"),
        ({"event": "migrated", "on": "2026-03-03", "by": "Bo"}, "L145", "digest"),
        (
            {"event": "migrated", "on": "2026-03-03", "by": "Bo", "digest": "a", "phases": {"a": 3}},
            "L123",
            "phases.a",
        ),
    ],
)
def test_json_events_refused(event, code, words):
    """What is wrong in an event is refused once, by its path."""
    one = only(js, event)
    assert one.code == code
    assert words in one.what


@pytest.mark.parametrize(
    ("top", "code", "words"),
    [
        ({"format": 2}, "L125", "format 2"),
        ({"format": None}, "L125", "does not say"),
        ({"format": "1"}, "L123", "a text"),
        ({"protocol": "hip"}, "L133", "hip"),
        ({"event": []}, "L124", "event"),
        ({"events": {}}, "L123", "an object"),
        ({"enrolled": []}, "L123", "a list"),
        ({"enrolled": {"on": "2026-03-02", "facts": {"injry": "2026-03-01"}}}, "L139", "injry"),
        ({"enrolled": {"on": "2026-03-02", "facts": {"injury": 3}}}, "L123", "injury"),
        ({"enrolled": {"on": "2026-03-02", "baseline": {"effort": 3}}}, "L139", "baseline"),
        ({"enrolled": {"on": "2026-03-02", "side": "up"}}, "L147", "up"),
        ({"enrolled": {"on": "2026-03-02", "sign_off_every_move": "yes"}}, "L123", "a text"),
        ({"enrolled": {"on": "2026-04-02"}}, "L128", "future"),
        ({"enrolled": {"on": "2026-03-02", "start": "2026-03-02"}}, "L124", "start"),
    ],
)
def test_json_head_refused(top, code, words):
    """What is wrong around the events is refused with its path."""
    one = only(js, **top)
    assert one.code == code
    assert words in one.what


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "L105", 1),
        ("[]", "L123", 1),
        ("nonsense", "L120", 1),
        ('{\n"format": 1,\n}', "L120", 3),
        ('{"format" 1}', "L120", 1),
        ('{"format": 1,\n"protocol": "kn\nee"}', "L120", 2),
        ('{"format": 1} {}', "L120", 1),
        ('{"protocol": "\\x"}', "L120", 1),
        ("[" * 5000, "L120", 1),
        ('{"format": 1, "format": 1, "enrolled": {"on": "2026-03-02"},\n"events": []}', "L121", 1),
        ('{"format": 1, "enrolled": {"on": "2026-03-02"},\n"events": [NaN]}', "L122", 2),
        ('{"format": 1, "enrolled": {"on": "2026-03-02"},\n"events": [-Infinity]}', "L122", 2),
        (f'{{"format": 1, "enrolled": {{"on": "2026-03-02"}},\n"events": [{"9" * 5000}]}}', "L122", 2),
        ('{"format": 1, "enrolled": {"on": "2026-03-02",\n"by": "\\ud800"}, "events": []}', "L122", 2),
        ('{"format": 1, "enrolled": {"on": "2026-03-02"}}', "L145", 1),
    ],
)
def test_json_texts_refused(text, code, line):
    """A text that is not JSON, or more than JSON, is refused where it shows."""
    one = only(read_json, text, "a.json", KNEE)
    assert (one.code, one.span.line) == (code, line)


def test_json_finding_has_its_line():
    """A finding in a JSON log has line, column and path."""
    text = json.dumps(
        {"format": 1, "enrolled": {"on": "2026-03-02"}, "events": [answered(pain_during=11)]}, indent=1
    )
    one = only(read_json, text, "a.json", KNEE)
    assert one.line_text.strip() == '"pain_during": 11'
    assert one.line_text[one.span.col - 1 : one.span.end_col - 1] == "11"


def test_json_order_and_second_session():
    """Order and one session a day hold in JSON as in a table; a voided session frees its day."""
    later = SESSION | {"date": "2026-03-03"}
    void = {"event": "voided", "on": "2026-03-03", "place": 1, "by": "Bo"}
    assert only(js, later, SESSION).code == "L130"
    assert only(js, SESSION, SESSION).code == "L131"
    assert len(js(SESSION, void, SESSION).events) == 3


def test_amendment_stands_for_later_answers():
    """After an amendment without sets, a late answer about training no longer fits."""
    amended = {"event": "amended", "on": "2026-03-03", "by": "Bo", "session": {"date": "2026-03-02"}}
    late = {"event": "answer", "on": "2026-03-03", "session": "2026-03-02", "answers": {"effort": 2}}
    assert only(js, SESSION, amended, late).code == "L143"


def test_floats_are_read_by_their_digits():
    """A decimal is taken by the digits that were written, not as a float."""
    assert js(answered(effort=0.5)).events[0].answers == {"effort": "0.5"}
    assert js(answered(effort=2.0)).events[0].answers == {"effort": 2}


def test_floats_and_decimals_are_written_as_texts():
    """A log made in code with floats is written with the digits a person would write."""
    log = Log(
        Enrolled(DAY),
        (Session(DAY, {"effort": 2.5, "weight": Decimal("80.5")}, (Performed("bike", (SetDone(0),)),)),),
    )
    again = read_json(write_json(log), "a.json", KNEE).events[0]
    assert again.answers == {"effort": "2.5", "weight": "80.5 kg"}
    assert again.exercises[0].sets == (SetDone(0),)


# What holds for any text

GOOD_CSV, GOOD_JSON = blocks("csv")[0], blocks("json")[0]
WORDS = "declined none true false null NaN nan e kg answer 99 3,5 2026-02-30 é ٣ # : - { } [ ] , ; \\"
SCRAPS = st.sampled_from([*WORDS.split(), "", '"', "\t", "\n", "\r\n", "\ud800", "\x00"])


@st.composite
def broken(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        upto = min(len(text), at + draw(st.integers(0, 12)))
        text = text[:at] + draw(SCRAPS | st.text(max_size=3)) + text[upto:]
    return text


def read_or_refused(read, text: str) -> Log | LogError:
    try:
        return read(text, "log", KNEE, TODAY)
    except LogError as refused:
        return refused


def holds(result: Log | LogError) -> bool:
    """Tell whether a refusal says why with known codes, or a log survives writing."""
    if isinstance(result, LogError):
        return bool(str(result)) and {one.code for one in result.diagnostics} <= CODES.keys()
    return read_json(write_json(result), "log", KNEE, TODAY) == result


@settings(max_examples=400, deadline=None)
@given(broken(GOOD_CSV))
def test_any_table_is_read_or_refused(text):
    """No text makes the reader of tables do anything but give a log or refuse it, with codes that exist."""
    assert holds(read_or_refused(read_csv, text))


@settings(max_examples=400, deadline=None)
@given(broken(GOOD_JSON))
def test_any_json_is_read_or_refused(text):
    """No text makes the reader of JSON do anything but give a log or refuse it, with codes that exist."""
    assert holds(read_or_refused(read_json, text))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def plain(node: json_text.Node) -> object:
    if isinstance(node.value, dict):
        return {key: plain(one) for key, one in node.value.items()}
    return [plain(one) for one in node.value] if isinstance(node.value, tuple) else node.value


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_json_reader_agrees_with_the_standard_one(value, indent, ascii_only):
    """Whatever the standard library writes is read back the same, with places that fit the text."""
    text = json.dumps([value], indent=indent, ensure_ascii=ascii_only)
    findings = log_entries.Findings(log_entries.SourceText("a.json", text))
    node = json_text.read_json_text(findings)
    assert plain(node) == [value]
    assert json.loads(text[node.value[0].spot.start : node.value[0].spot.end]) == value


ANSWERS = {
    "pain_before": st.integers(0, 10).map(str) | st.just("declined"),
    "effort": st.integers(0, 20).map(lambda n: str(Decimal(n) / 2)) | st.just("not-asked"),
    "effusion": st.sampled_from(["0", "trace", "1+", "patient-unsure"]),
    "fever": st.sampled_from(["absent", "present"]),
}


@st.composite
def sessions(draw: st.DrawFn) -> list[dict[str, object]]:
    drawn = []
    for gap in draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)):
        day = (drawn[-1]["day"] if drawn else DAY) + dt.timedelta(days=gap)
        answers = {name: draw(some) for name, some in ANSWERS.items() if draw(st.booleans())}
        reps = draw(st.lists(st.integers(0, 30), min_size=1, max_size=3))
        drawn.append({"day": day, "answers": answers, "reps": reps})
    return drawn


@given(sessions())
def test_both_forms_give_equal_logs(drawn):
    """The same content written as a table and as JSON gives equal logs."""
    names = list(ANSWERS)
    rows, whole = ["date,exercise,reps," + ",".join(names)], []
    for one in drawn:
        for place, reps in enumerate(one["reps"]):
            cells = [one["answers"].get(name, "") if place == 0 else "" for name in names]
            rows.append(",".join([one["day"].isoformat(), "bike", str(reps), *cells]))
        absences = ("declined", "not-asked", "patient-unsure")
        answers = {
            name: {"absent": said} if said in absences else said for name, said in one["answers"].items()
        }
        sets = [{"reps": reps} for reps in one["reps"]]
        exercises = [{"exercise": "bike", "sets": sets}]
        whole.append(
            {"event": "session", "date": one["day"].isoformat(), "answers": answers, "exercises": exercises}
        )
    assert csv(*rows) == js(*whole)


def test_too_long_and_too_many(monkeypatch):
    """A huge file is refused unread, and a file of another kind after a bounded number of findings."""
    monkeypatch.setattr(log_entries, "LONGEST", 10)
    assert only(read_csv, "x" * 11, "a.csv", KNEE).code == "L103"
    monkeypatch.undo()
    diagnostics = found(csv, "date,pain_before", *["2026-03-02,11"] * 1000)
    assert len(diagnostics) == log_entries.MOST_FINDINGS + 1
    assert "L104" in {one.code for one in diagnostics}


def test_every_code_is_tested():
    """Each code from L101 to L149 stands in this file, and none is reserved for nothing."""
    here = Path(__file__).read_text(encoding="utf-8")
    ours = {code for code in CODES if "L101" <= code <= "L149"}
    assert {code for code in ours if f'"{code}"' not in here} == set()
