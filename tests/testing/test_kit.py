"""The kit for testers: promises in the criteria language, faulty copies, machines, logs, forgetting."""

from __future__ import annotations

import datetime as dt
import random
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, NoSuchExample
from hypothesis.stateful import run_state_machine_as_test

from vmo_rehab import (
    Absent,
    Assessment,
    Enrolled,
    Log,
    Protocol,
    ProtocolError,
    Session,
    Suspended,
    enrol,
    load,
    read_json,
    run_cases,
    testing,
    write_json,
)
from vmo_rehab.cases.reading import read_cases
from vmo_rehab.documents.library import file_of
from vmo_rehab.engine.events import Amended, LateAnswer, Voided
from vmo_rehab.record.record import Record
from vmo_rehab.testing import (
    BrokenPromise,
    always,
    assert_guarantees,
    forget,
    logs,
    mutants,
    mutations,
    never,
    patients,
    protocol_machine,
    sessions,
    steps,
    violations,
)
from vmo_rehab.testing.asserting import _searching
from vmo_rehab.testing.corrected import corrected
from vmo_rehab.testing.courses import ideal
from vmo_rehab.testing.cutting import Cutting
from vmo_rehab.testing.keeping import Kept
from vmo_rehab.testing.otherwise import missing
from vmo_rehab.testing.strategies.patients import some_patients
from vmo_rehab.testing.values import Values

