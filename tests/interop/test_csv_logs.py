"""Logs as tables: their forms, the enrolment, and every refusal."""

from __future__ import annotations

import datetime as dt

import pytest

from interop.log_knee import DAY, KNEE, TODAY, csv, found, js, only
from vmo_rehab.engine.events import (
    Cleared,
    Enrolled,
)
from vmo_rehab.engine.session import Absent, Performed, Session, SetDone
from vmo_rehab.interop.logs import read_csv, read_json, read_log, write_json

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
    (tmp_path / "a.csv").write_bytes("# note: a\n# enrolled by: ärztin".encode("latin-1"))
    one = only(read_log, tmp_path / "a.csv", KNEE)
    assert (one.code, one.span.line, one.span.col) == ("L101", 2, 16)


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
        '2026-03-02,cleared,"Dr ""desk"" Li, MD","line one\nline two"',
        "2026-03-03",
    )
    assert log.events == (
        Cleared(DAY, 'Dr "desk" Li, MD', "line one\nline two"),
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
        ("event,by", "cleared,desk", "L114", "date"),
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
    one = only(csv, "date,note,pain_before", '2026-03-02,"ärztin, ✓",12')
    assert (one.span.line, one.span.col, one.span.end_col) == (3, 24, 26)
    assert str(one).splitlines()[0] == "log.csv:3:24: L135 error: pain_before: 12 is off the scale"


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
        (["2026-03-03,,", "2026-03-02,desk,cleared"], "L130", 4),
        (["2026-03-02,,", "2026-03-02,desk,cleared", "2026-03-02,,"], "L131", 5),
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
