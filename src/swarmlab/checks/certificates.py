"""Sentences about certificates: what they say, their renewal, and the root that signs them."""

from __future__ import annotations