GATE, SORENESS, FOUNDATION = load("effusion-gate"), load("soreness-rules"), load("vmo-foundation")
FEW = settings(
    max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("what", [(), ("advance",), ("rise", "promote")])
def test_a_promise_about_no_kind_is_refused(what: tuple[str, ...]) -> None:
    """What is promised is a kind of decision or a rise; the error names all that there are."""
    with pytest.raises(ValueError, match="known: refer, hold, regress, enquire, stay, resume, progress"):
        never(*what, when="pain_during > 5")


@pytest.mark.parametrize("criteria", [{}, {"when": "effusion >= 2+", "unless": "effusion <= 1+"}])
def test_never_takes_one_criterion(criteria: dict[str, str]) -> None:
    """A promise hangs on one criterion: when or unless."""
    with pytest.raises(ValueError, match="as when or as unless, one of the two"):
        never("progress", **criteria)
    with pytest.raises(ValueError, match="give a criterion as when"):
        always("progress", when="")


@pytest.mark.parametrize(
    ("text", "code", "cure"),
    [
        ("pain_durring > 5", "V312", "pain_during"),
        ("effusion >= 9+", "V313", "trace"),
        ("> 5", "V311", "write what is compared first"),
    ],
)
def test_a_bad_criterion_is_told_with_its_cure(text: str, code: str, cure: str) -> None:
    """A promise that cannot be read is refused as a file would be: with a code, a place and a cure."""
    promise = never("progress", when=text)
    with pytest.raises(ProtocolError) as told:
        promise(FOUNDATION, Log(some_patients(FOUNDATION)[0], ()))
    assert told.value.diagnostics[0].code == code
    assert cure in str(told.value)


def test_unless_is_not_kept_by_the_unknown() -> None:
    """With the answer missing ``unless`` is broken where ``when`` is not: unknown is neither."""
    log = find(
        logs(SORENESS),
        lambda log: any(
            step.decision.kind == "stay" and "soreness_after" not in step.session.answers
            for step in steps(SORENESS, log)
        ),
        settings=FEW,
    )
    assert not violations(SORENESS, log, [never("stay", when="soreness_after is not none")])
    (broken, *_) = violations(SORENESS, log, [never("stay", unless="soreness_after is none")])
    assert "soreness_after is none is unknown" in broken.words


def test_always_is_kept_and_broken() -> None:
    """A swollen knee is held: that is kept; that it is always referred is not."""
    assert_guarantees(GATE, always("hold", "refer", when="effusion >= 2+"), guarantees=[], max_examples=60)
    with pytest.raises(BrokenPromise, match=r"hold, and effusion >= 2\+ is true") as told:
        assert_guarantees(GATE, always("refer", when="effusion >= 2+"), guarantees=[], max_examples=300)
    assert [one.guarantee for one in told.value.violations] == ["always refer when effusion >= 2+"]


def test_what_a_promise_supposed_stands_in_the_log_that_is_told() -> None:
    """An answer that was only supposed is put into the last session; nothing comes after what is broken."""
    promise = never("progress", when="pain_during >= 1")
    with pytest.raises(BrokenPromise, match="pain_during 1 ") as told:
        assert_guarantees(FOUNDATION, promise, guarantees=[], max_examples=100)
    log, (broken,) = told.value.log, told.value.violations
    assert isinstance(log.events[-1], Session)
    assert (log.events[-1].date, log.events[-1].answers["pain_during"]) == (broken.on, 1)
    assert broken.supposing is None


SWOLLEN = Log(
    Enrolled(dt.date(2026, 1, 5)),
    (Session(dt.date(2026, 1, 7), dict.fromkeys(GATE.red_flags, "absent") | {"effusion": "2+"}),),
)


def test_a_promise_supposes_an_answer_left_out() -> None:
    """What must be certainly true for a decision is asked with the answer missing as well."""
    (broken,) = violations(GATE, SWOLLEN, [never("hold", unless="fever is absent")])
    assert broken.words == "hold, and fever is absent is unknown with fever not answered"
    assert broken.supposing is not None
    assert "fever" not in broken.supposing.answers


def test_a_session_that_would_be_refused_is_not_supposed() -> None:
    """While suspended only a red flag is taken: without it there is no session, and nothing is broken."""
    red = Session(dt.date(2026, 1, 7), {"fever": "present"})
    log = Log(Enrolled(dt.date(2026, 1, 5)), (Suspended(dt.date(2026, 1, 6), "a clinician"), red))
    promise = always("refer", when="fever is present")
    assert [step.decision.kind for step in steps(GATE, log)] == ["refer"]
    assert not violations(GATE, log, [promise, never("refer", unless="fever is present")])


def test_a_step_can_be_supposed_otherwise() -> None:
    """Another answer is decided as if it had been given; the step itself is as it was."""
    (step,) = steps(GATE, SWOLLEN)
    assert step.decision.kind == "hold"
    assert step.supposing({"fever": "present"}).decision.kind == "refer"
    assert step.supposing({"effusion": None}).decision.kind == "enquire"
    assert step.supposing({}).decision == step.decision


def test_a_promise_may_be_a_function() -> None:
    """A function of a protocol and a log that gives sentences is a promise, named by its name."""

    def nobody_trains(protocol: Protocol, log: Log) -> list[str]:
        return [f"trained on {step.session.date}" for step in steps(protocol, log) if step.session.trained]

    with pytest.raises(BrokenPromise, match="BROKEN  nobody_trains: trained on "):
        assert_guarantees(SORENESS, nobody_trains, guarantees=[], max_examples=20)


@pytest.mark.parametrize(
    ("given", "words"), [("all wrong", ["all wrong"]), (None, []), (["a", "b"], ["a", "b"])]
)
def test_a_promise_may_give_one_sentence_or_none(given: Any, words: list[str]) -> None:
    """One sentence is one thing that is broken, and nothing is none."""
    assert [one.words for one in violations(GATE, SWOLLEN, [lambda *_: given])] == words


@pytest.mark.parametrize("given", [True, 3, [None], ["a", 3]])
def test_what_is_no_sentence_is_refused_by_name(given: Any) -> None:
    """A promise that gives something else fails with its name and the cure, and is not taken for broken."""

    def odd(protocol: Protocol, log: Log) -> Any:
        return given

    with pytest.raises(TypeError, match=r"the promise odd gave .*; give a sentence"):
        violations(GATE, SWOLLEN, [odd])
    with pytest.raises(TypeError, match="the promise odd gave"):
        assert_guarantees(GATE, odd, guarantees=[], max_examples=5)


def test_a_promise_may_assert() -> None:
    """An assert that fails is a promise broken, and told as a story."""

    def no_holds(protocol: Protocol, log: Log) -> None:
        for step in steps(protocol, log):
            assert step.decision.kind != "hold", "nobody is held"

    with pytest.raises(BrokenPromise, match="BROKEN  no_holds: nobody is held"):
        assert_guarantees(GATE, no_holds, guarantees=[], max_examples=50)


def test_a_promise_that_breaks_tells_the_log() -> None:
    """An error within a promise comes through as it is, with a note that tells a short log."""

    def broken(protocol: Protocol, log: Log) -> None:
        for step in steps(protocol, log):
            raise KeyError(step.decision.kind)

    with pytest.raises(KeyError) as told:
        assert_guarantees(GATE, broken, guarantees=[], max_examples=50)
    (note,) = told.value.__notes__
    assert note.startswith("effusion-gate, the log on which a promise could not be asked:\nstart  2026-01-05")


@pytest.mark.parametrize("wrong", ["vmo-foundation", None])
@pytest.mark.parametrize("door", [assert_guarantees, protocol_machine, logs, patients, sessions, mutations])
def test_what_is_no_protocol_is_refused_at_the_door(door: Any, wrong: Any) -> None:
    """An id in the place of a protocol is told with the cure, and not where it is first used."""
    with pytest.raises(TypeError, match=r"is no protocol; give what load returns"):
        door(wrong)


@pytest.mark.parametrize("wrong", [["G1"], [3]])
def test_what_is_no_promise_is_refused(wrong: list[Any]) -> None:
    """The id of a guarantee is none."""
    with pytest.raises(TypeError, match="is no promise; give functions, or what never and always make"):
        assert_guarantees(GATE, guarantees=wrong)


def test_no_examples_are_refused() -> None:
    """A search through no logs would keep every promise."""
    with pytest.raises(InvalidArgument):
        assert_guarantees(GATE, max_examples=0)


def test_a_promise_takes_groups() -> None:
    """A criterion of a promise may be a group as a file has it, named criteria in it."""
    promise = never("hold", when={"any": ["effusion >= 3+", {"not": "effusion < 2+"}]})
    assert promise.id == "never hold when {any: [effusion >= 3+, {not: effusion < 2+}]}"
    assert [one.words.split(", and")[0] for one in violations(GATE, SWOLLEN, [promise])] == ["hold"]
    with pytest.raises(ProtocolError, match="write all: or any:"):
        violations(GATE, SWOLLEN, [never("hold", when=["effusion >= 3+"])])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("protocol", "promise", "rows"),
    [
        (GATE, always("refer", when="effusion >= 2+"), 1),
        (FOUNDATION, never("progress", unless="pain_during <= 1 for 9 sessions in a row"), 5),
    ],
    ids=lambda one: str(getattr(one, "id", one)),
)
def test_a_log_is_cut_down_to_what_it_takes(protocol: Protocol, promise: Any, rows: int) -> None:
    """No event can be left out of the log that is told."""
    with pytest.raises(BrokenPromise) as told:
        assert_guarantees(protocol, promise, guarantees=[], max_examples=300)
    log = told.value.log
    assert len(log.events) <= rows
    for place in range(len(log.events)):
        fewer = attrs.evolve(log, events=log.events[:place] + log.events[place + 1 :])
        assert not violations(protocol, fewer, [promise])


