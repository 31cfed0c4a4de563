"""Names of a package that are imported when they are first used, so that importing it stays light."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any


def imported(package: str, homes: Mapping[str, tuple[str, ...]], name: str) -> Any:  # noqa: ANN401 - any name
    """Import what stands under a name of a package, which then has it.

    Args:
        package: the package, whose ``__getattr__`` asks.
        homes: the names by the module of the package in which they stand.
        name: the name.

    Raises:
        AttributeError: there is no such name.

    Example:
        >>> imported("vmo_rehab", {"scales": ("Scale",)}, "Scale").__name__
        'Scale'
    """
    home = next((home for home, names in homes.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{package}.{home}"), name)
    setattr(sys.modules[package], name, value)
    return value
