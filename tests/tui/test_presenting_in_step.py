"""Slides and notes of one talk on two terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui.podium import Podium
from swarmlab.tui.present_app import PresentApp
from tests.tui.seen import gone, see, text, until
from tests.tui.talks import TALK, FakeShells, talking

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SIZE = (120, 36)


async def test_paging_in_either_moves_both(tmp_path: Path) -> None:
    with talking(tmp_path) as slides, talking(tmp_path, notes=True) as notes:
        async with (
            slides.run_test(size=SIZE) as room,
            notes.run_test(size=(80, 24)) as desk,
        ):
            await see(room, "1 / 6")
            await see(desk, "Ask who keeps passwords", "Next   2")
            await desk.press("space")
            await see(room, "2 / 6", "●○")
            await see(desk, "Say it twice.", "on this slide, part 2")
            await room.press("space")
            await see(desk, "part 2 of 2", "Next   3")
            await see(room, "docker secret ls")
            await desk.press("4", "enter")
            await see(room, "Rotation", "4 / 6")
            await room.press("home")
            await see(desk, "Ask who keeps passwords")
            assert "Ask who keeps" not in text(room)


async def test_dark_and_the_time_are_shared(tmp_path: Path) -> None:
    with talking(tmp_path) as slides, talking(tmp_path, notes=True) as notes:
        async with slides.run_test(size=SIZE) as room, notes.run_test(size=SIZE) as desk:
            await see(room, "1 / 6")
            await desk.press("b")
            await until(room, lambda: not text(room).strip())
            await see(desk, "DARK", "b . light")
            await room.press("b")
            await see(room, "1 / 6")
            await gone(desk, "DARK")


async def test_the_notes_turn_the_pages_of_a_slide_that_is_longer_than_the_rooms_screen(
    tmp_path: Path,
) -> None:
    with talking(tmp_path) as slides, talking(tmp_path, notes=True) as notes:
        async with slides.run_test(size=(80, 24)) as room, notes.run_test(size=SIZE) as desk:
            await see(desk, "1 / 6")
            await desk.press("5", "enter")
            await see(room, "Paragraph 1 of", "more rows")
            await see(desk, "page 1 of 4")
            await desk.press("space")
            await gone(room, "Paragraph 1 of")
            await see(desk, "page 2 of 4", "5 / 6")


async def test_the_notes_go_on_alone_and_the_slides_come_back_to_them(tmp_path: Path) -> None:
    with talking(tmp_path, notes=True) as notes:
        async with notes.run_test(size=SIZE) as desk:
            await see(desk, "1 / 6")
            await desk.press("5", "enter")
            with talking(tmp_path) as slides:
                async with slides.run_test(size=(80, 24)) as room:
                    await see(room, "A long slide", "5 / 6")
                    await see(desk, "page 1 of 4")
            await gone(desk, "page 1 of 4")
            await desk.press("space")
            await see(desk, "6 / 6")
            with talking(tmp_path) as slides:
                async with slides.run_test(size=(80, 24)) as room:
                    await see(room, "goes on", "6 / 6")


async def test_two_talks_do_not_mix(tmp_path: Path) -> None:
    with talking(tmp_path) as ada, talking(tmp_path, presenter="bob") as bob:
        async with ada.run_test(size=SIZE) as one, bob.run_test(size=SIZE) as two:
            await see(two, "1 / 6")
            await one.press("n")
            await see(one, "2 / 6")
            await two.press("n", "n")
            await see(two, "3 / 6")
            await see(one, "2 / 6")


async def test_two_screens_of_different_heights_settle(tmp_path: Path) -> None:
    with talking(tmp_path) as small, talking(tmp_path) as large:
        async with small.run_test(size=(80, 24)) as one, large.run_test(size=(120, 60)) as two:
            await see(two, "1 / 6")
            await one.press("5", "enter")
            await see(two, "5 / 6")
            await see(one, "5 / 6")
            puts = []
            put = Podium.put

            def counted(self: Podium, *stand: object) -> None:
                puts.append(stand)
                put(self, *stand)  # type: ignore[arg-type]

            Podium.put = counted  # type: ignore[method-assign,assignment]
            try:
                for _ in range(5):
                    await one.pause(0.06)
                    await two.pause(0.06)
            finally:
                Podium.put = put  # type: ignore[method-assign]
            assert len(puts) <= 1


async def test_a_full_disk_is_said_and_the_talk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Podium("deck", "ada", tmp_path) as podium:
        app = PresentApp(TALK, podium, FakeShells())
        async with app.run_test(size=SIZE) as pilot:
            await see(pilot, "1 / 6")
            monkeypatch.setattr(podium, "put", full)
            await pilot.press("n")
            await see(pilot, "cannot follow: No space left on device", "2 / 6")
