"""The commands about protocol files: list, show, check, new, and the overview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vmo_rehab.cli import main
from vmo_rehab.cli.codes import code_in_words
from vmo_rehab.cli.commands import check as check_module
from vmo_rehab.cli.commands.new import skeleton
from vmo_rehab.codes import CODES
from vmo_rehab.documents import library
from vmo_rehab.documents.library import folder
from vmo_rehab.version import ENGINE

SHIPPED = library.shipped()
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.csv"))


def test_overview(vmo):
    """Without a command an overview is printed, with an example that works."""
    result = vmo()
    assert result.exit_code == 0
    assert "vmo-rehab show vmo-foundation" in result.stdout
    assert vmo("show", "vmo-foundation").exit_code == 0


def test_overview_has_each_command_in_its_group(vmo):
    """Three headings say what the commands below them are for, and no command is missing or there twice."""
    lines = vmo("--help").stdout.splitlines()
    heads = ["What is shipped:", "A protocol of your own:", "A patient's log (CSV or JSON):"]
    assert [line for line in lines if line in heads] == heads
    below = [line.split()[0] for line in lines[lines.index(heads[0]) :] if line.startswith("  ")]
    assert sorted(below) == sorted(main.commands)
    assert all(len(line) <= 80 for line in lines if line.startswith("  ") and line.split()[0] in below)


def test_version(vmo):
    """The version is the library's."""
    assert vmo("--version").stdout == f"vmo-rehab, version {ENGINE}\n"


def test_list(vmo):
    """Each shipped protocol stands on one line, with status and number of phases."""
    lines = vmo("list").stdout.splitlines()
    assert lines[0].split() == ["id", "status", "phases", "title"]
    assert [line.split()[0] for line in lines[1:]] == list(SHIPPED)
    assert [line.split()[2] for line in lines[1:]] == [str(len(library.load(one).phases)) for one in SHIPPED]


def test_list_of_nothing(vmo, monkeypatch):
    """An installation without protocols says so."""
    monkeypatch.setattr("vmo_rehab.cli.commands.listing.shipped", tuple)
    assert vmo("list").stdout == "no protocols are shipped with this installation\n"


@pytest.mark.parametrize("name", SHIPPED)
def test_show(vmo, name):
    """Each shipped protocol is told whole: phases, named criteria, sources."""
    protocol, result = library.load(name), vmo("show", name)
    assert result.exit_code == 0
    for phase in protocol.phases:
        assert f": {phase.title}\n" in result.stdout
    for criterion in protocol.criteria:
        assert f'- "{criterion.replace("_", " ")}":' in result.stdout
    for key, source in protocol.sources.items():
        assert f"- {key}: {source.cite}" in result.stdout
        assert source.doi in result.stdout


def test_show_of_nothing(vmo):
    """An unknown protocol names the nearest one, on standard error, with code 2."""
    result = vmo("show", "vmo-foundatoin")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'did you mean "vmo-foundation"?' in result.stderr


def test_check_clean(vmo, knee):
    """A file with a review and an approval has nothing to mend, as a file and as a folder."""
    approved = knee.read_text(encoding="utf-8").replace("approved_by: []", "approved_by: [A. B.]")
    knee.write_text(approved + "review_due: 2027-01-01\n", encoding="utf-8")
    assert vmo("check", knee).stdout == f"{knee}: nothing to mend\n"
    result = vmo("check", knee, knee.parent, "--on", "2027-01-01")
    assert result.exit_code == 0
    assert result.stdout.endswith("no findings in 2 files\n")
    result = vmo("check", knee, "--on", "2027-01-02")
    assert result.exit_code == 0
    assert "V507 warning: the review was due on 2027-01-01" in result.stdout


