"""swarmlab: learn Docker Swarm's least-privilege model on real, throwaway nodes.

Importing the package imports nothing else: rooms load when they are used.
"""

from __future__ import annotations

__version__ = "0.1.0"
