"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

collect_ignore_glob = ["*.yaml"]
"""Files of cases below this folder are what tests read, the broken ones too; pytest collects none of them."""

settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.register_profile("explore", derandomize=False, print_blob=True, deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
