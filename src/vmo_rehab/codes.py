"""Every diagnostic code with its title; each has a section in ``docs/reference/diagnostics.md``."""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    # V1xx: the text as YAML
    # V2xx: keys and kinds of value
    # V3xx: names, units and ranges
    # L1xx: logs and reports
}
