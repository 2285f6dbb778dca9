"""Sentences about labels, constraints and where tasks may run."""

from __future__ import annotations
