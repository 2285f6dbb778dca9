"""Sentences about storage at rest: autolock, the key file, and the unlock key."""

from __future__ import annotations
