"""The YAML reader: what values mean, where they stand, and what is said of slips."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from vmo_rehab.codes import CODES
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text import yaml_text
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.text.source_text import SourceText, cut, shown
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.errors import ProtocolError

HERE = Path(__file__).parent
SAMPLE = (HERE / "sample.yaml").read_text(encoding="utf-8")
SLIPS = sorted(HERE.glob("slips/*.yaml"))
LOADERS = [yaml.CSafeLoader, yaml.SafeLoader]


def value(text: str) -> Scalar:
    root = read(f"key: {text}\n")
    assert isinstance(root, Mapping)
    scalar = root.entries[0].value
    assert isinstance(scalar, Scalar)
    return scalar


def refused(text: str) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        read(text, "knee.yaml")
    return caught.value


def attempt(text: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    try:
        return read(text), ()
    except ProtocolError as error:
        return None, error.diagnostics


def codes(text: str) -> list[str]:
    return [found.code for found in refused(text).diagnostics]


def scalars(node: Node) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [leaf for item in node.items for leaf in scalars(item)]
        case Mapping():
            return [leaf for entry in node.entries for leaf in [entry.key, *scalars(entry.value)]]


def everything(node: Node) -> list[Node]:
    match node:
        case Sequence():
            return [node, *(part for item in node.items for part in everything(item))]
        case Mapping():
            inner = [[entry.key, *everything(entry.value)] for entry in node.entries]
            return [node, *(part for parts in inner for part in parts)]
        case _:
            return [node]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-3", -3),
        ("+5", 5),
        ("5.50", Decimal("5.50")),
        ("-0.5", Decimal("-0.5")),
        ("999999999999999999", 999999999999999999),
    ],
)
def test_plain_values(text, meaning):
    """Only these plain spellings are nothing, truth values and numbers."""
    scalar = value(text)
    assert (scalar.value, type(scalar.value)) == (meaning, type(meaning))
    assert scalar.text == text
    assert not scalar.quoted


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "010", "1_000", "3:1:3", "2024-01-05", "0x1F", "0o17", "1e3"),
        *(".5", "5.", ".inf", ".nan", "3,5", "50%", "10-15", "11+", "=", "٣"),
    ],
)
def test_plain_texts(text):
    """What other YAML readers turn into numbers, dates and truth values stays text."""
    assert value(text).value == text


@pytest.mark.parametrize("text", ["'3'", '"true"', "|\n  3\n", ">-\n  null\n"])
def test_quoted_values_are_texts(text):
    """A value in quotes or in a block is a text, whatever it looks like."""
    scalar = value(text)
    assert isinstance(scalar.value, str)
    assert scalar.quoted


def test_order_and_places():
    """Keys keep their order, and every node spans what was written for it."""
    root = read("b: 1\na:\n  - x\n  - {k: v}\n", "knee.yaml")
    assert isinstance(root, Mapping)
    assert root.keys() == ("b", "a")
    text = root.source.text
    parts = [text[part.span.index : part.span.end_index] for part in everything(root)]
    assert parts == [
        "b: 1\na:\n  - x\n  - {k: v}",
        *("b", "1", "a", "- x\n  - {k: v}", "x", "{k: v}", "k", "v"),
    ]
    assert str(root.entries[1].value.span) == "knee.yaml:3:3"


def test_equal_content_is_equal():
    """Two texts of equal content are equal and hash alike, wherever their parts stand."""
    one, two = read("a: [1, x]\n"), read("# later\n\na:\n  - 1\n  - x\n")
    assert one == two
    assert hash(one) == hash(two)
    assert read("a: 5.50") != read("a: 5.5")
    assert read("a: '3'") != read("a: 3")


def test_get():
    """A key that is not there is None, and one that is gives its entry."""
    root = read("a: 1")
    assert isinstance(root, Mapping)
    assert root.get("b") is None
    entry = root.get("a")
    assert entry is not None
    assert (entry.name, entry.value) == ("a", Scalar(1, "1"))


@pytest.mark.parametrize(
    ("text", "part", "place"),
    [
        ("key: settled for 3 sessions\n", "3 sess", (1, 18)),
        ("key: settled\n  for 3\n\n  sessions\n", "for 3", (2, 3)),
        ("key: settled\n  for 3\n\n  sessions\n", "sessions", (4, 3)),
        ("key: 'it''s settled\n    for 3'\n", "settled", (1, 13)),
        ("key: 'it''s settled\n    for 3'\n", "for 3", (2, 5)),
        ('key: "settled for 3"\n', "for", (1, 15)),
        ("key: |\n  settled\n    for 3\n\n  sessions\n", "for 3", (3, 5)),
        ("key: |2 # a block\n    settled\n   for 3\n", "for 3", (3, 4)),
        ("key: >-\n  settled\n  for 3\n\n  sessions\n\n# end\n", "sessions", (5, 3)),
        ("key: >\n  settled\n    for 3\n  sessions\n", "sessions", (4, 3)),
        ("key: |+\r\n  settled\r\n  for 3\r\n\r\n", "for 3", (3, 3)),
        ("key: a 😀 for 3\n", "for 3", (1, 10)),
    ],
)
def test_place_inside_a_text(text, part, place):
    """A part of a text has its own line and column in the file, however the text was folded."""
    root = read(text)
    assert isinstance(root, Mapping)
    scalar = root.entries[0].value
    assert isinstance(scalar, Scalar)
    at = scalar.at(scalar.text.index(part), len(part))
    assert (at.line, at.col) == place
    assert text[at.index : at.end_index] == part


def test_place_over_a_fold_and_at_the_end():
    """A part that goes over a fold spans both lines; behind the last character is a place too."""
    scalar = value("one\n  two")
    at = scalar.at(2, 3)
    assert ((at.line, at.col), (at.end_line, at.end_col)) == ((1, 8), (2, 4))
    behind = scalar.at(99, 1)
    assert ((behind.line, behind.col), behind.index) == ((2, 6), behind.end_index)


def test_place_where_it_cannot_be_exact():
    """Escapes make offsets inexact, so the whole value is pointed at; so does a value made in code."""
    scalar = value(r'"caf\u00e9 for 3"')
    assert scalar.at(5, 3) == scalar.span
    made = Scalar("x", "x")
    assert made.at(0, 1) == made.span


def test_byte_order_mark_and_line_ends():
    """A mark at the very start is dropped, and all three line ends count as lines."""
    assert read("\ufeffa: 1") == read("a: 1")
    for end in ("\n", "\r\n", "\r"):
        assert str(refused(f"a: 1{end}b: 2{end}a: 3").diagnostics[0].span) == "knee.yaml:3:1"


@pytest.mark.parametrize("path", SLIPS, ids=lambda path: path.stem)
def test_slips(path):
    """Each common slip is refused with exactly the words kept beside it."""
    with pytest.raises(ProtocolError) as caught:
        read(path.read_bytes().decode(), path.name)
    assert f"{caught.value}\n" == path.with_suffix(".txt").read_bytes().decode()


@pytest.mark.parametrize("path", SLIPS, ids=lambda path: path.stem)
def test_slips_with_the_pure_loader(path, monkeypatch):
    """Where PyYAML lacks its C part, the same codes are given at the same places."""
    text = path.read_bytes().decode()
    expected = [(d.code, d.span) for d in refused(text).diagnostics]
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert [(d.code, d.span) for d in refused(text).diagnostics] == expected


def test_every_yaml_code_has_a_slip():
    """No V1xx code is without a text that shows it, save the limits below and what is not read from text."""
    shown_codes = {word for path in SLIPS for word in path.with_suffix(".txt").read_text("utf-8").split()}
    missing = {code for code in CODES if code.startswith("V1")} - shown_codes
    assert missing == {"V100", "V109", "V120", "V121", "V122"}


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ('? "a\n  b" c\n', "knee.yaml:2:6", "did not find expected key"),
        ("...\nid: knee\n", "knee.yaml:1:1", "did not find expected node content"),
        ("--- : knee\n", "knee.yaml:1:5", "mapping values are not allowed in this context"),
    ],
)
def test_unknown_slip(text, place, problem):
    """What no rule knows is still refused with a place, in the parser's words."""
    (found,) = refused(text).diagnostics
    assert (found.code, str(found.span)) == ("V100", place)
    assert found.what == f"this cannot be read as YAML: {problem}"
    assert found.cure.startswith("look at this line and the one above it")


