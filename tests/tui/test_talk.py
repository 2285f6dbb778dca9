"""A deck as one row of slides, its pieces, and the moves through it."""

from __future__ import annotations

from dataclasses import replace

from swarmlab.deck.model import Details, Quiz
from swarmlab.tui.pace import pace_of
from swarmlab.tui.talk import at, beginning, fitting, gone_back, gone_on, talk_of, turned
from tests.tui.talks import DECK, LONG, TALK, deck_from

NOW = 1_000_000.0
START = beginning(NOW)


def test_slides_are_counted_through_all_chapters() -> None:
    assert [(each.number, each.chapter) for each in TALK.slides] == [
        (1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1),
    ]  # fmt: skip
    assert [each.number for each in TALK.slides if each.opens] == [1, 4]


def test_a_labs_order_of_nodes_comes_before_that_of_the_chapters() -> None:
    assert TALK.nodes == ("manager1", "worker1", "manager2")
    assert talk_of(DECK, ("worker9", "worker1")).nodes == (
        "worker9", "worker1", "manager1", "manager2",
    )  # fmt: skip


def test_hints_and_solutions_are_in_no_piece() -> None:
    for each in TALK.slides:
        assert any(isinstance(block, Details) for block in each.slide.blocks) is (each.number == 2)
        for reveal in each.reveals:
            assert not any(isinstance(block, Details) for block in reveal.blocks)


def test_a_pause_holds_back_what_follows_and_a_quiz_asks_before_it_tells() -> None:
    first, second, quiz = (TALK.slides[n].reveals for n in range(3))
    assert len(first) == 1
    assert [len(reveal.blocks) for reveal in second] == [3, 6]
    assert [reveal.told for reveal in quiz] == [0, 1]
    assert quiz[0].blocks == quiz[1].blocks
    assert isinstance(quiz[1].blocks[-1], Quiz)


def test_a_pause_before_anything_holds_back_nothing() -> None:
    text = LONG.replace("## A long slide\n", "<!-- pause -->\n\n## A long slide\n")
    slides = talk_of(deck_from(text)).slides
    assert [len(each.reveals) for each in slides] == [1, 1, 1]


def test_on_shows_pages_then_pieces_then_the_next_slide() -> None:
    stand = replace(at(TALK, START, 1, NOW), pages=2)
    seen = []
    for _ in range(3):
        after = gone_on(TALK, stand, NOW)
        assert after is not None
        stand = after
        seen.append((stand.slide, stand.part, min(stand.page, 9)))
    assert seen == [(1, 1, 1), (1, 2, 9), (2, 1, 0)]


def test_back_goes_the_same_way_and_shows_the_slide_before_whole() -> None:
    stand = at(TALK, START, 2, NOW)
    seen = []
    for _ in range(3):
        after = gone_back(TALK, stand, NOW)
        assert after is not None
        stand = after
        seen.append((stand.slide, stand.part))
    assert seen == [(1, 2), (1, 1), (0, 1)]
    assert gone_back(TALK, stand, NOW) is None


def test_nothing_lies_beyond_the_ends() -> None:
    last = at(TALK, START, len(TALK.slides) - 1, NOW)
    assert gone_on(TALK, last, NOW) is None
    assert turned(TALK, last, 1, NOW) is None
    assert turned(TALK, START, -1, NOW) is None


def test_a_move_lights_a_dark_screen() -> None:
    dark = replace(START, dark=True)
    after = gone_on(TALK, dark, NOW)
    assert after is not None
    assert not after.dark


def test_each_chapter_has_a_clock_of_its_own() -> None:
    there = at(TALK, START, 3, NOW + 60)
    assert there.seconds_in(1, NOW + 90) == 30
    back = at(TALK, there, 0, NOW + 100)
    assert back.seconds_in(0, NOW + 105) == 65
    again = at(TALK, back, 4, NOW + 110)
    assert again.seconds_in(1, NOW + 110) == 40


def test_a_stand_of_a_longer_deck_is_brought_into_this_one() -> None:
    assert fitting(TALK, replace(START, slide=99, part=7)).slide == 5
    assert fitting(TALK, replace(START, slide=1, part=7)).part == 2


def test_the_pace_compares_with_the_plan_of_the_slide() -> None:
    # 20 minutes for three slides, 10 for the next three.
    fifth = at(TALK, START, 4, NOW)
    early, late = (pace_of(TALK, fifth, NOW + minutes * 60) for minutes in (20, 29))
    assert early.words == "3 min ahead"
    assert late.words == "2 min behind"
    assert pace_of(TALK, fifth, NOW + 25 * 60).words == "on time"
    assert (early.minutes, early.chapter_minutes, early.elapsed) == (30, 10, 1200)


def test_a_deck_without_minutes_has_no_pace() -> None:
    chapters = tuple(replace(chapter, minutes=0) for chapter in DECK.chapters)
    talk = talk_of(replace(DECK, chapters=chapters))
    assert not pace_of(talk, START, NOW + 600).words
