"""Where cases are found: beside a protocol, or in a file that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.small_cases import HEAD, text_of
from vmo_rehab import ProtocolError, load_cases, run_cases, shipped

KNEE = (Path(__file__).parent / "knee.yaml").read_text(encoding="utf-8")
ONE, TWO = text_of("{date: 2026-03-02}"), text_of("{date: 2026-03-02}").replace("A case", "Another")


def written(folder: Path, **files: str) -> Path:
    """Write files; an underscore pair in a name stands for a dot."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.replace('__', '.')}.yaml").write_text(text, encoding="utf-8")
    return folder


def names(source: str | Path) -> list[str]:
    """Return the names of the cases that are found."""
    return [case.name for case in load_cases(source).cases]


def refused(source: str | Path) -> list[str]:
    """Return the codes with which cases are refused."""
    with pytest.raises(ProtocolError) as caught:
        load_cases(source)
    return [one.code for one in caught.value.diagnostics]


def test_beside_a_protocol_in_its_folder(tmp_path: Path) -> None:
    """A folder, or its protocol.yaml, has the cases of all files there that are not named after another."""
    folder = written(
        tmp_path / "knee", protocol=KNEE, cases=ONE, more__cases=TWO, other=KNEE, other__cases=text_of("x")
    )
    assert names(folder) == names(folder / "protocol.yaml") == names(str(folder)) == ["A case", "Another"]


def test_beside_a_protocol_of_another_name(tmp_path: Path) -> None:
    """The cases of knee.yaml are in knee.cases.yaml."""
    written(tmp_path, knee=KNEE, knee__cases=ONE, cases=TWO)
    assert names(tmp_path / "knee.yaml") == names(tmp_path / "knee.cases.yaml") == ["A case"]


def test_one_file_of_several(tmp_path: Path) -> None:
    """The path of a file of cases gives the cases of that file alone."""
    written(tmp_path, protocol=KNEE, cases=ONE, more__cases=TWO)
    assert names(tmp_path / "more.cases.yaml") == ["Another"]
    assert names(tmp_path / "cases.yaml") == ["A case"]


def test_a_file_elsewhere_names_its_protocol(tmp_path: Path) -> None:
    """A file says whose cases it has: by a shipped protocol's id, or by a path from its own folder."""
    written(tmp_path / "a", knee=KNEE)
    path = "format: 1\nprotocol: ../a/knee.yaml\n"
    folder = written(tmp_path / "b", some__cases=ONE.replace("format: 1\n", path))
    assert load_cases(folder / "some.cases.yaml").protocol.id == "small-knee"
    head = "format: 1\nprotocol: soreness-rules\nenrolled: {start: 2026-03-02}\n"
    written(tmp_path / "b", sore__cases=text_of("{date: 2026-03-02}", head=head))
    assert load_cases(folder / "sore.cases.yaml").protocol.id == "soreness-rules"


def test_no_cases(tmp_path: Path) -> None:
    """A protocol without cases, and a file that is not there, have a code of their own."""
    written(tmp_path, knee=KNEE)
    assert refused(tmp_path / "knee.yaml") == refused(tmp_path / "cases.yaml") == ["L200"]
    assert refused("no-such-protocol") == ["V323"]


def test_cases_of_no_protocol_or_of_another(tmp_path: Path) -> None:
    """A file that stands beside no protocol names one, and one that stands beside one names no other."""
    folder = written(tmp_path / "a", cases=ONE)
    assert refused(folder / "cases.yaml") == ["L201"]
    other = HEAD.replace("format: 1\n", "format: 1\nprotocol: soreness-rules\n")
    written(folder, protocol=KNEE, cases=text_of("{date: 2026-03-02}", head=other))
    assert refused(folder) == ["L201"]
    own = HEAD.replace("format: 1\n", "format: 1\nprotocol: protocol.yaml\n")
    written(folder, cases=text_of("{date: 2026-03-02}", head=own))
    assert names(folder) == ["A case"]


def test_findings_name_the_file_of_a_shipped_protocol() -> None:
    """A place in a shipped file is told without the folder that it is installed in."""
    assert str(load_cases("soreness-rules").cases[0].at.span).startswith("soreness-rules/cases.yaml:")


@pytest.mark.parametrize(
    "name",
    [
        "acl-reconstruction",
        "after-knee-replacement",
        "patellar-tendon-loading",
        "soreness-rules",
        "vmo-foundation",
    ],
)
def test_shipped_cases(name: str) -> None:
    """Each shipped case comes out as expected, and together they see all of the protocol."""
    assert name in shipped()
    tested = run_cases(load_cases(name))
    told = [str(found) for result in tested.results for found in result.failures]
    assert not told, "\n\n".join(told)
    lacking = [
        (one.criterion, one.missing, one.contradicted) for one in tested.coverage.criteria if not one.full
    ]
    assert not lacking
    assert tested.coverage.phases == {phase.id for phase in tested.protocol.phases}
