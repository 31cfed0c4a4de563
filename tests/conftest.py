"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

collect_ignore_glob = ["*.yaml"]
"""Files of cases below this folder are what tests read, the broken ones too; pytest collects none of them."""

settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