def test_check_warnings(vmo, knee):
    """What ``new`` writes has warnings: nobody has approved it yet. They are printed, and the code is 0."""
    result = vmo("check", knee)
    assert result.exit_code == 0
    assert (
        f"{knee}:7:1: V603 warning: no clinician has approved this protocol\n  7 | format: 1" in result.stdout
    )
    assert result.stdout.endswith("2 warnings in 1 file\n")


def test_check_errors_of_the_whole(vmo, knee):
    """What is wrong with a whole protocol is an error, although the file can be read and run."""
    text = knee.read_text(encoding="utf-8").replace("rep_quality >= 80%", "rep_quality <= 80%")
    knee.write_text(text, encoding="utf-8")
    result = vmo("check", knee)
    assert result.exit_code == 1
    assert "V501 error" in result.stdout
    assert result.stdout.endswith("1 error and 2 warnings in 1 file\n")
    assert vmo("show", knee).exit_code == 0


def test_check_for_programs(vmo, knee, tmp_path):
    """JSON, annotations and SARIF have the findings of all files, errors of reading too."""
    bad = tmp_path / "50%, bad.yaml"
    bad.write_text("format: 1\n", encoding="utf-8")
    found = json.loads(vmo("check", knee, bad, "--format", "json").stdout)
    assert [one["code"] for one in found[:2]] == ["V507", "V603"]
    assert {one["severity"] for one in found[2:]} == {"error"}
    assert found[2]["place"]["path"] == str(bad)
    lines = vmo("check", knee, bad, "--format", "github").stdout.splitlines()
    assert len(lines) == len(found)
    assert lines[0].startswith(
        f"::warning file={knee},line=7,endLine=7,col=1,endColumn=2,title=V507::no date"
    )
    assert lines[2].startswith("::error file=")
    assert "50%25%2C bad.yaml,line=1" in lines[2]
    result = vmo("check", knee, bad, "--format", "sarif")
    (run,) = json.loads(result.stdout)["runs"]
    assert result.exit_code == 1
    assert [one["ruleId"] for one in run["results"]] == [one["code"] for one in found]
    assert all(
        run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"]
    )
    place = run["results"][2]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/50%25%2C%20bad.yaml")


def test_check_for_programs_finds_nothing(vmo, tmp_path):
    """Nothing found is an empty list, and no annotation; a file that is missing is told beside it."""
    scheme = folder() / "schemes" / "dapre.yaml"
    assert vmo("check", scheme, "--format", "json").stdout == "[]\n"
    assert vmo("check", scheme, "--format", "github").stdout == ""
    assert json.loads(vmo("check", scheme, "--format", "sarif").stdout)["runs"][0]["results"] == []
    result = vmo("check", tmp_path / "none.yaml", "--format", "json")
    assert result.exit_code == 2
    assert [one["code"] for one in json.loads(result.stdout)] == ["V323"]


def test_check_findings(vmo, knee):
    """Every finding is printed with its place, and counted; the code is 1."""
    bad = knee.with_name("bad.yaml")
    text = knee.read_text(encoding="utf-8")
    text = text.replace("start: settle", "start: setle").replace("until: effusion", "until: efusion")
    bad.write_text(text, encoding="utf-8")
    result = vmo("check", knee, bad)
    assert result.exit_code == 1
    place = 1 + text.splitlines().index(next(x for x in text.splitlines() if x.startswith("start: ")))
    assert f'{bad}:{place}:8: V312 error: "setle" is not a phase' in result.stdout
    assert 'did you mean "effusion"?' in result.stdout
    assert result.stdout.endswith("2 errors and 2 warnings in 2 files\n")