def test_what_is_odd_is_made_ideal_where_it_is_not_needed() -> None:
    """Of a log that breaks something only the answer is odd that it takes."""

    def breaks(log: Log) -> bool:
        return any(step.decision.kind == "hold" for step in steps(GATE, log))

    flags = dict.fromkeys(GATE.red_flags, "absent")
    early, late = (Session(dt.date(2026, 1, day), flags | {"effusion": "2+"}) for day in (7, 12))
    cutting = Cutting(GATE, Log(Enrolled(dt.date(2026, 1, 5)), (early, late)), breaks)
    cutting.fewer()
    cutting.plainer()
    (left,) = cutting.log.events
    assert isinstance(left, Session)
    plan = ideal(GATE, enrol(GATE, cutting.log.enrolled), left.date)
    assert {name for name, answer in left.answers.items() if answer != plan.answers[name]} == {"effusion"}


def test_a_log_is_as_long_as_it_must_be() -> None:
    """More sessions than an ideal way and its tail have are lived if they are asked for."""
    for seed in range(5):
        log = find(
            logs(GATE, min_size=25, max_size=30),
            lambda one: len([event for event in one.events if isinstance(event, Voided)]) == 0,
            settings=settings(FEW, phases=[Phase.generate]),
            random=random.Random(seed),
        )
        last = list(steps(GATE, log))[-1]
        many = sum(isinstance(event, Session) for event in log.events)
        assert 25 <= many <= 30 or GATE.phase_by_id[last.decision.phase_after].final


