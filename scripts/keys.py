"""Writes docs/keys.md from the one registry of actions.

``.venv/bin/python -m scripts.keys`` from the top of the checkout.
"""

from __future__ import annotations

from pathlib import Path

from swarmlab.tui import actions

TARGET = Path(__file__).parents[1] / "docs" / "keys.md"


def page() -> str:
    """The whole page."""
    about = "Made by `python -m scripts.keys`; on the screen `?` shows those of the place."
    return f"# Keys\n\n{about}\n\n{actions.markdown()}"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
