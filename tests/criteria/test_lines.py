"""Criteria in a file: what is said of each slip, at its place; what is read, printed and turned round."""

from __future__ import annotations

from decimal import Decimal

import pytest

from documents.small_file import accepted, check, findings, said, text_with
from vmo_rehab import Protocol
from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.printer import line, plain
from vmo_rehab.criteria.spoken import with_sign
from vmo_rehab.criteria.tree import AtLeast, Criterion
from vmo_rehab.scales import OffScaleError, Scale

MEASURES = (
    "{bend: {title: bend, scale: {from: 0, to: 140, step: 5, unit: deg}, asked: visit},"
    " tension: {title: tension, scale: {from: 0, to: 4}, asked: during, worse: neither},"
    " stretch: {title: stretch, scale: {from: 0, to: 10, step: 0.5, unit: cm}, asked: visit},"
    " puffy: {title: puffiness, labels: [none, some, lots], asked: during},"
    " puffy_usual: {title: usual puffiness, labels: [none, some, lots], asked: visit}}"
)
ENROLMENT = (
    "{facts: {injury: {kind: date, required: true}}, baseline: [pain_usual, bend, puffy_usual]}\n"
    f"measures: {MEASURES}\n"
    "hold: {id: swollen, when: effusion >= 2+}"
)
FORMS = (
    'write "for 3 sessions in a row", "in 2 of the last 5 sessions", "for 14 days with at least 4 sessions", '
    'or "over the last 3 sessions" after mean or worst'
)


def file_with(criteria: str) -> str:
    """Return a value for ``enrolment`` that brings measures, a hold and these named criteria with it."""
    return f"{ENROLMENT}\ncriteria: {criteria}"


def read(criterion: str, **more: str) -> Criterion:
    """Read one named criterion, with others beside it."""
    rest = "".join(f", {name}: {value}" for name, value in more.items())
    return whole(f"{{asked: {criterion}{rest}}}").criteria["asked"]


def whole(criteria: str) -> Protocol:
    """Return the protocol with these named criteria."""
    return accepted("enrolment", file_with(criteria))


