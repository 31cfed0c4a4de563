"""The one door to files: protocols by id or path, and a folder of measures and exercises."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.small_file import text_with
from vmo_rehab import ProtocolError, load, loads
from vmo_rehab.documents.library import (
    catalogue,
    catalogue_in,
    folder,
    is_scheme,
    load_scheme,
    schemes,
    schemes_in,
    shipped,
)

MEASURES = "format: 1\nmeasures:\n  ache: {title: ache, scale: {from: 0, to: 10}, asked: after}\n"
EXERCISES = (
    "format: 1\nsources: {clinic: {cite: A clinic}}\nexercises:\n"
    "  squat/wall: {name: Wall squat, pattern: squat, equipment: [a wall], sources: [clinic]}\n"
)


def folder_with(place: Path, *, measures: tuple[str, ...] = (), exercises: tuple[str, ...] = ()) -> Path:
    """Write a catalogue with files ``a.yaml``, ``b.yaml`` and so on."""
    for kind, texts in (("measures", measures), ("exercises", exercises)):
        (place / kind).mkdir()
        for name, text in zip("abc", texts, strict=False):
            (place / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place


def refused(place: Path) -> list[tuple[str, str, str, str]]:
    """Return place, code, what and cure of what is amiss in a catalogue."""
    with pytest.raises(ProtocolError) as caught:
        catalogue_in(place)
    names = {str(place): "."}
    return [
        (
            str(one.span).replace(str(place), names[str(place)]),
            one.code,
            one.what.replace(str(place), "."),
            one.cure,
        )
        for one in caught.value.diagnostics
    ]


def test_a_protocol_in_a_folder(tmp_path: Path) -> None:
    """A folder stands for the protocol.yaml in it."""
    (tmp_path / "protocol.yaml").write_text(text_with("title", "In a folder"), encoding="utf-8")
    assert load(tmp_path).title == load(str(tmp_path)).title == "In a folder"


def test_a_shipped_protocol_goes_by_its_id() -> None:
    """An id gives the file of the library, also where a folder of that name would be read from a path."""
    assert load("soreness-rules") == load(folder() / "soreness-rules")


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    """A file saved by a Windows editor is read, and its places count from behind the mark."""
    path = tmp_path / "knee.yaml"
    path.write_text("\ufeff" + text_with("start", "settle"), encoding="utf-8")
    assert load(path).start == "settle"
    path.write_text("\ufeff" + text_with("format", "2"), encoding="utf-8")
    with pytest.raises(ProtocolError) as caught:
        load(path)
    assert str(caught.value.diagnostics[0].span) == f"{path}:1:9"


def test_a_name_that_is_no_protocol() -> None:
    """A misspelt id offers the shipped one; another name offers them all; neither has a place."""
    for name, cure in (
        ("vmo-foundatoin", 'did you mean "vmo-foundation"?'),
        ("hip", f"shipped protocols: {', '.join(shipped())}"),
    ):
        with pytest.raises(ProtocolError) as caught:
            load(name)
        (one,) = caught.value.diagnostics
        assert (one.code, one.cure, one.span) == ("V323", cure, None)
        assert one.what == f'there is no protocol or file "{name}"'


def test_a_text_where_a_path_is_due() -> None:
    """Whoever hands a file's text to load is told so, however long it is."""
    for text in (text_with("title", "x"), text_with("title", "x" * 10_000)):
        with pytest.raises(ProtocolError) as caught:
            load(text)
        (one,) = caught.value.diagnostics
        assert (one.code, one.span) == ("V323", None)
        assert one.what.startswith("there is no protocol or file 'format: 1 id: small-knee")
        assert len(one.what) < 100
        assert one.cure == "load takes an id or a path; hand a text to loads"


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    """A file in another encoding says at which byte, and how to save it."""
    path = tmp_path / "knee.yaml"
    path.write_bytes("title: Knie über".encode("latin-1"))
    with pytest.raises(ProtocolError) as caught:
        load(path)
    (one,) = caught.value.diagnostics
    assert (one.code, one.what) == ("V109", f"{path} is not UTF-8 text (byte 12)")
    assert one.cure == "save it as UTF-8 in the editor"


