"""``schema``: printed, written to a file, and beside what ``new`` makes."""

from __future__ import annotations

import json

import pytest

from vmo_rehab.cli.schema_files import SCHEMAS, schema_text


def test_the_list_names_each_schema(vmo):
    """Without a name, each schema stands on a line of its own."""
    lines = vmo("schema").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["name", *SCHEMAS]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed_and_written(vmo, tmp_path, name):
    """What is printed is JSON, and the same as what is written; a file that exists is written anew."""
    path = tmp_path / "x.json"
    path.write_text("old" * 100_000, encoding="utf-8")
    printed = vmo("schema", name).stdout
    assert vmo("schema", name, "--output", path).stdout == f"written: {path}\n"
    assert path.read_text(encoding="utf-8") == printed
    assert json.loads(printed)["$id"] == f"urn:vmo-rehab:{name}:1"


def test_wrong_words(vmo, tmp_path):
    """A name that is none, a file without a name and a folder that is not there are told with exit code 2."""
    result = vmo("schema", "protocl")
    assert (result.exit_code, 'did you mean "protocol"?' in result.stderr) == (2, True)
    assert vmo("schema", "--output", tmp_path / "x.json").exit_code == 2
    result = vmo("schema", "log", "--output", tmp_path / "nowhere" / "x.json")
    assert (result.exit_code, "cannot open" in result.stderr) == (2, True)
    assert vmo("schema", "log", "--output", tmp_path).exit_code == 2


def test_a_schema_is_not_written_over_a_protocol(vmo, knee):
    """A file that is not named as a schema stays as it is."""
    before = knee.read_bytes()
    done = vmo("schema", "protocol", "--output", knee)
    assert (done.exit_code, knee.read_bytes()) == (2, before)
    assert "write a name that ends in .json" in done.stderr


def test_new_writes_the_schema_that_its_first_line_names(knee):
    """The first line of a new protocol names a file that is there, beside it."""
    first = knee.read_text(encoding="utf-8").splitlines()[0]
    head, _, name = first.partition("=")
    assert head == "# yaml-language-server: $schema"
    assert knee.with_name(name).read_text(encoding="utf-8") == schema_text("protocol")
