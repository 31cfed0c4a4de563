"""What a diagnostic code means: its title, and its section of the documentation where that is at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.codes import CODES
from vmo_rehab.diagnostics import did_you_mean

_FAMILIES: Final = {
    "V1": "the text as YAML",
    "V2": "keys, and the kinds of their values",
    "V3": "names, units and ranges",
    "V4": "the flow between phases",
    "V5": "safety and the clinic",
    "V6": "style",
    "V7": "proofs",
    "L1": "patients' logs and reports",
    "L2": "cases of a protocol",
}
_INSTALLED: Final = Path(__file__).parents[1] / "_docs" / "diagnostics.md"
_CHECKOUT: Final = Path(__file__).parents[3] / "docs" / "reference" / "diagnostics.md"
_PAGE: Final = _INSTALLED if _INSTALLED.exists() else _CHECKOUT


def code_in_words(code: str, page: Path = _PAGE) -> str:
    """Say what a code means.

    Args:
        code: such as ``V204``; capitals do not matter.
        page: the documentation, as it is installed or in the checkout.

    Raises:
        WrongWord: there is no such code.
    """
    name = code.upper()
    if name not in CODES:
        raise WrongWord(f'there is no code "{code}"; {did_you_mean(name, CODES)}')
    head = f"{name}: {CODES[name]}"
    section = _section(name, page)
    return (
        f"{head}\n\n{section}" if section else f"{head}\n{name[:2]}xx codes are about {_FAMILIES[name[:2]]}."
    )


def _section(name: str, page: Path) -> str:
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    found = re.search(rf"^(#+) [^\n]*\b{name}\b[^\n]*\n(.*?)(?=^#|\Z)", text, re.DOTALL | re.MULTILINE)
    return found[2].strip() if found else ""