@pytest.mark.parametrize(
    ("written", "code", "what", "cure"),
    [
        ("⟦''⟧", "V310", "the criterion is empty", "write a measure and a limit"),
        (
            "⟦" + "pain_during <= 3" + " " * 485 + "x⟧",
            "V319",
            "a criterion of more than 500 characters",
            "give its parts names",
        ),
        (
            "pain_during <= 3 ⟦and⟧ effort <= 3",
            "V310",
            '"and" joins two criteria, and a line holds one',
            "write all: with each of them as an item of its list",
        ),
        (
            "pain_during <= 3 for 2 sessions in a row ⟦or⟧ effort <= 3",
            "V310",
            '"or" joins two criteria, and a line holds one',
            "write any: with each of them as an item of its list",
        ),
        (
            "calm ⟦and⟧ calmer",
            "V310",
            '"and" joins two criteria, and a line holds one',
            "write all: with each of them as an item of its list",
        ),
        (
            "pain_during ⟦for 2 sessions in a row⟧ <= 3",
            "V310",
            '"for 2 sessions in a row" cannot follow a measure',
            "write the window at the end, behind the limit",
        ),
        (
            "pain_during ⟦at night⟧ <= 3",
            "V310",
            '"at night" cannot follow a measure',
            "write: of EXERCISE",
        ),
        (
            "days_in_phase ⟦of bridge⟧ >= 3",
            "V310",
            '"of bridge" cannot follow days_in_phase, which is a count',
            "write only days_in_phase",
        ),
        ("⟦calm⟧ <= 3", "V310", '"calm" is a named criterion, it is true or false', "write only: calm"),
        (
            "'⟦pain_during <=⟧'",
            "V310",
            'nothing stands after "<="',
            "write the limit",
        ),
        (
            "pain_during ⟦!=⟧ 3",
            "V310",
            '"!=" is not an operator here',
            "write = for a number, is or is not for a word",
        ),
        ("pain_during ⟦=<⟧ 3", "V310", '"=<" is not an operator here', "write <="),
        (
            "⟦pain_during three⟧",
            "V310",
            '"pain_during three" has no sign between the measure and its limit',
            "write <, <=, > or >= and a limit behind it: pain_during <= ...",
        ),
        (
            "calm ⟦3 times⟧",
            "V318",
            '"3 times" is not a window of sessions',
            FORMS,
        ),
        (
            "⟦clam⟧",
            "V312",
            '"clam" is not the name of a criterion',
            'did you mean "calm"?',
        ),
        (
            "⟦swelling⟧ >= 2+",
            "V312",
            '"swelling" is not a measure',
            "did you mean one of: effusion, large_swelling?",
        ),
        (
            "⟦days_since_swolen⟧ >= 3",
            "V312",
            '"days_since_swolen" is not a measure',
            'did you mean "days_since_swollen"?',
        ),
        (
            "⟦bend⟧",
            "V310",
            '"bend" is a measure with nothing to compare it with',
            "write a limit: bend <= ...",
        ),
        (
            "pain_during <= ⟦1,5⟧",
            "V313",
            'pain_during: "1,5" is not a value of this scale',
            "write 1 or 2: the scale goes from 0 to 10 in steps of 1",
        ),
        (
            "bend >= ⟦12,5 deg⟧",
            "V313",
            'bend: "12,5 deg" is not a value of this scale',
            "write 10 deg or 15 deg: the scale goes from 0 deg to 140 deg in steps of 5 deg",
        ),
        (
            "akps >= ⟦72,5⟧",
            "V313",
            'akps: "72,5" is not a value of this scale',
            "write 72 or 73: the scale goes from 0 to 100 in steps of 1",
        ),
        (
            "stretch >= ⟦2,5 cm⟧",
            "V313",
            'stretch: "2,5 cm" is not a value of this scale',
            "write the decimal point: 2.5 cm",
        ),
        (
            "pain_during <= ⟦1,5,2⟧",
            "V313",
            'pain_during: "1,5,2" is not a value of this scale',
            "expected 0 to 10",
        ),
        (
            "pain_during <= ⟦1.5⟧",
            "V314",
            "pain_during: 1.5 lies between two steps of the scale",
            "write 1 or 2: the scale goes from 0 to 10 in steps of 1",
        ),
        (
            "bend >= ⟦12 deg⟧",
            "V314",
            "bend: 12 deg lies between two steps of the scale",
            "write 10 deg or 15 deg: the scale goes from 0 deg to 140 deg in steps of 5 deg",
        ),
        (
            "rep_quality >= ⟦0.8%⟧",
            "V314",
            "rep_quality: 0.8% lies between two steps of the scale",
            "write 80%: the scale goes from 0% to 100% in steps of 1%",
        ),
        ("bend >= ⟦90⟧", "V315", "bend: 90 has no unit", "write 90 deg"),
        ("bend >= ⟦90%⟧", "V316", 'bend: "90%" has the wrong unit', "the unit is deg"),
        (
            "pain_during <= ⟦bend⟧",
            "V317",
            "pain_during and bend have different scales",
            "compare measures of one scale",
        ),
        (
            "pain_during <= ⟦pain_before⟧",
            "V317",
            "pain_before is an answer of the day, not a baseline",
            "compare with a fixed value, or list it under enrolment: baseline",
        ),
        (
            "pain_during <= ⟦pain_usuel⟧",
            "V313",
            'pain_during: "pain_usuel" is not a value of this scale',
            'did you mean "pain_usual"?',
        ),
        (
            "pain_during <= ⟦pain_usual + 1,5⟧",
            "V313",
            'pain_during: "1,5" is not a value of this scale',
            "write 1 or 2: the scale goes from 0 to 10 in steps of 1",
        ),
        (
            "pain_during <= ⟦pain_usual - 11⟧",
            "V314",
            "11 is wider than the scale",
            "it goes from 0 to 10",
        ),
        (
            "puffy <= ⟦puffy_usual + 1⟧",
            "V317",
            'puffy: "1" cannot be added to a label',
            "compare with one label",
        ),
        (
            "puffy is ⟦much⟧",
            "V313",
            'puffy: "much" is not a label of this scale',
            "expected one of: none, some, lots",
        ),
        (
            "mean ⟦days_in_phase⟧ >= 3 over the last 3 sessions",
            "V318",
            "days_in_phase is a count, it has no mean",
            "write only days_in_phase",
        ),
        (
            "worst ⟦tension⟧ <= 3 over the last 3 sessions",
            "V318",
            "tension has no worse end",
            "use mean, or a window that counts",
        ),
        (
            "mean ⟦puffy⟧ is none over the last 3 sessions",
            "V318",
            "puffy is in words, which have no mean",
            "use worst",
        ),
        (
            "pain_during <= 3 ⟦over the last 3 sessions⟧",
            "V318",
            '"over the last 3 sessions" does not go with a plain comparison',
            'begin with "mean" or "worst"',
        ),
        (
            "mean pain_during <= 3 ⟦for 3 sessions in a row⟧",
            "V318",
            '"for 3 sessions in a row" does not go with mean',
            "write: over the last N sessions",
        ),
        ("pain_during <= 3 ⟦for 3 days⟧", "V318", '"for 3 days" is not a window of sessions', FORMS),
        (
            "days_in_phase >= ⟦1 week⟧",
            "V313",
            'days_in_phase is compared with a whole number, not "1 week"',
            "write: >= 7",
        ),
        (
            "days_since_injury >= ⟦9999999999⟧",
            "V319",
            "9999999999 is more than 730 days",
            "at most 730 are counted",
        ),
        (
            "weeks_since_injury >= ⟦105⟧",
            "V319",
            "105 is more than 104 weeks",
            "at most 104 are counted",
        ),
        (
            "sessions_since_swollen >= ⟦731⟧",
            "V319",
            "731 is more than 730 sessions",
            "at most 730 are counted",
        ),
        (
            "pain_during <= 3 ⟦in 0 of the last 3 sessions⟧",
            "V319",
            "a window of no session",
            "a window counts 1 to 20 sessions",
        ),
        (
            "⟦[pain_during <= 3]⟧",
            "V310",
            "a list alone does not say whether all or any must hold",
            "write all: or any:",
        ),
        ("⟦true⟧", "V310", "a criterion is due, and true stands here", "write a criterion"),
        (
            "{all: [pain_during <= 3], ⟦sorce⟧: x}",
            "V310",
            '"sorce" does not belong in a criterion',
            'did you mean "source"?',
        ),
        (
            "{⟦of⟧: [pain_during <= 3, effort <= 3]}",
            "V310",
            '"of" does not belong in a criterion',
            "of goes with at_least: write at_least: 2 beside it, or all: or any: instead of it",
        ),
        (
            "⟦{all: [pain_during <= 3], any: [effort <= 3]}⟧",
            "V310",
            "a criterion has exactly one of all, any, at_least, not; here is all and any",
            "put one group into the other",
        ),
        (
            "{⟦at_least⟧: 2}",
            "V203",
            "at_least stands without of",
            "add: of: [...]",
        ),
        (
            "{all: [pain_during <= ⟦3,5⟧, effort <= 3]}",
            "V313",
            'pain_during: "3,5" is not a value of this scale',
            "write 3 or 4: the scale goes from 0 to 10 in steps of 1",
        ),
        (
            "{all: [stretch <= ⟦3,5 cm⟧ for 2 sessions in a row]}",
            "V313",
            'stretch: "3,5 cm" is not a value of this scale',
            "write the decimal point: 3.5 cm",
        ),
        (
            "{all: [pain_during <= 3, ⟦5⟧]}",
            "V310",
            "a criterion is due, and the number 5 stands here",
            "write a criterion",
        ),
        (
            "{all: [pain_during <= 3 ⟦pain_next_morning <= 4⟧]}",
            "V310",
            "a second criterion begins with pain_next_morning, and a line holds one",
            "a comma is missing before pain_next_morning: [pain_during <= 3, pain_next_morning <= 4]",
        ),
        (
            "{any: [calm for 2 sessions in a row ⟦mean effort <= 4⟧]}",
            "V310",
            "a second criterion begins with mean, and a line holds one",
            "a comma is missing before mean: [calm for 2 sessions in a row, mean effort <= 4]",
        ),
        (
            "{any: [pain_during <= ⟦3 clam⟧]}",
            "V316",
            'pain_during: "3 clam" has the wrong unit',
            "write the bare number",
        ),
        (
            "⟦5 < pain_during⟧",
            "V311",
            "a criterion begins with a measure, not with 5",
            "write pain_during > 5",
        ),
        (
            "⟦90 deg <= bend for 2 sessions in a row⟧",
            "V311",
            "a criterion begins with a measure, not with 90 deg",
            "write bend >= 90 deg for 2 sessions in a row",
        ),
        (
            "⟦1 <= pain_during <= 3⟧",
            "V311",
            "a criterion begins with a measure, not with 1",
            "write two criteria: all: [pain_during >= 1, pain_during <= 3]",
        ),
        (
            "⟦5 < ...⟧",
            "V311",
            "a criterion begins with a measure, not with 5",
            "begin with the measure that is compared",
        ),
        (
            "'⟦> 5 pain_during⟧'",
            "V311",
            'a criterion begins with a measure, not with ">"',
            "write pain_during > 5",
        ),
        (
            "pain_during <= 3 ⟦in 3 of the last 2 sessions⟧",
            "V319",
            "3 of the last 2 sessions",
            "ask for no more than are looked at: in 2 of the last 3 sessions",
        ),
        (
            "{at_least: ⟦3⟧, of: [pain_during <= 3, effort <= 3]}",
            "V300",
            "at_least takes a whole number from 1 to the length of its list",
            "write 1 to 2",
        ),
        ("{at_least: 1, of: ⟦[]⟧}", "V205", '"of" is empty', "list its criteria"),
        ("{any: ⟦[]⟧}", "V205", '"any" is empty', "list its criteria"),
        (
            "{all: [pain_during <= 3], source: ⟦pvia⟧}",
            "V312",
            '"pvia" is not a source of this file',
            "none are declared",
        ),
        (
            "{all: [pain_during <= 3], source: ⟦[a, b]⟧}",
            "V207",
            "a source is one text",
            "write the key of a source",
        ),
        (
            "{not: ⟦pain_during <= 3 for 5 days with at least 2 sessions⟧}",
            "V320",
            "this cannot be turned round: a window of 5 days has no opposite",
            "write out when the opposite is true",
        ),
        (
            "{not: ⟦mean pain_during = 3 over the last 2 sessions⟧}",
            "V320",
            "this cannot be turned round: one value of a mean or worst has no opposite on one line",
            "write out when the opposite is true",
        ),
        (
            "{not: ⟦both for 2 sessions in a row⟧}",
            "V320",
            "this cannot be turned round: a window over several comparisons has no opposite on one line",
            "write out when the opposite is true",
        ),
    ],
)
def test_a_slip_in_a_criterion(written: str, code: str, what: str, cure: str) -> None:
    """Each slip is said once, at the part of the line it is about, with a cure that helps."""
    criteria = f"\n  calm: pain_during <= 3\n  both: {{all: [calm, effort <= 3]}}\n  asked: {written}"
    check("enrolment", file_with(criteria), code, what, cure)


