"""Diagrams of protocols: all is there, nothing overlaps, nothing in a text breaks them."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmo_rehab import load, shipped
from vmo_rehab.criteria.english import english
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.diagram import diagram_svg
from vmo_rehab.report.pictures.dot import diagram_dot
from vmo_rehab.report.pictures.graph import standing_rules, ways
from vmo_rehab.report.pictures.mermaid import diagram_mermaid
from vmo_rehab.testing import protocols

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    '<script>alert("x")</script> & more',
    "x" * 200,
    "שלום עולם",
    "مرحبا \u202e knee",
    "🦵🏽 膝の伸展",
    "]]> --> '\" \\l \\N #quot; %%{init: {}}%% end; style:x#y;",
    "a\x07b\x1bc\ufffe",
    "`code` | {a} [b] (c)",
    "",
)


DOT = shutil.which("dot") or ""


def tree(text):
    """Read XML."""
    return ET.fromstring(text)  # noqa: S314 - our own


def drawn_boxes(root):
    """Return every frame with text: its class and its edges."""
    return [
        (one.get("class"), *(float(one.get(key)) for key in ("x", "y", "width", "height")))
        for one in root.iter(f"{SVG}rect")
        if one.get("class")
    ]


def all_words(root):
    """Return every written word, blanks taken out."""
    return re.sub(r"\s", "", "".join(one.text or "" for one in root.iter(f"{SVG}text")))


def segments(root):
    """Yield the straight pieces of every line."""
    for one in root.iter(f"{SVG}path"):
        found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", one.get("d"))
        points = [(float(x), float(y)) for x, y in found]
        if one.get("fill") == "none":
            yield from pairwise(points)


def holds_together(protocol, here=None):
    """Assert what every diagram keeps, and return its root."""
    root = tree(diagram_svg(protocol, here=here))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    width, height = (float(one) for one in root.get("viewBox").split()[2:])
    boxes = drawn_boxes(root)
    for _, x, y, w, h in boxes:
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
    for place, (_, x, y, w, h) in enumerate(boxes):
        for _, x2, y2, w2, h2 in boxes[place + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    for (x1, y1), (x2, y2) in segments(root):
        for _, x, y, w, h in boxes:
            crosses = (
                max(x1, x2) > x + 2
                and min(x1, x2) < x + w - 2
                and max(y1, y2) > y + 2
                and min(y1, y2) < y + h - 2
            )
            assert not crosses
    assert [one.get("data-phase") for one in root.iter(f"{SVG}rect") if one.get("data-phase")] == [
        phase.id for phase in protocol.phases
    ]
    kinds = [name.split()[1] for name, *_ in boxes if name.startswith("way ")]
    assert sorted(kinds) == sorted(way.kind for way in ways(protocol))
    return root


@pytest.mark.parametrize("name", shipped())
def test_shipped_protocols_are_drawn(name):
    """Every phase, rule and criterion is in a shipped protocol's diagram; no box or line is on another."""
    protocol = load(name)
    words = all_words(holds_together(protocol, here=protocol.start))
    for phase in protocol.phases:
        assert re.sub(r"\s", "", phase.title) in words
    for way in ways(protocol):
        for line in (way.head, *way.lines):
            assert re.sub(r"\s", "", line) in words
    for title, lines in standing_rules(protocol):
        for line in (title, *lines):
            assert re.sub(r"\s", "", line) in words


@settings(max_examples=30, deadline=None)
@given(protocols(), st.data())
def test_any_protocol_is_drawn(protocol, data):
    """A diagram is well-formed XML with all rules, whatever the protocol and whatever its titles are."""
    titles = st.sampled_from(HOSTILE)
    phases = tuple(attrs.evolve(phase, title=data.draw(titles)) for phase in protocol.phases)
    odd = attrs.evolve(protocol, title=data.draw(titles), intended_use=data.draw(titles), phases=phases)
    holds_together(odd, here=data.draw(st.sampled_from([None, *odd.phase_by_id])))
    for text in (diagram_mermaid(odd), diagram_dot(odd)):
        assert len(ways(odd)) == sum(
            bool(re.search(r" (-->|-\.->)\||-> p\d+ \[label", line)) for line in text.split("\n")
        )


def test_text_stays_text():
    """What looks like a tag in a title is shown, not run."""
    protocol = attrs.evolve(load("soreness-rules"), title=HOSTILE[0])
    drawn = diagram_svg(protocol)
    assert "<script" not in drawn
    assert HOSTILE[0] in "".join(tree(drawn).itertext())