def test_a_key_under_a_value_with_a_blank_line_between():
    """The line above is the one that has something on it."""
    (found,) = refused("id: knee\n\n   start: squat\n").diagnostics
    assert (found.code, str(found.span)) == ("V102", "knee.yaml:3:4")
    assert found.what == '"start:" is indented under "id: knee", which has its value already'


def test_nothing_behind_a_colon_in_braces():
    """A key whose colon touches the brace has no value; only PyYAML's C part refuses it as YAML."""
    (found,) = refused("answers: {pain_during:}\n").diagnostics
    assert (found.code, found.what) == ("V108", 'nothing stands behind "pain_during:"')
    assert found.cure == "write a space and the value behind the colon, or remove the key"


def test_what_the_pure_loader_lets_out(monkeypatch):
    """An escape beyond Unicode is a ValueError in PyYAML's own code, and a finding here."""
    assert codes('a: "\\UFFFFFFFF"\n') == ["V132"]
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert codes('a: "\\UFFFFFFFF"\n') == ["V100"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "[" * 50_000, "V120"),
        ("- " * 50_000, "V120"),
        ("? " * 50_000, "V120"),
        ("{a: " * 50_000, "V120"),
        ("[" + "1, " * 100_001 + "]", "V121"),
        ("a" * 1_000_001, "V122"),
        ("a: " + "9" * 5_000, "V123"),
        ("a: 0." + "9" * 5_000, "V123"),
    ],
)
def test_limits(text, code):
    """Depth, size and digits are bounded, and the bound is found at once."""
    began = time.monotonic()
    assert codes(text) == [code]
    assert time.monotonic() - began < 10


