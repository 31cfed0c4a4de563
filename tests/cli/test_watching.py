"""``check --watch``: in a process of its own, with files that change under it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import Factory, define

from vmo_rehab.cli import watching

ROOT = Path(__file__).parents[2]
CODE = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job has it ignored
    "from vmo_rehab.cli import main, watching; watching.watch.__defaults__ = (0.05,)\n"
    "sys.exit(main(prog_name='vmo-rehab'))"
)
END = re.compile(r"^watching (\d+) files? for changes; Ctrl-C ends it$")
LONGEST = 20.0
"""Seconds that a round may take."""


@define(eq=False)
class Watching:
    """A running ``check --watch``."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str] = Factory(queue.Queue)

    def follow(self) -> None:
        """Take in what is printed."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def round(self) -> tuple[str, int]:
        """Return what the next round prints, and how many files are watched."""
        told: list[str] = []
        while True:
            line = self.lines.get(timeout=LONGEST)
            if end := END.match(line):
                return "\n".join(told), int(end[1])
            told.append(line)

    def until(self, word: str) -> None:
        """Wait for a round that prints a word; on a busy machine a state between two may have one as well."""
        while word not in self.round()[0]:
            pass

    def quiet(self) -> bool:
        """Tell whether nothing is printed for a while."""
        time.sleep(0.4)
        return self.lines.empty()


@pytest.fixture
def watch() -> Iterator[Watching]:
    """Start watching files; end it whatever happens."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: object) -> Watching:
        command = [sys.executable, "-c", CODE, "check", "--watch", *map(str, words)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, text=True
        )
        started.append(process)
        watching = Watching(process)
        threading.Thread(target=watching.follow, daemon=True).start()
        return watching

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_change_is_checked_and_nothing_else(watch, knee):
    """A saved fault is found, its cure as well, and without a change nothing is printed."""
    good = knee.read_text(encoding="utf-8")
    seen = watch(knee)
    assert "2 warnings in 1 file" in seen.round()[0]
    assert seen.quiet()
    knee.write_text(good.replace("lapse:", "lapze:"), encoding="utf-8")
    assert 'did you mean "lapse"?' in seen.round()[0]
    knee.write_text(good, encoding="utf-8")
    assert "2 warnings in 1 file" in seen.round()[0]


def test_saving_by_rename_and_files_that_vanish(watch, knee):
    """A new file in the place of the old one, no file, a folder, and one that is no text do not end it."""
    good = knee.read_bytes()
    seen = watch(knee.parent)
    seen.round()
    other = knee.with_name("protocol.yaml~")
    other.write_bytes(good.replace(b"lapse:", b"lapze:"))
    other.replace(knee)
    seen.until("V204")
    knee.unlink()
    seen.until("V323")
    knee.write_bytes(b"\xff\xfe\xff")
    seen.until("V109")
    knee.unlink()
    knee.mkdir()
    seen.until("cannot be read")
    knee.rmdir()
    knee.write_bytes(good)
    seen.until("2 warnings in 1 file")


def test_files_beside_count(watch, knee):
    """Cases and schemes that come beside a protocol are watched as well."""
    seen = watch(knee)
    assert seen.round()[1] == 1
    knee.with_name("cases.yaml").write_text("format: 1\n", encoding="utf-8")
    assert seen.round()[1] == 2
    knee.with_name("schemes").mkdir()
    assert seen.quiet()
    knee.with_name("schemes").joinpath("mine.yaml").write_text("format: 1\n", encoding="utf-8")
    told, files = seen.round()
    assert files == 3
    assert "mine.yaml:1:1: V203" in told


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send to a process")
def test_ctrl_c_ends_it(watch, knee):
    """Ctrl-C is the way it is meant to end: exit code 0, and no traceback."""
    seen = watch(knee)
    seen.round()
    seen.process.send_signal(signal.SIGINT)
    assert seen.process.wait(timeout=LONGEST) == 0
    assert "Traceback" not in "".join(seen.lines.queue)
    assert "Aborted" not in "".join(seen.lines.queue)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("terminal", [True, False])
def test_the_screen_is_cleared_on_a_terminal_only(monkeypatch, terminal, capsys, knee):
    """In a pipe no control signs are printed."""
    cleared: list[bool] = []
    monkeypatch.setattr(watching, "screen", lambda: watching_screen(terminal))
    monkeypatch.setattr(watching.click, "clear", lambda: cleared.append(True))
    monkeypatch.setattr(watching.time, "sleep", interrupted)
    watching.watch([str(knee)], lambda: None)
    assert cleared == [True] * terminal
    assert "\x1b" not in capsys.readouterr().out


def watching_screen(terminal: bool) -> object:
    from vmo_rehab.cli.output import Screen

    return Screen(80 if terminal else None, styled=False)


def interrupted(_: float) -> None:
    raise KeyboardInterrupt


def test_watching_is_for_people(vmo, knee):
    """Another form than text is refused, and so is watching nothing."""
    result = vmo("check", "--watch", "--format", "json", knee)
    assert result.exit_code == 2
    assert "leave --format out" in result.stderr
    assert vmo("check", "--watch").exit_code == 2


def test_a_folder_that_cannot_be_read_does_not_end_it(monkeypatch, knee):
    """Where the files beside a protocol cannot be listed, the protocol alone is watched."""

    def gone(*_: object) -> object:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "glob", gone)
    assert list(watching._look([str(knee)])) == [knee]
