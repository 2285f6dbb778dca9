"""Which unit the send key means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.events import UnitChanged
from swarmlab.runs.model import Place
from tests.fakes.session import AT, FakeSession, lab_from
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, until

if TYPE_CHECKING:
    import pytest

    from swarmlab.deck.model import PowerUnit

FIRST, ATTACK = "►▌ manager1", "►╏ worker1"


async def test_the_next_unit_is_current_after_one_ran_and_when_the_slide_comes_back() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, FIRST)
        await pilot.press("s")
        await see(pilot, "pasted, enter runs it", "SHELL manager1")
        await pilot.press("enter")
        await see(pilot, "✓ ran", ATTACK)
        await pilot.press("n")
        await see(pilot, "A node goes away")
        await pilot.press("p")
        await see(pilot, "A secret goes only where", ATTACK)


async def test_after_a_reset_the_first_unit_is_current() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, FIRST)
        await pilot.press("s")
        await see(pilot, "pasted, enter runs it", "SHELL manager1")
        await pilot.press("enter")
        await see(pilot, ATTACK)
        await pilot.press("r", "s")
        await until(pilot, lambda: session.calls[-1].startswith("reset"), "the reset")
        await see(pilot, " SLIDE ", FIRST)
        await gone(pilot, "✓ ran")


POWER = """---
title: Power
minutes: 5
nodes: [manager1, worker1, worker2]
start: bare
---

# Power

## One after the other

```power {node=worker1}
kill
```

```power {node=worker1}
start
```

```power {node=worker2}
kill
```
"""


async def test_the_session_tells_of_a_unit_too_and_none_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = FakeSession(lab_from(POWER), booted=True, started_at=AT)
    session.move(Place("chapter1", 1))

    def run(unit: PowerUnit) -> None:
        session.tell(UnitChanged(unit.position, "ran", AT, 0.1))

    monkeypatch.setattr(session, "run_unit", run)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "►║ worker1  POWER")
        await pilot.press("enter")
        shown = await see(pilot, "✓ done", "►║ ")
        await pilot.pause()
        rows = [row for row in shown.splitlines() if "POWER" in row or "✓ done" in row]
        assert "►" in rows[1], rows


NEEDY = """---
title: Kernel
minutes: 5
nodes: [manager1, worker1, worker2]
start: bare
---

# Kernel

## Virtual addresses

```bash {node=worker1 needs=ipvs}
wget -qO- http://shop/
```

```bash {node=worker2}
hostname
```

- [ ] worker1 works <!-- check: worker1 is a worker -->
"""


async def test_a_unit_the_kernel_cannot_serve_says_so_and_is_passed_over() -> None:
    session = FakeSession(lab_from(NEEDY))
    session.kernel_lacks = frozenset({"ipvs"})
    session.move(Place("chapter1", 1))
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "►▌ worker1  needs IPVS")
        await pilot.press("s")
        await see(pilot, "– this kernel has no IPVS", "►▌ worker2", " SLIDE ")
        assert session.calls == []
