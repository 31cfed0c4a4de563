"""``vmo-rehab new``: a protocol to begin with, explained line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

import click

from vmo_rehab.cli.output import say
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.cli.schema_files import schema_text

_EXAMPLES: Final = """\b
Example:
  vmo-rehab new my-knee
"""

_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 64
_SCHEMA: Final = "protocol.schema.json"
"""What the first line of the skeleton names."""


@click.command(short_help="Begin a protocol of your own.", epilog=_EXAMPLES)
@click.argument("name", metavar="ID")
@click.option(
    "--to",
    "folder",
    default=".",
    metavar="FOLDER",
    show_default=True,
    help="Where the folder ID is made.",
)
def new(name: str, folder: str) -> None:
    """Write ID/protocol.yaml: three phases, explained line by line, to be changed.

    Beside it stands protocol.schema.json, by which editors offer keys and tell what they mean.
    """
    if not _ID.fullmatch(name) or len(name) > _LONGEST:
        raise WrongWord(
            f'"{name}" is not an id; write small letters, digits and single hyphens, such as {_as_id(name)}'
        )
    path = Path(folder) / name / "protocol.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(skeleton(name))
    except FileExistsError:
        raise WrongWord(f"{path} exists and stays as it is; choose another id or folder") from None
    beside = path.with_name(_SCHEMA)
    beside.write_text(schema_text("protocol"), encoding="utf-8", newline="\n")
    say(f"written: {path}\nwritten: {beside}, for editors")
    say(f"next: change what says CHANGE, then run: vmo-rehab check {path}")


def skeleton(name: str) -> str:
    """Return the text of a new protocol.

    Args:
        name: its id.
    """
    lines = (
        files("vmo_rehab.cli.commands")
        .joinpath("skeleton.yaml")
        .read_text(encoding="utf-8")
        .splitlines(keepends=True)
    )
    title = name.replace("-", " ").capitalize()
    return "".join(_named(line, {"id": name, "title": title}) for line in lines)


def _named(line: str, names: Mapping[str, str]) -> str:
    """Put a name in place of the sample's, the remark behind it where it was."""
    key, _, rest = line.partition(": ")
    if key not in names or "#" not in rest:
        return line
    value, remark = rest.split("#", 1)
    return f"{f'{key}: {names[key]}'.ljust(len(key) + 2 + len(value) - 1)} #{remark}"


def _as_id(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", name.lower())
    near = "-".join(words).lstrip("0123456789-")[:_LONGEST].rstrip("-")
    return near or "my-knee"
