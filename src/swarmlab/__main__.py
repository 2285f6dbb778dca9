"""``python -m swarmlab`` is the command ``swarmlab``."""

from __future__ import annotations

from swarmlab.cli.main import main

if __name__ == "__main__":
    main()
