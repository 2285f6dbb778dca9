"""What a node or a deck writes can neither be markup nor drive the learner's terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from swarmlab.checks.verdict import failed
from tests.fakes.session import AT, FakeSession, lab_from
from tests.tui.seen import lab_app, see

BIDI = "\u202e"
EVIL = f"[/b] [red]not red[/red] \x1b]52;c;aGFja2Vk\x07 \x1b[2J {BIDI}drowssap \x9b31m $error"
SHOWN = "[/b] [red]not red[/red]"

DECK = f"""---
title: "Evil [/b] chapter"
minutes: 5
nodes: [manager1]
start: bare
---

# Evil [/b] slide

Prose with {EVIL} in it, `code [/b] {BIDI}`.

| a [/b] | b |
| --- | --- |
| {BIDI}1 | [bold]2 |

```bash {{node=manager1}}
echo "{EVIL}"
```

```text {{.expect}}
[/b] {BIDI}
```

> [!WARNING]
> [/b] {BIDI} beware

- [ ] task [/b] {BIDI} words <!-- check: manager1 is a worker -->
"""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything the driver writes to the terminal."""
    found: list[str] = []
    write = HeadlessDriver.write

    def spy(self: Any, data: str) -> None:
        found.append(data)
        write(self, data)

    monkeypatch.setattr(HeadlessDriver, "write", spy)
    monkeypatch.setattr(HeadlessDriver, "is_headless", property(lambda _: False))
    return found


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24)])
async def test_hostile_text_stays_text(size: tuple[int, int], written: list[str]) -> None:
    session = FakeSession(lab_from(DECK, nodes=("manager1",)), started_at=AT)
    step = session.lab.steps[0]
    session.set_verdicts(step, {1: failed(expected=EVIL, observed=EVIL, node="manager1",
                                          look_at=EVIL)})  # fmt: skip
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "Evil [/b] slide", SHOWN, "code [/b]")
        await pilot.press("t")
        await see(pilot, "task [/b]", "observed", SHOWN)
        await pilot.press("1")
        session.shell("manager1").feed(EVIL, "\x1b[31mred\x1b[0m \x1b]0;title\x07 after")
        await see(pilot, SHOWN, "red  after")
    # Textual itself names the mouse pointer's shape: that one sequence is its own.
    everything = re.sub(r"\x1b\]22;\w*\x07", "", "".join(written))
    assert "drowssap" in everything
    assert "\x1b]" not in everything
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x9b\x07]", everything)
    assert "\x1b[2J" not in everything
