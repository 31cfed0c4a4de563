"""The one door to files: protocols by id or path, and a folder of measures and exercises."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.small_file import text_with
from vmo_rehab import ProtocolError, load
from vmo_rehab.documents.library import catalogue, catalogue_in, folder, shipped

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
    assert catalogue() == catalogue_in(folder() / "catalogue")
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
            ("./measures/a.yaml:3:3", "V306", 'the id "Ache" is not in snake_case', "write ache"),
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
                'the id "Wall squat" is not in kebab-case',
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
