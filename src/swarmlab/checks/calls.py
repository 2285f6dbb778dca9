"""Sentences about what a manager's port and the nodes' networks let whom do."""

from __future__ import annotations
