"""Cases as tests: what pytest collects, what it reports, and what an unrelated project never notices."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from attrs import frozen

from cases.small_cases import HEAD, KNEE_TEXT
from vmo_rehab.plugins import pytest_cases

GOOD: Final = """  - case: A good day stays
    rows:
      - {date: 2026-03-02, decision: stay}
"""
BAD: Final = """  - case: 'A bad day: no [way] :: back'
    rows:
      - {date: 2026-03-02, answers: {pain_during: 6}, decision: stay}
"""
ALARM: Final = """  - case: A red flag refers
    rows:
      - {date: 2026-03-02, answers: {red_flags: fever}, decision: refer}
"""
CASES: Final = f"{HEAD}cases:\n{GOOD}"
OF_SHIPPED: Final = (
    "format: 1\nprotocol: soreness-rules\nenrolled: {start: 2026-03-02}\ncases:\n"
    + GOOD.replace("stay}", "enquire}")
)
STRICT: Final = ("-W", "error", "--strict-markers", "--strict-config")
NOTHING: Final = pytest.ExitCode.NO_TESTS_COLLECTED


@frozen
class Ran:
    """A run of pytest: its exit code, and what it printed."""

    code: int
    out: str


@frozen
class Project:
    """A project of somebody else, in a folder of its own."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(self, *words: str) -> Ran:
        """Run pytest with our plugin in this process."""
        self.capsys.readouterr()
        options = ("-p", "no:cacheprovider", "--import-mode=importlib", "--color=no")
        code = pytest.main([*options, *words], plugins=[pytest_cases])
        return Ran(code, self.capsys.readouterr().out)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """Make an empty project, which no other plugin knows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    return Project(tmp_path, capsys)


@pytest.fixture
def knee(project: Project) -> Project:
    """Give the project a protocol with two cases, of which one fails."""
    project.write("protocols/knee/protocol.yaml", KNEE_TEXT)
    project.write("protocols/knee/cases.yaml", CASES + BAD)
    return project


def test_cases_are_tests(knee: Project) -> None:
    """Every case is a test under its name, and a failure says place, day, expected, got and cure."""
    ran = knee.run(*STRICT, "-v")
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "protocols/knee/cases.yaml::A good day stays PASSED" in ran.out
    assert "protocols/knee/cases.yaml::A bad day: no [way] : back FAILED" in ran.out
    assert (
        "\nprotocols/knee/cases.yaml:10:65: L210 error: 2026-03-02: expected decision stay, got regress: "
        in ran.out
    )
    assert "\n  10 |       - {date: 2026-03-02, answers: {pain_during: 6}, decision: stay}\n" in ran.out
    assert "one level down is true (protocols/knee/protocol.yaml:35:22). If that is right, expect" in ran.out
    assert "Traceback" not in ran.out
    assert ".py:" not in ran.out


def test_cases_are_picked(knee: Project) -> None:
    """A case is picked by -k, by its marker and by its node id."""
    for words in (
        ("-k", "good"),
        ("protocols/knee/cases.yaml::A good day stays",),
        ("-m", "vmo_case", "--deselect", "protocols/knee/cases.yaml::A bad day: no [way] : back"),
    ):
        ran = knee.run(*STRICT, "-q", *words)
        assert ran.code == 0, ran.out
        assert "1 passed" in ran.out
    ran = knee.run("-q", "protocols/knee/cases.yaml::A bad day: no [way] : back")
    assert "1 failed" in ran.out


def test_places_are_told_from_where_pytest_runs(knee: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place can be opened from the folder that pytest runs in; outside of it the path is whole."""
    monkeypatch.chdir(knee.folder / "protocols")
    assert "\nknee/cases.yaml:10:65: L210" in knee.run("knee").out
    (knee.folder / "elsewhere").mkdir()
    monkeypatch.chdir(knee.folder / "elsewhere")
    place = knee.folder / "protocols" / "knee" / "cases.yaml"
    assert f"\n{place}:10:65: L210" in knee.run(str(place)).out


def test_junit(knee: Project) -> None:
    """A report for build servers has each case by name, and the finding of one that failed."""
    knee.run("-q", "--junitxml=report.xml")
    cases = list(ET.parse(knee.folder / "report.xml").iter("testcase"))  # noqa: S314 - our own
    assert [one.get("classname") for one in cases] == ["protocols.knee.cases.yaml"] * 2
    assert cases[0].get("name") == "A good day stays"
    assert [len(one) for one in cases] == [0, 1]
    assert (cases[1][0].get("message") or "").startswith("protocols/knee/cases.yaml:10:65: L210 error")


