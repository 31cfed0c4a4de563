"""Exercises in files of the catalogue, and the catalogue that is shipped."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.digest import digest
from vmo_rehab.documents.exercises import exercises_of
from vmo_rehab.documents.library import catalogue, folder, load
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.protocol.exercise import Arc, Arcs, Exercise, Fault, Loaded, Purpose

SHIPPED = catalogue().exercises
WHOLE = [name for name in SHIPPED if name != "return-programme/session"]
"""A session of the clinic's own programme stands for exercises that only the clinic knows."""

HEAD = 'format: 1\nsources:\n  clinic: {cite: "Our own habit"}\nexercises:\n'
ONE = "  press:\n    name: Press\n    pattern: squat\n    sources: clinic\n"
SEED = {
    "terminal-knee-extension/band",
    "terminal-knee-extension/ball",
    "terminal-knee-extension/machine",
    "quad-set",
    "straight-leg-raise",
    "leg-extension/machine",
    "leg-extension/ankle-weight",
    "leg-extension/band",
    "leg-extension/unloaded",
    "sit-to-stand",
    "squat/body-weight",
    "squat/wall",
    "squat/goblet",
    "squat/barbell-narrow",
    "squat/smith",
    "leg-press/machine",
    "deadlift/sumo-kettlebell",
    "deadlift/sumo",
    "split-squat/supported",
    "lunge/body-weight",
    "lunge/dumbbell",
    "step-up/box",
    "step-down/box",
    "bridge",
    "clamshell",
    "stationary-bike",
    "return-programme/session",
}


def made(*texts: str) -> tuple[dict[str, Exercise], list[Diagnostic]]:
    """Read some files as a catalogue of their own."""
    found: list[Diagnostic] = []
    shapes = [structure(ExercisesFile, read(text, f"{n}.yaml"), found) for n, text in enumerate(texts)]
    return exercises_of([shape for shape in shapes if shape], found), found


def told(line: str, more: str = "") -> list[tuple[str, str]]:
    """Add a line to an exercise, and return what is said of it."""
    _, found = made(f"{HEAD}{ONE}    {line}\n{more}")
    return [(one.code, one.what) for one in found]


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("chain: half", "V301", "one of 2 words is due"),
        ("laterality: left", "V301", "one of 2 words is due"),
        ("position: floating", "V301", "one of 4 words is due"),
        ("dose: weeks", "V301", "one of 3 words is due"),
        ("load: {kind: stones}", "V301", "one of 4 words is due"),
        ("load: {kind: body-weight, increments: [1 kg], sources: clinic}", "V333", "has increments"),
        ("load: {kind: kg, ladder: [a, b]}", "V333", "has ladder"),
        ("load: {kind: kg, increments: 1 kg}", "V203", "increments without their source"),
        ("load: {kind: kg, increments: [1], sources: clinic}", "V315", "1"),
        ("arc: {default: ninety, allowed: 90-0 deg, sources: clinic}", "V340", '"ninety"'),
        ("arc: {default: 90-45 deg, allowed: 151-0 deg, sources: clinic}", "V340", '"151-0 deg"'),
        ("arc: {default: 45-90 deg, allowed: 90-0 deg, sources: clinic}", "V341", '"45-90 deg"'),
        ("arc: {default: 90-45 deg, allowed: 60-0 deg, sources: clinic}", "V342", "90-45 deg goes beyond"),
        ("arc: {default: 90-45 deg, allowed: 90-0 deg}", "V203", '"sources" is missing'),
        ("arc: {default: 90 deg, allowed: 90-0 deg, sources: nobody}", "V312", '"nobody" is not a source'),
        ("easier: presses", "V312", '"presses" is not an exercise'),
        ("harder: [sqat]", "V312", '"sqat" is not an exercise'),
        ("substitutes: {rope: sqat}", "V312", '"sqat" is not an exercise'),
        ("easier: press", "V343", "press refers to itself"),
        ("faults: [{id: Sway, words: it sways, major: true}]", "V306", "Sway"),
        ("faults: [{id: sway, words: it sways, major: yes}]", "V209", "true or false is due"),
        ("faults: [{id: sway, words: it sways}]", "V203", '"major" is missing'),
        ("notes: [{claim: It heals, found: It does not}]", "V203", '"sources" is missing'),
        ("source: clinic", "V204", 'unknown key "source"'),
    ],
)
def test_what_cannot_be_is_said(line: str, code: str, what: str) -> None:
    """Each part of an exercise that cannot be is refused by its code, and nothing else is said."""
    ((found, said),) = told(line)
    assert found == code
    assert what in said


