"""How long the searches of properties take."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("VMO_EXAMPLES", "150"))
"""``VMO_EXAMPLES`` searches longer than a test run has time for."""

QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