def test_a_catalogue_is_read(tmp_path: Path) -> None:
    """A folder of measures and exercises gives what its files say."""
    made = catalogue_in(folder_with(tmp_path, measures=(MEASURES,), exercises=(EXERCISES,)))
    assert list(made.measures) == ["ache"]
    assert made.exercises["squat/wall"].equipment == ("a wall",)


def test_an_exercise_in_two_files_is_found(tmp_path: Path) -> None:
    """One exercise described in two files is refused, with both places."""
    place = folder_with(tmp_path, exercises=(EXERCISES, EXERCISES))
    with pytest.raises(ProtocolError) as refused:
        catalogue_in(place)
    (found,) = refused.value.diagnostics
    assert (found.code, found.what) == ("V336", "the exercise squat/wall stands twice")
    assert str(found.span).endswith("b.yaml:4:3")
    assert "a.yaml, line 4" in found.cure


def test_the_shipped_catalogue_is_the_one_of_the_library() -> None:
    """Protocols use the catalogue that stands beside them."""
    read = catalogue_in(folder() / "catalogue")
    assert (catalogue().measures, catalogue().exercises) == (read.measures, read.exercises)
    assert catalogue().schemes == schemes() == schemes_in(folder() / "schemes")
    assert "pain_during" in catalogue().measures


@pytest.mark.parametrize(
    ("kind", "texts", "found"),
    [
        (
            "measures",
            (MEASURES, MEASURES),
            ("None", "V336", "ache stands in two files, one is ./measures/b.yaml", "keep one of them"),
        ),
        (
            "measures",
            (MEASURES.replace("  ache", "  Ache"),),
            (
                "./measures/a.yaml:3:3",
                "V306",
                'the id "Ache" is not in small letters with underscores',
                "write ache",
            ),
        ),
        (
            "measures",
            (MEASURES.replace("title: ache, ", ""),),
            ("./measures/a.yaml:3:3", "V203", 'the measure ache has no "title"', "add a line title: ..."),
        ),
        (
            "measures",
            ("format: 1\n",),
            (
                "./measures/a.yaml:1:1",
                "V203",
                'the key "measures" is missing in a file of measures',
                "a file of measures must have: format, measures",
            ),
        ),
        (
            "exercises",
            (EXERCISES.replace("squat/wall", "squat/Wall squat"),),
            (
                "./exercises/a.yaml:4:3",
                "V305",
                'the id "Wall squat" is not in small letters with hyphens',
                "write wall-squat",
            ),
        ),
        (
            "exercises",
            (EXERCISES.replace("format: 1", "format: 2"),),
            (
                "./exercises/a.yaml:1:9",
                "V322",
                "this library reads format 1, and the number 2 stands here",
                "write format: 1",
            ),
        ),
    ],
)
def test_a_catalogue_with_something_amiss(
    tmp_path: Path, kind: str, texts: tuple[str, ...], found: tuple[str, str, str, str]
) -> None:
    """What is amiss in a catalogue is said with its file and place."""
    assert refused(folder_with(tmp_path, **{kind: texts})) == [found]


SCHEME = "format: 1\nid: mine\ntitle: Mine\nsummary: Ours.\nrise: {sets: every, reps: top, by: one level}\n"
ROW = "{exercise: bridge, dose: {sets: 3, reps: 8}, load: {ladder: [a, b], start: a}, scheme: %s}"