def test_a_slip_in_a_folded_line() -> None:
    """A part of a line that goes over two lines of the file is pointed at where it stands."""
    check(
        "enrolment",
        file_with("{asked: pain_during <= 3\n  ⟦for 3 days⟧}"),
        "V318",
        '"for 3 days" is not a window of sessions',
        FORMS,
    )


def test_a_slip_in_a_block() -> None:
    """A part of a line in a block is pointed at where it stands, whatever stands behind the block."""
    block = "\n  asked: >-\n    pain_during\n    <= ⟦eleven⟧\n\n# the end"
    what = 'pain_during: "eleven" is not a value of this scale'
    check("enrolment", file_with(block), "V313", what, "expected 0 to 10")


def test_an_empty_block() -> None:
    """A block with nothing in it is an empty criterion, and all of it is pointed at."""
    found = findings(text_with("enrolment", file_with("\n  asked: |\n    \n  calm: pain_during <= 3")))
    assert [(one.code, one.what, str(one.span)) for one in found] == [
        ("V310", "the criterion is empty", "knee.yaml:12:10")
    ]


def chain(length: int, *, top_first: bool) -> str:
    """Return names of which each stands for the next, ``n1`` for a comparison."""
    names = ["n1: pain_during <= 3", *(f"n{n}: n{n - 1}" for n in range(2, length + 1))]
    return "{" + ", ".join(names[::-1] if top_first else names) + "}"


