"""Sentences about services: how many tasks run, and whether they were disturbed."""

from __future__ import annotations