def beside(place: Path, scheme: str, *texts: str) -> Path:
    """Write a protocol that names a scheme, with a folder of schemes beside it."""
    (place / "schemes").mkdir()
    for name, text in zip("ab", texts, strict=False):
        (place / "schemes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (place / "protocol.yaml").write_text(text_with("phase.exercises", ROW % scheme), encoding="utf-8")
    return place


def test_schemes_of_ones_own(tmp_path: Path) -> None:
    """A protocol may name the schemes beside it, and the shipped ones as well."""
    protocol = load(beside(tmp_path, "mine", SCHEME))
    assert protocol.phases[0].exercises[0].scheme.title == "Mine"
    (tmp_path / "protocol.yaml").write_text(
        text_with("phase.exercises", ROW % "two-for-two"), encoding="utf-8"
    )
    assert load(tmp_path).phases[0].exercises[0].scheme is schemes()["two-for-two"]
    with pytest.raises(ProtocolError, match="is not a scheme"):
        loads(text_with("phase.exercises", ROW % "mine"))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            (SCHEME.replace("mine", "dapre"),),
            [("a.yaml:2:5", "V336", "dapre is a scheme that is shipped", "give your own another id")],
        ),
        (
            (SCHEME.replace("format: 1", "format: 2"), SCHEME.replace("every", "all")),
            [
                (
                    "a.yaml:1:9",
                    "V322",
                    "this library reads format 1, and the number 2 stands here",
                    "write format: 1",
                ),
                (
                    "b.yaml:2:5",
                    "V336",
                    "the scheme mine stands twice",
                    "keep one of them; the other is in a.yaml",
                ),
                (
                    "b.yaml:5:14",
                    "V301",
                    'one of 2 words is due, and the text "all" stands here',
                    "write one of: every, last",
                ),
            ],
        ),
    ],
)
def test_schemes_of_ones_own_with_something_amiss(
    tmp_path: Path, texts: tuple[str, ...], found: list[tuple[str, str, str, str]]
) -> None:
    """What is amiss in them is said of all at once; a shipped scheme is never redefined."""
    place = f"{tmp_path}/schemes/"
    with pytest.raises(ProtocolError) as caught:
        load(beside(tmp_path, "fixed", *texts))
    assert [
        (str(one.span).replace(place, ""), one.code, one.what, one.cure.replace(place, ""))
        for one in caught.value.diagnostics
    ] == found


def test_a_scheme_file_by_its_path(tmp_path: Path) -> None:
    """One scheme can be read alone: a shipped one, or one's own, which may not have a shipped id."""
    assert load_scheme(folder() / "schemes" / "dapre.yaml") == schemes()["dapre"]
    path = tmp_path / "own.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    assert load_scheme(path).id == "mine"
    path.write_text(SCHEME.replace("mine", "fixed"), encoding="utf-8")
    with pytest.raises(ProtocolError, match="fixed is a scheme that is shipped"):
        load_scheme(path)


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("own.yaml", SCHEME, True),
        ("schemes/own.yaml", "anything", True),
        ("own.yaml", "format: 1\nid: mine\ntitle: Mine\n", False),
        ("own.yaml", text_with("summary", "A protocol that has a key too much"), False),
        ("own.yaml", "- a list", False),
        ("own.yaml", "a: [", False),
    ],
)
def test_what_is_a_scheme_file(tmp_path: Path, name: str, text: str, is_one: bool) -> None:
    """A file in a folder of schemes is one, and elsewhere one with keys that only a scheme has."""
    (tmp_path / "schemes").mkdir()
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_scheme(tmp_path / name) is is_one
    assert not is_scheme(tmp_path)


def test_a_scheme_is_a_part_of_the_digest(tmp_path: Path) -> None:
    """A number of a scheme changes the digest of the protocol that names it; its title does not."""
    before = load(beside(tmp_path, "mine", SCHEME)).digest
    digests = []
    for old, new in (("Mine", "Ours"), ("top", "top + 1"), ("every", "last")):
        (tmp_path / "schemes" / "a.yaml").write_text(SCHEME.replace(old, new), encoding="utf-8")
        digests.append(load(tmp_path).digest)
    assert digests[0] == before
    assert len({before, *digests}) == 3
