"""Sentences about secrets: where their values are, and where they must not be."""

from __future__ import annotations
