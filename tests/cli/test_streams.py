"""What is printed on what: terminals, pipes, code pages; and the documentation of every option."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from vmo_rehab.cli import main, output
from vmo_rehab.cli.output import Screen, _fit, table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "command-line.md"
STYLE = "\x1b["


def squeezed(text: str) -> str:
    """Take all blanks out, so that folded and unfolded texts can be compared."""
    return re.sub(r"\s", "", text)


@pytest.fixture
def terminal(monkeypatch):
    """Make commands believe that they print to a terminal of some width."""

    def of(width: int, *, styled: bool = False) -> None:
        monkeypatch.setattr(output, "screen", lambda: Screen(width, styled=styled))

    return of


@pytest.mark.parametrize("command", ["show", "run", "today", "explain", "list", "exercises"])
def test_narrow_terminal_loses_nothing(vmo, knee, log, terminal, command):
    """In 60 columns every line fits, and every word is there."""
    words = {
        "show": [knee],
        "run": [knee, log],
        "today": [knee, log, "--on", "2026-03-20"],
        "explain": [knee, log, "--on", "2026-03-06"],
        "list": [],
        "exercises": [],
    }[command]
    wide = vmo(command, *words).stdout
    terminal(60)
    narrow = vmo(command, *words).stdout
    assert max(map(len, narrow.splitlines())) <= 60
    heads = "datephasewhatwhy", "idstatusphasestitle", "idnamepatternequipment"
    told, folded = squeezed(wide), squeezed(narrow)
    for head in heads:
        told = told.replace(head, "")
    assert folded == told


def test_medium_terminal_folds_the_last_column(vmo, knee, log, terminal):
    """In 120 columns the reasons fold under each other and the other columns stay whole."""
    terminal(120)
    lines = vmo("run", knee, log).stdout.splitlines()
    assert max(map(len, lines)) <= 120
    head = next(line for line in lines if line.startswith("date"))
    assert any(line.startswith(" " * head.index("why")) for line in lines)


def test_pipe_has_one_line_a_row(vmo, knee, log):
    """In a pipe no row folds, nothing is styled, and no line ends in blanks."""
    lines = vmo("run", knee, log).stdout.splitlines()
    assert sum(line.startswith("2026-03-") for line in lines) == 10
    assert not any(line != line.rstrip() or STYLE in line for line in lines)


def test_styles_are_only_a_help(terminal, capsys):
    """A terminal with styles shows the same words as one without."""
    terminal(80, styled=True)
    table(("a", "b"), [("1", "two")], strong=1)
    styled = capsys.readouterr().out
    terminal(80)
    table(("a", "b"), [("1", "two")], strong=1)
    assert squeezed(re.sub(r"\x1b\[[\d;]*m", "", styled)) == squeezed(capsys.readouterr().out)


def test_texts_of_files_move_no_cursor(capsys):
    """Control signs in a text are shown as question marks."""
    output.say("a\x1b[2Jb\x07\x9b")
    assert capsys.readouterr().out == "a?[2Jb??\n"


@pytest.mark.parametrize(
    ("environment", "styled"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_screen(monkeypatch, environment, styled):
    """A terminal has its own width; NO_COLOR and TERM=dumb turn styles off; a pipe has neither."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "77")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert output.screen() == Screen(77, styled=styled)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert output.screen() == Screen(None, styled=False)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "≤ 3 – Müller"),
        ("cp437", "≤ 3 - Müller"),
        ("ascii", "<= 3 - M?ller"),
        ("none", "<= 3 - M?ller"),
    ],
)
def test_code_pages(encoding, shown):
    """A sign that the code page lacks is told by one that means the same, or by a question mark."""
    told = _fit("≤ 3 – Müller", encoding)
    assert told == (shown if encoding != "cp437" else "<= 3 - Müller")


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_windows_code_pages(process, knee, log, encoding):
    """On an old code page every command prints, and JSON stays JSON."""
    text = log.read_text(encoding="utf-8").replace("ultrasound clear", "≤ 3 – ✓")
    other = knee.with_name("log.csv")
    other.write_text(text, encoding="utf-8")
    done = process("run", knee, other, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"<= 3 - ?" in done.stdout
    done = process("run", knee, other, "--json", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    whole = json.loads(done.stdout.decode(encoding))
    assert whole["events"][-1]["note"] == "≤ 3 – ✓"


def test_broken_pipe_is_quiet(knee):
    """A reader that goes away early hears nothing more, and nothing is said of it."""
    code = "import sys; from vmo_rehab.cli import main; sys.exit(main(prog_name='vmo-rehab'))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        words = [sys.executable, "-c", code, "show", str(knee)]
        done = subprocess.run(
            words, stdout=gone, stderr=subprocess.PIPE, env=environment, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_real_terminal(knee, log):
    """In a real terminal of 60 columns a run fits it."""
    import fcntl
    import pty
    import struct
    import termios

    main_end, other_end = pty.openpty()
    fcntl.ioctl(other_end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 60, 0, 0))
    code = "import sys; from vmo_rehab.cli import main; sys.exit(main(prog_name='vmo-rehab'))"
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"}
    words = [sys.executable, "-c", code, "run", str(knee), str(log)]
    with subprocess.Popen(words, stdout=other_end, stderr=other_end, env=environment) as running:
        os.close(other_end)
        seen = b""
        while True:
            try:
                more = os.read(main_end, 65536)
            except OSError:
                break
            if not more:
                break
            seen += more
        running.wait(timeout=60)
    os.close(main_end)
    lines = seen.decode().replace("\r\n", "\n").splitlines()
    assert running.returncode == 0
    assert max(map(len, lines)) <= 60
    assert any("regress *" in line for line in lines)


def test_light_start(process):
    """The overview loads no table printer and no numbers library."""
    code = (
        "import sys, vmo_rehab.cli; print([m for m in ('rich', 'numpy', 'hypothesis') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, check=True, timeout=60
    )
    assert done.stdout.strip() == b"[]"


def sections() -> dict[str, str]:
    """Return the page's section of each command."""
    parts = re.split(
        r"^## `vmo-rehab ?([a-z]*)[^`]*`\n", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options_of(command: click.Command) -> set[str]:
    """Return a command's options as its help shows them, with their values."""
    context = click.Context(command, info_name="vmo-rehab")
    shown = re.findall(r"^  (-\S+.*?)(?:  |$)", command.get_help(context), re.MULTILINE)
    return {one for one in shown if one not in {"-h, --help", "--help"}}  # click keeps whichever came first


def test_every_command_is_documented():
    """The page has a section for each command, in the order of the help."""
    assert list(sections()) == ["", *main.commands] or set(sections()) == {"", *main.commands}


@pytest.mark.parametrize("name", list(main.commands))
def test_options_are_documented(name):
    """The page names exactly the options that the help shows, with an example of the command."""
    section = sections()[name]
    found = re.findall(r"`(--?[a-z][^`]*)`", section)
    written = {one.replace("\\|", "|") for one in found if one != "--help"}
    assert options_of(main.commands[name]) == written
    assert f"$ vmo-rehab {name}" in section


def test_every_help_has_an_example(vmo):
    """The help of each command ends with an example."""
    for name in main.commands:
        assert "Example" in vmo(name, "--help").stdout


def test_documented_examples_work(vmo, tmp_path, monkeypatch):
    """Every example of the page runs as it stands, in the order of the page."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    vmo("new", "my-knee")
    shutil.copy("my-knee/protocol.yaml", "kept.yaml")
    lines = re.findall(r"^\$ vmo-rehab (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) >= len(main.commands)
    for line in lines:
        if line.startswith("new"):
            shutil.rmtree("my-knee")
        assert vmo(*shlex.split(line)).exit_code == 0, line
    assert Path("kept.yaml").read_bytes() == Path("my-knee/protocol.yaml").read_bytes()


def test_the_package_runs_as_a_module():
    """``python -m vmo_rehab`` is the command line, under its own name."""
    words = [sys.executable, "-m", "vmo_rehab", "list", "--help"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: vmo-rehab list")