def test_check_one_bad_file(vmo, tmp_path):
    """One file is counted as one."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\n", encoding="utf-8")
    assert vmo("check", bad).stdout.endswith(" errors in 1 file\n")


def test_check_unreadable(vmo, tmp_path, knee):
    """A file that is missing or not UTF-8 gives code 2, whatever else was found."""
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: Müller".encode("latin-1"))
    result = vmo("check", tmp_path / "none.yaml", latin, knee)
    assert result.exit_code == 2
    assert "there is no protocol or file" in result.stderr
    assert "is not UTF-8" in result.stderr
    assert result.stdout.endswith("2 warnings in 1 of 3 files; 2 files cannot be read\n")


def test_check_unopened(vmo, monkeypatch):
    """A file that the system does not open is named with the system's reason."""

    def refuse(_name):
        raise PermissionError(13, "Permission denied", "x.yaml")

    monkeypatch.setattr(check_module, "load", refuse)
    result = vmo("check", "x.yaml")
    assert result.exit_code == 2
    assert "x.yaml: cannot be read: Permission denied" in result.stderr
    assert result.stdout == "1 file cannot be read\n"


def test_check_nothing(vmo):
    """Without a file, an example is given."""
    result = vmo("check")
    assert result.exit_code == 2
    assert "for example: vmo-rehab check my-knee/protocol.yaml" in result.stderr


@pytest.mark.parametrize("code", sorted(CODES))
def test_explain_code(vmo, code):
    """Every code is explained by its title, written in either case."""
    result = vmo("check", "--explain", code.lower())
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{code}: {CODES[code]}\n")


def test_explain_code_with_page(tmp_path):
    """Where the documentation is at hand, the code's section is shown, and no other."""
    page = tmp_path / "page.md"
    page.write_text("# Codes\n\n## V203: missing key\n\nAdd it.\n\n## V204\n\nNo.\n", encoding="utf-8")
    assert code_in_words("V203", page) == "V203: missing key\n\nAdd it."


def test_explain_code_without_page(tmp_path):
    """A wheel is without documentation: title and family are told."""
    assert "V2xx codes are about keys" in code_in_words("V203", tmp_path / "none.md")


def test_explain_unknown_code(vmo):
    """An unknown code names the nearest one."""
    result = vmo("check", "--explain", "V2044")
    assert result.exit_code == 2
    assert "did you mean" in result.stderr


def test_new_keeps_what_exists(vmo, knee):
    """A file that exists stays as it is."""
    knee.write_text("mine", encoding="utf-8")
    result = vmo("new", "my-knee", "--to", knee.parents[1])
    assert result.exit_code == 2
    assert "exists and stays as it is" in result.stderr
    assert knee.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("bad", "cure"),
    [("My Knee", "my-knee"), ("9", "my-knee"), ("a--b", "a-b"), ("../x", "x"), ("", "my-knee")],
)
def test_new_refuses_bad_ids(vmo, tmp_path, bad, cure):
    """An id that is none is refused with one that is; nothing is written."""
    result = vmo("new", bad, "--to", tmp_path)
    assert result.exit_code == 2
    assert f"such as {cure}" in result.stderr
    assert not list(tmp_path.iterdir())


def test_new_where_nothing_can_be_made(vmo, tmp_path):
    """A folder that cannot be made is told in one line."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = vmo("new", "knee", "--to", tmp_path / "file")
    assert result.exit_code == 2
    assert result.stderr.startswith("cannot open ")


def test_skeleton_teaches():
    """Nearly every line that says something new has a remark, and the remarks stand in a column."""
    lines = skeleton("a-much-longer-id-than-usual").splitlines()
    assert "id: a-much-longer-id-than-usual         # the name of this protocol, and of its folder" in lines
    assert sum("#" in line for line in lines) >= 40


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_traceback_for_garbage(vmo, tmp_path, garbage):
    """Whatever stands in a file, it is refused in words, as a protocol and as a log."""
    file = tmp_path / "garbage.yaml"
    file.write_bytes(garbage)
    assert vmo("check", file).exit_code in (1, 2)
    assert vmo("show", file).exit_code in (1, 2)
    for kind in (".csv", ".json"):
        file.with_suffix(kind).write_bytes(garbage)
        assert vmo("run", SHIPPED[-1], file.with_suffix(kind)).exit_code in (1, 2)