@pytest.mark.parametrize("top_first", [True, False])
def test_names_that_stand_for_names(top_first: bool) -> None:
    """Ten names deep are read and eleven refused, in whatever order they stand."""
    assert line(whole(chain(10, top_first=top_first)).criteria["n10"]) == "n9"
    (found,) = said("enrolment", file_with(chain(11, top_first=top_first)))
    assert found == (
        "V319",
        "n11",
        "n11 stands for names that stand for names, more than 10 deep",
        "write one of them out",
    )


@pytest.mark.parametrize("used", ["calm_knee", "calm_knee for 3 sessions in a row", "{not: calm_knee}"])
def test_a_name_that_is_refused_is_told_once(used: str) -> None:
    """What uses a criterion under the name that its cure gives is not told besides."""
    value = file_with(f"{{calm-knee: pain_during <= 3, asked: {used}}}")
    assert [(code, cure) for code, _, _, cure in said("enrolment", value)] == [("V306", "write calm_knee")]


def test_a_measure_that_nothing_is_like() -> None:
    """The list of the known ones is cut, and the command that shows all is named."""
    ((code, _, _, cure),) = said("enrolment", file_with("{asked: xyz >= 3}"))
    assert (code, cure.split(" and ")[-1].split(" ", 1)[1]) == (
        "V312",
        "more; vmo-rehab measures lists the catalogue",
    )


