"""The JSON Schemas say what the readers do: no key more or less, no file refused that is read."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from vmo_rehab.cases.model import NONE, REFER, REFUSED, Done
from vmo_rehab.cli.schema_files import SCHEMAS, schema_text
from vmo_rehab.documents.criteria import BESIDE, GROUPS
from vmo_rehab.documents.exercises import exercises_of
from vmo_rehab.documents.json_schema import FILES, json_schema
from vmo_rehab.documents.library import catalogue, load_scheme, loads
from vmo_rehab.documents.shapes import structure as shapes
from vmo_rehab.documents.shapes.cases import OverriddenShape
from vmo_rehab.documents.shapes.cases import RowShape as CaseRow
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.engine.decision import Flag, Kind
from vmo_rehab.engine.events import Move
from vmo_rehab.errors import ProtocolError
from vmo_rehab.protocol.model import Do
from vmo_rehab.testing import documents, text_of
from vmo_rehab.testing.conformance import cases

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "diagnostics"
SHIPPED = {
    "protocol": "protocols/*/protocol.yaml",
    "scheme": "protocols/schemes/*.yaml",
    "measures": "protocols/catalogue/measures/*.yaml",
    "exercises": "protocols/catalogue/exercises/*.yaml",
    "cases": "protocols/*/cases.yaml",
}
FILES_OF = [(kind, path) for kind, places in SHIPPED.items() for path in sorted(ROOT.glob(places))]

OF_EXERCISES = {f"V34{digit}" for digit in "012345"}
OF_SCHEMES = {f"V34{digit}" for digit in "6789"}
BESIDES = {"V301", "V302", "V303", "V304", "V305", "V306", "V307", "V322", "V340"}
"""Faults of a value that the schemas see as well, besides all of the family V2xx."""
NOT_SEEN = {
    "V300": "numbers behind a unit are not reckoned with: 800 days",
    "V310": "a criterion is any text",
    "V311": "likewise",
    "V312": "names are suggested, and others may stand",
    "V313": "values of a measure stand in criteria",
    "V314": "likewise",
    "V315": "likewise",
    "V316": "likewise",
    "V317": "likewise",
    "V318": "likewise",
    "V319": "how large all criteria are together",
    "V320": "what can be turned round",
    "V321": "what rests on what",
    "V330": "what the catalogue fixes",
    "V341": "which number is larger",
}
"""What the schemas do not see of a value, and why. From V331 on codes are about what fits together."""


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    return {name: Draft202012Validator(json_schema(name, catalogue())) for name in FILES}


def data(node: Node) -> Any:
    """Return what stands in a file as plain data, the way other YAML readers give it."""
    if isinstance(node, Scalar):
        return float(node.value) if isinstance(node.value, Decimal) else node.value
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return {entry.name: data(entry.value) for entry in node.entries}


def amiss(validator: Draft202012Validator, text: str) -> list[str]:
    """Return what a schema has against a text."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data(read(text)))]


def kind_of(code: str) -> str:
    """Return what kind of file a code's corpus is of."""
    if code in OF_EXERCISES:
        return "exercises"
    if code in OF_SCHEMES:
        return "scheme"
    return "cases" if code.startswith("L2") else "protocol"


def corpus(word: str) -> list[Path]:
    """Return the corpus's files that can be read as YAML."""
    found = []
    for path in sorted(CORPUS.glob(f"*/{word}.yaml")):
        with contextlib.suppress(ProtocolError, UnicodeDecodeError):
            read(path.read_text(encoding="utf-8"))
            found.append(path)
    return found


