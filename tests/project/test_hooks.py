"""The hooks for pre-commit: each entry runs as it is written, on the files it is for."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from vmo_rehab.cli import main

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
FILES = {
    "vmo-rehab-fmt": ["protocol.yaml", "cases.yaml", "more.cases.yaml", "schemes/mine.yaml"],
    "vmo-rehab-check": ["protocol.yaml", "schemes/mine.yaml"],
    "vmo-rehab-test": ["protocol.yaml", "cases.yaml", "more.cases.yaml"],
}
OTHERS = ["README.md", "protocol.yaml.bak", "protocol.schema.json", "measures.yaml", "my-protocol.yaml"]


def test_the_hooks_that_there_are() -> None:
    """Each hook has what pre-commit asks for."""
    assert [hook["id"] for hook in HOOKS] == list(FILES)
    for hook in HOOKS:
        assert set(hook) == {"id", "name", "description", "entry", "language", "files"}
        assert hook["language"] == "python"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_takes_its_files(hook: dict[str, Any]) -> None:
    """A hook is for its files, in any folder, and for no others."""
    names = FILES[hook["id"]]
    assert all(re.search(hook["files"], f"{folder}{name}") for name in names for folder in ("", "a/b/"))
    assert not any(re.search(hook["files"], name) for name in OTHERS)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs(hook: dict[str, Any], tmp_path: Path) -> None:
    """The entry with a good file behind it ends well, and with a bad one it does not."""
    program, command, *options = shlex.split(hook["entry"])
    assert program == "vmo-rehab"
    if command not in main.commands:
        pytest.skip(f"{command} is not a command of this version")
    shutil.copytree(ROOT / "protocols" / "soreness-rules", tmp_path / "knee")
    good = [
        str(tmp_path / "knee" / name) for name in FILES[hook["id"]] if (tmp_path / "knee" / name).exists()
    ]
    result = CliRunner().invoke(main, [command, *options, *good])
    assert result.exit_code == 0, result.output
    bad = tmp_path / "knee" / "protocol.yaml"
    bad.write_text(bad.read_text(encoding="utf-8").replace("phases:", "fases:"), encoding="utf-8")
    assert CliRunner().invoke(main, [command, *options, *good]).exit_code == 1
