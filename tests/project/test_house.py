"""The house: imports go down, each third party has one owner, nothing grows too large, the face is pinned."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import vmo_rehab
from vmo_rehab import testing

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "vmo_rehab"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

LAYERS = [
    {"truth", "scales", "source", "diagnostics", "errors", "codes", "measures", "version", "lazy"},
    {"criteria", "protocol"},
    {"documents", "engine", "core"},
    {"record"},
    {"cases", "checks", "compare", "prove", "cohort"},
    {"report", "interop", "store"},
    {"testing"},
    {"plugins"},
    {"cli"},
    {"__main__"},
]
"""The rooms by layer, lowest first. A module imports from layers under its own, or from its own room; the
single modules of the lowest layer are one room."""

WITHIN = {("protocol", "criteria")}
"""Rooms of one layer that may use each other: a phase is made of criteria."""

OWNERS = {
    "yaml": {"documents/text/yaml_text.py"},
    "cattrs": {"record/converter.py", "record/canonical.py", "record/leaves.py"},
    "click": {"cli/"},
    "rich": {"cli/"},
    "numpy": {"cohort/"},
    "hypothesis": {"testing/strategies/", "testing/asserting.py", "testing/machines.py", "plugins/"},
    "pytest": {"plugins/"},
    "resvg_py": {"report/pictures/png.py"},
}


def room(path: Path) -> str:
    """Return the room a module belongs to: its folder, or itself for one that stands alone."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def layer(name: str) -> int:
    """Return the layer of a room."""
    return next(number for number, rooms in enumerate(LAYERS) if name in rooms)


def imported(path: Path) -> set[str]:
    """Return every module that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "vmo_rehab":
                found |= {f"vmo_rehab.{alias.name}" for alias in node.names}
    return found


def test_every_room_has_a_layer() -> None:
    """A new folder or module must be given its place before it is used."""
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert rooms <= set().union(*LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    """A module imports only from layers under its own, or from its own room."""
    here = room(path)
    if here == "__init__":
        return
    for name in imported(path):
        if not name.startswith("vmo_rehab."):
            continue
        there = name.split(".")[1]
        down = layer(there) < layer(here) or layer(there) == layer(here) == 0 or (here, there) in WITHIN
        assert there == here or down, f"{path} -> {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_third_party_has_its_owner(path: Path) -> None:
    """YAML, cattrs, click, rich and the rest are imported only in the rooms that own them."""
    where = path.relative_to(PACKAGE).as_posix()
    for name in imported(path):
        owners = OWNERS.get(name.split(".")[0])
        if owners is not None:
            assert any(where.startswith(owner) for owner in owners), f"{where} imports {name}"


def test_readable_evaluation_and_documents_do_not_know_each_other() -> None:
    """What decides never sees a file, and what reads files never decides."""
    for path in MODULES:
        if room(path) == "engine":
            assert not any(name.startswith("vmo_rehab.documents") for name in imported(path))
        if room(path) == "documents":
            assert not any(name.startswith("vmo_rehab.engine") for name in imported(path))


def test_within_documents_imports_go_from_readers_to_text() -> None:
    """A text knows nothing of values, values nothing of shapes, shapes nothing of what is built of them."""
    order = ["text", "values", "shapes"]
    for place, inner in enumerate(order):
        allowed = tuple(f"vmo_rehab.documents.{name}" for name in order[: place + 1])
        for path in (PACKAGE / "documents" / inner).glob("*.py"):
            for name in imported(path):
                assert not name.startswith("vmo_rehab.documents") or name.startswith(allowed), (
                    f"{path} -> {name}"
                )


def test_no_command_calls_another() -> None:
    """What commands share stands beside them, not in one of them."""
    for path in (PACKAGE / "cli").rglob("*.py"):
        used = {name for name in imported(path) if name.startswith("vmo_rehab.cli.commands")}
        assert not used or path.name == "app.py", path


def test_modules_and_functions_stay_small() -> None:
    """A module has at most 400 lines, a function at most 45 without its docstring."""
    for path in MODULES:
        text = path.read_text("utf-8")
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                assert (node.end_lineno or 0) - first.lineno < 45, f"{path}:{node.name}"


def test_model_types_are_frozen_and_made_by_attrs() -> None:
    """No class writes its own equality or hash."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.name not in ("__eq__", "__hash__"), path