def code_of(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_files_are_up_to_date(name):
    """The files under schemas say what is generated now; VMO_SCHEMAS=write writes them anew."""
    path, text = ROOT / "schemas" / f"{name}.schema.json", schema_text(name)
    if os.environ.get("VMO_SCHEMAS") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", SCHEMAS)
def test_they_are_schemas_that_need_no_network(name):
    """Each is a schema of its draft, is named by a URN, and refers to itself alone."""
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:vmo-rehab:{name}:1"
    used = re.findall(r'"\$ref": "#/\$defs/([^"]+)"', schema_text(name))
    assert sorted(schema.get("$defs", {})) == sorted({*used})
    assert schema_text(name).count("http") == 1


def walk(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a schema."""
    if isinstance(schema, dict):
        yield schema
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from walk(one)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_told_and_no_other_passes(name):
    """Every object with keys is closed, and each key has a sentence for who hovers over it."""
    for one in walk(json.loads(schema_text(name))):
        if isinstance(one.get("properties"), dict) and "type" in one:
            assert one["additionalProperties"] is False
            assert all(part["description"] for part in one["properties"].values()), one


def used_shapes(shape: type, found: dict[str, type]) -> dict[str, type]:
    """Collect the shapes that the fields of a shape can be filled with, by following annotations."""
    for key in shapes.keys(shape).values():
        takes = key.takes if isinstance(key.takes, tuple) else ()
        for one in (*inner(key.annotation), *(one for one in takes if isinstance(one, type))):
            if one.__name__ not in found:
                found[one.__name__] = one
                used_shapes(one, found)
    return found


def inner(annotation: Any) -> Iterator[type]:
    """Yield the shapes within an annotation."""
    if isinstance(annotation, type) and annotation.__name__.endswith(("Shape", "OfRow", "OfExercises")):
        yield annotation
    for one in getattr(annotation, "__args__", ()):
        yield from inner(one)


@pytest.mark.parametrize("name", FILES)
def test_keys_are_those_of_the_shapes(name):
    """Each shape has its definition, with the same keys and the same ones required."""
    schema = json_schema(name, catalogue())
    found = used_shapes(FILES[name], {})
    assert {one for one in schema.get("$defs", {}) if one[0].isupper()} == set(found)
    for shape, said in [(FILES[name], schema), *((one, schema["$defs"][key]) for key, one in found.items())]:
        known = shapes.keys(shape)
        assert set(said["properties"]) == set(known)
        assert set(said.get("required", ())) == {key.name for key in known.values() if key.required}


def test_criteria_have_the_keys_of_their_reader():
    """A group of criteria has the keys that the reader knows."""
    _, group = json_schema("protocol", catalogue())["$defs"]["criterion"]["anyOf"]
    assert set(group["properties"]) == {*GROUPS, *BESIDE}


@pytest.mark.parametrize(("kind", "path"), FILES_OF, ids=lambda one: str(one).removeprefix(str(ROOT)))
def test_shipped_files_pass(kind, path, validators):
    """No schema has anything against a file that is shipped."""
    assert amiss(validators[kind], path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", corpus("clean"), ids=code_of)
def test_clean_files_pass(path, validators):
    """No schema has anything against a file of the corpus that has nothing amiss."""
    assert amiss(validators[kind_of(code_of(path))], path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", corpus("bad"), ids=code_of)
def test_faults_of_shape_are_seen(path, validators):
    """Unknown and missing keys, values of a wrong kind or form are seen; what is not seen is listed."""
    code = code_of(path)
    seen = bool(amiss(validators[kind_of(code)], path.read_text(encoding="utf-8")))
    assert seen is (code.startswith("V2") or code in BESIDES)
    assert seen or code in NOT_SEEN or code >= "V331" or code.startswith("L2")


@pytest.mark.parametrize("key", ["lapse", "phases", "hold"])
def test_a_key_that_a_schema_lacks_would_be_noticed(key):
    """With one key fewer, the schema refuses a shipped file: the tests above can fail."""
    schema = copy.deepcopy(json_schema("protocol", catalogue()))
    del schema["properties"][key]
    text = (ROOT / "protocols" / "vmo-foundation" / "protocol.yaml").read_text(encoding="utf-8")
    assert any(f"'{key}' was unexpected" in one for one in amiss(Draft202012Validator(schema), text))


def test_protocols_of_the_conformance_cases_pass(validators):
    """No schema has anything against a protocol of the conformance cases."""
    for case in cases():
        found = [error.message for error in validators["protocol"].iter_errors(case.document())]
        assert found == [], case


@given(drawn=st.data())
@settings(max_examples=30)
def test_generated_protocols_pass(drawn, validators):
    """Whatever the strategies can write, the schema lets pass."""
    document = drawn.draw(documents())
    assert amiss(validators["protocol"], text_of(document)) == []


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield every single value of a tree."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from scalars(entry.value)
    else:
        for item in node.items:
            yield from scalars(item)


WORDS = (
    *("7", "0.5", "-3", "true", "false", '"7"', "[]", "{}", "[a]", "{a: b}", "10 days", "6 Weeks", "45 s"),
    *("2 min", "90%", " 90% ", "8-12", '"10"', "3-1-4", "90-45 deg", "60deg", "2.5 kg", "5 lb", "2027-11-01"),
    *("same level", "one level up", "one level down", "keep", "+2.5 kg", "-5 to -2.5 kg", "+5%", "one level"),
    *("top + 2", "bottom", "max", "every", "any", "low", "kg", "1+", "none", "partial", "review", "empty"),
    *(
        "settle",
        "pain_during",
        "pain_during <= 3",
        "leg-press/machine",
        "lunge/body-weight",
        "dapre",
        "fixed",
    ),
    *("good_reps of last set", "load of set 1", "4 weeks after start", "{rise: pain_during <= 3}", "date"),
)
CHANGED = {
    "protocol": CORPUS / "small-knee.yaml",
    "scheme": ROOT / "protocols" / "schemes" / "dapre.yaml",
    "exercises": CORPUS / "V342" / "clean.yaml",
}


def is_read(kind: str, text: str, tmp_path: Path) -> bool:
    """Tell whether a text is read without a finding."""
    try:
        if kind == "protocol":
            loads(text)
        elif kind == "scheme":
            path = tmp_path / "scheme.yaml"
            path.write_text(text, encoding="utf-8")
            load_scheme(path)
        else:
            found: list[Any] = []
            file = shapes.structure(ExercisesFile, read(text), found)
            exercises_of([file] if file else [], found)
            return not found
    except ProtocolError:
        return False
    return True


@pytest.mark.parametrize("kind", CHANGED)
@given(drawn=st.data())
def test_what_is_read_passes(kind, drawn, validators, tmp_path_factory):
    """Where one value of a file is another one and the file is still read, the schema lets it pass."""
    text = CHANGED[kind].read_text(encoding="utf-8").replace("id: dapre", "id: my-own")
    place = drawn.draw(st.sampled_from(list(scalars(read(text))))).span
    other = drawn.draw(st.sampled_from(WORDS))
    changed = f"{text[: place.index]}{other}{text[place.end_index :]}"
    if is_read(kind, changed, tmp_path_factory.getbasetemp()):
        assert amiss(validators[kind], changed) == []


def test_the_words_of_cases_are_those_of_the_engine():
    """The shapes of cases do not know the engine, and have its words."""
    words = {
        (CaseRow, "done"): Done,
        (CaseRow, "today"): (REFER, *Do),
        (CaseRow, "decision"): (*Kind, REFUSED),
        (CaseRow, "flags"): (*Flag, NONE),
        (OverriddenShape, "move"): Move,
    }
    for (shape, key), known in words.items():
        assert shapes.options(shape, key) == tuple(known)
