"""Hostile text of a deck in what reading adds: outline, search, quizzes, links, captures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.expectation import Capture
from tests.fakes.session import AT, FakeSession, lab_from
from tests.tui.seen import gone, lab_app, see
from tests.tui.test_hostile import BIDI, EVIL, SHOWN, written

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["written"]

DECK = f"""---
title: "Evil [/b] chapter"
minutes: 5
nodes: [manager1]
start: bare
---

# Evil [/b] slide {BIDI}

See [a {EVIL}](https://evil.example/[/b]?x='%22"{BIDI}) now.

```bash {{node=manager1}}
echo "$leak"
```

> [!QUIZ]
> Which {EVIL}?
>
> - [x] {EVIL}
> - [ ] other [/b]
>
> Because {EVIL}

<!-- pause -->

After {EVIL}
"""


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_it_stays_text(size: tuple[int, int], written: Sequence[str]) -> None:
    session = FakeSession(lab_from(DECK, nodes=("manager1",)), started_at=AT)
    session.captured.append(Capture("leak", "any", EVIL))
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "Evil [/b] slide", SHOWN)
        await pilot.press("down", "1")
        await see(pilot, "✓ right  answered", "Because")
        await pilot.press("G")
        await see(pilot, "$leak")
        await pilot.press("l")
        await see(pilot, "leads to evil.example", "y copy it")
        await pilot.press("escape", "o")
        await see(pilot, "Evil [/b] chapter")
        await pilot.press("escape", "slash", *"after")
        await see(pilot, "on 1 slide", SHOWN)
        await pilot.press("escape")
        await gone(pilot, "on 1 slide")
    everything = re.sub(r"\x1b\]22;\w*\x07", "", "".join(written))
    assert "drowssap" in everything
    assert "\x1b]" not in everything
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x9b\x07]", everything)
    assert "\x1b[2J" not in everything
