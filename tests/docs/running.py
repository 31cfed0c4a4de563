"""Runs the blocks of one page, in order, in a folder of its own; tells what differs from what it shows."""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from attrs import define, field
from click.testing import CliRunner

from docs.pages import ROOT, Block, in_sample
from interop.log_knee import knee
from vmo_rehab import ProtocolError, load, loads, read_log, run_cases
from vmo_rehab.cases.reading import read_cases
from vmo_rehab.cli import main
from vmo_rehab.documents.exercises import exercises_of
from vmo_rehab.documents.measures import measures_of
from vmo_rehab.documents.schemes import scheme_of
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.shapes.protocols import MeasuresFile
from vmo_rehab.documents.shapes.schemes import SchemeFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.plugins import pytest_cases
from vmo_rehab.plugins.hypothesis_types import register

register()  # what an installed package does by itself; a checkout may be on the path alone

ALONE: Final = frozenset({"docs/reference/command-line.md"})
"""Pages whose console blocks know nothing of each other; a protocol of one's own is there already."""


def _alone(file: ExercisesFile, found: list[Any]) -> object:
    return exercises_of([file], found)


_FILES: Final = {
    "measures": (MeasuresFile, measures_of),
    "exercises": (ExercisesFile, _alone),
    "scheme": (SchemeFile, scheme_of),
}
_SURROUNDINGS: Final = {
    "PYTHONPATH": str(ROOT / "src"),
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTEST_ADDOPTS": "",
    "HYPOTHESIS_NO_PLUGINS": "1",
    "COLUMNS": "80",
}
"""What a reader's pytest may find otherwise, and what it prints hangs on."""
_FLAGS: Final = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_PARSER: Final = doctest.DocTestParser()


