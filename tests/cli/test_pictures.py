"""The commands that draw: forms, files, errors with a cure."""

from __future__ import annotations

import struct
import sys
import xml.etree.ElementTree as ET
import zlib

import pytest

from vmo_rehab.report.pictures import png, svg

FORMS = [("svg", "<svg "), ("mermaid", "flowchart TB\n"), ("dot", 'digraph "my-knee" {\n')]


def rows_of(written):
    """Return the rows of an RGBA or RGB picture with eight bits a channel, filters undone for plain ones."""
    assert written[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", written[16:24])
    place, packed = 8, b""
    while place < len(written):
        (length,), kind = struct.unpack(">I", written[place : place + 4]), written[place + 4 : place + 8]
        if kind == b"IDAT":
            packed += written[place + 8 : place + 8 + length]
        place += 12 + length
    return width, height, zlib.decompress(packed)


@pytest.mark.parametrize(("form", "begins"), FORMS)
def test_draw_prints(vmo, knee, form, begins):
    """Without a file a diagram is printed, and nothing else."""
    done = vmo("draw", knee, "--form", form)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(begins)


def test_svg_is_the_usual_form(vmo, knee, log):
    """Both commands print an SVG if nothing else is said."""
    for words in (["draw", knee], ["plot", knee, log]):
        assert vmo(*words).stdout.startswith("<svg ")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.svg", b"<svg "), ("a.PNG", b"\x89PNG"), ("a.mmd", b"flowchart"), ("a.gv", b"digraph")],
)
def test_name_of_the_file_says_the_form(vmo, knee, tmp_path, name, begins):
    """The suffix of the file decides; the command tells what it wrote."""
    path = tmp_path / name
    done = vmo("draw", knee, "--output", path)
    assert (done.exit_code, done.stdout) == (0, f"written: {path}\n")
    assert path.read_bytes().startswith(begins)


def test_form_and_name_say_the_same(vmo, knee, tmp_path):
    """A form may be said besides a name of its own, and not besides that of another."""
    path = tmp_path / "knee.dot"
    assert vmo("draw", knee, "--form", "dot", "--output", path).exit_code == 0
    assert path.read_text("utf-8").startswith("digraph")
    done = vmo("draw", knee, "--form", "svg", "--output", path)
    assert done.exit_code == 2
    assert "is the name of dot, and --form says svg; leave one out" in done.stderr
    assert path.read_text("utf-8").startswith("digraph")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--form", "png"], "add --output FILE"),
        (["--output", "knee.pdf"], "write a name that ends in .svg, .png, .mmd, .mermaid, .dot or .gv"),
        (["--form", "jpeg"], "'jpeg' is not one of"),
    ],
)
def test_wrong_words_tell_the_cure(vmo, knee, words, told):
    """A form or file that does not fit is refused with what to write instead."""
    done = vmo("draw", knee, *words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_what_is_drawn_is_never_overwritten(vmo, knee, log, tmp_path):
    """A picture does not take the place of the protocol or the log that it is drawn from."""
    mine = tmp_path / "log.csv"
    mine.write_bytes(log.read_bytes())
    before = knee.read_bytes()
    assert vmo("draw", knee, "--form", "svg", "--output", knee).exit_code == 2
    assert vmo("plot", knee, mine, "--form", "svg", "--output", mine).exit_code == 2
    assert (knee.read_bytes(), mine.read_bytes()) == (before, log.read_bytes())


def test_folder_that_is_not_there(vmo, knee, tmp_path):
    """A file that cannot be written is told with its name."""
    done = vmo("draw", knee, "--output", tmp_path / "none" / "a.svg")
    assert done.exit_code == 2
    assert "a.svg" in done.stderr


def test_png_needs_its_library(vmo, knee, tmp_path, monkeypatch):
    """Without the optional library a PNG is refused, with the command that installs it."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    path = tmp_path / "a.png"
    done = vmo("draw", knee, "--output", path)
    assert done.exit_code == 2
    assert 'pip install "vmo-rehab[png]"' in done.stderr
    assert not path.exists()


def test_png_needs_a_font(monkeypatch):
    """On a machine without fonts a PNG would have no words, and is refused."""
    resvg = pytest.importorskip("resvg_py")
    bare = resvg.svg_to_bytes

    def without_fonts(**given):
        return bare(**given, skip_system_fonts=True)

    monkeypatch.setattr(resvg, "svg_to_bytes", without_fonts)
    with pytest.raises(png.NoPngError, match="needs a font"):
        png.as_png(svg.picture(10, 10, "", "", ""))


def test_png_is_twice_as_large_and_never_too_large():
    """A PNG has two pixels for each unit, fewer where a side would be too long for viewers."""
    pytest.importorskip("resvg_py")
    for size, pixels in ((100, 200), (20_000, 16_000)):
        width, height, _ = rows_of(png.as_png(svg.picture(size, 10, "", "", "")))
        assert width == pixels
        assert height == round(10 * pixels / size)


def test_png_has_words():
    """Text is drawn: a picture with words differs from one without."""
    pytest.importorskip("resvg_py")
    blank, words = (png.as_png(svg.picture(99, 40, "", "", svg.text(5, 25, t, 18))) for t in ("", "Knee"))
    assert rows_of(blank)[2] != rows_of(words)[2]


def test_plot_tells_what_was_not_taken(vmo, knee, log, tmp_path):
    """An event that does not fit is not drawn, which is said, and the exit code is 1."""
    mine = tmp_path / "log.csv"
    row = "2026-03-20,signed-off,,,,,,,,,,,clerk,discharged,"
    mine.write_text(f"{log.read_text('utf-8')}{row}\n", "utf-8")
    done = vmo("plot", knee, mine)
    assert done.exit_code == 1, done.stderr
    assert done.stderr.startswith("not drawn, because not taken: 1 event of the log")
    ET.fromstring(done.stdout)  # noqa: S314 - our own


def test_plot_of_one_exercise(vmo, knee, log):
    """An exercise that has no load is refused with the nearest name that has one."""
    done = vmo("plot", knee, log, "--exercise", "leg-extension/machin")
    assert done.exit_code == 2
    assert "is no exercise with a load in this protocol" in done.stderr


def test_code_pages(process, knee):
    """On an old code page a picture is still whole: what it lacks is written by its number."""
    knee.write_text(knee.read_text("utf-8").replace("title: My knee", "title: Müller ≤ 3"), "utf-8")
    for form, sign in (("svg", b"&#8804;"), ("mermaid", b"flowchart"), ("dot", b"&#8804;")):
        done = process("draw", knee, "--form", form, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert (done.returncode, done.stderr) == (0, b"")
        assert sign in done.stdout