def test_broken_files_are_collection_errors(project: Project) -> None:
    """All that is amiss in a file is told with its places, and the other files are collected all the same."""
    project.write("a/protocol.yaml", KNEE_TEXT)
    project.write(
        "a/cases.yaml",
        CASES.replace("decision:", "decison:") + GOOD.replace("date:", "dote:").replace("good", "ill"),
    )
    project.write("b/protocol.yaml", KNEE_TEXT.replace("start: settle", "start: nowhere"))
    project.write("b/cases.yaml", CASES)
    project.write("c/protocol.yaml", KNEE_TEXT)
    project.write("c/cases.yaml", CASES)
    project.write("c/test_own.py", "def test_own(): pass\n")
    ran = project.run(*STRICT, "--continue-on-collection-errors")
    assert "2 passed, 2 errors" in ran.out
    assert "\na/cases.yaml:7:28: V204 error" in ran.out
    assert "\na/cases.yaml:10:10: V204 error" in ran.out
    assert "\nb/protocol.yaml:14:8: V" in ran.out
    assert "INTERNALERROR" not in ran.out
    assert ".py:" not in ran.out


def test_other_names_and_places(project: Project) -> None:
    """Files named after a protocol's, files that name a shipped one, and files of a pattern of one's own."""
    project.write("knee.yaml", KNEE_TEXT)
    project.write("knee.cases.yaml", CASES)
    project.write("far/away.cases.yaml", OF_SHIPPED)
    project.write("far/cases.yaml", OF_SHIPPED.replace("good", "quiet"))
    project.write("far/more-tests.yml", OF_SHIPPED.replace("good", "calm"))
    ran = project.run(*STRICT, "-v")
    assert "3 passed" in ran.out, ran.out
    project.write("pytest.ini", "[pytest]\nvmo_cases = *-tests.yml\n")
    ran = project.run(*STRICT, "-v")
    assert "far/more-tests.yml::A calm day stays PASSED" in ran.out
    assert "1 passed" in ran.out


def test_switched_off(knee: Project) -> None:
    """An option and an empty list of patterns each switch the collecting off."""
    assert knee.run(*STRICT, "--no-vmo-cases").code == NOTHING
    knee.write("pytest.ini", "[pytest]\nvmo_cases =\n")
    assert knee.run(*STRICT).code == NOTHING


FOREIGN: Final = {
    "of another tool": "cases:\n  - name: x\n    expect: 1\n",
    "with a protocol of its own": "format: json\nprotocol: http\ncases:\n  - {get: /}\n",
    "no YAML": "{{ cookiecutter }}: [\n\t- :::",
    "empty": "",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_an_unrelated_project_notices_nothing(project: Project, text: str) -> None:
    """A file that only happens to be called cases.yaml is left alone without a word."""
    project.write("api/cases.yaml", text)
    project.write("api/protocol.yaml", "name: http\nphases: [connect, send]\nformat: json\n")
    project.write("login.cases.yaml", text)
    project.write("login.yaml", "user: x\n")
    project.write("test_own.py", "def test_own(): pass\n")
    ran = project.run(*STRICT, "-v")
    assert ran.code == 0
    assert "collected 1 item\n" in ran.out
    for word in ("vmo", "yaml", "warning"):
        assert word not in ran.out.replace(str(project.folder), "")


def test_a_slip_in_a_protocol_does_not_hide_its_cases(project: Project) -> None:
    """A file of cases beside a protocol with a mistyped key is collected, and the slip is told."""
    project.write("knee/protocol.yaml", KNEE_TEXT.replace("\nphases:", "\nphase:"))
    project.write("knee/cases.yaml", CASES)
    ran = project.run("-q")
    assert ran.code == pytest.ExitCode.INTERRUPTED
    assert 'did you mean "phases"?' in ran.out


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (OF_SHIPPED.replace("cases:", "caes:"), "cases"),
        (OF_SHIPPED.replace("protocol:", "protcol:"), "protocol"),
    ],
)
def test_a_file_one_key_short_is_told(project: Project, text: str, key: str) -> None:
    """A file that is left alone for one mistyped key is named at the end, in one process and in several."""
    project.write("sore.cases.yaml", text)
    project.write("test_own.py", "def test_own(): pass\n")
    told = f'sore.cases.yaml: it has no key "{key}"'
    alone = project.run(*STRICT, "-q")
    assert alone.code == 0
    assert told in alone.out
    assert told in apart(project.folder, "-q", "-p", "xdist.plugin", "-n", "2").stdout


def test_what_cannot_be_read_is_left_alone(project: Project) -> None:
    """Bytes that are no text, and folders that are called like a protocol, break no run."""
    (project.folder / "cases.yaml").write_bytes(b"\xff\xfe\x00format: 1")
    (project.folder / "protocol.yaml").mkdir()
    project.write("test_own.py", "def test_own(): pass\n")
    assert project.run(*STRICT).code == 0