def test_a_name_that_is_refused_is_not_proposed() -> None:
    """Nor is that of a measure; both are told where they are defined."""
    value = file_with("{calm-knee: pain_during <= 3, asked: clam-knees}").replace("{bend:", "{knee-bend:")
    value = value.replace("pain_usual, bend,", "pain_usual,")
    assert [(code, cure) for code, _, _, cure in said("enrolment", value)] == [
        ("V306", "write knee_bend"),
        ("V306", "write calm_knee"),
        ("V312", "named criteria: asked"),
    ]
    used = value.replace("asked: clam-knees", "asked: knee_bend >= 90 deg")
    assert [code for code, *_ in said("enrolment", used)] == ["V306", "V306"]


def test_a_criterion_that_rests_on_itself() -> None:
    """A round of names is written out, at the name that closes it."""
    (found,) = said("enrolment", file_with("{sore: {any: [stiff, effort > 8]}, stiff: sore}"))
    assert found == (
        "V321",
        "sore",
        "the criterion sore rests on itself: sore -> stiff -> sore",
        "break the round",
    )


def test_more_names_than_are_read() -> None:
    """Two hundred named criteria are read, and the next one is pointed at."""
    names = [f"n{number}: pain_during <= 3" for number in range(201)]
    assert len(whole("{" + ", ".join(names[:200]) + "}").criteria) == 200
    (found,) = said("enrolment", file_with("{" + ", ".join(names) + "}"))
    assert found == ("V319", "n200", "201 named criteria", "a protocol has at most 200")