@define
class Running:
    """A page that is being run.

    Args:
        folder: the page's own; files it shows are saved there, and commands run there.
        wrong: what differs, each with its place.
        names: what its Python blocks share.
        shown: what a console block really prints, by block; for refreshing a page.
    """

    folder: Path
    wrong: list[str] = field(factory=list)
    names: dict[str, Any] = field(factory=dict)
    shown: dict[int, str] = field(factory=dict)
    _found: tuple[str, str] = ("", "")

    def check(self, block: Block) -> None:
        """Check one block; a block that nobody knows how to check is wrong."""
        if "not run" in block.remarks:
            if len(block.remarks["not run"]) < 5:
                self._say(block, "says no reason why it is not run")
            return
        reader = _READERS.get(block.language)
        if reader is None:
            self._say(block, f"a block of {block.language or 'no language'} needs a remark: not run, and why")
        else:
            reader(self, block)

    def _say(self, block: Block, what: str) -> None:
        self.wrong.append(f"{block.place}: {what}")

    def _yaml(self, block: Block) -> None:
        remarks = block.remarks
        if "find in" in remarks:
            self._found = (remarks["find in"], block.text)
            if block.text not in (self.folder / remarks["find in"]).read_text(encoding="utf-8"):
                self._say(block, f"does not stand in {remarks['find in']}")
            return
        if "replace with" in remarks:
            path = self.folder / self._found[0]
            whole = path.read_text(encoding="utf-8")
            path.write_text(whole.replace(self._found[1], block.text, 1), encoding="utf-8")
            return
        if "file" in remarks:
            self._save(block)
        found = (
            self._cases(block)
            if "cases of" in remarks
            else list(_codes(remarks.get("fragment of", ""), block.text))
        )
        expected = sorted(remarks["refused"].split(", ")) if "refused" in remarks else []
        if sorted(set(found)) != expected:
            self._say(block, f"gives {found or 'no finding'}, expected {expected or 'none'}")

    def _cases(self, block: Block) -> list[str]:
        """Read a file of cases and run it, and return the codes of what is amiss."""
        try:
            cases = read_cases(block.text, block.place, load(block.remarks["cases of"]))
        except ProtocolError as error:
            return [one.code for one in error.diagnostics]
        return [one.code for result in run_cases(cases).results for one in result.failures]

    def _save(self, block: Block) -> None:
        path = self.folder / block.remarks["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def _log(self, block: Block) -> None:
        if "file" in block.remarks:
            self._save(block)
            return
        if block.page.name == "logs.md":
            path = self.folder / f"log.{block.language}"
            path.write_text(block.text, encoding="utf-8")
            read_log(path, knee())
        elif block.language == "json":
            json.loads(block.text)
        else:
            self._say(block, "a log needs a remark: file, and a command that reads it")

    def _console(self, block: Block) -> None:
        if block.page.relative_to(ROOT).as_posix() in ALONE:
            shutil.rmtree("my-knee", ignore_errors=True)
            if " new " not in block.text:
                CliRunner().invoke(main, ["new", "my-knee"])
        written = []
        for command, expected in _commands(block.text):
            words = shlex.split(command)
            if command.startswith("python3 -m venv "):
                written.append(f"$ {command}")
                continue  # sets a machine up, as .ci/run does
            if command.startswith("cp -r "):
                shutil.copytree(words[2], words[3])
                written.append(f"$ {command}")
                continue
            if words[0] not in _COMMANDS:
                self._say(
                    block, f'"{command}" is not a command of this project; add a remark: not run, and why'
                )
                continue
            code, output = _COMMANDS[words[0]](self, block, words)
            written.append(f"$ {command}\n{output if expected else ''}".rstrip("\n"))
            if expected and not _alike(expected, output):
                self._say(block, f'"{command}" prints\n{output}\n--- and not\n{expected}')
            elif not expected and code:
                self._say(block, f'"{command}" fails: {output}')
        self.shown[block.line] = "\n".join(written) + "\n"

    def _of_ours(self, block: Block, words: list[str]) -> tuple[int, str]:
        """Run a command of the project in this process, and return its exit code and what it prints."""
        result = CliRunner().invoke(main, words[1:], prog_name="vmo-rehab")
        if not isinstance(result.exception, SystemExit | None):
            self._say(block, f'"{shlex.join(words)}" raises {result.exception!r}')
        return result.exit_code, result.output.rstrip("\n")

    def _of_pytest(self, block: Block, words: list[str]) -> tuple[int, str]:
        """Run pytest in a process of its own, with the plugin of the project and no other."""
        own = ("-p", "no:cacheprovider", "-p", pytest_cases.__name__, "--color=no")
        ran = subprocess.run(
            (sys.executable, "-m", "pytest", *own, *words[1:]),
            cwd=self.folder,
            env={**os.environ, **_SURROUNDINGS},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.stderr:
            self._say(block, f'"{shlex.join(words)}" complains: {ran.stderr}')
        return ran.returncode, ran.stdout.rstrip("\n")

    def _python(self, block: Block) -> None:
        if "file" in block.remarks:
            self._save(block)
            return
        if ">>>" not in block.text:
            exec(compile(block.text, block.place, "exec"), self.names)  # noqa: S102 - a page of ours
            return
        test = _PARSER.get_doctest(block.text, {}, block.place, str(block.page), block.line)
        test.globs = self.names
        told: list[str] = []
        doctest.DocTestRunner(optionflags=_FLAGS, verbose=False).run(test, out=told.append, clear_globs=False)
        if told:
            self._say(block, "".join(told))


def _codes(fragment: str, text: str) -> Iterator[str]:
    """Read a protocol or a fragment, and yield the codes of what is amiss."""
    try:
        if fragment in _FILES:
            shape, make = _FILES[fragment]
            found: list[Any] = []
            filled: Any = structure(shape, read(text), found)
            if filled:
                make(filled, found)
            yield from (one.code for one in found)
        else:
            loads(in_sample(fragment, text) if fragment else text)
    except ProtocolError as error:
        yield from (one.code for one in error.diagnostics)


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.rstrip("\n")


def _alike(expected: str, output: str) -> bool:
    """Compare an output; a line of three dots stands for any number of lines."""
    parts = [re.escape(part) for part in re.split(r"^\.\.\.$\n?", expected, flags=re.MULTILINE)]
    return re.fullmatch(".*".join(parts), output, re.DOTALL) is not None


_COMMANDS: Final[dict[str, Callable[[Running, Block, list[str]], tuple[int, str]]]] = {
    "vmo-rehab": Running._of_ours,
    "pytest": Running._of_pytest,
}
_READERS: Final[dict[str, Callable[[Running, Block], None]]] = {
    "yaml": Running._yaml,
    "csv": Running._log,
    "json": Running._log,
    "console": Running._console,
    "python": Running._python,
    "diff": lambda running, block: None,
}


def refreshing() -> bool:
    """Tell whether the outputs on the pages are written anew: ``VMO_DOCS=write``."""
    return os.environ.get("VMO_DOCS") == "write"