@pytest.mark.parametrize("sizes", [{"min_size": 0}, {"min_size": 3, "max_size": 2}])
def test_sizes_that_cannot_be_are_refused(sizes: dict[str, int]) -> None:
    """A log has a session at least, and not fewer at most than at least."""
    with pytest.raises(InvalidArgument, match="min_size"):
        logs(GATE, **sizes)


def test_a_search_repeats_itself_under_ci() -> None:
    """Under a derandomized profile, which Hypothesis loads where CI is set, the same logs are tried."""
    tried: list[list[Log]] = []
    with settings_profile("kit-ci", derandomize=True, max_examples=7):
        assert _searching(None).max_examples == 7
        for _ in range(2):
            seen: list[Log] = []

            def watched(protocol: Protocol, log: Log, seen: list[Log] = seen) -> list[str]:
                seen.append(log)
                return []

            assert_guarantees(SORENESS, watched, guarantees=[])
            tried.append(seen)
            forget()
    assert tried[0] == tried[1]
    assert len(tried[0]) == 1 + 7, "one without events first"


class settings_profile:  # noqa: N801 - reads as a statement
    """Loads a profile of Hypothesis for a while."""

    def __init__(self, name: str, **values: object) -> None:
        self._before = settings.get_current_profile_name()
        self._name, self._values = name, values

    def __enter__(self) -> None:
        settings.register_profile(self._name, **self._values)
        settings.load_profile(self._name)

    def __exit__(self, *_: object) -> None:
        settings.load_profile(self._before)


@pytest.mark.parametrize("protocol", [GATE, SORENESS], ids=lambda one: one.id)
def test_each_mutant_is_another_protocol(protocol: Protocol) -> None:
    """Each faulty copy has words and a digest of its own, and differs from the good one."""
    found = list(mutants(protocol))
    assert len({one.words for one in found}) == len(found) > 20
    assert len({one.protocol.digest for one in found} | {protocol.digest}) == len(found) + 1
    for one in found:
        assert attrs.evolve(one.protocol, digest=protocol.digest) != protocol, one.words


def test_the_shipped_cases_notice_most_mutants() -> None:
    """Of the faulty copies of a shipped protocol its own cases notice at least two in three."""
    text = (file_of("soreness-rules").parent / "cases.yaml").read_text(encoding="utf-8")
    found = list(mutants(SORENESS))
    noticed = 0
    for one in found:
        try:
            noticed += not run_cases(read_cases(text, "cases.yaml", one.protocol)).passed
        except ProtocolError:
            noticed += 1
    assert noticed >= len(found) * 2 // 3, f"{noticed} of {len(found)}"


def test_mutations_are_drawn_from_the_mutants() -> None:
    """The strategy draws what `mutants` yields."""
    words = {one.words for one in mutants(SORENESS)}
    assert find(mutations(SORENESS), lambda one: True, settings=FEW).words in words


def test_a_machine_finds_a_planted_fault() -> None:
    """A state machine breaks a promise that a faulty copy does not keep, and tells the story."""
    deaf = next(one.protocol for one in mutants(GATE) if one.words == "no hold swollen")
    machine = protocol_machine(deaf, always("hold", "refer", when="effusion >= 2+"))
    how = settings(FEW, max_examples=150, stateful_step_count=4, phases=[Phase.generate])
    with pytest.raises(BrokenPromise, match=r"BROKEN  always hold or refer when effusion >= 2\+"):
        run_state_machine_as_test(machine, settings=how)