def test_depth_that_passes():
    """Forty levels are read."""
    read("[" * 40 + "]" * 40)
    assert codes("[" * 41 + "]" * 41) == ["V120"]


@pytest.mark.parametrize(
    "text",
    [
        "a: é\n" + "– x\n" * 100_000,
        "{" + "é: 1, " * 40_000 + "}",
        "a: 'x" + " " * 900_000 + "y'",
        "[" + ", ".join(f"• é{n}" for n in range(90_000)) + "]",
        "a: >= " + "x" * 900_000,
        'a: "' + "b" * 900_000 + '" c',
        "a: 1\n" + "\tx: 1\n" * 100_000,
        "\u200b" * 900_000,
        "a: &x 1\n" * 20_000,
    ],
    ids=range(9),
)
def test_large_and_wrong(text):
    """A large text full of slips is refused quickly, with a bounded number of findings."""
    began = time.monotonic()
    node, found = attempt(text)
    assert len(found) <= yaml_text.MOST_FINDINGS + 20
    # Not by printing: `assert` would show a large text at full length.
    assert max([len(d.what + d.cure + d.line_text) for d in found], default=0) < 1_000
    for scalar in scalars(node)[:10] if node else []:
        scalar.at(len(scalar.text), 1)
    assert time.monotonic() - began < 20


INVISIBLE = (0x2028, 0x2029, 0x85, 0xA0, 0x200B, 0x200C, 0x200D, 0xFEFF, 0xD800, 0x202E, 0x00, 0x07)


@pytest.mark.parametrize("char", [chr(code) for code in INVISIBLE], ids=[hex(code) for code in INVISIBLE])
def test_invisible_characters(char):
    """Each is named and placed, and what is printed shows a visible sign for it."""
    error = refused(f"id: kn{char}ee\n")
    (found,) = error.diagnostics
    assert found.code == "V130"
    assert f"U+{ord(char):04X}" in found.what
    assert str(found.span) == "knee.yaml:1:7"
    str(error).encode()
    assert char not in str(error)


def test_root_of_any_kind():
    """The reader hands a list or a text to its caller, who knows what is due."""
    assert isinstance(read("- 1"), Sequence)
    assert read("a:1\nb:2") == Scalar("a:1 b:2", "a:1 b:2")


def test_described():
    """Findings call each kind of node by plain words."""
    root = read("{a: ~, b: true, c: x, d: 1.5, e: [1, 2], f: [], g: {h: 1}, i: {}}")
    assert isinstance(root, Mapping)
    assert [entry.value.described for entry in root.entries] == [
        *("nothing", "true", 'the text "x"', "the number 1.5", "a list of 2", "an empty list"),
        *("keys and values (h)", "an empty {}"),
    ]
    assert root.described == "keys and values (a, b, c, ...)"


def test_start():
    """A node's start is its first character; a node made in code has no other place than its own."""
    assert str(read("  a: 1", "knee.yaml").start) == "knee.yaml:1:3"
    assert Mapping().start == Mapping().span


def test_long_texts_are_cut():
    """What is shown of a value is one line of at most 60 characters."""
    assert len(cut("x" * 1_000)) == 60
    assert shown("a\n b") == '"a b"'
    source = SourceText("k", "a" * 1_000)
    assert len(source.diagnostic("V100", "", "", source.span(0, 1)).line_text) == 400
    assert source.diagnostic("V100", "", "", source.span(900, 901)).line_text == ""
    assert source.line(2) == ""