def test_a_fault_stands_once() -> None:
    """Of two faults of one id the first is kept, and the second is said."""
    fault = "{id: sway, words: it sways, major: true}"
    assert told(f"faults: [{fault}, {fault}]") == [("V336", "the fault sway stands twice")]


def test_an_exercise_stands_in_one_file() -> None:
    """An exercise of two files is told at the second, with the place of the first."""
    kept, found = made(HEAD + ONE, HEAD + ONE.replace("Press", "Push"))
    assert [(one.code, one.span.path, one.cure) for one in found if one.span] == [
        ("V336", "1.yaml", "keep one of them; the other is in 0.yaml, line 5")
    ]
    assert kept["press"].name == "Press"


def test_references_lead_from_file_to_file() -> None:
    """An exercise may name one of another file."""
    other = ONE.replace("press", "push") + "    harder: press\n"
    assert made(HEAD + ONE, HEAD + other)[1] == []


def test_only_one_of_two_is_harder() -> None:
    """Two exercises that are each said to be the harder one are told at both."""
    other = ONE.replace("press", "push") + "    harder: press\n"
    assert [code for code, _ in told("harder: push", other)] == ["V344", "V344"]
    assert [code for code, _ in told("harder: push\n    easier: push", ONE.replace("press", "push"))] == [
        "V344"
    ]


def test_a_substitute_stands_under_its_equipment() -> None:
    """A substitute is listed by something that it needs, or by none."""
    rope = ONE.replace("press", "pull") + "    equipment: [rope]\n"
    assert told("substitutes: {rope: pull}", rope) == []
    assert told("substitutes: {none: pull}", rope) == [("V345", 'pull does not need "none"')]
    assert told("substitutes: {none: pull}", ONE.replace("press", "pull")) == []


def test_an_arc_shows_what_was_written() -> None:
    """A range and a single angle are written as they are read."""
    assert str(Arc(90, 45)) == "90-45 deg"
    assert str(Arc(60, 60)) == "60 deg"


def test_no_id_of_the_catalogue_is_lost() -> None:
    """Protocols that name an exercise go on finding it."""
    assert SHIPPED.keys() >= SEED


@pytest.mark.parametrize("name", WHOLE)
def test_entries_are_whole(name: str) -> None:
    """Each shipped exercise says all that a therapist asks of it."""
    one = SHIPPED[name]
    missing = {"purposes", "targets", "laterality", "position", "counted", "load", "cues", "setup", "steps"}
    missing |= {"faults", "cautions", "wording", "sources", "chain", "at_home", "also_called"}
    assert {field for field in missing if not getattr(one, field)} == set()
    assert one.equipment or one.at_home
    assert one.easier or one.harder or one.substitutes
    if one.load and one.load.kind in {Loaded.KG, Loaded.LADDER}:
        assert one.load.increments or one.load.ladder


@pytest.mark.parametrize("name", SHIPPED)
def test_harder_and_easier_mirror_each_other(name: str) -> None:
    """If one exercise names another as harder, that one names it as easier."""
    one = SHIPPED[name]
    assert all(name in SHIPPED[other].easier for other in one.harder)
    assert all(name in SHIPPED[other].harder for other in one.easier)


def test_harder_never_leads_back() -> None:
    """Going on to harder exercises ends somewhere."""
    left = {name: set(one.harder) for name, one in SHIPPED.items()}
    while ends := {name for name, harder in left.items() if not harder}:
        left = {name: harder - ends for name, harder in left.items() if name not in ends}
    assert left == {}


