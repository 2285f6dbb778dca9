"""Sentences about managers and the majority they need."""

from __future__ import annotations