def test_places_are_kept_inside_the_text():
    """A span asked for beyond the text is brought back into it."""
    source = SourceText("k", "ab\nc")
    span = source.span(-3, 99)
    assert (span.index, span.end_index, span.end_line, span.end_col) == (0, 4, 2, 2)


# -- any text at all ---------------------------------------------------------------------------------------


def check(text: str) -> Node | None:
    """Read ``text`` and hold what is true of every outcome."""
    size = len(text.removeprefix("\ufeff"))
    node, found = attempt(text)
    if node is None:
        assert found
        for finding in found:
            held(finding, size)
        return None
    for part in everything(node):
        assert 0 <= part.span.index <= part.span.end_index <= size
    for scalar in scalars(node):
        exact(scalar)
    return node


def held(found: Diagnostic, size: int) -> None:
    """A finding has a listed code, says what and what to do, and lies inside the text."""
    assert found.code in CODES
    assert found.what
    assert found.cure
    for span in [found.span, *(place for _, place in found.related)]:
        assert 0 <= span.index <= span.end_index <= size
        assert (span.line, span.col) <= (span.end_line, span.end_col)
    str(found).encode()


def exact(scalar: Scalar) -> None:
    """Each visible character's place holds that very character, or is the whole value's."""
    step = max(1, len(scalar.text) // 10)
    for at in range(0, len(scalar.text), step):
        span, char = scalar.at(at, 1), scalar.text[at]
        assert scalar.span.index <= span.index <= span.end_index <= scalar.span.end_index
        if span != scalar.span and not char.isspace():
            assert scalar.source.text[span.index : span.end_index] == char


def both(text: str) -> None:
    """The two loaders give the same nodes wherever both take the text."""
    results = []
    for loader in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_text, "_LOADER", loader)
            results.append(check(text))
    one, two = results
    if one is not None and two is not None:
        assert one == two
        filled = [
            [
                (p.span.index, p.span.end_index)
                for p in everything(root)
                if not isinstance(p, Scalar) or p.text
            ]
            for root in (one, two)
        ]
        assert filled[0] == filled[1]


YAMLISH = st.text(
    alphabet=st.sampled_from("ab:- \n\t'\"[]{},#&*!|>%@`?<=~+.019\\\r_–•“é\ufeff\u2028"), max_size=80
)


@given(st.one_of(st.text(max_size=200), YAMLISH))
@settings(max_examples=400, deadline=None)
def test_any_text(text):
    """Any text gives a node or a ProtocolError whose places lie inside it; both loaders agree."""
    both(text)


@given(st.text(alphabet=st.characters(), max_size=50))
@settings(max_examples=200, deadline=None)
def test_any_characters(text):
    """Lone surrogates, private and unassigned characters are refused or read like others."""
    check(text)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw the sample with a few characters and lines deleted, put in, replaced or moved."""
    text = SAMPLE
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        new = draw(
            st.one_of(YAMLISH.map(lambda t: t[:3]), st.sampled_from(["  ", "- ", ": ", "\t", "{", "\n"]))
        )
        match draw(st.sampled_from(["insert", "delete", "replace", "line out", "line twice"])):
            case "insert":
                text = text[:at] + new + text[at:]
            case "delete":
                text = text[:at] + text[at + draw(st.integers(1, 5)) :]
            case "replace":
                text = text[:at] + new + text[at + len(new) :]
            case kind:
                lines = text.splitlines(keepends=True)
                n = draw(st.integers(0, len(lines) - 1)) if lines else 0
                lines[n : n + 1] = [] if kind == "line out" else lines[n : n + 1] * 2
                text = "".join(lines)
    return text


@given(mutated())
@settings(max_examples=200, deadline=None)
def test_any_mutation_of_a_protocol(text):
    """A protocol with random slips gives a node or a ProtocolError, and nothing else."""
    check(text)


def test_the_sample_and_the_loaders():
    """The sample is read, and alike by both loaders, places included."""
    both(SAMPLE)
    root = read(SAMPLE)
    assert isinstance(root, Mapping)
    assert len(scalars(root)) > 200
    folded = next(
        s
        for s in scalars(root)
        if s.text == "settled for 3 sessions in a row" and s.span.end_line > s.span.line
    )
    at = folded.at(folded.text.index("in a row"), 8)
    assert SAMPLE[at.index : at.end_index] == "in a row"


def test_the_sample_is_read_quickly():
    """A protocol of usual length takes a few milliseconds, so that an editor can check on each key."""
    began = time.perf_counter()
    read(SAMPLE)
    assert time.perf_counter() - began < 0.25