def test_an_exercise_without_equipment_can_be_reached() -> None:
    """Every exercise that needs something has a way to do without: at home, or a substitute."""
    assert [n for n, one in SHIPPED.items() if one.equipment and not (one.at_home or one.substitutes)] == []


def test_numbers_without_a_paper_are_marked() -> None:
    """The source that stands for convention says that it is unverified, in every file."""
    for one in SHIPPED.values():
        if "convention" in one.sources:
            assert one.sources["convention"].evidence == "unverified"


def test_sources_named_in_a_sentence_are_sources_of_the_entry() -> None:
    """A key in brackets within a text leads to one of the file's sources."""
    for path in sorted((folder() / "catalogue" / "exercises").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        known = set(re.findall(r"^  (\w+): \{cite", text, re.MULTILINE))
        assert set(re.findall(r"\((\w+\d{4}|\w*pages|udguide|escamillalunge)\)", text)) <= known, path.name


def test_no_source_goes_unused() -> None:
    """Each source of a file is named by an entry of it."""
    for path in sorted((folder() / "catalogue" / "exercises").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r"^  (\w+): \{cite", text, re.MULTILINE):
            assert len(re.findall(rf"\b{key}\b", text)) > 1, f"{path.name}: {key}"


def test_no_address_stands_in_the_catalogue() -> None:
    """Sources are cited by author, year and DOI, never by an address."""
    for path in Path(folder() / "catalogue").rglob("*.yaml"):
        assert "http" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "claim", "source"),
    [
        ("squat/barbell-narrow", "narrow stance", "mccaw1999"),
        ("squat/barbell-narrow", "VMO", "lee2016"),
        ("terminal-knee-extension/band", "VMO", "smith2009"),
        ("deadlift/sumo", "trunk leans", "liftpages"),
        ("squat/smith", "Smith machine", "schwanbeck2009"),
    ],
)
def test_popular_claims_meet_their_evidence(name: str, claim: str, source: str) -> None:
    """Where evidence contradicts what is commonly said, the entry says so with its source."""
    notes = [note for note in SHIPPED[name].notes if claim in note.claim]
    assert any(source in note.sources for note in notes)


def with_exercise(**changes: object) -> str:
    """Return the digest of a protocol whose first exercise is changed."""
    protocol = load("vmo-foundation")
    first, *others = protocol.phases
    row, *rows = first.exercises
    new = attrs.evolve(row, exercise=attrs.evolve(row.exercise, **changes))
    return digest(attrs.evolve(protocol, phases=(attrs.evolve(first, exercises=(new, *rows)), *others)))


def test_wording_leaves_the_digest_alone() -> None:
    """Describing an exercise better makes no other protocol."""
    same = {
        "wording": "Otherwise.",
        "purposes": {Purpose.STRENGTH: "Otherwise."},
        "steps": ("Otherwise.",),
        "cautions": ("Otherwise.",),
        "harder": (),
        "sources": {},
    }
    assert with_exercise(**same) == load("vmo-foundation").digest
    first = load("vmo-foundation").phases[0].exercises[0].exercise
    words = tuple(attrs.evolve(fault, words="otherwise") for fault in first.faults)
    assert with_exercise(faults=words) == load("vmo-foundation").digest


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Otherwise"},
        {"cues": ("Otherwise",)},
        {"faults": (Fault("sway", "it sways", major=True),)},
        {"faults": ()},
        {"equipment": ("something",)},
        {"pattern": "otherwise"},
        {"arcs": Arcs(Arc(30, 0), Arc(30, 0))},
        {"substitutes": {"none": "bridge"}},
    ],
)
def test_what_is_shown_or_decides_is_in_the_digest(changes: dict[str, object]) -> None:
    """What a decision shows of an exercise, and its faults, make another protocol."""
    assert with_exercise(**changes) != load("vmo-foundation").digest


def test_faults_are_found_by_id() -> None:
    """An exercise gives a fault by its id."""
    assert SHIPPED["squat/goblet"].fault_by_id["knee_valgus"].major
