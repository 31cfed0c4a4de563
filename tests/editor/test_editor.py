"""What an editor shows: a real YAML language server reads the schemas, without a network."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from editor.server import Server, running
from vmo_rehab.cli import main

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BINARY = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}}
HEAD = "# yaml-language-server: $schema=protocol.schema.json\n"
PHASE = "phases:\n  - id: settle\n    "


def missing() -> str:
    """Say what the tests need and do not find; empty where all is there."""
    if shutil.which("node") is None:
        return "there is no Node on this machine"
    if not BINARY.exists():
        return "the language server is not installed: npm ci --prefix tests/editor"
    return ""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run the server in a folder where ``new`` has made a protocol."""
    if why := missing():
        assert "VMO_EDITOR" not in os.environ, why
        pytest.skip(why)
    root = tmp_path_factory.mktemp("edited")
    assert CliRunner().invoke(main, ["new", "knee", "--to", str(root)]).exit_code == 0
    folder = root / "knee"
    for name in ("cases", "scheme"):
        beside = str(folder / f"{name}.schema.json")
        assert CliRunner().invoke(main, ["schema", name, "--output", beside]).exit_code == 0
    with running([shutil.which("node") or "", str(BINARY), "--stdio"], folder, SETTINGS) as server:
        yield server


@pytest.fixture
def path(server: Server, request: pytest.FixtureRequest) -> Path:
    """Give each test a file of its own; the server keeps what it was told of one."""
    return server.root / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())}.yaml"


def offered(server: Server, path: Path, text: str) -> list[str]:
    """Return what is offered where a text has its ``|``."""
    before, after = text.split("|")
    server.open(path, before + after)
    line = before.count("\n")
    return server.completions(path, line, len(before) - before.rfind("\n") - 1)


def told(server: Server, path: Path, text: str, word: str) -> str:
    """Return what is told where a word stands first."""
    server.open(path, text)
    line, column = next(
        (number, line.index(word)) for number, line in enumerate(text.split("\n")) if word in line
    )
    return server.hover(path, line, column + 1)


def test_what_new_writes_has_its_schema(server):
    """A new protocol has no diagnostics, and its first line makes ``lapse`` explain itself."""
    text = (server.root / "protocol.yaml").read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    assert "What gaps do." in told(server, server.root / "protocol.yaml", text, "lapse:")


@pytest.mark.parametrize(
    ("before", "some"),
    [
        ("|", ["phases", "red_flags", "lapse"]),
        (f"{PHASE}|", ["progress", "regress", "min_stay", "exercises"]),
        (f"{PHASE}exercises:\n      - |", ["exercise", "levels", "choose", "load"]),
        (f"{PHASE}exercises:\n      - exercise: |", ["leg-press/machine", "lunge/body-weight"]),
        (f"{PHASE}exercises:\n      - exercise: bridge\n        scheme: |", ["dapre", "double-progression"]),
        (f"{PHASE}exercises:\n      - exercise: bridge\n        load:\n          |", ["ladder", "increment"]),
        (f"{PHASE}progress:\n      - when:\n          |", ["all", "any", "at_least", "not"]),
        ("today:\n  - when: pain_before >= 5\n    do: |", ["rescue", "repeat", "rest"]),
        ("today:\n  - {when: pain_before >= 5, do: |}", ["rescue", "repeat", "rest"]),
        ("status: |", ["draft", "active", "retired"]),
        ("red_flags:\n  - |", ["calf_pain", "fever"]),
        ("measures:\n  |", ["quad_lsi", "pain_during"]),
        ("measures:\n  mine:\n    worse: |", ["high", "low", "neither"]),
    ],
)
def test_keys_and_words_are_offered(server, path, before, some):
    """Where something is to be written, what may stand there is offered."""
    found = offered(server, path, HEAD + before)
    assert set(some) <= set(found), found


def test_keys_that_stand_are_not_offered_again(server, path):
    """Of a phase with a title, no second title is offered."""
    assert "title" not in offered(server, path, f"{HEAD}{PHASE}title: Settle\n    |")


@pytest.mark.parametrize("name", ["cases", "scheme"])
def test_other_files_have_help_as_well(server, path, name):
    """Cases and schemes have keys offered by their own schemas."""
    head = f"# yaml-language-server: $schema={name}.schema.json\n"
    some = {
        "cases": ("cases:\n  - case: a\n    rows:\n      - |", "decision"),
        "scheme": ("rise:\n  |", "sessions"),
    }
    before, key = some[name]
    assert key in offered(server, path, head + before)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("\nlapse:", "\nlapze:", "Property lapze is not allowed"),
        ("    progress:", "    progres:", "Property progres is not allowed"),
        ("do: rescue", "do: rescu", "rescue"),
        ("min_stay: 7 days", "min_stay: 7", 'Expected "string"'),
        ("min_stay: 7 days", "min_stay: a week", "write it such as 10 days or 6 weeks"),
        ("rep_quality >= 80%", "[rep_quality, 80]", 'Expected "string | a group of criteria"'),
    ],
)
def test_slips_are_underlined(server, path, good, bad, message):
    """A key or a word that is none, and a value of a wrong kind or form are underlined where they stand."""
    text = (server.root / "protocol.yaml").read_text(encoding="utf-8")
    assert good in text
    found = server.open(path, text.replace(good, bad, 1))
    line = text[: text.index(good)].count("\n") + bad.startswith("\n")
    assert any(one["range"]["start"]["line"] == line and message in one["message"] for one in found), found


@pytest.mark.parametrize(
    "file", sorted(ROOT.glob("protocols/*/protocol.yaml")), ids=lambda one: one.parent.name
)
def test_shipped_protocols_are_not_underlined(server, path, file):
    """Nothing is found in a protocol that is shipped."""
    assert server.open(path, HEAD + file.read_text(encoding="utf-8")) == []


def test_the_task_of_the_page_reads_what_check_prints(tmp_path):
    """The pattern that the page gives to an editor takes a finding apart as it should."""
    page = (ROOT / "docs" / "how-to" / "editor.md").read_text(encoding="utf-8")
    (task,) = (json.loads(one) for one in re.findall(r"```json\n(.*?)```", page, re.DOTALL) if "tasks" in one)
    form = task["tasks"][0]["problemMatcher"]["pattern"]
    CliRunner().invoke(main, ["new", "knee", "--to", str(tmp_path)])
    printed = CliRunner().invoke(main, ["check", str(tmp_path / "knee" / "protocol.yaml")]).output
    found = re.match(form["regexp"], printed.split("\n")[0])
    assert found
    parts = {name: found[form[name]] for name in ("line", "column", "code", "severity", "message")}
    assert parts == {
        "line": "7",
        "column": "1",
        "code": "V507",
        "severity": "warning",
        "message": "no date of review is named",
    }
    assert Path(found[form["file"]]) == tmp_path / "knee" / "protocol.yaml"
