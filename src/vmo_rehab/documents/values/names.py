"""Names that are refused where they are defined: nobody is sent to them, and those who come are not told."""

from __future__ import annotations

import re
from collections.abc import Iterable


def well_formed(ids: Iterable[str], form: re.Pattern[str]) -> list[str]:
    """Return the ids that are not refused, which alone can be proposed.

    Args:
        ids: as they are defined.
        form: what an id of this kind has to match.
    """
    return [one for one in ids if form.fullmatch(one)]


def meant_for_refused(name: str, ids: Iterable[str], form: re.Pattern[str]) -> bool:
    """Tell whether a name is that of something whose id is refused, but for signs and capitals.

    Args:
        name: what was written.
        ids: as they are defined.
        form: what an id of this kind has to match.

    Example:
        >>> meant_for_refused("first-step", ["first_step"], re.compile("[a-z-]+"))
        True
    """
    return any(_letters(one) == _letters(name) for one in ids if not form.fullmatch(one))


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())
