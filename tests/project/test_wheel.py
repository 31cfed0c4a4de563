"""The package as it is installed: from the wheel and from the wheel made of the sdist, in another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = (
    "import pathlib, vmo_rehab as v; from vmo_rehab.documents.library import folder\n"
    "print(pathlib.Path(v.__file__).parent); print(folder()); print(','.join(v.shipped()))\n"
    "v.load('vmo-foundation')"
)


def run(*command: str, cwd: Path, path: Path | None = None) -> str:
    """Run a command and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(path) if path else ""}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from it."""
    built = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built), str(ROOT), cwd=built)
    return built


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty folder."""
    target = tmp_path_factory.mktemp("installed")
    (wheel,) = built.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target")
    run(*pip, str(target), str(wheel), cwd=built)
    return target


def test_the_wheel_carries_the_protocols(installed: Path, tmp_path: Path) -> None:
    """The installed wheel finds its own protocols, and all of the checkout's, from any folder."""
    package, folder, shipped = run(sys.executable, "-c", ASK, cwd=tmp_path, path=installed).splitlines()
    assert Path(package) == installed / "vmo_rehab"
    assert Path(folder) == installed / "vmo_rehab" / "_protocols"
    here = sorted(path.parent.name for path in (ROOT / "protocols").glob("*/protocol.yaml"))
    assert shipped.split(",") == here


def test_the_checkout_finds_its_protocols(tmp_path: Path) -> None:
    """An editable install finds the protocols of the checkout, from any folder."""
    _, folder, _ = run(sys.executable, "-c", ASK, cwd=tmp_path, path=ROOT / "src").splitlines()
    assert Path(folder) == ROOT / "protocols"


def test_the_command_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The installed command decides a log with a shipped protocol, away from the checkout."""
    log = (ROOT / "examples" / "steady.csv").read_text("utf-8")
    (tmp_path / "steady.csv").write_text(log, "utf-8")
    command = (sys.executable, "-c", "from vmo_rehab.cli import main; main()", "run", "vmo-foundation")
    assert "discharge" in run(*command, "steady.csv", cwd=tmp_path, path=installed)


def test_the_wheel_explains_its_codes(installed: Path, tmp_path: Path) -> None:
    """What a code means is told in full from the wheel as well."""
    command = (sys.executable, "-c", "from vmo_rehab.cli import main; main()", "check", "--explain", "V204")
    assert "misspelt" in run(*command, cwd=tmp_path, path=installed)


def test_the_wheel_is_typed(installed: Path) -> None:
    """Type checkers of users read the annotations."""
    assert (installed / "vmo_rehab" / "py.typed").exists()


def test_the_wheel_carries_the_schemas(installed: Path) -> None:
    """The published schemas stand in the wheel as files, for programs that want no command."""
    for path in (ROOT / "schemas").glob("*.json"):
        assert (installed / "vmo_rehab" / "_schemas" / path.name).read_bytes() == path.read_bytes()


def test_the_sdist_holds_the_tests_and_no_foreign_code(built: Path) -> None:
    """Who gets the sources can run the tests; what npm installs beside them stays out."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = sdist.getnames()
    assert any(name.endswith("tests/editor/package-lock.json") for name in names)
    assert any(name.endswith("/.pre-commit-hooks.yaml") for name in names)
    assert not any("node_modules" in name for name in names)


def test_the_conformance_set_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The wheel has the whole set, byte by byte, and the library conforms to it away from the checkout."""
    inside = installed / "vmo_rehab" / "_conformance"
    here = {path.name: path.read_bytes() for path in (ROOT / "conformance").iterdir()}
    assert {path.name: path.read_bytes() for path in inside.iterdir()} == here
    ask = (
        "from vmo_rehab.testing import conformance as c\n"
        "from vmo_rehab.testing.conformance.files import folder\n"
        "print(folder()); print(c.check(c.Library(), c.cases()[:60]).conforms)"
    )
    folder, conforms = run(sys.executable, "-c", ask, cwd=tmp_path, path=installed).splitlines()
    assert (Path(folder), conforms) == (inside, "True")