@FEW
@given(st.data(), st.integers(1, 6), st.integers(0, 6))
def test_logs_keep_their_sizes(data: st.DataObject, least: int, more: int) -> None:
    """A log has as many sessions as asked for; fewer only where it ends in a final phase."""
    log = data.draw(logs(SORENESS, min_size=least, max_size=least + more))
    sessions = [event for event in log.events if isinstance(event, Session)]
    assert len(sessions) <= least + more
    last = Record.begin(SORENESS, log.enrolled)
    for event in log.events:
        last = last.append(SORENESS, event)
    over = SORENESS.phase_by_id[last.fold().episode.state.phase].final
    voided = any(isinstance(event, Voided | Amended) for event in log.events)
    assert len(sessions) >= least or over or voided


@pytest.mark.parametrize("protocol", [FOUNDATION, SORENESS, GATE], ids=lambda one: one.id)
def test_a_record_accepts_every_log(protocol: Protocol) -> None:
    """Every event of every generated log is accepted by a record of the protocol."""

    @FEW
    @given(logs(protocol))
    def accepted(log: Log) -> None:
        record = Record.begin(protocol, log.enrolled)
        for event in log.events:
            record = record.append(protocol, event)
        assert record.events == log.events

    accepted()


def test_corrections_are_worked_out_in_order() -> None:
    """Late answers, an amendment over them, and a void: what the session should have been."""
    monday, tuesday = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
    events = [
        Session(monday, {"a": 1}, phase="one"),
        LateAnswer(monday, monday, {"b": 2, "c": 2}),
        Amended(tuesday, Session(monday, {"a": 3, "b": 3}), "clerk"),
        LateAnswer(tuesday, monday, {"d": 4}),
        Session(tuesday, {"a": 9}, phase="one"),
        Voided(tuesday, 4, "clerk"),
    ]
    (left,) = corrected(events)
    assert left == Session(monday, {"a": 3, "b": 3, "c": 2, "d": 4}, phase="one")


def test_only_answers_that_are_told_apart_are_tried() -> None:
    """Of worse answers the next that some comparison tells apart is tried, and the worst."""
    values = Values.of(FOUNDATION, {"pain_usual": 1})
    pain = FOUNDATION.measures["pain_during"]
    assert values.worse_apart(pain, 0) == (3, 8)
    assert values.worse_apart(pain, 8) == ()


def test_what_is_kept_is_bounded_and_forgotten() -> None:
    """The oldest goes where there are too many, and `forget` empties all."""
    made: list[int] = []
    kept = Kept[int, int](most=2)
    for number in (1, 2, 1, 3, 1, 2):
        kept.of(number, lambda number=number: made.append(number) or number)
    assert made == [1, 2, 3, 2]
    forget()
    kept.of(1, lambda: made.append(1) or 1)
    assert made[-1] == 1


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    """A search that finds nothing gives nothing back."""
    assert_guarantees(SORENESS, max_examples=10)
    with pytest.raises(NoSuchExample):
        find(logs(SORENESS), lambda log: not log.events, settings=FEW)


def test_mutants_come_in_a_fixed_order() -> None:
    """Two walks over the faulty copies give the same ones."""
    assert [one.words for one in islice(mutants(GATE), 40)] == [
        one.words for one in islice(mutants(GATE), 40)
    ]


def test_every_public_name_stands_on_the_page() -> None:
    """The reference page names everything that the kit exports."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
    assert [name for name in testing.__all__ if name not in page] == []


def test_what_was_assessed_on_the_day_is_not_missing() -> None:
    """A session that says "not asked" after an assessment of the same day leaves that assessment standing."""
    monday = dt.date(2026, 1, 5)
    answers = {**dict.fromkeys(GATE.red_flags, "absent"), "effusion": Absent()}
    events = (Assessment(monday, {"effusion": "trace"}), Session(monday, answers))
    log = Log(some_patients(GATE)[0], events)
    (step,) = steps(GATE, log)
    assert "effusion" not in missing(step)
    assert violations(GATE, log) == []


def test_generated_logs_can_be_written_and_read() -> None:
    """Whatever is drawn can be said in the log format, and is read from it."""

    @FEW
    @given(logs(GATE))
    def same(log: Log) -> None:
        back = read_json(write_json(log), "log.json", GATE).events
        assert [type(event) for event in back] == [type(event) for event in log.events]

    same()