def test_import_is_light() -> None:
    """Importing the package, and deciding with it, loads none of the heavy third parties."""
    heavy = ("numpy", "hypothesis", "pytest", "rich", "click", "cattrs", "resvg_py")
    code = (
        "import sys, datetime as dt, vmo_rehab as v\n"
        "p = v.load('soreness-rules'); e = v.enrol(p, v.Enrolled(dt.date(2026, 1, 1)))\n"
        "v.step(p, e, v.Session(dt.date(2026, 1, 2)))\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_public_face_is_pinned() -> None:
    """A name is added to or taken from the face on purpose only."""
    assert vmo_rehab.__all__ == FACE
    for name in FACE:
        assert getattr(vmo_rehab, name) is not None
    assert set(FACE) <= set(dir(vmo_rehab))
    with pytest.raises(AttributeError, match="has no attribute"):
        vmo_rehab.nothing_here  # noqa: B018 - looked up on purpose


def test_type_checkers_see_the_same_face() -> None:
    """The names imported for type checkers are those that can be used."""
    text = (PACKAGE / "__init__.py").read_text("utf-8")
    guarded = next(node for node in ast.parse(text).body if isinstance(node, ast.If))
    names = {
        a.asname or a.name for node in guarded.body if isinstance(node, ast.ImportFrom) for a in node.names
    }
    assert names == set(FACE)


def test_the_kit_does_without_hypothesis_what_it_can() -> None:
    """The conformance set, guarantees and stories are there where Hypothesis is not; the rest names it."""
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from vmo_rehab import Enrolled, Log, load, testing\n"
        "from vmo_rehab.testing import GUARANTEES, conformance, never, story\n"
        "import datetime as dt, vmo_rehab.testing.conformance.__main__\n"
        "protocol, log = load('soreness-rules'), Log(Enrolled(dt.date(2026, 3, 2)), ())\n"
        "print([one(protocol, log) for one in GUARANTEES].count([]), 'start' in story(protocol, log))\n"
        "print(conformance.check(conformance.Library(), conformance.cases()[:3]).conforms)\n"
        "try: testing.logs\n"
        "except ModuleNotFoundError as error: print(error.name)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.split("\n") == ["10 True", "True", "hypothesis", ""], ran.stderr


def test_type_checkers_see_the_same_kit() -> None:
    """The names of the kit that type checkers import are those that can be used, each from its home."""
    text = (PACKAGE / "testing" / "__init__.py").read_text("utf-8")
    guarded = next(node for node in ast.parse(text).body if isinstance(node, ast.If))
    from_homes = {
        name.name: node.module
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert sorted(from_homes) == sorted(testing.__all__)
    for name, home in from_homes.items():
        assert getattr(testing, name) is getattr(importlib.import_module(str(home)), name)
    assert set(testing.__all__) <= set(dir(testing))
    with pytest.raises(AttributeError, match="has no attribute"):
        testing.nothing_here  # noqa: B018 - looked up on purpose


@pytest.mark.parametrize(
    "name", [n for n in vmo_rehab.__all__ if n not in ("__version__", "Answer", "Event")]
)
def test_every_public_name_is_documented(name: str) -> None:
    """Each name of the face has a docstring with a summary line of its own."""
    doc = getattr(vmo_rehab, name).__doc__
    assert doc
    assert re.match(r"\S[^\n]*[.:]$", doc.split("\n")[0].strip()), doc.split("\n")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_examples_in_docstrings_run(path: Path) -> None:
    """Every example in a docstring prints what it says it prints."""
    name = ".".join(["vmo_rehab", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


@pytest.mark.parametrize(
    "name",
    [
        "load",
        "loads",
        "shipped",
        "enrol",
        "today",
        "step",
        "apply",
        "check",
        "diff",
        "replay",
        "to_json",
        "from_json",
        "load_cases",
        "run_cases",
    ],
)
def test_every_verb_has_an_example(name: str) -> None:
    """Each public function shows how it is used, in an example that runs."""
    assert ">>>" in getattr(vmo_rehab, name).__doc__


def test_diagnostic_codes_are_all_declared() -> None:
    """A code that is used anywhere in the package has its title in codes.py."""
    used = set()
    for path in MODULES:
        used |= set(re.findall(r'"([VL]\d{3})"', path.read_text("utf-8")))
    from vmo_rehab.codes import CODES

    assert used == set(CODES)


def test_version_is_said_once() -> None:
    """The version of the package is the one that decisions carry."""
    assert f'version = "{vmo_rehab.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


FACE = [
    "Absent",
    "Amended",
    "Answer",
    "Assessment",
    "BaselineReset",
    "Cases",
    "Cited",
    "Cleared",
    "Decided",
    "Decision",
    "Diagnostic",
    "Difference",
    "Do",
    "Enrolled",
    "EnrolmentError",
    "Episode",
    "EpisodeFinal",
    "EpisodeSuspended",
    "Event",
    "EventError",
    "Explanation",
    "Flag",
    "Fold",
    "Item",
    "Kind",
    "LateAnswer",
    "Log",
    "LogError",
    "Measure",
    "Migrated",
    "Move",
    "NextSet",
    "Node",
    "Overridden",
    "Performed",
    "Phase",
    "Prescription",
    "Protocol",
    "ProtocolError",
    "Question",
    "Record",
    "RecordError",
    "RefusedError",
    "ReplayError",
    "Rule",
    "Scale",
    "Session",
    "SetDone",
    "Severity",
    "SignedOff",
    "Suspended",
    "Tested",
    "Today",
    "Truth",
    "Unfit",
    "Unsuspended",
    "VmoRehabError",
    "Voided",
    "Why",
    "__version__",
    "apply",
    "check",
    "diff",
    "enrol",
    "from_json",
    "from_plain",
    "load",
    "load_cases",
    "loads",
    "next_set",
    "read_csv",
    "read_json",
    "read_log",
    "replay",
    "run_cases",
    "shipped",
    "step",
    "to_json",
    "to_plain",
    "today",
    "write_json",
]
