"""Property tests have no deadline: a test never judges how fast this machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("deck", deadline=None)
settings.load_profile("deck")