def test_presence_is_marked_once():
    """The phase a patient is in is marked; without a patient none is."""
    protocol = load("vmo-foundation")
    assert diagram_svg(protocol, here="loaded-squat").count("THE PATIENT IS HERE") == 1
    assert "The patient is in Loaded squat." in diagram_svg(protocol, here="loaded-squat")
    assert "THE PATIENT IS HERE" not in diagram_svg(protocol)


def test_kinds_of_ways_differ_without_colour():
    """Ways on, back and down have strokes of their own."""
    root = tree(diagram_svg(load("vmo-foundation")))
    dashes = {
        one.get("stroke"): one.get("stroke-dasharray")
        for one in root.iter(f"{SVG}path")
        if one.get("fill") == "none"
    }
    assert len(dashes) == len(set(dashes.values())) == 3


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.floats(40, 400), st.floats(8, 20))
def test_folding_loses_no_word_and_keeps_the_width(text, width, size):
    """Folded text has all its signs, and no line of more than one sign is wider than there is room."""
    lines = list(svg.fold(text, width, size))
    assert "".join(one.text for one in lines).replace(" ", "") == "".join(text.split())
    for one in lines:
        assert one.indent + svg.text_width(one.text, size) <= width or len(one.text) <= 1


def strings_of_dot(text):
    """Return what stands in quotes in a DOT text, and what is left of it outside."""
    quoted = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
    return quoted.findall(text), quoted.sub("", text)


@pytest.mark.parametrize("title", HOSTILE)
def test_dot_quotes_everything(title):
    """Outside its quoted strings a DOT text has nothing of the protocol's own words."""
    plain, odd = load("vmo-foundation"), load("vmo-foundation")
    odd = attrs.evolve(odd, title=title, phases=tuple(attrs.evolve(p, title=title) for p in odd.phases))
    assert strings_of_dot(diagram_dot(odd))[1] == strings_of_dot(diagram_dot(plain))[1]


@pytest.mark.skipif(not DOT, reason="Graphviz is not installed")
@pytest.mark.parametrize("title", HOSTILE)
def test_graphviz_takes_it(title):
    """Graphviz draws whatever a title is, and shows it as it is."""
    protocol = load("soreness-rules")
    odd = attrs.evolve(protocol, phases=tuple(attrs.evolve(p, title=title) for p in protocol.phases))
    done = subprocess.run([DOT, "-Tsvg"], input=diagram_dot(odd).encode(), capture_output=True, check=True)
    shown = re.sub(r"\s|\u00a0", "", "".join(tree(done.stdout).itertext()))
    printable = re.sub(r"[\x00-\x1f\ufffe]", "?", re.sub(r"\s", "", title))
    assert printable in shown
    assert not done.stderr


@pytest.mark.parametrize("title", HOSTILE)
def test_mermaid_labels_are_plain(title):
    """A Mermaid text is ASCII, and its labels hold letters, blanks, breaks and numbered signs alone."""
    protocol = load("vmo-foundation")
    odd = attrs.evolve(protocol, phases=tuple(attrs.evolve(p, title=title) for p in protocol.phases))
    text = diagram_mermaid(odd)
    assert text.isascii()
    for line in text.splitlines():
        labels = re.findall(r'"([^"]*)"', line)
        assert line.count('"') == 2 * len(labels)
        for label in labels:
            rest = re.sub(r"<br/>|#\d+;", "", label)
            assert not re.search(r'[<>&#"`;%{}\[\]|\\]', rest)
            assert not (re.search("style|classDef", rest) and ":" in rest)


@pytest.mark.parametrize("name", shipped())
def test_every_form_tells_every_criterion(name):
    """Mermaid and DOT have the English of every single comparison that a way asks for."""
    protocol = load(name)
    mermaid = re.sub(r"#(\d+);", lambda sign: chr(int(sign[1])), diagram_mermaid(protocol))
    dot = re.sub(r"\\l\s*|\s", "", diagram_dot(protocol).replace('\\"', '"'))
    for phase in protocol.phases:
        for rule in (*phase.regress, *phase.progress):
            for part in getattr(rule.when, "parts", (rule.when,)):
                if not hasattr(part, "parts"):
                    assert english(part) in mermaid
                    assert re.sub(r"\s", "", english(part)) in dot
