"""Pages: the words of the plain text, well formed whatever a file says, and nothing from outside."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import attrs
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from vmo_rehab import (
    Absent,
    Assessment,
    Cleared,
    Enrolled,
    Overridden,
    Protocol,
    Record,
    Session,
    Voided,
    Why,
    enrol,
    load,
    shipped,
    today,
)
from vmo_rehab.engine.decision import Kind, Prescription
from vmo_rehab.protocol.model import Do, Status
from vmo_rehab.report.explanation_text import explanation_in_words
from vmo_rehab.report.pages.elements import element
from vmo_rehab.report.pages.handout import handout_page
from vmo_rehab.report.pages.lines import blocks
from vmo_rehab.report.pages.patient_page import FULL, Way, patient_page
from vmo_rehab.report.pages.pieces import (
    decision_piece,
    explanation_piece,
    prescription_piece,
    protocol_piece,
    record_piece,
)
from vmo_rehab.report.pages.protocol_page import protocol_page
from vmo_rehab.report.protocol_text import protocol_in_words
from vmo_rehab.report.sheet_text import Reasons
from vmo_rehab.testing import logs, protocols

from .conftest import DAY
from .page_reading import headings, read, sound

FREE = {
    *("title", "question", "name", "cite", "doi", "evidence", "intended_use", "contact", "wording", "words"),
    *("expected", "goals", "precautions", "applies_to", "not_for", "approved_by", "setup", "steps", "cues"),
    *("revision", "source", "because"),
}
"""Fields that hold whatever an author writes."""
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title><b>",
    "<!-- ",
    "--> ]]>",
    "&lt;b&gt; & &amp;",
    "  - a list\n- that is none\n",
    "\x00\x1b[2J\x9b",
    "\ud800 half a pair",
]


def poisoned(value, poison):
    """Put a text in the place of every free text, all the way down."""
    if attrs.has(type(value)):
        changed = {}
        for one in attrs.fields(type(value)):
            if not one.init:
                continue
            old = getattr(value, one.name)
            new = _poison(old, poison) if one.name in FREE else poisoned(old, poison)
            if new is not old:
                changed[one.alias] = new
        return attrs.evolve(value, **changed) if changed else value
    if isinstance(value, tuple):
        new = tuple(poisoned(one, poison) for one in value)
        return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
    if isinstance(value, dict):
        return {name: poisoned(one, poison) for name, one in value.items()}
    return value


def _poison(old, poison):
    if isinstance(old, tuple) and all(isinstance(one, str) for one in old):
        return tuple(poison for _ in old)
    return poison if isinstance(old, str) else poisoned(old, poison)


def way_of(protocol: Protocol, record: Record, **more) -> Way:
    """Return what a page tells of a record."""
    fold = record.fold(protocol)
    last = fold.decisions[-1:]
    plan = last[0].prescription if last else Prescription(fold.episode.state.phase, Do.REST)
    return Way(protocol=protocol, record=record, fold=fold, prescription=plan, **more)


def begun(protocol: Protocol, who: str = "") -> Record:
    """Begin a record in the foundation protocol."""
    return Record.begin(protocol, Enrolled(DAY, {"injury": "2026-01-12"}, {"pain_usual": 2}, by=who))


QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
"""Pages are long: a failure is shown as it is found."""
FOUNDATION = load("vmo-foundation")


@settings(max_examples=6, phases=QUICK)
@example("".join(HOSTILE))
@given(poison=st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=20))
def test_no_text_becomes_part_of_a_page(poison: str) -> None:
    """Whatever stands in any free text of a protocol or a record is shown as text, on every page."""
    protocol = poisoned(FOUNDATION, poison)
    told = poison.encode("utf-8", "replace").decode().translate({0: "?", 27: "?"})
    record = begun(protocol, told).append(protocol, Assessment(DAY, {"quad_lsi": 60}, by=told))
    flagged = {**dict.fromkeys(protocol.red_flags, "absent"), "calf_pain": "present"}
    record = record.append(protocol, Session(DAY + dt.timedelta(1), flagged))
    record = record.append(protocol, Cleared(DAY + dt.timedelta(2), by=told, note=told))
    decision = record.fold(protocol).decisions[0]
    plan = today(protocol, enrol(protocol, record.enrolled), Session(DAY, {})).prescription
    reasons = Reasons(told, told, ("calf_pain",), ("swollen",), decision.ask)
    pages = [
        protocol_page(protocol),
        patient_page(way_of(protocol, record, alternatives=[poison], refused=[poison])),
        handout_page(protocol, plan, DAY, "left", reasons),
        handout_page(protocol, decision.prescription, DAY, "left", reasons),
        protocol_piece(protocol),
        decision_piece(decision),
        prescription_piece(plan),
        record_piece(record),
    ]
    for page in pages:
        page.encode("utf-8")
        sound(page)


def test_hostile_text_is_still_read() -> None:
    """Escaping loses nothing: the reader sees what was written."""
    poison = "<script>alert('1 & 2')</script>"
    page = protocol_page(attrs.evolve(FOUNDATION, intended_use=poison, contact=poison))
    assert read(page).words.count(poison) >= 2
    assert "<script" not in page


def test_controls_and_halves_of_a_pair_are_replaced() -> None:
    """What a page cannot hold becomes the sign for it; lines and tabs stay."""
    assert str(element("p", "a\x00b\ud800c\x85d\n\te")) == "<p>a\ufffdb\ufffdc\ufffdd\n\te</p>"


@pytest.mark.parametrize("name", [one.id if hasattr(one, "id") else one for one in shipped()])
def test_every_word_of_show_is_on_the_page(name: str) -> None:
    """The page has each line of the plain text, word for word; only headings have small letters."""
    protocol = load(name)
    found = sound(protocol_page(protocol))
    words = re.sub(r" protocol\.yaml:\d+:\d+", "", found.words).lower()
    for line in protocol_in_words(protocol).partition("\n\nSOURCES")[0].splitlines():
        told = re.sub(r"^ *(- |\d+\. )?", "", line).lower()
        assert " ".join(told.split()) in words, line
    assert found.of("href").count(f"#{protocol.start}") == 1
    assert len([one for one in found.of("href") if "doi.org" in one]) == sum(
        bool(one.doi) for one in protocol.sources.values()
    )


def test_a_page_is_accessible() -> None:
    """It says its language; headings have no gaps; tables have heads; pictures a name."""
    for page in (protocol_page(FOUNDATION), patient_page(way_of(FOUNDATION, begun(FOUNDATION)))):
        found = sound(page)
        assert ("html", "lang", "en") in found.attributes
        ranks = headings(found)
        assert ranks[0] == 1
        assert ranks.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(ranks))
        assert found.tags.count("table") == found.tags.count("thead")
        assert "default-src 'none'; style-src 'unsafe-inline'" in found.of("content")
    assert set(sound(protocol_page(FOUNDATION)).of("scope")) == {"col", "row"}


def test_rules_have_their_place() -> None:
    """Behind a rule stands the line and column of its criterion in the file."""
    text = protocol_page(FOUNDATION)
    hold = FOUNDATION.holds[0]
    assert f"protocol.yaml:{hold.when.span.line}:{hold.when.span.col}</span>" in text
    tier = FOUNDATION.lapse[0]
    assert f"protocol.yaml:{tier.span.line}:{tier.span.col}</span>" in text


def test_the_banner_tells_what_is_amiss() -> None:
    """A draft, an unapproved and an overdue protocol are marked; an approved one in force is not."""
    good = attrs.evolve(FOUNDATION, status=Status.ACTIVE, approved_by=("the clinic",))
    due = dt.date(2027, 11, 1)
    assert "banner" not in read(protocol_page(good, due)).of("class")
    late = read(protocol_page(good, due + dt.timedelta(1)))
    assert "banner" in late.of("class")
    assert "The review was due on 2027-11-01." in late.words
    assert "banner" in read(protocol_page(attrs.evolve(good, approved_by=()), due)).of("class")
    assert "banner" in read(protocol_page(FOUNDATION)).of("class")


def test_lines_become_lists() -> None:
    """Indents and bullets of the plain text become nested lists; a line end inside a text does not."""
    lines = ["  Mind:", "    - one\n  - still one", "    - two:", "        1. a", "        and b", "  End"]
    assert str(blocks(lines)) == (
        "<p>Mind:</p><ul><li>one\n  - still one</li>"
        "<li>two:<ol><li>a</li></ol><p>and b</p></li></ul><p>End</p>"
    )
    assert not str(blocks([]))


@settings(max_examples=15, phases=QUICK)
@given(protocol=protocols(), data=st.data())
def test_every_protocol_and_log_has_its_pages(protocol: Protocol, data: st.DataObject) -> None:
    """Pages are made of whatever can be loaded and logged, and tell every decision with its reason."""
    log = data.draw(logs(protocol, max_size=6))
    record = Record.begin(protocol, log.enrolled)
    for event in log.events:
        record = record.append(protocol, event)
    found = sound(patient_page(way_of(protocol, record)))
    for decision in record.fold(protocol).decisions:
        assert " ".join(f"Why: {decision.why}".split()) in found.words
        for line in explanation_in_words(decision).split("\n\n", 2)[-1].splitlines():
            told = re.sub(r"^[* ]*[-+?] (true|false|unknown): ", "", line)
            told = re.sub(r"   \[.*\]$", "", told)
            assert not line.startswith("*") or " ".join(told.split()) in found.words
        sound(decision_piece(decision))
        sound(handout_page(protocol, decision.prescription, decision.date))
    sound(protocol_page(protocol))


def test_a_patients_page_tells_the_way() -> None:
    """Where the patient is, what is next, corrections, what does not fit; the latest session comes first."""
    fine = {**dict.fromkeys(FOUNDATION.red_flags, "absent"), "pain_before": 1, "giving_way": "absent"}
    record = begun(FOUNDATION)
    assert "The log has no sessions yet." in read(patient_page(way_of(FOUNDATION, record))).words
    first, second = DAY + dt.timedelta(1), DAY + dt.timedelta(3)
    record = record.append(FOUNDATION, Session(first, {**fine, "calf_pain": "present"}))
    record = record.append(FOUNDATION, Session(second, fine))
    record = record.append(FOUNDATION, Voided(second, 0, by="the clinic", reason="wrong patient"))
    record = record.append(
        FOUNDATION, Assessment(second, {"quad_lsi": Absent(Why.DECLINED)}, by="the clinic")
    )
    words = sound(patient_page(way_of(FOUNDATION, record, refused=["a session: no"]))).words
    assert "taken out since, or it no longer fits" in words
    assert "On the day it was: refer" in words
    assert "decided otherwise than on the day" in words
    assert "a session: no" in words
    sessions = words.partition("Each session, the latest first")[2]
    assert (
        sessions.index(str(second)) < sessions.index(str(first)) < sessions.rindex("On the day it was: refer")
    )


def test_a_referred_patients_page_says_whom_to_call_now() -> None:
    """With a red flag present the next thing to do is to call, and why."""
    fine = {**dict.fromkeys(FOUNDATION.red_flags, "absent"), "pain_before": 1, "giving_way": "absent"}
    day = DAY + dt.timedelta(1)
    record = begun(FOUNDATION).append(FOUNDATION, Session(day, {**fine, "calf_pain": "present"}))
    words = sound(patient_page(way_of(FOUNDATION, record))).words
    assert "Call your physiotherapist now, because of a painful or swollen calf." in words
    assert "if anything is unclear" not in words.partition("What to do next")[2][:200]


def test_an_event_that_fits_no_longer_says_so() -> None:
    """Below an event that moves nobody stands why."""
    record = begun(FOUNDATION)
    flagged = {"calf_pain": "present"}
    record = record.append(FOUNDATION, Session(DAY + dt.timedelta(1), flagged))
    record = record.append(FOUNDATION, Cleared(DAY + dt.timedelta(2), by="the clinic"))
    record = record.append(FOUNDATION, Voided(DAY + dt.timedelta(3), 0, by="the clinic"))
    words = read(patient_page(way_of(FOUNDATION, record))).words
    assert record.fold(FOUNDATION).unfit
    assert f"This does not fit : {record.fold(FOUNDATION).unfit[0].why}" in words


def test_long_logs_stay_small() -> None:
    """Of sessions long past that moved nobody only what decided is told, and the page says so."""
    record = begun(FOUNDATION)
    for day in range(1, FULL + 11):
        record = record.append(FOUNDATION, Session(DAY + dt.timedelta(day), {"pain_before": 1}))
    page = patient_page(way_of(FOUNDATION, record))
    whole = [one for one in record.fold(FOUNDATION).decisions if one.kind is not Kind.STAY]
    found = read(page)
    assert "The command explain shows every rule of any." in found.words
    assert found.of("class").count("session") == FULL + 10
    assert len(re.findall(r"All \d+ rules that were asked", found.words)) == max(FULL, len(whole))


def test_an_override_is_told() -> None:
    """Reason and text of a clinician stand on the page."""
    over = Overridden(
        DAY, "progress", "clinical-judgement", "a <b> reason", "the clinic", DAY, "leg-extension"
    )
    record = begun(FOUNDATION).append(FOUNDATION, over)
    assert "a <b> reason" in read(patient_page(way_of(FOUNDATION, record))).words


def test_pieces_tell_what_they_are_of() -> None:
    """A piece for a notebook has its own looks, and the words of what it shows."""
    fine = {**dict.fromkeys(FOUNDATION.red_flags, "absent"), "pain_before": 1, "giving_way": "absent"}
    record = begun(FOUNDATION).append(FOUNDATION, Session(DAY, fine))
    decision = record.fold(FOUNDATION).decisions[0]
    assert "no sessions yet" in read(record_piece(begun(FOUNDATION))).words
    assert decision.why in read(record_piece(record)).words
    piece = sound(decision_piece(decision))
    assert decision.prescription.items[0].name in piece.words
    assert "All of it in words" in sound(protocol_piece(FOUNDATION)).words
    assert "It rests on" in sound(explanation_piece(decision.explanation)).words
    assert decision.prescription.items[0].dose in sound(prescription_piece(decision.prescription)).words