def test_rules_that_are_large_together() -> None:
    """Rules that are small enough each, and too large together, are refused once, at the one too many."""
    half = "{any: [" + ", ".join(["pain_during > 3"] * 999) + "]}"
    rules = [f"{{when: {half}}}", "{when: pain_during > 1}", f"{{when: {half}}}", f"{{when: {half}}}"]
    (found,) = said("freeze", "[" + ", ".join(rules) + "]")
    assert found == (
        "V319",
        half,
        "the criteria of this protocol have more than 2000 parts, names written out",
        "leave some out, or split the protocol",
    )
    accepted("freeze", rules[0])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{not: pain_during <= 3}", "pain_during > 3"),
        ("{not: days_in_phase = 3}", {"any": ["days_in_phase < 3", "days_in_phase > 3"]}),
        (
            "{not: worst puffy is lots over the last 2 sessions}",
            "worst puffy is not lots over the last 2 sessions",
        ),
        (
            "{not: calm in 2 of the last 3 sessions in this phase}",
            "pain_during > 3 in 2 of the last 3 sessions in this phase",
        ),
        ("{at_least: 1, of: [calm, effort <= 3]}", {"at_least": 1, "of": ["calm", "effort <= 3"]}),
        ("pain_during = pain_usual - 2", "pain_during = pain_usual - 2"),
        ("puffy <= puffy_usual", "puffy <= puffy_usual"),
        ("calm for 1 days with at least 1 sessions", "calm for 1 day with at least 1 session"),
        (
            "worst effort <= 3 over the last 1 sessions",
            "worst effort <= 3 over the last 1 session",
        ),
    ],
)
def test_what_is_printed(written: str, printed: object) -> None:
    """What is printed is the criterion with *not* pushed down to its comparisons, and reads as itself."""
    tree = read(written, calm="pain_during <= 3")
    assert plain(tree) == printed
    if isinstance(printed, str):
        assert read(printed, calm="pain_during <= 3") == tree


@pytest.mark.parametrize(
    ("group", "printed"),
    [
        ("{all: [effort <= 3]", {"all": ["effort <= 3"]}),
        ("{any: [effort <= 3, calm]", {"any": ["effort <= 3", "calm"]}),
        ("{at_least: 1, of: [effort <= 3, calm]", {"at_least": 1, "of": ["effort <= 3", "calm"]}),
        ("{not: effort > 3", {"all": ["effort <= 3"]}),
        (
            "{not: {any: [effort > 3, pain_during > 3]}",
            {"all": [{"all": ["effort <= 3", "pain_during <= 3"]}]},
        ),
    ],
)
def test_a_source_is_kept(group: str, printed: dict[str, object]) -> None:
    """The source of a group stays with it, also where the group is turned round."""
    enrolment = file_with(f"{{calm: pain_during <= 3, asked: {group}, source: piva2009}}}}")
    text = f"{enrolment}\nsources: {{piva2009: {{cite: Piva}}}}"
    tree = accepted("enrolment", text).criteria["asked"]
    assert plain(tree) == {**printed, "source": "piva2009"}


def test_a_group_on_one_line() -> None:
    """A group is written with brackets, for reading only."""
    tree = read(
        "{at_least: 2, of: [effort <= 3, {all: [calm, bend >= 90 deg]}, {any: [calm, effort <= 1]}]}",
        calm="pain_during <= 3",
    )
    assert (
        line(tree) == "at least 2 of (effort <= 3; all of (calm; bend >= 90 deg); any of (calm; effort <= 1))"
    )


def test_lists_within_lists_in_english() -> None:
    """An inner list stands in brackets, so that it is seen where it ends."""
    tree = read(
        "{at_least: 2, of: [effort <= 3, {at_least: 1, of: [calm, bend >= 90 deg]}, puffy is none]}",
        calm="pain_during <= 3",
    )
    assert isinstance(tree, AtLeast)
    title = tree.parts[0].term.measure.title
    assert english(tree) == (
        f'at least 2 of these: {title} is at most 3; (at least 1 of these: "calm"; bend is at least 90 deg); '
        'puffiness is "none"'
    )


