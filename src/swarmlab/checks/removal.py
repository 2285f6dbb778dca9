"""Sentences about nodes that were removed, and what they can still do."""

from __future__ import annotations