def test_a_case_that_breaks_shows_where(knee: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not a finding is shown as pytest shows any exception, and the other cases run."""
    from vmo_rehab.plugins import case_items

    whole = case_items.run_case

    def broken(protocol, case, seen):
        if "good" in case.name:
            raise ZeroDivisionError("a mistake of ours")
        return whole(protocol, case, seen)

    monkeypatch.setattr(case_items, "run_case", broken)
    ran = knee.run("-v")
    assert "ZeroDivisionError: a mistake of ours" in ran.out
    assert "2 failed" in ran.out


def test_coverage(project: Project) -> None:
    """The truth values that the cases of this run have seen are told by protocol, over all of its files."""
    project.write("knee/protocol.yaml", KNEE_TEXT)
    project.write("knee/cases.yaml", CASES)
    project.write("knee/more.cases.yaml", f"{HEAD}cases:\n{ALARM}{BAD}")
    project.write("sore.cases.yaml", OF_SHIPPED)
    ran = project.run("-q", "--vmo-coverage")
    assert [line for line in ran.out.splitlines() if line.endswith(" %")] == [
        "small-knee: 30 %",
        "soreness-rules: 33 %",
    ]
    row = next(line for line in ran.out.splitlines() if line.startswith("pain_during >= 6"))
    assert row.split()[3:] == ["seen", "seen", "NEVER", "knee/protocol.yaml:35:22"]
    assert "decisions seen: refer, regress and stay; never: " in ran.out
    narrowed = project.run("-q", "--vmo-coverage", "-k", "good").out
    row = next(line for line in narrowed.splitlines() if line.startswith("pain_during >= 6"))
    assert row.split()[3:6] == ["NEVER", "seen", "NEVER"]
    assert "criteria" not in project.run("-q", "--vmo-coverage", "--collect-only").out
    assert "criteria" not in project.run("-q").out


def test_the_floor(project: Project) -> None:
    """Below the floor a run fails that would pass, and at it the run passes; a wrong floor is refused."""
    project.write("knee/protocol.yaml", KNEE_TEXT)
    project.write("knee/cases.yaml", CASES)
    assert project.run("--vmo-coverage-floor=21").code == 0
    ran = project.run("--vmo-coverage-floor", "22")
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "\nFAILED small-knee: 21 % seen, and the floor is 22 %\n" in ran.out
    assert project.run("--vmo-coverage-floor=101").code == pytest.ExitCode.USAGE_ERROR


def test_protocols_of_one_name_are_told_apart(project: Project) -> None:
    """Where two protocols have the same id, the file is told as well."""
    for folder, text in (("x", KNEE_TEXT), ("y", KNEE_TEXT.replace("pain_during >= 6", "pain_during >= 7"))):
        project.write(f"{folder}/protocol.yaml", text)
        project.write(f"{folder}/cases.yaml", CASES)
    out = project.run("-q", "--vmo-coverage-floor=99").out
    for folder in "xy":
        assert f"FAILED small-knee ({folder}/protocol.yaml): 21 % seen" in out


def test_a_floor_without_cases(project: Project) -> None:
    """A floor is not reached by running no case at all."""
    project.write("test_own.py", "def test_own(): pass\n")
    assert project.run("--vmo-coverage").code == 0
    ran = project.run("--vmo-coverage-floor=1")
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "FAILED no case of a protocol was run, and the floor is 1 %" in ran.out


def apart(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with our plugin in a process of its own."""
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", pytest_cases.__name__, *words)
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_workers_send_home_what_they_have_seen(project: Project) -> None:
    """With xdist each case runs once, and the coverage is that of a run in one process."""
    project.write("knee/protocol.yaml", KNEE_TEXT)
    project.write("knee/cases.yaml", CASES + ALARM)
    ran = apart(project.folder, "-q", "-p", "xdist.plugin", "-n", "2", "--vmo-coverage-floor=22")
    assert "2 passed" in ran.stdout
    assert ran.returncode == 1
    alone = project.run("-q", "--vmo-coverage-floor=22")
    head = "criteria that the cases have seen"
    told = [out.partition(head)[2].partition("FAILED")[0].strip("= \n") for out in (ran.stdout, alone.out)]
    assert told[0] == told[1]
    assert "decisions seen: refer and stay" in told[0]


def test_an_unrelated_run_loads_nothing_of_ours(tmp_path: Path) -> None:
    """Where there are no cases of ours, both plugins load themselves and nothing else."""
    (tmp_path / "cases.yaml").write_text(FOREIGN["of another tool"], "utf-8")
    (tmp_path / "test_own.py").write_text(
        "import sys\n"
        "def test_own():\n"
        "    import hypothesis\n"
        "    from vmo_rehab.plugins.hypothesis_types import register\n"
        "    register()\n"
        "    heavy = {'numpy', 'yaml', 'attr', 'cattrs', 'click', 'rich'} & set(sys.modules)\n"
        "    ours = {name for name in sys.modules if name.startswith('vmo_rehab.')}\n"
        "    plugins = {'', '.pytest_cases', '.hypothesis_types'}\n"
        "    assert (heavy, ours) == (set(), {f'vmo_rehab.plugins{one}' for one in plugins})\n",
        "utf-8",
    )
    ran = apart(tmp_path, "-q", "-W", "error", "--vmo-coverage")
    assert ran.returncode == 0, ran.stdout
