"""Logs of both forms: the reference page, files, and what holds for any text."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop.log_knee import DAY, KNEE, PAGE, TODAY, blocks, csv, found, js, only
from vmo_rehab.codes import CODES
from vmo_rehab.engine.events import (
    Cleared,
    Enrolled,
    LateAnswer,
    SignedOff,
)
from vmo_rehab.engine.session import Absent, Performed, Session, SetDone
from vmo_rehab.errors import LogError
from vmo_rehab.interop import json_text, log_entries
from vmo_rehab.interop.logs import Log, read_csv, read_json, write_json

# The reference page


def test_page_examples_agree():
    """The page's table and its JSON hold the same log."""
    table, *_ = blocks("csv")
    (whole,) = blocks("json")
    assert read_csv(table, "a.csv", KNEE, TODAY) == read_json(whole, "a.json", KNEE, TODAY)


def test_page_example_means_what_it_says():
    """The page's table is read into the events it describes."""
    log = read_csv(blocks("csv")[0], "a.csv", KNEE)
    assert log.enrolled == Enrolled(
        DAY,
        {"injury": dt.date(2026, 2, 20)},
        {"pain_usual": 2},
        by="the clinic",
        side="left",
        equipment=("leg press", "chair"),
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
        LateAnswer(dt.date(2026, 3, 3), DAY, {"pain_next_morning": 4}, by="the clinic"),
        Session(
            dt.date(2026, 3, 3),
            {"pain_before": 4, "effusion": Absent("declined"), "calf_pain": "present", "fever": "absent"},
        ),
        Cleared(dt.date(2026, 3, 4), "clinic physician", "ultrasound clear"),
        SignedOff(dt.date(2026, 3, 5), "strength", "the clinic"),
    )


def test_page_spreadsheet_example():
    """A table with semicolons and decimal commas is read, comment lines padded by a spreadsheet included."""
    session = read_csv(blocks("csv")[-1], "a.csv", KNEE).events[0]
    assert session == Session(DAY, {"effort": "6.5"}, (Performed("lunge/static", (SetDone(8), SetDone(7))),))


def test_page_names_every_column_and_event():
    """Every column and event that is read has its place on the page."""
    from vmo_rehab.interop.csv_log import _COLUMNS
    from vmo_rehab.interop.json_log import KINDS

    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in (*_COLUMNS, *KINDS) if f"`{name}`" not in text] == []


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
    """Each code from L101 to L149 stands in these files, and none is reserved for nothing."""
    here = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    ours = {code for code in CODES if "L101" <= code <= "L149"}
    assert {code for code in ours if f'"{code}"' not in here} == set()


@pytest.mark.parametrize(
    ("line", "read"),
    [("", None), ("# equipment: none\n", ()), ("# equipment: leg press, chair\n", ("leg press", "chair"))],
)
def test_equipment_survives_both_forms(line, read):
    """What a patient has is read from a table, written and read again; nothing and everything are two."""
    log = read_csv(f"# start: 2026-03-02\n{line}date,pain_before\n2026-03-02,2\n", "a.csv", KNEE)
    assert log.enrolled.equipment == read
    assert read_json(write_json(log), "a.json", KNEE) == log


def test_unknown_equipment_is_refused_where_it_stands():
    """A name that the catalogue does not have is a finding in a table and in JSON."""
    for text, kind in (
        ("# start: 2026-03-02\n# equipment: leg pres\ndate\n2026-03-02\n", read_csv),
        (
            '{"format": 1, "enrolled": {"on": "2026-03-02", "equipment": ["leg pres"]}, "events": []}',
            read_json,
        ),
    ):
        with pytest.raises(LogError) as caught:
            kind(text, "log", KNEE)
        (one,) = caught.value.diagnostics
        assert (one.code, one.cure) == ("L139", 'did you mean "leg press"?')
    with pytest.raises(LogError) as caught:
        read_json(
            '{"format": 1, "enrolled": {"on": "2026-03-02", "equipment": [1]}, "events": []}', "l", KNEE
        )
    assert [one.code for one in caught.value.diagnostics] == ["L123"]
