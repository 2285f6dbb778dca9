"""Hostile text of a deck on the slides and the notes of a talk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from swarmlab.tui.talk import talk_of
from tests.tui.seen import gone, see
from tests.tui.talks import deck_from, talking
from tests.tui.test_hostile import BIDI, EVIL, SHOWN, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["written"]

CHAPTER = f"""---
title: "Evil [/b] chapter {BIDI}"
minutes: 5
nodes: [manager1]
start: bare
---

# Evil [/b] slide {BIDI}

<!-- notes
Notes with {EVIL}
- item {EVIL}
```
code {EVIL}
```
-->

Prose with {EVIL} in it, and [a link](https://evil.example/[/b]'%22{BIDI}).

- [ ] task {EVIL} <!-- check: manager1 is a worker -->

---

## Second {EVIL}

> [!QUIZ]
> Which {EVIL}?
>
> - [x] {EVIL}
> - [ ] other
>
> Because {EVIL}
"""


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24)])
@pytest.mark.parametrize("notes", [False, True])
async def test_it_stays_text(
    tmp_path: Path, size: tuple[int, int], notes: bool, written: Sequence[str]
) -> None:
    talk = talk_of(deck_from(CHAPTER))
    with talking(tmp_path, talk=talk, notes=notes) as app:
        async with app.run_test(size=size) as pilot:
            await see(pilot, "Evil [/b] slide", SHOWN)
            await pilot.press("o")
            await see(pilot, "Evil [/b] chapter")
            await pilot.press("escape", "slash", *"because")
            await see(pilot, "on no slide")
            await pilot.press("escape")
            await gone(pilot, "on no slide")
            await pilot.press("space")
            await see(pilot, "2 / 2", SHOWN)
            await pilot.press("space")
            await see(pilot, "part 2 of 2" if notes else "Because")
    everything = re.sub(r"\x1b\]22;\w*\x07", "", "".join(written))
    assert "drowssap" in everything
    assert "\x1b]" not in everything
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x9b\x07]", everything)
    assert "\x1b[2J" not in everything