@pytest.mark.parametrize(
    ("spoken", "sign"),
    [
        ("at most", "<="),
        ("no more than", "<="),
        ("Up to", "<="),
        ("at least", ">="),
        ("less than", "<"),
        ("below", "<"),
        ("more than", ">"),
        ("above", ">"),
        ("over", ">"),
    ],
)
def test_a_spoken_comparison_is_cured_by_its_sign(spoken: str, sign: str) -> None:
    """What is written as it is spoken is refused, and what the cure says is read."""
    cure = with_sign("pain_during", f"{spoken} 3")
    assert cure == f"write pain_during {sign} 3"
    assert line(read(cure.removeprefix("write "))) == f"pain_during {sign} 3"


def test_a_share_of_a_whole_is_cured_as_a_percentage() -> None:
    """What lies below 1 on a scale in percent was meant as a share; a bare 80 as it stands."""
    scale = Scale(0, 20, Decimal(5), "%")
    for written, cure in (("0.8", "write 80%"), ("0.05", "write 5%"), ("80", "write 80%")):
        with pytest.raises(OffScaleError) as refused:
            scale.read(written)
        assert (refused.value.code, refused.value.cure) == ("V315", cure)
        assert scale.read(cure.removeprefix("write "))


def test_a_limit_said_with_over_is_no_window() -> None:
    """What stands behind a measure without a sign is its limit, in the direction that was said."""
    what = '"pain_during over 5" has no sign between the measure and its limit'
    check("enrolment", file_with("{asked: ⟦pain_during over 5⟧}"), "V310", what, "write pain_during > 5")


@pytest.mark.parametrize(("written", "steps"), [("80%", 16), ("80", 16), (80, 16)])
def test_an_answer_goes_without_its_unit(written: str | int, steps: int) -> None:
    """A unit that a file must have may be left out of an answer; another unit is refused all the same."""
    scale = Scale(0, 20, Decimal(5), "%")
    assert scale.read(written, unit_needed=False) == steps
    with pytest.raises(OffScaleError, match="80 kg") as refused:
        scale.read("80 kg", unit_needed=False)
    assert (refused.value.code, refused.value.cure) == ("V316", "the unit is %")


def test_an_answer_between_two_steps_is_not_rounded() -> None:
    """A file is told both steps, a patient's answer only the scale; a share of a whole is told in either."""
    scale, ends = Scale(0, 20, Decimal(5), "%"), "the scale goes from 0% to 100% in steps of 5%"
    for written, needed, cure in (
        ("82%", True, f"write 80% or 85%: {ends}"),
        ("82%", False, ends),
        ("0.8", False, f"write 80%: {ends}"),
        ("0.8%", True, f"write 80%: {ends}"),
    ):
        with pytest.raises(OffScaleError) as refused:
            scale.read(written, unit_needed=needed)
        assert (refused.value.code, refused.value.cure) == ("V314", cure)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("for 1 sessions in a row", "bend is at least 90 deg in the last session"),
        (
            "for 2 sessions in a row in this phase",
            "bend is at least 90 deg in each of the last 2 sessions in this phase",
        ),
        ("in 1 of the last 1 sessions", "bend is at least 90 deg in the last session"),
        ("in 1 of the last 4 sessions", "bend is at least 90 deg in 1 or more of the last 4 sessions"),
        (
            "for 1 days with at least 2 sessions",
            "bend is at least 90 deg in every session of the last 1 day, with at least 2 sessions",
        ),
    ],
)
def test_windows_in_english(window: str, words: str) -> None:
    """A window is read aloud with its number of sessions or days, one of them as one."""
    assert english(read(f"bend >= 90 deg {window}")) == words
